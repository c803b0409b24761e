package io.zksolvency.circuits.ledger;

/** An amount as two words, low + 2^28 high, under its key: what the witness holds of any entry. */
public interface SplitAmount {
  /** Returns the key, see {@link Keys}. */
  int key();

  /** Returns the low word; below 2^28, in a control account below 2^42. */
  long low();

  /** Returns the high word, below 2^28. */
  long high();
}

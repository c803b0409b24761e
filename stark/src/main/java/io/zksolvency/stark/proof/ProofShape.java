package io.zksolvency.stark.proof;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.air.Columns;
import io.zksolvency.stark.air.Relation;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sizes of every proof with a trace of 2^log2Rows rows.
 *
 * @param log2Rows of the trace
 */
public record ProofShape(int log2Rows) {
  /** Positions drawn; fewer are opened where some are equal. */
  public static final int QUERIES = 53;

  /** Low bits of the nonce's hash that are 0. */
  public static final int GRINDING_BITS = 21;

  /** Points that one step of FRI folds into one. */
  public static final int FOLDING = 8;

  private static final int FOLDING_LOG2 = 3;
  private static final int BLOWUP_LOG2 = 3;

  /** Size of the evaluation domain over the trace's. */
  public static final int BLOWUP = 1 << BLOWUP_LOG2;

  private static final int REMAINDER_MAX_DEGREE = 127;

  /** Degree of the challenges' field over the columns'. */
  public static final int EXTENSION_DEGREE = Cubic.DEGREE;

  private static final int LINEAR_BATCHING = 0;
  private static final int NO_PARTITIONS = 1;
  private static final int HEADER_BYTES = 27;

  /** The quotient has degree below 7 n: QUOTIENT-MASK's 7.75 n over a divisor of n - 117. */
  public static final int QUOTIENT_COLUMNS = 7;

  /** Bytes of one opened row of main columns. */
  static final int MAIN_ROW_BYTES = Columns.MAIN * Long.BYTES;

  /** Bytes of one opened row of auxiliary columns. */
  static final int AUX_ROW_BYTES = Columns.AUX * Cubic.BYTES;

  /** Bytes of one opened row of the quotient's columns. */
  static final int QUOTIENT_ROW_BYTES = QUOTIENT_COLUMNS * Cubic.BYTES;

  /** Bytes of one opened row of a FRI layer. */
  static final int FRI_ROW_BYTES = FOLDING * Cubic.BYTES;

  /** Returns the shape of every proof of these public inputs. */
  public static ProofShape of(PublicInputs inputs) {
    return new ProofShape(inputs.log2Rows());
  }

  /** Returns log2 of the evaluation domain's size. */
  public int domainLog2() {
    return log2Rows + BLOWUP_LOG2;
  }

  /** Returns the evaluation domain, before its shift. */
  public Domain domain() {
    return Domain.of(domainLog2());
  }

  /** Returns how often FRI folds: until the remainder's degree is small enough. */
  public int friLayers() {
    int layers = 0;
    while (log2Rows - FOLDING_LOG2 * layers
        > Integer.numberOfTrailingZeros(REMAINDER_MAX_DEGREE + 1)) {
      layers++;
    }
    return layers;
  }

  /** Returns the depth of a FRI layer's tree: a leaf holds the points that fold into one. */
  int friDepth(int layer) {
    return domainLog2() - FOLDING_LOG2 * (layer + 1);
  }

  /** Returns the number of the remainder's coefficients. */
  int remainderCoefficients() {
    return 1 << (log2Rows - FOLDING_LOG2 * friLayers());
  }

  /** Returns how many commitments a proof has: two segments, quotient, FRI layers, remainder. */
  int commitments() {
    return 3 + friLayers() + 1;
  }

  /** Returns the first bytes of every proof: trace, field, options, number of constraints. */
  byte[] header() {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    put(out, Columns.MAIN, Columns.AUX, Relation.CHALLENGES, log2Rows);
    out.putShort((short) 0); // bytes of metadata
    put(out, Long.BYTES);
    out.putLong(Goldilocks.P);
    put(out, QUERIES, 1 << BLOWUP_LOG2, GRINDING_BITS, EXTENSION_DEGREE);
    put(out, FOLDING, REMAINDER_MAX_DEGREE);
    put(out, LINEAR_BATCHING, LINEAR_BATCHING, NO_PARTITIONS, NO_PARTITIONS);
    // An integer of variable length, here in two bytes: the value, a one, a zero.
    out.putShort((short) ((Relation.CONSTRAINTS + Relation.ASSERTIONS) << 2 | 2));
    return out.array();
  }

  private static void put(ByteBuffer out, int... bytes) {
    for (int value : bytes) {
      out.put((byte) value);
    }
  }

  /** Returns what the header says, as the base field elements that the public coin starts with. */
  public long[] headerElements() {
    return new long[] {
      (long) Columns.MAIN << 24 | 1 << 16 | Columns.AUX << 8 | Relation.CHALLENGES,
      1L << log2Rows,
      1, // the modulus, low half
      0xffffffffL, // and high half
      Relation.CONSTRAINTS + Relation.ASSERTIONS,
      EXTENSION_DEGREE << 24 | FOLDING << 16 | REMAINDER_MAX_DEGREE << 8 | 1 << BLOWUP_LOG2,
      GRINDING_BITS,
      QUERIES
    };
  }
}

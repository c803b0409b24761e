package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.SignedStatement;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An unbroken chain of an issuer's statements, from its first.
 *
 * @param links in order, at least one; each rule and signature checked, proofs not
 */
record History(List<Link> links) {
  /** One statement of the chain, without its balances: there may be thousands. */
  record Link(
      Published published, StatementHeader header, byte[] digest, byte[] issuerKey, int proofs) {
    String place() {
      return published.place();
    }
  }

  /** A step that may fail for a statement, whose place the failure should name. */
  interface Step<T> {
    T run() throws StatementRejectedException, FormatException, IOException;
  }

  /**
   * Returns the history that statements make.
   *
   * @param inOrder if they are in the issuer's order; otherwise it is found
   * @param relationId 32 bytes, the relation of every statement
   * @throws StatementRejectedException if one does not hold, or they are no such chain
   */
  static History of(List<Published> statements, boolean inOrder, byte[] relationId)
      throws StatementRejectedException, FormatException, IOException {
    List<Link> links = new ArrayList<>();
    for (Published published : statements) {
      links.add(at(published, () -> link(published, relationId)));
    }
    if (!inOrder) {
      links.sort(Comparator.comparingLong(link -> link.header().sequence()));
    }
    for (int i = 1; i < links.size(); i++) {
      checkIssuer(links.get(0), links.get(i));
    }
    for (int i = 1; i < links.size(); i++) {
      checkStep(links.get(i - 1), links.get(i));
    }
    require(
        links.get(0).header().sequence() == 0,
        "the history does not begin at the issuer's first statement, but at statement %d (%s)"
            .formatted(links.get(0).header().sequence(), links.get(0).place()));
    return new History(List.copyOf(links));
  }

  private static Link link(Published published, byte[] relationId)
      throws StatementRejectedException, FormatException, IOException {
    SignedStatement signed = published.statement();
    StatementVerifier.checkWithoutProofs(signed, relationId);
    SolvencyStatement statement = signed.statement();
    return new Link(
        published,
        statement.header(),
        statement.digest(),
        statement.issuerKey(),
        statement.batches().size() + 1);
  }

  /** Returns what a step gives; its failures name the statement's place. */
  static <T> T at(Published published, Step<T> step)
      throws StatementRejectedException, FormatException, IOException {
    try {
      return step.run();
    } catch (StatementRejectedException e) {
      throw new StatementRejectedException(e.rule(), published.place() + ": " + e.getMessage());
    } catch (FormatException e) {
      throw new FormatException("", published.place() + ": " + e.getMessage());
    }
  }

  private static void checkIssuer(Link first, Link other) throws StatementRejectedException {
    require(
        MessageDigest.isEqual(first.issuerKey(), other.issuerKey()),
        "different issuers: %s and %s are signed by different keys"
            .formatted(first.place(), other.place()));
    require(
        first.header().name().equals(other.header().name()),
        "different issuers: %s and %s name different ones".formatted(first.place(), other.place()));
  }

  private static void checkStep(Link before, Link next) throws StatementRejectedException {
    long from = before.header().sequence();
    long to = next.header().sequence();
    require(
        from != to || !MessageDigest.isEqual(before.digest(), next.digest()),
        "duplicate: statement %d is there twice, at %s and at %s"
            .formatted(to, before.place(), next.place()));
    require(
        from != to,
        "fork: the issuer has signed two different statements %d, at %s and at %s; keep both"
            .formatted(to, before.place(), next.place()));
    require(
        from < to, "out of order: statement %d is listed after statement %d".formatted(to, from));
    require(
        to - from == 1,
        to - from == 2
            ? "gap: statement %d is missing".formatted(from + 1)
            : "gap: statements %d to %d are missing".formatted(from + 1, to - 1));
    require(
        MessageDigest.isEqual(next.header().previousDigest(), before.digest()),
        "broken chain: statement %d (%s) continues another statement %d than %s"
            .formatted(to, next.place(), from, before.place()));
    require(
        next.header().snapshotInstant().isAfter(before.header().snapshotInstant()),
        "statement %d (%s) is not of a later time than statement %d"
            .formatted(to, next.place(), from));
  }

  private static void require(boolean holds, String reason) throws StatementRejectedException {
    if (!holds) {
      throw new StatementRejectedException(StatementRule.CHAIN, reason);
    }
  }

  /** Returns the statement published last. */
  Link newest() {
    return links.get(links.size() - 1);
  }

  /** Returns the number of all proofs. */
  int proofs() {
    return links.stream().mapToInt(Link::proofs).sum();
  }
}

package io.zksolvency.service.security;

/** What a caller may do. */
public enum Role {
  /** Anyone: published statements and verification. */
  PUBLIC,
  /** A customer: their own inclusion file too. */
  ACCOUNT,
  /** Sees runs too. */
  AUDITOR,
  /** Everything. */
  OPERATOR
}

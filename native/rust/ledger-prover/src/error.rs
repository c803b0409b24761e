//! Why a ledger was not proven. No message holds a value of the witness.

use std::fmt;

/// Why a ledger was not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProveError {
    /// The witness breaks a constraint at a row: no proof of it exists.
    Unsatisfied {
        /// Id of the constraint, as in docs/spec/statement.md.
        constraint: String,
        /// Row of the trace.
        row: usize,
    },
    /// The buffers are not a witness for these public inputs: the caller's mistake.
    InvalidWitness(String),
    /// The job was cancelled.
    Cancelled,
    /// The operating system gave no randomness.
    Randomness(String),
    /// A bug.
    Internal(String),
}

impl fmt::Display for ProveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsatisfied { constraint, row } => write!(f, "the witness breaks {constraint} at row {row}"),
            Self::InvalidWitness(why) => write!(f, "not a witness: {why}"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Randomness(why) => write!(f, "no randomness from the operating system: {why}"),
            Self::Internal(why) => write!(f, "internal error: {why}"),
        }
    }
}
impl std::error::Error for ProveError {}

//! What a native method throws.

use std::fmt;

use ledger_prover::ProveError;

/// Why a native method throws. No message holds a value of the witness.
#[derive(Debug)]
pub enum Failure {
    /// `UnsatisfiedStatementException`.
    Unsatisfied {
        /// Id of the broken constraint.
        constraint: String,
        /// Row of the trace.
        row: usize,
    },
    /// `ProvingCancelledException`.
    Cancelled,
    /// `IllegalArgumentException`.
    IllegalArgument(String),
    /// `NativeBugException`.
    Bug(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsatisfied { constraint, row } => write!(f, "the witness breaks {constraint} in row {row}"),
            Self::Cancelled => f.write_str("proving was cancelled"),
            Self::IllegalArgument(message) | Self::Bug(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl From<jni::errors::Error> for Failure {
    fn from(error: jni::errors::Error) -> Self {
        Self::Bug(format!("JNI: {error}"))
    }
}

impl From<ProveError> for Failure {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Unsatisfied { constraint, row } => Self::Unsatisfied { constraint, row },
            ProveError::InvalidWitness(message) => Self::IllegalArgument(message),
            ProveError::Cancelled => Self::Cancelled,
            error @ (ProveError::Randomness(_) | ProveError::Internal(_)) => Self::Bug(error.to_string()),
        }
    }
}

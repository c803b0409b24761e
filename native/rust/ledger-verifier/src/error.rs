//! Why a proof was not accepted.

use std::fmt;

use winter_verifier::VerifierError;

/// Why [`verify_ledger`](crate::verify_ledger) did not accept a proof. Messages name positions and sizes, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// The bytes are a proof, but not one of these public inputs.
    Rejected(String),
    /// The bytes are not a proof of these options and this size at all.
    Malformed(String),
    /// The caller's public inputs are not an encoding of any ledger's.
    InvalidPublicInputs(String),
    /// The verifier panicked. That is a bug of ours; nothing follows about the proof, so nobody may accept it.
    Internal,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(reason) => write!(f, "proof rejected: {reason}"),
            Self::Malformed(reason) => write!(f, "not a ledger proof: {reason}"),
            Self::InvalidPublicInputs(reason) => write!(f, "invalid public inputs: {reason}"),
            Self::Internal => f.write_str("internal error of the verifier"),
        }
    }
}

impl std::error::Error for VerifyError {}

impl From<VerifierError> for VerifyError {
    fn from(error: VerifierError) -> Self {
        let reason = error.to_string();
        match error {
            VerifierError::ProofDeserializationError(_)
            | VerifierError::InconsistentBaseField
            | VerifierError::UnsupportedFieldExtension(_)
            | VerifierError::UnacceptableProofOptions => Self::Malformed(reason),
            _ => Self::Rejected(reason),
        }
    }
}

//! Binds FRI's remainder to its commitment.
//!
//! winterfell 0.13 sends a hash of the remainder polynomial before the queries are drawn, and its verifier never compares it
//! with the remainder in the proof. Without this check a prover may choose the remainder after it has seen the queries. The
//! remainder has up to 128 coefficients and is compared at up to 53 points, so where the last domain is small enough it can
//! be fitted to anything: FRI would prove nothing. `tests/remainder.rs` does so and is refused here.

use ledger_air::{Extension, Hash};
use winter_crypto::{Digest, ElementHasher};
use winter_utils::{ByteReader, SliceReader};

use crate::decode::Parts;
use crate::error::VerifyError;
use crate::shape::ProofShape;

/// Checks that the remainder is the committed one.
///
/// # Errors
/// [`VerifyError::Malformed`] if it holds anything but field elements, [`VerifyError::Rejected`] if it is another one.
pub fn check_remainder(parts: &Parts<'_>, shape: &ProofShape) -> Result<(), VerifyError> {
    let count = shape.remainder_bytes / shape.extension_bytes();
    let coefficients: Vec<Extension> = SliceReader::new(parts.remainder)
        .read_many(count)
        .map_err(|error| VerifyError::Malformed(format!("FRI's remainder: {error}")))?;
    if Hash::hash_elements(&coefficients).as_bytes() != parts.remainder_commitment {
        return Err(VerifyError::Rejected("FRI's remainder is not the committed one".to_string()));
    }
    Ok(())
}

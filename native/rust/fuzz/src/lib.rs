//! What the fuzz targets share: edits of a golden proof, the memory bound, and the judgement of a verdict.

pub mod edits;
pub mod golden;
pub mod memory;

use ledger_verifier::{verify_ledger, VerifyError};

/// Verifies within the memory bound, and returns if the proof was accepted.
///
/// # Panics
/// If the verifier panicked inside, or allocated more than it may.
pub fn accepts(public_inputs: &[u8], proof: &[u8]) -> bool {
    let verdict = memory::bounded(public_inputs.len() + proof.len(), || verify_ledger(public_inputs, proof));
    assert_ne!(verdict, Err(VerifyError::Internal), "the verifier panicked");
    verdict.is_ok()
}

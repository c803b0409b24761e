//! What the mutated library has beside the shipped one's functions.

use std::slice;

use ledger_air::PublicInputs;
use ledger_verifier::guard::contain;
use ledger_verifier::{verify_scaled, VerifyError};

/// Takes these away, one a line, and nothing else.
///
/// # Safety
/// `names` is valid for reading `length` bytes.
#[no_mangle]
pub unsafe extern "C" fn mutation_activate(names: *const u8, length: u64) {
    // SAFETY: by this function's contract.
    let bytes = unsafe { slice::from_raw_parts(names, length as usize) };
    mutation::activate(std::str::from_utf8(bytes).expect("UTF-8"));
}

/// Verifies in the relation with limbs of 8 bits, and returns what `solvency_verify_ledger` does.
///
/// # Safety
/// `pi` and `proof` are valid for reading these lengths.
#[no_mangle]
pub unsafe extern "C" fn mutation_verify_small(pi: *const u8, pi_len: u64, proof: *const u8, proof_len: u64) -> i32 {
    // SAFETY: by this function's contract.
    let (pi, proof) =
        unsafe { (slice::from_raw_parts(pi, pi_len as usize), slice::from_raw_parts(proof, proof_len as usize)) };
    mutation::set_small(true);
    let verdict = contain(|| {
        let inputs = PublicInputs::decode(pi).map_err(|error| VerifyError::InvalidPublicInputs(error.to_string()))?;
        verify_scaled::<8>(inputs, proof)
    });
    mutation::set_small(false);
    match verdict {
        Ok(Ok(())) => 0,
        Ok(Err(VerifyError::Rejected(_))) => 1,
        Ok(Err(VerifyError::Malformed(_))) => 2,
        Ok(Err(VerifyError::InvalidPublicInputs(_))) => 3,
        Ok(Err(VerifyError::Internal)) | Err(_) => 255,
    }
}

//! The verdict.

use ledger_air::constants::LIMB_BITS;
use ledger_air::{proof_options, Coin, Hash, PublicInputs, ScaledLedgerAir};
use winter_air::ProofOptions;
use winter_verifier::AcceptableOptions;

use crate::commitment::StrictVc;
use crate::decode::decode;
use crate::error::VerifyError;
use crate::guard::{contain, Panicked};
use crate::remainder::check_remainder;
use crate::shape::ProofShape;
use crate::soundness::{Soundness, MIN_BITS};

/// Longest proof that is looked at. An honest proof of the largest ledger has about 300 kB.
pub const MAX_PROOF_BYTES: usize = 2_000_000;

/// Accepts `proof` as a proof that a ledger with these public inputs exists; returns an error in every other case.
///
/// Both arguments may come from anyone. Never panics; allocates less than 64 MB and four times the arguments' length.
/// Takes some milliseconds. Thread-safe.
///
/// # Errors
/// See [`VerifyError`]; every error means that the proof was not accepted.
pub fn verify_ledger(public_inputs: &[u8], proof: &[u8]) -> Result<(), VerifyError> {
    match contain(|| {
        let inputs =
            PublicInputs::decode(public_inputs).map_err(|error| VerifyError::InvalidPublicInputs(error.to_string()))?;
        verify_scaled::<LIMB_BITS>(inputs, proof)
    }) {
        Ok(verdict) => verdict,
        Err(Panicked) => Err(VerifyError::Internal),
    }
}

/// The same for the relation with limbs of `LIMB` bits and any trace length, so that tests can use small ledgers.
///
/// # Errors
/// As [`verify_ledger`].
///
/// # Panics
/// If `inputs` are out of range. Never on untrusted `proof` bytes.
pub fn verify_scaled<const LIMB: u32>(inputs: PublicInputs, proof: &[u8]) -> Result<(), VerifyError> {
    verify_under::<LIMB>(inputs, proof, proof_options())
}

/// The same with other options pinned, which is what a careless change of the constants would do.
///
/// # Errors
/// As [`verify_ledger`], and whenever the options give less than [`MIN_BITS`] of proven security.
///
/// # Panics
/// As [`verify_scaled`].
pub fn verify_under<const LIMB: u32>(
    inputs: PublicInputs,
    proof: &[u8],
    options: ProofOptions,
) -> Result<(), VerifyError> {
    let bits = Soundness::of(&options, inputs.log2_rows).bits();
    if bits < MIN_BITS {
        let reason = format!("this verifier's own options give {bits:.0} bits of proven security, not {MIN_BITS}");
        return Err(VerifyError::Rejected(reason));
    }
    if proof.len() > MAX_PROOF_BYTES {
        return Err(VerifyError::Malformed(format!("{} bytes, at most {MAX_PROOF_BYTES} are read", proof.len())));
    }
    let shape = ProofShape::under::<LIMB>(&inputs, options.clone());
    let (decoded, parts) = decode(proof, &shape)?;
    check_remainder(&parts, &shape)?;
    let acceptable = AcceptableOptions::OptionSet(vec![options]);
    winter_verifier::verify::<ScaledLedgerAir<LIMB>, Hash, Coin, StrictVc>(decoded, inputs, &acceptable)?;
    Ok(())
}

//! Proofs that every verifier accepts: testdata/proofs/v1/accept.

/// Public inputs and proof of one ledger.
pub struct Golden {
    /// Encoded.
    pub inputs: &'static [u8],
    /// Encoded.
    pub proof: &'static [u8],
}

macro_rules! golden {
    ($name:literal) => {
        Golden {
            inputs: include_bytes!(concat!("../../../../testdata/proofs/v1/accept/", $name, ".inputs")),
            proof: include_bytes!(concat!("../../../../testdata/proofs/v1/accept/", $name, ".proof")),
        }
    };
}

/// A batch and a general ledger.
pub static GOLDEN: [Golden; 2] = [golden!("batch-16"), golden!("general-ledger-17")];

//! The proof options, pinned: nothing of them is ever taken from a proof.

use winter_air::{BatchingMethod, FieldExtension, ProofOptions};

/// Queries. In the unique-decoding regime each gives log2(16/9) = 0.83 bits at blowup 8: 83 bits.
pub const NUM_QUERIES: usize = 100;
/// Blowup factor: constraints have degree 7.
pub const BLOWUP: usize = 8;
/// Grinding bits, added to the 83 of the queries.
pub const GRINDING: u32 = 18;
/// Degree of the extension field.
pub const EXTENSION_DEGREE: usize = 2;
/// FRI folding factor.
pub const FRI_FOLDING: usize = 8;
/// Largest degree of the FRI remainder.
pub const FRI_REMAINDER_DEGREE: usize = 127;

/// Returns the only proof options that a verifier accepts: at least 100 bits of proven security for every allowed size.
///
/// Source: bounds of ePrint 2024/1553 as computed by winterfell; the figures stand in docs/spec/statement.md and in a test.
pub fn proof_options() -> ProofOptions {
    ProofOptions::new(
        NUM_QUERIES,
        BLOWUP,
        GRINDING,
        FieldExtension::Quadratic,
        FRI_FOLDING,
        FRI_REMAINDER_DEGREE,
        BatchingMethod::Linear,
        BatchingMethod::Linear,
    )
}

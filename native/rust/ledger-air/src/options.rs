//! The proof options, pinned: nothing of them is ever taken from a proof.

use winter_air::{BatchingMethod, FieldExtension, ProofOptions};
use winter_math::fields::CubeExtension;

use crate::F;

/// Queries. In the list-decoding regime each gives almost log2(sqrt(8)) = 1.5 bits at blowup 8: 79 bits.
pub const NUM_QUERIES: usize = 53;
/// Blowup factor: constraints have degree 7.
pub const BLOWUP: usize = 8;
/// Grinding bits, added to the 79 of the queries.
pub const GRINDING: u32 = 21;
/// Degree of the extension field: list decoding needs one of 192 bits.
pub const EXTENSION_DEGREE: usize = 3;
/// The extension field, x^3 = x + 1.
pub type Extension = CubeExtension<F>;
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
        FieldExtension::Cubic,
        FRI_FOLDING,
        FRI_REMAINDER_DEGREE,
        BatchingMethod::Linear,
        BatchingMethod::Linear,
    )
}

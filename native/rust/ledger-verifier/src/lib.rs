//! Verifies ledger proofs that come from anyone.
//!
//! A proof passes through four gates, each of which refuses by default: a length cap; a bounded reader that checks every
//! length prefix against the only [`ProofShape`](shape::ProofShape) these public inputs allow, before winterfell parses
//! anything ([`decode`]); winterfell's own verifier with a stricter Merkle opening ([`commitment`]); and the check, missing
//! in winterfell 0.13, that FRI's remainder is the committed one ([`remainder`]). All of it runs inside [`guard`], so that
//! no byte of a proof can bring the process down.
#![forbid(unsafe_code)]

pub mod commitment;
pub mod decode;
pub mod error;
pub mod guard;
pub mod parameters;
pub mod remainder;
pub mod shape;
pub mod soundness;
pub mod verify;

pub use error::VerifyError;
pub use verify::{verify_ledger, verify_scaled, MAX_PROOF_BYTES};

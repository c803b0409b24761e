//! The packed pipeline: the prover's side of winterfell's protocol, made of this project's own parts.
//!
//! [`Protocol`] goes through its steps. Segments are extended column by column and coset by coset and committed to sixteen rows at a time
//! ([`segment`]), constraints are evaluated on them eight rows at a time ([`evaluator`]), and the low-degree test is prepared by sums over all
//! columns ([`openings`]); FRI itself is winterfell's. Proofs are byte for byte those of winterfell's own prover: `tests/pipeline.rs`.

pub mod channel;
pub mod coin;
mod domain;
pub mod evaluator;
mod openings;
mod protocol;
pub mod segment;

pub use channel::Channel;
pub use protocol::Protocol;

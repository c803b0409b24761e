//! The packed pipeline: this project's own parts under winterfell's prover traits.
//!
//! Segments are extended column by column and coset by coset ([`columns`]), committed to sixteen rows at a time ([`segments`]),
//! and shared with the constraint [`evaluator`]. Proofs are byte for byte those of winterfell's own parts: `tests/pipeline.rs`.

pub mod columns;
pub mod domain;
pub mod evaluator;
pub mod segments;

//! The ledger AIR: one relation that proves every statement of the system.
//!
//! A *ledger* is a list of accounts, the last of which, the *control account*, holds the totals of all the others. This crate
//! says what a valid ledger is: [`columns`] lays out one row of the execution trace, [`constraints`] has one file for each idea
//! and gives every constraint an id, [`air`] joins them for winterfell, and [`PublicInputs`] are what a verifier knows.
//! `docs/spec/statement.md` states the same in words and formulas.
#![forbid(unsafe_code)]

pub mod air;
pub mod challenges;
pub mod columns;
pub mod constants;
pub mod constraints;
pub mod options;
pub mod public_inputs;
pub mod relation;
pub mod rescue;

pub use air::{LedgerAir, ScaledLedgerAir};
pub use constants::{log2_rows_allowed, usable_rows, PAD_ROWS};
pub use options::{proof_options, Extension};
pub use public_inputs::{PublicInputs, PublicInputsError};
pub use relation::relation_id;

use winter_crypto::{hashers::Blake3_256, DefaultRandomCoin, MerkleTree};

/// The base field, p = 2^64 - 2^32 + 1.
pub type F = winter_math::fields::f64::BaseElement;
/// Hash function of commitments and of the public coin.
pub type Hash = Blake3_256<F>;
/// Vector commitment of the trace, constraint and FRI layers.
pub type Vc = MerkleTree<Hash>;
/// Public coin of the non-interactive proof.
pub type Coin = DefaultRandomCoin<Hash>;

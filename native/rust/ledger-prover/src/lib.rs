//! The proving kernel: from the witness columns that Java writes to a proof.
//!
//! `witness` reads the buffer, [`plan`] turns it into rows of field elements and refuses a witness that breaks the relation,
//! [`trace`] expands hash lanes, counters and the tree, [`lookup`] builds the auxiliary segment, [`prove`] takes them
//! through the [`pipeline`]. Large matrices ([`matrix`]) use memory again ([`memory`]). [`check`] evaluates every constraint on every row, for tests.
#![forbid(unsafe_code)]

pub mod check;
pub mod entropy;
pub mod error;
pub mod hasher;
pub mod job;
pub mod lookup;
pub mod matrix;
pub mod memory;
pub mod pipeline;
pub mod plan;
pub mod prove;
pub mod reference;
mod tile;
pub mod trace;
pub mod witness;

pub use error::ProveError;
pub use job::{Job, Stage};
pub use prove::{prove_ledger, Proved};

pub use ledger_air::F;

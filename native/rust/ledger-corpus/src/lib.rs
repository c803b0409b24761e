//! Dishonest provers, for testdata/corpus and the mutation tests.
//!
//! For each part of the relation (a constraint, a boundary assertion, a term of the look-ups) [`catalogue`] has a trace that breaks just
//! that part, and [`forge`] proves it as if the part didn't exist. The verifier must refuse; [`mutant`] is the verifier that lacks the
//! part, and must accept: so nothing but that part stops the forgery. [`coin`] has provers that leave the protocol instead. Proofs are the same bytes on every run: seeds are fixed, which
//! no prover that guards a secret may do.
#![forbid(unsafe_code)]

pub mod cases;
pub mod catalogue;
pub mod coin;
pub mod exchange;
pub mod forge;
pub mod ledger;
pub mod mutant;
pub mod small;
pub mod statement;
pub mod tree;

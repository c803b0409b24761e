//! The verifier behind a C ABI of fixed-width integers: `libsolvency_verifier`, declared in `include/solvency_verifier.h`.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod abi;
mod parameters;

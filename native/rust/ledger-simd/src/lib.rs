//! Kernels on eight lanes at once.
//!
//! Arithmetic is plain Rust over arrays, written so that the compiler turns it into vector instructions; only the [`mds`] product has
//! the processor's own vectors ([`words`]). [`dispatch`] compiles each kernel once for every instruction set and picks one at run time, so
//! that all paths have one source. Elements are winterfell's: words in Montgomery form, always below the modulus.

pub mod algebra;
pub mod blake3;
pub mod dispatch;
pub mod mds;
pub mod packed;
pub mod packed_extension;
pub mod transform;
pub mod words;

pub use algebra::{Algebra, Extends};
pub use dispatch::{vectorize, Kernel};
pub use packed::{Packed, LANES};
pub use packed_extension::PackedExtension;

/// The base field, p = 2^64 - 2^32 + 1.
pub type F = winter_math::fields::f64::BaseElement;

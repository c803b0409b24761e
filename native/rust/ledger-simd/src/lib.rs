//! Kernels on eight lanes at once.
//!
//! Vectors of eight words have three forms ([`words`]): registers of AVX-512, pairs of AVX2 registers, and arrays elsewhere. Everything on top
//! of them is written once, generic over the form; [`dispatch`] compiles each kernel for every instruction set and picks one at run
//! time. Elements are winterfell's: words in Montgomery form, always below the modulus.

pub mod algebra;
pub mod blake3;
pub mod dispatch;
pub mod mds;
pub mod memory;
pub mod packed;
pub mod packed_extension;
pub mod sums;
pub mod transform;
pub mod words;

pub use algebra::{Algebra, Extends};
pub use dispatch::{vectorize, Kernel, Part};
pub use packed::Packed;
pub use packed_extension::PackedExtension;
pub use words::Lanes;

/// Number of lanes: one AVX-512 register of words.
pub const LANES: usize = 8;

/// The base field, p = 2^64 - 2^32 + 1.
pub type F = winter_math::fields::f64::BaseElement;

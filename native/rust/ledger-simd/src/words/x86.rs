//! Registers of AVX-512 and AVX2.
//!
//! Left to itself the compiler mixes vector widths and gathers what lies side by side, at several times the cost. All methods are inlined into
//! the functions at the end, which enable the instructions that the methods use, and into nothing else.

mod avx2;
mod avx512;

pub use avx2::FourTwice;
pub use avx512::Eight;

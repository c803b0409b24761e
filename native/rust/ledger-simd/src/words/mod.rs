//! Vectors of 64-bit words: in plain Rust, or as registers of the processor.

pub mod plain;
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86;

use crate::dispatch::{Kernel, Part};
use crate::{F, LANES};

/// The modulus, 2^64 - 2^32 + 1.
pub const P: u64 = 0xffff_ffff_0000_0001;
/// 2^64 mod p, also the mask of a low half.
pub const EPSILON: u64 = 0xffff_ffff;

/// A few 64-bit words, added and shifted one by one, modulo 2^64.
pub trait Words: Copy {
    /// Zeros.
    const ZERO: Self;
    /// Returns the sums.
    fn plus(self, other: Self) -> Self;
    /// Returns the differences.
    fn minus(self, other: Self) -> Self;
    /// Returns the words times 2^POWER.
    fn times<const POWER: u32>(self) -> Self;
    /// Returns the words' lower 32 bits.
    fn low_half(self) -> Self;
    /// Returns the words' higher 32 bits.
    fn high_half(self) -> Self;
    /// Returns low + high 2^32 modulo p, below p, for words below 2^41.
    fn reduce_halves(low: Self, high: Self) -> Self;
}

/// Eight words below p, winterfell's Montgomery form, and the arithmetic of the field on them.
pub trait Lanes: Words + Send + Sync + 'static {
    /// Returns eight copies.
    fn splat(word: u64) -> Self;
    /// Returns the words of eight elements.
    fn load(elements: &[F; LANES]) -> Self;
    /// Writes the words to eight elements.
    fn store(self, out: &mut [F; LANES]);
    /// Returns the sums modulo p.
    fn add_mod(self, other: Self) -> Self;
    /// Returns the differences modulo p.
    fn sub_mod(self, other: Self) -> Self;
    /// Returns the Montgomery products: a b / 2^64 modulo p.
    fn mul_mod(self, other: Self) -> Self;
    /// Returns the Montgomery squares.
    fn square_mod(self) -> Self;
    /// Returns the canonical integers: a / 2^64 modulo p.
    fn integers(self) -> Self;
    /// Returns the words.
    fn to_array(self) -> [u64; LANES];
    /// Exchanges vector and lane.
    fn transpose(block: &[Self; LANES]) -> [Self; LANES];
    /// Runs a kernel with the instructions that such vectors take.
    fn run<K: Kernel>(kernel: K) -> K::Output;
    /// Runs a part of a kernel as a function of its own, so that it is compiled once and not wherever it is called.
    fn part<K: Part>(part: K) -> K::Output;
}

/// Returns the words of elements.
#[inline(always)]
pub fn words(elements: &[F; LANES]) -> &[u64; LANES] {
    const { assert!(size_of::<F>() == size_of::<u64>() && align_of::<F>() == align_of::<u64>()) };
    // SAFETY: an element has one field, a u64, and no more bytes than that.
    unsafe { &*std::ptr::from_ref(elements).cast() }
}

/// Returns the words of elements, to be written; they must stay below p.
#[inline(always)]
pub fn words_mut(elements: &mut [F; LANES]) -> &mut [u64; LANES] {
    // SAFETY: as `words`; any word is an element to the compiler.
    unsafe { &mut *std::ptr::from_mut(elements).cast() }
}

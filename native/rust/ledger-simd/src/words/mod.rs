//! A vector of 64-bit words: in plain Rust, or as a register of the processor.

#[cfg(target_arch = "x86_64")]
pub mod x86;

use crate::array;
use crate::packed::reduce_halves;

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

impl<const N: usize> Words for [u64; N] {
    const ZERO: Self = [0; N];

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        array!(0, |i| self[i].wrapping_add(other[i]))
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        array!(0, |i| self[i].wrapping_sub(other[i]))
    }
    #[inline(always)]
    fn times<const POWER: u32>(self) -> Self {
        array!(0, |i| self[i] << POWER)
    }
    #[inline(always)]
    fn low_half(self) -> Self {
        array!(0, |i| self[i] & 0xffff_ffff)
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        array!(0, |i| self[i] >> 32)
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        array!(0, |i| reduce_halves(low[i], high[i]))
    }
}

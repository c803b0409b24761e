//! Words in arrays, for the baseline: what every other form is tested against.

use super::{words, words_mut, Lanes, Words, EPSILON, P};
use crate::array;
use crate::dispatch::{Kernel, Part};
use crate::{F, LANES};

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
        array!(0, |i| self[i] & EPSILON)
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

impl Lanes for [u64; LANES] {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        [word; LANES]
    }
    #[inline(always)]
    fn load(elements: &[F; LANES]) -> Self {
        *words(elements)
    }
    #[inline(always)]
    fn store(self, out: &mut [F; LANES]) {
        *words_mut(out) = self;
    }
    #[inline(always)]
    fn add_mod(self, other: Self) -> Self {
        // a + b = a - (p - b); p - b is p where b is 0, and a - p + p wraps to a
        array!(0, |i| sub_mod(self[i], P - other[i]))
    }
    #[inline(always)]
    fn sub_mod(self, other: Self) -> Self {
        array!(0, |i| sub_mod(self[i], other[i]))
    }
    #[inline(always)]
    fn mul_mod(self, other: Self) -> Self {
        array!(0, |i| {
            let product = u128::from(self[i]) * u128::from(other[i]);
            montgomery((product >> 64) as u64, product as u64)
        })
    }
    #[inline(always)]
    fn square_mod(self) -> Self {
        self.mul_mod(self)
    }
    #[inline(always)]
    fn integers(self) -> Self {
        array!(0, |i| montgomery(0, self[i]))
    }
    #[inline(always)]
    fn to_array(self) -> [u64; LANES] {
        self
    }
    #[inline(always)]
    fn transpose(block: &[Self; LANES]) -> [Self; LANES] {
        array!([0; LANES], |i| array!(0, |lane| block[lane][i]))
    }
    #[inline(never)]
    fn run<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<Self>()
    }
    #[inline(never)]
    fn part<K: Part>(part: K) -> K::Output {
        part.run()
    }
}

/// a - b for words below p, modulo p.
#[inline(always)]
fn sub_mod(a: u64, b: u64) -> u64 {
    a.wrapping_sub(b).wrapping_sub(if a < b { EPSILON } else { 0 })
}

/// (high 2^64 + low) / 2^64 modulo p, for high below p.
#[inline(always)]
fn montgomery(high: u64, low: u64) -> u64 {
    let a = low.wrapping_add(low << 32);
    let b = a.wrapping_sub(a >> 32).wrapping_sub(u64::from(a < low));
    sub_mod(high, b)
}

/// low + high 2^32 modulo p, for sums below 2^41.
#[inline(always)]
fn reduce_halves(low: u64, high: u64) -> u64 {
    // high 2^32 = top 2^64 + rest 2^32, and 2^64 = 2^32 - 1 mod p
    let (top, rest) = (high >> 32, high << 32);
    let folded = low + top * EPSILON;
    let sum = rest.wrapping_add(folded);
    let sum = sum.wrapping_add(if sum < folded { EPSILON } else { 0 });
    sum.wrapping_sub(if sum >= P { P } else { 0 })
}

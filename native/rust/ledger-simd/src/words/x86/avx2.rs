//! Eight words in two registers.

use std::arch::x86_64::*;

use crate::dispatch::{Kernel, Level, Part};
use crate::words::{words, words_mut, Lanes, Words, EPSILON, P};
use crate::{array, F, LANES};

/// Four words in a register.
#[derive(Clone, Copy)]
struct Four(__m256i);

/// Eight words in two registers.
#[derive(Clone, Copy)]
pub struct FourTwice([Four; 2]);

// SAFETY, of every block that names no other: only `run` and `part` below work with Four, and they enable AVX2.
impl Four {
    // SAFETY: any bits are a register, and so are zeros.
    const ZERO: Self = Self(unsafe { std::mem::zeroed() });

    #[inline(always)]
    fn splat(word: u64) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_set1_epi64x(word as i64) })
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_add_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_sub_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn times<const POWER: u32>(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_sll_epi64(self.0, _mm_cvtsi64_si128(i64::from(POWER))) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_srli_epi64::<32>(self.0) })
    }
    /// All ones where a word is below the other. AVX2 compares signed words, so the highest bits are flipped.
    #[inline(always)]
    fn below(self, other: Self) -> Self {
        let flip = Self::splat(1 << 63);
        // SAFETY: see above.
        Self(unsafe { _mm256_cmpgt_epi64(_mm256_xor_si256(other.0, flip.0), _mm256_xor_si256(self.0, flip.0)) })
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        // As in `plain`.
        let (top, rest) = (high.high_half(), high.times::<32>());
        let folded = low.plus(top.times::<32>()).minus(top);
        let sum = rest.plus(folded);
        let sum = sum.plus(sum.below(folded).and(Self::splat(EPSILON)));
        let p = Self::splat(P);
        // SAFETY: see above.
        sum.minus(Self(unsafe { _mm256_andnot_si256(sum.below(p).0, p.0) }))
    }
    #[inline(always)]
    fn sub_mod(self, other: Self) -> Self {
        self.minus(other).minus(self.below(other).and(Self::splat(EPSILON)))
    }
    /// (high 2^64 + low) / 2^64 modulo p, for high below p.
    #[inline(always)]
    fn montgomery(high: Self, low: Self) -> Self {
        let a = low.plus(low.times::<32>());
        // plus all ones is minus one
        let b = a.minus(a.high_half()).plus(a.below(low));
        high.sub_mod(b)
    }
    /// Product of the lower halves.
    #[inline(always)]
    fn half_product(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_mul_epu32(self.0, other.0) })
    }
    /// Returns low + (first + second) 2^32 + high 2^64, reduced, for products of halves.
    #[inline(always)]
    fn combine(low: Self, first: Self, second: Self, high: Self) -> Self {
        let first = first.plus(low.high_half());
        let second = second.plus(first.and(Self::splat(EPSILON)));
        let high = high.plus(first.high_half()).plus(second.high_half());
        // SAFETY: see above.
        let low = Self(unsafe { _mm256_blend_epi32::<0xaa>(low.0, second.times::<32>().0) });
        Self::montgomery(high, low)
    }
    #[inline(always)]
    fn mul_mod(self, other: Self) -> Self {
        let (x, y) = (self.high_half(), other.high_half());
        Self::combine(self.half_product(other), x.half_product(other), self.half_product(y), x.half_product(y))
    }
    #[inline(always)]
    fn square_mod(self) -> Self {
        let x = self.high_half();
        let middle = x.half_product(self);
        Self::combine(self.half_product(self), middle, middle, x.half_product(x))
    }
}

impl Words for FourTwice {
    const ZERO: Self = Self([Four::ZERO; 2]);

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].plus(other.0[i])))
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].minus(other.0[i])))
    }
    #[inline(always)]
    fn times<const POWER: u32>(self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].times::<POWER>()))
    }
    #[inline(always)]
    fn low_half(self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].and(Four::splat(EPSILON))))
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].high_half()))
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        Self(array!(Four::ZERO, |i| Four::reduce_halves(low.0[i], high.0[i])))
    }
}

impl Lanes for FourTwice {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self([Four::splat(word); 2])
    }
    #[inline(always)]
    fn load(elements: &[F; LANES]) -> Self {
        let words = words(elements).as_ptr();
        // SAFETY: see above; the pointers are to 32 bytes each.
        unsafe { Self([Four(_mm256_loadu_si256(words.cast())), Four(_mm256_loadu_si256(words.add(4).cast()))]) }
    }
    #[inline(always)]
    fn store(self, out: &mut [F; LANES]) {
        let words = words_mut(out).as_mut_ptr();
        // SAFETY: see above; the pointers are to 32 bytes each.
        unsafe {
            _mm256_storeu_si256(words.cast(), self.0[0].0);
            _mm256_storeu_si256(words.add(4).cast(), self.0[1].0);
        }
    }
    #[inline(always)]
    fn add_mod(self, other: Self) -> Self {
        self.sub_mod(Self::splat(P).minus(other))
    }
    #[inline(always)]
    fn sub_mod(self, other: Self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].sub_mod(other.0[i])))
    }
    #[inline(always)]
    fn mul_mod(self, other: Self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].mul_mod(other.0[i])))
    }
    #[inline(always)]
    fn square_mod(self) -> Self {
        Self(array!(Four::ZERO, |i| self.0[i].square_mod()))
    }
    #[inline(always)]
    fn integers(self) -> Self {
        Self(array!(Four::ZERO, |i| Four::montgomery(Four::ZERO, self.0[i])))
    }
    #[inline(always)]
    fn to_array(self) -> [u64; LANES] {
        // SAFETY: both are 64 bytes, any bits are words.
        unsafe { std::mem::transmute(self.0) }
    }
    #[inline(always)]
    fn transpose(block: &[Self; LANES]) -> [Self; LANES] {
        let mut out = [Self::ZERO; LANES];
        for i in 0..2 {
            for j in 0..2 {
                // rows 4 i .. 4 i + 4, columns 4 j .. 4 j + 4
                let rows = array!(Four::ZERO, |k| block[4 * i + k].0[j]);
                let columns: [Four; 4] = transpose_four(rows);
                for k in 0..4 {
                    out[4 * j + k].0[i] = columns[k];
                }
            }
        }
        out
    }
    #[inline(always)]
    fn run<K: Kernel>(kernel: K) -> K::Output {
        assert!(Level::best() != Level::Baseline, "AVX2 is missing");
        // SAFETY: it isn't.
        unsafe { run(kernel) }
    }
    #[inline(always)]
    fn part<K: Part>(kernel: K) -> K::Output {
        assert!(Level::best() != Level::Baseline, "AVX2 is missing");
        // SAFETY: it isn't.
        unsafe { part(kernel) }
    }
}

#[inline(always)]
fn transpose_four([a, b, c, d]: [Four; 4]) -> [Four; 4] {
    // SAFETY: see above.
    unsafe {
        let (ab0, ab1) = (_mm256_unpacklo_epi64(a.0, b.0), _mm256_unpackhi_epi64(a.0, b.0));
        let (cd0, cd1) = (_mm256_unpacklo_epi64(c.0, d.0), _mm256_unpackhi_epi64(c.0, d.0));
        [
            Four(_mm256_permute2x128_si256::<0x20>(ab0, cd0)),
            Four(_mm256_permute2x128_si256::<0x20>(ab1, cd1)),
            Four(_mm256_permute2x128_si256::<0x31>(ab0, cd0)),
            Four(_mm256_permute2x128_si256::<0x31>(ab1, cd1)),
        ]
    }
}

#[target_feature(enable = "avx2,bmi2")]
#[inline(never)]
fn run<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<FourTwice>()
}

#[target_feature(enable = "avx2,bmi2")]
#[inline(never)]
fn part<K: Part>(part: K) -> K::Output {
    part.run()
}

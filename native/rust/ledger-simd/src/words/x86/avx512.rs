//! Eight words in one register.

use std::arch::x86_64::*;

use crate::dispatch::{Kernel, Level, Part};
use crate::words::{words, words_mut, Lanes, Words, EPSILON, P};
use crate::{F, LANES};

/// Eight words in a register.
#[derive(Clone, Copy)]
pub struct Eight(__m512i);

// SAFETY, of every block that names no other: only `run` and `part` below work with Eight, and they enable AVX-512 F.
impl Words for Eight {
    // SAFETY: any bits are a register, and so are zeros.
    const ZERO: Self = Self(unsafe { std::mem::zeroed() });

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_add_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_sub_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn times<const POWER: u32>(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_slli_epi64::<POWER>(self.0) })
    }
    #[inline(always)]
    fn low_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_and_si512(self.0, _mm512_set1_epi64(EPSILON as i64)) })
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_srli_epi64::<32>(self.0) })
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        // As in `plain`.
        let (top, rest) = (high.high_half(), high.times::<32>());
        let folded = low.plus(top.times::<32>()).minus(top);
        let sum = rest.plus(folded);
        // SAFETY: see above.
        Self(unsafe {
            let carried = _mm512_cmplt_epu64_mask(sum.0, folded.0);
            let sum = _mm512_mask_add_epi64(sum.0, carried, sum.0, _mm512_set1_epi64(EPSILON as i64));
            // the smaller of sum and sum - p, which wraps where sum is below p
            _mm512_min_epu64(sum, _mm512_sub_epi64(sum, _mm512_set1_epi64(P as i64)))
        })
    }
}

impl Eight {
    /// (high 2^64 + low) / 2^64 modulo p, for high below p.
    #[inline(always)]
    fn montgomery(high: Self, low: Self) -> Self {
        let a = low.plus(low.times::<32>());
        let b = a.minus(a.high_half());
        // SAFETY: see above.
        let b = Self(unsafe {
            let carried = _mm512_cmplt_epu64_mask(a.0, low.0);
            _mm512_mask_sub_epi64(b.0, carried, b.0, _mm512_set1_epi64(1))
        });
        high.sub_mod(b)
    }

    /// Product of the lower halves.
    #[inline(always)]
    fn half_product(self, other: Self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_mul_epu32(self.0, other.0) })
    }

    /// Returns low + (first + second) 2^32 + high 2^64, reduced, for products of halves.
    #[inline(always)]
    fn combine(low: Self, first: Self, second: Self, high: Self) -> Self {
        let first = first.plus(low.high_half());
        let second = second.plus(first.low_half());
        let high = high.plus(first.high_half()).plus(second.high_half());
        // SAFETY: see above.
        let low = Self(unsafe { _mm512_mask_blend_epi32(0xaaaa, low.0, second.times::<32>().0) });
        Self::montgomery(high, low)
    }
}

impl Lanes for Eight {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_set1_epi64(word as i64) })
    }
    #[inline(always)]
    fn load(elements: &[F; LANES]) -> Self {
        // SAFETY: see above; the pointer is to 64 bytes.
        Self(unsafe { _mm512_loadu_si512(words(elements).as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, out: &mut [F; LANES]) {
        // SAFETY: see above; the pointer is to 64 bytes.
        unsafe { _mm512_storeu_si512(words_mut(out).as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    fn add_mod(self, other: Self) -> Self {
        self.sub_mod(Self::splat(P).minus(other))
    }
    #[inline(always)]
    fn sub_mod(self, other: Self) -> Self {
        let difference = self.minus(other);
        // SAFETY: see above.
        Self(unsafe {
            let borrowed = _mm512_cmplt_epu64_mask(self.0, other.0);
            _mm512_mask_sub_epi64(difference.0, borrowed, difference.0, _mm512_set1_epi64(EPSILON as i64))
        })
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
    #[inline(always)]
    fn integers(self) -> Self {
        Self::montgomery(Self::ZERO, self)
    }
    #[inline(always)]
    fn to_array(self) -> [u64; LANES] {
        // SAFETY: both are 64 bytes, any bits are words.
        unsafe { std::mem::transmute(self.0) }
    }
    #[inline(always)]
    fn transpose(block: &[Self; LANES]) -> [Self; LANES] {
        let mut out = [Self::ZERO; LANES];
        for odd in 0..2 {
            // pairs[k] holds columns odd, 2 + odd, .. of rows 2 k and 2 k + 1
            let mut pairs = [Self::ZERO; 4];
            for k in 0..4 {
                let (a, b) = (block[2 * k].0, block[2 * k + 1].0);
                // SAFETY: see above.
                pairs[k] = Self(unsafe {
                    if odd == 0 {
                        _mm512_unpacklo_epi64(a, b)
                    } else {
                        _mm512_unpackhi_epi64(a, b)
                    }
                });
            }
            let [t0, t1, t2, t3] = pairs;
            // SAFETY: see above.
            unsafe {
                let (a, b) = (_mm512_shuffle_i64x2::<0x44>(t0.0, t1.0), _mm512_shuffle_i64x2::<0xee>(t0.0, t1.0));
                let (c, d) = (_mm512_shuffle_i64x2::<0x44>(t2.0, t3.0), _mm512_shuffle_i64x2::<0xee>(t2.0, t3.0));
                out[odd] = Self(_mm512_shuffle_i64x2::<0x88>(a, c));
                out[2 + odd] = Self(_mm512_shuffle_i64x2::<0xdd>(a, c));
                out[4 + odd] = Self(_mm512_shuffle_i64x2::<0x88>(b, d));
                out[6 + odd] = Self(_mm512_shuffle_i64x2::<0xdd>(b, d));
            }
        }
        out
    }
    #[inline(always)]
    fn run<K: Kernel>(kernel: K) -> K::Output {
        assert!(Level::best() == Level::Avx512, "AVX-512 is missing");
        // SAFETY: it isn't.
        unsafe { run(kernel) }
    }
    #[inline(always)]
    fn part<K: Part>(kernel: K) -> K::Output {
        assert!(Level::best() == Level::Avx512, "AVX-512 is missing");
        // SAFETY: it isn't.
        unsafe { part(kernel) }
    }
}

#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx512cd,avx2,bmi2")]
#[inline(never)]
fn run<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Eight>()
}

#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx512cd,avx2,bmi2")]
#[inline(never)]
fn part<K: Part>(part: K) -> K::Output {
    part.run()
}

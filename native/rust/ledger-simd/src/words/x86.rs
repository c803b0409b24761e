//! Registers of AVX2 and AVX-512.
//!
//! The methods are inlined into functions that enable the instructions which they use, and into nothing else.

use std::arch::x86_64::*;

use super::Words;
use crate::array;
use crate::dispatch::Level;
use crate::mds::multiply;
use crate::packed::{Packed, LANES};

const P: i64 = 0xffff_ffff_0000_0001_u64 as i64;
const EPSILON: i64 = 0xffff_ffff;

/// Eight words. Made only by functions that enable AVX-512.
#[derive(Clone, Copy)]
struct Eight(__m512i);

// SAFETY, of every block here: only `avx512` works with Eight, and it enables AVX-512 F.
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
        Self(unsafe { _mm512_and_si512(self.0, _mm512_set1_epi64(EPSILON)) })
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm512_srli_epi64::<32>(self.0) })
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        // As `packed::reduce_halves`.
        let (top, rest) = (high.high_half(), high.times::<32>());
        let folded = low.plus(top.times::<32>()).minus(top);
        let sum = rest.plus(folded);
        // SAFETY: see above.
        Self(unsafe {
            let carried = _mm512_cmplt_epu64_mask(sum.0, folded.0);
            let sum = _mm512_mask_add_epi64(sum.0, carried, sum.0, _mm512_set1_epi64(EPSILON));
            let p = _mm512_set1_epi64(P);
            // the smaller of sum and sum - p, which wraps where sum is below p
            _mm512_min_epu64(sum, _mm512_sub_epi64(sum, p))
        })
    }
}

/// Four words. Made only by functions that enable AVX2.
#[derive(Clone, Copy)]
struct Four(__m256i);

// SAFETY, of every block here: only `avx2` works with Four, and it enables AVX2.
impl Words for Four {
    // SAFETY: any bits are a register, and so are zeros.
    const ZERO: Self = Self(unsafe { std::mem::zeroed() });

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
        Self(unsafe { _mm256_sll_epi64(self.0, _mm_cvtsi64_si128(POWER as i64)) })
    }
    #[inline(always)]
    fn low_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_and_si256(self.0, _mm256_set1_epi64x(EPSILON)) })
    }
    #[inline(always)]
    fn high_half(self) -> Self {
        // SAFETY: see above.
        Self(unsafe { _mm256_srli_epi64::<32>(self.0) })
    }
    #[inline(always)]
    fn reduce_halves(low: Self, high: Self) -> Self {
        // As `packed::reduce_halves`; AVX2 compares signed words, so their highest bits are flipped.
        let (top, rest) = (high.high_half(), high.times::<32>());
        let folded = low.plus(top.times::<32>()).minus(top);
        let sum = rest.plus(folded);
        // SAFETY: see above.
        Self(unsafe {
            let flip = _mm256_set1_epi64x(i64::MIN);
            let carried = _mm256_cmpgt_epi64(_mm256_xor_si256(folded.0, flip), _mm256_xor_si256(sum.0, flip));
            let sum = _mm256_add_epi64(sum.0, _mm256_and_si256(carried, _mm256_set1_epi64x(EPSILON)));
            let p = _mm256_set1_epi64x(P);
            let below = _mm256_cmpgt_epi64(_mm256_xor_si256(p, flip), _mm256_xor_si256(sum, flip));
            _mm256_sub_epi64(sum, _mm256_andnot_si256(below, p))
        })
    }
}

/// Returns the product with the MDS matrix.
///
/// # Panics
/// If the processor lacks AVX-512.
#[inline(always)]
pub fn multiply_avx512(state: &[Packed; 12]) -> [Packed; 12] {
    assert!(Level::best() == Level::Avx512, "AVX-512 is missing");
    // SAFETY: it isn't.
    unsafe { avx512(state) }
}

/// Returns the product with the MDS matrix.
///
/// # Panics
/// If the processor lacks AVX2.
#[inline(always)]
pub fn multiply_avx2(state: &[Packed; 12]) -> [Packed; 12] {
    assert!(Level::best() != Level::Baseline, "AVX2 is missing");
    // SAFETY: it isn't.
    unsafe { avx2(state) }
}

#[target_feature(enable = "avx512f")]
#[inline(never)]
fn avx512(state: &[Packed; 12]) -> [Packed; 12] {
    // SAFETY: eight words are a register of 64 bytes, in both directions; any bits are either.
    let product =
        multiply(&array!(Eight::ZERO, |j| Eight(unsafe { std::mem::transmute::<[u64; LANES], __m512i>(state[j].0) })));
    array!(Packed::ZERO, |j| Packed(unsafe { std::mem::transmute::<__m512i, [u64; LANES]>(product[j].0) }))
}

#[target_feature(enable = "avx2")]
#[inline(never)]
fn avx2(state: &[Packed; 12]) -> [Packed; 12] {
    // SAFETY: eight words are two registers of 32 bytes, in both directions; any bits are either.
    let halves: [[Four; 2]; 12] =
        array!([Four::ZERO; 2], |j| unsafe { std::mem::transmute::<[u64; LANES], [Four; 2]>(state[j].0) });
    let (first, second) =
        (multiply(&array!(Four::ZERO, |j| halves[j][0])), multiply(&array!(Four::ZERO, |j| halves[j][1])));
    array!(Packed::ZERO, |j| Packed(unsafe { std::mem::transmute::<[Four; 2], [u64; LANES]>([first[j], second[j]]) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mds::multiply_arrays;

    #[test]
    fn registers_give_what_arrays_give() {
        let p = P as u64;
        let mut seed = 11u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            match seed >> 61 {
                0 => seed % 3,
                1 => p - 1 - seed % 3,
                2 => EPSILON as u64 + seed % 3 - 1,
                _ => seed % p,
            }
        };
        for _ in 0..2000 {
            let state = array!(Packed::ZERO, |_j| Packed(array!(0, |_i| next())));
            let expected = multiply_arrays(&state);
            assert!(expected.iter().flat_map(|x| x.0).all(|word| word < p));
            for level in Level::available() {
                let found = match level {
                    Level::Baseline => continue,
                    Level::Avx2 => multiply_avx2(&state),
                    Level::Avx512 => multiply_avx512(&state),
                };
                assert_eq!(found, expected, "{level:?}");
            }
        }
    }
}

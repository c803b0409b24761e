//! Eight field elements, added and multiplied lane by lane.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::array;
use crate::F;

/// Number of lanes: one AVX-512 register of words.
pub const LANES: usize = 8;

const P: u64 = 0xffff_ffff_0000_0001;
/// 2^64 mod p, also the mask of a low half.
const EPSILON: u64 = 0xffff_ffff;

/// Eight elements of the base field, as winterfell's Montgomery words, each below p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub struct Packed(pub [u64; LANES]);

/// a - b for words below p, modulo p.
#[inline(always)]
fn sub_words(a: u64, b: u64) -> u64 {
    a.wrapping_sub(b).wrapping_sub(if a < b { EPSILON } else { 0 })
}

/// (high 2^64 + low) / 2^64 modulo p, for high below p.
#[inline(always)]
fn montgomery(high: u64, low: u64) -> u64 {
    let a = low.wrapping_add(low << 32);
    let b = a.wrapping_sub(a >> 32).wrapping_sub(u64::from(a < low));
    sub_words(high, b)
}

/// 64 by 64 bits from four products of halves: what vector units have.
#[inline(always)]
fn mul_words(x: u64, y: u64) -> u64 {
    let (xl, xh, yl, yh) = (x & EPSILON, x >> 32, y & EPSILON, y >> 32);
    let low = xl * yl;
    let middle = xh * yl + (low >> 32);
    let other = xl * yh + (middle & EPSILON);
    montgomery(xh * yh + (middle >> 32) + (other >> 32), (other << 32) | (low & EPSILON))
}

impl Packed {
    /// Eight zeros.
    pub const ZERO: Self = Self([0; LANES]);

    /// Returns eight copies.
    #[inline(always)]
    pub fn broadcast(element: F) -> Self {
        Self([element.inner(); LANES])
    }

    /// Returns the first eight elements of a slice.
    #[inline(always)]
    pub fn load(elements: &[F]) -> Self {
        let elements: &[F; LANES] = elements[..LANES].try_into().expect("eight elements");
        Self(array!(0, |i| elements[i].inner()))
    }

    /// Writes the lanes to the first eight places of a slice.
    #[inline(always)]
    pub fn store(self, out: &mut [F]) {
        let out: &mut [F; LANES] = (&mut out[..LANES]).try_into().expect("eight elements");
        *out = array!(F::from_mont(0), |i| F::from_mont(self.0[i]));
    }

    /// Returns a lane.
    #[inline(always)]
    pub fn lane(self, lane: usize) -> F {
        F::from_mont(self.0[lane])
    }

    /// Returns the canonical integers of the lanes.
    #[inline(always)]
    pub fn to_integers(self) -> [u64; LANES] {
        array!(0, |i| montgomery(0, self.0[i]))
    }
}

/// low + high 2^32 modulo p, for sums below 2^41.
#[inline(always)]
pub fn reduce_halves(low: u64, high: u64) -> u64 {
    // high 2^32 = top 2^64 + rest 2^32, and 2^64 = 2^32 - 1 mod p
    let (top, rest) = (high >> 32, high << 32);
    let folded = low + top * EPSILON;
    let sum = rest.wrapping_add(folded);
    let sum = sum.wrapping_add(if sum < folded { EPSILON } else { 0 });
    sum.wrapping_sub(if sum >= P { P } else { 0 })
}

impl Add for Packed {
    type Output = Self;
    #[inline(always)]
    #[allow(clippy::suspicious_arithmetic_impl)]
    fn add(self, other: Self) -> Self {
        // a + b = a - (p - b); p - b is p where b is 0, and a - p + p wraps to a
        Self(array!(0, |i| sub_words(self.0[i], P - other.0[i])))
    }
}
impl Sub for Packed {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(array!(0, |i| sub_words(self.0[i], other.0[i])))
    }
}
impl Mul for Packed {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(array!(0, |i| mul_words(self.0[i], other.0[i])))
    }
}
impl Neg for Packed {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::ZERO - self
    }
}
impl AddAssign for Packed {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl SubAssign for Packed {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl MulAssign for Packed {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{at_level, Kernel, Level};

    fn samples() -> Vec<F> {
        let mut words = vec![0, 1, 2, EPSILON, EPSILON + 1, P - 1, P - 2, P - EPSILON, 1 << 63, 1 << 32];
        let mut seed = 7u64;
        words.extend((0..2000).map(|_| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed % P
        }));
        words.into_iter().map(F::from_mont).collect()
    }

    struct Ops<'a>(&'a [F], &'a [F]);
    impl Kernel for Ops<'_> {
        type Output = Vec<[F; 4]>;
        #[inline(always)]
        fn run(self) -> Self::Output {
            let mut out = vec![];
            for (a, b) in self.0.chunks_exact(LANES).zip(self.1.chunks_exact(LANES)) {
                let (a, b) = (Packed::load(a), Packed::load(b));
                let results = [a + b, a - b, a * b, -a];
                out.extend((0..LANES).map(|i| results.map(|r| r.lane(i))));
            }
            out
        }
    }

    #[test]
    fn arithmetic_is_winterfells_at_every_level() {
        let all = samples();
        for shift in [0, 1, 3, 5, 10] {
            let other: Vec<F> = all.iter().cycle().skip(shift).take(all.len()).copied().collect();
            let whole = all.len() / LANES * LANES;
            for level in Level::available() {
                let found = at_level(level, Ops(&all, &other));
                assert_eq!(found.len(), whole);
                for (i, found) in found.iter().enumerate() {
                    let (a, b) = (all[i], other[i]);
                    let expected = [a + b, a - b, a * b, -a];
                    assert_eq!(found.map(|f| f.inner()), expected.map(|e| e.inner()), "{level:?}");
                }
            }
        }
    }

    #[test]
    fn integers_are_canonical() {
        for chunk in samples().chunks_exact(LANES) {
            let integers = Packed::load(chunk).to_integers();
            assert_eq!(integers.to_vec(), chunk.iter().map(|e| e.as_int()).collect::<Vec<_>>());
        }
    }
}

//! Eight elements of the quadratic extension, x^2 = x - 2.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use winter_math::FieldElement;

use crate::algebra::{Algebra, Extends};
use crate::array;
use crate::packed::Packed;
use crate::F;

/// Eight elements a + b x of the quadratic extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedExtension(pub [Packed; 2]);

impl PackedExtension {
    /// Returns eight copies of a quadratic extension element.
    ///
    /// # Panics
    /// If the extension isn't quadratic.
    #[inline(always)]
    pub fn broadcast<E: FieldElement<BaseField = F>>(element: E) -> Self {
        let coordinates: [F; 2] = E::slice_as_base_elements(&[element]).try_into().expect("a quadratic extension");
        Self(coordinates.map(Packed::broadcast))
    }
}

impl Add for PackedExtension {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }
}
impl Sub for PackedExtension {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }
}
impl Mul for PackedExtension {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let ([a0, a1], [b0, b1]) = (self.0, other.0);
        let (constant, square) = (a0 * b0, a1 * b1);
        // x^2 = x - 2: (a0 b0 - 2 a1 b1) + (a0 b1 + a1 b0 + a1 b1) x
        Self([constant - (square + square), (a0 + a1) * (b0 + b1) - constant])
    }
}
impl Neg for PackedExtension {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self([-self.0[0], -self.0[1]])
    }
}
impl AddAssign for PackedExtension {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl SubAssign for PackedExtension {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl MulAssign for PackedExtension {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl Algebra for PackedExtension {
    const ZERO: Self = Self([Packed::ZERO; 2]);
    const ONE: Self = Self([<Packed as Algebra>::ONE, Packed::ZERO]);

    #[inline(always)]
    fn constant(value: F) -> Self {
        Self([Packed::broadcast(value), Packed::ZERO])
    }
    #[inline(always)]
    fn scale(self, by: F) -> Self {
        self.times(Packed::broadcast(by))
    }
    #[inline(always)]
    fn mds(state: &[Self; 12]) -> [Self; 12] {
        let constant = <Packed as Algebra>::mds(&array!(Packed::ZERO, |i| state[i].0[0]));
        let linear = <Packed as Algebra>::mds(&array!(Packed::ZERO, |i| state[i].0[1]));
        array!(Self::ZERO, |i| Self([constant[i], linear[i]]))
    }
}

impl Extends<Packed> for PackedExtension {
    #[inline(always)]
    fn embed(value: Packed) -> Self {
        Self([value, Packed::ZERO])
    }
    #[inline(always)]
    fn times(self, by: Packed) -> Self {
        Self([self.0[0] * by, self.0[1] * by])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use winter_math::fields::QuadExtension;

    #[test]
    fn arithmetic_is_winterfells() {
        let word = |i: u64| F::new(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for i in 0..200 {
            let [a, b] = [0, 2].map(|j| QuadExtension::new(word(i + j), word(3 * i + j + 1)));
            let (pa, pb) = (PackedExtension::broadcast(a), PackedExtension::broadcast(b));
            let base = Packed::broadcast(word(i + 77));
            let found = [pa + pb, pa - pb, pa * pb, -pa, pa.times(base), PackedExtension::embed(base)];
            let scaled = Algebra::scale(a, word(i + 77));
            let expected = [a + b, a - b, a * b, -a, scaled, QuadExtension::new(word(i + 77), F::new(0))];
            for (found, expected) in found.into_iter().zip(expected) {
                assert_eq!(QuadExtension::new(found.0[0].lane(5), found.0[1].lane(5)), expected);
            }
        }
    }
}

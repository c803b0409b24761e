//! Eight elements of the quadratic extension, x^2 = x - 2.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use winter_math::FieldElement;

use crate::algebra::{Algebra, Extends};
use crate::packed::Packed;
use crate::words::Lanes;
use crate::{array, F};

/// Eight elements a + b x of the quadratic extension.
#[derive(Clone, Copy)]
pub struct PackedExtension<W>(pub [Packed<W>; 2]);

/// Returns the coordinates of a quadratic extension element.
///
/// # Panics
/// If the extension isn't quadratic.
pub fn coordinates<E: FieldElement<BaseField = F>>(element: E) -> [F; 2] {
    E::slice_as_base_elements(&[element]).try_into().expect("a quadratic extension")
}

impl<W: Lanes> PackedExtension<W> {
    /// Returns eight copies of an element with these coordinates.
    #[inline(always)]
    pub fn broadcast([constant, linear]: [F; 2]) -> Self {
        Self([Packed::broadcast(constant), Packed::broadcast(linear)])
    }
}

impl<W: Lanes> Add for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }
}
impl<W: Lanes> Sub for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }
}
impl<W: Lanes> Mul for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let ([a0, a1], [b0, b1]) = (self.0, other.0);
        let (constant, square) = (a0 * b0, a1 * b1);
        // x^2 = x - 2: (a0 b0 - 2 a1 b1) + (a0 b1 + a1 b0 + a1 b1) x
        Self([constant - (square + square), (a0 + a1) * (b0 + b1) - constant])
    }
}
impl<W: Lanes> Neg for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self([-self.0[0], -self.0[1]])
    }
}
impl<W: Lanes> AddAssign for PackedExtension<W> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl<W: Lanes> SubAssign for PackedExtension<W> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl<W: Lanes> MulAssign for PackedExtension<W> {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<W: Lanes> Algebra for PackedExtension<W> {
    const ZERO: Self = Self([Packed::ZERO; 2]);

    #[inline(always)]
    fn one() -> Self {
        Self::embed(Packed::one())
    }
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
        let constant = Packed::mds(&array!(Packed::ZERO, |i| state[i].0[0]));
        let linear = Packed::mds(&array!(Packed::ZERO, |i| state[i].0[1]));
        array!(Self::ZERO, |i| Self([constant[i], linear[i]]))
    }
}

impl<W: Lanes> Extends<Packed<W>> for PackedExtension<W> {
    #[inline(always)]
    fn embed(value: Packed<W>) -> Self {
        Self([value, Packed::ZERO])
    }
    #[inline(always)]
    fn times(self, by: Packed<W>) -> Self {
        Self([self.0[0] * by, self.0[1] * by])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{at_level, Kernel, Level};
    use winter_math::fields::QuadExtension;

    type E = QuadExtension<F>;

    struct Ops(E, E, F);
    impl Kernel for Ops {
        type Output = Vec<E>;
        #[inline(always)]
        fn run<W: Lanes>(self) -> Vec<E> {
            let [a, b] = [self.0, self.1].map(|e| PackedExtension::<W>::broadcast(coordinates(e)));
            let base = Packed::broadcast(self.2);
            let found =
                [a + b, a - b, a * b, -a, a.times(base), PackedExtension::embed(base), a.squared(), a.scale(self.2)];
            found.iter().map(|found| QuadExtension::new(found.0[0].elements()[5], found.0[1].elements()[5])).collect()
        }
    }

    #[test]
    fn arithmetic_is_winterfells_at_every_level() {
        let word = |i: u64| F::new(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for i in 0..200 {
            let [a, b] = [0, 2].map(|j| QuadExtension::new(word(i + j), word(3 * i + j + 1)));
            let base = word(i + 77);
            let scaled = Algebra::scale(a, base);
            let expected = [a + b, a - b, a * b, -a, scaled, QuadExtension::new(base, F::new(0)), a * a, scaled];
            for level in Level::available() {
                assert_eq!(at_level(level, Ops(a, b, base)), expected, "{level:?}");
            }
        }
    }
}

//! Eight elements of the cubic extension, x^3 = x + 1.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use winter_math::FieldElement;

use crate::algebra::{Algebra, Extends};
use crate::packed::Packed;
use crate::words::Lanes;
use crate::{array, F};

/// Eight elements a + b x + c x^2 of the cubic extension.
#[derive(Clone, Copy)]
pub struct PackedExtension<W>(pub [Packed<W>; 3]);

/// Coordinates of an element of the cubic extension.
pub type Coordinates = [F; 3];

/// Returns the coordinates of a cubic extension element.
///
/// # Panics
/// If the extension isn't cubic.
pub fn coordinates<E: FieldElement<BaseField = F>>(element: E) -> Coordinates {
    E::slice_as_base_elements(&[element]).try_into().expect("a cubic extension")
}

impl<W: Lanes> PackedExtension<W> {
    /// Returns eight copies of an element with these coordinates.
    #[inline(always)]
    pub fn broadcast(coordinates: Coordinates) -> Self {
        Self(array!(Packed::ZERO, |i| Packed::broadcast(coordinates[i])))
    }
}

impl<W: Lanes> Add for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(array!(Packed::ZERO, |i| self.0[i] + other.0[i]))
    }
}
impl<W: Lanes> Sub for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(array!(Packed::ZERO, |i| self.0[i] - other.0[i]))
    }
}
impl<W: Lanes> Mul for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let ([a0, a1, a2], [b0, b1, b2]) = (self.0, other.0);
        let (p0, p1, p2) = (a0 * b0, a1 * b1, a2 * b2);
        // coefficients of x, x^2 and x^3 of the product of polynomials; that of x^4 is p2
        let first = (a0 + a1) * (b0 + b1) - p0 - p1;
        let second = (a0 + a2) * (b0 + b2) - p0 - p2 + p1;
        let third = (a1 + a2) * (b1 + b2) - p1 - p2;
        // x^3 = x + 1, x^4 = x^2 + x
        Self([p0 + third, first + third + p2, second + p2])
    }
}
impl<W: Lanes> Neg for PackedExtension<W> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(array!(Packed::ZERO, |i| -self.0[i]))
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
    const ZERO: Self = Self([Packed::ZERO; 3]);

    #[inline(always)]
    fn one() -> Self {
        Self::embed(Packed::one())
    }
    #[inline(always)]
    fn constant(value: F) -> Self {
        Self::embed(Packed::broadcast(value))
    }
    #[inline(always)]
    fn scale(self, by: F) -> Self {
        self.times(Packed::broadcast(by))
    }
    #[inline(always)]
    fn squared(self) -> Self {
        let [a0, a1, a2] = self.0;
        let (first, third, top) = ((a0 * a1).doubled(), (a1 * a2).doubled(), a2.squared());
        Self([a0.squared() + third, first + third + top, (a0 * a2).doubled() + a1.squared() + top])
    }
    #[inline(always)]
    fn mds(state: &[Self; 12]) -> [Self; 12] {
        let mut product = [Self::ZERO; 12];
        for coordinate in 0..3 {
            let of_coordinate = Packed::mds(&array!(Packed::ZERO, |i| state[i].0[coordinate]));
            for i in 0..12 {
                product[i].0[coordinate] = of_coordinate[i];
            }
        }
        product
    }
}

impl<W: Lanes> Extends<Packed<W>> for PackedExtension<W> {
    #[inline(always)]
    fn embed(value: Packed<W>) -> Self {
        Self([value, Packed::ZERO, Packed::ZERO])
    }
    #[inline(always)]
    fn times(self, by: Packed<W>) -> Self {
        Self(array!(Packed::ZERO, |i| self.0[i] * by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{at_level, Kernel, Level};
    use winter_math::fields::CubeExtension;

    type E = CubeExtension<F>;

    struct Ops(E, E, F);
    impl Kernel for Ops {
        type Output = Vec<E>;
        #[inline(always)]
        fn run<W: Lanes>(self) -> Vec<E> {
            let [a, b] = [self.0, self.1].map(|e| PackedExtension::<W>::broadcast(coordinates(e)));
            let base = Packed::broadcast(self.2);
            let found =
                [a + b, a - b, a * b, -a, a.times(base), PackedExtension::embed(base), a.squared(), a.scale(self.2)];
            found
                .iter()
                .map(|found| {
                    CubeExtension::new(found.0[0].elements()[5], found.0[1].elements()[5], found.0[2].elements()[5])
                })
                .collect()
        }
    }

    #[test]
    fn arithmetic_is_winterfells_at_every_level() {
        let word = |i: u64| F::new(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for i in 0..200 {
            let [a, b] = [0, 2].map(|j| CubeExtension::new(word(i + j), word(3 * i + j + 1), word(7 * i + j + 2)));
            let base = word(i + 77);
            let scaled = Algebra::scale(a, base);
            let expected =
                [a + b, a - b, a * b, -a, scaled, CubeExtension::new(base, F::new(0), F::new(0)), a * a, scaled];
            for level in Level::available() {
                assert_eq!(at_level(level, Ops(a, b, base)), expected, "{level:?}");
            }
        }
    }
}

//! What constraints and permutations are written in: one source for single elements, extension elements and eight lanes of either.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use winter_math::{ExtensionOf, FieldElement};

use crate::dispatch::Part;
use crate::{array, mds, F};

/// An algebra over the base field.
pub trait Algebra:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// Zero.
    const ZERO: Self;
    /// Returns one.
    fn one() -> Self;

    /// Returns a base field element as an element of the algebra.
    fn constant(value: F) -> Self;

    /// Returns the product with a base field element.
    fn scale(self, by: F) -> Self;

    /// Returns the product with the MDS matrix of Rescue-Prime.
    fn mds(state: &[Self; 12]) -> [Self; 12];

    /// Runs a part of a larger kernel: on eight lanes as a function of its own, so that it is compiled once and not at each call.
    #[inline(always)]
    fn part<K: Part>(part: K) -> K::Output {
        part.run()
    }

    /// Returns the square.
    #[inline(always)]
    fn squared(self) -> Self {
        self * self
    }

    /// Returns twice the element.
    #[inline(always)]
    fn doubled(self) -> Self {
        self + self
    }
}

/// An algebra that contains another.
pub trait Extends<B>: Algebra {
    /// Returns an element of the smaller algebra as one of this.
    fn embed(value: B) -> Self;
    /// Returns the product with an element of the smaller algebra.
    fn times(self, by: B) -> Self;
}

impl<E: FieldElement<BaseField = F>> Algebra for E {
    const ZERO: Self = <E as FieldElement>::ZERO;

    #[inline(always)]
    fn one() -> Self {
        <E as FieldElement>::ONE
    }

    #[inline(always)]
    fn constant(value: F) -> Self {
        E::from(value)
    }

    #[inline(always)]
    fn scale(self, by: F) -> Self {
        <E as ExtensionOf<F>>::mul_base(self, by)
    }

    #[inline(always)]
    fn squared(self) -> Self {
        self.square()
    }

    #[inline(always)]
    fn mds(state: &[Self; 12]) -> [Self; 12] {
        let degree = E::EXTENSION_DEGREE;
        let coordinates = E::slice_as_base_elements(state);
        let mut product = [[F::new(0); 3]; 12];
        for c in 0..degree {
            let words = mds_words(&array!([0], |i| [coordinates[i * degree + c].inner()]));
            for (product, [word]) in product.iter_mut().zip(words) {
                product[c] = F::from_mont(word);
            }
        }
        array!(<E as FieldElement>::ZERO, |i| E::slice_from_base_elements(&product[i][..degree])[0])
    }
}

/// The product for one state, compiled once.
#[inline(never)]
fn mds_words(words: &[[u64; 1]; 12]) -> [[u64; 1]; 12] {
    mds::multiply(words)
}

impl<B, E> Extends<B> for E
where
    B: FieldElement<BaseField = F>,
    E: FieldElement<BaseField = F> + ExtensionOf<B>,
{
    #[inline(always)]
    fn embed(value: B) -> Self {
        E::from(value)
    }
    #[inline(always)]
    fn times(self, by: B) -> Self {
        <E as ExtensionOf<B>>::mul_base(self, by)
    }
}

//! Eight field elements, added and multiplied lane by lane.

use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use winter_math::FieldElement;

use crate::algebra::Algebra;
use crate::dispatch::Part;
use crate::words::Lanes;
use crate::{array, mds, F, LANES};

/// Eight elements of the base field, as winterfell's Montgomery words, each below p.
#[derive(Clone, Copy)]
pub struct Packed<W>(pub W);

impl<W: Lanes> Packed<W> {
    /// Returns eight copies.
    #[inline(always)]
    pub fn broadcast(element: F) -> Self {
        Self(W::splat(element.inner()))
    }

    /// Returns the first eight elements of a slice.
    #[inline(always)]
    pub fn load(elements: &[F]) -> Self {
        Self(W::load(elements[..LANES].try_into().expect("eight elements")))
    }

    /// Writes the lanes to the first eight places of a slice.
    #[inline(always)]
    pub fn store(self, out: &mut [F]) {
        self.0.store((&mut out[..LANES]).try_into().expect("eight elements"));
    }

    /// Returns the lanes.
    #[inline(always)]
    pub fn elements(self) -> [F; LANES] {
        let words = self.0.to_array();
        array!(F::from_mont(0), |i| F::from_mont(words[i]))
    }

    /// Returns the canonical integers of the lanes.
    #[inline(always)]
    pub fn to_integers(self) -> [u64; LANES] {
        self.0.integers().to_array()
    }
}

impl<W: Lanes> Add for Packed<W> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(self.0.add_mod(other.0))
    }
}
impl<W: Lanes> Sub for Packed<W> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub_mod(other.0))
    }
}
impl<W: Lanes> Mul for Packed<W> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(self.0.mul_mod(other.0))
    }
}
impl<W: Lanes> Neg for Packed<W> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(W::ZERO.sub_mod(self.0))
    }
}
impl<W: Lanes> AddAssign for Packed<W> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl<W: Lanes> SubAssign for Packed<W> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl<W: Lanes> MulAssign for Packed<W> {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<W: Lanes> Algebra for Packed<W> {
    const ZERO: Self = Self(W::ZERO);

    #[inline(always)]
    fn one() -> Self {
        Self::broadcast(F::ONE)
    }
    #[inline(always)]
    fn constant(value: F) -> Self {
        Self::broadcast(value)
    }
    #[inline(always)]
    fn scale(self, by: F) -> Self {
        self * Self::broadcast(by)
    }
    #[inline(always)]
    fn squared(self) -> Self {
        Self(self.0.square_mod())
    }
    #[inline(always)]
    fn mds(state: &[Self; 12]) -> [Self; 12] {
        W::part(Mds(state))
    }
    #[inline(always)]
    fn part<K: Part>(part: K) -> K::Output {
        W::part(part)
    }
}

/// The MDS product of eight states.
struct Mds<'a, W>(&'a [Packed<W>; 12]);

impl<W: Lanes> Part for Mds<'_, W> {
    type Output = [Packed<W>; 12];

    #[inline(always)]
    fn run(self) -> Self::Output {
        let words = mds::multiply(&array!(W::ZERO, |j| self.0[j].0));
        array!(Packed(W::ZERO), |j| Packed(words[j]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{at_level, Kernel, Level};
    use crate::words::{EPSILON, P};

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
        type Output = Vec<[F; 5]>;
        #[inline(always)]
        fn run<W: Lanes>(self) -> Self::Output {
            let mut out = vec![];
            for (a, b) in self.0.chunks_exact(LANES).zip(self.1.chunks_exact(LANES)) {
                let (a, b) = (Packed::<W>::load(a), Packed::load(b));
                let results = [a + b, a - b, a * b, -a, a.squared()];
                out.extend((0..LANES).map(|i| results.map(|r| r.elements()[i])));
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
                    let expected = [a + b, a - b, a * b, -a, a * a];
                    assert_eq!(found.map(|f| f.inner()), expected.map(|e| e.inner()), "{level:?}");
                }
            }
        }
    }

    struct Block<'a>(&'a [F]);
    impl Kernel for Block<'_> {
        type Output = (Vec<[u64; LANES]>, Vec<[F; LANES]>);
        #[inline(always)]
        fn run<W: Lanes>(self) -> Self::Output {
            let block: [W; LANES] = std::array::from_fn(|i| Packed::load(&self.0[LANES * i..]).0);
            let integers = block.iter().map(|&words| Packed(words).to_integers()).collect();
            (integers, W::transpose(&block).iter().map(|&words| Packed(words).elements()).collect())
        }
    }

    #[test]
    fn integers_are_canonical_and_blocks_transposed_at_every_level() {
        for block in samples().chunks_exact(LANES * LANES) {
            for level in Level::available() {
                let (integers, transposed) = at_level(level, Block(block));
                assert_eq!(integers.as_flattened(), block.iter().map(|e| e.as_int()).collect::<Vec<_>>(), "{level:?}");
                for (i, row) in transposed.iter().enumerate() {
                    assert_eq!(row[..], std::array::from_fn::<F, LANES, _>(|j| block[LANES * j + i]), "{level:?}");
                }
            }
        }
    }

    struct Products<'a>(&'a [F]);
    impl Kernel for Products<'_> {
        type Output = Vec<[F; LANES]>;
        #[inline(always)]
        fn run<W: Lanes>(self) -> Self::Output {
            let state: [Packed<W>; 12] = std::array::from_fn(|j| Packed::load(&self.0[LANES * j..]));
            Packed::mds(&state).iter().map(|x| x.elements()).collect()
        }
    }

    #[test]
    fn mds_products_are_those_of_single_states_at_every_level() {
        for states in samples().chunks_exact(12 * LANES) {
            for level in Level::available() {
                let found = at_level(level, Products(states));
                for lane in 0..LANES {
                    let state: [F; 12] = std::array::from_fn(|j| states[LANES * j + lane]);
                    let expected = F::mds(&state).map(|x| x.inner());
                    assert_eq!(expected, std::array::from_fn::<u64, 12, _>(|j| found[j][lane].inner()), "{level:?}");
                }
            }
        }
    }
}

//! Number-theoretic transforms of columns, and their low-degree extension coset by coset.
//!
//! A column of n evaluations over the trace domain becomes n coefficients in bit-reversed order, times n (decimation in frequency), and
//! these become evaluations over each coset offset * w^c * <g>, c < blowup, in natural order (decimation in time): no permutation
//! anywhere. Point k of coset c is point blowup * k + c of winterfell's domain. A column of 2^15 words stays in the L2 cache throughout.
//!
//! Coefficients in bit-reversed order, times n, are called *scrambled* here: evaluations are made from them, over one coset and the next.

use winter_math::{FieldElement, StarkField};

use crate::dispatch::{vectorize, Kernel};
use crate::packed::Packed;
use crate::words::Lanes;
use crate::{array, Algebra, F, LANES};

/// Smallest transform: one block of eight vectors.
pub const MIN_LOG_SIZE: u32 = 6;

/// Tables for transforms of one size.
pub struct Transform {
    size: usize,
    /// For each half-size m = 1, 2, 4, ..: the powers of the 2m-th root, j < m.
    forward: Vec<Vec<F>>,
    /// The same of the inverse roots.
    inverse: Vec<Vec<F>>,
    /// 1/n
    scale: F,
}

impl Transform {
    /// Returns the tables for size 2^log_size.
    ///
    /// # Panics
    /// If `log_size` is below [`MIN_LOG_SIZE`].
    pub fn new(log_size: u32) -> Self {
        assert!(log_size >= MIN_LOG_SIZE);
        let size = 1usize << log_size;
        let powers = |root: F, count: usize| -> Vec<F> {
            std::iter::successors(Some(F::ONE), |&x| Some(x * root)).take(count).collect()
        };
        let table = |invert: bool| {
            (0..log_size)
                .map(|level| {
                    let root = F::get_root_of_unity(level + 1);
                    powers(if invert { root.inv() } else { root }, 1 << level)
                })
                .collect()
        };
        Self { size, forward: table(false), inverse: table(true), scale: F::new(size as u64).inv() }
    }

    /// Number of points.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Turns evaluations in natural order into coefficients in bit-reversed order, times n.
    pub fn interpolate(&self, column: &mut [F]) {
        assert_eq!(column.len(), self.size);
        vectorize(Interpolate { transform: self, column });
    }

    /// Turns coefficients in bit-reversed order into evaluations in natural order.
    pub fn evaluate(&self, column: &mut [F]) {
        assert_eq!(column.len(), self.size);
        vectorize(Evaluate { transform: self, column });
    }
}

/// Bit-reverses the order of a slice whose length is a power of two.
pub fn bit_reverse(values: &mut [F]) {
    let bits = values.len().trailing_zeros();
    for i in 0..values.len() {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            values.swap(i, j);
        }
    }
}

/// Returns element^0, element^1, .., times `first`, `size` of them in bit-reversed order.
fn scrambled_powers(first: F, element: F, size: usize) -> Vec<F> {
    let mut powers = vec![first; size];
    // The upper half of a power of two of places holds the lower half's exponents, with a lower bit set: element^(size / 2), then / 4, ..
    let mut filled = 1;
    while filled < size {
        let factor = element.exp((size / (2 * filled)) as u64);
        let (done, next) = powers.split_at_mut(filled);
        next.iter_mut().zip(done).for_each(|(next, done)| *next = *done * factor);
        filled *= 2;
    }
    powers
}

/// Tables of a low-degree extension.
pub struct LowDegreeExtension {
    transform: Transform,
    /// For each coset: powers of its offset in bit-reversed order, times 1/n.
    shifts: Vec<Vec<F>>,
    /// Offset of the whole domain.
    offset: F,
}

impl LowDegreeExtension {
    /// Returns the tables for columns of 2^log_size evaluations, blown up by 2^log_blowup, off the trace domain by `offset`.
    pub fn new(log_size: u32, log_blowup: u32, offset: F) -> Self {
        let transform = Transform::new(log_size);
        let root = F::get_root_of_unity(log_size + log_blowup);
        let shifts = (0..1u64 << log_blowup)
            .map(|coset| scrambled_powers(transform.scale, offset * root.exp(coset), transform.size))
            .collect();
        Self { transform, shifts, offset }
    }

    /// Number of cosets.
    pub fn cosets(&self) -> usize {
        self.shifts.len()
    }

    /// Number of points of a coset.
    pub fn size(&self) -> usize {
        self.transform.size
    }

    /// Extends a column: `out` takes its evaluations coset after coset, `column` keeps its scrambled coefficients.
    pub fn extend(&self, column: &mut [F], out: &mut [F]) {
        self.transform.interpolate(column);
        self.evaluate(column, out);
    }

    /// Evaluates scrambled coefficients over all cosets.
    pub fn evaluate(&self, scrambled: &[F], out: &mut [F]) {
        assert_eq!((scrambled.len(), out.len()), (self.size(), self.size() * self.cosets()));
        for (shifts, out) in self.shifts.iter().zip(out.chunks_exact_mut(self.size())) {
            vectorize(EvaluateCoset { transform: &self.transform, scaled: scrambled, shifts, out });
        }
    }

    /// Scrambles coefficients in natural order.
    pub fn scramble(&self, coefficients: &mut [F]) {
        let size = F::new(self.size() as u64);
        coefficients.iter_mut().for_each(|c| *c *= size);
        bit_reverse(coefficients);
    }

    /// Undoes [`Self::scramble`].
    pub fn unscramble(&self, scrambled: &mut [F]) {
        scrambled.iter_mut().for_each(|c| *c *= self.transform.scale);
        bit_reverse(scrambled);
    }

    /// Turns the evaluations over a coset into what [`Self::join_cosets`] takes.
    pub fn interpolate_coset(&self, coset: usize, values: &mut [F]) {
        self.transform.interpolate(values);
        // Coefficient i is to be divided by shift^i: by shift^n, later, after it is multiplied by shift^(n - i). In bit-reversed order n - i
        // is i mirrored between powers of two.
        let shifts = &self.shifts[coset];
        values[0] *= shifts[0] * self.shift(coset).exp(self.size() as u64);
        let mut start = 1;
        while start < values.len() {
            let block = start..2 * start;
            values[block.clone()].iter_mut().zip(shifts[block].iter().rev()).for_each(|(v, &s)| *v *= s);
            start *= 2;
        }
    }

    /// Turns the evaluations over the first coset into scrambled coefficients.
    pub fn interpolate_first(&self, values: &mut [F]) {
        self.interpolate_coset(0, values);
        let factor = F::new(self.size() as u64) * self.offset.exp(self.size() as u64).inv();
        values.iter_mut().for_each(|v| *v *= factor);
    }

    /// Takes all cosets of a polynomial sum_j X^(j n) p_j, coset after coset as [`Self::interpolate_coset`] leaves them, and replaces them by the
    /// scrambled coefficients of p_0, p_1, ...
    ///
    /// # Panics
    /// Unless there are eight cosets.
    pub fn join_cosets(&self, values: &mut [F]) {
        assert_eq!((self.cosets(), values.len()), (LANES, self.size() * LANES), "eight cosets");
        // On coset c, X^n is offset^n z^c, z being a primitive eighth root of unity: part j is a sum over c of z^(-c (j + 1)), the one being
        // for the division that interpolate_coset left out.
        let power = self.offset.exp(self.size() as u64).inv();
        let mut factors = [F::new(self.size() as u64) * F::new(LANES as u64).inv() * power; LANES];
        for j in 1..LANES {
            factors[j] = factors[j - 1] * power;
        }
        vectorize(JoinCosets { transform: &self.transform, factors, values });
    }

    /// Returns where a point of winterfell's domain stands among evaluations coset after coset.
    pub fn place(&self, point: usize) -> usize {
        point % self.cosets() * self.size() + point / self.cosets()
    }

    /// Returns the offset of a coset.
    pub fn shift(&self, coset: usize) -> F {
        self.offset * F::get_root_of_unity((self.size() * self.cosets()).ilog2()).exp(coset as u64)
    }
}

struct Interpolate<'a> {
    transform: &'a Transform,
    column: &'a mut [F],
}

impl Kernel for Interpolate<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        let mut half = self.transform.size / 2;
        for twiddles in self.transform.inverse.iter().skip(3).rev() {
            for block in self.column.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for ((l, h), w) in eights_mut(low).zip(eights_mut(high)).zip(eights(twiddles)) {
                    let (u, v, w) = (Packed::<W>::load(l), Packed::load(h), Packed::load(w));
                    (u + v).store(l);
                    ((u - v) * w).store(h);
                }
            }
            half /= 2;
        }
        let twiddles = SmallTwiddles::new(&self.transform.inverse);
        for block in self.column.chunks_exact_mut(LANES * LANES) {
            let mut x = transpose::<W>(&load_block(block));
            small_layers_down(&mut x, &twiddles);
            store_block(&transpose(&x), block);
        }
    }
}

struct JoinCosets<'a> {
    transform: &'a Transform,
    factors: [F; LANES],
    values: &'a mut [F],
}

impl Kernel for JoinCosets<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        let size = self.transform.size;
        let twiddles = SmallTwiddles::new(&self.transform.inverse);
        let factors: [Packed<W>; LANES] = array!(Packed::ZERO, |j| Packed::broadcast(self.factors[j]));
        for at in (0..size).step_by(LANES) {
            let mut x: [Packed<W>; LANES] = array!(Packed::ZERO, |c| Packed::load(&self.values[c * size + at..]));
            small_layers_down(&mut x, &twiddles);
            for (part, &factor) in factors.iter().enumerate() {
                let place = (part + 1) % LANES;
                let reversed = (place & 1) << 2 | place & 2 | place >> 2;
                (x[reversed] * factor).store(&mut self.values[part * size + at..]);
            }
        }
    }
}

/// Layers of half-size 4, 2 and 1 in decimation in frequency.
#[inline(always)]
fn small_layers_down<W: Lanes>(x: &mut [Packed<W>; LANES], twiddles: &SmallTwiddles<W>) {
    let mut half = 4;
    while half >= 1 {
        for start in (0..LANES).step_by(2 * half) {
            for j in 0..half {
                let (u, v) = (x[start + j], x[start + j + half]);
                x[start + j] = u + v;
                x[start + j + half] = twiddles.times(u - v, half, j);
            }
        }
        half /= 2;
    }
}

struct Evaluate<'a> {
    transform: &'a Transform,
    column: &'a mut [F],
}

impl Kernel for Evaluate<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        let twiddles = SmallTwiddles::new(&self.transform.forward);
        for block in self.column.chunks_exact_mut(LANES * LANES) {
            let x = small_layers::<W>(load_block(block), &twiddles);
            store_block(&x, block);
        }
        large_layers::<W>(self.transform, self.column);
    }
}

struct EvaluateCoset<'a> {
    transform: &'a Transform,
    scaled: &'a [F],
    shifts: &'a [F],
    out: &'a mut [F],
}

impl Kernel for EvaluateCoset<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        const BLOCK: usize = LANES * LANES;
        let twiddles = SmallTwiddles::new(&self.transform.forward);
        let inputs = self.scaled.chunks_exact(BLOCK).zip(self.shifts.chunks_exact(BLOCK));
        for ((coefficients, shifts), out) in inputs.zip(self.out.chunks_exact_mut(BLOCK)) {
            let mut x = load_block::<W>(coefficients);
            for (x, s) in x.iter_mut().zip(load_block(shifts)) {
                *x *= s;
            }
            store_block(&small_layers(x, &twiddles), out);
        }
        large_layers::<W>(self.transform, self.out);
    }
}

/// Layers of half-size 1, 2 and 4 in decimation in time.
#[inline(always)]
fn small_layers<W: Lanes>(block: [Packed<W>; LANES], twiddles: &SmallTwiddles<W>) -> [Packed<W>; LANES] {
    let mut x = transpose(&block);
    let mut half = 1;
    while half <= 4 {
        for start in (0..LANES).step_by(2 * half) {
            for j in 0..half {
                let (u, v) = (x[start + j], twiddles.times(x[start + j + half], half, j));
                x[start + j] = u + v;
                x[start + j + half] = u - v;
            }
        }
        half *= 2;
    }
    transpose(&x)
}

/// Layers of half-size 8 and more in decimation in time.
#[inline(always)]
fn large_layers<W: Lanes>(transform: &Transform, column: &mut [F]) {
    let mut half = LANES;
    for twiddles in &transform.forward[3..] {
        for block in column.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for ((l, h), w) in eights_mut(low).zip(eights_mut(high)).zip(eights(twiddles)) {
                let (u, v) = (Packed::<W>::load(l), Packed::load(h) * Packed::load(w));
                (u + v).store(l);
                (u - v).store(h);
            }
        }
        half *= 2;
    }
}

#[inline(always)]
fn eights(values: &[F]) -> impl Iterator<Item = &[F]> {
    values.chunks_exact(LANES)
}

#[inline(always)]
fn eights_mut(values: &mut [F]) -> impl Iterator<Item = &mut [F]> {
    values.chunks_exact_mut(LANES)
}

/// Twiddles of the layers of half-size 2 and 4, the same in every block.
struct SmallTwiddles<W>([Packed<W>; 4]);

impl<W: Lanes> SmallTwiddles<W> {
    #[inline(always)]
    fn new(levels: &[Vec<F>]) -> Self {
        let w8 = &levels[2];
        Self(array!(Packed::ZERO, |j| Packed::broadcast(w8[j])))
    }
    /// x times the (2 half)-th root to the power j.
    #[inline(always)]
    fn times(&self, x: Packed<W>, half: usize, j: usize) -> Packed<W> {
        match j {
            0 => x,
            _ => x * self.0[j * 4 / half],
        }
    }
}

#[inline(always)]
fn load_block<W: Lanes>(block: &[F]) -> [Packed<W>; LANES] {
    array!(Packed::ZERO, |i| Packed::load(&block[LANES * i..]))
}

#[inline(always)]
fn store_block<W: Lanes>(x: &[Packed<W>; LANES], block: &mut [F]) {
    for (x, out) in x.iter().zip(block.chunks_exact_mut(LANES)) {
        x.store(out);
    }
}

/// Exchanges vector index and lane.
#[inline(always)]
fn transpose<W: Lanes>(x: &[Packed<W>; LANES]) -> [Packed<W>; LANES] {
    let words = W::transpose(&array!(W::ZERO, |i| x[i].0));
    array!(Packed::ZERO, |i| Packed(words[i]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use winter_math::fft;

    fn column(size: usize, seed: u64) -> Vec<F> {
        (0..size as u64).map(|i| F::new((i + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect()
    }

    #[test]
    fn extension_is_winterfells() {
        for log_size in [6, 7, 10, 13] {
            let size = 1 << log_size;
            let extension = LowDegreeExtension::new(log_size, 3, F::GENERATOR);
            let values = column(size, u64::from(log_size));

            let mut expected = values.clone();
            fft::interpolate_poly(&mut expected, &fft::get_inv_twiddles::<F>(size));
            let twiddles = fft::get_twiddles::<F>(size);
            let evaluations = fft::evaluate_poly_with_offset(&expected, &twiddles, F::GENERATOR, 8);

            let (mut coefficients, mut out) = (values, vec![F::new(0); 8 * size]);
            extension.extend(&mut coefficients, &mut out);
            for (i, expected) in evaluations.iter().enumerate() {
                assert_eq!(out[(i % 8) * size + i / 8], *expected);
                assert_eq!(extension.place(i), (i % 8) * size + i / 8);
            }
            let mut again = vec![F::new(0); 8 * size];
            extension.evaluate(&coefficients, &mut again);
            assert_eq!(again, out);
            extension.interpolate_first(&mut again[..size]);
            assert_eq!(again[..size], coefficients);
            let mut scrambled = expected.clone();
            extension.scramble(&mut scrambled);
            assert_eq!(scrambled, coefficients);
            extension.unscramble(&mut coefficients);
            assert_eq!(coefficients, expected);
        }
    }

    #[test]
    fn cosets_join_to_the_parts_of_a_polynomial() {
        for log_size in [6, 9] {
            let size = 1 << log_size;
            let extension = LowDegreeExtension::new(log_size, 3, F::GENERATOR);
            let polynomial = column(8 * size, 5);
            let twiddles = fft::get_twiddles::<F>(8 * size);
            let evaluations = fft::evaluate_poly_with_offset(&polynomial, &twiddles, F::GENERATOR, 1);
            let mut values: Vec<F> = (0..8 * size).map(|i| evaluations[i % size * 8 + i / size]).collect();
            for (coset, values) in values.chunks_exact_mut(size).enumerate() {
                extension.interpolate_coset(coset, values);
            }
            extension.join_cosets(&mut values);
            values.chunks_exact_mut(size).for_each(|part| extension.unscramble(part));
            assert_eq!(values, polynomial);
        }
    }

    #[test]
    fn scrambled_powers_are_powers_in_bit_reversed_order() {
        let (first, element) = (F::new(3), F::new(12345));
        let mut expected: Vec<F> = (0..64u64).map(|i| first * element.exp(i)).collect();
        bit_reverse(&mut expected);
        assert_eq!(scrambled_powers(first, element, 64), expected);
    }

    #[test]
    fn evaluation_undoes_interpolation() {
        let transform = Transform::new(9);
        let values = column(512, 3);
        let mut there_and_back = values.clone();
        transform.interpolate(&mut there_and_back);
        transform.evaluate(&mut there_and_back);
        let n = F::new(512);
        assert_eq!(there_and_back, values.iter().map(|&v| v * n).collect::<Vec<_>>());
    }
}

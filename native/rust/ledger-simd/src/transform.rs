//! Number-theoretic transforms of columns, and their low-degree extension coset by coset.
//!
//! A column of n evaluations over the trace domain becomes n coefficients in bit-reversed order (decimation in frequency), and these
//! become evaluations over each coset offset * w^c * <g>, c < blowup, in natural order (decimation in time): no permutation
//! anywhere. Point k of coset c is point blowup * k + c of winterfell's domain. A column of 2^15 words stays in the L2 cache throughout.

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

    /// Turns evaluations in natural order into coefficients in bit-reversed order, times 1/n.
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

/// Tables of a low-degree extension.
pub struct LowDegreeExtension {
    transform: Transform,
    /// For each coset: powers of its offset in bit-reversed order, times 1/n.
    shifts: Vec<Vec<F>>,
}

impl LowDegreeExtension {
    /// Returns the tables for columns of 2^log_size evaluations, blown up by 2^log_blowup, off the trace domain by `offset`.
    pub fn new(log_size: u32, log_blowup: u32, offset: F) -> Self {
        let transform = Transform::new(log_size);
        let root = F::get_root_of_unity(log_size + log_blowup);
        let shifts = (0..1u64 << log_blowup)
            .map(|coset| {
                let shift = offset * root.exp(coset);
                let mut powers: Vec<F> =
                    std::iter::successors(Some(transform.scale), |&x| Some(x * shift)).take(transform.size).collect();
                bit_reverse(&mut powers);
                powers
            })
            .collect();
        Self { transform, shifts }
    }

    /// Number of cosets.
    pub fn cosets(&self) -> usize {
        self.shifts.len()
    }

    /// Number of points of a coset.
    pub fn size(&self) -> usize {
        self.transform.size
    }

    /// Extends a column: `out` takes its evaluations coset after coset, `column` keeps its coefficients in natural order.
    pub fn extend(&self, column: &mut [F], out: &mut [F]) {
        assert_eq!(out.len(), self.size() * self.cosets());
        self.transform.interpolate(column);
        self.evaluate_cosets(column, out);
        column.iter_mut().for_each(|c| *c *= self.transform.scale);
        bit_reverse(column);
    }

    /// Evaluates coefficients in natural order over all cosets; `coefficients` is left in disorder.
    pub fn evaluate_coefficients(&self, coefficients: &mut [F], out: &mut [F]) {
        let size = F::new(self.size() as u64);
        coefficients.iter_mut().for_each(|c| *c *= size);
        bit_reverse(coefficients);
        self.evaluate_cosets(coefficients, out);
    }

    fn evaluate_cosets(&self, scaled: &[F], out: &mut [F]) {
        for (shifts, out) in self.shifts.iter().zip(out.chunks_exact_mut(self.size())) {
            vectorize(EvaluateCoset { transform: &self.transform, scaled, shifts, out });
        }
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
            store_block(&transpose(&x), block);
        }
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
            assert_eq!(coefficients, expected);
            for (i, expected) in evaluations.iter().enumerate() {
                assert_eq!(out[(i % 8) * size + i / 8], *expected);
            }
            let mut again = vec![F::new(0); 8 * size];
            extension.evaluate_coefficients(&mut coefficients, &mut again);
            assert_eq!(again, out);
        }
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

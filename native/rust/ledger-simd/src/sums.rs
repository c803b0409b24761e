//! Sums over many columns: their polynomials' values at points of the extension, and random combinations of them.
//!
//! Columns stand side by side, each by its own; one over the extension is its three coordinates.

use crate::dispatch::{vectorize, Kernel};
use crate::packed::Packed;
use crate::packed_extension::{Coordinates, PackedExtension};
use crate::words::Lanes;
use crate::{array, Algebra, Extends, F, LANES};

/// Rows that [`combine`] sums at once: as many vectors as stay in registers.
const VECTORS: usize = 4;
/// Smallest number of rows.
pub const MIN_ROWS: usize = VECTORS * LANES;

/// Elements of the extension, by coordinates.
pub type ByCoordinates<'a> = [&'a [F]; 3];

/// Returns sum_i column_i weight_i.
///
/// # Panics
/// Unless all have the same length, a multiple of eight.
pub fn dot(column: &[F], weights: ByCoordinates<'_>) -> Coordinates {
    assert!(column.len().is_multiple_of(LANES) && weights.iter().all(|p| p.len() == column.len()));
    vectorize(Dot { column, weights })
}

struct Dot<'a> {
    column: &'a [F],
    weights: ByCoordinates<'a>,
}

impl Kernel for Dot<'_> {
    type Output = Coordinates;
    #[inline(always)]
    fn run<W: Lanes>(self) -> Coordinates {
        let mut sum = PackedExtension::<W>::ZERO;
        for at in (0..self.column.len()).step_by(LANES) {
            let weight = PackedExtension(array!(Packed::ZERO, |i| Packed::load(&self.weights[i][at..])));
            sum += weight.times(Packed::load(&self.column[at..]));
        }
        let zero = F::from_mont(0);
        array!(zero, |i| {
            let mut total = zero;
            for element in sum.0[i].elements() {
                total += element;
            }
            total
        })
    }
}

/// Writes sum_c coefficient_c column_c for rows `start` on, as many as `out` has.
///
/// # Panics
/// Unless there are as many coefficients as columns, and a multiple of [`MIN_ROWS`] rows of which all columns have enough.
pub fn combine(columns: &[&[F]], coefficients: &[Coordinates], start: usize, out: [&mut [F]; 3]) {
    assert_eq!(columns.len(), coefficients.len());
    assert!(out[0].len().is_multiple_of(MIN_ROWS) && out.iter().all(|o| o.len() == out[0].len()));
    vectorize(Combine { columns, coefficients, start, out });
}

struct Combine<'a> {
    columns: &'a [&'a [F]],
    coefficients: &'a [Coordinates],
    start: usize,
    out: [&'a mut [F]; 3],
}

impl Kernel for Combine<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        for at in (0..self.out[0].len()).step_by(MIN_ROWS) {
            let mut sums = [PackedExtension::<W>::ZERO; VECTORS];
            for (column, &coefficient) in self.columns.iter().zip(self.coefficients) {
                let rows = &column[self.start + at..][..MIN_ROWS];
                let coefficient = PackedExtension::broadcast(coefficient);
                for (sum, values) in sums.iter_mut().zip(rows.chunks_exact(LANES)) {
                    *sum += coefficient.times(Packed::load(values));
                }
            }
            for (vector, sum) in sums.iter().enumerate() {
                for i in 0..3 {
                    sum.0[i].store(&mut self.out[i][at + vector * LANES..]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use winter_math::fields::CubeExtension;
    use winter_math::ExtensionOf;

    type E = CubeExtension<F>;

    fn column(seed: u64, rows: usize) -> Vec<F> {
        (0..rows as u64).map(|i| F::new((i + 97 * seed).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect()
    }

    fn element([a, b, c]: Coordinates) -> E {
        E::new(a, b, c)
    }

    #[test]
    fn sums_are_those_of_single_elements() {
        let rows = 3 * MIN_ROWS;
        let columns: Vec<Vec<F>> = (0..7).map(|c| column(c, rows)).collect();
        let weights: Vec<Vec<F>> = (10..13).map(|c| column(c, rows)).collect();
        let weight = |row: usize| element([weights[0][row], weights[1][row], weights[2][row]]);
        for column in &columns {
            let expected = (0..rows).fold(E::from(0u32), |sum, row| sum + weight(row).mul_base(column[row]));
            assert_eq!(element(dot(column, [&weights[0], &weights[1], &weights[2]])), expected);
        }
        let coefficients: Vec<Coordinates> = (0..7u32).map(|c| [c + 3, c * c, 77 - c].map(F::from)).collect();
        let columns: Vec<&[F]> = columns.iter().map(Vec::as_slice).collect();
        let mut out = [vec![F::new(0); MIN_ROWS], vec![F::new(0); MIN_ROWS], vec![F::new(0); MIN_ROWS]];
        let [a, b, c] = &mut out;
        combine(&columns, &coefficients, MIN_ROWS, [a, b, c]);
        for row in 0..MIN_ROWS {
            let terms = columns.iter().zip(&coefficients);
            let expected =
                terms.fold(E::from(0u32), |sum, (column, &c)| sum + element(c).mul_base(column[MIN_ROWS + row]));
            assert_eq!(element([out[0][row], out[1][row], out[2][row]]), expected);
        }
    }
}

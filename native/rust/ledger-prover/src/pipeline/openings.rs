//! Columns out of the domain, and the DEEP polynomial that ties them to FRI.

use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, F};
use ledger_simd::packed_extension::{coordinates, Coordinates};
use ledger_simd::sums::{combine, dot};
use ledger_simd::transform::{scrambled_powers, LowDegreeExtension};
use rayon::prelude::*;
use winter_math::FieldElement;

use super::segment::{by_coordinates, fill_coordinates, Segment};
use crate::job::Checkpoint;

/// Rows that one task combines.
const TASK_ROWS: usize = 512;

/// Powers of a point out of the domain, as scrambled coefficients want them.
pub struct Powers([Vec<F>; EXTENSION_DEGREE]);

impl Powers {
    /// Returns the powers of a point.
    pub fn of(point: Extension, tables: &LowDegreeExtension) -> Self {
        // Scrambled coefficients are n times too large.
        let scale = Extension::from(F::new(tables.size() as u64).inv());
        Self(by_coordinates(&scrambled_powers(scale, point, tables.size())))
    }

    /// Returns the values at the point of a segment's columns over the base field.
    pub fn values(&self, segment: &Segment, checkpoint: &Checkpoint) -> Vec<Extension> {
        let powers = self.0.each_ref().map(Vec::as_slice);
        let value = |column: &[F]| {
            checkpoint.pass();
            element(dot(column, powers))
        };
        segment.scrambled().par_columns().map(value).collect()
    }
}

/// Joins the values of the coordinates of columns over the extension.
pub fn join_values(values: &[Extension]) -> Vec<Extension> {
    values.chunks_exact(3).map(|v| (0..3).fold(Extension::ZERO, |sum, i| sum + v[i] * unit(i))).collect()
}

/// The columns of some segments, each with its coefficient in the DEEP polynomial.
pub struct DeepColumns<'a> {
    columns: Vec<&'a [F]>,
    coefficients: Vec<Coordinates>,
}

impl<'a> DeepColumns<'a> {
    /// Returns no columns.
    pub fn new() -> Self {
        Self { columns: vec![], coefficients: vec![] }
    }

    /// Adds a segment of columns over the base field.
    pub fn base(mut self, segment: &'a Segment, coefficients: &[Extension]) -> Self {
        self.columns.extend(segment.scrambled().columns());
        self.coefficients.extend(coefficients.iter().map(|&c| coordinates(c)));
        self
    }

    /// Adds a segment of columns over the extension.
    pub fn extension(mut self, segment: &'a Segment, coefficients: &[Extension]) -> Self {
        self.columns.extend(segment.scrambled().columns());
        self.coefficients.extend(coefficients.iter().flat_map(|&c| (0..3).map(move |i| coordinates(c * unit(i)))));
        self
    }

    /// Returns the evaluations over the extended domain, in its order, of sum_c coefficient_c (c(x) - c(z)) / (x - z), summed over the points z.
    pub fn evaluate(
        &self,
        points: [Extension; 2],
        tables: &LowDegreeExtension,
        checkpoint: &Checkpoint,
    ) -> Vec<Extension> {
        let mut sum = fill_coordinates(tables.size(), TASK_ROWS, |start, out| {
            checkpoint.pass();
            combine(&self.columns, &self.coefficients, start, out);
        });
        sum.par_iter_mut().for_each(|coordinate| tables.unscramble(coordinate));
        let sum: Vec<Extension> = (0..tables.size()).map(|i| element([sum[0][i], sum[1][i], sum[2][i]])).collect();

        let quotients: Vec<Vec<Extension>> = points.par_iter().map(|&point| divide(&sum, point)).collect();
        let quotient: Vec<Extension> = quotients[0].iter().zip(&quotients[1]).map(|(&a, &b)| a + b).collect();
        let extend = |mut coordinate: Vec<F>| {
            checkpoint.pass();
            let mut out = vec![F::ZERO; tables.size() * tables.cosets()];
            tables.scramble(&mut coordinate);
            tables.evaluate(&coordinate, &mut out);
            out
        };
        let values: Vec<Vec<F>> = by_coordinates(&quotient).into_par_iter().map(extend).collect();
        let value = |i: usize| {
            let place = tables.place(i);
            element([values[0][place], values[1][place], values[2][place]])
        };
        (0..tables.size() * tables.cosets()).into_par_iter().map(value).collect()
    }
}

/// Returns (p(x) - p(point)) / (x - point) by coefficients.
fn divide(polynomial: &[Extension], point: Extension) -> Vec<Extension> {
    let mut quotient = vec![Extension::ZERO; polynomial.len()];
    let mut carry = Extension::ZERO;
    for (q, &p) in quotient.iter_mut().zip(polynomial).rev() {
        *q = carry;
        carry = carry * point + p;
    }
    quotient
}

/// x^i, which coordinate i is multiplied by.
fn unit(i: usize) -> Extension {
    let mut unit = [F::ZERO; 3];
    unit[i] = F::ONE;
    element(unit)
}

fn element([a, b, c]: Coordinates) -> Extension {
    Extension::new(a, b, c)
}

//! Columns out of the domain, and the DEEP polynomial that ties them to FRI.
//!
//! Polynomials are known here by their evaluations over the first coset, n points x_i = s g^i, which are as many as their coefficients.

use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, F};
use ledger_simd::packed_extension::{coordinates, Coordinates};
use ledger_simd::sums::{combine, dot};
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_math::{batch_inversion, ExtensionOf, FieldElement, StarkField};

use super::segment::{by_coordinates, fill_coordinates, Segment};
use crate::job::Checkpoint;

/// Rows that one task combines.
const TASK_ROWS: usize = 512;

/// The first coset, seen from a point z out of the domain and from the next, g z.
pub struct OutOfDomain {
    views: [View; 2],
}

/// The first coset, seen from a point.
struct View {
    /// 1/(point - x_i)
    inverses: Vec<Extension>,
    /// What a polynomial's evaluations are multiplied by for their sum to be its value at the point, by coordinates:
    /// (point^n - s^n)/(n s^n) x_i/(point - x_i), by Lagrange's formula.
    weights: [Vec<F>; EXTENSION_DEGREE],
}

impl OutOfDomain {
    /// Returns the coset as seen from `point` and the next.
    pub fn new(point: Extension, tables: &LowDegreeExtension) -> Self {
        let (size, shift) = (tables.size(), tables.shift(0));
        let generator = F::get_root_of_unity(size.ilog2());
        let points: Vec<F> = std::iter::successors(Some(shift), |&x| Some(x * generator)).take(size).collect();
        let distances: Vec<Extension> = points.iter().map(|&x| point - Extension::from(x)).collect();
        let inverses = batch_inversion(&distances);
        let power = shift.exp(size as u64);
        let factor =
            (point.exp_vartime(size as u64) - Extension::from(power)).mul_base((F::new(size as u64) * power).inv());
        let weights: Vec<Extension> =
            inverses.iter().zip(points).map(|(&inverse, x)| factor * inverse.mul_base(x)).collect();

        // From g z, x_(i + 1) looks as x_i does from z, g times as far.
        let (mut next_inverses, mut next_weights) = (inverses.clone(), weights.clone());
        next_inverses.rotate_right(1);
        next_weights.rotate_right(1);
        let inverse_generator = generator.inv();
        next_inverses.iter_mut().for_each(|inverse| *inverse = inverse.mul_base(inverse_generator));
        let view = |inverses, weights: &[Extension]| View { inverses, weights: by_coordinates(weights) };
        Self { views: [view(inverses, &weights), view(next_inverses, &next_weights)] }
    }

    /// Returns the values of a segment's columns over the base field at the point, and at the next.
    pub fn values(&self, segment: &Segment, checkpoint: &Checkpoint) -> [Vec<Extension>; 2] {
        let value = |column: &[F]| {
            checkpoint.pass();
            let at = |view: &View| {
                let weights = view.weights.each_ref().map(Vec::as_slice);
                element(dot(&column[..weights[0].len()], weights))
            };
            (at(&self.views[0]), at(&self.views[1]))
        };
        segment.extended().par_columns().map(value).unzip().into()
    }
}

/// Joins the values of the coordinates of columns over the extension.
pub fn join_values(values: &[Extension]) -> Vec<Extension> {
    values
        .chunks_exact(EXTENSION_DEGREE)
        .map(|v| (0..EXTENSION_DEGREE).fold(Extension::ZERO, |sum, i| sum + v[i] * unit(i)))
        .collect()
}

/// The columns over the base field of some segments, each with its coefficient in the DEEP polynomial.
#[derive(Default)]
pub struct DeepColumns<'a> {
    columns: Vec<&'a [F]>,
    coefficients: Vec<Coordinates>,
    /// Sums of the columns' values at the point and the next, times their coefficients.
    values: [Extension; 2],
}

impl<'a> DeepColumns<'a> {
    /// Adds a segment of columns over the base field, with their values.
    pub fn base(mut self, segment: &'a Segment, values: &[Vec<Extension>; 2], coefficients: &[Extension]) -> Self {
        self.columns.extend(segment.extended().columns());
        self.coefficients.extend(coefficients.iter().map(|&c| coordinates(c)));
        for (sum, values) in self.values.iter_mut().zip(values) {
            values.iter().zip(coefficients).for_each(|(&value, &coefficient)| *sum += value * coefficient);
        }
        self
    }

    /// Adds a segment of columns over the extension, with the values of their coordinates.
    pub fn extension(self, segment: &'a Segment, values: &[Vec<Extension>; 2], coefficients: &[Extension]) -> Self {
        let coefficients: Vec<Extension> =
            coefficients.iter().flat_map(|&c| (0..EXTENSION_DEGREE).map(move |i| c * unit(i))).collect();
        self.base(segment, values, &coefficients)
    }

    /// Returns the evaluations over the extended domain, in its order, of sum_c coefficient_c (c(x) - c(z)) / (x - z), summed over the points z.
    pub fn evaluate(self, from: &OutOfDomain, tables: &LowDegreeExtension, checkpoint: &Checkpoint) -> Vec<Extension> {
        let sum = fill_coordinates(tables.size(), TASK_ROWS, |start, out| {
            checkpoint.pass();
            combine(&self.columns, &self.coefficients, start, out);
        });
        let quotient = |i: usize| {
            let sum = element([sum[0][i], sum[1][i], sum[2][i]]);
            let views = from.views.iter().zip(self.values);
            views.fold(Extension::ZERO, |total, (view, value)| total + (value - sum) * view.inverses[i])
        };
        let quotient: Vec<Extension> = (0..tables.size()).into_par_iter().map(quotient).collect();
        let extend = |mut coordinate: Vec<F>| {
            checkpoint.pass();
            let mut out = vec![F::ZERO; tables.size() * tables.cosets()];
            tables.interpolate_first(&mut coordinate);
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

/// x^i, which coordinate i is multiplied by.
fn unit(i: usize) -> Extension {
    let mut unit = [F::ZERO; 3];
    unit[i] = F::ONE;
    element(unit)
}

fn element([a, b, c]: Coordinates) -> Extension {
    Extension::new(a, b, c)
}

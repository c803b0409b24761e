//! Parts of the zero-knowledge tests: docs/spec/zero-knowledge.md says what each test shows.
#![allow(dead_code)]

pub mod coin;
pub mod collision;
pub mod equivocation;
pub mod ledgers;
pub mod linear;
pub mod mask_map;
pub mod prover;
pub mod simulator;

use ledger_air::{Extension, F};
use winter_math::{fft, polynom, FieldElement};

/// The extension field of production.
pub type E = Extension;

/// Returns the coefficients of a column.
pub fn interpolate<X: FieldElement<BaseField = F>>(column: &[X]) -> Vec<X> {
    let mut values = column.to_vec();
    let twiddles = fft::get_inv_twiddles::<F>(values.len());
    fft::interpolate_poly(&mut values, &twiddles);
    values
}

/// Returns the column of a polynomial.
pub fn evaluate<X: FieldElement<BaseField = F>>(coefficients: &[X]) -> Vec<X> {
    let mut values = coefficients.to_vec();
    let twiddles = fft::get_twiddles::<F>(values.len());
    fft::evaluate_poly(&mut values, &twiddles);
    values
}

/// Returns a polynomial's value.
pub fn at<B, X>(coefficients: &[B], point: X) -> X
where
    B: FieldElement,
    X: FieldElement + From<B>,
{
    polynom::eval(coefficients, point)
}

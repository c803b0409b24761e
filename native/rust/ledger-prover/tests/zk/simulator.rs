//! The simulator: a proof's view from the public inputs and the challenges alone, without a ledger.

use ledger_air::columns::{aux, MAIN_WIDTH};
use ledger_air::{PublicInputs, F};
use rayon::prelude::*;
use winter_air::{Air, EvaluationFrame};
use winter_math::{fft, polynom, ExtensionOf, FieldElement, StarkField};

use super::coin::{air, base, element, fresh, Challenges};
use super::mask_map::CHUNKS;
use super::prover::{prove, View};
use super::{at, interpolate, E};

/// Returns a view: columns and masks are uniform polynomials; the chunks are uniform but for what the constraints say of them where they
/// are opened; DEEP and FRI are honest.
pub fn simulate<const LIMB: u32>(inputs: &PublicInputs) -> View {
    let rows = inputs.rows();
    let challenges = Challenges::new::<LIMB>(inputs);
    let mut rng = fresh();
    let main: Vec<Vec<F>> = (0..MAIN_WIDTH).map(|_| (0..rows).map(|_| base(&mut rng)).collect()).collect();
    let aux: Vec<Vec<E>> = (0..aux::WIDTH).map(|_| (0..rows).map(|_| element(&mut rng)).collect()).collect();
    let main_polynomials: Vec<Vec<F>> = main.par_iter().map(|c| interpolate(c)).collect();
    let aux_polynomials: Vec<Vec<E>> = aux.iter().map(|c| interpolate(c)).collect();

    let mut chunks: Vec<Vec<E>> = (0..CHUNKS).map(|_| (0..rows).map(|_| element(&mut rng)).collect()).collect();
    let points = challenges.opened();
    let defect = |&y: &E| {
        let power = y.exp(rows as u64);
        let joined = chunks.iter().rev().fold(E::ZERO, |sum, chunk| sum * power + at::<E, E>(chunk, y));
        quotient::<LIMB>(inputs, &challenges, &main_polynomials, &aux_polynomials, y) - joined
    };
    let defects: Vec<E> = points.par_iter().map(defect).collect();
    let correction = polynom::interpolate(&points, &defects, false);
    chunks[0].iter_mut().zip(correction).for_each(|(c, v)| *c += v);

    let coefficients = chunks.concat();
    let domain = air::<LIMB>(inputs).lde_domain_size();
    let mut composition = [coefficients, vec![E::ZERO; domain - CHUNKS * rows]].concat();
    let twiddles = fft::get_twiddles::<F>(domain);
    composition = fft::evaluate_poly_with_offset(&composition, &twiddles, F::GENERATOR, 1);
    prove::<LIMB>(inputs, &main, &|_, _| aux.clone(), Some(&composition))
}

/// Returns the composition polynomial's value at y, as a verifier derives it from the columns at y and gy.
fn quotient<const LIMB: u32>(
    inputs: &PublicInputs,
    challenges: &Challenges,
    main: &[Vec<F>],
    aux: &[Vec<E>],
    y: E,
) -> E {
    let air = air::<LIMB>(inputs);
    let next = y.mul_base(challenges.generator);
    let frame = |columns: &dyn Fn(E) -> Vec<E>| EvaluationFrame::from_rows(columns(y), columns(next));
    let main_frame = frame(&|y| main.iter().map(|p| at(p, y)).collect());
    let aux_frame = frame(&|y| aux.iter().map(|p| at(p, y)).collect());
    let periodic: Vec<E> =
        air.get_periodic_column_polys().iter().map(|p| at(p, y.exp((inputs.rows() / p.len()) as u64))).collect();
    let transition = air.get_transition_constraints(&challenges.coefficients.transition);
    let mut main_values = vec![E::ZERO; transition.num_main_constraints()];
    let mut aux_values = vec![E::ZERO; transition.num_aux_constraints()];
    air.evaluate_transition(&main_frame, &periodic, &mut main_values);
    air.evaluate_aux_transition(&main_frame, &aux_frame, &periodic, &challenges.random, &mut aux_values);
    let boundary = air.get_boundary_constraints(Some(&challenges.random), &challenges.coefficients.boundary);
    let mut value = transition.combine_evaluations(&main_values, &aux_values, y);
    value += boundary.main_constraints().iter().fold(E::ZERO, |s, g| s + g.evaluate_at(main_frame.current(), y));
    value + boundary.aux_constraints().iter().fold(E::ZERO, |s, g| s + g.evaluate_at(aux_frame.current(), y))
}

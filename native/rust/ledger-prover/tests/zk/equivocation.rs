//! Chooses one ledger's masks so that its proof shows what another proof shows.

use ledger_air::columns::aux;
use ledger_air::constants::PAD_ROWS;
use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::F;
use ledger_prover::entropy::Entropy;
use rayon::prelude::*;
use winter_math::{ExtensionOf, FieldElement};

use super::coin::{base, element, fresh, Challenges};
use super::ledgers::Ledger;
use super::linear::solve;
use super::mask_map::{MaskMap, CHUNKS, SHIFTS};
use super::prover::{honest_aux, prove, View};
use super::{at, evaluate, interpolate, E};
use crate::support::LIMB;

/// What may be chosen.
#[derive(Clone, Copy)]
pub struct Freedom {
    /// Random rows at the end of each column.
    pub rows: usize,
    /// Match the columns at gx, too.
    pub next: bool,
    /// Match the columns at g^2 z, too.
    pub after_next: bool,
    /// quotient_mask may be chosen.
    pub quotient_mask: bool,
    /// deep_mask may be chosen.
    pub deep_mask: bool,
}

/// All that the product leaves random.
pub const PRODUCT: Freedom =
    Freedom { rows: PAD_ROWS, next: true, after_next: true, quotient_mask: true, deep_mask: true };

/// Where no choice of the masks gives the target's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    MainRows,
    AuxRows,
    QuotientMask,
    DeepMask,
}

/// Returns a proof of `ledger` that shows what `target` shows.
pub fn equivocate(target: &View, ledger: &Ledger, freedom: Freedom) -> Result<View, Stuck> {
    let challenges = Challenges::new::<LIMB>(&ledger.inputs);
    let points = Points::new(&challenges, freedom);
    let entropy = Entropy::from_os().unwrap();

    let mut main = ledger.main(&entropy);
    points.match_base(&mut main, &target.main, freedom.rows).ok_or(Stuck::MainRows)?;

    // The auxiliary columns as the product builds them on these rows; then their own random rows are chosen.
    let first = prove::<LIMB>(&ledger.inputs, &main, &*honest_aux::<LIMB>(&ledger.inputs, &entropy), None);
    let mut columns: Vec<Vec<E>> = first.aux.iter().map(|c| evaluate(c)).collect();
    points.match_extension(&mut columns[..aux::QUOTIENT_MASK], &target.aux, freedom.rows).ok_or(Stuck::AuxRows)?;
    if !freedom.quotient_mask {
        columns[aux::QUOTIENT_MASK] = evaluate(&target.aux[aux::QUOTIENT_MASK]);
    }
    let second = prove::<LIMB>(&ledger.inputs, &main, &|_, _| columns.clone(), None);

    let rows = ledger.inputs.rows();
    let map = MaskMap::new(rows, challenges.mask_coefficient, &SHIFTS);
    let change = quotient_mask_change(target, &second, &map, &challenges, freedom).ok_or(Stuck::QuotientMask)?;
    let mut aux_polynomials = second.aux;
    add(&mut aux_polynomials[aux::QUOTIENT_MASK], &change, E::ONE);
    let mut chunks = second.chunks;
    chunks.iter_mut().zip(map.chunks(&change)).for_each(|(chunk, change)| add(chunk, &change, E::ONE));

    let after = View { aux: aux_polynomials, chunks, ..second };
    columns[aux::QUOTIENT_MASK] = evaluate(&after.aux[aux::QUOTIENT_MASK]);
    columns[aux::DEEP_MASK] = evaluate(&deep_mask(target, &after, &challenges, freedom).ok_or(Stuck::DeepMask)?);
    Ok(prove::<LIMB>(&ledger.inputs, &main, &|_, _| columns.clone(), None))
}

/// Returns the change of quotient_mask that gives its own and the chunks' opened values.
fn quotient_mask_change(
    target: &View,
    now: &View,
    map: &MaskMap,
    challenges: &Challenges,
    freedom: Freedom,
) -> Option<Vec<E>> {
    let rows = now.main[0].len();
    let unknowns: Vec<usize> = (0..rows).collect();
    let polynomials = |view: &View| [view.chunks.clone(), vec![view.aux[aux::QUOTIENT_MASK].clone()]].concat();
    let (wanted, found) = (polynomials(target), polynomials(now));
    assert_eq!(wanted.len(), CHUNKS + 1);
    let (mut matrix, mut right) = (vec![], vec![]);
    for y in challenges.opened() {
        match freedom.quotient_mask {
            true => matrix.extend(map.equations(y, &unknowns)),
            false => matrix.extend(vec![vec![E::ZERO; 1]; wanted.len()]),
        }
        right.extend(wanted.iter().zip(&found).map(|(w, f)| vec![at(w, y) - at::<E, E>(f, y)]));
    }
    let mut rng = fresh();
    solve(matrix, right, || element(&mut rng)).map(|mut solutions| solutions.remove(0))
}

/// Returns the deep_mask that makes the DEEP polynomial the target's: it takes up the difference of all others.
fn deep_mask(target: &View, now: &View, challenges: &Challenges, freedom: Freedom) -> Option<Vec<E>> {
    let coefficients = &challenges.deep;
    let own = coefficients.trace[target.main.len() + aux::DEEP_MASK].inv();
    let mut difference = vec![E::ZERO; target.main[0].len()];
    for (i, (wanted, found)) in target.main.iter().zip(&now.main).enumerate() {
        let lift = |p: &[F]| -> Vec<E> { p.iter().map(|&v| E::from(v)).collect() };
        add(&mut difference, &lift(wanted), coefficients.trace[i] * own);
        add(&mut difference, &lift(found), -coefficients.trace[i] * own);
    }
    for i in 0..aux::DEEP_MASK {
        let coefficient = coefficients.trace[target.main.len() + i] * own;
        add(&mut difference, &target.aux[i], coefficient);
        add(&mut difference, &now.aux[i], -coefficient);
    }
    for (i, (wanted, found)) in target.chunks.iter().zip(&now.chunks).enumerate() {
        add(&mut difference, wanted, coefficients.constraints[i] * own);
        add(&mut difference, found, -coefficients.constraints[i] * own);
    }
    if !freedom.deep_mask && difference.iter().any(|&v| v != E::ZERO) {
        return None;
    }
    add(&mut difference, &target.aux[aux::DEEP_MASK], E::ONE);
    Some(difference)
}

fn add(sum: &mut [E], term: &[E], factor: E) {
    sum.iter_mut().zip(term).for_each(|(s, &t)| *s += t * factor);
}

/// Points at which every column is to take the target's values.
struct Points {
    base: Vec<F>,
    extension: Vec<E>,
    generator: F,
}

impl Points {
    fn new(challenges: &Challenges, freedom: Freedom) -> Self {
        let generator = challenges.generator;
        let mut base = challenges.queries.clone();
        if freedom.next {
            base.extend(challenges.queries.iter().map(|&x| x * generator));
        }
        let [z, gz] = challenges.out_of_domain;
        let mut extension = vec![z, gz];
        if freedom.after_next {
            extension.push(gz.mul_base(generator));
        }
        Self { base, extension, generator }
    }

    /// Changes the last rows of base columns; None if they are too few.
    fn match_base(&self, columns: &mut [Vec<F>], wanted: &[Vec<F>], rows: usize) -> Option<()> {
        let length = columns[0].len();
        let mut matrix: Vec<Vec<F>> = self.base.iter().map(|&y| influence(y, self.generator, length, rows)).collect();
        for &y in &self.extension {
            let row = influence(y, E::from(self.generator), length, rows);
            matrix.extend((0..EXTENSION_DEGREE).map(|c| row.iter().map(|v| coordinate(*v, c)).collect()));
        }
        let difference = |(column, wanted): (&Vec<F>, &Vec<F>)| -> Vec<F> {
            let found = interpolate(column);
            let gap: Vec<F> = wanted.iter().zip(&found).map(|(&w, &f)| w - f).collect();
            let at_base = self.base.iter().map(|&y| at(&gap, y));
            let at_extension: Vec<E> = self.extension.iter().map(|&y| at::<F, E>(&gap, y)).collect();
            at_base.chain(coordinates(&at_extension)).collect()
        };
        let gaps: Vec<Vec<F>> = columns.par_iter().zip(wanted).map(difference).collect();
        let mut rng = fresh();
        let solutions = solve(matrix, transposed(&gaps), || base(&mut rng))?;
        apply(columns, &solutions);
        Some(())
    }

    /// Changes the last rows of extension columns; None if they are too few.
    fn match_extension(&self, columns: &mut [Vec<E>], wanted: &[Vec<E>], rows: usize) -> Option<()> {
        let length = columns[0].len();
        let points: Vec<E> = self.base.iter().map(|&x| E::from(x)).chain(self.extension.iter().copied()).collect();
        let matrix = points.iter().map(|&y| influence(y, E::from(self.generator), length, rows)).collect();
        let difference = |(column, wanted): (&Vec<E>, &Vec<E>)| -> Vec<E> {
            let found = interpolate(column);
            points.iter().map(|&y| at::<E, E>(wanted, y) - at::<E, E>(&found, y)).collect()
        };
        let gaps: Vec<Vec<E>> = columns.par_iter().zip(wanted).map(difference).collect();
        let mut rng = fresh();
        let solutions = solve(matrix, transposed(&gaps), || element(&mut rng))?;
        apply(columns, &solutions);
        Some(())
    }
}

/// Returns how much each of the last rows of a column adds to its polynomial's value at y: the Lagrange polynomials.
pub fn influence<X: FieldElement>(y: X, generator: X, length: usize, rows: usize) -> Vec<X> {
    let vanishing = (y.exp_vartime((length as u32).into()) - X::ONE) / X::from(length as u32);
    (length - rows..length)
        .map(|row| {
            let point = generator.exp_vartime((row as u32).into());
            vanishing * point / (y - point)
        })
        .collect()
}

pub fn coordinate(value: E, coordinate: usize) -> F {
    E::slice_as_base_elements(&[value])[coordinate]
}

/// Returns all coordinates of some elements, one element after the other.
pub fn coordinates(values: &[E]) -> Vec<F> {
    E::slice_as_base_elements(values).to_vec()
}

fn transposed<X: Copy>(columns: &[Vec<X>]) -> Vec<Vec<X>> {
    (0..columns[0].len()).map(|row| columns.iter().map(|c| c[row]).collect()).collect()
}

fn apply<X: FieldElement>(columns: &mut [Vec<X>], changes: &[Vec<X>]) {
    for (column, changes) in columns.iter_mut().zip(changes) {
        let start = column.len() - changes.len();
        column[start..].iter_mut().zip(changes).for_each(|(cell, &change)| *cell += change);
    }
}

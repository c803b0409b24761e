//! Proves any trace, in the relation without one of its parts, with winterfell's own parts and fixed seeds.

use std::collections::HashMap;

use ledger_air::challenges::Challenges;
use ledger_air::columns::{self, aux, entry};
use ledger_air::constants::{CLOSING_ROWS, PAD_ROWS};
use ledger_air::constraints::lookup::{fractions, scaled_step, RANGE_CHECKED};
use ledger_air::{PublicInputs, ScaledLedgerAir, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::lookup;
use ledger_prover::reference::{self, AuxSource, ColumnTrace};
use ledger_prover::trace::{Expanded, MainTrace};
use ledger_verifier::shape::ProofShape;
use winter_air::{Air, AuxRandElements, ProofOptions};
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;
use winter_prover::Trace;

use crate::coin::{bend, Lie, LyingCoin};
use crate::mutant::{helper_of, Dropped, MutantAir, MutantInputs, Numerator, FIRST_ENTRY_FRACTION, STEP_FRACTION};

/// Where a forger puts what the look-up sum lacks for END-SUM to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absorber {
    /// Nowhere: the sum is what it is.
    Nothing,
    /// Into a helper column, on one row.
    Helper(usize),
    /// Into the sum, between two rows.
    Jump,
    /// Into the sum, from its start.
    Start,
}

/// A trace to prove, and the part of the relation to leave out.
#[derive(Clone)]
pub struct Forgery {
    pub inputs: PublicInputs,
    pub expanded: Expanded,
    pub dropped: Dropped,
    pub absorber: Absorber,
}

/// Proves a forgery. The same bytes on every run, on a machine of any kind.
///
/// # Panics
/// If winterfell's prover fails.
pub fn prove<const LIMB: u32>(forgery: &Forgery, options: &ProofOptions) -> Vec<u8> {
    prove_lying::<LIMB>(forgery, options, Lie::Nothing)
}

/// The same by a prover that leaves the protocol.
///
/// # Panics
/// As [`prove`].
pub fn prove_lying<const LIMB: u32>(forgery: &Forgery, options: &ProofOptions, lie: Lie) -> Vec<u8> {
    let entropy = Entropy::insecure_fixed(0xC0);
    let trace = trace::<LIMB>(forgery, &entropy);
    let inputs = MutantInputs { inputs: forgery.inputs.clone(), dropped: forgery.dropped };
    let forger = Forger::<LIMB> { forgery, entropy, options };
    // One thread searches the nonce in order: several would find any.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let prove = || {
        LyingCoin::tell(lie);
        reference::prove::<MutantAir<LIMB>, LyingCoin, _>(inputs, trace, &forger, options)
    };
    let mut proof = pool.install(prove).expect("winterfell proves any trace");
    bend(&mut proof, ProofShape::under::<LIMB>(&forgery.inputs, options.clone()).header.len(), lie);
    proof
}

/// Main columns, with the counts of the look-ups that are left: a value's count stands on the first row of the range table that holds it.
fn trace<const LIMB: u32>(forgery: &Forgery, entropy: &Entropy) -> ColumnTrace {
    let honest = MainTrace::new::<LIMB>(&forgery.inputs, forgery.expanded.clone(), entropy);
    let honest = ColumnTrace::from(&honest);
    let main = honest.main_segment();
    let closing = forgery.expanded.rows() - CLOSING_ROWS;
    let table = main.get_column(columns::RANGE);
    let places: HashMap<u64, usize> = (0..closing).rev().map(|row| (table[row].as_int(), row)).collect();
    let (mut ranges, mut prices) = (vec![0u64; closing], vec![0u64; forgery.inputs.weights.len()]);
    let dropped = forgery.dropped.fraction();
    let whole = !matches!(forgery.dropped, Dropped::Numerator(_, Numerator::Low | Numerator::High));
    let mut row_cells = vec![F::ZERO; main.num_cols()];
    for row in 0..closing {
        main.read_row_into(row, &mut row_cells);
        let cells = RANGE_CHECKED.iter().map(|&column| row_cells[column]).enumerate();
        let step = (STEP_FRACTION, scaled_step::<F, LIMB>(&row_cells, forgery.inputs.max_steps_log2));
        for (fraction, value) in cells.chain([step]) {
            if let (true, Some(&place)) = (dropped != Some(fraction), places.get(&value.as_int())) {
                ranges[place] += 1;
            }
        }
        for j in (0..3).filter(|j| !(whole && dropped == Some(FIRST_ENTRY_FRACTION + j))) {
            if let Some(count) = prices.get_mut(row_cells[entry::key(j)].as_int() as usize) {
                *count += 1;
            }
        }
    }
    let mut all: Vec<Vec<F>> = main.columns().map(<[F]>::to_vec).collect();
    all[columns::RANGE_COUNT][..closing].iter_mut().zip(ranges).for_each(|(cell, n)| *cell = F::new(n));
    all[columns::PRICE_COUNT].iter_mut().zip(prices).for_each(|(cell, n)| *cell = F::new(n));
    ColumnTrace::new(honest.info().clone(), all)
}

struct Forger<'f, const LIMB: u32> {
    forgery: &'f Forgery,
    entropy: Entropy,
    options: &'f ProofOptions,
}

impl<const LIMB: u32> Forger<'_, LIMB> {
    /// The auxiliary columns of an honest prover, less what is dropped, with the sum bent to its end.
    fn columns<E: FieldElement<BaseField = F>>(&self, main: &ColMatrix<F>, random: &AuxRandElements<E>) -> Vec<Vec<E>> {
        let (inputs, elements) = (&self.forgery.inputs, random.rand_elements());
        let mut columns = lookup::build::<E, LIMB>(inputs, main, elements, &self.entropy).into_columns();
        let closing = inputs.rows() - PAD_ROWS - CLOSING_ROWS;
        if let Some(fraction) = self.forgery.dropped.fraction() {
            self.leave_out(fraction, main, elements, &mut columns, closing);
        }
        let air = ScaledLedgerAir::<LIMB>::new(
            ScaledLedgerAir::<LIMB>::trace_info(inputs),
            inputs.clone(),
            self.options.clone(),
        );
        let end = air.get_aux_assertions(random)[1].values()[0];
        let missing = end - columns[aux::SUM][closing];
        let first = match self.forgery.absorber {
            Absorber::Nothing => return columns,
            Absorber::Start => 0,
            Absorber::Jump => 10,
            Absorber::Helper(h) => {
                columns[aux::HELPERS + h][9] += missing;
                10
            }
        };
        columns[aux::SUM][first..=closing].iter_mut().for_each(|sum| *sum += missing);
        columns
    }

    /// Takes (a part of) a fraction out of its helper and the sum.
    fn leave_out<E: FieldElement<BaseField = F>>(
        &self,
        fraction: usize,
        main: &ColMatrix<F>,
        random: &[E],
        columns: &mut [Vec<E>],
        closing: usize,
    ) {
        let inputs = &self.forgery.inputs;
        let (challenges, prices) = (Challenges::new(random), inputs.price_table());
        let (mut cur, mut next) = (vec![F::ZERO; main.num_cols()], vec![F::ZERO; main.num_cols()]);
        let mut taken = E::ZERO;
        for row in 0..closing {
            main.read_row_into(row, &mut cur);
            main.read_row_into(row + 1, &mut next);
            let price = prices[row % prices.len()];
            let all = fractions::<F, E, LIMB>(&cur, &next, price, inputs.max_steps_log2, &challenges);
            let (numerator, denominator) = all[fraction];
            let missing = self.forgery.dropped.missing::<F, E, LIMB>(&cur, random, numerator);
            let value = missing.expect("a fraction").1 / denominator;
            taken += value;
            if let Some(h) = helper_of(fraction) {
                columns[aux::HELPERS + h][row] -= value;
            }
            columns[aux::SUM][row + 1] -= taken;
        }
    }
}

impl<const LIMB: u32> AuxSource for Forger<'_, LIMB> {
    fn aux<E: FieldElement<BaseField = F>>(&self, main: &ColMatrix<F>, random: &AuxRandElements<E>) -> ColMatrix<E> {
        ColMatrix::new(self.columns(main, random))
    }
}

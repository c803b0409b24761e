//! Evaluates every constraint on every row, without proving: what breaks where.

use std::collections::BTreeMap;

use ledger_air::columns::periodic;
use ledger_air::constraints::{aux_groups, ids, main_groups};
use ledger_air::{proof_options, Extension, PublicInputs, ScaledLedgerAir, F};
use winter_air::{Air, AuxRandElements, EvaluationFrame};
use winter_math::FieldElement;
use winter_prover::{matrix::ColMatrix, Trace};

use crate::entropy::Entropy;
use crate::lookup;
use crate::reference::ColumnTrace;
use crate::trace::MainTrace;

/// Constraint ids that a trace breaks, each with its first row.
pub type Violations = BTreeMap<&'static str, usize>;

/// Extension field of the check.
pub type E = Extension;

/// Returns all constraints and boundary assertions that the trace breaks, for look-up challenges drawn from `entropy`.
pub fn violations<const LIMB: u32>(inputs: &PublicInputs, trace: &MainTrace, entropy: &Entropy) -> Violations {
    violations_with::<LIMB>(inputs, trace, entropy, |_| {})
}

/// Returns the look-up challenges of a check.
pub fn challenges(entropy: &Entropy) -> AuxRandElements<E> {
    let mut stream = entropy.stream(u64::MAX);
    AuxRandElements::new(vec![stream.element(), stream.element()])
}

/// Returns [`violations`] after `change` changed the auxiliary segment, column by column.
pub fn violations_with<const LIMB: u32>(
    inputs: &PublicInputs,
    trace: &MainTrace,
    entropy: &Entropy,
    change: impl FnOnce(&mut [Vec<E>]),
) -> Violations {
    let random = challenges(entropy);
    let trace = ColumnTrace::from(trace);
    let main = trace.main_segment();
    let mut aux = lookup::build::<E, LIMB>(inputs, main, random.rand_elements(), entropy).into_columns();
    change(&mut aux);
    let aux = ColMatrix::new(aux);
    let air = ScaledLedgerAir::<LIMB>::new(trace.info().clone(), inputs.clone(), proof_options());

    let mut found = Violations::new();
    for (id, a) in ScaledLedgerAir::<LIMB>::assertion_ids().into_iter().zip(air.get_assertions()) {
        if main.get(a.column(), a.first_step()) != a.values()[0] {
            found.entry(id).or_insert(a.first_step());
        }
    }
    for (id, a) in ScaledLedgerAir::<LIMB>::aux_assertion_ids().into_iter().zip(air.get_aux_assertions(&random)) {
        if aux.get(a.column(), a.first_step()) != a.values()[0] {
            found.entry(id).or_insert(a.first_step());
        }
    }

    let (main_ids, aux_ids) = (ids(&main_groups()), ids(&aux_groups()));
    let (mut main_out, mut aux_out) = (vec![F::ZERO; main_ids.len()], vec![E::ZERO; aux_ids.len()]);
    let mut main_frame = EvaluationFrame::new(main.num_cols());
    let mut aux_frame = EvaluationFrame::<E>::new(aux.num_cols());
    let table = air.get_periodic_column_values();
    let mut periodic_row = [F::ZERO; periodic::COUNT];
    for row in 0..air.closing_row() {
        trace.read_main_frame(row, &mut main_frame);
        aux.read_row_into(row, aux_frame.current_mut());
        aux.read_row_into(row + 1, aux_frame.next_mut());
        for (value, column) in periodic_row.iter_mut().zip(&table) {
            *value = column[row % column.len()];
        }
        air.evaluate_transition(&main_frame, &periodic_row, &mut main_out);
        air.evaluate_aux_transition(&main_frame, &aux_frame, &periodic_row, &random, &mut aux_out);
        let main_broken = main_ids.iter().zip(&main_out).filter(|(_, v)| **v != F::ZERO).map(|(id, _)| id);
        let aux_broken = aux_ids.iter().zip(&aux_out).filter(|(_, v)| **v != E::ZERO).map(|(id, _)| id);
        for id in main_broken.chain(aux_broken) {
            found.entry(id).or_insert(row);
        }
    }
    found
}

//! For each constraint id: a trace that breaks just that one. An id without a mutation fails.

mod support;

use std::collections::BTreeSet;

use ledger_air::columns::{self, aux, entry};
use ledger_air::constraints::{aux_groups, main_groups};
use ledger_air::{PublicInputs, ScaledLedgerAir, F};
use ledger_prover::check::{violations_with, E};
use ledger_prover::entropy::Entropy;
use ledger_prover::trace::{Expanded, MainTrace};
use support::tree::{hash_again, plant, regrow, replant};
use support::*;
use winter_math::FieldElement;

type AuxChange = Box<dyn Fn(&mut [Vec<E>])>;

struct Mutant {
    id: &'static str,
    inputs: PublicInputs,
    expanded: Expanded,
    aux: AuxChange,
}

/// Changes cells of an honest trace.
fn cells(id: &'static str, change: impl FnOnce(&SmallLedger, &mut Expanded)) -> Mutant {
    let ledger = SmallLedger::sample();
    let mut expanded = ledger.expand();
    change(&ledger, &mut expanded);
    Mutant { id, inputs: ledger.inputs_for(&expanded), expanded, aux: Box::new(|_| {}) }
}

/// Changes an honest plan before hashing.
fn plan(id: &'static str, mut ledger: SmallLedger, change: impl FnOnce(&mut SmallLedger)) -> Mutant {
    change(&mut ledger);
    ledger.plan.settle();
    let expanded = ledger.expand();
    Mutant { id, inputs: ledger.inputs_for(&expanded), expanded, aux: Box::new(|_| {}) }
}

/// Changes the auxiliary segment.
fn auxiliary(id: &'static str, change: impl Fn(&mut [Vec<E>]) + 'static) -> Mutant {
    Mutant { aux: Box::new(change), ..cells(id, |_, _| {}) }
}

/// First row of the sample's account of four rows, and of one of two rows.
fn long_account(ledger: &SmallLedger) -> usize {
    let rows = &ledger.plan.rows;
    (0..rows.len()).find(|&r| rows[r + 1].first == F::ZERO && rows[r + 2].first == F::ZERO).unwrap()
}
fn two_rows(ledger: &SmallLedger) -> usize {
    let rows = &ledger.plan.rows;
    (0..).find(|&r| rows[r].first == F::ONE && rows[r + 1].first == F::ZERO && rows[r + 2].first == F::ONE).unwrap()
}

fn mutants() -> Vec<Mutant> {
    let at = |row: usize, column: usize| move |_: &SmallLedger, e: &mut Expanded| e.row_mut(row)[column] += F::ONE;
    let closing = |e: &[Vec<E>]| e[0].len() - ledger_air::PAD_ROWS - 1;
    let mut all = vec![
        cells("LEAF-ROUND", at(5, columns::LEAF_STATES + 3)),
        cells("NODE-ROUND", at(5, columns::NODE_STATES + 14)),
        cells("LEAF-DIGEST", |l, e| e.row_mut(long_account(l))[columns::LEAF_DIGEST] += F::ONE),
        cells("ABSORB-FIRST", |l, e| {
            // the capacity of an account of one row; its leaf goes into the tree as the lane has it
            let row = l.control_start() - 1;
            e.row_mut(row)[columns::LEAF_IN + 1] += F::ONE;
            hash_again(e, row);
            replant(e, l.plan.accounts as usize - 2, row);
        }),
        cells("ABSORB-NEXT", |l, e| {
            let row = two_rows(l) + 1;
            e.row_mut(row)[columns::LEAF_IN] += F::ONE;
            hash_again(e, row);
            let account = word(l.plan.rows[row].leaf_index) - l.plan.accounts;
            replant(e, account as usize, row);
        }),
        plan("LIMB-EXTRA", SmallLedger::sample(), |l| {
            l.plan.rows[0].entries[1].limbs[4] = F::ONE;
            l.add_to_total(2, 1 << WORD, 0);
        }),
        plan("CONTROL-RISE", SmallLedger::new(&[account(1, &[(4, 5), (6, 7)])]), |l| {
            let row = l.control_start();
            l.plan.rows[row].control = F::ZERO;
        }),
        plan("CONTROL-LAST", SmallLedger::sample(), |l| {
            let row = l.control_start() - 1;
            l.plan.rows[row].control = F::ONE;
        }),
        cells("LEAF-INDEX", |l, e| e.row_mut(long_account(l))[columns::LEAF_INDEX] += F::ONE),
        cells("NODE-INDEX", |l, e| e.row_mut(l.plan.accounts as usize + 3)[columns::NODE_INDEX] += F::ONE),
        cells("STEP", |l, e| e.row_mut(l.control_start() - 1)[columns::STEP] += F::ONE),
        cells("RANGE-STEP", |_, e| e.row_mut(600)[columns::RANGE] = F::from(7u32)),
        cells("VALUE-LOW", |l, e| {
            let row = two_rows(l) + 1;
            e.row_mut(row)[columns::VALUE_LOW] += F::ONE;
            e.row_mut(row)[columns::NET_REMAINDER] += F::ONE;
        }),
        cells("VALUE-HIGH", |l, e| {
            let row = two_rows(l) + 1;
            e.row_mut(row)[columns::VALUE_HIGH] += F::ONE;
            e.row_mut(row)[columns::NET_HIGH] += F::ONE;
        }),
        cells("NET-LOW", at(0, columns::NET_REMAINDER)),
        cells("NET-HIGH", at(0, columns::NET_HIGH)),
        cells("START-FIRST", |_, e| e.row_mut(0)[columns::FIRST] = F::ZERO),
        cells("START-VALUE-LOW", |_, e| {
            e.row_mut(0)[columns::VALUE_LOW] += F::ONE;
            e.row_mut(0)[columns::NET_REMAINDER] += F::ONE;
        }),
        cells("START-VALUE-HIGH", |_, e| {
            e.row_mut(0)[columns::VALUE_HIGH] += F::ONE;
            e.row_mut(0)[columns::NET_HIGH] += F::ONE;
        }),
        cells("START-RANGE", |_, e| {
            for r in 0..1usize << LIMB {
                e.row_mut(r)[columns::RANGE] = F::new(r as u64) - F::ONE;
            }
        }),
        cells("END-RANGE", |_, e| (1 << LIMB..e.rows()).for_each(|r| e.row_mut(r)[columns::RANGE] += F::ONE)),
        plan("END-CONTROL", SmallLedger::new(&[account(1, &[(4, 22), (6, 33)])]), |l| {
            // 1 - 2 control = -11/10: the control account holds 10/11 of everything, and its scaled steps stay in range
            let start = l.control_start();
            let control = F::from(63u32) * F::from(60u32).inv();
            l.add_to_total(4, -2, 0);
            l.add_to_total(6, -3, 0);
            l.plan.rows[start..].iter_mut().for_each(|r| r.control = control);
        }),
    ];
    let ledger = sample_of_multiple(1);
    let mut expanded = ledger.expand();
    let mut inputs = ledger.inputs_for(&expanded);
    inputs.accounts = (inputs.accounts - 1) / 2 + 1;
    inputs.root = regrow(&mut expanded, inputs.accounts, 1);
    all.push(Mutant { id: "START-LEAF-INDEX", inputs, expanded, aux: Box::new(|_| {}) });
    let mut end_digest = cells("END-DIGEST", |l, e| plant(e, 2 * l.plan.accounts as usize - 1, [F::ONE; 4]));
    end_digest.inputs.control_digest = [F::ONE; 4];
    all.push(end_digest);
    for h in 0..aux::HELPER_COUNT {
        let id = ["LOOKUP-0", "LOOKUP-1", "LOOKUP-2", "LOOKUP-3", "LOOKUP-4"][h];
        all.push(auxiliary(id, move |a| {
            // one row's helper too large, the next one's too small by as much
            a[aux::HELPERS + h][9] += E::ONE;
            a[aux::HELPERS + h][10] -= E::ONE;
            a[aux::SUM][10] += E::ONE;
        }));
    }
    all.push(auxiliary("LOOKUP-SUM", |a| a[aux::SUM][77] += E::ONE));
    all.push(cells("END-SUM", |_, e| e.row_mut(3)[entry::limb(2, 4)] = F::ZERO));
    all.last_mut().unwrap().inputs.root[0] += F::ONE;
    // the end is where it should be, because the start is not
    let mut start_sum = cells("START-SUM", |_, _| {});
    start_sum.inputs.root[0] += F::ONE;
    let right = start_sum.inputs.clone();
    start_sum.aux = Box::new(move |a| {
        let (closing, last) = (closing(a), a[aux::SUM].len());
        let missing = expected_end(&right) - a[aux::SUM][closing];
        a[aux::SUM][..=closing].iter_mut().for_each(|s| *s += missing);
        assert!(last > closing);
    });
    all.push(start_sum);
    all
}

/// Value that END-SUM asserts, for the challenges of the check.
fn expected_end(inputs: &PublicInputs) -> E {
    use winter_air::Air;
    let random = ledger_prover::check::challenges(&Entropy::insecure_fixed(7));
    let info = ScaledLedgerAir::<LIMB>::trace_info(inputs);
    let air = ScaledLedgerAir::<LIMB>::new(info, inputs.clone(), ledger_air::proof_options());
    air.get_aux_assertions(&random)[1].values()[0]
}

#[test]
fn each_mutant_breaks_just_its_constraint() {
    let entropy = Entropy::insecure_fixed(7);
    let mut wrong = vec![];
    for mutant in mutants() {
        let trace = MainTrace::new::<LIMB>(&mutant.inputs, mutant.expanded.clone(), &entropy);
        let found = violations_with::<LIMB>(&mutant.inputs, &trace, &entropy, &mutant.aux);
        if found.keys().copied().collect::<Vec<_>>() != [mutant.id] {
            wrong.push(format!("{} breaks {found:?}", mutant.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_id_has_a_mutant() {
    let mutated: BTreeSet<_> = mutants().iter().map(|m| m.id).collect();
    let all: BTreeSet<_> = main_groups()
        .iter()
        .chain(&aux_groups())
        .map(|g| g.id)
        .chain(ScaledLedgerAir::<LIMB>::assertion_ids())
        .chain(ScaledLedgerAir::<LIMB>::aux_assertion_ids())
        // holds for every trace: it hides, and stops nothing
        .filter(|id| *id != "QUOTIENT-MASK")
        .collect();
    assert_eq!(mutated, all);
}

#[test]
fn quotient_mask_holds_for_every_trace() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    for byte in 0..3 {
        let entropy = Entropy::insecure_fixed(byte);
        let trace = MainTrace::new::<LIMB>(&inputs, expanded.clone(), &entropy);
        assert!(violations_with::<LIMB>(&inputs, &trace, &entropy, |_| {}).is_empty());
    }
}

//! Dishonest provers: each changes a ledger as far as it can without hashing backwards, proves it with the honest kernel's own parts,
//! and the verifier must refuse.

mod support;

use ledger_air::columns::{self, entry};
use ledger_air::{PublicInputs, F};
use ledger_prover::plan::{EntryCells, Plan};
use ledger_prover::trace::Expanded;
use support::tree::{plant, regrow};
use support::*;
use winter_math::FieldElement;

/// Proves what the attacker made and asserts that nobody believes it.
fn refused(name: &str, ledger: &SmallLedger, expanded: &Expanded) {
    refused_with(name, ledger.inputs_for(expanded), expanded);
}

fn refused_with(name: &str, inputs: PublicInputs, expanded: &Expanded) {
    let found = broken(&inputs, expanded);
    assert!(!found.is_empty(), "{name}: breaks no constraint");
    match prove(&inputs, expanded) {
        Ok(proof) => assert!(check(&inputs, &proof).is_err(), "{name}: ACCEPTED although it breaks {found:?}"),
        Err(why) if cfg!(debug_assertions) => eprintln!("{name}: winterfell's own checks refused first: {why}"),
        Err(why) => panic!("{name}: no proof to refuse: {why}"),
    }
}

/// An attack on the plan: everything derived from it is recomputed.
fn plan_attack(name: &str, change: impl FnOnce(&mut SmallLedger)) {
    let mut ledger = SmallLedger::sample();
    change(&mut ledger);
    ledger.plan.settle();
    let expanded = ledger.expand();
    refused(name, &ledger, &expanded);
}

/// An attack on cells after hashing.
fn cell_attack(name: &str, change: impl FnOnce(&SmallLedger, &mut Expanded)) {
    let ledger = SmallLedger::sample();
    let mut expanded = ledger.expand();
    change(&ledger, &mut expanded);
    refused(name, &ledger, &expanded);
}

fn entry_of(ledger: &mut SmallLedger, row: usize, j: usize) -> &mut EntryCells {
    &mut ledger.plan.rows[row].entries[j]
}

fn set_amount(ledger: &mut SmallLedger, row: usize, j: usize, amount: u64) {
    entry_of(ledger, row, j).limbs = Plan::<LIMB>::limbs(amount & 0xffff, amount >> WORD);
}

// The sample's account 0 is row 0: (0, 100000), (2, 500), (3, 20).

#[test]
fn amounts_out_of_range() {
    plan_attack("negative amount in one limb", |l| {
        entry_of(l, 0, 1).limbs = [negative(5), F::ZERO, F::ZERO, F::ZERO, F::ZERO];
        l.add_to_total(2, -505, 0);
    });
    plan_attack("negative high word", |l| {
        entry_of(l, 0, 1).limbs[2] = negative(1);
        l.add_to_total(2, 0, -1);
    });
    plan_attack("top limb one too large", |l| {
        entry_of(l, 0, 1).limbs[3] = F::new(1 << LIMB);
        let (row, j) = l.control_entry(2);
        entry_of(l, row, j).limbs[3] += F::new(1 << LIMB);
    });
    plan_attack("low limb one too large", |l| {
        entry_of(l, 0, 1).limbs[0] = F::new(500 + (1 << LIMB));
        l.add_to_total(2, 1 << LIMB, 0);
    });
    plan_attack("extra limb of a customer", |l| {
        entry_of(l, 0, 1).limbs[4] = F::ONE;
        l.add_to_total(2, 1 << WORD, 0);
    });
    plan_attack("two limbs that cancel in the amount", |l| {
        let limbs = &mut entry_of(l, 0, 1).limbs;
        limbs[0] += F::new(1 << LIMB);
        limbs[1] -= F::ONE;
    });
}

#[test]
fn forged_multiplicities_do_not_widen_a_table() {
    cell_attack("a limb out of range, counted at the table's end", |_, e| {
        // the whole table is shifted by one value: 1..2^L, claimed by its counts
        (0..e.rows()).for_each(|r| e.row_mut(r)[columns::RANGE] += F::ONE);
    });
    cell_attack("price of a key that doesn't exist", |_, e| {
        e.row_mut(0)[entry::key(0)] = F::from(8u32);
        e.row_mut(8)[columns::PRICE_COUNT] = F::ONE;
    });
}

#[test]
fn totals() {
    plan_attack("one unit less", |l| l.add_to_total(2, -1, 0));
    plan_attack("one unit more", |l| l.add_to_total(2, 1, 0));
    plan_attack("high word one more", |l| l.add_to_total(2, 0, 1));
    plan_attack("same amount, other words", |l| l.add_to_total(0, -(1 << WORD), 1));
    plan_attack("wrong per asset, right in value", |l| {
        // 1000 units of asset 1 are worth as much as 3 of asset 0
        l.add_to_total(2, -1000, 0);
        l.add_to_total(0, 3, 0);
    });
    plan_attack("equity booked as negative debt", |l| {
        let (row, j) = l.control_entry(3);
        l.add_to_total(2, -20, 0);
        entry_of(l, row, j).limbs[0] -= F::from(20u32);
    });
    plan_attack("total under another key", |l| {
        let (row, j) = l.control_entry(2);
        entry_of(l, row, j).key = F::from(6u32);
        entry_of(l, row, j).weight = F::ZERO;
    });
    plan_attack("split in two that sum to the total plus p", |l| {
        // low words of two entries of one key wrap the field: only a free low word could
        let (row, j) = l.control_entry(2);
        let cells = entry_of(l, row, j);
        cells.limbs = [F::new(u64::MAX >> 1), F::ZERO, cells.limbs[2], cells.limbs[3], F::ZERO];
    });
}

#[test]
fn accounts_left_out_or_added() {
    cell_attack("counted, another leaf in the tree", |l, e| plant(e, l.plan.accounts as usize, [F::from(9u32); 4]));
    cell_attack("counted, its parent off", |l, e| {
        let node = l.plan.accounts as usize / 2;
        e.row_mut(node - 1)[columns::NODE_ON] = F::ZERO;
    });
    plan_attack("in the tree, not counted", |l| {
        l.add_to_total(0, -(100_000 & 0xffff), -1);
        l.add_to_total(2, -500, 0);
        l.add_to_total(3, -20, 0);
    });
    cell_attack("an extra node past M", |l, e| e.row_mut(l.plan.accounts as usize + 2)[columns::NODE_ON] = F::ONE);
    cell_attack("a leaf presented as a node", |l, e| {
        // the parent of the first two leaves is off, its place taken by nothing
        let node = l.plan.accounts as usize - 1;
        e.row_mut(node - 1)[columns::NODE_ON] = F::from(2u32);
    });
    cell_attack("children swapped", |_, e| {
        let (left, right) = (e.tree[10], e.tree[11]);
        let digest = ledger_prover::trace::fill_node(e.row_mut(4), right, left);
        plant(e, 5, digest);
    });
    cell_attack("one leaf at two places", |l, e| {
        // the second place's own account is counted, but its leaf is the first one's
        let accounts = l.plan.accounts as usize;
        plant(e, accounts + 7, e.tree[accounts]);
    });
    plan_attack("more accounts claimed than there are", |l| {
        l.plan.rows.iter_mut().for_each(|r| r.leaf_index += F::ONE)
    });
}

#[test]
fn fewer_accounts_claimed_than_there_are() {
    for h in 1..=3 {
        let ledger = sample_of_multiple(h);
        let mut expanded = ledger.expand();
        let mut inputs = ledger.inputs_for(&expanded);
        inputs.accounts = ((inputs.accounts - 1) >> h) + 1;
        inputs.root = regrow(&mut expanded, inputs.accounts, h);
        refused_with("every claimed leaf a tree of accounts", inputs, &expanded);
    }
}

#[test]
fn control_accounts() {
    plan_attack("a customer flagged as control account", |l| {
        l.plan.rows[0].control = F::ONE;
        l.add_to_total(0, -2 * (100_000 & 0xffff), -2);
        l.add_to_total(2, -1000, 0);
        l.add_to_total(3, -40, 0);
    });
    plan_attack("the last two accounts are control accounts", |l| {
        let row = l.control_start() - 1;
        l.plan.rows[row].control = F::ONE;
    });
    plan_attack("no control account", |l| l.plan.rows.iter_mut().for_each(|r| r.control = F::ZERO));
    plan_attack("a fractional control account", |l| {
        let half = F::from(2u32).inv();
        l.plan.rows.iter_mut().filter(|r| r.control == F::ONE).for_each(|r| r.control = half);
    });
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let mut inputs = ledger.inputs_for(&expanded);
    inputs.control_digest[0] += F::ONE;
    let proof = prove(&inputs, &expanded);
    assert!(proof.is_err() || check(&inputs, &proof.unwrap()).is_err(), "another control digest");
}

#[test]
fn entries_not_bound_to_the_leaf() {
    cell_attack("amount changed after hashing", |_, e| {
        e.row_mut(0)[entry::limb(1, 0)] += F::ONE;
    });
    cell_attack("key changed after hashing", |_, e| {
        e.row_mut(0)[entry::key(1)] = F::from(4u32);
        e.row_mut(0)[entry::weight(1)] = F::from(50u32);
    });
    cell_attack("keys that pack to the same number", |_, e| {
        // 2^16 more of key 0 against 1 less of key 1 in the packed keys
        let row = e.row_mut(0);
        row[entry::key(0)] += F::new(1 << 16);
        row[entry::key(1)] -= F::ONE;
    });
    cell_attack("entries of the control account's last row changed", |l, e| {
        let row = l.plan.rows.len() - 1;
        e.row_mut(row)[entry::limb(1, 0)] += F::ONE;
    });
    cell_attack("entries on the closing row", |l, e| {
        // where no constraint of the row itself holds: nothing there may count
        let row = l.plan.rows.len();
        e.row_mut(row)[entry::limb(0, 0)] += F::ONE;
    });
}

#[test]
fn net_value() {
    // account 2 (the sample's third) holds 60 of key 0 against a debt of 60 of key 1 at the same weight
    let row = |l: &SmallLedger| l.plan.rows.iter().position(|r| r.tag[0] == F::from(31u32)).unwrap();
    plan_attack("negative by one unit of debt", |l| {
        let row = row(l);
        set_amount(l, row, 1, 61);
        l.add_to_total(1, 1, 0);
    });
    plan_attack("debt with a weight of its own", |l| {
        let row = row(l);
        set_amount(l, row, 1, 61);
        entry_of(l, row, 1).weight = F::ZERO;
        l.add_to_total(1, 1, 0);
    });
    let mut ledger = SmallLedger::sample();
    let insolvent = row(&ledger);
    set_amount(&mut ledger, insolvent, 1, 61);
    ledger.add_to_total(1, 1, 0);
    ledger.plan.settle();
    let mut expanded = ledger.expand();
    expanded.row_mut(insolvent + 1)[columns::FIRST] = F::ZERO;
    refused("an account that never ends", &ledger, &expanded);
    plan_attack("carry past its limbs", |l| {
        let row = row(l);
        set_amount(l, row, 1, 0xffff_ffff);
        l.add_to_total(1, 0xffff - 60, 0xffff);
    });
}

#[test]
fn accounts_longer_than_the_limit() {
    let long = account(1, &(0..13).map(|i| (2 * (i % 4), 10 + i)).collect::<Vec<_>>());
    assert!(SmallLedger::try_new(std::slice::from_ref(&long)).is_err(), "five rows, at most four");
    // the honest reader is told that eight rows are fine; the verifier isn't
    let (bytes, count) = witness(&[long], WEIGHTS.len(), usable(), WORD);
    let lenient = PublicInputs { max_steps_log2: 3, ..request(LOG2_ROWS, count, &WEIGHTS) };
    let buffer = ledger_prover::witness::Witness::new(&bytes, usable()).unwrap();
    let plan = Plan::read(&lenient, &buffer).unwrap();
    let mut ledger = SmallLedger { inputs: request(LOG2_ROWS, count, &WEIGHTS), plan };
    refused("five rows", &ledger, &ledger.expand());
    ledger.plan.rows[4].step = F::from(3u32);
    refused("row number held back", &ledger, &ledger.expand());
}

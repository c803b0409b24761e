//! Equivocation: a proof of one ledger is, in all that it says, a proof of any other ledger with the same public inputs.
//!
//! For fixed challenges the masks of a second ledger are computed so that its proof shows bit for bit what the first one's shows. As
//! masks are uniform and the systems linear, views are then equally likely for both.

mod support;
mod zk;

use ledger_air::constants::PAD_ROWS;
use ledger_prover::entropy::Entropy;
use ledger_prover::pipeline::coin::PublicCoin;
use ledger_prover::prove::prove_trace;
use ledger_prover::Job;
use support::{LIMB, WEIGHTS};
use zk::coin::FixedCoin;
use zk::equivocation::{equivocate, Freedom, Stuck, PRODUCT};
use zk::ledgers::{differing_cells, pair, Ledger};
use zk::prover::{honest_aux, prove, prove_with, said, verify, View};
use zk::simulator::simulate;

/// A batch of customers, and a general ledger, whose weights are zero and whose accounts may be long.
const CASES: [([i64; 8], u32); 2] = [(WEIGHTS, 2), ([0; 8], 6)];

fn honest(ledger: &Ledger) -> View {
    let entropy = Entropy::from_os().unwrap();
    let view =
        prove::<LIMB>(&ledger.inputs, &ledger.main(&entropy), &*honest_aux::<LIMB>(&ledger.inputs, &entropy), None);
    verify::<LIMB>(&ledger.inputs, &view.proof).unwrap();
    view
}

fn assert_same_view(a: &View, b: &View) {
    assert!(said(a) == said(b));
    assert_ne!(a.proof.commitments, b.proof.commitments, "hidden rows differ");
    verify::<LIMB>(&a.inputs, &a.proof).unwrap();
    verify::<LIMB>(&b.inputs, &b.proof).unwrap();
}

/// The prover of these tests, open as it is, gives byte for byte the product's proofs when it has the product's coin.
#[test]
fn the_open_prover_is_the_products() {
    let (ledger, _, _) = pair(&WEIGHTS, 2);
    let entropy = || Entropy::insecure_fixed(5);
    let inputs = &ledger.inputs;
    let product = prove_trace::<LIMB>(inputs.clone(), ledger.trace(&entropy()), entropy(), &Job::default());
    let seed = entropy();
    let aux = honest_aux::<LIMB>(inputs, &seed);
    let open = prove_with::<LIMB, PublicCoin>(inputs, &ledger.main(&seed), &*aux, None);
    assert!(open.proof.to_bytes() == product.proof);
}

#[test]
fn two_ledgers_give_the_same_view() {
    for (weights, max_steps_log2) in CASES {
        let (first, second, delta) = pair(&weights, max_steps_log2);
        FixedCoin::program(Some(delta));
        assert_ne!(first.inputs.root, second.inputs.root);
        let target = honest(&first);
        assert!(said(&target) != said(&honest(&second)));
        let other = equivocate(&target, &second, PRODUCT).unwrap();
        assert_same_view(&target, &other);
        let entropy = Entropy::insecure_fixed(1);
        let rows = first.inputs.rows() - PAD_ROWS;
        let different = differing_cells(&first.main(&entropy), &second.main(&entropy), rows);
        println!("{different} active cells differ, what both proofs say does not");
        assert!(different > 10_000);
    }
    FixedCoin::program(None);
}

#[test]
fn the_simulator_gives_a_view_that_any_ledger_gives() {
    for (weights, max_steps_log2) in CASES {
        let (first, second, delta) = pair(&weights, max_steps_log2);
        FixedCoin::program(Some(delta));
        let simulated = simulate::<LIMB>(&first.inputs);
        verify::<LIMB>(&first.inputs, &simulated.proof).unwrap();
        for ledger in [&first, &second] {
            assert_same_view(&simulated, &equivocate(&simulated, ledger, PRODUCT).unwrap());
        }
    }
    FixedCoin::program(None);
}

/// Each mask is needed: without it no choice of the others gives the view.
#[test]
fn fails_without_any_of_the_masks() {
    let (first, second, delta) = pair(&WEIGHTS, 2);
    FixedCoin::program(Some(delta));
    let target = honest(&first);
    // 2 * 53 queries and 3 points of 3 coordinates take 115 rows; the product has one to spare
    let cases = [
        ("the spare row", Freedom { rows: PAD_ROWS - 1, ..PRODUCT }, None),
        ("one random row", Freedom { rows: PAD_ROWS - 2, ..PRODUCT }, Some(Stuck::MainRows)),
        ("rows for gx", Freedom { next: false, ..PRODUCT }, Some(Stuck::QuotientMask)),
        ("rows for g^2 z", Freedom { after_next: false, ..PRODUCT }, Some(Stuck::QuotientMask)),
        ("quotient_mask", Freedom { quotient_mask: false, ..PRODUCT }, Some(Stuck::QuotientMask)),
        ("deep_mask", Freedom { deep_mask: false, ..PRODUCT }, Some(Stuck::DeepMask)),
    ];
    for (name, freedom, expected) in cases {
        let found = equivocate(&target, &second, freedom).err();
        println!("without {name}: {found:?}");
        assert_eq!(found, expected, "without {name}");
    }
    FixedCoin::program(None);
}

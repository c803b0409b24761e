//! Honest ledgers satisfy every constraint on every row, and their proofs are accepted.

mod support;

use ledger_air::constants::usable_rows;
use ledger_air::{proof_options, PublicInputs, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::trace::MainTrace;
use ledger_prover::{prove_ledger, reference, Job};
use support::*;
use winter_math::FieldElement;

#[test]
fn breaks_no_constraint() {
    let mut one_each: Vec<Account> = (0..8).map(|k| account(10 * k + 1, &[(0, 1 << 31), (k, 77)])).collect();
    one_each.push(account(5, &[]));
    for accounts in [vec![], sample_accounts(), one_each, vec![account(1, &[(6, 0xffff_ffff); 12])]] {
        let ledger = SmallLedger::new(&accounts);
        let expanded = ledger.expand();
        let inputs = ledger.inputs_for(&expanded);
        assert_eq!(broken(&inputs, &expanded), Default::default());
    }
}

#[test]
fn proof_is_accepted_and_binds_the_public_inputs() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let proof = prove(&inputs, &expanded).unwrap();
    check(&inputs, &proof).unwrap();

    type Change = Box<dyn Fn(&mut PublicInputs)>;
    let changes: Vec<Change> = vec![
        Box::new(|p| p.context[3] += F::ONE),
        Box::new(|p| p.accounts -= 1),
        Box::new(|p| p.root[0] += F::ONE),
        Box::new(|p| p.control_digest[2] += F::ONE),
        Box::new(|p| p.max_steps_log2 = 3),
        Box::new(|p| p.weights[0] -= 1),
        Box::new(|p| p.weights.extend([0, 0])),
    ];
    for change in changes {
        let mut other = inputs.clone();
        change(&mut other);
        assert!(check(&other, &proof).is_err());
    }
}

#[test]
fn proofs_of_one_witness_differ_throughout() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let (a, b) = (prove(&inputs, &expanded).unwrap(), prove(&inputs, &expanded).unwrap());
    // every 16-byte window of one that is not header is absent from the other
    let windows: std::collections::HashSet<&[u8]> = a.windows(16).collect();
    let shared = b.windows(16).skip(200).filter(|w| windows.contains(w) && w.iter().any(|x| *x != 0)).count();
    assert_eq!(shared, 0);
}

#[test]
fn production_size_is_accepted_through_the_public_doors() {
    let accounts: Vec<Account> = (0..300)
        .map(|i| account(1 + 10 * i, &[(0, (i << 40) + i), (2, 1 << 55), (5, i), (6, (1 << 56) - 1)]))
        .collect();
    let (witness, count) = witness(&accounts, WEIGHTS.len(), usable_rows(15), 28);
    let request = request(15, count, &WEIGHTS);
    let mut tree = vec![0; 64 * count as usize];
    let job = Job::default();
    let proved = prove_ledger(&request, &witness, &mut tree, &job).unwrap();
    let inputs = PublicInputs { root: proved.root, control_digest: proved.control_digest, ..request };
    ledger_verifier::verify_ledger(&inputs.encode(), &proved.proof).unwrap();
    assert_eq!(job.stage(), ledger_prover::Stage::Done as u32);
    let root: Vec<u8> = proved.root.iter().flat_map(|e| word(*e).to_le_bytes()).collect();
    assert_eq!(tree[32..64], root);
}

/// Built with debug assertions, winterfell's own prover checks the trace and all degrees.
#[test]
fn winterfells_prover_takes_the_trace() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let entropy = || Entropy::insecure_fixed(11);
    let trace = MainTrace::new::<LIMB>(&inputs, expanded, &entropy());
    let proof = reference::prove_trace::<LIMB>(inputs.clone(), trace, entropy(), proof_options()).unwrap();
    check(&inputs, &proof).unwrap();
}

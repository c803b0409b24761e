//! The packed pipeline gives byte for byte the proofs of winterfell's own parts.

mod support;

use ledger_air::{proof_options, PublicInputs};
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::prove::prove_trace_with;
use ledger_prover::trace::{expand, MainTrace};
use ledger_prover::witness::Witness;
use ledger_prover::{reference, Job};
use support::*;
use winter_air::ProofOptions;

/// Ours with little grinding, which takes winterfell a while on one thread.
fn options() -> ProofOptions {
    let ours = proof_options();
    let fri = ours.to_fri_options();
    ProofOptions::new(
        ours.num_queries(),
        ours.blowup_factor(),
        9,
        ours.field_extension(),
        fri.folding_factor(),
        fri.remainder_max_degree(),
        ours.constraint_batching_method(),
        ours.deep_poly_batching_method(),
    )
}

fn same_bytes(accounts: &[Account], log2_rows: u32, weights: &[i64]) {
    let rows = (1 << log2_rows) - ledger_air::PAD_ROWS - 1;
    let (bytes, count) = witness(accounts, weights.len(), rows, WORD);
    let request = request(log2_rows, count, weights);
    let plan = Plan::<LIMB>::read(&request, &Witness::new(&bytes, rows).unwrap()).unwrap();
    let expanded = expand(&plan);
    let (root, control_digest) = (expanded.root(), expanded.control_digest());
    let inputs = PublicInputs { root, control_digest, ..request };
    let trace = || MainTrace::new::<LIMB>(&inputs, expanded.clone(), &Entropy::insecure_fixed(3));
    let entropy = || Entropy::insecure_fixed(3);
    let (ours, theirs) = on_one_thread(|| {
        let ours = prove_trace_with::<LIMB>(inputs.clone(), trace(), entropy(), &Job::default(), options());
        assert!(ours.holds);
        (ours.proof, reference::prove_trace::<LIMB>(inputs.clone(), trace(), entropy(), options()).unwrap())
    });
    assert!(ours == theirs, "2^{log2_rows} rows, {} keys", weights.len());
}

#[test]
fn proofs_are_winterfells() {
    // As in a run: what one proof leaves in memory is where the next one works.
    let _run = Job::default();
    same_bytes(&sample_accounts(), 11, &WEIGHTS);
    same_bytes(&[], 11, &[5, -6]);
    same_bytes(&sample_accounts(), 12, &[WEIGHTS.as_slice(), &[7; 30]].concat());
    same_bytes(&sample_accounts(), 13, &[0; 8]);
}

//! Machines of every kind write the same proofs, byte for byte: `./test arm` compares what this writes on two of them.

mod support;

use std::path::Path;

use ledger_air::constants::{usable_rows, LIMB_BITS};
use ledger_air::PublicInputs;
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::prove::prove_trace;
use ledger_prover::trace::{expand, MainTrace};
use ledger_prover::witness::Witness;
use ledger_prover::Job;
use ledger_verifier::verify::verify_scaled;
use support::*;

/// Proves the sample accounts with masks that are known, and writes public inputs and proof.
fn write<const LIMB: u32>(folder: &Path, log2_rows: u32) {
    let rows = usable_rows(log2_rows);
    let (bytes, count) = witness(&sample_accounts(), WEIGHTS.len(), rows, 2 * LIMB);
    let request = request(log2_rows, count, &WEIGHTS);
    let plan = Plan::<LIMB>::read(&request, &Witness::new(&bytes, rows).unwrap()).unwrap();
    let expanded = expand(&plan);
    let (root, control_digest) = (expanded.root(), expanded.control_digest());
    let inputs = PublicInputs { root, control_digest, ..request };
    let entropy = Entropy::insecure_fixed(29);
    let trace = MainTrace::new::<LIMB>(&inputs, expanded, &entropy);
    let proved = on_one_thread(|| prove_trace::<LIMB>(inputs.clone(), trace, entropy, &Job::default()));
    assert!(proved.holds);
    assert_eq!(verify_scaled::<LIMB>(inputs.clone(), &proved.proof), Ok(()));
    let file = folder.join(format!("{log2_rows}"));
    std::fs::write(file.with_extension("inputs"), inputs.encode()).unwrap();
    std::fs::write(file.with_extension("proof"), proved.proof).unwrap();
}

#[test]
#[ignore = "writes proofs to the folder that SOLVENCY_PROOFS names"]
fn write_proofs() {
    let folder = std::env::var_os("SOLVENCY_PROOFS").expect("SOLVENCY_PROOFS");
    write::<{ support::LIMB }>(folder.as_ref(), LOG2_ROWS);
    write::<LIMB_BITS>(folder.as_ref(), 15);
}

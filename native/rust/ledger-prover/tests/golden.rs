//! Golden proofs: what every verifier must accept, in this repository and elsewhere (testdata/proofs/v1).
//!
//! They are of one relation. After a change of the relation, write them again:
//! `cargo test --release -p ledger-prover --test golden -- --ignored`

mod support;

use std::fs;
use std::path::PathBuf;

use ledger_air::constants::{usable_rows, CONTROL_STEPS_LOG2, LIMB_BITS};
use ledger_air::PublicInputs;
use ledger_prover::{prove_ledger, Job};
use support::{account, request, witness, Account};

/// A golden proof and what it is there for.
struct Case {
    /// File name without its ending.
    name: &'static str,
    log2_rows: u32,
    max_steps_log2: u32,
    weights: &'static [i64],
}

/// Together they have both kinds of ledger, three and four FRI layers, price tables that need filling, and a remainder with more
/// coefficients than there are queries.
const CASES: [Case; 2] = [
    Case { name: "batch-16", log2_rows: 16, max_steps_log2: 2, weights: &[1000, -1000, 3, -4, 50, -60, 0, -1, 1, -1] },
    Case { name: "general-ledger-17", log2_rows: 17, max_steps_log2: CONTROL_STEPS_LOG2, weights: &[0; 6] },
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../testdata/proofs/v1/accept")
}

/// Returns encoded public inputs and a proof of some accounts.
fn prove(case: &Case) -> (Vec<u8>, Vec<u8>) {
    let keys = case.weights.len() as u64;
    let accounts: Vec<Account> = (0..300)
        .map(|i| account(1 + 10 * i, &[(0, (i << 40) + i), (2, 1 << 55), (5, i), (6 % keys, (1 << 56) - 1)]))
        .collect();
    let (witness, count) = witness(&accounts, case.weights.len(), usable_rows(case.log2_rows), 2 * LIMB_BITS);
    let request = PublicInputs { max_steps_log2: case.max_steps_log2, ..request(case.log2_rows, count, case.weights) };
    let mut tree = vec![0; 64 * count as usize];
    let proved = prove_ledger(&request, &witness, &mut tree, &Job::default()).expect("an honest ledger");
    let inputs = PublicInputs { root: proved.root, control_digest: proved.control_digest, ..request };
    (inputs.encode(), proved.proof)
}

#[test]
#[ignore = "writes testdata/proofs/v1/accept"]
fn write() {
    fs::create_dir_all(folder()).expect("a folder");
    for case in &CASES {
        let (inputs, proof) = prove(case);
        ledger_verifier::verify_ledger(&inputs, &proof).expect(case.name);
        fs::write(folder().join(case.name).with_extension("inputs"), inputs).expect("writes");
        fs::write(folder().join(case.name).with_extension("proof"), proof).expect("writes");
    }
}

#[test]
fn golden_proofs_are_accepted() {
    for case in &CASES {
        let read = |ending| fs::read(folder().join(case.name).with_extension(ending)).expect(case.name);
        let verdict = ledger_verifier::verify_ledger(&read("inputs"), &read("proof"));
        assert_eq!(
            verdict,
            Ok(()),
            "{}: of another relation? Then cargo test --release -p ledger-prover --test golden -- --ignored",
            case.name
        );
    }
}

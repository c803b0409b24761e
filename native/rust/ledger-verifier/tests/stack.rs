//! A JVM's threads may have small stacks, and running out of one kills the process: the verifier needs very little.

#[path = "../../ledger-prover/tests/support/mod.rs"]
mod support;

use std::thread::Builder;

use ledger_verifier::verify_scaled;
use support::{prove, SmallLedger, LIMB};

/// Half of what a JVM gives the smallest thread that it starts.
const STACK_BYTES: usize = 72 << 10;

#[test]
fn verifies_on_a_small_stack() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let proof = prove(&inputs, &expanded).expect("an honest ledger");
    let thread = Builder::new().stack_size(STACK_BYTES).spawn(move || verify_scaled::<LIMB>(inputs, &proof));
    assert_eq!(thread.expect("starts").join().expect("no panic"), Ok(()));
}

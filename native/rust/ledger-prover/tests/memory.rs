//! Memory that proofs share. One test: what is kept is the process's.

mod support;

use std::panic::{catch_unwind, AssertUnwindSafe};

use ledger_air::columns::MAIN_WIDTH;
use ledger_air::F;
use ledger_prover::entropy::Entropy;
use ledger_prover::matrix::{Matrix, Memory};
use ledger_prover::pipeline::segment::Segment;
use ledger_prover::prove::prove_trace;
use ledger_prover::trace::MainTrace;
use ledger_prover::Job;
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use support::*;
use winter_math::{FieldElement, StarkField};

#[test]
fn memory_stays_while_there_is_a_job() {
    who_gets_which();
    a_cancelled_proof_leaves_nothing_to_the_next();
}

fn who_gets_which() {
    let write = |memory: Memory| {
        let mut matrix = Matrix::new(3, 64, memory);
        matrix.par_columns_mut().for_each(|column| column.fill(F::from(5u32)));
    };
    let finds = |width: usize| Matrix::new(width, 64, Memory::Shared).columns().flatten().any(|&cell| cell != F::ZERO);
    write(Memory::Shared);
    assert!(!finds(3), "there is no job");
    let one = Job::default();
    write(Memory::Fresh);
    assert!(!finds(3), "fresh memory goes back to the system");
    let other = Job::default();
    write(Memory::Shared);
    drop(one);
    assert!(finds(3));
    assert!(!finds(4), "another size");
    assert!(!finds(3), "given up for the other size");
    write(Memory::Shared);
    drop(other);
    assert!(!finds(3), "there is no job any more");
}

fn a_cancelled_proof_leaves_nothing_to_the_next() {
    let _run = Job::default();
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let prove = || {
        let entropy = Entropy::insecure_fixed(5);
        let trace = MainTrace::new::<LIMB>(&inputs, expanded.clone(), &entropy);
        on_one_thread(|| prove_trace::<LIMB>(inputs.clone(), trace, entropy, &Job::default()).proof)
    };
    let expected = prove();

    let tables = LowDegreeExtension::new(LOG2_ROWS, 3, F::GENERATOR);
    let columns = vec![vec![F::from(9u32); 1 << LOG2_ROWS]; MAIN_WIDTH];
    let cancelled = Job::default();
    let checkpoint = cancelled.checkpoint();
    // Some columns are written, and the rest of the memory is as the proof before left it.
    let half = Segment::extend(&tables, &checkpoint, &columns, Memory::Shared);
    drop(half);
    cancelled.cancel();
    let extend = || Segment::extend(&tables, &checkpoint, &columns, Memory::Shared);
    assert!(catch_unwind(AssertUnwindSafe(extend)).is_err());
    assert!(prove() == expected);
}

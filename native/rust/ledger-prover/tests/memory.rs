//! Memory that proofs share. One test: what is kept is the process's.

mod support;

use std::panic::{catch_unwind, AssertUnwindSafe};

use ledger_air::columns::MAIN_WIDTH;
use ledger_air::F;
use ledger_prover::entropy::Entropy;
use ledger_prover::matrix::Matrix;
use ledger_prover::memory::Cells;
use ledger_prover::pipeline::segment::Segment;
use ledger_prover::prove::prove_trace;
use ledger_prover::trace::MainTrace;
use ledger_prover::Job;
use ledger_simd::memory::LINE;
use ledger_simd::transform::LowDegreeExtension;
use support::*;
use winter_math::{FieldElement, StarkField};

#[test]
fn memory_stays_while_there_is_a_job() {
    who_gets_which();
    columns_start_on_lines_that_differ_in_place();
    nothing_of_other_proofs_is_in_a_trace();
    a_cancelled_proof_leaves_nothing_to_the_next();
}

fn who_gets_which() {
    const LENGTH: usize = 5 << 10;
    let write = |length: usize| Cells::new(length).fill(F::from(5u32));
    let finds = |length: usize| Cells::new(length).iter().any(|&cell| cell != F::ZERO);
    write(LENGTH);
    assert!(!finds(LENGTH), "there is no job");
    let one = Job::default();
    let other = Job::default();
    let in_use = Cells::new(64);
    write(LENGTH);
    drop(one);
    assert!(finds(LENGTH));
    assert!(finds(LENGTH - 7) && finds(3 << 10), "a little less");
    assert!(!finds(2 << 10), "too little to take so much");
    assert!(!finds(LENGTH << 1), "too much");
    assert!(finds(LENGTH), "kept all the while");
    let (first, second) = (Cells::new(LENGTH), Cells::new(LENGTH));
    assert!(
        first.iter().any(|&cell| cell != F::ZERO) && second.iter().all(|&cell| cell == F::ZERO),
        "one piece, one owner"
    );
    drop((first, second, in_use));
    assert!(!finds(LENGTH << 2) && !finds(LENGTH), "larger ones begin, and none is in use");
    write(LENGTH);
    drop(other);
    assert!(!finds(LENGTH), "there is no job any more");
}

fn columns_start_on_lines_that_differ_in_place() {
    let matrix = Matrix::new(9, 64);
    let starts: Vec<usize> = matrix.columns().map(|column| column.as_ptr() as usize).collect();
    assert!(starts.iter().all(|start| start.is_multiple_of(64)));
    assert!(starts.windows(2).all(|pair| (pair[1] - pair[0]) / 64 == 9), "eight lines of cells and one between");
    assert!(matrix.columns().all(|column| column.len() == 64));
}

/// Every cell of a trace is written: what constraints don't see, too.
fn nothing_of_other_proofs_is_in_a_trace() {
    const LENGTH: usize = MAIN_WIDTH * ((1 << LOG2_ROWS) + LINE);
    let _run = Job::default();
    let ledger = SmallLedger::sample();
    let trace = |left_there: u32| {
        let mut pieces = [(); 3].map(|()| Cells::new(LENGTH));
        pieces.iter_mut().for_each(|cells| cells.fill(F::from(left_there)));
        drop(pieces);
        let expanded = ledger.expand();
        let inputs = ledger.inputs_for(&expanded);
        let trace = MainTrace::new::<LIMB>(&inputs, expanded.clone(), &Entropy::insecure_fixed(5));
        (expanded.cells.to_vec(), trace.columns().concat())
    };
    assert!(trace(3) == trace(4));
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
    // Evaluations of other columns lie in the memory that a proof took and gave back when it was cancelled.
    let half = Segment::extend(&tables, &checkpoint, &columns);
    drop(half);
    cancelled.cancel();
    let extend = || Segment::extend(&tables, &checkpoint, &columns);
    assert!(catch_unwind(AssertUnwindSafe(extend)).is_err());
    assert!(prove() == expected);
}

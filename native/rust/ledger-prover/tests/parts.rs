//! Parts of the pipeline by themselves.

use std::panic::{catch_unwind, AssertUnwindSafe};

use ledger_air::{Hash, F};
use ledger_prover::hasher::RowHasher;
use ledger_prover::pipeline::columns::ExtendedColumns;
use ledger_prover::Job;
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_crypto::ElementHasher;

#[test]
fn row_digests_are_winterfells() {
    for length in [0, 1, 16, 127, 128, 129, 234, 256, 257, 600] {
        let row: Vec<F> = (0..length).map(|i| F::new(i * 0x1234_5678_9abc_def1)).collect();
        assert_eq!(RowHasher::hash_elements(&row), Hash::hash_elements(&row));
    }
}

#[test]
fn a_cancelled_job_stops_inside_a_stage() {
    fn stops<T>(work: impl FnOnce() -> T) -> bool {
        catch_unwind(AssertUnwindSafe(work)).is_err()
    }
    let tables = LowDegreeExtension::new(6, 3, F::from(7u32));
    let columns = || (0..3u32).into_par_iter().map(|c| vec![F::from(c); 64]);
    let job = Job::default();
    let checkpoint = job.checkpoint();
    let (extended, _) = ExtendedColumns::extend(&tables, &checkpoint, columns());
    extended.commit(&checkpoint);
    job.cancel();
    assert!(stops(|| ExtendedColumns::extend(&tables, &checkpoint, columns())));
    assert!(stops(|| ExtendedColumns::evaluate(&tables, &checkpoint, columns())));
    assert!(stops(|| extended.commit(&checkpoint)));
}

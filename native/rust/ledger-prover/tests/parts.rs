//! Parts of the pipeline by themselves.

use std::panic::{catch_unwind, AssertUnwindSafe};

use ledger_air::{Hash, F};
use ledger_prover::hasher::RowHasher;
use ledger_prover::pipeline::coin::{GrindingCoin, PublicCoin};
use ledger_prover::pipeline::segment::Segment;
use ledger_prover::Job;
use ledger_simd::transform::LowDegreeExtension;
use winter_crypto::{ElementHasher, Hasher, RandomCoin};

#[test]
fn row_digests_are_winterfells() {
    for length in [0, 1, 16, 127, 128, 129, 234, 256, 257, 600] {
        let row: Vec<F> = (0..length).map(|i| F::new((i as u64).wrapping_mul(0x1234_5678_9abc_def1))).collect();
        assert_eq!(RowHasher::hash_elements(&row), Hash::hash_elements(&row));
    }
}

#[test]
fn a_cancelled_job_stops_inside_a_stage() {
    fn stops<T>(work: impl FnOnce() -> T) -> bool {
        catch_unwind(AssertUnwindSafe(work)).is_err()
    }
    let tables = LowDegreeExtension::new(6, 3, F::from(7u32));
    let columns: Vec<Vec<F>> = (0..3u32).map(|c| vec![F::from(c); 64]).collect();
    let job = Job::default();
    let checkpoint = job.checkpoint();
    Segment::extend(&tables, &checkpoint, &columns);
    job.cancel();
    assert!(stops(|| Segment::extend(&tables, &checkpoint, &columns)));
    assert!(stops(|| Segment::evaluate(&tables, &checkpoint, &columns)));
}

#[test]
fn the_nonce_is_the_first_that_shows_the_work() {
    let mut coin = PublicCoin::new(&[F::from(5u32)]);
    for step in 0..4u32 {
        coin.reseed(RowHasher::hash(&step.to_le_bytes()));
        let expected = (1..).find(|&nonce| coin.check_leading_zeros(nonce) >= 10).unwrap();
        assert_eq!(coin.grind(10, &Job::default().checkpoint()), expected);
        coin.draw_integers(3, 64, expected).unwrap();
    }
}

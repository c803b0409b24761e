//! Whole batches, from witness to proof bytes, by criterion: `./bench proofs`. The same work by winterfell's own parts beside them.

use std::time::Duration;

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use ledger_bench::Ledger;
use ledger_prover::Job;

fn batches(criterion: &mut Criterion) {
    // As in a run of several batches, memory of one serves the next.
    let run = Job::default();
    for log2_rows in [15, 16] {
        let ledger = Ledger::new(log2_rows);
        let inputs = ledger.inputs(&ledger.prove(&run));
        let mut group = criterion.benchmark_group(format!("accounts-2^{log2_rows}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(1))
            .throughput(Throughput::Elements(ledger.accounts as u64));
        group.bench_function("packed", |b| b.iter(|| ledger.prove(&run)));
        if log2_rows == 15 {
            group.bench_function("winterfell", |b| b.iter(|| ledger.prove_by_winterfell(&inputs)));
        }
        group.finish();
    }
}

criterion_group!(proofs, batches);
criterion_main!(proofs);

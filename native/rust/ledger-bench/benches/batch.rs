//! Figures of batches of one-row accounts, from witness buffer to proof bytes, and of winterfell's own parts on the same witness:
//! `./bench batch 15`.
//!
//! As in a run of several batches, one is proven after another, and later ones use the memory of the first: accounts_per_second is the median
//! batch's of those, first_accounts_per_second is of the first. A stage's seconds are its median's, since the search for a nonce takes any time. winterfell's own parts prove twice too, and the second counts.
//!
//! The last line is one JSON object. Every figure is measured in this run, but for proven_bits, which is computed from the options.
//! peak_mb is the packed pipeline's, measured before the reference runs; peak_of_extended is its part of the extended main segment.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger_air::columns::MAIN_WIDTH;
use ledger_air::options::BLOWUP;
use ledger_air::proof_options;
use ledger_bench::Ledger;
use ledger_prover::prove::Proved;
use ledger_prover::{Job, Stage};
use ledger_verifier::soundness::Soundness;

/// Batches after the first.
const BATCHES: usize = 9;

fn main() {
    let log2_rows: u32 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(15);
    let ledger = Ledger::new(log2_rows);
    // As long as there is a job, memory stays.
    let _run = Job::default();
    let first = prove(&ledger);
    let mut batches: Vec<Batch> = (0..BATCHES).map(|_| prove(&ledger)).collect();
    let list: Vec<String> = batches.iter().map(|batch| format!("{:.3}", batch.seconds)).collect();
    println!("first batch {:.3} s, then {} s", first.seconds, list.join(", "));
    batches.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let stages = median_stages(&batches);
    let Batch { seconds, proved, .. } = batches.swap_remove(BATCHES / 2);
    for (stage, wall, cpu) in &stages {
        println!("{stage:>12}: {wall:.3} s, {cpu:.3} CPU s");
    }
    let stages: Vec<String> = stages
        .iter()
        .map(|(stage, wall, cpu)| {
            format!("{{\"name\": \"{stage}\", \"seconds\": {wall:.3}, \"cpu_seconds\": {cpu:.2}}}")
        })
        .collect();

    let peak_mb = peak_mb();

    let inputs = ledger.inputs(&proved);
    let encoded = inputs.encode();
    ledger_verifier::verify_ledger(&encoded, &proved.proof).expect("accepted");
    let start = Instant::now();
    ledger_verifier::verify_ledger(&encoded, &proved.proof).expect("accepted");
    let verify_ms = start.elapsed().as_secs_f64() * 1e3;
    let proven_bits = Soundness::of(&proof_options(), log2_rows).bits() as u32;

    let reference_seconds = || {
        let start = Instant::now();
        let proof = ledger.prove_by_winterfell(&inputs);
        let seconds = start.elapsed().as_secs_f64();
        ledger_verifier::verify_ledger(&encoded, &proof).expect("accepted");
        seconds
    };
    reference_seconds();
    let reference_seconds = reference_seconds();
    let accounts = ledger.accounts;
    let rate = |seconds: f64| accounts as f64 / seconds;
    let extended_mb = ((8 * MAIN_WIDTH * BLOWUP) << log2_rows) as f64 / (1 << 20) as f64;
    println!(
        "{{\"accounts_per_second\": {:.0}, \"first_accounts_per_second\": {:.0}, \"reference_accounts_per_second\": {:.0}, \
         \"ratio\": {:.2}, \"accounts\": {accounts}, \"rows\": {}, \"threads\": {}, \"proven_bits\": {proven_bits}, \
         \"peak_mb\": {peak_mb}, \"peak_of_extended\": {:.2}, \"proof_bytes\": {}, \"verify_ms\": {verify_ms:.1}, \"stages\": [{}]}}",
        rate(seconds),
        rate(first.seconds),
        rate(reference_seconds),
        reference_seconds / seconds,
        1 << log2_rows,
        rayon::current_num_threads(),
        peak_mb as f64 / extended_mb,
        proved.proof.len(),
        stages.join(", "),
    );
}

/// A batch, and how long each of its stages took, in seconds of the clock and of all processors.
struct Batch {
    seconds: f64,
    stages: Vec<(&'static str, f64, f64)>,
    proved: Proved,
}

/// Each stage's name, and medians of its seconds.
fn median_stages(batches: &[Batch]) -> Vec<(&'static str, f64, f64)> {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let of_name = |name: &'static str| {
        let all = batches.iter().flat_map(|batch| &batch.stages).filter(|stage| stage.0 == name);
        let (wall, cpu) = all.map(|&(_, wall, cpu)| (wall, cpu)).unzip();
        (name, median(wall), median(cpu))
    };
    batches[0].stages.iter().map(|stage| of_name(stage.0)).collect()
}

fn prove(ledger: &Ledger) -> Batch {
    let job = Arc::new(Job::default());
    let stages = std::thread::spawn({
        let job = job.clone();
        move || watch(&job)
    });
    let start = Instant::now();
    let proved = ledger.prove(&job);
    let seconds = start.elapsed().as_secs_f64();
    Batch { seconds, stages: stages.join().expect("stages"), proved }
}

/// Returns each stage's name, seconds and CPU seconds.
fn watch(job: &Job) -> Vec<(&'static str, f64, f64)> {
    const NAMES: [&str; 6] = ["waiting", "trace", "main", "auxiliary", "constraints", "openings"];
    let mut stages = vec![];
    let (mut stage, mut wall, mut cpu) = (0, Instant::now(), cpu_seconds());
    while stage < Stage::Done as u32 {
        std::thread::sleep(Duration::from_millis(1));
        let now = job.stage();
        if now != stage {
            stages.push((NAMES[stage as usize], wall.elapsed().as_secs_f64(), cpu_seconds() - cpu));
            (stage, wall, cpu) = (now, Instant::now(), cpu_seconds());
        }
    }
    stages
}

/// CPU seconds of this process, 0 where the system doesn't tell.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Peak resident memory in MB, 0 where the system doesn't tell.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

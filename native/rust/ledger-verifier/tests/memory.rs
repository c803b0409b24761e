//! No input of N bytes makes the verifier allocate more than 64 MB + 4 N at once.
//!
//! One test in its own process, because the allocator counts everything.

mod common;
#[path = "../../ledger-prover/tests/support/mod.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{inputs, Synthetic};
use ledger_air::constants::LIMB_BITS;
use ledger_air::options::NUM_QUERIES;
use ledger_verifier::shape::ProofShape;
use ledger_verifier::verify::verify_scaled;
use ledger_verifier::{verify_ledger, MAX_PROOF_BYTES};
use support::{prove, SmallLedger, LIMB};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed to the system's allocator unchanged; only sizes are counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        System.dealloc(pointer, layout);
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Most bytes allocated at once while `operation` runs.
fn peak_of(operation: impl FnOnce()) -> usize {
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    operation();
    PEAK.load(Ordering::Relaxed) - before
}

fn assert_bounded(peak: usize, length: usize) {
    assert!(peak <= (64 << 20) + 4 * length, "{peak} bytes allocated for {length}");
}

#[test]
fn memory_is_bounded() {
    hostile_input();
    accepted_proof();
}

fn accepted_proof() {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let proof = prove(&inputs, &expanded).expect("an honest ledger");
    let length = proof.len() + inputs.encode().len();
    let peak = peak_of(|| assert_eq!(verify_scaled::<LIMB>(inputs, &proof), Ok(())));
    assert_bounded(peak, length);
}

fn hostile_input() {
    let mut largest = inputs(18);
    largest.weights = vec![0; 8192];
    let cases = [(inputs(15), 1), (inputs(15), NUM_QUERIES), (inputs(18), NUM_QUERIES), (largest, NUM_QUERIES)];
    for (inputs, queries) in cases {
        let public = inputs.encode();
        let synthetic = Synthetic::of(&ProofShape::of::<LIMB_BITS>(&inputs), queries);
        let check = |public: &[u8], proof: &[u8]| {
            let peak = peak_of(|| assert!(verify_ledger(public, proof).is_err()));
            assert_bounded(peak, public.len() + proof.len());
        };
        check(&public, &synthetic.bytes);
        for at in (0..200).chain(synthetic.prefixes.iter().copied()) {
            for value in [0, 1, 2, 127, 128, 254, 255] {
                let mut changed = synthetic.bytes.clone();
                changed[at] = value;
                check(&public, &changed);
                let end = (at + 9).min(changed.len());
                changed[at..end].fill(value);
                check(&public, &changed);
            }
        }
        check(&public, &vec![255; MAX_PROOF_BYTES]);
        check(&public, &vec![0; 10 * MAX_PROOF_BYTES]);
        for at in 0..public.len().min(200) {
            for value in [0, 1, 128, 255] {
                let mut changed = public.clone();
                changed[at] = value;
                if changed != public {
                    check(&changed, &synthetic.bytes);
                }
            }
        }
    }
}

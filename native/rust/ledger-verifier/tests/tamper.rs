//! A real proof of a small ledger, edited in every way that fits the time: never accepted, never a panic.

#[path = "../../ledger-prover/tests/support/mod.rs"]
mod support;

use std::sync::LazyLock;

use ledger_air::{PublicInputs, F};
use ledger_verifier::guard::contain;
use ledger_verifier::shape::ProofShape;
use ledger_verifier::verify::verify_scaled;
use ledger_verifier::VerifyError;
use support::{prove, SmallLedger, LIMB};
use winter_math::FieldElement;

static PROVEN: LazyLock<(PublicInputs, Vec<u8>)> = LazyLock::new(|| {
    let ledger = SmallLedger::sample();
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let proof = prove(&inputs, &expanded).expect("an honest ledger");
    (inputs, proof)
});

fn verdict(inputs: &PublicInputs, proof: &[u8]) -> Result<(), VerifyError> {
    contain(|| verify_scaled::<LIMB>(inputs.clone(), proof)).expect("no panic")
}

fn assert_refused(proof: &[u8], what: &str) {
    assert!(verdict(&PROVEN.0, proof).is_err(), "{what}");
}

/// splitmix64: enough to scatter edits, the same ones on every run.
struct Scatter(u64);

impl Scatter {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

fn flip(at: usize, mask: u8) {
    let mut changed = PROVEN.1.clone();
    changed[at] ^= mask;
    assert_refused(&changed, &format!("byte {at} xor {mask}"));
}

#[test]
fn the_proof_itself_is_accepted() {
    assert_eq!(verdict(&PROVEN.0, &PROVEN.1), Ok(()));
}

#[test]
fn every_byte_of_the_header_matters() {
    let header = ProofShape::of::<LIMB>(&PROVEN.0).header.len();
    for at in 0..header + 3 {
        (0..8).for_each(|bit| flip(at, 1 << bit));
    }
}

#[test]
fn no_byte_may_change() {
    let length = PROVEN.1.len();
    let mut scatter = Scatter(1);
    // the commitments; the end: last FRI layer's paths, remainder, nonce; and a sample of what lies between
    let ends = (0..300).chain(length - 700..length);
    for at in ends.chain((300..length - 700).step_by(length / 500)) {
        flip(at, 1 << scatter.below(8));
    }
}

#[test]
#[ignore = "half an hour: every byte of the proof"]
fn no_byte_may_change_exhaustively() {
    let (threads, length) = (2, PROVEN.1.len());
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || (thread..length).step_by(threads).for_each(|at| flip(at, 1 << (at % 8))));
        }
    });
}

#[test]
fn no_truncation_or_extension_is_accepted() {
    let proof = &PROVEN.1;
    for end in (0..proof.len()).step_by(97).chain(proof.len() - 200..proof.len()) {
        assert_refused(&proof[..end], "truncated");
    }
    for extra in [1, 2, 8, 32, 1000] {
        assert_refused(&[proof.as_slice(), &vec![0; extra]].concat(), "extended");
        assert_refused(&[proof.as_slice(), &proof[..extra]].concat(), "extended");
    }
    assert_refused(&[proof.as_slice(), proof].concat(), "twice");
}

#[test]
fn no_scattered_edit_is_accepted() {
    let proof = &PROVEN.1;
    let mut scatter = Scatter(2);
    for round in 0..400 {
        let mut changed = proof.clone();
        for _ in 0..=scatter.below(4) {
            let (at, length) = (scatter.below(changed.len()), scatter.below(40));
            let end = (at + length).min(changed.len());
            match scatter.below(4) {
                0 => changed[at..end].fill([0, 1, 127, 128, 255][scatter.below(5)]),
                1 => drop(changed.drain(at..end)),
                2 => {
                    let from = scatter.below(proof.len() - 40);
                    changed.splice(at..at, proof[from..from + length].iter().copied()).for_each(drop);
                }
                _ => changed[at] = changed[at].wrapping_add(1),
            }
        }
        if changed != *proof {
            assert_refused(&changed, &format!("round {round}"));
        }
    }
}

#[test]
fn no_other_public_input_is_accepted() {
    let changes: [fn(&mut PublicInputs); 9] = [
        |p| p.context[0] += F::ONE,
        |p| p.context[3] += F::ONE,
        |p| p.log2_rows += 1,
        |p| p.accounts += 1,
        |p| p.root[1] += F::ONE,
        |p| p.control_digest[3] += F::ONE,
        |p| p.max_steps_log2 -= 1,
        |p| p.weights[2] += 1,
        |p| p.weights.extend([0, 0]),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut other = PROVEN.0.clone();
        change(&mut other);
        assert!(verdict(&other, &PROVEN.1).is_err(), "change {number}");
    }
}

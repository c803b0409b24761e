//! A ledger small enough that a proof against each part and each check is made in every run of the tests.

use ledger_air::{PublicInputs, F};
use winter_math::StarkField;

use crate::cases::Engines;
use crate::catalogue::Base;
use crate::exchange::{customers, weights, MAX_STEPS_LOG2};
use crate::forge::{Absorber, Forgery};
use crate::ledger::{Account, Frame, Ledger};
use crate::mutant::Dropped;

/// Small limbs, so that the range table fits a small trace.
pub const LIMB: u32 = 8;
/// log2 of the small trace's rows.
pub const LOG2_ROWS: u32 = 11;
/// First weight of the asset that nobody holds: it may be anything.
const VOID: usize = 4;

fn tag(n: u64) -> [F; 4] {
    [n, n + 1, n + 2, n + 3].map(F::new)
}

fn frame() -> Frame {
    Frame {
        context: tag(1),
        log2_rows: LOG2_ROWS,
        max_steps_log2: MAX_STEPS_LOG2,
        weights: weights::<LIMB>(),
        control_tag: tag(5000),
        dummy_tag: |n| tag(100_000 + 10 * n),
        even: true,
    }
}

/// Returns the small ledger.
pub fn base() -> Base<LIMB> {
    based_on(&frame())
}

fn based_on(frame: &Frame) -> Base<LIMB> {
    let customers: Vec<Account> =
        customers::<LIMB>().into_iter().zip(1..).map(|(entries, n)| Account { tag: tag(10 * n), entries }).collect();
    let ledger = Ledger::new(frame, &customers);
    Base { customers, ledger }
}

/// Returns what an honest prover proves.
pub fn honest(base: &Base<LIMB>) -> Forgery {
    let expanded = base.ledger.expand();
    let inputs = base.ledger.inputs_for(&expanded);
    Forgery { inputs, expanded, dropped: Dropped::Nothing, absorber: Absorber::Nothing }
}

/// Ledgers that are honest in all but one of their sizes, which is out of range: at this size a trace has [`LOG2_ROWS`] and a price
/// table at most 8 keys.
pub fn out_of_range() -> Vec<(&'static str, Forgery)> {
    type Change = fn(&mut Frame);
    let changes: [(&str, Change); 7] = [
        ("half the rows", |frame| frame.log2_rows -= 1),
        ("twice the rows", |frame| frame.log2_rows += 1),
        ("longer accounts than any", |frame| frame.max_steps_log2 = 7),
        ("a weight too large", |frame| frame.weights[VOID] = 1 << 23),
        ("a weight whose sums overflow", |frame| frame.weights[VOID] = 1 << 61),
        ("an asset of one side", |frame| frame.weights.push(1)),
        ("more assets than allowed", |frame| frame.weights.extend([1, -1])),
    ];
    let forged = |change: Change| {
        let mut frame = frame();
        change(&mut frame);
        honest(&based_on(&frame))
    };
    changes.map(|(name, change)| (name, forged(change))).into()
}

/// Other bytes of the same public inputs, and the verifiers that would take them for the same.
pub fn other_encodings(inputs: &PublicInputs) -> Vec<(&'static str, Engines, Vec<u8>)> {
    let bytes = inputs.encode();
    let mut version = bytes.clone();
    version[0] += 1;
    let mut element = bytes.clone();
    // The first element of the context is small: with the modulus added it still fits 64 bits.
    let value = inputs.context[0].as_int() + F::MODULUS;
    element[4..12].copy_from_slice(&value.to_le_bytes());
    vec![
        ("another version", Engines::Both, version),
        ("a byte after them", Engines::Both, [bytes, vec![0]].concat()),
        // Java's coin takes elements in as they are written.
        ("an element past the modulus", Engines::Native, element),
    ]
}

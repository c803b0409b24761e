//! A golden proof with edits: accepted if they change nothing, and only then.
#![no_main]

use ledger_fuzz::accepts;
use ledger_fuzz::edits::apply;
use ledger_fuzz::golden::GOLDEN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((which, edits)) = data.split_first() else {
        return;
    };
    let golden = &GOLDEN[usize::from(which & 1)];
    let edited = apply(if which & 2 == 0 { golden.proof } else { golden.inputs }, edits);
    let (inputs, proof) = if which & 2 == 0 { (golden.inputs, &edited[..]) } else { (&edited[..], golden.proof) };
    assert_eq!(accepts(inputs, proof), inputs == golden.inputs && proof == golden.proof);
});

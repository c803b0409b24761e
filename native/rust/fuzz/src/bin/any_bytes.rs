//! Any bytes as public inputs and proof: never accepted, never a panic, never more memory than allowed.
#![no_main]

use ledger_fuzz::accepts;
use ledger_fuzz::golden::GOLDEN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((split, data)) = data.split_first_chunk::<2>() else {
        return;
    };
    let (inputs, proof) = data.split_at(usize::from(u16::from_le_bytes(*split)).min(data.len()));
    if accepts(inputs, proof) {
        assert!(GOLDEN.iter().any(|golden| golden.inputs == inputs && golden.proof == proof), "a forgery");
    }
});

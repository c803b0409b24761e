//! Any bytes as public inputs: refused, or exactly what encoding them gives.
#![no_main]

use ledger_air::PublicInputs;
use ledger_fuzz::memory::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(inputs) = bounded(data.len(), || PublicInputs::decode(data)) {
        assert_eq!(inputs.encode(), data);
    }
});

//! The parameters as JSON, for `solvency_parameters`.

use std::fmt::Write;

use ledger_air::constants::{CLOSING_ROWS, MAX_LOG2_ROWS, MIN_LOG2_ROWS, PAD_ROWS};
use ledger_air::{options, proof_options, relation_id, usable_rows};
use ledger_verifier::parameters::Parameters;
use ledger_verifier::soundness::Soundness;
use ledger_verifier::MAX_PROOF_BYTES;

use crate::abi::ABI_VERSION;

/// Returns a JSON object of the proof options, the layout's sizes and the security of each trace length.
pub fn parameters_json() -> String {
    let smallest = Parameters::of(MIN_LOG2_ROWS);
    let mut id = String::new();
    for byte in relation_id() {
        let _ = write!(id, "{byte:02x}"); // a String takes everything
    }
    let sizes: Vec<String> = (MIN_LOG2_ROWS..=MAX_LOG2_ROWS).map(size_json).collect();
    format!(
        concat!(
            r#"{{"abi_version":{},"relation_id":"{}","field":"2^64-2^32+1","hash":"blake3_256","#,
            r#""queries":{},"blowup":{},"grinding_bits":{},"extension_degree":{},"#,
            r#""fri_folding":{},"fri_remainder_max_degree":{},"batching":"linear","#,
            r#""main_columns":{},"auxiliary_columns":{},"composition_columns":{},"constraints":{},"#,
            r#""pad_rows":{},"closing_rows":{},"max_proof_bytes":{},"sizes":[{}]}}"#
        ),
        ABI_VERSION,
        id,
        options::NUM_QUERIES,
        options::BLOWUP,
        options::GRINDING,
        options::EXTENSION_DEGREE,
        options::FRI_FOLDING,
        options::FRI_REMAINDER_DEGREE,
        smallest.main_columns,
        smallest.auxiliary_columns,
        smallest.composition_columns,
        smallest.constraints,
        PAD_ROWS,
        CLOSING_ROWS,
        MAX_PROOF_BYTES,
        sizes.join(",")
    )
}

fn size_json(log2_rows: u32) -> String {
    let of = Parameters::of(log2_rows);
    format!(
        concat!(
            r#"{{"log2_rows":{},"usable_rows":{},"proven_bits":{},"proven_bits_unique_decoding":{},"#,
            r#""proven_bits_list_decoding":{},"conjectured_bits":{}}}"#
        ),
        log2_rows,
        usable_rows(log2_rows),
        Soundness::of(&proof_options(), log2_rows).bits() as u32,
        of.unique_decoding_bits,
        of.list_decoding_bits,
        of.conjectured_bits
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_the_capacity_that_the_header_promises() {
        let json = parameters_json();
        assert!(json.len() < 4096, "{}", json.len());
        assert!(json.starts_with('{') && json.ends_with("]}"), "{json}");
        assert_eq!(json.matches('{').count(), json.matches('}').count());
    }
}

//! The bounded reader on bytes that no prover made.

mod common;

use common::{inputs, Synthetic};
use ledger_air::constants::LIMB_BITS;
use ledger_air::options::NUM_QUERIES;
use ledger_verifier::decode::decode;
use ledger_verifier::shape::ProofShape;
use ledger_verifier::{verify_ledger, VerifyError, MAX_PROOF_BYTES};

fn shape(log2_rows: u32) -> ProofShape {
    ProofShape::of::<LIMB_BITS>(&inputs(log2_rows))
}

fn assert_malformed(bytes: &[u8], shape: &ProofShape, what: &str) {
    match decode(bytes, shape) {
        Err(VerifyError::Malformed(_)) => {}
        other => panic!("{what}: {:?}", other.map(|_| "decoded")),
    }
}

#[test]
fn reads_the_right_shape_and_rejects_what_it_says() {
    for log2_rows in 15..=18 {
        let synthetic = Synthetic::of(&shape(log2_rows), NUM_QUERIES);
        assert!(synthetic.bytes.len() < MAX_PROOF_BYTES / 2, "{}", synthetic.bytes.len());
        assert_eq!(decode(&synthetic.bytes, &shape(log2_rows)).map(|_| ()), Ok(()));
        let verdict = verify_ledger(&inputs(log2_rows).encode(), &synthetic.bytes);
        assert!(matches!(verdict, Err(VerifyError::Rejected(_))), "{verdict:?}");
    }
}

#[test]
fn refuses_every_other_header() {
    let shape = shape(15);
    let bytes = Synthetic::of(&shape, 3).bytes;
    for at in 0..shape.header.len() {
        for value in 0..=255 {
            if value != bytes[at] {
                let mut changed = bytes.clone();
                changed[at] = value;
                assert_malformed(&changed, &shape, &format!("header byte {at} = {value}"));
            }
        }
    }
    for log2_rows in 16..=18 {
        assert_malformed(&bytes, &self::shape(log2_rows), "another size");
    }
}

#[test]
fn refuses_every_other_length() {
    let shape = shape(15);
    let synthetic = Synthetic::of(&shape, 3);
    let queries_at = shape.header.len();
    for &at in &synthetic.prefixes {
        for value in 0..=255 {
            if value != synthetic.bytes[at] {
                let mut changed = synthetic.bytes.clone();
                changed[at] = value;
                assert_malformed(&changed, &shape, &format!("byte {at} = {value} (queries at {queries_at})"));
            }
        }
    }
}

#[test]
fn refuses_every_truncation_and_extension() {
    let shape = shape(15);
    let bytes = Synthetic::of(&shape, 2).bytes;
    for end in 0..bytes.len() {
        assert_malformed(&bytes[..end], &shape, "truncated");
    }
    for extra in 1..20 {
        assert_malformed(&[bytes.as_slice(), &vec![0; extra]].concat(), &shape, "extended");
    }
}

#[test]
fn refuses_the_number_of_queries_that_the_options_forbid() {
    let shape = shape(15);
    assert_malformed(&Synthetic::of(&shape, 0).bytes, &shape, "none");
    assert_malformed(&Synthetic::of(&shape, NUM_QUERIES + 1).bytes, &shape, "more than drawn");
}

#[test]
fn refuses_long_input_without_reading_it() {
    let bytes = vec![0; MAX_PROOF_BYTES + 1];
    assert!(matches!(verify_ledger(&inputs(15).encode(), &bytes), Err(VerifyError::Malformed(_))));
}

#[test]
fn refuses_field_elements_past_the_modulus() {
    let shape = shape(15);
    let mut bytes = Synthetic::of(&shape, NUM_QUERIES).bytes;
    let remainder_at = bytes.len() - 9 - shape.remainder_bytes;
    bytes[remainder_at..remainder_at + 8].fill(255);
    let verdict = verify_ledger(&inputs(15).encode(), &bytes);
    assert!(matches!(verdict, Err(VerifyError::Malformed(_))), "{verdict:?}");
}

#[test]
fn tells_wrong_public_inputs_apart() {
    let proof = Synthetic::of(&shape(15), NUM_QUERIES).bytes;
    let good = inputs(15).encode();
    for bytes in [&[][..], &good[..good.len() - 1], &[good.as_slice(), &[0]].concat()] {
        assert!(matches!(verify_ledger(bytes, &proof), Err(VerifyError::InvalidPublicInputs(_))));
    }
}

//! The digests that bind a proof to a statement (docs/spec/formats.md), for the corpus's own exchange.

use ledger_air::{PublicInputs, F};
use sha2::{Digest, Sha256};

use crate::exchange::{weights, MAX_STEPS_LOG2};
use crate::ledger::Words;

/// Name of the issuer.
pub const NAME: &str = "Corpus Exchange";
/// log2 of the scale of the weights.
pub const SCALE_LOG2: i32 = 12;
/// Symbol, price, haircut and debt haircut of each asset; they have no decimals.
const ASSETS: [[&str; 4]; 4] =
    [["USD", "1", "1", "1"], ["GOLD", "1000", "1", "1"], ["VOID", "1", "1", "1"], ["DUST", "0.0001", "1", "1"]];
/// Public key of the issuer, the first test vector's of RFC 8032: its private key is no secret.
pub const ISSUER_KEY: [u8; 32] = [
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72,
    0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
];

/// What a context is of.
#[derive(Clone, Copy)]
pub enum Kind {
    Batch,
    GeneralLedger,
}

/// Bytes to be hashed.
struct Input(Vec<u8>);

impl Input {
    fn new(domain: &str) -> Self {
        Self(vec![]).text(domain)
    }
    fn text(self, text: &str) -> Self {
        self.u32(text.len() as u32).raw(text.as_bytes())
    }
    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }
    fn u32(self, value: u32) -> Self {
        self.raw(&value.to_le_bytes())
    }
    fn u64(self, value: u64) -> Self {
        self.raw(&value.to_le_bytes())
    }
    fn sha256(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// Four little-endian words with the top bit cleared.
pub fn words(hash: &[u8; 32]) -> [F; 4] {
    let word = |i: usize| u64::from_le_bytes(hash[8 * i..8 * i + 8].try_into().expect("eight bytes"));
    std::array::from_fn(|i| F::new(word(i) & (u64::MAX >> 1)))
}

/// 32 bytes of four elements.
pub fn digest_bytes(digest: &[F; 4]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.chunks_exact_mut(8).zip(digest).for_each(|(chunk, e)| chunk.copy_from_slice(&e.as_int().to_le_bytes()));
    bytes
}

pub fn snapshot_id(sequence: u64, time: &str) -> [u8; 32] {
    Input::new("zksolvency/snapshot/v1").text(NAME).u64(sequence).text(time).sha256()
}

pub fn tag(snapshot: &[u8; 32], account: &str, salt: &[u8; 32]) -> [F; 4] {
    words(&Input::new("zksolvency/tag/v1").raw(snapshot).text(account).raw(salt).sha256())
}

pub fn header_digest(relation: &[u8; 32], sequence: u64, previous: &[u8; 32], time: &str) -> [u8; 32] {
    let mut input = Input::new("zksolvency/header/v1").raw(relation).text(NAME).u64(sequence).raw(previous).text(time);
    input = input.u32(ASSETS.len() as u32);
    for ([symbol, price, haircut, debt], weights) in ASSETS.iter().zip(weights::<14>().chunks_exact(2)) {
        input = input.text(symbol).u32(0).text(price).text(haircut).text(debt);
        input = input.raw(&weights[0].to_le_bytes()).raw(&weights[1].to_le_bytes());
    }
    input.raw(&SCALE_LOG2.to_le_bytes()).u32(MAX_STEPS_LOG2).sha256()
}

pub fn context(header: &[u8; 32], kind: Kind, index: u32) -> [F; 4] {
    words(&Input::new("zksolvency/context/v1").raw(header).u32(kind as u32).u32(index).sha256())
}

/// Digest of a statement without exclusions: its batches and its general ledger, each with its proof's SHA-256.
pub fn statement_digest(
    header: &[u8; 32],
    batches: &[(&PublicInputs, [u8; 32])],
    (inputs, tag, control, proof): (&PublicInputs, [F; 4], &[Words], [u8; 32]),
    word_bits: u32,
) -> [u8; 32] {
    let mut input = Input::new("zksolvency/statement/v1").raw(header).u32(batches.len() as u32);
    for (batch, proof) in batches {
        input = input.u32(batch.log2_rows).u64(batch.accounts).raw(&digest_bytes(&batch.root));
        input = input.raw(&digest_bytes(&batch.control_digest)).raw(proof);
    }
    input = input.u32(inputs.log2_rows).u64(inputs.accounts).raw(&digest_bytes(&tag)).u32(control.len() as u32);
    for &(key, low, high) in control {
        input = input.u32(key as u32).u64(low + (high << word_bits));
    }
    input.raw(&proof).u64(0).u32(0).raw(&ISSUER_KEY).sha256()
}

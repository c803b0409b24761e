//! Proofs of the right shape that prove nothing.
#![allow(dead_code)]

use ledger_air::{PublicInputs, F};
use ledger_verifier::shape::{ProofShape, DIGEST_BYTES};
use winter_utils::ByteWriter;

/// Public inputs of production size.
pub fn inputs(log2_rows: u32) -> PublicInputs {
    PublicInputs {
        context: [1u32, 2, 3, 4].map(F::from),
        log2_rows,
        accounts: 100,
        root: [5u32, 6, 7, 8].map(F::from),
        control_digest: [9u32, 10, 11, 12].map(F::from),
        max_steps_log2: 2,
        weights: vec![5, -6, 0, -1],
    }
}

/// The bytes of a proof of this shape, all of whose values are zero, with where its length prefixes lie.
pub struct Synthetic {
    pub bytes: Vec<u8>,
    pub prefixes: Vec<usize>,
}

impl Synthetic {
    pub fn of(shape: &ProofShape, queries: usize) -> Self {
        let mut out = Self { bytes: shape.header.clone(), prefixes: vec![] };
        out.mark().write_u8(queries as u8);
        let commitments = shape.commitments() * DIGEST_BYTES;
        out.mark().write_u16(commitments as u16);
        out.zeros(commitments);
        for row in shape.segment_row_bytes.iter().chain([&shape.quotient_row_bytes]) {
            out.mark().write_usize(queries * row);
            out.zeros(queries * row);
            let proof = merkle_proof(queries, shape.domain_log2);
            out.mark().write_usize(proof.len());
            out.merkle(&proof);
        }
        for frame in [shape.trace_frame_bytes, shape.quotient_frame_bytes] {
            out.mark().write_u16(1 + frame as u16);
            out.mark().write_u8(2);
            out.zeros(frame);
        }
        out.mark().write_u8(shape.fri_depths.len() as u8);
        for depth in &shape.fri_depths {
            out.mark().write_u32((queries * shape.fri_row_bytes) as u32);
            out.zeros(queries * shape.fri_row_bytes);
            let proof = merkle_proof(queries, *depth);
            out.mark().write_u32(proof.len() as u32);
            out.merkle(&proof);
        }
        out.mark().write_u16(shape.remainder_bytes as u16);
        out.zeros(shape.remainder_bytes);
        out.mark().write_u8(0);
        out.zeros(8);
        out
    }

    fn mark(&mut self) -> &mut Vec<u8> {
        self.prefixes.push(self.bytes.len());
        &mut self.bytes
    }

    fn zeros(&mut self, count: usize) {
        self.bytes.resize(self.bytes.len() + count, 0);
    }

    fn merkle(&mut self, proof: &[u8]) {
        let at = self.bytes.len();
        self.prefixes.extend([at, at + 1, at + 2]);
        self.bytes.extend(proof);
    }
}

/// A batch proof with one path of full length for each query.
fn merkle_proof(queries: usize, depth: u32) -> Vec<u8> {
    let mut out = vec![depth as u8];
    out.write_usize(queries);
    for _ in 0..queries {
        out.write_usize(depth as usize);
        out.resize(out.len() + depth as usize * DIGEST_BYTES, 0);
    }
    out
}

//! Turns untrusted bytes into a proof, with bounded memory.
//!
//! winterfell's parser believes length prefixes (one changed byte can ask for a terabyte, and failing to allocate aborts
//! the process), panics on options that are out of range, and ignores what follows a proof. So the bytes are walked here
//! first: the header must be the expected one byte for byte, every length must be the expected one or within what the
//! options allow, and nothing may be left over. Only then does winterfell parse them.

use winter_air::proof::Proof;

use crate::error::VerifyError;
use crate::shape::{ProofShape, DIGEST_BYTES};

/// Rows of an out-of-domain frame: the values at z and at gz.
const FRAME_ROWS: u8 = 2;

/// Where in a proof a slice lies that other checks need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The commitment to FRI's remainder.
    pub remainder_commitment: &'a [u8],
    /// FRI's remainder: coefficients of a polynomial over the extension field, highest first.
    pub remainder: &'a [u8],
}

/// Returns the proof that `bytes` encode, and the parts of it that winterfell does not check.
///
/// Allocates at most a few times the length of `bytes`.
///
/// # Errors
/// [`VerifyError::Malformed`] if the bytes are not the one encoding of a proof of this shape.
pub fn decode<'a>(bytes: &'a [u8], shape: &ProofShape) -> Result<(Proof, Parts<'a>), VerifyError> {
    let parts = walk(bytes, shape)?;
    let proof = Proof::from_bytes(bytes).map_err(|error| VerifyError::Malformed(error.to_string()))?;
    // The walk leaves no freedom; this holds whatever winterfell reads differently from it.
    if proof.to_bytes() != bytes {
        return malformed(0, "the encoding is not canonical");
    }
    Ok((proof, parts))
}

/// Checks every length in `bytes` against `shape`.
fn walk<'a>(bytes: &'a [u8], shape: &ProofShape) -> Result<Parts<'a>, VerifyError> {
    let mut reader = Reader { bytes, at: 0 };
    header(&mut reader, &shape.header)?;
    let queries = reader.u8()? as usize;
    if !(1..=shape.max_queries).contains(&queries) {
        return malformed(reader.at - 1, "the number of distinct queries is out of range");
    }
    let commitments = commitments(&mut reader, shape)?;
    for row_bytes in &shape.segment_row_bytes {
        openings(&mut reader, queries, *row_bytes, shape.domain_log2)?;
    }
    openings(&mut reader, queries, shape.quotient_row_bytes, shape.domain_log2)?;
    frame(&mut reader, shape.trace_frame_bytes)?;
    frame(&mut reader, shape.quotient_frame_bytes)?;
    let remainder = fri(&mut reader, shape)?;
    reader.take(8)?; // the grinding nonce: any value
    if reader.at != bytes.len() {
        return malformed(reader.at, "bytes follow the proof");
    }
    let remainder_commitment = &commitments[commitments.len() - DIGEST_BYTES..];
    Ok(Parts { remainder_commitment, remainder })
}

/// Reads the header: trace info, field, options, number of constraints.
fn header(reader: &mut Reader<'_>, expected: &[u8]) -> Result<(), VerifyError> {
    let found = reader.take(expected.len())?;
    match found.iter().zip(expected).position(|(x, y)| x != y) {
        None => Ok(()),
        Some(at) => malformed(at, "the header is not that of a ledger proof with these public inputs"),
    }
}

/// Reads the commitments and returns their bytes.
fn commitments<'a>(reader: &mut Reader<'a>, shape: &ProofShape) -> Result<&'a [u8], VerifyError> {
    let length = reader.u16()? as usize;
    if length != shape.commitments() * DIGEST_BYTES {
        return malformed(reader.at - 2, "wrong number of commitments");
    }
    reader.take(length)
}

/// Reads the opened rows of a commitment and their Merkle proof.
fn openings(reader: &mut Reader<'_>, queries: usize, row_bytes: usize, depth: u32) -> Result<(), VerifyError> {
    let start = reader.at;
    if reader.vint()? != (queries * row_bytes) as u64 {
        return malformed(start, "wrong number of opened values");
    }
    reader.take(queries * row_bytes)?;
    let start = reader.at;
    let length = reader.vint()?;
    let end = reader.at as u64 + length;
    merkle_proof(reader, queries, depth)?;
    if reader.at as u64 != end {
        return malformed(start, "the length of a Merkle proof is not that of its nodes");
    }
    Ok(())
}

/// Reads a batch Merkle proof of at most `queries` leaves of a tree of the given depth.
fn merkle_proof(reader: &mut Reader<'_>, queries: usize, depth: u32) -> Result<(), VerifyError> {
    if u32::from(reader.u8()?) != depth {
        return malformed(reader.at - 1, "wrong depth of a Merkle proof");
    }
    let start = reader.at;
    let paths = reader.vint()?;
    if !(1..=queries as u64).contains(&paths) {
        return malformed(start, "the number of paths of a Merkle proof is out of range");
    }
    for _ in 0..paths {
        let start = reader.at;
        let nodes = reader.vint()?;
        if nodes > u64::from(depth) {
            return malformed(start, "a path of a Merkle proof is longer than the tree is deep");
        }
        reader.take(nodes as usize * DIGEST_BYTES)?;
    }
    Ok(())
}

/// Reads one out-of-domain frame.
fn frame(reader: &mut Reader<'_>, value_bytes: usize) -> Result<(), VerifyError> {
    if reader.u16()? as usize != 1 + value_bytes {
        return malformed(reader.at - 2, "wrong length of an out-of-domain frame");
    }
    if reader.u8()? != FRAME_ROWS {
        return malformed(reader.at - 1, "wrong number of rows of an out-of-domain frame");
    }
    reader.take(value_bytes)?;
    Ok(())
}

/// Reads the FRI proof and returns its remainder.
fn fri<'a>(reader: &mut Reader<'a>, shape: &ProofShape) -> Result<&'a [u8], VerifyError> {
    if reader.u8()? as usize != shape.fri_depths.len() {
        return malformed(reader.at - 1, "wrong number of FRI layers");
    }
    for depth in &shape.fri_depths {
        let length = reader.u32()? as usize;
        let rows = length / shape.fri_row_bytes;
        if !length.is_multiple_of(shape.fri_row_bytes) || !(1..=shape.max_queries).contains(&rows) {
            return malformed(reader.at - 4, "wrong number of opened values of a FRI layer");
        }
        reader.take(length)?;
        let length = reader.u32()? as usize;
        let start = reader.at;
        merkle_proof(reader, rows, *depth)?;
        if reader.at - start != length {
            return malformed(start - 4, "the length of a FRI layer's Merkle proof is not that of its nodes");
        }
    }
    if reader.u16()? as usize != shape.remainder_bytes {
        return malformed(reader.at - 2, "wrong length of FRI's remainder");
    }
    let remainder = reader.take(shape.remainder_bytes)?;
    // log2 of the number of partitions. winterfell raises 2 to whatever stands here, and permutes positions by it.
    if reader.u8()? != 0 {
        return malformed(reader.at - 1, "FRI is partitioned");
    }
    Ok(remainder)
}

fn malformed<T>(at: usize, reason: &str) -> Result<T, VerifyError> {
    Err(VerifyError::Malformed(format!("{reason} (at byte {at})")))
}

/// Reads from a slice without ever going past its end.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], VerifyError> {
        match self.bytes[self.at..].get(..length) {
            Some(slice) => {
                self.at += length;
                Ok(slice)
            }
            None => malformed(self.bytes.len(), "the proof is truncated"),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], VerifyError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn u8(&mut self) -> Result<u8, VerifyError> {
        Ok(self.array::<1>()?[0])
    }

    fn u16(&mut self) -> Result<u16, VerifyError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, VerifyError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Reads winterfell's variable-length integer: as many trailing zero bits as bytes follow, a one, then the value; a zero
    /// byte announces eight whole bytes. Refuses all but the shortest encoding, and values past 2^32, so that sums of such
    /// lengths cannot overflow.
    fn vint(&mut self) -> Result<u64, VerifyError> {
        let start = self.at;
        let first = self.u8()?;
        let more = first.trailing_zeros() as usize; // 8 for a zero byte
        let mut word = [0; 8];
        let value = if more == 8 {
            u64::from_le_bytes(self.array()?)
        } else {
            word[0] = first;
            word[1..=more].copy_from_slice(self.take(more)?);
            u64::from_le_bytes(word) >> (more + 1)
        };
        if (more > 0 && value >> (7 * more) == 0) || value > u64::from(u32::MAX) {
            return malformed(start, "a length is not in its shortest form, or far too large");
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use winter_utils::ByteWriter;

    fn vint(bytes: &[u8]) -> Result<u64, VerifyError> {
        Reader { bytes, at: 0 }.vint()
    }

    #[test]
    fn reads_winterfells_integers() {
        for value in (0..32).flat_map(|bit| [(1u64 << bit) - 1, 1 << bit, (1 << bit) + 1]).chain([u64::from(u32::MAX)])
        {
            let mut bytes = Vec::new();
            bytes.write_usize(value as usize);
            assert_eq!(vint(&bytes), Ok(value));
            for cut in 0..bytes.len() {
                assert!(vint(&bytes[..cut]).is_err());
            }
        }
    }

    #[test]
    fn refuses_long_forms_and_huge_values() {
        assert_eq!(vint(&[0b11]), Ok(1));
        assert!(vint(&[0b110, 0]).is_err());
        assert!(vint(&[0, 1, 0, 0, 0, 0, 0, 0, 0]).is_err());
        assert!(vint(&[0, 255, 255, 255, 255, 255, 255, 255, 255]).is_err());
        let mut bytes = Vec::new();
        bytes.write_usize(u32::MAX as usize + 1);
        assert!(vint(&bytes).is_err());
    }
}

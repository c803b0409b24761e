//! Blake3 of many rows at once: lane i hashes row i. The same digests as the blake3 crate, which hashes one row after the other.
//!
//! Source: the BLAKE3 specification. A row is at most two chunks: 256 elements of eight bytes.

use crate::dispatch::{vectorize, Kernel};
use crate::packed::Packed;
use crate::words::Lanes;
use crate::{array, F, LANES};

/// Rows hashed at once: one AVX-512 register of 32-bit words.
pub const ROWS: usize = 16;
/// Most elements in a row.
pub const MAX_WIDTH: usize = 2 * WORDS_PER_CHUNK;

const WORDS_PER_CHUNK: usize = 128;
const WORDS_PER_BLOCK: usize = 8;
const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 2;
const PARENT: u32 = 4;
const ROOT: u32 = 8;
const IV: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
/// Message words of each round.
const SCHEDULE: [[usize; 16]; 7] = {
    const PERMUTATION: [usize; 16] = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
    let mut schedule = [[0; 16]; 7];
    let mut i = 0;
    while i < 16 {
        schedule[0][i] = i;
        i += 1;
    }
    let mut round = 1;
    while round < 7 {
        let mut i = 0;
        while i < 16 {
            schedule[round][i] = schedule[round - 1][PERMUTATION[i]];
            i += 1;
        }
        round += 1;
    }
    schedule
};

/// One 32-bit word of each row.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Word([u32; ROWS]);

impl Word {
    #[inline(always)]
    fn splat(value: u32) -> Self {
        Self([value; ROWS])
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(array!(0, |i| self.0[i].wrapping_add(other.0[i])))
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Self(array!(0, |i| self.0[i] ^ other.0[i]))
    }
    #[inline(always)]
    fn xor_rotate<const R: u32>(self, other: Self) -> Self {
        Self(array!(0, |i| (self.0[i] ^ other.0[i]).rotate_right(R)))
    }
}

#[inline(always)]
fn quarter(s: &mut [Word; 16], [a, b, c, d]: [usize; 4], x: Word, y: Word) {
    s[a] = s[a].plus(s[b]).plus(x);
    s[d] = s[d].xor_rotate::<16>(s[a]);
    s[c] = s[c].plus(s[d]);
    s[b] = s[b].xor_rotate::<12>(s[c]);
    s[a] = s[a].plus(s[b]).plus(y);
    s[d] = s[d].xor_rotate::<8>(s[a]);
    s[c] = s[c].plus(s[d]);
    s[b] = s[b].xor_rotate::<7>(s[c]);
}

/// Chaining value that every chunk starts from.
#[inline(always)]
fn start() -> [Word; 8] {
    array!(Word::splat(0), |i| Word::splat(IV[i]))
}

/// Chaining value after one block of `bytes` bytes of chunk `chunk`.
#[inline(always)]
fn compress(cv: &[Word; 8], message: &[Word; 16], chunk: u32, bytes: u32, flags: u32) -> [Word; 8] {
    let mut s = [Word::splat(0); 16];
    s[..8].copy_from_slice(cv);
    for i in 0..4 {
        s[8 + i] = Word::splat(IV[i]);
    }
    s[12] = Word::splat(chunk);
    s[14] = Word::splat(bytes);
    s[15] = Word::splat(flags);
    for m in &SCHEDULE {
        quarter(&mut s, [0, 4, 8, 12], message[m[0]], message[m[1]]);
        quarter(&mut s, [1, 5, 9, 13], message[m[2]], message[m[3]]);
        quarter(&mut s, [2, 6, 10, 14], message[m[4]], message[m[5]]);
        quarter(&mut s, [3, 7, 11, 15], message[m[6]], message[m[7]]);
        quarter(&mut s, [0, 5, 10, 15], message[m[8]], message[m[9]]);
        quarter(&mut s, [1, 6, 11, 12], message[m[10]], message[m[11]]);
        quarter(&mut s, [2, 7, 8, 13], message[m[12]], message[m[13]]);
        quarter(&mut s, [3, 4, 9, 14], message[m[14]], message[m[15]]);
    }
    array!(Word::splat(0), |i| s[i].xor(s[8 + i]))
}

/// Hashes rows `start .. start + ROWS` of columns. Bytes are the canonical integers, little-endian.
///
/// # Panics
/// If there are no columns or more than [`MAX_WIDTH`], or one is shorter.
pub fn hash_rows(columns: &[&[F]], start: usize) -> [[u8; 32]; ROWS] {
    assert!((1..=MAX_WIDTH).contains(&columns.len()), "{} columns", columns.len());
    vectorize(HashRows { columns, start })
}

struct HashRows<'a> {
    columns: &'a [&'a [F]],
    start: usize,
}

impl HashRows<'_> {
    /// Message of `words` elements from column `first` on.
    #[inline(always)]
    fn message<W: Lanes>(&self, first: usize, words: usize) -> [Word; 16] {
        let mut message = [Word::splat(0); 16];
        for i in 0..words {
            let column = &self.columns[first + i][self.start..self.start + ROWS];
            for part in 0..ROWS / LANES {
                let integers = Packed::<W>::load(&column[part * LANES..]).to_integers();
                for (lane, integer) in integers.into_iter().enumerate() {
                    message[2 * i].0[part * LANES + lane] = integer as u32;
                    message[2 * i + 1].0[part * LANES + lane] = (integer >> 32) as u32;
                }
            }
        }
        message
    }

    /// Chaining value of the chunk of columns `first .. end`.
    #[inline(always)]
    fn chunk<W: Lanes>(&self, number: u32, first: usize, end: usize, last_flags: u32) -> [Word; 8] {
        let mut cv = start();
        let mut at = first;
        while at < end {
            let words = WORDS_PER_BLOCK.min(end - at);
            let start = if at == first { CHUNK_START } else { 0 };
            let last = if at + words == end { CHUNK_END | last_flags } else { 0 };
            cv = compress(&cv, &self.message::<W>(at, words), number, 8 * words as u32, start | last);
            at += words;
        }
        cv
    }
}

impl Kernel for HashRows<'_> {
    type Output = [[u8; 32]; ROWS];
    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let width = self.columns.len();
        let digest = if width <= WORDS_PER_CHUNK {
            self.chunk::<W>(0, 0, width, ROOT)
        } else {
            let mut message = [Word::splat(0); 16];
            message[..8].copy_from_slice(&self.chunk::<W>(0, 0, WORDS_PER_CHUNK, 0));
            message[8..].copy_from_slice(&self.chunk::<W>(1, WORDS_PER_CHUNK, width, 0));
            compress(&start(), &message, 0, 64, PARENT | ROOT)
        };
        let mut out = [[0; 32]; ROWS];
        write_digests(&digest, &mut out);
        out
    }
}

/// Writes the digests of pairs of digests: `out[i]` is Blake3 of digests 2 i and 2 i + 1.
///
/// # Panics
/// Unless `digests` has twice as many bytes as `out`, each digest 32.
pub fn hash_pairs(digests: &[u8], out: &mut [[u8; 32]]) {
    assert_eq!(digests.len(), 64 * out.len(), "two digests for each");
    vectorize(HashPairs { digests, out });
}

struct HashPairs<'a> {
    digests: &'a [u8],
    out: &'a mut [[u8; 32]],
}

impl Kernel for HashPairs<'_> {
    type Output = ();
    #[inline(always)]
    fn run<W: Lanes>(self) {
        for (pairs, out) in self.digests.chunks(64 * ROWS).zip(self.out.chunks_mut(ROWS)) {
            let mut message = [Word::splat(0); 16];
            for (lane, pair) in pairs.chunks_exact(64).enumerate() {
                for (word, bytes) in message.iter_mut().zip(pair.chunks_exact(4)) {
                    word.0[lane] = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
                }
            }
            let digest = compress(&start(), &message, 0, 64, CHUNK_START | CHUNK_END | ROOT);
            write_digests(&digest, out);
        }
    }
}

/// Writes the first lanes' digests, as many as `out` takes.
#[inline(always)]
fn write_digests(digest: &[Word; 8], out: &mut [[u8; 32]]) {
    for (row, out) in out.iter_mut().enumerate() {
        for (word, bytes) in digest.iter().zip(out.chunks_exact_mut(4)) {
            bytes.copy_from_slice(&word.0[row].to_le_bytes());
        }
    }
}

/// Returns the first of `nonces` for which Blake3(seed || nonce) starts with `zeros` zero bits, counted from the lowest of its first eight
/// bytes read as a little-endian integer. Sixteen are tried at once.
pub fn find_nonce(seed: &[u8; 32], zeros: u32, nonces: std::ops::Range<u64>) -> Option<u64> {
    vectorize(FindNonce { seed, zeros, nonces })
}

struct FindNonce<'a> {
    seed: &'a [u8; 32],
    zeros: u32,
    nonces: std::ops::Range<u64>,
}

impl Kernel for FindNonce<'_> {
    type Output = Option<u64>;
    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut message = [Word::splat(0); 16];
        for (word, bytes) in message.iter_mut().zip(self.seed.chunks_exact(4)) {
            *word = Word::splat(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
        }
        for first in self.nonces.clone().step_by(ROWS) {
            for lane in 0..ROWS {
                let nonce = first + lane as u64;
                message[8].0[lane] = nonce as u32;
                message[9].0[lane] = (nonce >> 32) as u32;
            }
            let digest = compress(&start(), &message, 0, 40, CHUNK_START | CHUNK_END | ROOT);
            for lane in 0..ROWS {
                let head = u64::from(digest[1].0[lane]) << 32 | u64::from(digest[0].0[lane]);
                let nonce = first + lane as u64;
                if head.trailing_zeros() >= self.zeros && nonce < self.nonces.end {
                    return Some(nonce);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_pairs_are_the_blake3_crates() {
        for count in [1, 2, 15, 16, 17, 40] {
            let digests: Vec<u8> = (0..64 * count).map(|i| (i * i % 251) as u8).collect();
            let mut out = vec![[0; 32]; count];
            hash_pairs(&digests, &mut out);
            for (pair, digest) in digests.chunks_exact(64).zip(&out) {
                assert_eq!(digest, blake3::hash(pair).as_bytes(), "{count}");
            }
        }
    }

    #[test]
    fn finds_the_first_nonce() {
        let seed = *blake3::hash(b"seed").as_bytes();
        let zeros = |nonce: u64| {
            let digest = blake3::hash(&[seed.as_slice(), &nonce.to_le_bytes()].concat());
            u64::from_le_bytes(digest.as_bytes()[..8].try_into().unwrap()).trailing_zeros()
        };
        for (bits, from) in [(0, 1), (4, 1), (9, 1), (9, (1 << 32) - 100)] {
            let expected = (from..).find(|&nonce| zeros(nonce) >= bits).unwrap();
            assert_eq!(find_nonce(&seed, bits, from..expected + 20), Some(expected));
            assert_eq!(find_nonce(&seed, bits, from..expected + 1), Some(expected));
            assert_eq!(find_nonce(&seed, bits, from..expected), None);
        }
    }

    #[test]
    fn digests_are_the_blake3_crates() {
        for width in [1u64, 7, 8, 9, 14, 16, 127, 128, 129, 234, 255, 256] {
            let value = |c: u64, r: u64| F::new((40 * c + r).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let columns: Vec<Vec<F>> = (0..width).map(|c| (0..40).map(|r| value(c, r)).collect()).collect();
            let slices: Vec<&[F]> = columns.iter().map(Vec::as_slice).collect();
            for start in [0, 5, 24] {
                for (i, digest) in hash_rows(&slices, start).iter().enumerate() {
                    let bytes: Vec<u8> = columns.iter().flat_map(|c| c[start + i].as_int().to_le_bytes()).collect();
                    assert_eq!(digest, blake3::hash(&bytes).as_bytes(), "width {width}");
                }
            }
        }
    }
}

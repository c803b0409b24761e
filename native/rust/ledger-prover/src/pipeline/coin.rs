//! The public coin: winterfell's, with a seed that the search for a nonce can read.

use std::ops::Range;

use ledger_air::F;
use ledger_simd::blake3::find_nonce;
use rayon::prelude::*;
use winter_crypto::{DefaultRandomCoin, Digest, Hasher, RandomCoin, RandomCoinError};
use winter_math::FieldElement;

use crate::hasher::RowHasher;
use crate::job::Checkpoint;

type Seed = <RowHasher as Hasher>::Digest;

/// A public coin that can be ground.
pub trait GrindingCoin: RandomCoin<BaseField = F, Hasher = RowHasher> + Send {
    /// Returns the first nonce, from 1 on, that shows so many bits of work. Unwinds if the job is cancelled.
    fn grind(&self, bits: u32, checkpoint: &Checkpoint) -> u64;
}

/// The coin of production.
pub struct PublicCoin {
    coin: DefaultRandomCoin<RowHasher>,
    seed: Seed,
}

impl RandomCoin for PublicCoin {
    type BaseField = F;
    type Hasher = RowHasher;

    fn new(seed: &[F]) -> Self {
        use winter_crypto::ElementHasher;
        Self { coin: DefaultRandomCoin::new(seed), seed: RowHasher::hash_elements(seed) }
    }
    fn reseed(&mut self, data: Seed) {
        self.seed = RowHasher::merge(&[self.seed, data]);
        self.coin.reseed(data);
    }
    fn check_leading_zeros(&self, value: u64) -> u32 {
        self.coin.check_leading_zeros(value)
    }
    fn draw<E: FieldElement<BaseField = F>>(&mut self) -> Result<E, RandomCoinError> {
        self.coin.draw()
    }
    fn draw_integers(&mut self, count: usize, domain: usize, nonce: u64) -> Result<Vec<usize>, RandomCoinError> {
        self.seed = RowHasher::merge_with_int(self.seed, nonce);
        self.coin.draw_integers(count, domain, nonce)
    }
}

impl GrindingCoin for PublicCoin {
    fn grind(&self, bits: u32, checkpoint: &Checkpoint) -> u64 {
        // Windows in order, a window's parts side by side: the first nonce, whatever the number of threads.
        const PART: u64 = 1 << 12;
        const PARTS: u64 = 64;
        let seed = self.seed.as_bytes();
        let part = |start: u64| -> Range<u64> { start..start + PART };
        (0u64..)
            .map(|window| 1 + window * PARTS * PART)
            .find_map(|start| {
                checkpoint.pass();
                let parts = (0..PARTS).into_par_iter().map(|i| part(start + i * PART));
                parts.map(|nonces| find_nonce(&seed, bits, nonces)).find_first(Option::is_some).flatten()
            })
            .expect("endless")
    }
}

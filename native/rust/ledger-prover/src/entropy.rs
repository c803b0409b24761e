//! Randomness of one proof: 32 bytes from the operating system, expanded by ChaCha20, never reused, erased after use.

use ledger_air::F;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use winter_math::{FieldElement, StarkField};
use zeroize::Zeroize;

use crate::ProveError;

/// Seed of one proof's masks.
pub struct Entropy([u8; 32]);

impl Drop for Entropy {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Entropy {
    /// Draws a fresh seed.
    ///
    /// # Errors
    /// If the operating system gives none: proving must not go on.
    pub fn from_os() -> Result<Self, ProveError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| ProveError::Randomness(e.to_string()))?;
        Ok(Self(seed))
    }

    /// Uses a known seed: for tests that compare two proofs of one witness.
    #[doc(hidden)]
    pub fn insecure_fixed(byte: u8) -> Self {
        Self([byte; 32])
    }

    /// Returns stream `number`: every column has its own.
    pub(crate) fn stream(&self, number: u64) -> Stream {
        let mut rng = ChaCha20Rng::from_seed(self.0);
        rng.set_stream(number);
        Stream(rng)
    }
}

/// Uniform field elements.
pub(crate) struct Stream(ChaCha20Rng);

impl Stream {
    /// Returns a uniform element of the base field.
    pub fn base(&mut self) -> F {
        loop {
            let word = self.0.next_u64();
            if word < F::MODULUS {
                return F::new(word);
            }
        }
    }

    /// Returns a uniform element of the extension field.
    pub fn element<E: FieldElement<BaseField = F>>(&mut self) -> E {
        let mut coordinates = [F::ZERO; 3];
        let coordinates = &mut coordinates[..E::EXTENSION_DEGREE];
        coordinates.iter_mut().for_each(|c| *c = self.base());
        E::slice_from_base_elements(coordinates)[0]
    }
}

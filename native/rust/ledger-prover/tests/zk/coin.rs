//! A public coin whose challenges are fixed before the proof: the simulator's privilege.

use std::cell::Cell;

use ledger_air::{proof_options, PublicInputs, ScaledLedgerAir, F};
use ledger_prover::hasher::RowHasher;
use ledger_prover::job::Checkpoint;
use ledger_prover::pipeline::coin::GrindingCoin;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use winter_air::{Air, AuxRandElements, ConstraintCompositionCoefficients, DeepCompositionCoefficients};
use winter_crypto::{Hasher, RandomCoin, RandomCoinError};
use winter_math::{FieldElement, StarkField};

use super::E;

thread_local! {
    static DELTA: Cell<Option<E>> = const { Cell::new(None) };
}

/// Returns a uniform element of the base field.
pub fn base(rng: &mut impl RngCore) -> F {
    loop {
        let word = rng.next_u64();
        if word < F::MODULUS {
            return F::new(word);
        }
    }
}

/// Returns a uniform element of an extension of the base field.
pub fn element<X: FieldElement<BaseField = F>>(rng: &mut impl RngCore) -> X {
    let coordinates: Vec<F> = (0..X::EXTENSION_DEGREE).map(|_| base(rng)).collect();
    X::slice_from_base_elements(&coordinates)[0]
}

/// Returns a source of randomness from the operating system.
pub fn fresh() -> ChaCha20Rng {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("randomness");
    ChaCha20Rng::from_seed(seed)
}

/// Draws the same challenges whatever it absorbs.
pub struct FixedCoin {
    rng: ChaCha20Rng,
    draws: usize,
}

impl FixedCoin {
    /// Sets the second look-up challenge of all coins of this thread.
    pub fn program(delta: Option<E>) {
        DELTA.set(delta);
    }

    /// Returns positions that are distinct, and distinct from each other's next rows: the most that openings can show.
    fn positions(count: usize, domain: usize) -> Vec<usize> {
        let blowup = proof_options().blowup_factor();
        let mut rng = ChaCha20Rng::seed_from_u64(0x706f_7369);
        let mut found: Vec<usize> = vec![];
        while found.len() < count {
            let position = rng.next_u64() as usize % domain;
            if !found.iter().any(|&p| [p, p + blowup, p + domain - blowup].iter().any(|q| q % domain == position)) {
                found.push(position);
            }
        }
        found.sort_unstable();
        found
    }
}

impl RandomCoin for FixedCoin {
    type BaseField = F;
    type Hasher = RowHasher;

    fn new(_seed: &[F]) -> Self {
        Self { rng: ChaCha20Rng::seed_from_u64(0x7a6b), draws: 0 }
    }
    fn reseed(&mut self, _data: <RowHasher as Hasher>::Digest) {}
    fn check_leading_zeros(&self, _value: u64) -> u32 {
        64
    }
    fn draw<X: FieldElement<BaseField = F>>(&mut self) -> Result<X, RandomCoinError> {
        let drawn = element::<X>(&mut self.rng);
        self.draws += 1;
        match (self.draws, DELTA.get()) {
            (2, Some(delta)) => Ok(X::slice_from_base_elements(E::slice_as_base_elements(&[delta]))[0]),
            _ => Ok(drawn),
        }
    }
    fn draw_integers(&mut self, count: usize, domain: usize, _nonce: u64) -> Result<Vec<usize>, RandomCoinError> {
        Ok(Self::positions(count, domain))
    }
}

impl GrindingCoin for FixedCoin {
    fn grind(&self, _bits: u32, _checkpoint: &Checkpoint) -> u64 {
        1
    }
}

/// All challenges of a proof under [`FixedCoin`].
pub struct Challenges {
    pub random: AuxRandElements<E>,
    pub coefficients: ConstraintCompositionCoefficients<E>,
    pub deep: DeepCompositionCoefficients<E>,
    /// x of each query
    pub queries: Vec<F>,
    /// z and gz
    pub out_of_domain: [E; 2],
    pub generator: F,
    /// Coefficient of QUOTIENT-MASK.
    pub mask_coefficient: E,
}

impl Challenges {
    /// Draws them in the prover's order.
    pub fn new<const LIMB: u32>(inputs: &PublicInputs) -> Self {
        let air = air::<LIMB>(inputs);
        let mut coin = FixedCoin::new(&[]);
        let random = air.get_aux_rand_elements(&mut coin).unwrap();
        let coefficients: ConstraintCompositionCoefficients<E> =
            air.get_constraint_composition_coefficients(&mut coin).unwrap();
        let z: E = coin.draw().unwrap();
        let deep = air.get_deep_composition_coefficients(&mut coin).unwrap();
        let root = F::get_root_of_unity(air.lde_domain_size().ilog2());
        let positions = FixedCoin::positions(air.options().num_queries(), air.lde_domain_size());
        let queries = positions.iter().map(|&p| air.domain_offset() * root.exp(p as u64)).collect();
        let generator = F::get_root_of_unity(inputs.log2_rows);
        let transition = air.get_transition_constraints(&coefficients.transition);
        let mask_coefficient = *transition.aux_constraint_coef().last().unwrap();
        Self {
            random,
            coefficients,
            deep,
            queries,
            out_of_domain: [z, z * E::from(generator)],
            generator,
            mask_coefficient,
        }
    }

    /// Points at which the chunks are opened: every x, z and gz.
    pub fn opened(&self) -> Vec<E> {
        self.queries.iter().map(|&x| E::from(x)).chain(self.out_of_domain).collect()
    }
}

/// Returns the product's AIR with the production options.
pub fn air<const LIMB: u32>(inputs: &PublicInputs) -> ScaledLedgerAir<LIMB> {
    ScaledLedgerAir::new(ScaledLedgerAir::<LIMB>::trace_info(inputs), inputs.clone(), proof_options())
}

//! The same proof by winterfell's own parts: what the pipeline is compared with, in tests and benchmarks.

use ledger_air::{Coin, Hash, PublicInputs, ScaledLedgerAir, Vc, F};
use winter_air::{AuxRandElements, PartitionOptions, ProofOptions, TraceInfo};
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;
use winter_prover::{
    CompositionPoly, CompositionPolyTrace, ConstraintCompositionCoefficients, DefaultConstraintCommitment,
    DefaultConstraintEvaluator, DefaultTraceLde, Prover, StarkDomain, Trace, TracePolyTable,
};

use crate::entropy::Entropy;
use crate::lookup;
use crate::trace::MainTrace;
use crate::ProveError;

/// Proves a trace with winterfell's default parts.
///
/// # Errors
/// If winterfell's prover fails.
pub fn prove_trace<const LIMB: u32>(
    inputs: PublicInputs,
    trace: MainTrace,
    entropy: Entropy,
    options: ProofOptions,
) -> Result<Vec<u8>, ProveError> {
    let prover = ReferenceProver::<LIMB> { inputs, entropy, options };
    let proof = prover.prove(trace).map_err(|e| ProveError::Internal(e.to_string()))?;
    Ok(proof.to_bytes())
}

struct ReferenceProver<const LIMB: u32> {
    inputs: PublicInputs,
    entropy: Entropy,
    options: ProofOptions,
}

impl<const LIMB: u32> Prover for ReferenceProver<LIMB> {
    type BaseField = F;
    type Air = ScaledLedgerAir<LIMB>;
    type Trace = MainTrace;
    type HashFn = Hash;
    type VC = Vc;
    type RandomCoin = Coin;
    type TraceLde<E: FieldElement<BaseField = F>> = DefaultTraceLde<E, Hash, Vc>;
    type ConstraintCommitment<E: FieldElement<BaseField = F>> = DefaultConstraintCommitment<E, Hash, Vc>;
    type ConstraintEvaluator<'a, E: FieldElement<BaseField = F>> = DefaultConstraintEvaluator<'a, Self::Air, E>;

    fn get_pub_inputs(&self, _trace: &MainTrace) -> PublicInputs {
        self.inputs.clone()
    }
    fn options(&self) -> &ProofOptions {
        &self.options
    }
    fn new_trace_lde<E: FieldElement<BaseField = F>>(
        &self,
        info: &TraceInfo,
        main: &ColMatrix<F>,
        domain: &StarkDomain<F>,
        partitions: PartitionOptions,
    ) -> (Self::TraceLde<E>, TracePolyTable<E>) {
        DefaultTraceLde::new(info, main, domain, partitions)
    }
    fn build_aux_trace<E: FieldElement<BaseField = F>>(
        &self,
        trace: &MainTrace,
        random: &AuxRandElements<E>,
    ) -> ColMatrix<E> {
        lookup::build::<E, LIMB>(&self.inputs, trace.main_segment(), random.rand_elements(), &self.entropy)
    }
    fn new_evaluator<'a, E: FieldElement<BaseField = F>>(
        &self,
        air: &'a Self::Air,
        random: Option<AuxRandElements<E>>,
        coefficients: ConstraintCompositionCoefficients<E>,
    ) -> Self::ConstraintEvaluator<'a, E> {
        DefaultConstraintEvaluator::new(air, random, coefficients)
    }
    fn build_constraint_commitment<E: FieldElement<BaseField = F>>(
        &self,
        composition: CompositionPolyTrace<E>,
        columns: usize,
        domain: &StarkDomain<F>,
        partitions: PartitionOptions,
    ) -> (Self::ConstraintCommitment<E>, CompositionPoly<E>) {
        DefaultConstraintCommitment::new(composition, columns, domain, partitions)
    }
}

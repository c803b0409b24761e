//! The same proof by winterfell's own parts: what the pipeline is compared with, in tests and benchmarks.

use std::marker::PhantomData;

use ledger_air::{Coin, Hash, PublicInputs, ScaledLedgerAir, Vc, F};
use winter_air::{Air, AuxRandElements, EvaluationFrame, PartitionOptions, ProofOptions, TraceInfo};
use winter_crypto::RandomCoin;
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
    let honest = Honest::<LIMB> { inputs: &inputs, entropy };
    let columns = ColumnTrace::from(&trace);
    drop(trace);
    prove::<ScaledLedgerAir<LIMB>, Coin, _>(inputs.clone(), columns, &honest, &options)
}

/// A main segment as winterfell takes it.
pub struct ColumnTrace {
    info: TraceInfo,
    columns: ColMatrix<F>,
}

impl ColumnTrace {
    /// Returns a trace of any columns: tests of dishonest provers make their own.
    pub fn new(info: TraceInfo, columns: Vec<Vec<F>>) -> Self {
        Self { info, columns: ColMatrix::new(columns) }
    }
}

impl From<&MainTrace> for ColumnTrace {
    fn from(trace: &MainTrace) -> Self {
        Self::new(trace.info().clone(), trace.columns().into_iter().map(<[F]>::to_vec).collect())
    }
}

impl Trace for ColumnTrace {
    type BaseField = F;

    fn info(&self) -> &TraceInfo {
        &self.info
    }
    fn main_segment(&self) -> &ColMatrix<F> {
        &self.columns
    }
    fn read_main_frame(&self, row: usize, frame: &mut EvaluationFrame<F>) {
        self.columns.read_row_into(row, frame.current_mut());
        self.columns.read_row_into((row + 1) % self.info.length(), frame.next_mut());
    }
}

/// Where a proof's auxiliary segment comes from.
pub trait AuxSource {
    /// Returns the auxiliary segment for a main segment and the drawn random elements.
    fn aux<E: FieldElement<BaseField = F>>(&self, main: &ColMatrix<F>, random: &AuxRandElements<E>) -> ColMatrix<E>;
}

/// Proves a trace in any relation, by any coin, with winterfell's default parts.
///
/// # Errors
/// If winterfell's prover fails.
pub fn prove<A, C, S>(
    inputs: A::PublicInputs,
    trace: ColumnTrace,
    source: &S,
    options: &ProofOptions,
) -> Result<Vec<u8>, ProveError>
where
    A: Air<BaseField = F> + 'static,
    A::PublicInputs: Clone + Send,
    C: RandomCoin<BaseField = F, Hasher = Hash>,
    S: AuxSource,
{
    let prover = ReferenceProver::<A, C, S> { inputs, source, options, coin: PhantomData };
    let proof = prover.prove(trace).map_err(|e| ProveError::Internal(e.to_string()))?;
    Ok(proof.to_bytes())
}

struct Honest<'a, const LIMB: u32> {
    inputs: &'a PublicInputs,
    entropy: Entropy,
}

impl<const LIMB: u32> AuxSource for Honest<'_, LIMB> {
    fn aux<E: FieldElement<BaseField = F>>(&self, main: &ColMatrix<F>, random: &AuxRandElements<E>) -> ColMatrix<E> {
        lookup::build::<E, LIMB>(self.inputs, main, random.rand_elements(), &self.entropy)
    }
}

struct ReferenceProver<'a, A: Air, C, S> {
    inputs: A::PublicInputs,
    source: &'a S,
    options: &'a ProofOptions,
    coin: PhantomData<C>,
}

impl<A, C, S> Prover for ReferenceProver<'_, A, C, S>
where
    A: Air<BaseField = F> + 'static,
    A::PublicInputs: Clone + Send,
    C: RandomCoin<BaseField = F, Hasher = Hash>,
    S: AuxSource,
{
    type BaseField = F;
    type Air = A;
    type Trace = ColumnTrace;
    type HashFn = Hash;
    type VC = Vc;
    type RandomCoin = C;
    type TraceLde<E: FieldElement<BaseField = F>> = DefaultTraceLde<E, Hash, Vc>;
    type ConstraintCommitment<E: FieldElement<BaseField = F>> = DefaultConstraintCommitment<E, Hash, Vc>;
    type ConstraintEvaluator<'a, E: FieldElement<BaseField = F>> = DefaultConstraintEvaluator<'a, A, E>;

    fn get_pub_inputs(&self, _trace: &ColumnTrace) -> A::PublicInputs {
        self.inputs.clone()
    }
    fn options(&self) -> &ProofOptions {
        self.options
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
        trace: &ColumnTrace,
        random: &AuxRandElements<E>,
    ) -> ColMatrix<E> {
        self.source.aux(trace.main_segment(), random)
    }
    fn new_evaluator<'a, E: FieldElement<BaseField = F>>(
        &self,
        air: &'a A,
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

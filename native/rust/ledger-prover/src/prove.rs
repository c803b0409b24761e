//! Proves a ledger with winterfell's prover.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, OnceLock};

use ledger_air::constants::{usable_rows, LIMB_BITS};
use ledger_air::{proof_options, PublicInputs, ScaledLedgerAir, F};
use winter_air::{AuxRandElements, PartitionOptions, ProofOptions, TraceInfo};
use winter_crypto::DefaultRandomCoin;
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;
use winter_prover::{
    CompositionPoly, CompositionPolyTrace, ConstraintCompositionCoefficients, Prover, StarkDomain, Trace,
    TracePolyTable,
};

use crate::entropy::Entropy;
use crate::hasher::RowHasher;
use crate::job::{Cancellation, Job, Stage};
use crate::lookup;
use crate::pipeline::columns::RowTree;
use crate::pipeline::evaluator::PackedEvaluator;
use crate::pipeline::segments::{CompositionCommitment, SegmentLde, Segments};
use crate::plan::Plan;
use crate::trace::{expand, MainTrace};
use crate::witness::Witness;
use crate::ProveError;

/// A proven ledger.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Root of the tree over the accounts.
    pub root: [F; 4],
    /// Leaf digest of the control account.
    pub control_digest: [F; 4],
    /// Bytes of the proof.
    pub proof: Vec<u8>,
}

/// Proves the ledger that `witness` holds and writes its tree.
///
/// `request` carries the public inputs that the caller knows; its root and control digest are ignored and returned. `tree_out`
/// takes the digests of the 2 M heap indices, 32 bytes each, index 0 being zero.
///
/// # Errors
/// See [`ProveError`]. Nothing is proven then, and `tree_out` may hold anything.
pub fn prove_ledger(
    request: &PublicInputs,
    witness: &[u8],
    tree_out: &mut [u8],
    job: &Job,
) -> Result<Proved, ProveError> {
    let rows = usable_rows(request.log2_rows);
    let tree_bytes = 64 * request.accounts as usize;
    if tree_out.len() != tree_bytes {
        let message = format!("the tree buffer has {} bytes, expected {tree_bytes}", tree_out.len());
        return Err(ProveError::InvalidWitness(message));
    }
    let witness = Witness::new(witness, rows)?;
    let run = || -> Result<Proved, ProveError> {
        job.enter(Stage::Trace);
        let plan = Plan::<LIMB_BITS>::read(request, &witness)?;
        job.enter(Stage::Trace);
        let expanded = expand(&plan);
        drop(plan);
        for (out, digest) in tree_out.chunks_exact_mut(8).zip(expanded.tree.as_flattened()) {
            out.copy_from_slice(&digest.as_int().to_le_bytes());
        }
        let (root, control_digest) = (expanded.root(), expanded.control_digest());
        let inputs = PublicInputs { root, control_digest, ..request.clone() };
        let entropy = Entropy::from_os()?;
        job.enter(Stage::Trace);
        let trace = MainTrace::new::<LIMB_BITS>(&inputs, expanded, &entropy);
        let proof = prove_trace::<LIMB_BITS>(inputs, trace, entropy, job)?;
        job.enter(Stage::Done);
        Ok(Proved { root, control_digest, proof })
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(payload) if payload.is::<Cancellation>() => Err(ProveError::Cancelled),
        Err(_) => Err(ProveError::Internal("the prover panicked".into())),
    }
}

/// Proves a trace, whether or not it satisfies the relation: tests of dishonest provers start here.
///
/// # Errors
/// If winterfell's prover fails.
pub fn prove_trace<const LIMB: u32>(
    inputs: PublicInputs,
    trace: MainTrace,
    entropy: Entropy,
    job: &Job,
) -> Result<Vec<u8>, ProveError> {
    prove_trace_with::<LIMB>(inputs, trace, entropy, job, proof_options())
}

/// [`prove_trace`] with other proof options, which no verifier accepts: for comparisons with the reference.
#[doc(hidden)]
pub fn prove_trace_with<const LIMB: u32>(
    inputs: PublicInputs,
    trace: MainTrace,
    entropy: Entropy,
    job: &Job,
    options: ProofOptions,
) -> Result<Vec<u8>, ProveError> {
    let prover = LedgerProver::<LIMB> { inputs, entropy, job, options, segments: OnceLock::new() };
    let proof = prover.prove(trace).map_err(|e| ProveError::Internal(e.to_string()))?;
    Ok(proof.to_bytes())
}

struct LedgerProver<'j, const LIMB: u32> {
    inputs: PublicInputs,
    entropy: Entropy,
    job: &'j Job,
    options: ProofOptions,
    segments: OnceLock<Arc<Segments>>,
}

impl<const LIMB: u32> LedgerProver<'_, LIMB> {
    fn segments(&self, domain: &StarkDomain<F>) -> Arc<Segments> {
        self.segments.get_or_init(|| Arc::new(Segments::new(domain, self.job.checkpoint()))).clone()
    }
}

impl<const LIMB: u32> Prover for LedgerProver<'_, LIMB> {
    type BaseField = F;
    type Air = ScaledLedgerAir<LIMB>;
    type Trace = MainTrace;
    type HashFn = RowHasher;
    type VC = RowTree;
    type RandomCoin = DefaultRandomCoin<RowHasher>;
    type TraceLde<E: FieldElement<BaseField = F>> = SegmentLde<E>;
    type ConstraintCommitment<E: FieldElement<BaseField = F>> = CompositionCommitment<E>;
    type ConstraintEvaluator<'a, E: FieldElement<BaseField = F>> = PackedEvaluator<'a, E, LIMB>;

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
        _partitions: PartitionOptions,
    ) -> (Self::TraceLde<E>, TracePolyTable<E>) {
        self.job.enter(Stage::MainSegment);
        SegmentLde::new(self.segments(domain), info, main)
    }

    fn build_aux_trace<E: FieldElement<BaseField = F>>(
        &self,
        trace: &MainTrace,
        random: &AuxRandElements<E>,
    ) -> ColMatrix<E> {
        self.job.enter(Stage::AuxSegment);
        lookup::build::<E, LIMB>(&self.inputs, trace.main_segment(), random.rand_elements(), &self.entropy)
    }

    fn new_evaluator<'a, E: FieldElement<BaseField = F>>(
        &self,
        air: &'a Self::Air,
        random: Option<AuxRandElements<E>>,
        coefficients: ConstraintCompositionCoefficients<E>,
    ) -> Self::ConstraintEvaluator<'a, E> {
        self.job.enter(Stage::Constraints);
        let segments = self.segments.get().expect("extended segments").clone();
        PackedEvaluator::new(air, random, coefficients, segments)
    }

    fn build_constraint_commitment<E: FieldElement<BaseField = F>>(
        &self,
        composition: CompositionPolyTrace<E>,
        columns: usize,
        domain: &StarkDomain<F>,
        _partitions: PartitionOptions,
    ) -> (Self::ConstraintCommitment<E>, CompositionPoly<E>) {
        self.job.enter(Stage::Openings);
        CompositionCommitment::new(&self.segments(domain), composition, columns, domain)
    }
}

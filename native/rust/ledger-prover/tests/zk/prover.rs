//! The product's prover with a fixed coin and open insides.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, OnceLock};

use ledger_air::{proof_options, PublicInputs, ScaledLedgerAir, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::hasher::RowHasher;
use ledger_prover::lookup;
use ledger_prover::pipeline::columns::RowTree;
use ledger_prover::pipeline::evaluator::PackedEvaluator;
use ledger_prover::pipeline::segments::{CompositionCommitment, SegmentLde, Segments};
use winter_air::proof::{Proof, Queries};
use winter_air::{AuxRandElements, EvaluationFrame, PartitionOptions, ProofOptions, TraceInfo};
use winter_crypto::RandomCoin;
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;
use winter_prover::{
    CompositionPoly, CompositionPolyTrace, ConstraintCompositionCoefficients, ConstraintEvaluator, Prover, StarkDomain,
    Trace, TraceLde, TracePolyTable,
};

use super::coin::FixedCoin;
use super::{interpolate, recast, E};

/// A proof and all polynomials behind it, by coefficients.
pub struct View {
    pub inputs: PublicInputs,
    pub main: Vec<Vec<F>>,
    pub aux: Vec<Vec<E>>,
    pub chunks: Vec<Vec<E>>,
    pub proof: Proof,
}

/// A public coin that the product's prover could use.
pub trait Coin: RandomCoin<BaseField = F, Hasher = RowHasher> + Send {}
impl<C: RandomCoin<BaseField = F, Hasher = RowHasher> + Send> Coin for C {}

/// Gives the auxiliary columns for a main segment and the look-up challenges.
pub type AuxSource<'a> = dyn Fn(&ColMatrix<F>, &[E]) -> Vec<Vec<E>> + 'a;

/// Returns the product's auxiliary columns.
pub fn honest_aux<'a, const LIMB: u32>(inputs: &'a PublicInputs, entropy: &'a Entropy) -> Box<AuxSource<'a>> {
    Box::new(move |main, random| lookup::build::<E, LIMB>(inputs, main, random, entropy).into_columns())
}

/// Proves with the product's parts. `composition` replaces the evaluation of the constraints by values over the extended domain.
pub fn prove<const LIMB: u32>(
    inputs: &PublicInputs,
    main: &[Vec<F>],
    aux: &AuxSource<'_>,
    composition: Option<&[E]>,
) -> View {
    prove_with::<LIMB, FixedCoin>(inputs, main, aux, composition, proof_options())
}

/// [`prove`] with another coin and other options.
pub fn prove_with<const LIMB: u32, C: Coin>(
    inputs: &PublicInputs,
    main: &[Vec<F>],
    aux: &AuxSource<'_>,
    composition: Option<&[E]>,
    options: ProofOptions,
) -> View {
    let prover = OpenProver::<LIMB, C> {
        inputs: inputs.clone(),
        options,
        aux,
        composition,
        segments: OnceLock::new(),
        seen: Mutex::default(),
        coin: PhantomData,
    };
    let info = ScaledLedgerAir::<LIMB>::trace_info(inputs);
    let trace = Columns { info, columns: ColMatrix::new(main.to_vec()) };
    let proof = prover.prove(trace).expect("a proof");
    let seen = prover.seen.into_inner().unwrap();
    View {
        inputs: inputs.clone(),
        main: main.iter().map(|c| interpolate(c)).collect(),
        aux: seen.aux.iter().map(|c| interpolate(c)).collect(),
        chunks: seen.chunks,
        proof,
    }
}

/// Verifies with winterfell's verifier under the fixed coin.
pub fn verify<const LIMB: u32>(inputs: &PublicInputs, proof: &Proof) -> Result<(), String> {
    let options = winter_verifier::AcceptableOptions::OptionSet(vec![proof_options()]);
    winter_verifier::verify::<ScaledLedgerAir<LIMB>, RowHasher, FixedCoin, RowTree>(
        proof.clone(),
        inputs.clone(),
        &options,
    )
    .map_err(|e| e.to_string())
}

/// Everything that a proof says in the clear: opened rows, the out-of-domain frame, and all of FRI, its commitments and paths included.
/// Left out are roots and paths of the trace and of the chunks, which are hashes of rows that stay hidden.
pub fn said(view: &View) -> (Vec<Vec<Vec<u8>>>, Vec<u8>) {
    let proof = &view.proof;
    let domain = proof.lde_domain_size();
    let values = |queries: &Queries, width: usize| rows::<E>(queries, domain, proof.num_unique_queries.into(), width);
    let main = rows::<F>(&proof.trace_queries[0], domain, proof.num_unique_queries.into(), view.main.len());
    let opened = vec![
        main,
        values(&proof.trace_queries[1], view.aux.len()),
        values(&proof.constraint_queries, view.chunks.len()),
    ];
    let layers = proof.options().to_fri_options().num_fri_layers(domain);
    let (_, _, fri_roots) = proof.commitments.clone().parse::<RowHasher>(2, layers).unwrap();
    // both have no other accessor for all of their bytes
    (opened, format!("{:?} {:?} {:?}", proof.ood_frame, proof.fri_proof, fri_roots).into_bytes())
}

/// Returns opened rows as bytes.
pub fn rows<X: FieldElement<BaseField = F>>(
    queries: &Queries,
    domain: usize,
    count: usize,
    width: usize,
) -> Vec<Vec<u8>> {
    let (_, table) = queries.clone().parse::<X, RowHasher, RowTree>(domain, count, width).unwrap();
    (0..count).map(|row| X::elements_as_bytes(table.get_row(row)).to_vec()).collect()
}

/// Main columns as a trace.
struct Columns {
    info: TraceInfo,
    columns: ColMatrix<F>,
}

impl Trace for Columns {
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

#[derive(Default)]
struct Seen {
    aux: Vec<Vec<E>>,
    chunks: Vec<Vec<E>>,
}

struct OpenProver<'a, const LIMB: u32, C> {
    inputs: PublicInputs,
    options: ProofOptions,
    aux: &'a AuxSource<'a>,
    composition: Option<&'a [E]>,
    segments: OnceLock<Arc<Segments>>,
    seen: Mutex<Seen>,
    coin: PhantomData<C>,
}

impl<const LIMB: u32, C> OpenProver<'_, LIMB, C> {
    fn segments(&self, domain: &StarkDomain<F>) -> Arc<Segments> {
        self.segments.get_or_init(|| Arc::new(Segments::new(domain, Default::default()))).clone()
    }
}

/// The product's evaluator, or values given beforehand.
enum Evaluator<'a, X: FieldElement<BaseField = F>, const LIMB: u32> {
    Product(Box<PackedEvaluator<'a, X, LIMB>>),
    Given(Vec<X>),
}

impl<X: FieldElement<BaseField = F>, const LIMB: u32> ConstraintEvaluator<X> for Evaluator<'_, X, LIMB> {
    type Air = ScaledLedgerAir<LIMB>;

    fn evaluate<T: TraceLde<X>>(self, trace: &T, domain: &StarkDomain<F>) -> CompositionPolyTrace<X> {
        match self {
            Self::Product(product) => product.evaluate(trace, domain),
            Self::Given(values) => CompositionPolyTrace::new(values),
        }
    }
}

impl<const LIMB: u32, C: Coin> Prover for OpenProver<'_, LIMB, C> {
    type BaseField = F;
    type Air = ScaledLedgerAir<LIMB>;
    type Trace = Columns;
    type HashFn = RowHasher;
    type VC = RowTree;
    type RandomCoin = C;
    type TraceLde<X: FieldElement<BaseField = F>> = SegmentLde<X>;
    type ConstraintCommitment<X: FieldElement<BaseField = F>> = CompositionCommitment<X>;
    type ConstraintEvaluator<'a, X: FieldElement<BaseField = F>> = Evaluator<'a, X, LIMB>;

    fn get_pub_inputs(&self, _trace: &Columns) -> PublicInputs {
        self.inputs.clone()
    }
    fn options(&self) -> &ProofOptions {
        &self.options
    }
    fn new_trace_lde<X: FieldElement<BaseField = F>>(
        &self,
        info: &TraceInfo,
        main: &ColMatrix<F>,
        domain: &StarkDomain<F>,
        _partitions: PartitionOptions,
    ) -> (Self::TraceLde<X>, TracePolyTable<X>) {
        SegmentLde::new(self.segments(domain), info, main)
    }
    fn build_aux_trace<X: FieldElement<BaseField = F>>(
        &self,
        trace: &Columns,
        random: &AuxRandElements<X>,
    ) -> ColMatrix<X> {
        let aux = (self.aux)(&trace.columns, &recast(random.rand_elements()));
        let columns = aux.iter().map(|c| recast(c)).collect();
        self.seen.lock().unwrap().aux = aux;
        ColMatrix::new(columns)
    }
    fn new_evaluator<'a, X: FieldElement<BaseField = F>>(
        &self,
        air: &'a Self::Air,
        random: Option<AuxRandElements<X>>,
        coefficients: ConstraintCompositionCoefficients<X>,
    ) -> Self::ConstraintEvaluator<'a, X> {
        let segments = self.segments.get().unwrap().clone();
        match self.composition {
            Some(values) => Evaluator::Given(recast(values)),
            None => Evaluator::Product(Box::new(PackedEvaluator::new(air, random, coefficients, segments))),
        }
    }
    fn build_constraint_commitment<X: FieldElement<BaseField = F>>(
        &self,
        composition: CompositionPolyTrace<X>,
        columns: usize,
        domain: &StarkDomain<F>,
        _partitions: PartitionOptions,
    ) -> (Self::ConstraintCommitment<X>, CompositionPoly<X>) {
        let (commitment, poly) = CompositionCommitment::new(&self.segments(domain), composition, columns, domain);
        self.seen.lock().unwrap().chunks = poly.data().columns().map(|c| recast(c)).collect();
        (commitment, poly)
    }
}

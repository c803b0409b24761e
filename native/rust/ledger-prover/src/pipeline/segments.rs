//! Extension of and commitment to trace segments and composition columns.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use ledger_air::F;
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_air::proof::Queries;
use winter_air::{EvaluationFrame, TraceInfo};
use winter_crypto::{Hasher, VectorCommitment};
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;
use winter_prover::{
    CompositionPoly, CompositionPolyTrace, ConstraintCommitment, StarkDomain, TraceLde, TracePolyTable,
};

use super::columns::{coordinates, join, ExtendedColumns, RowTree};
use crate::hasher::RowHasher;
use crate::job::Checkpoint;

/// Both trace segments, extended; filled as the proof goes on and read by the constraint evaluator.
pub struct Segments {
    tables: LowDegreeExtension,
    checkpoint: Checkpoint,
    main: OnceLock<ExtendedColumns>,
    aux: OnceLock<ExtendedColumns>,
}

impl Segments {
    /// Makes the tables for a domain.
    pub fn new(domain: &StarkDomain<F>, checkpoint: Checkpoint) -> Self {
        let log_blowup = domain.trace_to_lde_blowup().ilog2();
        Self {
            tables: LowDegreeExtension::new(domain.trace_length().ilog2(), log_blowup, domain.offset()),
            checkpoint,
            main: OnceLock::new(),
            aux: OnceLock::new(),
        }
    }

    /// Tables for columns of the trace length.
    pub fn tables(&self) -> &LowDegreeExtension {
        &self.tables
    }

    /// Where the work on this proof looks whether it is cancelled.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Main segment.
    ///
    /// # Panics
    /// If it isn't extended yet.
    pub fn main(&self) -> &ExtendedColumns {
        self.main.get().expect("main segment")
    }

    /// Auxiliary segment, the coordinates of a column next to each other.
    ///
    /// # Panics
    /// If it isn't extended yet.
    pub fn aux(&self) -> &ExtendedColumns {
        self.aux.get().expect("auxiliary segment")
    }
}

/// Commitments to both trace segments.
pub struct SegmentLde<E> {
    segments: Arc<Segments>,
    main_tree: RowTree,
    aux_tree: Option<RowTree>,
    info: TraceInfo,
    extension: PhantomData<E>,
}

impl<E: FieldElement<BaseField = F>> SegmentLde<E> {
    /// Extends and commits to the main segment.
    pub fn new(segments: Arc<Segments>, info: &TraceInfo, main: &ColMatrix<F>) -> (Self, TracePolyTable<E>) {
        let columns = (0..main.num_cols()).into_par_iter().map(|c| main.get_column(c).to_vec());
        let (extended, coefficients) = ExtendedColumns::extend(segments.tables(), segments.checkpoint(), columns);
        let main_tree = extended.commit(segments.checkpoint());
        assert!(segments.main.set(extended).is_ok(), "the main segment is extended once");
        let lde = Self { segments, main_tree, aux_tree: None, info: info.clone(), extension: PhantomData };
        (lde, TracePolyTable::new(ColMatrix::new(coefficients)))
    }
}

impl<E: FieldElement<BaseField = F>> TraceLde<E> for SegmentLde<E> {
    type HashFn = RowHasher;
    type VC = RowTree;

    fn get_main_trace_commitment(&self) -> <RowHasher as Hasher>::Digest {
        self.main_tree.commitment()
    }

    fn set_aux_trace(
        &mut self,
        aux: &ColMatrix<E>,
        _domain: &StarkDomain<F>,
    ) -> (ColMatrix<E>, <RowHasher as Hasher>::Digest) {
        let degree = E::EXTENSION_DEGREE;
        let columns =
            (0..aux.num_cols() * degree).into_par_iter().map(|c| coordinates(aux.get_column(c / degree), c % degree));
        let (extended, coefficients) =
            ExtendedColumns::extend(self.segments.tables(), self.segments.checkpoint(), columns);
        let tree = extended.commit(self.segments.checkpoint());
        assert!(self.segments.aux.set(extended).is_ok(), "the auxiliary segment is extended once");
        let commitment = tree.commitment();
        self.aux_tree = Some(tree);
        (ColMatrix::new(coefficients.chunks_exact(degree).map(join).collect()), commitment)
    }

    fn read_main_trace_frame_into(&self, lde_step: usize, frame: &mut EvaluationFrame<F>) {
        let main = self.segments.main();
        main.read_row(lde_step, frame.current_mut());
        main.read_row((lde_step + self.blowup()) % self.trace_len(), frame.next_mut());
    }

    fn read_aux_trace_frame_into(&self, lde_step: usize, frame: &mut EvaluationFrame<E>) {
        let aux = self.segments.aux();
        aux.read_row(lde_step, frame.current_mut());
        aux.read_row((lde_step + self.blowup()) % self.trace_len(), frame.next_mut());
    }

    fn query(&self, positions: &[usize]) -> Vec<Queries> {
        let aux_tree = self.aux_tree.as_ref().expect("auxiliary segment");
        vec![
            self.segments.main().query::<F>(&self.main_tree, positions),
            self.segments.aux().query::<E>(aux_tree, positions),
        ]
    }

    fn trace_len(&self) -> usize {
        self.segments.tables.size() * self.segments.tables.cosets()
    }

    fn blowup(&self) -> usize {
        self.segments.tables.cosets()
    }

    fn trace_info(&self) -> &TraceInfo {
        &self.info
    }
}

/// Commitment to the composition polynomial's columns.
pub struct CompositionCommitment<E> {
    columns: ExtendedColumns,
    tree: RowTree,
    extension: PhantomData<E>,
}

impl<E: FieldElement<BaseField = F>> CompositionCommitment<E> {
    /// Interpolates the composition polynomial, splits it into columns, and commits to these.
    pub fn new(
        segments: &Segments,
        trace: CompositionPolyTrace<E>,
        columns: usize,
        domain: &StarkDomain<F>,
    ) -> (Self, CompositionPoly<E>) {
        let composition = CompositionPoly::new(trace, domain, columns);
        let degree = E::EXTENSION_DEGREE;
        let coefficients = (0..columns * degree)
            .into_par_iter()
            .map(|c| coordinates(composition.data().get_column(c / degree), c % degree));
        let columns = ExtendedColumns::evaluate(segments.tables(), segments.checkpoint(), coefficients);
        let tree = columns.commit(segments.checkpoint());
        (Self { columns, tree, extension: PhantomData }, composition)
    }
}

impl<E: FieldElement<BaseField = F>> ConstraintCommitment<E> for CompositionCommitment<E> {
    type HashFn = RowHasher;
    type VC = RowTree;

    fn commitment(&self) -> <RowHasher as Hasher>::Digest {
        self.tree.commitment()
    }

    fn query(self, positions: &[usize]) -> Queries {
        self.columns.query::<E>(&self.tree, positions)
    }
}

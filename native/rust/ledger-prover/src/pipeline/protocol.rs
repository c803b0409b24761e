//! The prover's side of the protocol, step by step.

use ledger_air::columns::MAIN_WIDTH;
use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, PublicInputs, ScaledLedgerAir, F};
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_air::proof::{Proof, QuotientOodFrame, TraceOodFrame};
use winter_air::{Air, AuxRandElements, ProofOptions};
use winter_crypto::VectorCommitment;
use winter_fri::FriProver;
use winter_math::FieldElement;

use super::coin::GrindingCoin;
use super::openings::{join_values, DeepColumns, OutOfDomain};
use super::segment::{RowTree, Segment};
use super::{evaluator, Channel};
use crate::job::Checkpoint;
use crate::lookup::ExtensionColumn;

/// A proof under way. Each step may be taken once, in the order in which they stand here.
pub struct Protocol<const LIMB: u32, C> {
    air: ScaledLedgerAir<LIMB>,
    channel: Channel<C>,
    tables: LowDegreeExtension,
    checkpoint: Checkpoint,
    random: Option<AuxRandElements<Extension>>,
    /// Main, auxiliary, composition.
    segments: Vec<Segment>,
}

impl<const LIMB: u32, C: GrindingCoin> Protocol<LIMB, C> {
    /// Starts a proof.
    pub fn new(inputs: &PublicInputs, options: ProofOptions, checkpoint: Checkpoint) -> Self {
        let air = ScaledLedgerAir::<LIMB>::new(ScaledLedgerAir::<LIMB>::trace_info(inputs), inputs.clone(), options);
        let (rows, blowup) = (air.trace_length().ilog2(), air.options().blowup_factor().ilog2());
        let tables = LowDegreeExtension::new(rows, blowup, air.domain_offset());
        let channel = Channel::new(&air, inputs);
        Self { air, channel, tables, checkpoint, random: None, segments: vec![] }
    }

    /// Commits to the main columns; returns the challenges of the look-ups.
    pub fn commit_main(&mut self, columns: &[impl AsRef<[F]> + Sync]) -> Vec<Extension> {
        let segment = Segment::extend(&self.tables, &self.checkpoint, columns);
        self.commit(segment);
        let random = self.air.get_aux_rand_elements(&mut self.channel.coin).expect("elements");
        self.random.insert(random).rand_elements().to_vec()
    }

    /// Commits to the auxiliary columns.
    pub fn commit_aux(&mut self, columns: Vec<ExtensionColumn>) {
        let segment = Segment::extend(&self.tables, &self.checkpoint, columns.as_flattened());
        self.commit(segment);
    }

    /// Returns the combination of all constraints over the extended domain: three coordinates, each coset after coset.
    pub fn evaluate_constraints(&mut self) -> [Vec<F>; EXTENSION_DEGREE] {
        let coefficients =
            self.air.get_constraint_composition_coefficients(&mut self.channel.coin).expect("coefficients");
        let random = self.random.as_ref().expect("challenges of the look-ups");
        let segments = [&self.segments[0], &self.segments[1]];
        evaluator::evaluate(&self.air, segments, random, &coefficients, &self.tables, &self.checkpoint)
    }

    /// Splits the combination into the composition columns and commits to these. Returns whether that is all of it: a part above their degree,
    /// which is left out, means that the constraints don't hold, and that the proof will be refused.
    pub fn commit_composition(&mut self, mut coordinates: [Vec<F>; EXTENSION_DEGREE]) -> bool {
        let tables = &self.tables;
        coordinates.par_iter_mut().for_each(|values| {
            values.par_chunks_exact_mut(tables.size()).enumerate().for_each(|(coset, values)| {
                self.checkpoint.pass();
                tables.interpolate_coset(coset, values);
            });
            tables.join_cosets(values);
        });
        let columns = self.air.context().num_constraint_composition_columns();
        let part = |i: usize| {
            let start = i / EXTENSION_DEGREE * tables.size();
            &coordinates[i % EXTENSION_DEGREE][start..start + tables.size()]
        };
        let scrambled: Vec<&[F]> = (0..columns * EXTENSION_DEGREE).map(part).collect();
        let segment = Segment::evaluate(tables, &self.checkpoint, &scrambled);
        self.commit(segment);
        coordinates.iter().all(|values| values[columns * self.tables.size()..].iter().all(|&v| v == F::ZERO))
    }

    /// Opens everything: the columns out of the domain, FRI, and the rows at the query positions.
    pub fn open(mut self) -> Proof {
        let z = self.channel.draw();
        let from = OutOfDomain::new(z, &self.tables);
        let values = [0, 1, 2].map(|i| from.values(&self.segments[i], &self.checkpoint));
        self.send_frame(&values);
        let coefficients = self.air.get_deep_composition_coefficients(&mut self.channel.coin).expect("coefficients");
        let (main, aux) = coefficients.trace.split_at(MAIN_WIDTH);
        let deep = DeepColumns::default()
            .base(&self.segments[0], &values[0], main)
            .extension(&self.segments[1], &values[1], aux)
            .extension(&self.segments[2], &values[2], &coefficients.constraints)
            .evaluate(&from, &self.tables, &self.checkpoint);

        self.checkpoint.pass();
        let mut fri = FriProver::<_, _, _, RowTree>::new(self.air.options().to_fri_options());
        fri.build_layers(&mut self.channel, deep);
        self.checkpoint.pass();
        let options = self.air.options();
        let nonce = self.channel.coin.grind(options.grinding_factor(), &self.checkpoint);
        let drawn = self.channel.coin.draw_integers(options.num_queries(), self.air.lde_domain_size(), nonce);
        let mut positions = drawn.expect("positions");
        positions.sort_unstable();
        positions.dedup();
        let tables = &self.tables;
        let [main, aux, composition] = [0, 1, 2].map(|i| &self.segments[i]);
        Proof {
            trace_queries: vec![main.query::<F>(tables, &positions), aux.query::<Extension>(tables, &positions)],
            constraint_queries: composition.query::<Extension>(tables, &positions),
            fri_proof: fri.build_proof(&positions),
            context: self.channel.context,
            commitments: self.channel.commitments,
            ood_frame: self.channel.frame,
            pow_nonce: nonce,
            num_unique_queries: u8::try_from(positions.len()).expect("at most 255 queries"),
        }
    }

    /// Segments committed to so far: main, auxiliary, composition.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Tables for columns of the trace length.
    pub fn tables(&self) -> &LowDegreeExtension {
        &self.tables
    }

    fn commit(&mut self, segment: Segment) {
        assert!(self.segments.len() < 3, "each step once");
        self.channel.commit(segment.tree().commitment());
        self.segments.push(segment);
    }

    /// Sends the values of all segments' columns at the point and the next.
    fn send_frame(&mut self, [main, aux, composition]: &[[Vec<Extension>; 2]; 3]) {
        let [now, next] = [0, 1].map(|point| {
            let trace = [main[point].clone(), join_values(&aux[point])].concat();
            (trace, join_values(&composition[point]))
        });
        let trace = TraceOodFrame::new(now.0, next.0, MAIN_WIDTH);
        self.channel.send_frame(&trace, &QuotientOodFrame::new(now.1, next.1));
    }
}

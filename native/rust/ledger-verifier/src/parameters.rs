//! What a proof's parameters give, for people who decide whether to rely on it.

use ledger_air::{proof_options, Hash, LedgerAir, PublicInputs, F};
use winter_air::proof::{Context, Proof};
use winter_air::{Air, ProofOptions};
use winter_math::FieldElement;

use crate::shape::num_constraints;

/// Security and size of proofs of one trace length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Trace length is 2^log2_rows.
    pub log2_rows: u32,
    /// Main columns of the trace.
    pub main_columns: usize,
    /// Auxiliary columns of the trace, over the extension field.
    pub auxiliary_columns: usize,
    /// Columns of the composition polynomial.
    pub composition_columns: usize,
    /// Transition constraints and boundary assertions.
    pub constraints: usize,
    /// Bits proven in the unique-decoding regime, as winterfell computes them.
    pub unique_decoding_bits: u32,
    /// Bits proven in the list-decoding regime, as winterfell computes them.
    pub list_decoding_bits: u32,
    /// Bits under the conjecture of ePrint 2021/582, as winterfell computes them. Not proven.
    pub conjectured_bits: u32,
}

impl Parameters {
    /// Returns the parameters of proofs with 2^log2_rows rows.
    ///
    /// # Panics
    /// If `log2_rows` is not an allowed one. Never on untrusted input.
    pub fn of(log2_rows: u32) -> Self {
        Self::under(proof_options(), log2_rows)
    }

    /// The same for other proof options than the pinned ones.
    pub fn under(options: ProofOptions, log2_rows: u32) -> Self {
        assert!(ledger_air::log2_rows_allowed(log2_rows), "{log2_rows} is not allowed");
        let inputs = PublicInputs {
            context: [F::ZERO; 4],
            log2_rows,
            accounts: 2,
            root: [F::ZERO; 4],
            control_digest: [F::ZERO; 4],
            max_steps_log2: 0,
            weights: vec![0, 0],
        };
        let info = LedgerAir::trace_info(&inputs);
        let air = LedgerAir::new(info.clone(), inputs, options.clone());
        let constraints = num_constraints(&air);
        // winterfell computes its bounds on a proof; only the context matters.
        let context = Context::new::<F>(info.clone(), options, constraints);
        let proof = Proof { context, ..Proof::new_dummy() };
        let proven = proof.proven_security::<Hash>();
        Self {
            log2_rows,
            main_columns: info.main_trace_width(),
            auxiliary_columns: info.aux_segment_width(),
            composition_columns: air.context().num_constraint_composition_columns(),
            constraints,
            unique_decoding_bits: proven.udr_bits(),
            list_decoding_bits: proven.ldr_bits(),
            conjectured_bits: proof.conjectured_security::<Hash>().bits(),
        }
    }
}

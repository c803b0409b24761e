//! The sizes that a proof of given public inputs has: everything a bounded reader needs to know beforehand.

use ledger_air::{proof_options, Extension, PublicInputs, ScaledLedgerAir, F};
use winter_air::{proof::Context, Air, ProofOptions};
use winter_math::FieldElement;
use winter_utils::Serializable;

/// Bytes of a commitment and of a Merkle node.
pub const DIGEST_BYTES: usize = 32;
/// Bytes of a base field element.
const BASE_BYTES: usize = F::ELEMENT_BYTES;
/// Bytes of an extension field element.
const EXTENSION_BYTES: usize = <Extension as FieldElement>::ELEMENT_BYTES;

/// Sizes of the only kind of proof that is accepted for some public inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofShape {
    /// The proof's first bytes: trace info, field, options and number of constraints, as winterfell writes them.
    pub header: Vec<u8>,
    /// Most distinct query positions.
    pub max_queries: usize,
    /// log2 of the size of the evaluation domain, so depth of the trace's and the quotient's trees.
    pub domain_log2: u32,
    /// Bytes of one opened row, for each trace segment.
    pub segment_row_bytes: Vec<usize>,
    /// Bytes of one opened row of the quotient's columns.
    pub quotient_row_bytes: usize,
    /// Bytes of the trace columns' values at z and gz, without their frame size.
    pub trace_frame_bytes: usize,
    /// Bytes of the quotient columns' values at z and gz, without their frame size.
    pub quotient_frame_bytes: usize,
    /// Depth of each FRI layer's tree.
    pub fri_depths: Vec<u32>,
    /// Bytes of one opened row of a FRI layer.
    pub fri_row_bytes: usize,
    /// Bytes of FRI's remainder.
    pub remainder_bytes: usize,
}

impl ProofShape {
    /// Returns the shape of every proof for `inputs`, in the relation with limbs of `LIMB` bits.
    ///
    /// # Panics
    /// If `inputs` are none that [`PublicInputs::decode`] returns. Never on untrusted input.
    pub fn of<const LIMB: u32>(inputs: &PublicInputs) -> Self {
        Self::under::<LIMB>(inputs, proof_options())
    }

    /// The same for other proof options than the pinned ones.
    pub fn under<const LIMB: u32>(inputs: &PublicInputs, options: ProofOptions) -> Self {
        let info = ScaledLedgerAir::<LIMB>::trace_info(inputs);
        let air = ScaledLedgerAir::<LIMB>::new(info.clone(), inputs.clone(), options.clone());
        assert_eq!(options.field_extension().degree() as usize, Extension::EXTENSION_DEGREE);
        let fri = options.to_fri_options();
        let quotients = air.context().num_constraint_composition_columns();
        let mut segment_row_bytes = vec![info.main_trace_width() * BASE_BYTES];
        if info.is_multi_segment() {
            segment_row_bytes.push(info.aux_segment_width() * EXTENSION_BYTES);
        }
        let domain = air.lde_domain_size();
        let layers = fri.num_fri_layers(domain) as u32;
        let fold_log2 = fri.folding_factor().ilog2();
        let last_domain = domain >> (layers * fold_log2);
        Self {
            header: Context::new::<F>(info.clone(), options.clone(), num_constraints(&air)).to_bytes(),
            max_queries: options.num_queries(),
            domain_log2: domain.ilog2(),
            segment_row_bytes,
            quotient_row_bytes: quotients * EXTENSION_BYTES,
            trace_frame_bytes: 2 * info.width() * EXTENSION_BYTES,
            quotient_frame_bytes: 2 * quotients * EXTENSION_BYTES,
            fri_depths: (1..=layers).map(|layer| domain.ilog2() - layer * fold_log2).collect(),
            fri_row_bytes: fri.folding_factor() * EXTENSION_BYTES,
            remainder_bytes: last_domain / options.blowup_factor() * EXTENSION_BYTES,
        }
    }

    /// Number of commitments: one for each trace segment, the quotient, each FRI layer and the remainder.
    pub fn commitments(&self) -> usize {
        self.segment_row_bytes.len() + 1 + self.fri_depths.len() + 1
    }

    /// Bytes of an element of the extension field.
    pub fn extension_bytes(&self) -> usize {
        EXTENSION_BYTES
    }
}

/// Returns the number of constraints as winterfell's prover writes it into a proof.
pub fn num_constraints<A: Air>(air: &A) -> usize {
    air.context().num_assertions() + air.context().num_transition_constraints()
}

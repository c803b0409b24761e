//! The AIR: constraints and boundary assertions, as winterfell wants them.

use winter_air::{
    Air, AirContext, Assertion, AuxRandElements, EvaluationFrame, ProofOptions, TraceInfo, TransitionConstraintDegree,
};
use winter_math::{ExtensionOf, FieldElement, StarkField};

use crate::challenges::{Challenges, RANDOM_ELEMENTS};
use crate::columns::{self, aux, periodic};
use crate::constants::{usable_rows, LIMB_BITS, PAD_ROWS};
use crate::constraints::{self, Evaluations, Group};
use crate::{PublicInputs, F};

/// The relation of production: limbs of 14 bits.
pub type LedgerAir = ScaledLedgerAir<LIMB_BITS>;

/// The relation with limbs of `LIMB` bits. Tests use small limbs, because the range table must fit the trace.
pub struct ScaledLedgerAir<const LIMB: u32> {
    context: AirContext<F>,
    inputs: PublicInputs,
}

impl<const LIMB: u32> ScaledLedgerAir<LIMB> {
    /// Returns the only trace shape that these public inputs allow.
    pub fn trace_info(inputs: &PublicInputs) -> TraceInfo {
        TraceInfo::new_multi_segment(columns::MAIN_WIDTH, aux::WIDTH, RANDOM_ELEMENTS, inputs.rows(), vec![])
    }

    /// Returns the last row of accounts, R - 2.
    pub fn last_account_row(&self) -> usize {
        self.closing_row() - 1
    }

    /// Returns the closing row, R - 1: transition constraints hold up to the row before it.
    pub fn closing_row(&self) -> usize {
        usable_rows(self.inputs.log2_rows)
    }

    /// Returns the public inputs.
    pub fn inputs(&self) -> &PublicInputs {
        &self.inputs
    }

    /// Returns the id of each main boundary assertion, in the order of `get_assertions`.
    pub fn assertion_ids() -> Vec<&'static str> {
        vec![
            "START-FIRST",
            "START-LEAF-INDEX",
            "START-VALUE-LOW",
            "START-VALUE-HIGH",
            "START-RANGE",
            "END-DIGEST",
            "END-DIGEST",
            "END-DIGEST",
            "END-DIGEST",
            "END-CONTROL",
            "END-RANGE",
        ]
    }

    /// Returns the id of each auxiliary boundary assertion, in the order of `get_aux_assertions`.
    pub fn aux_assertion_ids() -> Vec<&'static str> {
        vec!["START-SUM", "END-SUM"]
    }
}

fn degrees(groups: &[&'static Group], price_rows: usize) -> Vec<TransitionConstraintDegree> {
    groups.iter().flat_map(|g| vec![g.winterfell_degree(price_rows); g.count]).collect()
}

impl<const LIMB: u32> Air for ScaledLedgerAir<LIMB> {
    type BaseField = F;
    type PublicInputs = PublicInputs;

    /// # Panics
    /// If the trace shape isn't [`Self::trace_info`] of the public inputs: callers check that first, never on untrusted input.
    fn new(trace_info: TraceInfo, inputs: PublicInputs, options: ProofOptions) -> Self {
        assert_eq!(trace_info, Self::trace_info(&inputs), "trace shape was not checked");
        let price_rows = inputs.price_table().len();
        let context = AirContext::new_multi_segment(
            trace_info,
            degrees(&constraints::main_groups(), price_rows),
            degrees(&constraints::aux_groups(), price_rows),
            Self::assertion_ids().len(),
            Self::aux_assertion_ids().len(),
            options,
        )
        .set_num_transition_exemptions(PAD_ROWS + 1);
        Self { context, inputs }
    }

    fn context(&self) -> &AirContext<F> {
        &self.context
    }

    #[inline]
    fn evaluate_transition<E: FieldElement<BaseField = F>>(
        &self,
        frame: &EvaluationFrame<E>,
        _periodic_values: &[E],
        result: &mut [E],
    ) {
        constraints::evaluate_main::<E, LIMB>(frame.current(), frame.next(), &mut Evaluations::new(result));
    }

    #[inline]
    fn evaluate_aux_transition<B, E>(
        &self,
        main_frame: &EvaluationFrame<B>,
        aux_frame: &EvaluationFrame<E>,
        periodic_values: &[B],
        aux_rand_elements: &AuxRandElements<E>,
        result: &mut [E],
    ) where
        B: FieldElement<BaseField = F>,
        E: FieldElement<BaseField = F> + ExtensionOf<B>,
    {
        let challenges = Challenges::new(aux_rand_elements.rand_elements());
        constraints::evaluate_aux::<B, E, LIMB>(
            (main_frame.current(), main_frame.next()),
            (aux_frame.current(), aux_frame.next()),
            periodic_values,
            self.inputs.max_steps_log2,
            &challenges,
            &mut Evaluations::new(result),
        );
    }

    fn get_assertions(&self) -> Vec<Assertion<F>> {
        let at = Assertion::single;
        let last = self.last_account_row();
        let mut out = vec![
            at(columns::FIRST, 0, F::ONE),
            // Without it M accounts could be claimed where 2^h (M - 1) + 1 are, each claimed leaf a tree of 2^h of them.
            at(columns::LEAF_INDEX, 0, F::new(self.inputs.accounts)),
            at(columns::VALUE_LOW, 0, F::ZERO),
            at(columns::VALUE_HIGH, 0, F::ZERO),
            at(columns::RANGE, 0, F::ZERO),
        ];
        // The digest binds the control account's entries to the public digest: asserted where all constraints of its last row hold.
        out.extend((0..4).map(|i| at(columns::LEAF_DIGEST + i, last, self.inputs.control_digest[i])));
        out.push(at(columns::CONTROL, last, F::ONE));
        out.push(at(columns::RANGE, last, F::new((1 << LIMB) - 1)));
        out
    }

    fn get_aux_assertions<E: FieldElement<BaseField = F>>(
        &self,
        aux_rand_elements: &AuxRandElements<E>,
    ) -> Vec<Assertion<E>> {
        let challenges = Challenges::new(aux_rand_elements.rand_elements());
        // All nodes but the root are consumed; all leaves but the control account's are produced.
        let root = challenges.tree(F::ONE, &self.inputs.root);
        let control = challenges.tree(F::new(2 * self.inputs.accounts - 1), &self.inputs.control_digest);
        vec![
            Assertion::single(aux::SUM, 0, E::ZERO),
            Assertion::single(aux::SUM, self.closing_row(), root.inv() - control.inv()),
        ]
    }

    fn get_periodic_column_values(&self) -> Vec<Vec<F>> {
        let (keys, weights) = self.inputs.price_table().into_iter().unzip();
        let root = F::get_root_of_unity(3);
        let roots = (0..8u64).map(|i| root.exp(i)).collect();
        let values = vec![keys, weights, roots];
        debug_assert_eq!(values.len(), periodic::COUNT);
        values
    }
}

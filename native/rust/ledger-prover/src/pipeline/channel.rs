//! What goes from the prover to the verifier, and the challenges that come back.

use ledger_air::{Extension, F};
use winter_air::proof::{merge_ood_evaluations, Commitments, Context, OodFrame, QuotientOodFrame, TraceOodFrame};
use winter_air::Air;
use winter_crypto::{ElementHasher, Hasher};
use winter_fri::ProverChannel;
use winter_math::ToElements;

use super::coin::GrindingCoin;
use crate::hasher::RowHasher;

type Digest = <RowHasher as Hasher>::Digest;

/// Transcript of one proof.
pub struct Channel<C> {
    pub(super) coin: C,
    pub(super) context: Context,
    pub(super) commitments: Commitments,
    pub(super) frame: OodFrame,
}

impl<C: GrindingCoin> Channel<C> {
    /// Starts with what both sides know.
    pub(super) fn new<A: Air<BaseField = F>>(air: &A, inputs: &A::PublicInputs) -> Self {
        let constraints = air.context().num_assertions() + air.context().num_transition_constraints();
        let context = Context::new::<F>(air.trace_info().clone(), air.options().clone(), constraints);
        let seed = [context.to_elements(), inputs.to_elements()].concat();
        Self { coin: C::new(&seed), context, commitments: Commitments::default(), frame: OodFrame::default() }
    }

    /// Sends a commitment.
    pub(super) fn commit(&mut self, digest: Digest) {
        self.commitments.add::<RowHasher>(&digest);
        self.coin.reseed(digest);
    }

    /// Draws one element.
    pub(super) fn draw(&mut self) -> Extension {
        self.coin.draw().expect("an element")
    }

    /// Sends the columns' values out of the domain.
    pub(super) fn send_frame(&mut self, trace: &TraceOodFrame<Extension>, quotient: &QuotientOodFrame<Extension>) {
        self.frame.set_trace_states(trace);
        self.frame.set_quotient_states(quotient);
        self.coin.reseed(RowHasher::hash_elements(&merge_ood_evaluations(trace, quotient)));
    }
}

impl<C: GrindingCoin> ProverChannel<Extension> for Channel<C> {
    type Hasher = RowHasher;

    fn commit_fri_layer(&mut self, root: Digest) {
        self.commit(root);
    }
    fn draw_fri_alpha(&mut self) -> Extension {
        self.draw()
    }
}

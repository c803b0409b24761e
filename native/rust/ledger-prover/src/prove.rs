//! Proves a ledger.

use std::panic::{catch_unwind, AssertUnwindSafe};

use ledger_air::constants::{usable_rows, LIMB_BITS};
use ledger_air::{proof_options, PublicInputs, F};
use ledger_simd::packed_extension::{coordinates, Coordinates};
use winter_air::ProofOptions;

use crate::entropy::Entropy;
use crate::job::{Cancellation, Job, Stage};
use crate::lookup;
use crate::pipeline::coin::PublicCoin;
use crate::pipeline::Protocol;
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
        let ProvedTrace { proof, holds } = prove_trace::<LIMB_BITS>(inputs, trace, entropy, job);
        if !holds {
            return Err(ProveError::Internal("the constraints do not hold on the expanded trace".into()));
        }
        job.enter(Stage::Done);
        Ok(Proved { root, control_digest, proof })
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(payload) if payload.is::<Cancellation>() => Err(ProveError::Cancelled),
        Err(_) => Err(ProveError::Internal("the prover panicked".into())),
    }
}

/// A proof, and whether its trace satisfies the relation; if not, every verifier refuses it.
pub struct ProvedTrace {
    /// Bytes of the proof.
    pub proof: Vec<u8>,
    /// Whether the constraints hold, as far as the degree of their combination shows.
    pub holds: bool,
}

/// Proves a trace, whether or not it satisfies the relation: tests of dishonest provers start here.
///
/// # Panics
/// If the job is cancelled; [`prove_ledger`] turns that into an error.
pub fn prove_trace<const LIMB: u32>(
    inputs: PublicInputs,
    trace: MainTrace,
    entropy: Entropy,
    job: &Job,
) -> ProvedTrace {
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
) -> ProvedTrace {
    job.enter(Stage::MainSegment);
    let mut protocol = Protocol::<LIMB, PublicCoin>::new(&inputs, options, job.checkpoint());
    let random = protocol.commit_main(&trace.columns());
    job.enter(Stage::AuxSegment);
    let random: Vec<Coordinates> = random.into_iter().map(coordinates).collect();
    let aux = lookup::build_coordinates::<LIMB>(&inputs, trace.columns(), &random, &entropy);
    drop((trace, entropy));
    protocol.commit_aux(aux);
    job.enter(Stage::Constraints);
    let composition = protocol.evaluate_constraints();
    job.enter(Stage::Openings);
    let holds = protocol.commit_composition(composition);
    ProvedTrace { proof: protocol.open().to_bytes(), holds }
}

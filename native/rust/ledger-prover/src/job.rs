//! A proof under way, as seen from another thread.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::Arc;

use crate::memory::KeepsMemory;

/// Stages of a proof, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Stage {
    /// Not started.
    Waiting = 0,
    /// Expanding the witness into the trace.
    Trace = 1,
    /// Extending and committing to the main segment.
    MainSegment = 2,
    /// Building and committing to the auxiliary segment.
    AuxSegment = 3,
    /// Evaluating constraints.
    Constraints = 4,
    /// Committing to the composition polynomial, then openings and FRI.
    Openings = 5,
    /// Done.
    Done = 6,
}

/// Progress and cancellation of one proof. All methods may be called from any thread.
///
/// While there is any job, memory of proofs that have ended stays for later ones: a run holds one from its first proof to its last.
#[derive(Debug, Default)]
pub struct Job {
    _memory: KeepsMemory,
    checkpoint: Checkpoint,
    stage: AtomicU32,
}

/// Payload that unwinds out of a proof when its job is cancelled.
pub(crate) struct Cancellation;

/// Where long work looks whether its job is cancelled: cheap enough to pass every few microseconds.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint(Arc<AtomicBool>);

impl Checkpoint {
    /// Unwinds if the job is cancelled: out of parallel loops too.
    pub(crate) fn pass(&self) {
        if self.0.load(Relaxed) {
            std::panic::resume_unwind(Box::new(Cancellation));
        }
    }
}

impl Job {
    /// Asks the proof to stop at its next checkpoint.
    pub fn cancel(&self) {
        self.checkpoint.0.store(true, Relaxed);
    }

    /// Returns whether [`Self::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.checkpoint.0.load(Relaxed)
    }

    /// Returns the number of the current [`Stage`].
    pub fn stage(&self) -> u32 {
        self.stage.load(Relaxed)
    }

    /// Returns the checkpoint for the threads that work on the proof.
    pub fn checkpoint(&self) -> Checkpoint {
        self.checkpoint.clone()
    }

    /// Enters a stage, which is a checkpoint too.
    pub(crate) fn enter(&self, stage: Stage) {
        self.checkpoint.pass();
        self.stage.store(stage as u32, Relaxed);
    }
}

//! The prover behind JNI: `libsolvency_prover`, the natives of `io.zksolvency.nativelib.prover.ProverBinding`.
//!
//! No pointer crosses to Java: jobs are numbers in a registry, and every buffer stays Java's. All functions are thread-safe.
#![deny(unsafe_op_in_unsafe_fn)]

mod binding;
mod convert;
mod failure;
mod guard;
mod jobs;

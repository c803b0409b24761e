//! The native methods, one to one.

use jni::objects::{JByteArray, JByteBuffer, JClass};
use jni::sys::{jint, jlong};
use jni::EnvUnowned;
use ledger_air::PublicInputs;
use ledger_prover::prove_ledger;
use winter_utils::Serializable;

use crate::convert::{self, DirectBuffer};
use crate::failure::Failure;
use crate::guard::guarded;
use crate::jobs;

/// Version of these functions.
const ABI_VERSION: jint = 1;

/// `int abiVersion()`
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_abiVersion<'local>(
    _env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> jint {
    ABI_VERSION
}

/// `byte[] relationId()`
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_relationId<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    guarded(env, |env| Ok(env.byte_array_from_slice(&ledger_air::relation_id())?))
}

/// `long openJob()`
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_openJob<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> jlong {
    guarded(env, |_| Ok(jobs::open()))
}

/// `void cancelJob(long job)`: does nothing for a number that is no open job.
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_cancelJob<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    job: jlong,
) {
    guarded(env, |_| {
        if let Ok(job) = jobs::get(job) {
            job.cancel();
        }
        Ok(())
    });
}

/// `int jobStage(long job)`
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_jobStage<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    job: jlong,
) -> jint {
    // A stage is a small number.
    guarded(env, |_| Ok(jobs::get(job)?.stage() as jint))
}

/// `void closeJob(long job)`: does nothing for a number that is no open job.
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_closeJob<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    job: jlong,
) {
    guarded(env, |_| {
        jobs::close(job);
        Ok(())
    });
}

/// `byte[] prove(byte[] publicInputs, ByteBuffer witness, ByteBuffer tree, long job)`: root, control digest, proof.
#[no_mangle]
pub extern "system" fn Java_io_zksolvency_nativelib_prover_ProverBinding_prove<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    public_inputs: JByteArray<'local>,
    witness: JByteBuffer<'local>,
    tree: JByteBuffer<'local>,
    job: jlong,
) -> JByteArray<'local> {
    guarded(env, |env| {
        let bytes = convert::public_inputs(env, &public_inputs)?;
        let request = PublicInputs::decode(&bytes)
            .map_err(|error| Failure::IllegalArgument(format!("public inputs: {error}")))?;
        let job = jobs::get(job)?;
        let witness_buffer = DirectBuffer::of(env, &witness, "witness", false)?;
        let tree_buffer = DirectBuffer::of(env, &tree, "tree", true)?;
        if !witness_buffer.is_disjoint_from(&tree_buffer) {
            return Err(Failure::IllegalArgument("the witness and the tree overlap".to_string()));
        }
        // SAFETY: the arguments `witness` and `tree` keep both buffers reachable until this method returns; they share no
        // byte, and Java's contract for this method is that nobody else writes to them, or reads the tree, meanwhile.
        let (witness, tree) = unsafe { (witness_buffer.as_bytes(), tree_buffer.as_bytes_mut()) };
        let proved = prove_ledger(&request, witness, tree, &job)?;
        let digests = [proved.root, proved.control_digest].map(|digest| digest.to_bytes());
        Ok(env.byte_array_from_slice(&[&digests[0][..], &digests[1], &proved.proof].concat())?)
    })
}

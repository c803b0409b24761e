//! Provers that leave the protocol, and public inputs out of range: the verifier refuses them all. What stops each is shown by the verifiers
//! without their checks, to whom target/forgeries goes: docs/spec/mutation.md.

use std::sync::Mutex;

use ledger_air::options::{BLOWUP, FRI_FOLDING, FRI_REMAINDER_DEGREE, GRINDING, NUM_QUERIES};
use ledger_air::{proof_options, PublicInputs, F};
use ledger_corpus::cases::{Case, Cases, Engines, Without};
use ledger_corpus::coin::{lies, Lie};
use ledger_corpus::forge::{prove, prove_lying};
use ledger_corpus::small::{base, honest, other_encodings, out_of_range, LIMB};
use ledger_verifier::shape::ProofShape;
use ledger_verifier::verify_scaled;
use winter_air::proof::Proof;
use winter_air::{BatchingMethod, ProofOptions};
use winter_math::ToElements;

#[test]
fn no_lie_is_believed() {
    let honest = honest(&base());
    let options = proof_options();
    let proof = prove_lying::<LIMB>(&honest, &options, Lie::Nothing);
    assert_eq!(verify_scaled::<LIMB>(honest.inputs.clone(), &proof), Ok(()));

    let header: Vec<F> = Proof::from_bytes(&proof).expect("a proof").context.to_elements();
    let seed = header.len() + honest.inputs.to_elements().len();
    let all = lies(seed, ProofShape::of::<LIMB>(&honest.inputs).fri_depths.len());
    let (queue, believed) = (Mutex::new(all.iter()), Mutex::new(vec![]));
    let cases = Cases::new("lies");
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| loop {
                let Some((name, lie)) = queue.lock().unwrap().next() else { break };
                let proof = prove_lying::<LIMB>(&honest, &options, *lie);
                if verify_scaled::<LIMB>(honest.inputs.clone(), &proof).is_ok() {
                    believed.lock().unwrap().push(name.clone());
                }
                cases.add(Case {
                    name,
                    switch: name,
                    without: Without::Accepts,
                    engines: Engines::Both,
                    inputs: &honest.inputs.encode(),
                    proof: &proof,
                    claim: &lie.claim(),
                });
            });
        }
    });
    // Ten queries less: what would pass if somebody weakened the constants.
    let linear = BatchingMethod::Linear;
    let field = options.field_extension();
    let weak =
        ProofOptions::new(NUM_QUERIES - 10, BLOWUP, GRINDING, field, FRI_FOLDING, FRI_REMAINDER_DEGREE, linear, linear);
    let proof = prove::<LIMB>(&honest, &weak);
    assert!(verify_scaled::<LIMB>(honest.inputs.clone(), &proof).is_err());
    cases.add(Case {
        name: "BITS",
        switch: "BITS",
        without: Without::Accepts,
        engines: Engines::Both,
        inputs: &honest.inputs.encode(),
        proof: &proof,
        claim: "ten queries less, and constants that allow it",
    });
    let believed = believed.into_inner().unwrap();
    assert!(believed.is_empty(), "{believed:?}");
    println!("lies: {} passed, 0 failed", all.len());
    cases.write();
}

#[test]
fn only_public_inputs_in_range_are_read() {
    let options = proof_options();
    let cases = Cases::new("inputs");
    for (name, forgery) in out_of_range() {
        let proof = prove::<LIMB>(&forgery, &options);
        // Nothing but the range is wrong with it.
        assert_eq!(verify_scaled::<LIMB>(forgery.inputs.clone(), &proof), Ok(()), "{name}");
        add(&cases, name, Engines::Both, &forgery.inputs.encode(), &proof);
    }
    let honest = honest(&base());
    let proof = prove::<LIMB>(&honest, &options);
    for (name, engines, bytes) in other_encodings(&honest.inputs) {
        assert!(PublicInputs::decode(&bytes).is_err(), "{name}");
        add(&cases, name, engines, &bytes, &proof);
    }
    cases.write();
}

fn add(cases: &Cases, name: &str, engines: Engines, inputs: &[u8], proof: &[u8]) {
    let full = format!("INPUTS {name}");
    cases.add(Case { name: &full, switch: &full, without: Without::Accepts, engines, inputs, proof, claim: name });
}

//! Each part of the relation alone stops a forgery: the verifier refuses what the verifier without the part accepts.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use ledger_air::proof_options;
use ledger_corpus::cases::{Case, Cases, Engines, Without};
use ledger_corpus::catalogue::{forge, parts, Base, Part};
use ledger_corpus::forge::prove;
use ledger_corpus::mutant::{verify_mutant, Dropped};
use ledger_corpus::small::{base, honest, LIMB};
use ledger_prover::check::violations;
use ledger_prover::entropy::Entropy;
use ledger_prover::trace::MainTrace;
use ledger_verifier::verify::verify_under;
use ledger_verifier::{verify_scaled, VerifyError};
use winter_air::{BatchingMethod, FieldExtension, ProofOptions};

#[test]
fn every_part_stops_a_forgery() {
    let base = base();
    let honest = honest(&base);
    let entropy = Entropy::insecure_fixed(7);
    let trace = MainTrace::new::<LIMB>(&honest.inputs, honest.expanded.clone(), &entropy);
    assert_eq!(violations::<LIMB>(&honest.inputs, &trace, &entropy), Default::default(), "the base is not honest");
    let options = proof_options();
    let honest_proof = prove::<LIMB>(&honest, &options);
    assert_eq!(verify_scaled::<LIMB>(honest.inputs.clone(), &honest_proof), Ok(()));

    let all = parts::<LIMB>(&honest.inputs);
    let wanted = std::env::var("PART").unwrap_or_default();
    let queue = Mutex::new(all.iter().filter(|p| p.name.contains(&wanted)));
    let (wrong, report) = (Mutex::new(vec![]), Mutex::new(vec![]));
    let cases = Cases::new("parts");
    let honest_case = Case {
        name: "HONEST",
        switch: "",
        without: Without::Accepts,
        engines: Engines::Both,
        inputs: &honest.inputs.encode(),
        proof: &honest_proof,
        claim: "an honest ledger",
    };
    cases.add(honest_case);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| loop {
                let Some(part) = queue.lock().unwrap().next() else { break };
                match check(&base, part, honest_case, &cases) {
                    Ok(how) => report.lock().unwrap().push(format!("{}\t{how}\n", part.name)),
                    Err(problem) => wrong.lock().unwrap().push(format!("{}: {problem}", part.name)),
                }
            });
        }
    });
    let (wrong, mut report) = (wrong.into_inner().unwrap(), report.into_inner().unwrap());
    report.sort();
    cases.write();
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target");
    fs::create_dir_all(&target).expect("a folder");
    fs::write(target.join("mutation.tsv"), report.concat()).expect("writes");
    println!("{} passed, {} failed in {:?}: target/mutation.tsv", report.len(), wrong.len(), began.elapsed());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Constants that were weakened stop every verification: nothing else would, for proof and verifier agree.
#[test]
fn weak_constants_verify_nothing() {
    let base = base();
    let honest = honest(&base);
    let inputs = honest.inputs.clone();
    let linear = BatchingMethod::Linear;
    let weak = ProofOptions::new(50, 8, 21, FieldExtension::Cubic, 8, 127, linear, linear);
    let proof = prove::<LIMB>(&honest, &weak);
    let verdict = verify_under::<LIMB>(inputs.clone(), &proof, weak.clone());
    assert!(matches!(&verdict, Err(VerifyError::Rejected(why)) if why.contains("proven security")), "{verdict:?}");
    // Without that check it would pass: the mutant has none.
    assert_eq!(verify_mutant::<LIMB>(&inputs, Dropped::Nothing, &weak, &proof), Ok(()));
}

/// Returns how the verifier without the part is wrong.
fn check(base: &Base<LIMB>, part: &Part, honest: Case<'_>, cases: &Cases) -> Result<String, String> {
    let options = proof_options();
    let case = Case { name: &part.name, switch: &part.dropped.switch(), ..honest };
    match forge(base, part.dropped) {
        Some(forged) => {
            let proof = prove::<LIMB>(&forged.forgery, &options);
            let inputs = &forged.forgery.inputs;
            cases.add(Case { inputs: &inputs.encode(), proof: &proof, claim: forged.claim, ..case });
            if verify_scaled::<LIMB>(inputs.clone(), &proof).is_ok() {
                return Err("the verifier accepts".into());
            }
            match verify_mutant::<LIMB>(inputs, part.dropped, &options, &proof) {
                Ok(()) => Ok(format!("accepts: {}", forged.claim)),
                Err(why) => Err(format!("the verifier without it refuses: {why}")),
            }
        }
        None => {
            cases.add(Case { without: Without::Refuses, ..case });
            match verify_mutant::<LIMB>(&base.inputs(), part.dropped, &options, honest.proof) {
                Ok(()) => Err("the verifier without it accepts an honest proof".into()),
                Err(_) => Ok("refuses an honest proof".into()),
            }
        }
    }
}

//! Each part of the relation alone stops a forgery: the verifier refuses what the verifier without the part accepts.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use ledger_air::{proof_options, F};
use ledger_corpus::catalogue::{forge, parts, Base, Part};
use ledger_corpus::exchange::{customers, weights, MAX_STEPS_LOG2};
use ledger_corpus::forge::{prove, Absorber, Forgery};
use ledger_corpus::ledger::{Account, Frame, Ledger};
use ledger_corpus::mutant::{verify_mutant, Dropped};
use ledger_prover::check::violations;
use ledger_prover::entropy::Entropy;
use ledger_prover::trace::MainTrace;
use ledger_verifier::verify::verify_under;
use ledger_verifier::{verify_scaled, VerifyError};
use winter_air::{BatchingMethod, FieldExtension, ProofOptions};

/// Small limbs, so that the range table fits a small trace.
const LIMB: u32 = 8;

fn tag(n: u64) -> [F; 4] {
    [n, n + 1, n + 2, n + 3].map(F::new)
}

fn base() -> Base<LIMB> {
    let customers: Vec<Account> =
        customers::<LIMB>().into_iter().zip(1..).map(|(entries, n)| Account { tag: tag(10 * n), entries }).collect();
    let frame = Frame {
        context: tag(1),
        log2_rows: 11,
        max_steps_log2: MAX_STEPS_LOG2,
        weights: weights::<LIMB>(),
        control_tag: tag(5000),
        dummy_tag: |n| tag(100_000 + 10 * n),
        even: true,
    };
    let ledger = Ledger::new(&frame, &customers);
    Base { customers, ledger }
}

#[test]
fn every_part_stops_a_forgery() {
    let base = base();
    let expanded = base.ledger.expand();
    let honest = Forgery {
        inputs: base.ledger.inputs_for(&expanded),
        expanded,
        dropped: Dropped::Nothing,
        absorber: Absorber::Nothing,
    };
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
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| loop {
                let Some(part) = queue.lock().unwrap().next() else { break };
                match check(&base, part, &honest, &honest_proof) {
                    Ok(how) => report.lock().unwrap().push(format!("{}\t{how}\n", part.name)),
                    Err(problem) => wrong.lock().unwrap().push(format!("{}: {problem}", part.name)),
                }
            });
        }
    });
    let (wrong, mut report) = (wrong.into_inner().unwrap(), report.into_inner().unwrap());
    report.sort();
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
    let expanded = base.ledger.expand();
    let inputs = base.ledger.inputs_for(&expanded);
    let honest = Forgery { inputs: inputs.clone(), expanded, dropped: Dropped::Nothing, absorber: Absorber::Nothing };
    let linear = BatchingMethod::Linear;
    let weak = ProofOptions::new(50, 8, 21, FieldExtension::Cubic, 8, 127, linear, linear);
    let proof = prove::<LIMB>(&honest, &weak);
    let verdict = verify_under::<LIMB>(inputs.clone(), &proof, weak.clone());
    assert!(matches!(&verdict, Err(VerifyError::Rejected(why)) if why.contains("proven security")), "{verdict:?}");
    // Without that check it would pass: the mutant has none.
    assert_eq!(verify_mutant::<LIMB>(&inputs, Dropped::Nothing, &weak, &proof), Ok(()));
}

/// Returns how the verifier without the part is wrong.
fn check(base: &Base<LIMB>, part: &Part, honest: &Forgery, honest_proof: &[u8]) -> Result<String, String> {
    let options = proof_options();
    match forge(base, part.dropped) {
        Some(forged) => {
            let proof = prove::<LIMB>(&forged.forgery, &options);
            let inputs = &forged.forgery.inputs;
            if verify_scaled::<LIMB>(inputs.clone(), &proof).is_ok() {
                return Err("the verifier accepts".into());
            }
            match verify_mutant::<LIMB>(inputs, part.dropped, &options, &proof) {
                Ok(()) => Ok(format!("accepts: {}", forged.claim)),
                Err(why) => Err(format!("the verifier without it refuses: {why}")),
            }
        }
        None => match verify_mutant::<LIMB>(&honest.inputs, part.dropped, &options, honest_proof) {
            Ok(()) => Err("the verifier without it accepts an honest proof".into()),
            Err(_) => Ok("refuses an honest proof".into()),
        },
    }
}

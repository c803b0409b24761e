//! Writes the proofs of testdata/corpus, honest and malicious, and what a statement needs to know of them.
//!
//!     corpus FOLDER
//!
//! FOLDER gets one file a proof, `ledgers.tsv` and `accounts.tsv`: `tests/corpus/write` runs this, then makes statements of them.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::{env, fs};

use ledger_air::options::{BLOWUP, FRI_FOLDING, FRI_REMAINDER_DEGREE, NUM_QUERIES};
use ledger_air::{proof_options, relation_id, F};
use ledger_corpus::catalogue::{forge, parts, Base};
use ledger_corpus::coin::{Lie, OUT_OF_DOMAIN};
use ledger_corpus::exchange::{customers, weights, MAX_STEPS_LOG2};
use ledger_corpus::forge::{prove_lying, Absorber, Forgery};
use ledger_corpus::ledger::{Account, Frame, Ledger, Words};
use ledger_corpus::mutant::Dropped;
use ledger_corpus::statement::{context, digest_bytes, header_digest, snapshot_id, statement_digest, tag, words, Kind};
use ledger_verifier::verify_ledger;
use sha2::{Digest, Sha256};
use winter_air::{BatchingMethod, FieldExtension, ProofOptions};
use winter_math::FieldElement;

/// Limb bits of production.
const LIMB: u32 = 14;
/// The smallest trace.
const LOG2_ROWS: u32 = 15;
/// Rows of a general ledger's longest account.
const GENERAL_STEPS_LOG2: u32 = 12;

/// A time that comes when nobody runs this any more.
const FUTURE: &str = "2999-01-01T00:00:00Z";

/// Parts whose forgeries are kept as files, one for each kind of attack. `tests/mutation.rs` has a smaller one for every part.
const KEPT: [&str; 20] = [
    "LEAF-ROUND/40",
    "NODE-ROUND/17",
    "LEAF-DIGEST/2",
    "ABSORB-FIRST/4",
    "LIMB-EXTRA/1",
    "CONTROL-LAST",
    "STEP",
    "NET-HIGH",
    "LOOKUP-0",
    "LOOKUP-1",
    "LOOKUP-2",
    "LOOKUP-3",
    "LOOKUP-SUM",
    "START-LEAF-INDEX",
    "END-DIGEST/0",
    "END-CONTROL",
    "END-SUM",
    "TERM-entry-0-l0",
    "TERM-step",
    "TERM-entry-1-price",
];

/// A proof to write.
struct Task {
    name: String,
    claim: String,
    forgery: Forgery,
    options: ProofOptions,
    lie: Lie,
    honest: bool,
}

/// Provers that leave the protocol, of whom a proof is kept. `tests/liars.rs` has a smaller one of every kind.
const LIARS: [(&str, Lie); 5] = [
    ("WORK", Lie::NoWork),
    ("COMMITMENT-main", Lie::Commit(0)),
    ("COMMITMENT-remainder", Lie::Commit(REMAINDER)),
    ("DRAW-columns", Lie::Draw(OUT_OF_DOMAIN)),
    ("DRAW-fri-last", Lie::Draw(REMAINDER - 1)),
];
/// The last message: three layers of FRI at the smallest size, then the remainder.
const REMAINDER: usize = OUT_OF_DOMAIN + 4;

fn secret(domain: &str, number: u64) -> [u8; 32] {
    Sha256::digest(format!("corpus {domain} {number}").as_bytes()).into()
}

fn dummy_tag(n: u64) -> [F; 4] {
    words(&secret("dummy", n))
}

/// Customers of a batch: their tags are those of their identities, so that they can be shown their accounts.
fn accounts(snapshot: &[u8; 32], batch: usize) -> Vec<Account> {
    let mut entries = customers::<LIMB>();
    if batch == 1 {
        entries.truncate(20);
    }
    let account = |(number, entries): (usize, Vec<Words>)| Account {
        tag: tag(snapshot, &name(batch, number), &salt(batch, number)),
        entries,
    };
    entries.into_iter().enumerate().map(account).collect()
}

fn name(batch: usize, number: usize) -> String {
    format!("customer-{batch}-{number}")
}

fn salt(batch: usize, number: usize) -> [u8; 32] {
    secret("salt", (1000 * batch + number) as u64)
}

fn honest(name: &str, ledger: &Ledger<LIMB>) -> Task {
    let expanded = ledger.expand();
    let inputs = ledger.inputs_for(&expanded);
    let forgery = Forgery { inputs, expanded, dropped: Dropped::Nothing, absorber: Absorber::Nothing };
    Task {
        name: name.into(),
        claim: "honest".into(),
        forgery,
        options: proof_options(),
        lie: Lie::Nothing,
        honest: true,
    }
}

fn batch(header: &[u8; 32], snapshot: &[u8; 32], number: usize) -> Base<LIMB> {
    let frame = Frame {
        context: context(header, Kind::Batch, number as u32),
        log2_rows: LOG2_ROWS,
        max_steps_log2: MAX_STEPS_LOG2,
        weights: weights::<LIMB>(),
        control_tag: words(&secret("control", number as u64)),
        dummy_tag,
        even: true,
    };
    let customers = accounts(snapshot, number);
    let ledger = Ledger::new(&frame, &customers);
    Base { customers, ledger }
}

/// The ledger of the batches' control accounts.
fn general(header: &[u8; 32], batches: &[&Ledger<LIMB>]) -> Ledger<LIMB> {
    let frame = Frame {
        context: context(header, Kind::GeneralLedger, 0),
        log2_rows: LOG2_ROWS,
        max_steps_log2: GENERAL_STEPS_LOG2,
        weights: vec![0; weights::<LIMB>().len()],
        control_tag: words(&secret("general", 0)),
        dummy_tag: |_| [F::ZERO; 4],
        even: false,
    };
    let accounts: Vec<Account> = batches
        .iter()
        .map(|ledger| {
            let normal = |&(key, low, high): &Words| {
                let amount = low + (high << (2 * LIMB));
                (key, amount % (1 << (2 * LIMB)), amount >> (2 * LIMB))
            };
            Account { tag: ledger.frame.control_tag, entries: ledger.control.iter().map(normal).collect() }
        })
        .collect();
    Ledger::new(&frame, &accounts)
}

/// A proof of an honest ledger under other options: small ones, so that the files are.
fn weak(name: &str, like: &Task, options: ProofOptions) -> Task {
    Task {
        name: format!("weak-{name}"),
        claim: name.replace('-', " "),
        options,
        lie: Lie::Nothing,
        forgery: like.forgery.clone(),
        honest: false,
    }
}

fn options(queries: usize, blowup: usize, grinding: u32, extension: FieldExtension) -> ProofOptions {
    let batching = BatchingMethod::Linear;
    ProofOptions::new(queries, blowup, grinding, extension, FRI_FOLDING, FRI_REMAINDER_DEGREE, batching, batching)
}

fn main() {
    let folder = env::args().nth(1).expect("corpus FOLDER");
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("a folder");
    let all = Mutex::new(String::new());

    let relation = relation_id();
    let header = header_digest(&relation, 0, &[0; 32], "2026-11-01T00:00:00Z");
    let snapshot = snapshot_id(0, "2026-11-01T00:00:00Z");
    let (first, second) = (batch(&header, &snapshot, 0), batch(&header, &snapshot, 1));
    let ledger = general(&header, &[&first.ledger, &second.ledger]);
    let mut tasks =
        vec![honest("batch-0", &first.ledger), honest("batch-1", &second.ledger), honest("general", &ledger)];
    write_accounts(folder, &first);

    for part in parts::<LIMB>(&first.inputs()).iter().filter(|part| KEPT.contains(&part.name.as_str())) {
        let forged = forge(&first, part.dropped).expect("a forgery");
        tasks.push(Task {
            name: part.name.replace('/', "-"),
            claim: forged.claim.into(),
            forgery: forged.forgery,
            options: proof_options(),
            lie: Lie::Nothing,
            honest: false,
        });
    }
    let like = honest("batch-0", &first.ledger);
    for (name, lie) in LIARS {
        let (claim, forgery) = (lie.claim(), like.forgery.clone());
        tasks.push(Task { name: name.into(), claim, forgery, options: proof_options(), lie, honest: false });
    }
    let cubic = FieldExtension::Cubic;
    tasks.push(weak("one-query", &like, options(1, BLOWUP, 18, cubic)));
    tasks.push(weak("one-query-at-blowup-16", &like, options(1, 2 * BLOWUP, 18, cubic)));
    tasks.push(weak("ten-queries-and-no-grinding", &like, options(NUM_QUERIES / 10, BLOWUP, 0, cubic)));

    let digests = run(folder, tasks, &all);
    let sha = |name: &str| digests.iter().find(|(n, _)| n == name).expect("proven").1;

    // The statement after it names the first one's digest, and so do its proofs.
    let control: Vec<Words> = ledger.control.clone();
    let inputs = [first.inputs(), second.inputs()];
    let previous = statement_digest(
        &header,
        &[(&inputs[0], sha("batch-0")), (&inputs[1], sha("batch-1"))],
        (&ledger.inputs_for(&ledger.expand()), ledger.frame.control_tag, &control, sha("general")),
        2 * LIMB,
    );
    let header = header_digest(&relation, 1, &previous, "2026-11-02T00:00:00Z");
    let snapshot = snapshot_id(1, "2026-11-02T00:00:00Z");
    let next = batch(&header, &snapshot, 0);
    let ledger = general(&header, &[&next.ledger]);
    run(folder, vec![honest("next-batch-0", &next.ledger), honest("next-general", &ledger)], &all);

    // One about a day that has not come.
    let header = header_digest(&relation, 0, &[0; 32], FUTURE);
    let future = batch(&header, &snapshot_id(0, FUTURE), 0);
    let ledger = general(&header, &[&future.ledger]);
    run(folder, vec![honest("future-batch-0", &future.ledger), honest("future-general", &ledger)], &all);
    fs::write(folder.join("ledgers.tsv"), all.into_inner().expect("written")).expect("writes");
}

/// Proves, checks and writes every task; returns the SHA-256 of each proof.
fn run(folder: &Path, tasks: Vec<Task>, lines: &Mutex<String>) -> Vec<(String, [u8; 32])> {
    let (queue, digests) = (Mutex::new(tasks.into_iter()), Mutex::new(vec![]));
    std::thread::scope(|scope| {
        let threads = env::var("THREADS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
        for _ in 0..threads {
            scope.spawn(|| loop {
                let Some(task) = queue.lock().expect("a queue").next() else { break };
                let path = folder.join(&task.name).with_extension("proof");
                // A run that was interrupted goes on: the bytes are always the same.
                let proof =
                    fs::read(&path).unwrap_or_else(|_| prove_lying::<LIMB>(&task.forgery, &task.options, task.lie));
                let verdict = verify_ledger(&task.forgery.inputs.encode(), &proof);
                assert_eq!(verdict.is_ok(), task.honest, "{}: {verdict:?}", task.name);
                fs::write(&path, &proof).expect("writes");
                digests.lock().expect("digests").push((task.name.clone(), Sha256::digest(&proof).into()));
                let inputs = &task.forgery.inputs;
                let line = format!("{}\t{}\t{}\n", task.name, hex(&inputs.encode()), task.claim);
                lines.lock().expect("lines").push_str(&line);
                eprintln!("{}: {} bytes", task.name, proof.len());
            });
        }
    });
    digests.into_inner().expect("digests")
}

/// Writes the first batch's customers with their places, salts, entries and paths.
fn write_accounts(folder: &Path, base: &Base<LIMB>) {
    let expanded = base.ledger.expand();
    let accounts = expanded.tree.len() / 2;
    let mut lines = String::new();
    for (number, account) in base.customers.iter().enumerate() {
        let entries: Vec<String> =
            account.entries.iter().map(|(key, low, high)| format!("{key}:{}", low + (high << (2 * LIMB)))).collect();
        let mut path = vec![];
        let mut node = accounts + number;
        while node > 1 {
            path.push(hex(&digest_bytes(&expanded.tree[node ^ 1])));
            node /= 2;
        }
        let fields = [name(0, number), hex(&salt(0, number)), number.to_string(), entries.join(","), path.join(",")];
        writeln!(lines, "{}", fields.join("\t")).expect("a String takes everything");
    }
    fs::write(folder.join("accounts.tsv"), lines).expect("writes");
    let control = |words: &[Words]| -> Vec<String> {
        words.iter().map(|(key, low, high)| format!("{key}:{}", low + (high << (2 * LIMB)))).collect()
    };
    fs::write(folder.join("control.tsv"), control(&base.ledger.control).join(",")).expect("writes");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a String takes everything
        text
    })
}

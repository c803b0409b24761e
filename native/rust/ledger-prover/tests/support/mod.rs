//! Small ledgers for tests: limbs of 8 bits in a trace of 2^11 rows, with the production proof options.
#![allow(dead_code)]

use ledger_air::constants::usable_rows;
use ledger_air::{PublicInputs, F};
use ledger_prover::check::{violations, Violations};
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::prove::prove_trace;
use ledger_prover::trace::{expand, Expanded, MainTrace};
use ledger_prover::witness::Witness;
use ledger_prover::{Job, ProveError};
use winter_math::FieldElement;

// By its path: the prover's crate may not depend on the forgers', not even for tests.
#[path = "../../../ledger-corpus/src/tree.rs"]
pub mod tree;

/// Limb bits of small ledgers.
pub const LIMB: u32 = ledger_prover::pipeline::evaluator::SMALL_LIMB_BITS;
/// Trace size of small ledgers.
pub const LOG2_ROWS: u32 = 11;
/// Bits of a word.
pub const WORD: u32 = 2 * LIMB;

/// An account: tag and (key, amount) entries.
#[derive(Clone)]
pub struct Account {
    pub tag: [u64; 4],
    pub entries: Vec<(u64, u64)>,
}

pub fn account(tag: u64, entries: &[(u64, u64)]) -> Account {
    Account { tag: [tag, tag + 1, tag + 2, tag + 3], entries: entries.to_vec() }
}

/// Weights of four assets: equity and debt of each.
pub const WEIGHTS: [i64; 8] = [1000, -1000, 3, -4, 50, -60, 0, -1];

/// Public inputs without root and control digest.
pub fn request(log2_rows: u32, accounts: u64, weights: &[i64]) -> PublicInputs {
    PublicInputs {
        context: [1u32, 2, 3, 4].map(F::from),
        log2_rows,
        accounts,
        root: [F::ZERO; 4],
        control_digest: [F::ZERO; 4],
        max_steps_log2: 2,
        weights: weights.to_vec(),
    }
}

/// Writes accounts, dummies and a control account into a witness buffer of `rows` rows; returns it with the number of accounts.
pub fn witness(accounts: &[Account], keys: usize, rows: usize, word: u32) -> (Vec<u8>, u64) {
    let mask = (1u64 << word) - 1;
    let mut totals = vec![(0u64, 0u64); keys];
    for &(key, amount) in accounts.iter().flat_map(|a| &a.entries) {
        totals[key as usize].0 += amount & mask;
        totals[key as usize].1 += amount >> word;
    }
    let control = control_entries(&totals, word);
    let control_rows = control.len().div_ceil(3);
    let mut cells = vec![0u64; 14 * rows];
    let mut put = |column: usize, row: usize, value: u64| cells[column * rows + row] = value;
    let (mut row, mut count) = (0, 0u64);
    let fill = |row: &mut usize,
                count: &mut u64,
                tag: [u64; 4],
                entries: &[(u64, u64, u64)],
                put: &mut dyn FnMut(usize, usize, u64)| {
        put(0, *row, 1);
        tag.iter().enumerate().for_each(|(i, &t)| put(1 + i, *row, t));
        for (i, &(key, low, high)) in entries.iter().enumerate() {
            let (r, j) = (*row + i / 3, i % 3);
            put(5 + j, r, key);
            put(8 + j, r, low);
            put(11 + j, r, high);
        }
        *row += entries.len().div_ceil(3).max(1);
        *count += 1;
    };
    for account in accounts {
        let entries: Vec<_> = account.entries.iter().map(|&(k, a)| (k, a & mask, a >> word)).collect();
        fill(&mut row, &mut count, account.tag, &entries, &mut put);
    }
    while row + control_rows < rows {
        let tag = [row as u64 * 7 + 1, 2, 3, 4];
        fill(&mut row, &mut count, tag, &[], &mut put);
    }
    fill(&mut row, &mut count, [91, 92, 93, 94], &control, &mut put);
    assert_eq!(row, rows, "accounts don't fit");
    (cells.into_iter().flat_map(u64::to_le_bytes).collect(), count)
}

/// Splits totals (sum of low words, sum of high words) into entries (key, low, high) with low < 2^(3 word / 2), amount < 2^(2 word).
fn control_entries(totals: &[(u64, u64)], word: u32) -> Vec<(u64, u64, u64)> {
    let mut entries = vec![];
    for (key, &(mut low, mut high)) in totals.iter().enumerate() {
        loop {
            let l = low.min((1 << (word + word / 2)) - 1);
            let h = high.min((1 << word) - 1 - (l >> word));
            entries.push((key as u64, l, h));
            (low, high) = (low - l, high - h);
            if (low, high) == (0, 0) {
                break;
            }
        }
    }
    entries
}

/// A small ledger as an honest prover plans it.
#[derive(Clone)]
pub struct SmallLedger {
    pub inputs: PublicInputs,
    pub plan: Plan<LIMB>,
}

/// Accounts of one to four rows, with debts, of every key.
pub fn sample_accounts() -> Vec<Account> {
    let mut accounts = vec![
        account(11, &[(0, 100_000), (2, 500), (3, 20)]),
        account(21, &(0..10).map(|i| (2 * (i % 4), 1000 + i)).collect::<Vec<_>>()),
        account(31, &[(0, 60), (1, 60)]),
        account(41, &[(4, 0xffff_ffff), (2, 0xffff_ffff), (0, 0xffff_ffff)]),
    ];
    for i in 0..40u64 {
        let debt = i * 3;
        accounts.push(account(100 + 10 * i, &[(0, i * 977), (4, 70_000 + i), (7, i), (3, debt), (2, 5)]));
    }
    accounts
}

pub fn usable() -> usize {
    usable_rows(LOG2_ROWS)
}

impl SmallLedger {
    pub fn new(accounts: &[Account]) -> Self {
        Self::try_new(accounts).expect("an honest ledger")
    }

    pub fn try_new(accounts: &[Account]) -> Result<Self, ProveError> {
        let (bytes, count) = witness(accounts, WEIGHTS.len(), usable(), WORD);
        let inputs = request(LOG2_ROWS, count, &WEIGHTS);
        let plan = Plan::read(&inputs, &Witness::new(&bytes, usable())?)?;
        Ok(Self { inputs, plan })
    }

    pub fn sample() -> Self {
        Self::new(&sample_accounts())
    }

    /// Row of the control account that holds the first entry of `key`, and the entry's place.
    pub fn control_entry(&self, key: usize) -> (usize, usize) {
        (self.control_start()..self.plan.rows.len())
            .flat_map(|row| (0..3).map(move |j| (row, j)))
            .find(|&(row, j)| self.plan.rows[row].entries[j].key == F::new(key as u64))
            .expect("every key")
    }

    pub fn control_start(&self) -> usize {
        self.plan.rows.iter().position(|r| r.control == F::ONE).expect("a control account")
    }

    /// Adds to the words of the control account's entry of `key`.
    pub fn add_to_total(&mut self, key: usize, low: i64, high: i64) {
        let (row, j) = self.control_entry(key);
        let cells = &mut self.plan.rows[row].entries[j];
        let l = (word(Plan::<LIMB>::low(cells)) as i64 + low) as u64;
        let h = (word(Plan::<LIMB>::high(cells)) as i64 + high) as u64;
        cells.limbs = Plan::<LIMB>::limbs(l, h);
    }

    pub fn expand(&self) -> Expanded {
        expand(&self.plan)
    }

    /// Public inputs for what was expanded.
    pub fn inputs_for(&self, expanded: &Expanded) -> PublicInputs {
        PublicInputs {
            root: expanded.root(),
            control_digest: expanded.control_digest(),
            accounts: self.plan.accounts,
            ..self.inputs.clone()
        }
    }
}

pub fn word(element: F) -> u64 {
    element.as_int()
}

pub fn negative(value: u64) -> F {
    -F::new(value)
}

/// Constraints that a small ledger's trace breaks.
pub fn broken(inputs: &PublicInputs, expanded: &Expanded) -> Violations {
    let entropy = Entropy::insecure_fixed(7);
    let trace = MainTrace::new::<LIMB>(inputs, expanded.clone(), &entropy);
    violations::<LIMB>(inputs, &trace, &entropy)
}

/// Proves a trace, honest or not.
pub fn prove(inputs: &PublicInputs, expanded: &Expanded) -> Result<Vec<u8>, String> {
    let entropy = Entropy::from_os().map_err(|e| e.to_string())?;
    let trace = MainTrace::new::<LIMB>(inputs, expanded.clone(), &entropy);
    Ok(prove_trace::<LIMB>(inputs.clone(), trace, entropy, &Job::default()).proof)
}

/// Verifies as production does, but for the size of the limbs.
pub fn check(inputs: &PublicInputs, proof: &[u8]) -> Result<(), String> {
    ledger_verifier::verify::verify_scaled::<LIMB>(inputs.clone(), proof).map_err(|e| e.to_string())
}

/// The sample with further accounts until all but the control account are a multiple of 2^h.
pub fn sample_of_multiple(h: u32) -> SmallLedger {
    let mut accounts = sample_accounts();
    loop {
        let ledger = SmallLedger::new(&accounts);
        if (ledger.plan.accounts - 1).is_multiple_of(1 << h) {
            return ledger;
        }
        accounts.push(account(9000 + accounts.len() as u64 * 10, &[(0, 1), (0, 2), (0, 3), (0, 4)]));
    }
}

/// Runs work on one thread, whose proofs are the same every time: of several threads, which search for a nonce at once, any may find its own
/// first, whether or not it takes grinding.
pub fn on_one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread").install(work)
}

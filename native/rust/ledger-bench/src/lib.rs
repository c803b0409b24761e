//! Ledgers to measure with, and proofs of them by the packed pipeline and by winterfell's own parts.
#![forbid(unsafe_code)]

use ledger_air::constants::{usable_rows, LIMB_BITS};
use ledger_air::{proof_options, PublicInputs, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::prove::Proved;
use ledger_prover::trace::{expand, MainTrace};
use ledger_prover::witness::Witness;
use ledger_prover::{prove_ledger, reference, Job};

const KEYS: usize = 80;

/// A ledger of accounts of three entries, one row each, and a control account of all keys.
pub struct Ledger {
    /// Public inputs without root and control digest.
    pub request: PublicInputs,
    /// Accounts without the control account.
    pub accounts: usize,
    witness: Vec<u8>,
}

impl Ledger {
    /// Returns a ledger that fills 2^log2_rows rows.
    pub fn new(log2_rows: u32) -> Self {
        let rows = usable_rows(log2_rows);
        let (witness, accounts) = witness(rows);
        let zero = F::from(0u32);
        let request = PublicInputs {
            context: [1u32, 2, 3, 4].map(F::from),
            log2_rows,
            accounts: accounts as u64 + 1,
            root: [zero; 4],
            control_digest: [zero; 4],
            max_steps_log2: 2,
            weights: (0..KEYS as i64).map(|k| if k % 2 == 0 { 1 + k * 1000 } else { -2 - k * 1000 }).collect(),
        };
        Self { request, accounts, witness }
    }

    /// Proves the ledger as production does.
    ///
    /// # Panics
    /// If it can't be proven.
    pub fn prove(&self, job: &Job) -> Proved {
        let mut tree = vec![0; 64 * self.request.accounts as usize];
        prove_ledger(&self.request, &self.witness, &mut tree, job).expect("an honest ledger")
    }

    /// Proves it with winterfell's own parts, from the same witness to proof bytes. `inputs` are the public inputs with the root.
    ///
    /// # Panics
    /// If it can't be proven.
    pub fn prove_by_winterfell(&self, inputs: &PublicInputs) -> Vec<u8> {
        let witness = Witness::new(&self.witness, usable_rows(inputs.log2_rows)).expect("a witness");
        let expanded = expand(&Plan::<LIMB_BITS>::read(inputs, &witness).expect("an honest ledger"));
        let entropy = Entropy::from_os().expect("randomness");
        let trace = MainTrace::new::<LIMB_BITS>(inputs, expanded, &entropy);
        reference::prove_trace::<LIMB_BITS>(inputs.clone(), trace, entropy, proof_options()).expect("a proof")
    }

    /// Returns the public inputs of a proof.
    pub fn inputs(&self, proved: &Proved) -> PublicInputs {
        PublicInputs { root: proved.root, control_digest: proved.control_digest, ..self.request.clone() }
    }
}

/// Returns witness columns of so many rows, and the number of accounts but for the control account.
fn witness(rows: usize) -> (Vec<u8>, usize) {
    let control_rows = KEYS.div_ceil(3);
    let accounts = rows - control_rows;
    let mut cells = vec![0u64; 14 * rows];
    let mut totals = [(0u64, 0u64); KEYS];
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    for row in 0..accounts {
        cells[row] = 1;
        (1..5).for_each(|c| cells[c * rows + row] = next() >> 1);
        for j in 0..3 {
            let key = 2 * (next() % (KEYS as u64 / 2));
            let amount = next() >> 24; // below 2^40, so that a total fits one entry
            let words = (amount & 0xfff_ffff, amount >> 28);
            cells[(5 + j) * rows + row] = key;
            cells[(8 + j) * rows + row] = words.0;
            cells[(11 + j) * rows + row] = words.1;
            totals[key as usize].0 += words.0;
            totals[key as usize].1 += words.1;
        }
    }
    cells[accounts] = 1;
    (1..5).for_each(|c| cells[c * rows + accounts] = next() >> 1);
    for (key, (low, high)) in totals.into_iter().enumerate() {
        let (row, j) = (accounts + key / 3, key % 3);
        cells[(5 + j) * rows + row] = key as u64;
        cells[(8 + j) * rows + row] = low;
        cells[(11 + j) * rows + row] = high;
    }
    (cells.into_iter().flat_map(u64::to_le_bytes).collect(), accounts)
}

//! Pairs of ledgers that share all that is public but have no account in common.

use ledger_air::constants::usable_rows;
use ledger_air::{PublicInputs, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::trace::{expand, MainTrace};
use ledger_prover::witness::Witness;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use winter_math::FieldElement;

use super::collision;
use super::E;
use crate::support::{request, witness, Account, LIMB, LOG2_ROWS, WORD};

/// Accounts before the dummies. Account i holds keys 0 to i mod 8.
const ACCOUNTS: usize = 400;

/// A small ledger: public inputs and main columns without masks yet.
pub struct Ledger {
    pub inputs: PublicInputs,
    expanded: ledger_prover::trace::Expanded,
}

impl Ledger {
    fn new(accounts: &[Account], weights: &[i64; 8], max_steps_log2: u32) -> Self {
        let rows = usable_rows(LOG2_ROWS);
        let (bytes, count) = witness(accounts, weights.len(), rows, WORD);
        let request = PublicInputs { max_steps_log2, ..request(LOG2_ROWS, count, weights) };
        let plan = Plan::<LIMB>::read(&request, &Witness::new(&bytes, rows).unwrap()).unwrap();
        let expanded = expand(&plan);
        let inputs = PublicInputs { root: expanded.root(), control_digest: expanded.control_digest(), ..request };
        Self { inputs, expanded }
    }

    /// Returns the main segment as the product makes it.
    pub fn trace(&self, entropy: &Entropy) -> MainTrace {
        MainTrace::new::<LIMB>(&self.inputs, self.expanded.clone(), entropy)
    }

    /// Returns the columns of [`Self::trace`].
    pub fn main(&self, entropy: &Entropy) -> Vec<Vec<F>> {
        self.trace(entropy).columns().into_iter().map(<[F]>::to_vec).collect()
    }
}

/// Returns two ledgers whose public inputs differ in the root alone, and a challenge under which the roots look the same.
pub fn pair(weights: &[i64; 8], max_steps_log2: u32) -> (Ledger, Ledger, E) {
    let make = |amounts: &[Vec<u64>], shift: usize, tag: u64| {
        Ledger::new(&accounts(amounts, shift, tag), weights, max_steps_log2)
    };
    let amounts = first_amounts();
    let first = make(&amounts, 0, 1);
    (2..100)
        .find_map(|seed| {
            let second = make(&moved(&amounts, seed), 3, seed);
            let delta = collision::delta(&first.inputs.root, &second.inputs.root)?;
            let same = PublicInputs { root: first.inputs.root, ..second.inputs.clone() };
            assert_eq!(same, first.inputs, "the same totals");
            Some((make(&amounts, 0, 1), second, delta))
        })
        .expect("a pair of roots that a challenge joins")
}

/// Amounts by key, then by holder. Key 0 is a large equity, so that no debt makes an account insolvent.
fn first_amounts() -> Vec<Vec<u64>> {
    let mut rng = ChaCha20Rng::seed_from_u64(20);
    (0..8u64)
        .map(|key| {
            let holders = ACCOUNTS / 8 * (8 - key as usize);
            let amount = |rng: &mut ChaCha20Rng| match key {
                0 => (1 << 20) + rng.next_u64() % (1 << 21),
                _ => rng.next_u64() % (1 << 14),
            };
            (0..holders).map(|_| amount(&mut rng)).collect()
        })
        .collect()
}

/// Moves amounts between holders; every total stays.
fn moved(amounts: &[Vec<u64>], seed: u64) -> Vec<Vec<u64>> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut out = amounts.to_vec();
    for (key, amounts) in out.iter_mut().enumerate() {
        let least = if key == 0 { 1 << 19 } else { 0 };
        for i in 0..amounts.len() {
            let j = (i + 1) % amounts.len();
            let sum = amounts[i] + amounts[j];
            amounts[i] = least + rng.next_u64() % (sum - 2 * least + 1);
            amounts[j] = sum - amounts[i];
        }
    }
    out
}

/// Gives the amounts to accounts; `shift` moves which account holds which keys.
fn accounts(amounts: &[Vec<u64>], shift: usize, tag_seed: u64) -> Vec<Account> {
    let mut rng = ChaCha20Rng::seed_from_u64(1000 + tag_seed);
    let mut left: Vec<_> = amounts.iter().map(|a| a.iter()).collect();
    let mut account = |i: usize| Account {
        tag: std::array::from_fn(|_| rng.next_u64() >> 1),
        entries: (0..=(i + shift) % 8).map(|key| (key as u64, *left[key].next().expect("a holder"))).collect(),
    };
    (0..ACCOUNTS).map(&mut account).collect()
}

/// Whether two ledgers have an active row in common in a column.
pub fn differing_cells(a: &[Vec<F>], b: &[Vec<F>], rows: usize) -> usize {
    a.iter().zip(b).map(|(a, b)| (0..rows).filter(|&r| a[r] - b[r] != F::ZERO).count()).sum()
}

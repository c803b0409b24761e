//! The customers that every ledger of the corpus starts from: small, with an account for each attack.

use ledger_air::F;
use winter_math::FieldElement;

use crate::ledger::{sums, Account, Words};

/// Returns the weights of the assets USD (1), GOLD (1000), VOID (1, held by nobody) and DUST (next to nothing), equity and debt of each, times
/// 2^12 in the production's size.
pub fn weights<const LIMB: u32>() -> Vec<i64> {
    let unit = if LIMB == 8 { 1 } else { 1 << 12 };
    vec![unit, -unit, 1000 * unit, -1000 * unit, unit, -unit, 0, -1]
}
/// Number of keys.
pub const KEYS: usize = 8;
/// An account has at most 2^2 rows.
pub const MAX_STEPS_LOG2: u32 = 2;

pub const USD: usize = 0;
pub const USD_DEBT: usize = 1;
pub const GOLD: usize = 2;
pub const DUST: usize = 6;
pub const DUST_DEBT: usize = 7;

/// One row of three entries of DUST, which is worth nothing: no other check hangs on its amounts.
pub const PLAIN: usize = 0;
/// Four rows.
pub const LONG: usize = 1;
/// Two rows.
pub const TWO_ROWS: usize = 2;
/// One row; owes exactly what it owns.
pub const LEVEL: usize = 3;
/// One row; its net value has a carry, and limbs that are not 0.
pub const SOLVENT: usize = 4;
/// Holds so much of everything that any difference can be hidden there.
pub const WHALE: usize = 5;

/// Number of customers.
pub const CUSTOMERS: usize = 46;

/// Returns the entries of each customer.
pub fn customers<const LIMB: u32>() -> Vec<Vec<Words>> {
    let limb = 1u64 << LIMB;
    let word = limb * limb;
    let long = (0..10).map(|i| ([USD, GOLD, DUST, USD][i % 4], 1000 + i as u64, i as u64)).collect();
    let mut all: Vec<Vec<Words>> = vec![
        vec![(DUST, 7 + 5 * limb, 3 + 2 * limb), (DUST, 9 + 4 * limb, 1 + limb), (DUST, 500, 0)],
        long,
        vec![(USD, 977, 0), (USD_DEBT, 40, 0), (GOLD, 5, 0), (GOLD, 1, 0), (USD_DEBT, 7, 0)],
        vec![(USD, 60, 0), (USD_DEBT, 60, 0)],
        vec![(USD, word / 2, 2), (USD_DEBT, 33, 1)],
        vec![
            (USD, word / 8, limb / 8),
            (USD_DEBT, word / 8, 0),
            (GOLD, word / 8, limb / 8),
            (DUST, word / 2, 4 * limb),
            (DUST_DEBT, word / 8, 0),
            (USD, word / 8, limb / 8),
            (DUST, word / 2, 4 * limb),
            (USD_DEBT, word / 8, 0),
            (GOLD, word / 8, limb / 8),
            (DUST_DEBT, word / 8, 0),
        ],
    ];
    let rest = (CUSTOMERS - all.len()) as u64;
    all.extend((0..rest).map(|i| vec![(USD, 7 * i, 0), (USD_DEBT, 3 * i, 0), (GOLD, i, 0), (DUST, 70 + i, 0)]));
    // One attack needs totals that are multiples of 10, in the production's size of 1023.
    let divisor = if LIMB == 8 { 10 } else { 1023 };
    let accounts: Vec<Account> = all.iter().map(|e| Account { tag: [F::ZERO; 4], entries: e.clone() }).collect();
    for (key, low, high) in sums(&accounts, KEYS) {
        if let Some(entry) = all[WHALE].iter_mut().rfind(|entry| entry.0 == key) {
            entry.1 += low.next_multiple_of(divisor) - low;
            entry.2 += high.next_multiple_of(divisor) - high;
        }
    }
    all
}

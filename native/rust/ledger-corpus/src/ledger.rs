//! Ledgers of which every cell can be changed, at the production's size or at the tests'.

use ledger_air::constants::usable_rows;
use ledger_air::public_inputs::signed;
use ledger_air::{PublicInputs, F};
use ledger_prover::plan::{EntryCells, Plan, RowPlan};
use ledger_prover::trace::{expand, Expanded};
use winter_math::FieldElement;

/// A key with the low and the high word of an amount.
pub type Words = (usize, u64, u64);

/// An account: tag and entries.
#[derive(Clone)]
pub struct Account {
    pub tag: [F; 4],
    pub entries: Vec<Words>,
}

impl Account {
    pub fn rows(&self) -> usize {
        self.entries.len().div_ceil(3).max(1)
    }
}

/// What a ledger is made of beside its accounts.
#[derive(Clone)]
pub struct Frame {
    pub context: [F; 4],
    pub log2_rows: u32,
    pub max_steps_log2: u32,
    pub weights: Vec<i64>,
    pub control_tag: [F; 4],
    /// Tag of dummy n.
    pub dummy_tag: fn(u64) -> [F; 4],
    /// Whether there must be an even number of accounts beside the control account, which one attack needs.
    pub even: bool,
}

/// A ledger as an honest prover plans it, to be changed.
#[derive(Clone)]
pub struct Ledger<const LIMB: u32> {
    pub frame: Frame,
    pub plan: Plan<LIMB>,
    /// Entries of the control account.
    pub control: Vec<Words>,
}

impl<const LIMB: u32> Ledger<LIMB> {
    /// Bits of a word.
    pub const WORD: u32 = 2 * LIMB;

    /// Returns the ledger of these accounts, with dummies and the control account of their totals.
    pub fn new(frame: &Frame, accounts: &[Account]) -> Self {
        Self::with_control(frame, accounts, totals::<LIMB>(accounts, frame.weights.len()))
    }

    /// The same with a control account that holds `control`, true or not.
    pub fn with_control(frame: &Frame, accounts: &[Account], control: Vec<Words>) -> Self {
        let control_account = Account { tag: frame.control_tag, entries: control.clone() };
        let rows = usable_rows(frame.log2_rows);
        let free = rows - control_account.rows() - accounts.iter().map(Account::rows).sum::<usize>();
        let dummy = |n: u64| Account { tag: (frame.dummy_tag)(n), entries: vec![] };
        let mut all = accounts.to_vec();
        if frame.even && (accounts.len() + free) % 2 == 1 {
            all.push(Account { entries: vec![(0, 0, 0); 6], ..dummy(0) });
            all.extend((1..free as u64 - 1).map(dummy));
        } else {
            all.extend((0..free as u64).map(dummy));
        }
        all.push(control_account);
        let mut plan = Plan { rows: Vec::with_capacity(rows), accounts: all.len() as u64 };
        for (number, account) in all.iter().enumerate() {
            for row in 0..account.rows() {
                let flag = |on| F::new(u64::from(on));
                plan.rows.push(RowPlan {
                    first: flag(row == 0),
                    control: flag(number + 1 == all.len()),
                    step: F::new(row as u64),
                    leaf_index: F::new((all.len() + number) as u64),
                    tag: if row == 0 { account.tag } else { [F::ZERO; 4] },
                    entries: std::array::from_fn(|j| {
                        let &(key, low, high) = account.entries.get(3 * row + j).unwrap_or(&(0, 0, 0));
                        let weight = signed(frame.weights[key]);
                        EntryCells { key: F::new(key as u64), limbs: Plan::<LIMB>::limbs(low, high), weight }
                    }),
                    net: [F::ZERO; 8],
                });
            }
        }
        plan.settle();
        Self { frame: frame.clone(), plan, control }
    }

    /// First row of the control account.
    pub fn control_start(&self) -> usize {
        self.plan.rows.len() - self.control.len().div_ceil(3)
    }

    /// First row of an account.
    pub fn start(&self, account: usize) -> usize {
        let starts = self.plan.rows.iter().enumerate().filter(|(_, row)| row.first == F::ONE);
        starts.map(|(row, _)| row).nth(account).expect("an account")
    }

    /// Adds to the words of the entries of `key` that an account holds, as far as each has room.
    ///
    /// # Panics
    /// If they have no room for it.
    pub fn shift(&mut self, account: usize, key: usize, low: i64, high: i64) {
        let (mut low, mut high) = (low, high);
        let most = (1i64 << Self::WORD) - 1;
        let mut row = self.start(account);
        loop {
            for cells in self.plan.rows[row].entries.iter_mut().filter(|e| e.key == F::new(key as u64)) {
                let (l, h) = (Plan::<LIMB>::low(cells).as_int() as i64, Plan::<LIMB>::high(cells).as_int() as i64);
                let (to_low, to_high) = ((l + low).clamp(0, most), (h + high).clamp(0, most));
                cells.limbs = Plan::<LIMB>::limbs(to_low as u64, to_high as u64);
                (low, high) = (low - (to_low - l), high - (to_high - h));
            }
            row += 1;
            if self.plan.rows[row].first == F::ONE {
                break;
            }
        }
        assert_eq!((low, high), (0, 0), "no room in account {account} for key {key}");
    }

    /// [`Self::shift`], for a key of which the account may hold nothing where nothing is to be shifted.
    pub fn shift_anywhere(&mut self, account: usize, key: usize, low: i64, high: i64) {
        if (low, high) != (0, 0) {
            self.shift(account, key, low, high);
        }
    }

    pub fn expand(&self) -> Expanded {
        expand(&self.plan)
    }

    /// Public inputs of what was expanded.
    pub fn inputs_for(&self, expanded: &Expanded) -> PublicInputs {
        PublicInputs {
            context: self.frame.context,
            log2_rows: self.frame.log2_rows,
            accounts: self.plan.accounts,
            root: expanded.root(),
            control_digest: expanded.control_digest(),
            max_steps_log2: self.frame.max_steps_log2,
            weights: self.frame.weights.clone(),
        }
    }
}

/// Returns one entry for each key with the sums of low and of high words.
pub fn sums(accounts: &[Account], keys: usize) -> Vec<Words> {
    let mut sums: Vec<Words> = (0..keys).map(|key| (key, 0, 0)).collect();
    for &(key, low, high) in accounts.iter().flat_map(|a| &a.entries) {
        sums[key].1 += low;
        sums[key].2 += high;
    }
    sums
}

/// Returns a control account's entries: the sums, in as many entries of a key as keep each word a customer's.
fn totals<const LIMB: u32>(accounts: &[Account], keys: usize) -> Vec<Words> {
    let most = (1u64 << (2 * LIMB)) - 1;
    let mut entries = vec![];
    for (key, mut low, mut high) in sums(accounts, keys) {
        loop {
            let (l, h) = (low.min(most), high.min(most));
            entries.push((key, l, h));
            (low, high) = (low - l, high - h);
            if (low, high) == (0, 0) {
                break;
            }
        }
    }
    entries
}

//! The rows of a ledger as field elements, before hashing: what an honest prover derives from the witness.
//!
//! [`Plan::read`] refuses every witness that no proof exists for, naming the constraint and the row. Tests build dishonest plans by
//! changing an honest one.

use ledger_air::columns::witness;
use ledger_air::constants::{CONTROL_STEPS_LOG2, ENTRIES_PER_ROW, LIMB_BITS};
use ledger_air::public_inputs::signed;
use ledger_air::{PublicInputs, F};
use winter_math::{FieldElement, StarkField};

use crate::witness::Witness;
use crate::ProveError;

/// Cells of one entry.
#[derive(Clone, Copy, Debug)]
pub struct EntryCells {
    /// Key.
    pub key: F,
    /// Limbs l0..l3 and the extra limb l4.
    pub limbs: [F; 5],
    /// Weight.
    pub weight: F,
}

/// Cells of one row that don't follow from hashing.
#[derive(Clone, Copy, Debug)]
pub struct RowPlan {
    /// 1 where an account starts.
    pub first: F,
    /// 1 in the control account.
    pub control: F,
    /// Row number within the account.
    pub step: F,
    /// Heap index of the account.
    pub leaf_index: F,
    /// Tag of the account, absorbed on its first row.
    pub tag: [F; 4],
    /// Entries.
    pub entries: [EntryCells; ENTRIES_PER_ROW],
    /// r0, r1, c0, c1, h0..h3.
    pub net: [F; 8],
}

/// A ledger's rows.
#[derive(Clone)]
pub struct Plan<const LIMB: u32 = LIMB_BITS> {
    /// Rows of accounts, in order.
    pub rows: Vec<RowPlan>,
    /// Number of accounts.
    pub accounts: u64,
}

fn unsatisfied<T>(constraint: &str, row: usize) -> Result<T, ProveError> {
    Err(ProveError::Unsatisfied { constraint: constraint.into(), row })
}

fn invalid<T>(message: impl Into<String>) -> Result<T, ProveError> {
    Err(ProveError::InvalidWitness(message.into()))
}

/// Returns low word, high word of a row's entry from the buffer.
fn words(witness_: &Witness<'_>, row: usize, j: usize) -> (u64, u64) {
    (witness_.cell(witness::LOW + j, row), witness_.cell(witness::HIGH + j, row))
}

impl<const LIMB: u32> Plan<LIMB> {
    /// Bits of a word.
    const WORD: u32 = 2 * LIMB;

    /// Reads and checks a witness.
    ///
    /// # Errors
    /// [`ProveError::InvalidWitness`] if the buffer's structure is off, [`ProveError::Unsatisfied`] if the ledger breaks the relation.
    pub fn read(inputs: &PublicInputs, witness_: &Witness<'_>) -> Result<Self, ProveError> {
        let starts = Self::starts(inputs, witness_)?;
        let control_start = *starts.last().expect("at least two accounts");
        let mut plan = Self { rows: Vec::with_capacity(witness_.rows()), accounts: inputs.accounts };
        for (account, &start) in starts.iter().enumerate() {
            let end = starts.get(account + 1).copied().unwrap_or(witness_.rows());
            let most = if start == control_start { 1 << CONTROL_STEPS_LOG2 } else { 1 << inputs.max_steps_log2 };
            if end - start > most {
                return unsatisfied("LOOKUP-4", start + most);
            }
            for row in start..end {
                let cells = Self::read_row(inputs, witness_, row, start, start == control_start)?;
                plan.rows.push(RowPlan { leaf_index: F::new(inputs.accounts + account as u64), ..cells });
            }
        }
        Self::check_totals(inputs, witness_, control_start)?;
        match plan.settle() {
            Some(row) => unsatisfied("NET-HIGH", row),
            None => Ok(plan),
        }
    }

    /// Returns the first row of each account.
    fn starts(inputs: &PublicInputs, witness_: &Witness<'_>) -> Result<Vec<usize>, ProveError> {
        let mut starts = Vec::with_capacity(inputs.accounts as usize);
        for row in 0..witness_.rows() {
            match witness_.cell(witness::FIRST, row) {
                0 => {}
                1 => starts.push(row),
                _ => return invalid(format!("column FIRST row {row} is neither 0 nor 1")),
            }
        }
        if starts.first() != Some(&0) {
            return invalid("the first row starts no account");
        }
        if starts.len() as u64 != inputs.accounts {
            return invalid(format!("{} accounts, expected {}", starts.len(), inputs.accounts));
        }
        Ok(starts)
    }

    fn read_row(
        inputs: &PublicInputs,
        witness_: &Witness<'_>,
        row: usize,
        start: usize,
        control: bool,
    ) -> Result<RowPlan, ProveError> {
        let mut tag = [F::ZERO; 4];
        for (i, lane) in tag.iter_mut().enumerate() {
            *lane = witness_.element(witness::TAG + i, row)?;
        }
        if row != start && tag != [F::ZERO; 4] {
            return invalid(format!("a tag on row {row}, which starts no account"));
        }
        let mut entries = [EntryCells { key: F::ZERO, limbs: [F::ZERO; 5], weight: F::ZERO }; ENTRIES_PER_ROW];
        for (j, cells) in entries.iter_mut().enumerate() {
            let key = witness_.cell(witness::KEY + j, row);
            let Some(&weight) = usize::try_from(key).ok().and_then(|k| inputs.weights.get(k)) else {
                return unsatisfied("LOOKUP-SUM", row);
            };
            let (low, high) = words(witness_, row, j);
            let low_bits = if control { 3 * LIMB } else { Self::WORD };
            if low >> low_bits != 0 || high >> Self::WORD != 0 {
                return unsatisfied(["LOOKUP-0", "LOOKUP-1", "LOOKUP-2"][j], row);
            }
            *cells = EntryCells { key: F::new(key), limbs: Self::limbs(low, high), weight: signed(weight) };
        }
        let flag = |on: bool| F::new(u64::from(on));
        Ok(RowPlan {
            first: flag(row == start),
            control: flag(control),
            step: F::new((row - start) as u64),
            leaf_index: F::ZERO,
            tag,
            entries,
            net: [F::ZERO; 8],
        })
    }

    /// Returns the limbs of a low and a high word.
    pub fn limbs(low: u64, high: u64) -> [F; 5] {
        let mask = (1u64 << LIMB) - 1;
        [low & mask, low >> LIMB & mask, high & mask, high >> LIMB, low >> Self::WORD].map(F::new)
    }

    /// Checks that the control account's words sum to those of the others, key by key.
    fn check_totals(inputs: &PublicInputs, witness_: &Witness<'_>, control_start: usize) -> Result<(), ProveError> {
        // Words are below 2^42 and rows at most 2^18, so the sums fit.
        let mut sums = vec![(0i128, 0i128); inputs.weights.len()];
        for row in 0..witness_.rows() {
            for j in 0..ENTRIES_PER_ROW {
                let (low, high) = words(witness_, row, j);
                let sum = &mut sums[witness_.cell(witness::KEY + j, row) as usize];
                let sign = if row < control_start { 1 } else { -1 };
                sum.0 += sign * i128::from(low);
                sum.1 += sign * i128::from(high);
            }
        }
        if sums.iter().any(|s| *s != (0, 0)) {
            return unsatisfied("END-SUM", control_start);
        }
        Ok(())
    }

    /// Low word of an entry, as the constraints compose it.
    pub fn low(cells: &EntryCells) -> F {
        cells.limbs[0] + cells.limbs[1] * F::new(1 << LIMB) + cells.limbs[4] * F::new(1 << (2 * LIMB))
    }

    /// High word of an entry.
    pub fn high(cells: &EntryCells) -> F {
        cells.limbs[2] + cells.limbs[3] * F::new(1 << LIMB)
    }

    /// Amount of an entry.
    pub fn amount(cells: &EntryCells) -> F {
        Self::low(cells) + Self::high(cells) * F::new(1 << Self::WORD)
    }

    /// Fills the limbs of the net-value check on the last row of every account but the control account.
    ///
    /// Returns the first row whose account has a negative net value; its limbs then don't satisfy the relation.
    pub fn settle(&mut self) -> Option<usize> {
        let mut negative = None;
        let (mut low, mut high) = (F::ZERO, F::ZERO);
        for row in 0..self.rows.len() {
            if self.rows[row].first == F::ONE {
                (low, high) = (F::ZERO, F::ZERO);
            }
            for cells in &self.rows[row].entries {
                low += Self::low(cells) * cells.weight;
                high += Self::high(cells) * cells.weight;
            }
            let ends = self.rows.get(row + 1).is_some_and(|next| next.first == F::ONE);
            self.rows[row].net = [F::ZERO; 8];
            if ends {
                let (net, fits) = Self::net_limbs(centered(low), centered(high));
                self.rows[row].net = net;
                if !fits && negative.is_none() {
                    negative = Some(row);
                }
            }
        }
        negative
    }

    /// Returns r0, r1, c0, c1, h0..h3 for the two sums, and whether they are all limbs.
    fn net_limbs(low: i128, high: i128) -> ([F; 8], bool) {
        let mask = (1i128 << LIMB) - 1;
        let remainder = low.rem_euclid(1 << Self::WORD);
        let carry = low.div_euclid(1 << Self::WORD);
        let shifted = carry + (1 << (Self::WORD - 1));
        let net = high + carry;
        let fits = (0..1 << Self::WORD).contains(&shifted) && (0..1 << (2 * Self::WORD)).contains(&net);
        let limb = |value: i128, i: u32| F::new((value >> (i * LIMB) & mask) as u64);
        let high_limbs = match fits {
            true => [limb(net, 0), limb(net, 1), limb(net, 2), limb(net, 3)],
            false => [signed(net as i64), F::ZERO, F::ZERO, F::ZERO],
        };
        let [h0, h1, h2, h3] = high_limbs;
        ([limb(remainder, 0), limb(remainder, 1), limb(shifted, 0), limb(shifted, 1), h0, h1, h2, h3], fits)
    }
}

/// Returns the integer in (-p/2, p/2) that an element stands for.
fn centered(element: F) -> i128 {
    let value = i128::from(element.as_int());
    if value > i128::from(F::MODULUS / 2) {
        value - i128::from(F::MODULUS)
    } else {
        value
    }
}

//! For each part of the relation a trace that breaks just that part.

use ledger_air::columns::{self, entry};
use ledger_air::constraints::lookup::FRACTIONS;
use ledger_air::{PublicInputs, F};
use ledger_prover::plan::Plan;
use ledger_prover::trace::Expanded;
use winter_math::FieldElement;

use crate::exchange::{DUST, DUST_DEBT, GOLD, LEVEL, LONG, PLAIN, SOLVENT, TWO_ROWS, USD, USD_DEBT, WHALE};
use crate::forge::{Absorber, Forgery};
use crate::ledger::{sums, Account, Ledger, Words};
use crate::mutant::{assertion_ids, constraint_ids, Dropped, Numerator, FIRST_ENTRY_FRACTION};
use crate::tree::{disturb_leaf, disturb_node, hash_again, plant, regrow, replant};

/// A part of the relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its id, and its number among those of one id: `ABSORB-FIRST/3`.
    pub name: String,
    /// The relation without it.
    pub dropped: Dropped,
}

/// Returns every transition constraint, boundary assertion and look-up term.
pub fn parts<const LIMB: u32>(inputs: &PublicInputs) -> Vec<Part> {
    let numbered = |ids: Vec<&'static str>, dropped: fn(usize) -> Dropped| -> Vec<Part> {
        let number = |i: usize| ids[..i].iter().filter(|id| **id == ids[i]).count();
        (0..ids.len())
            .map(|i| match ids.iter().filter(|id| **id == ids[i]).count() {
                1 => Part { name: ids[i].into(), dropped: dropped(i) },
                _ => Part { name: format!("{}/{}", ids[i], number(i)), dropped: dropped(i) },
            })
            .collect()
    };
    let mut all = numbered(constraint_ids(), Dropped::Constraint);
    all.extend(numbered(assertion_ids::<LIMB>(inputs), Dropped::Assertion));
    all.extend((0..FRACTIONS).map(|f| Part { name: format!("TERM-{}", term(f)), dropped: Dropped::Fraction(f) }));
    for j in 0..3 {
        for part in [Numerator::Price, Numerator::Low, Numerator::High] {
            let name = format!("TERM-entry-{j}-{}", format!("{part:?}").to_lowercase());
            all.push(Part { name, dropped: Dropped::Numerator(j, part) });
        }
    }
    all
}

/// Returns the name of a fraction.
fn term(fraction: usize) -> String {
    const NET: [&str; 8] = ["r0", "r1", "c0", "c1", "h0", "h1", "h2", "h3"];
    const OTHERS: [&str; 7] =
        ["range-table", "step", "price-table", "leaf-produced", "node-produced", "left-consumed", "right-consumed"];
    match fraction {
        0..15 => format!("entry-{}-l{}", fraction / 5, fraction % 5),
        15..23 => NET[fraction - 15].into(),
        23..30 => OTHERS[fraction - 23].into(),
        _ => format!("entry-{}", fraction - FIRST_ENTRY_FRACTION),
    }
}

/// A ledger that an honest prover proves.
pub struct Base<const LIMB: u32> {
    pub customers: Vec<Account>,
    pub ledger: Ledger<LIMB>,
}

/// What a forger claims falsely, and how.
pub struct Forged {
    /// In words.
    pub claim: &'static str,
    pub forgery: Forgery,
}

/// Returns a forgery that breaks this part of the relation and no other, for the control account of `base`; nothing if there is none:
/// the relation without QUOTIENT-MASK is no weaker, without a table or a side of the tree bus nothing can be proven in it.
pub fn forge<const LIMB: u32>(base: &Base<LIMB>, dropped: Dropped) -> Option<Forged> {
    let smith = Smith { base, dropped };
    match dropped {
        Dropped::Nothing => None,
        Dropped::Constraint(number) => {
            let ids = constraint_ids();
            let first = ids.iter().position(|id| *id == ids[number]).expect("its id");
            smith.constraint(ids[number], number - first)
        }
        Dropped::Assertion(number) => {
            let ids = assertion_ids::<LIMB>(&base.inputs());
            let first = ids.iter().position(|id| *id == ids[number]).expect("its id");
            smith.assertion(ids[number], number - first)
        }
        Dropped::Fraction(fraction) => smith.fraction(fraction),
        Dropped::Numerator(j, part) => Some(smith.uncounted(j, Some(part))),
    }
}

impl<const LIMB: u32> Base<LIMB> {
    /// Public inputs of the honest ledger.
    pub fn inputs(&self) -> PublicInputs {
        self.ledger.inputs_for(&self.ledger.expand())
    }
}

struct Smith<'b, const LIMB: u32> {
    base: &'b Base<LIMB>,
    dropped: Dropped,
}

/// 2^bits as a field element.
fn power(bits: u32) -> F {
    F::new(1 << bits)
}

impl<const LIMB: u32> Smith<'_, LIMB> {
    const WORD: u32 = 2 * LIMB;

    fn forged(&self, claim: &'static str, ledger: &Ledger<LIMB>, expanded: Expanded, absorber: Absorber) -> Forged {
        let inputs = ledger.inputs_for(&expanded);
        Forged { claim, forgery: Forgery { inputs, expanded, dropped: self.dropped, absorber } }
    }

    /// Changes the plan; everything derived from it is computed again.
    fn plan(&self, claim: &'static str, change: impl FnOnce(&mut Ledger<LIMB>)) -> Option<Forged> {
        self.planned(claim, Absorber::Nothing, change)
    }

    fn planned(
        &self,
        claim: &'static str,
        absorber: Absorber,
        change: impl FnOnce(&mut Ledger<LIMB>),
    ) -> Option<Forged> {
        let mut ledger = self.base.ledger.clone();
        change(&mut ledger);
        ledger.plan.settle();
        let expanded = ledger.expand();
        Some(self.forged(claim, &ledger, expanded, absorber))
    }

    /// Changes the plan, then cells after hashing.
    fn both(
        &self,
        claim: &'static str,
        change: impl FnOnce(&mut Ledger<LIMB>),
        cells: impl FnOnce(&Ledger<LIMB>, &mut Expanded),
    ) -> Option<Forged> {
        let mut ledger = self.base.ledger.clone();
        change(&mut ledger);
        ledger.plan.settle();
        let mut expanded = ledger.expand();
        cells(&ledger, &mut expanded);
        Some(self.forged(claim, &ledger, expanded, Absorber::Nothing))
    }

    /// Changes cells after hashing.
    fn cells(&self, claim: &'static str, change: impl FnOnce(&Ledger<LIMB>, &mut Expanded)) -> Option<Forged> {
        self.both(claim, |_| {}, change)
    }

    fn start(&self, account: usize) -> usize {
        self.base.ledger.start(account)
    }

    fn constraint(&self, id: &str, k: usize) -> Option<Forged> {
        let add =
            |row: usize, column: usize| move |_: &Ledger<LIMB>, e: &mut Expanded| e.row_mut(row)[column] += F::ONE;
        let two = self.start(TWO_ROWS) + 1;
        match id {
            "LEAF-ROUND" => self.cells("a leaf that is no hash of the account", |_, e| {
                disturb_leaf(e, 0, k / 12, k % 12);
                replant(e, PLAIN, 0);
            }),
            "NODE-ROUND" => {
                self.cells("a node that is no hash of its children", |_, e| disturb_node(e, 21, k / 12, k % 12))
            }
            "LEAF-DIGEST" => self.cells("account counted, another leaf in the tree", |_, e| {
                e.row_mut(0)[columns::LEAF_DIGEST + k] += F::ONE;
                replant(e, PLAIN, 0);
            }),
            "ABSORB-FIRST" => self.cells("a leaf of other entries than those counted", |_, e| {
                e.row_mut(0)[columns::LEAF_IN + k] += F::ONE;
                hash_again(e, 0);
                replant(e, PLAIN, 0);
            }),
            "ABSORB-NEXT" => self.cells("a leaf of other entries than those counted, past its first row", |_, e| {
                e.row_mut(two)[columns::LEAF_IN + k] += F::ONE;
                hash_again(e, two);
                replant(e, TWO_ROWS, two);
            }),
            "LIMB-EXTRA" => self.plan("an amount of 2^56 or more", |l| {
                l.plan.rows[0].entries[k].limbs[4] = F::ONE;
                l.shift(WHALE, DUST, -(1 << Self::WORD), 0);
            }),
            "CONTROL-RISE" => self.plan("a control account with a row that counts as a customer's", |l| {
                let row = l.control_start() + 1;
                l.plan.rows[row].control = F::ZERO;
            }),
            "CONTROL-LAST" => self.plan("a second, hidden control account", |l| {
                l.plan.rows[0].control = F::ONE;
                let held = |cells: &[F; 5]| {
                    let word = |low: usize| (cells[low] + cells[low + 1] * power(LIMB)).as_int() as i64;
                    (word(0), word(2))
                };
                let entries = l.plan.rows[0].entries;
                for (low, high) in entries.iter().map(|e| held(&e.limbs)) {
                    l.shift(WHALE, DUST, 2 * low, 2 * high);
                }
            }),
            "LEAF-INDEX" => {
                self.cells("an account that has another index on one row", add(self.start(LONG), columns::LEAF_INDEX))
            }
            "NODE-INDEX" => {
                let row = self.base.ledger.plan.accounts as usize + 1;
                self.cells("nodes that are not numbered one by one", add(row, columns::NODE_INDEX))
            }
            "STEP" => {
                self.longer("an account longer than allowed, its last row numbered like the one before", |ledger| {
                    let row = ledger.start(PLAIN) + 4;
                    ledger.plan.rows[row].step = F::from(3u32);
                })
            }
            "RANGE-STEP" => self.both("a negative amount, listed in the range table", negative_limb(0, 0), |l, e| {
                let row = l.plan.rows.len() - 20;
                e.row_mut(row)[columns::RANGE] = -F::ONE;
            }),
            "VALUE-LOW" => self.cells("an account's value grows between two rows", |_, e| {
                e.row_mut(two)[columns::VALUE_LOW] += F::ONE;
                e.row_mut(two)[columns::NET_REMAINDER] += F::ONE;
            }),
            "VALUE-HIGH" => self.cells("an account's value grows between two rows, in its high words", |_, e| {
                e.row_mut(two)[columns::VALUE_HIGH] += F::ONE;
                e.row_mut(two)[columns::NET_HIGH] += F::ONE;
            }),
            "NET-LOW" => self.insolvent("net value negative by one unit, its low words left out", |_| {
                [0, 0, 0, 1 << (LIMB - 1), 0, 0, 0, 0].map(F::new)
            }),
            "NET-HIGH" => self.insolvent("net value negative by one unit, its carry left out", |honest| {
                let [r0, r1, c0, c1, ..] = honest;
                [r0, r1, c0, c1, F::ZERO, F::ZERO, F::ZERO, F::ZERO]
            }),
            "LOOKUP-0" => {
                self.planned("total one unit less than owed", Absorber::Helper(0), |l| l.shift(WHALE, USD, 1, 0))
            }
            "LOOKUP-1" => self.planned("totals wrong per asset, right in value", Absorber::Helper(1), |l| {
                l.shift(WHALE, USD, -1000, 0);
                l.shift(WHALE, GOLD, 1, 0);
            }),
            "LOOKUP-2" => {
                self.planned("an amount whose sum with the others wraps the field", Absorber::Helper(2), |l| {
                    l.plan.rows[0].entries[0].limbs[0] = -F::from(1000u32);
                })
            }
            "LOOKUP-3" => self
                .both(
                    "keys that pack to the same number",
                    |_| {},
                    |_, e| {
                        let row = e.row_mut(0);
                        row[entry::key(0)] += F::new(1 << 16);
                        row[entry::key(1)] -= F::ONE;
                    },
                )
                .map(|forged| absorbing(forged, Absorber::Helper(3))),
            "LOOKUP-4" => self
                .cells("account counted, nothing but a stranger's leaf in the tree", |l, e| {
                    let node = l.plan.accounts as usize;
                    plant(e, node, [F::from(9u32); 4]);
                })
                .map(|forged| absorbing(forged, Absorber::Helper(4))),
            "LOOKUP-SUM" => self.planned("a whole account not counted in the totals", Absorber::Jump, |l| {
                l.shift(WHALE, GOLD, 500, 1);
            }),
            "QUOTIENT-MASK" => None,
            _ => panic!("no forgery for {id}"),
        }
    }

    fn assertion(&self, id: &str, k: usize) -> Option<Forged> {
        let limb = 1usize << LIMB;
        match id {
            "START-FIRST" => self.cells("a leaf of other entries than those counted, on the first row", |_, e| {
                e.row_mut(0)[columns::FIRST] = F::ZERO;
                e.row_mut(0)[columns::LEAF_IN + 4] += F::ONE;
                hash_again(e, 0);
                replant(e, PLAIN, 0);
            }),
            "START-LEAF-INDEX" => {
                let ledger = &self.base.ledger;
                let mut expanded = ledger.expand();
                let mut inputs = ledger.inputs_for(&expanded);
                inputs.accounts = (inputs.accounts - 1) / 2 + 1;
                inputs.root = regrow(&mut expanded, inputs.accounts, 1);
                let forgery = Forgery { inputs, expanded, dropped: self.dropped, absorber: Absorber::Nothing };
                Some(Forged { claim: "half as many accounts claimed, each leaf a tree of two", forgery })
            }
            "START-VALUE-LOW" => self.cells("the first account's value starts above 0", |_, e| {
                e.row_mut(0)[columns::VALUE_LOW] += F::ONE;
                e.row_mut(0)[columns::NET_REMAINDER] += F::ONE;
            }),
            "START-VALUE-HIGH" => self.cells("the first account's value starts above 0, in its high words", |_, e| {
                e.row_mut(0)[columns::VALUE_HIGH] += F::ONE;
                e.row_mut(0)[columns::NET_HIGH] += F::ONE;
            }),
            "START-RANGE" => {
                self.both("a negative amount, in a range table that starts at -1", negative_limb(0, 0), |_, e| {
                    (0..limb).for_each(|r| e.row_mut(r)[columns::RANGE] = F::new(r as u64) - F::ONE);
                })
            }
            "END-RANGE" => self.both(
                "a limb too large, in a range table that ends one later",
                |l| {
                    let cell = &mut l.plan.rows[0].entries[0].limbs[0];
                    let more = limb as i64 - cell.as_int() as i64;
                    *cell = F::new(limb as u64);
                    l.shift(WHALE, DUST, -more, 0);
                },
                |_, e| (limb..e.rows()).for_each(|r| e.row_mut(r)[columns::RANGE] += F::ONE),
            ),
            "END-DIGEST" => {
                let mut forged = self.cells("a control account that is not the one in the tree", |l, e| {
                    let leaf = 2 * l.plan.accounts as usize - 1;
                    let mut digest = e.tree[leaf];
                    digest[k] += F::ONE;
                    plant(e, leaf, digest);
                })?;
                forged.forgery.inputs.control_digest = forged.forgery.expanded.control_digest();
                Some(forged)
            }
            "END-CONTROL" => self.plan("a control account that counts a little more than once", |l| {
                // 1 - 2 control = -(s + 4 - 2 t)/(s - 4), where s scales ordinary steps; the control account's steps are scaled by t
                let (s, t) = (1i64 << (LIMB - l.frame.max_steps_log2), if LIMB == 8 { 1 } else { 0 });
                let element = |value: i64| F::new(value as u64);
                let control = element(s - t) * element(s - 4).inv();
                let rows = l.control_start()..;
                l.plan.rows[rows].iter_mut().for_each(|r| r.control = control);
                let total = Account { tag: l.frame.control_tag, entries: l.control.clone() };
                for (key, low, high) in sums(&[total], l.frame.weights.len()) {
                    let share = |total: u64| {
                        let more = (8 - 2 * t) * total as i64;
                        assert_eq!(more % (s - 4), 0, "totals of key {key}");
                        more / (s - 4)
                    };
                    l.shift_anywhere(WHALE, key, share(low), share(high));
                }
            }),
            "START-SUM" => {
                self.planned("total one unit less than owed", Absorber::Start, |l| l.shift(WHALE, USD, 1, 0))
            }
            "END-SUM" => self.plan("total one unit more than owed", |l| l.shift(WHALE, USD, -1, 0)),
            _ => panic!("no forgery for {id}"),
        }
    }

    fn fraction(&self, fraction: usize) -> Option<Forged> {
        match fraction {
            0..15 if fraction % 5 < 4 => self.plan("a negative amount", negative_limb(fraction / 5, fraction % 5)),
            0..15 => self.plan("a total's third limb out of range", |l| {
                let row = l.control_start();
                let limbs = &mut l.plan.rows[row].entries[fraction / 5].limbs;
                limbs[0] += F::ONE;
                limbs[4] -= power(Self::WORD).inv();
            }),
            // the carry's limbs, without changing the carry
            17 => self.net_limbs(|net| (net[2], net[3]) = (net[2] + power(LIMB), net[3] - F::ONE)),
            18 => self.net_limbs(|net| (net[2], net[3]) = (net[2] + F::ONE, net[3] - power(LIMB).inv())),
            15..=22 => self.insolvent("net value negative by one unit", |_| {
                let one = -F::ONE;
                let most = power(LIMB) + one;
                let carry = power(LIMB - 1);
                // -4096 in low words, or a carry of -1 in high ones
                let low = self.base.ledger.frame.weights[USD] as u64;
                let (below, borrow) = (low.next_multiple_of(1 << LIMB) - low, low.div_ceil(1 << LIMB));
                let (r0, r1) = (F::new(((1u64 << Self::WORD) - low) % (1 << LIMB)), (1u64 << Self::WORD) - low);
                let borrowed = [r0, F::new(r1 >> LIMB), most, carry + one];
                let net = |r: [F; 4], h: [F; 4]| [r[0], r[1], r[2], r[3], h[0], h[1], h[2], h[3]];
                match fraction {
                    15 => net([-F::new(low), F::ZERO, F::ZERO, carry], [F::ZERO; 4]),
                    16 => net([F::new(below), -F::new(borrow), F::ZERO, carry], [F::ZERO; 4]),
                    19 => net(borrowed, [one, F::ZERO, F::ZERO, F::ZERO]),
                    20 => net(borrowed, [most, one, F::ZERO, F::ZERO]),
                    21 => net(borrowed, [most, most, one, F::ZERO]),
                    _ => net(borrowed, [most, most, most, one]),
                }
            }),
            24 => self.longer("an account longer than allowed", |_| {}),
            FIRST_ENTRY_FRACTION.. => Some(self.uncounted(fraction - FIRST_ENTRY_FRACTION, None)),
            _ => None,
        }
    }

    /// Writes other limbs of a solvent account's net value.
    fn net_limbs(&self, change: impl FnOnce(&mut [F])) -> Option<Forged> {
        let row = self.start(SOLVENT);
        self.cells("a limb of a net value out of range", |_, e| {
            change(&mut e.row_mut(row)[columns::NET_REMAINDER..][..8])
        })
    }

    /// An account that owes one unit more than it owns, with limbs of its net value made of the honest ones.
    fn insolvent(&self, claim: &'static str, limbs: impl FnOnce([F; 8]) -> [F; 8]) -> Option<Forged> {
        let row = self.start(LEVEL);
        self.both(
            claim,
            |l| {
                l.shift(LEVEL, USD_DEBT, 1, 0);
                l.shift(WHALE, USD_DEBT, -1, 0);
            },
            |l, e| {
                let net = limbs(l.plan.rows[row].net);
                e.row_mut(row)[columns::NET_REMAINDER..][..8].copy_from_slice(&net);
            },
        )
    }

    /// The first account takes five rows where four are allowed.
    fn longer(&self, claim: &'static str, change: impl FnOnce(&mut Ledger<LIMB>)) -> Option<Forged> {
        let mut customers = self.base.customers.clone();
        let plain = &mut customers[PLAIN].entries;
        plain.extend((0..12).map(|_| (DUST, 0, 0)));
        let mut ledger = Ledger::with_control(&self.base.ledger.frame, &customers, self.base.ledger.control.clone());
        change(&mut ledger);
        let expanded = ledger.expand();
        Some(self.forged(claim, &ledger, expanded, Absorber::Nothing))
    }

    /// Customers whose entries in place `j` of each row count for nothing where the relation lacks (a part of) its fraction: they own more,
    /// or have other weights, than the control account and the price table say.
    fn uncounted(&self, j: usize, part: Option<Numerator>) -> Forged {
        let frame = &self.base.ledger.frame;
        let control = self.base.ledger.control.clone();
        let (more_low, more_high) = match part {
            None => (5, 1),
            Some(Numerator::Low) => (5, 0),
            Some(Numerator::High) => (0, 1),
            Some(Numerator::Price) => (0, 0),
        };
        let most = (1u64 << Self::WORD) - 1;
        let (mut here, mut elsewhere) = (vec![], vec![]);
        for (place, &(key, low, high)) in control.iter().enumerate() {
            let mine = place % 3 == j;
            let raise = mine && [DUST, USD_DEBT, GOLD][j] == key;
            let (mut low, mut high) = if raise { (low + more_low, high + more_high) } else { (low, high) };
            while (low, high) != (0, 0) {
                let part = (key, low.min(most), high.min(most));
                if mine { &mut here } else { &mut elsewhere }.push(part);
                (low, high) = (low - part.1, high - part.2);
            }
        }
        // Equity first, so that no account is under water; three rows an account.
        let debts_last = |list: &mut Vec<Words>| list.sort_by_key(|w| (w.0 == USD_DEBT || w.0 == DUST_DEBT, w.0));
        debts_last(&mut here);
        debts_last(&mut elsewhere);
        let (mut here, mut elsewhere) = (here.into_iter(), elsewhere.into_iter());
        let mut rows: Vec<[Words; 3]> = vec![];
        while here.len() + elsewhere.len() > 0 {
            let mut row = [(0, 0, 0); 3];
            for (slot, cell) in row.iter_mut().enumerate() {
                let source = if slot == j { &mut here } else { &mut elsewhere };
                *cell = source.next().unwrap_or((0, 0, 0));
            }
            rows.push(row);
        }
        let per_account = 1usize << frame.max_steps_log2;
        let count = rows.len().div_ceil(per_account);
        let accounts: Vec<Account> = (0..count)
            .map(|n| {
                let entries = (n..rows.len()).step_by(count).flat_map(|r| rows[r]).collect();
                Account { entries, ..self.base.customers[n].clone() }
            })
            .collect();
        let mut ledger = Ledger::with_control(frame, &accounts, control);
        let mut claim = "an account whose entries are not in the totals";
        if part == Some(Numerator::Price) {
            claim = "an account valued at weights that are not the price table's";
            let (key, weight) =
                [(DUST, F::ONE), (USD_DEBT, F::ZERO), (GOLD, F::new(frame.weights[GOLD] as u64 + 1))][j];
            let key = F::new(key as u64);
            for row in &mut ledger.plan.rows {
                Some(&mut row.entries[j]).filter(|e| e.key == key).into_iter().for_each(|e| e.weight = weight);
            }
        }
        assert_eq!(ledger.plan.settle(), None, "an account is under water");
        let expanded = ledger.expand();
        self.forged(claim, &ledger, expanded, Absorber::Nothing)
    }
}

/// Replaces where the forger hides what the sum lacks.
fn absorbing(mut forged: Forged, absorber: Absorber) -> Forged {
    forged.forgery.absorber = absorber;
    forged
}

/// Makes a limb of the first account -1, with the totals unchanged.
fn negative_limb<const LIMB: u32>(j: usize, i: usize) -> impl Fn(&mut Ledger<LIMB>) {
    move |l| {
        let cell = &mut l.plan.rows[0].entries[j].limbs[i];
        let less = (cell.as_int() as i64 + 1) << (LIMB as usize * (i % 2));
        *cell = -F::ONE;
        let (low, high) = if i < 2 { (less, 0) } else { (0, less) };
        l.shift(WHALE, DUST, low, high);
        debug_assert!(Plan::<LIMB>::amount(&l.plan.rows[0].entries[j]) != F::ZERO);
    }
}

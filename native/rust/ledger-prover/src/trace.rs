//! Expands a plan into the main segment: hash lanes, the tree, running columns, look-up counts, and random rows.

use ledger_air::columns::{self, entry};
use ledger_air::constants::{CLOSING_ROWS, DOMAIN_LEAF, ENTRIES_PER_ROW, KEY_BITS, ROUNDS, STATE_WIDTH};
use ledger_air::constraints::lookup::{scaled_step, RANGE_CHECKED};
use ledger_air::rescue::{node_input, permute, State};
use ledger_air::{PublicInputs, ScaledLedgerAir, F};
use ledger_simd::memory::prefetch;
use ledger_simd::{vectorize, Kernel, Lanes, Packed, LANES};
use rayon::prelude::*;
use winter_air::TraceInfo;
use winter_math::FieldElement;

use crate::entropy::Entropy;
use crate::matrix::Matrix;
use crate::memory::Cells;
use crate::plan::{Plan, RowPlan};

const WIDTH: usize = columns::MAIN_WIDTH;
/// Columns that are taken out of rows together: as many cells as a cache line, or a part of one and of the next.
const COLUMNS_AT_ONCE: usize = 8;
/// Rows whose cells are asked for before they are read.
const ROWS_AHEAD: usize = 16;

/// The active rows of a ledger's main segment, row-major, and the tree they prove.
#[derive(Clone)]
pub struct Expanded {
    /// Cells of the account rows and the closing row.
    pub cells: Cells,
    /// Digests of the tree by heap index; index 0 is unused.
    pub tree: Vec<[F; 4]>,
}

impl Expanded {
    /// Returns a row.
    pub fn row(&self, row: usize) -> &[F] {
        &self.cells[row * WIDTH..(row + 1) * WIDTH]
    }

    /// Returns a row to change.
    pub fn row_mut(&mut self, row: usize) -> &mut [F] {
        &mut self.cells[row * WIDTH..(row + 1) * WIDTH]
    }

    /// Number of active rows, R.
    pub fn rows(&self) -> usize {
        self.cells.len() / WIDTH
    }

    /// Root of the tree.
    pub fn root(&self) -> [F; 4] {
        self.tree[1]
    }

    /// Leaf digest of the control account.
    pub fn control_digest(&self) -> [F; 4] {
        *self.tree.last().expect("a tree has leaves")
    }
}

/// Expands a plan. Look-up counts are filled by [`MainTrace::new`], so that tests may change cells before.
pub fn expand<const LIMB: u32>(plan: &Plan<LIMB>) -> Expanded {
    let mut cells = Cells::new((plan.rows.len() + CLOSING_ROWS) * WIDTH);
    let leaves = expand_accounts::<LIMB>(plan, &mut cells);
    let mut tree = vec![[F::ZERO; 4]; plan.accounts as usize];
    tree.extend(leaves);
    expand_nodes(&mut tree, plan.accounts as usize, &mut cells);
    fill_running::<LIMB>(plan, &mut cells);
    Expanded { cells, tree }
}

/// An account's place among the accounts, its rows as planned, and their cells.
type AccountCells<'a> = (usize, &'a [RowPlan], &'a mut [F]);

/// Fills what belongs to accounts, eight of one length at once; returns their leaf digests.
fn expand_accounts<const LIMB: u32>(plan: &Plan<LIMB>, cells: &mut [F]) -> Vec<[F; 4]> {
    let mut accounts: Vec<AccountCells> = Vec::with_capacity(plan.accounts as usize);
    let mut rest = cells;
    for (index, rows) in plan.rows.chunk_by(|_, next| next.first != F::ONE).enumerate() {
        let (mine, others) = rest.split_at_mut(rows.len() * WIDTH);
        accounts.push((index, rows, mine));
        rest = others;
    }
    // The closing row continues the control account with a step of no entries.
    let closing = rest;
    closing.fill(F::ZERO);
    closing[columns::LEAF_IN..][..STATE_WIDTH].copy_from_slice(&last_state::<LIMB>(plan));

    let mut leaves = vec![[F::ZERO; 4]; accounts.len()];
    accounts.sort_by_key(|(_, rows, _)| rows.len());
    let mut groups: Vec<&mut [AccountCells]> = accounts
        .chunk_by_mut(|(_, a, _), (_, b, _)| a.len() == b.len())
        .flat_map(|same| same.chunks_mut(LANES))
        .collect();
    let digests = groups.par_iter_mut().flat_map_iter(|group| expand_group::<LIMB>(group)).collect::<Vec<_>>();
    digests.into_iter().for_each(|(index, digest)| leaves[index] = digest);
    leaves
}

/// Sponge state after the control account's last step.
fn last_state<const LIMB: u32>(plan: &Plan<LIMB>) -> State<F> {
    let start = plan.rows.iter().rposition(|r| r.first == F::ONE).expect("an account");
    let mut state = start_state();
    for row in &plan.rows[start..] {
        absorb::<LIMB>(&mut state, row);
        permute(&mut state);
    }
    state
}

fn start_state() -> State<F> {
    let mut state = [F::ZERO; STATE_WIDTH];
    state[0] = F::new(DOMAIN_LEAF);
    state
}

/// Adds what a row absorbs to the rate; the tag is zero past the first row.
fn absorb<const LIMB: u32>(state: &mut State<F>, row: &RowPlan) {
    let mut keys = F::ZERO;
    for (j, cells) in row.entries.iter().enumerate() {
        state[4 + j] += Plan::<LIMB>::amount(cells);
        keys += cells.key * F::new(1 << (KEY_BITS * j as u32));
    }
    state[7] += keys;
    for (lane, tag) in state[8..].iter_mut().zip(&row.tag) {
        *lane += *tag;
    }
}

/// Fills the leaf lanes and the entries of up to eight accounts of one length; returns their places and leaf digests.
fn expand_group<const LIMB: u32>(group: &mut [AccountCells<'_>]) -> Vec<(usize, [F; 4])> {
    let mut states = vec![start_state(); group.len()];
    for step in 0..group[0].1.len() {
        let mut rows: Vec<&mut [F]> = Vec::with_capacity(LANES);
        for (state, (_, plan, cells)) in states.iter_mut().zip(group.iter_mut()) {
            let row = &mut cells[step * WIDTH..(step + 1) * WIDTH];
            absorb::<LIMB>(state, &plan[step]);
            row.fill(F::ZERO);
            row[columns::LEAF_IN..][..STATE_WIDTH].copy_from_slice(state);
            rows.push(row);
        }
        fill_lanes(&mut rows, columns::LEAF_STATES, &mut states);
        for (row, state) in rows.iter_mut().zip(&states) {
            row[columns::LEAF_DIGEST..][..4].copy_from_slice(&state[4..8]);
        }
    }
    for (_, plan, cells) in group.iter_mut() {
        fill_entries::<LIMB>(plan, cells);
    }
    group.iter().zip(states).map(|((index, ..), state)| (*index, digest(&state))).collect()
}

/// Returns the digest in a state after its last permutation.
fn digest(state: &State<F>) -> [F; 4] {
    [state[4], state[5], state[6], state[7]]
}

/// Fills the entries of one account, and what runs along them.
fn fill_entries<const LIMB: u32>(rows: &[RowPlan], cells: &mut [F]) {
    let (mut value_low, mut value_high) = (F::ZERO, F::ZERO);
    for (plan, row) in rows.iter().zip(cells.chunks_exact_mut(WIDTH)) {
        row[columns::VALUE_LOW] = value_low;
        row[columns::VALUE_HIGH] = value_high;
        for (j, entry) in plan.entries.iter().enumerate() {
            row[entry::key(j)] = entry.key;
            row[entry::limb(j, 0)..][..5].copy_from_slice(&entry.limbs);
            row[entry::weight(j)] = entry.weight;
            value_low += Plan::<LIMB>::low(entry) * entry.weight;
            value_high += Plan::<LIMB>::high(entry) * entry.weight;
        }
        row[columns::NET_REMAINDER..][..8].copy_from_slice(&plan.net);
        row[columns::FIRST] = plan.first;
        row[columns::STEP] = plan.step;
        row[columns::CONTROL] = plan.control;
        row[columns::LEAF_INDEX] = plan.leaf_index;
    }
}

/// Runs the permutation on up to eight states at once, writing each one's middle states into its row at `column`.
fn fill_lanes(rows: &mut [&mut [F]], column: usize, states: &mut [State<F>]) {
    let mut lanes = [[F::ZERO; LANES]; STATE_WIDTH];
    for (lane, state) in states.iter().enumerate() {
        lanes.iter_mut().zip(state).for_each(|(lanes, &element)| lanes[lane] = element);
    }
    let middles = vectorize(Permutation(&mut lanes));
    for (lane, (row, state)) in rows.iter_mut().zip(states).enumerate() {
        let cells = &mut row[column..][..ROUNDS * STATE_WIDTH];
        cells.iter_mut().zip(middles.as_flattened()).for_each(|(cell, lanes)| *cell = lanes[lane]);
        state.iter_mut().zip(&lanes).for_each(|(element, lanes)| *element = lanes[lane]);
    }
}

/// The permutation of eight states, lane by lane; returns the middle ones.
struct Permutation<'a>(&'a mut State<[F; LANES]>);

impl Kernel for Permutation<'_> {
    type Output = [State<[F; LANES]>; ROUNDS];

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut state = [Packed::<W>(W::ZERO); STATE_WIDTH];
        for (words, lanes) in state.iter_mut().zip(self.0.iter()) {
            *words = Packed::load(lanes);
        }
        let mut out = [[[F::ZERO; LANES]; STATE_WIDTH]; ROUNDS];
        for (out, middle) in out.iter_mut().zip(permute(&mut state)) {
            for (lanes, words) in out.iter_mut().zip(middle) {
                words.store(lanes);
            }
        }
        for (lanes, words) in self.0.iter_mut().zip(state) {
            words.store(lanes);
        }
        out
    }
}

/// Fills the node lane: node j stands on row j - 1. Rows past the nodes hold the permutation of two zero digests, unused.
fn expand_nodes(tree: &mut [[F; 4]], accounts: usize, cells: &mut [F]) {
    let mut level_end = accounts;
    while level_end > 1 {
        let level_start = level_end.div_ceil(2);
        let (nodes, children) = tree.split_at_mut(level_end);
        let rows = &mut cells[(level_start - 1) * WIDTH..(level_end - 1) * WIDTH];
        let digests = nodes[level_start..].par_chunks_mut(LANES);
        digests.zip(rows.par_chunks_mut(LANES * WIDTH)).enumerate().for_each(|(group, (digests, rows))| {
            let mut rows: Vec<&mut [F]> = rows.chunks_exact_mut(WIDTH).collect();
            let first = 2 * (level_start + group * LANES) - level_end;
            fill_nodes(&mut rows, &children[first..first + 2 * digests.len()], digests);
            rows.iter_mut().for_each(|row| row[columns::NODE_ON] = F::ONE);
        });
        level_end = level_start;
    }
    let (first_unused, unused) = cells[(accounts - 1) * WIDTH..].split_at_mut(WIDTH);
    fill_node(first_unused, [F::ZERO; 4], [F::ZERO; 4]);
    let lane = columns::NODE_LEFT..columns::LEAF_DIGEST;
    unused.par_chunks_exact_mut(WIDTH).for_each(|row| row[lane.clone()].copy_from_slice(&first_unused[lane.clone()]));
}

/// Fills a row's node lane; returns the node's digest.
pub fn fill_node(row: &mut [F], left: [F; 4], right: [F; 4]) -> [F; 4] {
    let mut digest = [[F::ZERO; 4]];
    fill_nodes(&mut [row], &[left, right], &mut digest);
    digest[0]
}

/// Fills the node lanes of up to eight rows from pairs of children, and the nodes' digests.
fn fill_nodes(rows: &mut [&mut [F]], children: &[[F; 4]], digests: &mut [[F; 4]]) {
    let mut states: Vec<State<F>> = Vec::with_capacity(LANES);
    for (row, pair) in rows.iter_mut().zip(children.chunks_exact(2)) {
        row[columns::NODE_LEFT..][..4].copy_from_slice(&pair[0]);
        row[columns::NODE_RIGHT..][..4].copy_from_slice(&pair[1]);
        states.push(node_input(pair[0], pair[1]));
    }
    fill_lanes(rows, columns::NODE_STATES, &mut states);
    digests.iter_mut().zip(&states).for_each(|(out, state)| *out = digest(state));
}

/// Fills the counters, and the closing row's share of what runs on from the row before.
fn fill_running<const LIMB: u32>(plan: &Plan<LIMB>, cells: &mut [F]) {
    let largest = (1u64 << LIMB) - 1;
    cells.par_chunks_exact_mut(WIDTH).with_min_len(512).enumerate().for_each(|(r, row)| {
        row[columns::NODE_INDEX] = F::new(r as u64 + 1);
        row[columns::RANGE] = F::new((r as u64).min(largest));
    });
    let (before, closing) = cells.split_at_mut(plan.rows.len() * WIDTH);
    let before = &before[(plan.rows.len() - 1) * WIDTH..];
    closing[columns::CONTROL] = before[columns::CONTROL];
    closing[columns::LEAF_INDEX] = before[columns::LEAF_INDEX];
    closing[columns::STEP] = before[columns::STEP] + F::ONE;
    closing[columns::VALUE_LOW] = before[columns::VALUE_LOW];
    closing[columns::VALUE_HIGH] = before[columns::VALUE_HIGH];
    for cells in &plan.rows[plan.rows.len() - 1].entries {
        closing[columns::VALUE_LOW] += Plan::<LIMB>::low(cells) * cells.weight;
        closing[columns::VALUE_HIGH] += Plan::<LIMB>::high(cells) * cells.weight;
    }
}

/// The main segment, complete.
pub struct MainTrace {
    info: TraceInfo,
    columns: Matrix,
}

impl MainTrace {
    /// Completes expanded rows: counts the look-ups, adds salts and random rows, and turns rows into columns.
    pub fn new<const LIMB: u32>(inputs: &PublicInputs, mut expanded: Expanded, entropy: &Entropy) -> Self {
        fill_counts::<LIMB>(inputs, &mut expanded);
        let (rows, cells) = (inputs.rows(), &expanded.cells);
        let mut columns = Matrix::new(WIDTH, rows);
        columns.par_columns_mut().chunks(COLUMNS_AT_ONCE).enumerate().for_each(|(group, mut columns)| {
            let first = group * COLUMNS_AT_ONCE;
            for (r, row) in cells.chunks_exact(WIDTH).enumerate() {
                let ahead = (r + ROWS_AHEAD) * WIDTH + first;
                [ahead, ahead + COLUMNS_AT_ONCE - 1].into_iter().for_each(|place| prefetch(cells, place));
                columns.iter_mut().zip(&row[first..]).for_each(|(column, &cell)| column[r] = cell);
            }
            for (c, column) in (first..).zip(columns) {
                let mut random = entropy.stream(c as u64);
                let known = if c >= columns::SALT { 0 } else { cells.len() / WIDTH };
                column[known..].fill_with(|| random.base());
            }
        });
        Self { info: ScaledLedgerAir::<LIMB>::trace_info(inputs), columns }
    }

    /// Dimensions of the whole trace.
    pub fn info(&self) -> &TraceInfo {
        &self.info
    }

    /// Returns the columns.
    pub fn columns(&self) -> Vec<&[F]> {
        self.columns.columns().collect()
    }
}

/// Counts range and price look-ups of the account rows. A value outside its table counts nowhere.
fn fill_counts<const LIMB: u32>(inputs: &PublicInputs, expanded: &mut Expanded) {
    /// Rows that one task counts.
    const TASK_ROWS: usize = 4096;
    let account_rows = expanded.rows() - CLOSING_ROWS;
    let zeros = || (vec![0u64; 1 << LIMB], vec![0u64; inputs.weights.len()]);
    let count = |counts: &mut [u64], value: F| {
        if let Some(n) = usize::try_from(value.as_int()).ok().and_then(|v| counts.get_mut(v)) {
            *n += 1;
        }
    };
    let (mut ranges, prices) = expanded.cells[..account_rows * WIDTH]
        .par_chunks(TASK_ROWS * WIDTH)
        .map(|rows| {
            let (mut ranges, mut prices) = zeros();
            for row in rows.chunks_exact(WIDTH) {
                RANGE_CHECKED.iter().for_each(|&c| count(&mut ranges, row[c]));
                count(&mut ranges, scaled_step::<F, LIMB>(row, inputs.max_steps_log2));
                (0..ENTRIES_PER_ROW).for_each(|j| count(&mut prices, row[entry::key(j)]));
            }
            (ranges, prices)
        })
        .reduce(zeros, |mut sums, other| {
            let add = |sums: &mut [u64], other: &[u64]| sums.iter_mut().zip(other).for_each(|(s, n)| *s += n);
            add(&mut sums.0, &other.0);
            add(&mut sums.1, &other.1);
            sums
        });
    // A value's count stands on the first row of the table that holds it.
    for row in expanded.cells.chunks_exact_mut(WIDTH).take(account_rows) {
        let value = row[columns::RANGE].as_int();
        row[columns::RANGE_COUNT] = F::new(ranges.get_mut(value as usize).map_or(0, std::mem::take));
    }
    for (row, n) in prices.into_iter().enumerate() {
        expanded.row_mut(row)[columns::PRICE_COUNT] = F::new(n);
    }
}

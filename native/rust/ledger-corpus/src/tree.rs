//! Changes of expanded rows that keep everything else as an honest prover has it.

use std::collections::BTreeMap;

use ledger_air::columns::{FIRST, LEAF_DIGEST, LEAF_IN, LEAF_INDEX, LEAF_STATES, NODE_ON, NODE_STATES};
use ledger_air::constants::{ROUNDS, STATE_WIDTH};
use ledger_air::rescue::{permute, round_middle_pow7, round_output, State};
use ledger_air::F;
use ledger_prover::trace::{fill_node, Expanded};
use winter_math::FieldElement;

/// x^(1/7): 7 times this is 1 modulo p - 1.
const INVERSE_SEVENTH: u64 = 10_540_996_611_094_048_183;

/// Runs the leaf lane of a row again on its input, and writes its digest.
pub fn hash_again(expanded: &mut Expanded, row: usize) {
    let cells = expanded.row_mut(row);
    let mut state: State<F> = cells[LEAF_IN..LEAF_IN + STATE_WIDTH].try_into().expect("twelve lanes");
    let states = permute(&mut state);
    cells[LEAF_STATES..][..ROUNDS * STATE_WIDTH].copy_from_slice(states.as_flattened());
    cells[LEAF_DIGEST..][..4].copy_from_slice(&state[4..8]);
}

/// Adds 1 to one cell of a lane and runs the later rounds on what follows; returns the digest.
fn disturb(row: &mut [F], states: usize, round: usize, lane: usize) -> [F; 4] {
    row[states + round * STATE_WIDTH + lane] += F::ONE;
    let mut state = [F::ZERO; STATE_WIDTH];
    for r in round..ROUNDS {
        let middle = &mut row[states + r * STATE_WIDTH..][..STATE_WIDTH];
        if r > round {
            for (cell, power) in middle.iter_mut().zip(round_middle_pow7(r, &state)) {
                *cell = power.exp(INVERSE_SEVENTH);
            }
        }
        state = round_output(r, &(&*middle).try_into().expect("twelve lanes"));
    }
    state[4..8].try_into().expect("four lanes")
}

/// Breaks one round of a row's leaf lane in one lane; the digest is of what follows.
pub fn disturb_leaf(expanded: &mut Expanded, row: usize, round: usize, lane: usize) {
    let cells = expanded.row_mut(row);
    let digest = disturb(cells, LEAF_STATES, round, lane);
    cells[LEAF_DIGEST..][..4].copy_from_slice(&digest);
}

/// Breaks one round of a node in one lane; the nodes above it are those of what follows.
pub fn disturb_node(expanded: &mut Expanded, node: usize, round: usize, lane: usize) {
    let digest = disturb(expanded.row_mut(node - 1), NODE_STATES, round, lane);
    plant(expanded, node, digest);
}

/// Digest that a row's leaf lane holds.
pub fn row_digest(expanded: &Expanded, row: usize) -> [F; 4] {
    expanded.row(row)[LEAF_DIGEST..][..4].try_into().expect("four lanes")
}

/// Replaces the leaf of an account by what `row` holds as its digest.
pub fn replant(expanded: &mut Expanded, account: usize, row: usize) {
    let (node, digest) = (expanded.tree.len() / 2 + account, row_digest(expanded, row));
    plant(expanded, node, digest);
}

/// Replaces the digest of a node, and all nodes above it.
pub fn plant(expanded: &mut Expanded, node: usize, digest: [F; 4]) {
    expanded.tree[node] = digest;
    let mut node = node;
    while node > 1 {
        node /= 2;
        let (left, right) = (expanded.tree[2 * node], expanded.tree[2 * node + 1]);
        expanded.tree[node] = fill_node(expanded.row_mut(node - 1), left, right);
    }
}

/// Rearranges the tree so that all accounts but the control account hang, 2^h each, below `claimed` - 1 leaves of a tree of `claimed`
/// accounts; returns its root.
pub fn regrow(expanded: &mut Expanded, claimed: u64, h: u32) -> [F; 4] {
    let accounts = expanded.tree.len() / 2;
    let first_leaf = (claimed << h) as usize;
    assert_eq!(accounts - 1, (claimed as usize - 1) << h);
    let leaves = expanded.tree[accounts..2 * accounts - 1].iter().copied();
    let mut digests: BTreeMap<usize, [F; 4]> = (first_leaf..).zip(leaves).collect();
    digests.insert(2 * claimed as usize - 1, expanded.control_digest());
    for row in 0..expanded.rows() {
        expanded.row_mut(row)[NODE_ON] = F::ZERO;
    }
    for node in (1..first_leaf).rev() {
        let children = (digests.get(&(2 * node)).copied(), digests.get(&(2 * node + 1)).copied());
        if let ((Some(left), Some(right)), false) = (children, digests.contains_key(&node)) {
            let row = expanded.row_mut(node - 1);
            row[NODE_ON] = F::ONE;
            digests.insert(node, fill_node(row, left, right));
        }
    }
    let mut index = F::new(first_leaf as u64);
    for row in 0..expanded.rows() {
        if row > 0 {
            index += expanded.row(row)[FIRST];
        }
        expanded.row_mut(row)[LEAF_INDEX] = index;
    }
    digests[&1]
}

//! LEAF-ROUND, NODE-ROUND, LEAF-DIGEST: both lanes are Rescue-Prime permutations.

use ledger_simd::{array, Algebra, Part};

use super::{Group, Results};
use crate::columns::{LEAF_DIGEST, LEAF_IN, LEAF_STATES, NODE_LEFT, NODE_RIGHT, NODE_STATES};
use crate::constants::{ROUNDS, STATE_WIDTH};
use crate::rescue::{node_input, pow7, round_middle_pow7, round_output, State};

/// Constraints of this file.
pub const GROUPS: [Group; 3] = [
    Group::new("LEAF-ROUND", ROUNDS * STATE_WIDTH, 7),
    Group::new("NODE-ROUND", ROUNDS * STATE_WIDTH, 7),
    Group::new("LEAF-DIGEST", 4, 1),
];

/// Evaluates the constraints.
#[inline(always)]
pub fn evaluate<E: Algebra>(cur: &[E], out: &mut impl Results<E>) {
    // LEAF-ROUND: MDS(x_r^7) + ARK1_r - s_r^7 = 0 with x_0 = in, x_(r+1) = MDS s_r + ARK2_r; degree 7
    E::part(Rounds { input: leaf_input(cur), states: &cur[LEAF_STATES..], out });
    // NODE-ROUND: the same with x_0 = [8, 0, 0, 0, left, right]; degree 7
    let (left, right) = (array!(E::ZERO, |i| cur[NODE_LEFT + i]), array!(E::ZERO, |i| cur[NODE_RIGHT + i]));
    E::part(Rounds { input: node_input(left, right), states: &cur[NODE_STATES..], out });
    // LEAF-DIGEST: digest_i = x_7[4 + i] of the leaf lane; degree 1
    let output = leaf_output(cur);
    for i in 0..4 {
        out.put(cur[LEAF_DIGEST + i] - output[4 + i]);
    }
}

/// State before the leaf lane's permutation.
#[inline(always)]
fn leaf_input<E: Algebra>(row: &[E]) -> State<E> {
    array!(E::ZERO, |i| row[LEAF_IN + i])
}

/// State after the leaf lane's permutation: linear in the row.
#[inline(always)]
pub fn leaf_output<E: Algebra>(row: &[E]) -> State<E> {
    round_output(ROUNDS - 1, &middle(row, LEAF_STATES, ROUNDS - 1))
}

/// Digest of the row's node: linear in the row.
#[inline(always)]
pub fn node_digest<E: Algebra>(row: &[E]) -> [E; 4] {
    let output = round_output(ROUNDS - 1, &middle(row, NODE_STATES, ROUNDS - 1));
    array!(E::ZERO, |i| output[4 + i])
}

#[inline(always)]
fn middle<E: Algebra>(row: &[E], states: usize, round: usize) -> State<E> {
    array!(E::ZERO, |i| row[states + round * STATE_WIDTH + i])
}

/// The rounds of one lane.
struct Rounds<'a, E, R> {
    input: State<E>,
    states: &'a [E],
    out: &'a mut R,
}

impl<E: Algebra, R: Results<E>> Part for Rounds<'_, E, R> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut state = self.input;
        for round in 0..ROUNDS {
            let expected = round_middle_pow7(round, &state);
            let found = middle(self.states, 0, round);
            for i in 0..STATE_WIDTH {
                self.out.put(expected[i] - pow7(found[i]));
            }
            if round + 1 < ROUNDS {
                state = round_output(round, &found);
            }
        }
    }
}

//! CONTROL-RISE to RANGE-STEP: how rows form accounts, accounts a ledger, and how the counters run.
//!
//! No flag needs a constraint of its own to be 0 or 1, nor node_index and step a start: see "What follows without a
//! constraint" in docs/spec/statement.md.

use ledger_simd::Algebra;

use super::{Group, Results};
use crate::columns::{CONTROL, FIRST, LEAF_INDEX, NODE_INDEX, RANGE, STEP};

/// Constraints of this file.
pub const GROUPS: [Group; 6] = [
    Group::new("CONTROL-RISE", 1, 2),
    Group::new("CONTROL-LAST", 1, 2),
    Group::new("LEAF-INDEX", 1, 1),
    Group::new("NODE-INDEX", 1, 1),
    Group::new("STEP", 1, 2),
    Group::new("RANGE-STEP", 1, 2),
];

/// Evaluates the constraints.
#[inline(always)]
pub fn evaluate<E: Algebra>(cur: &[E], next: &[E], out: &mut impl Results<E>) {
    let (first_next, control) = (next[FIRST], cur[CONTROL]);
    // CONTROL-RISE: (control' - control)(1 - first') = 0, it changes only where an account starts; degree 2
    out.put((next[CONTROL] - control) * (E::one() - first_next));
    // CONTROL-LAST: control * first' = 0, no account starts after it; degree 2
    out.put(control * first_next);
    // LEAF-INDEX: leaf_index' - leaf_index - first' = 0; degree 1
    out.put(next[LEAF_INDEX] - cur[LEAF_INDEX] - first_next);
    // NODE-INDEX: node_index' - node_index - 1 = 0; degree 1
    out.put(next[NODE_INDEX] - cur[NODE_INDEX] - E::one());
    // STEP: step' - (1 - first')(step + 1) = 0; degree 2
    out.put(next[STEP] - (E::one() - first_next) * (cur[STEP] + E::one()));
    // RANGE-STEP: (range' - range)(range' - range - 1) = 0; degree 2
    let rise = next[RANGE] - cur[RANGE];
    out.put(rise * (rise - E::one()));
}

//! VALUE-LOW to NET-HIGH: every account but the control account has a net value of at least 0.
//!
//! Words of 2L bits times weights are summed apart; the carry from low to high is taken once, where the account ends: a carry on
//! every row would let several carries wrap the field. Sums stay below 2^(4L - 1) by the bound on weights and steps.

use ledger_simd::Algebra;

use super::entries::{high, low};
use super::{compose, power_of_two, Group, Results};
use crate::columns::{entry, FIRST, NET_CARRY, NET_HIGH, NET_REMAINDER, VALUE_HIGH, VALUE_LOW};
use crate::constants::ENTRIES_PER_ROW;

/// Constraints of this file.
pub const GROUPS: [Group; 4] = [
    Group::new("VALUE-LOW", 1, 3),
    Group::new("VALUE-HIGH", 1, 3),
    Group::new("NET-LOW", 1, 3),
    Group::new("NET-HIGH", 1, 3),
];

/// Evaluates the constraints.
#[inline(always)]
pub fn evaluate<E: Algebra, const LIMB: u32>(cur: &[E], next: &[E], out: &mut impl Results<E>) {
    let ends = next[FIRST];
    let (mut sum_low, mut sum_high) = (cur[VALUE_LOW], cur[VALUE_HIGH]);
    for j in 0..ENTRIES_PER_ROW {
        let weight = cur[entry::weight(j)];
        sum_low += low::<E, LIMB>(cur, j) * weight;
        sum_high += high::<E, LIMB>(cur, j) * weight;
    }
    // VALUE-LOW: vlo' - (1 - first')(vlo + sum_j lo_j w_j) = 0; degree 3
    out.put(next[VALUE_LOW] - (E::one() - ends) * sum_low);
    // VALUE-HIGH: vhi' - (1 - first')(vhi + sum_j hi_j w_j) = 0; degree 3
    out.put(next[VALUE_HIGH] - (E::one() - ends) * sum_high);
    // c = c0 + 2^L c1 - 2^(2L - 1)
    let carry = compose::<E, LIMB>(&cur[NET_CARRY..NET_CARRY + 2]) - E::constant(power_of_two(2 * LIMB - 1));
    // NET-LOW: first' * (vlo + sum_j lo_j w_j - r0 - 2^L r1 - 2^(2L) c) = 0; degree 3
    let remainder = compose::<E, LIMB>(&cur[NET_REMAINDER..NET_REMAINDER + 2]);
    out.put(ends * (sum_low - remainder - carry.scale(power_of_two(2 * LIMB))));
    // NET-HIGH: first' * (vhi + sum_j hi_j w_j + c - h0 - 2^L h1 - 2^(2L) h2 - 2^(3L) h3) = 0; degree 3
    out.put(ends * (sum_high + carry - compose::<E, LIMB>(&cur[NET_HIGH..NET_HIGH + 4])));
}

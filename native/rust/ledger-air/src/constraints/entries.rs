//! ABSORB-FIRST, ABSORB-NEXT, LIMB-EXTRA: the leaf lane absorbs exactly the row's entries.

use ledger_simd::{array, Algebra};

use super::permutation::leaf_output;
use super::{compose, power_of_two, Group, Results};
use crate::columns::{entry, CONTROL, FIRST, LEAF_IN};
use crate::constants::{DOMAIN_LEAF, ENTRIES_PER_ROW, KEY_BITS, STATE_WIDTH};
use crate::F;

/// Constraints of this file.
pub const GROUPS: [Group; 3] = [
    Group::new("ABSORB-FIRST", 8, 2),
    Group::new("ABSORB-NEXT", STATE_WIDTH, 2),
    Group::new("LIMB-EXTRA", ENTRIES_PER_ROW, 2),
];

/// Low word of entry `j`: l0 + 2^L l1 + 2^(2L) l4. The extra limb is 0 outside the control account.
#[inline(always)]
pub fn low<E: Algebra, const LIMB: u32>(row: &[E], j: usize) -> E {
    compose::<E, LIMB>(&[row[entry::limb(j, 0)], row[entry::limb(j, 1)], row[entry::limb(j, 4)]])
}

/// High word of entry `j`: l2 + 2^L l3.
#[inline(always)]
pub fn high<E: Algebra, const LIMB: u32>(row: &[E], j: usize) -> E {
    compose::<E, LIMB>(&[row[entry::limb(j, 2)], row[entry::limb(j, 3)]])
}

/// Amount of entry `j`.
#[inline(always)]
fn amount<E: Algebra, const LIMB: u32>(row: &[E], j: usize) -> E {
    low::<E, LIMB>(row, j) + high::<E, LIMB>(row, j).scale(power_of_two(2 * LIMB))
}

/// What a step absorbs besides the tag: e0, e1, e2 and the packed keys.
#[inline(always)]
fn absorbed<E: Algebra, const LIMB: u32>(row: &[E]) -> [E; 4] {
    let keys: [E; ENTRIES_PER_ROW] = array!(E::ZERO, |j| row[entry::key(j)]);
    [amount::<E, LIMB>(row, 0), amount::<E, LIMB>(row, 1), amount::<E, LIMB>(row, 2), compose::<E, KEY_BITS>(&keys)]
}

/// Evaluates the constraints.
#[inline(always)]
pub fn evaluate<E: Algebra, const LIMB: u32>(cur: &[E], next: &[E], out: &mut impl Results<E>) {
    // ABSORB-FIRST: first * (in - [DOMAIN_LEAF, 0, 0, 0, e0, e1, e2, pack]) = 0, the tag's lanes are free; degree 2
    let first = cur[FIRST];
    let step = absorbed::<E, LIMB>(cur);
    for i in 0..4 {
        let domain = if i == 0 { E::constant(F::new(DOMAIN_LEAF)) } else { E::ZERO };
        out.put(first * (cur[LEAF_IN + i] - domain));
    }
    for i in 0..4 {
        out.put(first * (cur[LEAF_IN + 4 + i] - step[i]));
    }
    // ABSORB-NEXT: (1 - first') * (in' - out - [0, 0, 0, 0, e0', e1', e2', pack', 0, 0, 0, 0]) = 0; degree 2
    let same = E::one() - next[FIRST];
    let output = leaf_output(cur);
    let step = absorbed::<E, LIMB>(next);
    for i in 0..STATE_WIDTH {
        let added = if (4..8).contains(&i) { step[i - 4] } else { E::ZERO };
        out.put(same * (next[LEAF_IN + i] - output[i] - added));
    }
    // LIMB-EXTRA: (1 - control) * l4_j = 0; degree 2
    for j in 0..ENTRIES_PER_ROW {
        out.put((E::one() - cur[CONTROL]) * cur[entry::limb(j, 4)]);
    }
}

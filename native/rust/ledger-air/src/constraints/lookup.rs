//! LOOKUP-0 to LOOKUP-SUM: ranges, prices, totals and the tree bus, as one sum of fractions that must end at a public value.
//!
//! A helper column is the sum of up to six fractions of its row: helper * product of denominators = sum over fractions of
//! numerator * product of the other denominators. Each fraction stands in exactly one place:
//!
//! | constraint | fractions (numerator over denominator) |
//! |---|---|
//! | LOOKUP-0 | 1 over range of l0..l4 of entry 0, l0 of entry 1 |
//! | LOOKUP-1 | 1 over range of l1..l4 of entry 1, l0, l1 of entry 2 |
//! | LOOKUP-2 | 1 over range of l2..l4 of entry 2, r0, r1, c0 |
//! | LOOKUP-3 | 1 over range of c1, h0..h3; -range_count over range of range |
//! | LOOKUP-4 | 1 over range of the scaled step; -price_count over the price table; first' over (leaf_index, digest); node_on over (node_index, node digest); -node_on over (2 node_index, left) |
//! | LOOKUP-SUM | -node_on over (2 node_index + 1, right); per entry 1 + (1 - 2 control)(delta lo + delta^2 hi) over (key, weight) |

use ledger_simd::{array, Algebra, Extends};

use super::entries::{high, low};
use super::permutation::node_digest;
use super::{Group, Periodic, Results};
use crate::challenges::Challenges;
use crate::columns::{
    aux, entry, periodic, CONTROL, FIRST, LEAF_DIGEST, LEAF_INDEX, NET_CARRY, NET_HIGH, NET_REMAINDER, NODE_INDEX,
    NODE_LEFT, NODE_ON, NODE_RIGHT, PRICE_COUNT, RANGE, RANGE_COUNT, STEP,
};
use crate::constants::ENTRIES_PER_ROW;
use crate::F;

/// Constraints of this file.
pub const GROUPS: [Group; 6] = [
    Group::new("LOOKUP-0", 1, 7),
    Group::new("LOOKUP-1", 1, 7),
    Group::new("LOOKUP-2", 1, 7),
    Group::new("LOOKUP-3", 1, 7),
    Group { id: "LOOKUP-4", count: 1, degree: 6, periodic: Periodic::PriceTable },
    Group::new("LOOKUP-SUM", 1, 5),
];

/// Main columns whose values LOOKUP-0 to LOOKUP-3 look up in the range table, in order.
pub const RANGE_CHECKED: [usize; 23] = {
    let mut out = [0; 23];
    let mut n = 0;
    while n < 15 {
        out[n] = entry::limb(n / 5, n % 5);
        n += 1;
    }
    let net = [
        NET_REMAINDER,
        NET_REMAINDER + 1,
        NET_CARRY,
        NET_CARRY + 1,
        NET_HIGH,
        NET_HIGH + 1,
        NET_HIGH + 2,
        NET_HIGH + 3,
    ];
    let mut i = 0;
    while i < 8 {
        out[n + i] = net[i];
        i += 1;
    }
    out
};

/// A fraction of the look-up argument: numerator over denominator.
pub type Fraction<E> = (E, E);

/// Returns step * 2^(L - max_steps_log2), or step * 4 in the control account: in the range table exactly if the account isn't too long.
#[inline(always)]
pub fn scaled_step<B: Algebra, const LIMB: u32>(row: &[B], max_steps_log2: u32) -> B {
    let control = row[CONTROL];
    let scale = F::new(1 << (LIMB - max_steps_log2));
    row[STEP] * ((B::one() - control).scale(scale) + control.scale(F::new(4)))
}

/// Returns the fractions of helper `h` on a row.
#[inline(always)]
fn helper_denominators<B, E>(h: usize, cur: &[B], challenges: &Challenges<E>) -> [E; 6]
where
    B: Algebra,
    E: Extends<B>,
{
    array!(E::ZERO, |i| match RANGE_CHECKED.get(6 * h + i) {
        Some(&column) => challenges.range(cur[column]),
        None => challenges.range(cur[RANGE]),
    })
}

/// Returns the fractions of LOOKUP-4.
#[inline(always)]
fn mixed_fractions<B, E, const LIMB: u32>(
    cur: &[B],
    first_next: B,
    price: (B, B),
    max_steps_log2: u32,
    challenges: &Challenges<E>,
) -> ([B; 5], [E; 5])
where
    B: Algebra,
    E: Extends<B>,
{
    let (node, on) = (cur[NODE_INDEX], cur[NODE_ON]);
    (
        [B::one(), -cur[PRICE_COUNT], first_next, on, -on],
        [
            challenges.range(scaled_step::<B, LIMB>(cur, max_steps_log2)),
            challenges.price(price.0, price.1),
            challenges.tree(cur[LEAF_INDEX], &cur[LEAF_DIGEST..LEAF_DIGEST + 4]),
            challenges.tree(node, &node_digest(cur)),
            challenges.tree(node.doubled(), &cur[NODE_LEFT..NODE_LEFT + 4]),
        ],
    )
}

/// Returns the fractions of LOOKUP-SUM.
#[inline(always)]
fn sum_fractions<B, E, const LIMB: u32>(cur: &[B], challenges: &Challenges<E>) -> [Fraction<E>; 4]
where
    B: Algebra,
    E: Extends<B>,
{
    let sign = B::one() - cur[CONTROL].doubled();
    let mut out = [(
        -E::embed(cur[NODE_ON]),
        challenges.tree(cur[NODE_INDEX].doubled() + B::one(), &cur[NODE_RIGHT..NODE_RIGHT + 4]),
    ); 4];
    for j in 0..ENTRIES_PER_ROW {
        let (low, high) = (low::<B, LIMB>(cur, j), high::<B, LIMB>(cur, j));
        out[1 + j] = (challenges.entry(sign, low, high), challenges.price(cur[entry::key(j)], cur[entry::weight(j)]));
    }
    out
}

/// Evaluates the constraints.
#[inline(always)]
pub fn evaluate<B, E, const LIMB: u32>(
    (cur, next): (&[B], &[B]),
    (aux_cur, aux_next): (&[E], &[E]),
    periodic_values: &[B],
    max_steps_log2: u32,
    challenges: &Challenges<E>,
    out: &mut impl Results<E>,
) where
    B: Algebra,
    E: Extends<B>,
{
    let price = (periodic_values[periodic::PRICE_KEY], periodic_values[periodic::PRICE_WEIGHT]);
    let sums = sums::<B, E, LIMB>(cur, next[FIRST], price, max_steps_log2, challenges);
    let helpers = &aux_cur[aux::HELPERS..aux::HELPERS + aux::HELPER_COUNT];
    // LOOKUP-0 .. LOOKUP-4: helper * product = numerator; degree 7, LOOKUP-4 6 and the price table
    for (&helper, (numerator, product)) in helpers.iter().zip(sums) {
        out.put(helper * product - numerator);
    }
    // LOOKUP-SUM: (sum' - sum - helpers) * product = numerators of its own fractions; degree 5
    let (numerator, product) = sums[aux::HELPER_COUNT];
    let rest = aux_next[aux::SUM] - aux_cur[aux::SUM] - helpers.iter().fold(E::ZERO, |s, &h| s + h);
    out.put(rest * product - numerator);
}

/// Returns, as one fraction each, the sums of fractions that the helpers of a row stand for, and of those that no helper takes.
#[inline(always)]
pub fn sums<B, E, const LIMB: u32>(
    cur: &[B],
    first_next: B,
    price: (B, B),
    max_steps_log2: u32,
    challenges: &Challenges<E>,
) -> [Fraction<E>; aux::HELPER_COUNT + 1]
where
    B: Algebra,
    E: Extends<B>,
{
    let mut out = [(E::ZERO, E::ZERO); aux::HELPER_COUNT + 1];
    for (h, sum) in out[..3].iter_mut().enumerate() {
        *sum = sum_of_inverses(&helper_denominators(h, cur, challenges));
    }
    // Five of numerator 1, the table's of numerator -range_count.
    let d = helper_denominators(3, cur, challenges);
    let (numerator, product) = sum_of_inverses(&d[..5]);
    out[3] = (numerator * d[5] - product.times(cur[RANGE_COUNT]), product * d[5]);

    let (n, d) = mixed_fractions::<B, E, LIMB>(cur, first_next, price, max_steps_log2, challenges);
    let mut numerator = d[1] + d[0].times(n[1]); // n[0] = 1
    let mut product = d[0] * d[1];
    for i in 2..5 {
        numerator = numerator * d[i] + product.times(n[i]);
        product *= d[i];
    }
    out[4] = (numerator, product);

    let fractions = sum_fractions::<B, E, LIMB>(cur, challenges);
    let (mut numerator, mut product) = fractions[0];
    for (n, d) in &fractions[1..=ENTRIES_PER_ROW] {
        numerator = numerator * *d + product * *n;
        product *= *d;
    }
    out[5] = (numerator, product);
    out
}

/// Returns (numerator, denominator) of the sum of 1/d.
#[inline(always)]
fn sum_of_inverses<E: Algebra>(denominators: &[E]) -> (E, E) {
    let (mut numerator, mut product) = (E::one(), denominators[0]);
    for &d in &denominators[1..] {
        numerator = numerator * d + product;
        product *= d;
    }
    (numerator, product)
}

/// Number of fractions on a row.
pub const FRACTIONS: usize = 33;

/// Returns all fractions of a row: 24 of helpers 0 to 3 (six each), 5 of helper 4, 4 of the sum.
pub fn fractions<B: Algebra, E: Extends<B>, const LIMB: u32>(
    cur: &[B],
    next: &[B],
    price: (B, B),
    max_steps_log2: u32,
    challenges: &Challenges<E>,
) -> [Fraction<E>; FRACTIONS] {
    let mut out = [(E::one(), E::one()); FRACTIONS];
    for h in 0..4 {
        let denominators = helper_denominators(h, cur, challenges);
        for i in 0..6 {
            out[6 * h + i].1 = denominators[i];
        }
    }
    out[23].0 = -E::embed(cur[RANGE_COUNT]);
    let (n, d) = mixed_fractions::<B, E, LIMB>(cur, next[FIRST], price, max_steps_log2, challenges);
    for i in 0..5 {
        out[24 + i] = (E::embed(n[i]), d[i]);
    }
    out[29..].copy_from_slice(&sum_fractions::<B, E, LIMB>(cur, challenges));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limb_is_looked_up_once() {
        let mut seen: Vec<usize> = RANGE_CHECKED.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 23);
        assert_eq!(
            (0..3).flat_map(|j| (0..5).map(move |i| entry::limb(j, i))).filter(|c| seen.contains(c)).count(),
            15
        );
        assert_eq!((NET_REMAINDER..NET_HIGH + 4).filter(|c| seen.contains(c)).count(), 8);
    }
}

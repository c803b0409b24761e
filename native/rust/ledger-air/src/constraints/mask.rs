//! QUOTIENT-MASK: a constraint that holds for every mask column, so that the mask hides the composition polynomial's chunks.
//!
//! With Y(X) = X^(n/8), Y^8 - 1 = X^n - 1 vanishes on the whole trace. The mask adds mask * sum_i X^(i n + (i + 1) n/8) to the
//! quotient: a different part of it crosses each of the six chunk boundaries (docs/spec/zero-knowledge.md).

use ledger_simd::{Algebra, Extends};

use super::{Group, Periodic, Results};
use crate::columns::{aux, periodic};

/// Cycles that give exactly the degree n - 1 + 6.75 n of mask * (Y^8 - 1) * Y^46.
pub const CYCLES: [usize; 8] = [4, 4, 8, 8, 8, 8, 8, 8];

/// Constraints of this file.
pub const GROUPS: [Group; 1] = [Group { id: "QUOTIENT-MASK", count: 1, degree: 1, periodic: Periodic::Mask }];

/// Evaluates the constraint.
#[inline(always)]
pub fn evaluate<B, E>(aux_cur: &[E], periodic_values: &[B], out: &mut impl Results<E>)
where
    B: Algebra,
    E: Extends<B>,
{
    // QUOTIENT-MASK: mask * (Y^8 - 1) * sum_(i=0..5) Y^(9i + 1) = 0
    let y = periodic_values[periodic::ROOTS];
    let y8 = y.squared().squared().squared();
    let y9 = y8 * y;
    let mut powers = y;
    for _ in 0..5 {
        powers = powers * y9 + y;
    }
    out.put(aux_cur[aux::QUOTIENT_MASK].times((y8 - B::one()) * powers));
}

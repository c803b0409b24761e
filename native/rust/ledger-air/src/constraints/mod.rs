//! The transition constraints, one file for each idea, and their catalogue.
//!
//! Every constraint has an id that tests, errors and docs/spec/statement.md use. A constraint relates a row (`cur`) to the next
//! (`next`) and holds on rows 0 to R - 2, where R - 1 is the closing row.

pub mod entries;
pub mod lookup;
pub mod mask;
pub mod permutation;
pub mod structure;
pub mod value;

use ledger_simd::{Algebra, Extends};
use winter_air::TransitionConstraintDegree;

use crate::challenges::Challenges;
use crate::F;

/// Constraints that share an id and a degree.
pub struct Group {
    /// Id of each of them.
    pub id: &'static str,
    /// How many.
    pub count: usize,
    /// Degree in trace columns.
    pub degree: usize,
    /// What periodic columns add to the degree.
    pub periodic: Periodic,
}

/// Periodic factors of a constraint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Periodic {
    /// None.
    None,
    /// The price table, once.
    PriceTable,
    /// The quotient mask's powers of the 8th roots of unity.
    Mask,
}

impl Group {
    const fn new(id: &'static str, count: usize, degree: usize) -> Self {
        Self { id, count, degree, periodic: Periodic::None }
    }

    /// Returns winterfell's degree for a price table of `price_rows` rows.
    pub fn winterfell_degree(&self, price_rows: usize) -> TransitionConstraintDegree {
        match self.periodic {
            Periodic::None => TransitionConstraintDegree::new(self.degree),
            Periodic::PriceTable => TransitionConstraintDegree::with_cycles(self.degree, vec![price_rows]),
            Periodic::Mask => TransitionConstraintDegree::with_cycles(self.degree, mask::CYCLES.to_vec()),
        }
    }
}

/// Main constraints, in the order of evaluation.
pub fn main_groups() -> Vec<&'static Group> {
    permutation::GROUPS.iter().chain(&entries::GROUPS).chain(&structure::GROUPS).chain(&value::GROUPS).collect()
}

/// Auxiliary constraints, in the order of evaluation.
pub fn aux_groups() -> Vec<&'static Group> {
    lookup::GROUPS.iter().chain(&mask::GROUPS).collect()
}

/// Returns the id of each constraint of the groups, in order.
pub fn ids(groups: &[&'static Group]) -> Vec<&'static str> {
    groups.iter().flat_map(|g| std::iter::repeat_n(g.id, g.count)).collect()
}

/// Takes constraint evaluations in order.
pub trait Results<E> {
    /// Takes the next evaluation.
    fn put(&mut self, value: E);
}

/// Writes evaluations to a slice.
pub struct Evaluations<'a, E> {
    values: std::slice::IterMut<'a, E>,
}

impl<'a, E> Evaluations<'a, E> {
    /// Starts at the first of `values`.
    pub fn new(values: &'a mut [E]) -> Self {
        Self { values: values.iter_mut() }
    }
}

impl<E> Results<E> for Evaluations<'_, E> {
    #[inline(always)]
    fn put(&mut self, value: E) {
        *self.values.next().expect("a place for each constraint") = value;
    }
}

/// Evaluates the main constraints on a row and the next, in the order of the catalogue.
#[inline(always)]
pub fn evaluate_main<E: Algebra, const LIMB: u32>(cur: &[E], next: &[E], out: &mut impl Results<E>) {
    permutation::evaluate(cur, out);
    entries::evaluate::<E, LIMB>(cur, next, out);
    structure::evaluate(cur, next, out);
    value::evaluate::<E, LIMB>(cur, next, out);
}

/// Evaluates the auxiliary constraints on a row and the next of both segments, in the order of the catalogue.
#[inline(always)]
pub fn evaluate_aux<B: Algebra, E: Extends<B>, const LIMB: u32>(
    main: (&[B], &[B]),
    aux: (&[E], &[E]),
    periodic_values: &[B],
    max_steps_log2: u32,
    challenges: &Challenges<E>,
    out: &mut impl Results<E>,
) {
    lookup::evaluate::<B, E, LIMB>(main, aux, periodic_values, max_steps_log2, challenges, out);
    mask::evaluate(aux.0, periodic_values, out);
}

/// Returns 2^bits as a base field element.
#[inline(always)]
pub(crate) fn power_of_two(bits: u32) -> F {
    F::new(1 << bits)
}

/// Returns sum of limb_i 2^(LIMB i).
#[inline(always)]
pub(crate) fn compose<E: Algebra, const LIMB: u32>(limbs: &[E]) -> E {
    let mut out = limbs[limbs.len() - 1];
    for &limb in limbs[..limbs.len() - 1].iter().rev() {
        out = limb + out.scale(power_of_two(LIMB));
    }
    out
}

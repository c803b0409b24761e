//! Evaluates and combines all constraints, eight rows at a time.

use ledger_air::challenges::{Challenges, RANDOM_ELEMENTS};
use ledger_air::columns::{aux, periodic, MAIN_WIDTH};
use ledger_air::constants::LIMB_BITS;
use ledger_air::constraints::{evaluate_aux, evaluate_main, Results};
use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, ScaledLedgerAir, F};
use ledger_simd::packed_extension::{coordinates, Coordinates};
use ledger_simd::transform::LowDegreeExtension;
use ledger_simd::{array, vectorize, Algebra, Extends, Kernel, Lanes, Packed, PackedExtension, LANES};
use winter_air::{Air, AuxRandElements, BoundaryConstraint, ConstraintCompositionCoefficients};

use super::domain::Points;
use super::segment::{fill_coordinates, Segment};
use crate::job::Checkpoint;
use crate::tile::{Tile, TILE_ROWS};

/// Limb bits of the small ledgers in tests.
pub const SMALL_LIMB_BITS: u32 = 8;
/// Rows of a coset that one task evaluates.
const TASK_ROWS: usize = 512;

/// Combines the values of all constraints over the extended domain: three coordinates, each coset after coset.
///
/// `segments` are the main and the auxiliary one.
pub fn evaluate<const LIMB: u32>(
    air: &ScaledLedgerAir<LIMB>,
    segments: [&Segment; 2],
    random: &AuxRandElements<Extension>,
    coefficients: &ConstraintCompositionCoefficients<Extension>,
    tables: &LowDegreeExtension,
    checkpoint: &Checkpoint,
) -> [Vec<F>; EXTENSION_DEGREE] {
    let [main, aux] = segments;
    let points = Points::new(tables);
    let transition = air.get_transition_constraints(&coefficients.transition);
    let plan = EvaluationPlan {
        main: main.extended().columns().collect(),
        aux: aux.extended().columns().collect(),
        rows: tables.size(),
        max_steps_log2: air.inputs().max_steps_log2,
        random: spread(random.rand_elements()),
        main_coefficients: spread(&transition.main_constraint_coef()),
        aux_coefficients: spread(&transition.aux_constraint_coef()),
        transition_divisor: points.inverse_transition_divisor(tables),
        boundary: boundary_groups(air, random, coefficients, &points),
        periodic: air.get_periodic_column_polys().iter().map(|p| points.periodic(p)).collect(),
    };
    let rows = tables.size();
    fill_coordinates(rows * tables.cosets(), TASK_ROWS.min(rows), |start, out| {
        checkpoint.pass();
        evaluate_rows(LIMB, &plan, start / rows, start % rows, out);
    })
}

fn boundary_groups<const LIMB: u32>(
    air: &ScaledLedgerAir<LIMB>,
    random: &AuxRandElements<Extension>,
    coefficients: &ConstraintCompositionCoefficients<Extension>,
    points: &Points,
) -> Vec<BoundaryGroup> {
    let constraints = air.get_boundary_constraints(Some(random), &coefficients.boundary);
    let mut groups: Vec<(F, Vec<Term>)> = vec![];
    // Both segments have assertions on the first and the closing row: one divisor each.
    let mut add = |point: F, terms: Vec<Term>| match groups.iter_mut().find(|(p, _)| *p == point) {
        Some((_, found)) => found.extend(terms),
        None => groups.push((point, terms)),
    };
    for group in constraints.main_constraints() {
        add(group.divisor().numerator()[0].1, group.constraints().iter().map(Term::main).collect());
    }
    for group in constraints.aux_constraints() {
        add(group.divisor().numerator()[0].1, group.constraints().iter().map(Term::aux).collect());
    }
    groups.into_iter().map(|(point, terms)| BoundaryGroup { terms, divisor: points.inverse_distances(point) }).collect()
}

fn spread(elements: &[Extension]) -> Vec<Coordinates> {
    elements.iter().map(|&e| coordinates(e)).collect()
}

/// Boundary constraints at one point.
struct BoundaryGroup {
    terms: Vec<Term>,
    /// 1/(x - point)
    divisor: Vec<F>,
}

/// coefficient * (column - value)
struct Term {
    in_aux: bool,
    column: usize,
    value: Coordinates,
    coefficient: Coordinates,
}

impl Term {
    fn main(constraint: &BoundaryConstraint<F, Extension>) -> Self {
        Self {
            in_aux: false,
            column: constraint.column(),
            value: [constraint.poly()[0], F::new(0), F::new(0)],
            coefficient: coordinates(*constraint.cc()),
        }
    }
    fn aux(constraint: &BoundaryConstraint<Extension, Extension>) -> Self {
        Self {
            in_aux: true,
            column: constraint.column(),
            value: coordinates(constraint.poly()[0]),
            coefficient: coordinates(*constraint.cc()),
        }
    }
}

/// Everything that the evaluation of a row takes.
struct EvaluationPlan<'a> {
    main: Vec<&'a [F]>,
    aux: Vec<&'a [F]>,
    /// Of a coset.
    rows: usize,
    max_steps_log2: u32,
    random: Vec<Coordinates>,
    main_coefficients: Vec<Coordinates>,
    aux_coefficients: Vec<Coordinates>,
    transition_divisor: Vec<F>,
    boundary: Vec<BoundaryGroup>,
    periodic: Vec<Vec<Vec<F>>>,
}

/// Evaluates as many rows of a coset as `out` has, as coordinates.
///
/// The kernels are the largest functions of the program, once for each instruction set: these two calls, not generic themselves,
/// keep them from being compiled again wherever a prover is used.
fn evaluate_rows(limb_bits: u32, plan: &EvaluationPlan<'_>, coset: usize, start: usize, out: Out<'_>) {
    match limb_bits {
        LIMB_BITS => vectorize(EvaluateRows::<LIMB_BITS> { plan, coset, start, out }),
        SMALL_LIMB_BITS => vectorize(EvaluateRows::<SMALL_LIMB_BITS> { plan, coset, start, out }),
        _ => unreachable!("limbs of {LIMB_BITS} bits, or {SMALL_LIMB_BITS} in tests"),
    }
}

type Out<'a> = [&'a mut [F]; EXTENSION_DEGREE];

struct EvaluateRows<'a, const LIMB: u32> {
    plan: &'a EvaluationPlan<'a>,
    coset: usize,
    start: usize,
    out: Out<'a>,
}

impl<const LIMB: u32> Kernel for EvaluateRows<'_, LIMB> {
    type Output = ();

    #[inline(always)]
    fn run<W: Lanes>(mut self) {
        let plan = self.plan;
        let random: [PackedExtension<W>; RANDOM_ELEMENTS] =
            array!(PackedExtension::ZERO, |i| PackedExtension::broadcast(plan.random[i]));
        let challenges = Challenges::new(&random);
        let rows = plan.rows;
        let mut main = [[Packed::<W>::ZERO; MAIN_WIDTH]; 2];
        let mut auxiliary = [[PackedExtension::<W>::ZERO; aux::WIDTH]; 2];
        let (mut main_tile, mut aux_tile) = (Tile::new(plan.main.len()), Tile::new(plan.aux.len()));
        for offset in (0..self.out[0].len()).step_by(LANES) {
            let row = self.start + offset;
            let at = self.coset * rows + row;
            if offset % TILE_ROWS == 0 {
                main_tile.fill(&plan.main, self.coset * rows, rows, row);
                aux_tile.fill(&plan.aux, self.coset * rows, rows, row);
            }
            for (shift, frame) in main.iter_mut().enumerate() {
                for (cell, column) in frame.iter_mut().zip(main_tile.columns()) {
                    *cell = Packed::load(&column[offset % TILE_ROWS + shift..]);
                }
            }
            for (shift, frame) in auxiliary.iter_mut().enumerate() {
                let mut coordinates = aux_tile.columns();
                for cell in frame {
                    for coordinate in &mut cell.0 {
                        let column = coordinates.next().expect("three coordinates a column");
                        *coordinate = Packed::load(&column[offset % TILE_ROWS + shift..]);
                    }
                }
            }
            let mut periodic_row = [Packed::ZERO; periodic::COUNT];
            for (cell, column) in periodic_row.iter_mut().zip(&plan.periodic) {
                let values = &column[self.coset];
                *cell = Packed::load(&values[row % values.len()..]);
            }

            let mut sum = Combination::new(&plan.main_coefficients);
            evaluate_main::<Packed<W>, LIMB>(&main[0], &main[1], &mut sum);
            let main_sum = sum.total;
            let mut sum = Combination::new(&plan.aux_coefficients);
            evaluate_aux::<Packed<W>, PackedExtension<W>, LIMB>(
                (&main[0], &main[1]),
                (&auxiliary[0], &auxiliary[1]),
                &periodic_row,
                plan.max_steps_log2,
                &challenges,
                &mut sum,
            );
            let mut total = (main_sum + sum.total).times(Packed::load(&plan.transition_divisor[at..]));
            for group in &plan.boundary {
                let mut numerator = PackedExtension::ZERO;
                for term in &group.terms {
                    let cell = match term.in_aux {
                        true => auxiliary[0][term.column],
                        false => PackedExtension::embed(main[0][term.column]),
                    };
                    let (coefficient, value) = (term.coefficient, term.value);
                    numerator += PackedExtension::broadcast(coefficient) * (cell - PackedExtension::broadcast(value));
                }
                total += numerator.times(Packed::load(&group.divisor[at..]));
            }
            for (coordinate, out) in total.0.iter().zip(&mut self.out) {
                coordinate.store(&mut out[offset..]);
            }
        }
    }
}

/// Sums constraint evaluations times their coefficients.
struct Combination<'a, W> {
    coefficients: std::slice::Iter<'a, Coordinates>,
    total: PackedExtension<W>,
}

impl<'a, W: Lanes> Combination<'a, W> {
    #[inline(always)]
    fn new(coefficients: &'a [Coordinates]) -> Self {
        Self { coefficients: coefficients.iter(), total: PackedExtension::ZERO }
    }
    #[inline(always)]
    fn coefficient(&mut self) -> PackedExtension<W> {
        PackedExtension::broadcast(*self.coefficients.next().expect("a coefficient for each constraint"))
    }
}

impl<W: Lanes> Results<Packed<W>> for Combination<'_, W> {
    #[inline(always)]
    fn put(&mut self, value: Packed<W>) {
        let coefficient = self.coefficient();
        self.total += coefficient.times(value);
    }
}

impl<W: Lanes> Results<PackedExtension<W>> for Combination<'_, W> {
    #[inline(always)]
    fn put(&mut self, value: PackedExtension<W>) {
        let coefficient = self.coefficient();
        self.total += coefficient * value;
    }
}

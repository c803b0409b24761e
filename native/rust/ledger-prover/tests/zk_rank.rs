//! At production size, what the masks make uniform: the map from quotient_mask to all that is opened of it and of the chunks, and the map
//! from a column's random rows to all that is opened of the column. Everything but the mask is fixed.

mod support;
mod zk;

use ledger_air::columns::aux;
use ledger_air::constants::{usable_rows, CLOSING_ROWS, LIMB_BITS, MAX_LOG2_ROWS, MIN_LOG2_ROWS};
use ledger_air::options::{EXTENSION_DEGREE, NUM_QUERIES};
use ledger_air::{PublicInputs, F, PAD_ROWS};
use ledger_prover::entropy::Entropy;
use ledger_prover::plan::Plan;
use ledger_prover::trace::{expand, MainTrace};
use ledger_prover::witness::Witness;
use support::{account, request, witness, Account, WEIGHTS};
use winter_math::{ExtensionOf, FieldElement};
use zk::coin::{element, fresh, Challenges};
use zk::equivocation::{coordinate, influence};
use zk::linear::rank;
use zk::mask_map::{MaskMap, CHUNKS, SHIFTS};
use zk::prover::{honest_aux, prove};
use zk::{at, evaluate, E};

/// Points at which chunks are opened: each query, z and gz.
const OPENED: usize = NUM_QUERIES + 2;

fn inputs(log2_rows: u32) -> PublicInputs {
    request(log2_rows, 2, &WEIGHTS)
}

/// Rank of what a mask with these shifts does to openings. Some hundred of its coefficients suffice: more can only add to the rank.
fn mask_rank(log2_rows: u32, shifts: &[usize]) -> usize {
    let challenges = Challenges::new::<LIMB_BITS>(&inputs(log2_rows));
    let rows = 1 << log2_rows;
    let map = MaskMap::new(rows, challenges.mask_coefficient, shifts);
    let step = rows / 1024;
    let some: Vec<usize> = (0..1024).map(|i| i * step + i % step).collect();
    let equations: Vec<Vec<E>> = challenges.opened().into_iter().flat_map(|y| map.equations(y, &some)).collect();
    assert_eq!(equations.len(), OPENED * (CHUNKS + 1));
    rank(equations)
}

/// Of the 7 chunks and the mask at a point, the constraints fix one combination; all else is uniform.
#[test]
fn the_quotient_mask_has_full_rank_at_every_production_size() {
    for log2_rows in MIN_LOG2_ROWS..=MAX_LOG2_ROWS {
        let found = mask_rank(log2_rows, &SHIFTS);
        println!("2^{log2_rows} rows: rank {found} of {}", OPENED * CHUNKS);
        assert_eq!(found, OPENED * CHUNKS);
    }
}

#[test]
fn lesser_masks_have_not() {
    // the rank at each point; without any shift it is the mask's own value that is left
    for (shifts, expected) in [(&SHIFTS[..5], 6), (&SHIFTS[1..], 6), (&SHIFTS[..1], 2), (&[], 1)] {
        let found = mask_rank(MIN_LOG2_ROWS, shifts);
        println!("shifts {shifts:?}: rank {found} of {}", OPENED * CHUNKS);
        assert_eq!(found, OPENED * expected);
    }
}

/// The product's prover, with one mask and another on the same trace, commits to chunks whose difference is the map's, to the last coefficient.
#[test]
fn the_product_applies_the_map() {
    const LOG2_ROWS: u32 = MIN_LOG2_ROWS;
    let accounts: Vec<Account> =
        (0..300).map(|i| account(1 + 10 * i, &[(0, (i << 40) + i), (2, 1 << 55), (5, i)])).collect();
    let (bytes, count) = witness(&accounts, WEIGHTS.len(), usable_rows(LOG2_ROWS), 28);
    let request = request(LOG2_ROWS, count, &WEIGHTS);
    let plan = Plan::<LIMB_BITS>::read(&request, &Witness::new(&bytes, usable_rows(LOG2_ROWS)).unwrap()).unwrap();
    let expanded = expand(&plan);
    let inputs = PublicInputs { root: expanded.root(), control_digest: expanded.control_digest(), ..request };
    let entropy = Entropy::from_os().unwrap();
    let trace = MainTrace::new::<LIMB_BITS>(&inputs, expanded, &entropy);
    let main: Vec<Vec<F>> = trace.columns().into_iter().map(<[F]>::to_vec).collect();
    drop(trace);

    let mut rng = fresh();
    let change: Vec<E> = (0..inputs.rows()).map(|_| element(&mut rng)).collect();
    let honest = honest_aux::<LIMB_BITS>(&inputs, &entropy);
    let one = prove::<LIMB_BITS>(&inputs, &main, &*honest, None).chunks;
    let changed = |main: &_, random: &[E]| {
        let mut aux = honest(main, random);
        aux[aux::QUOTIENT_MASK].iter_mut().zip(evaluate(&change)).for_each(|(u, c)| *u += c);
        aux
    };
    let other = prove::<LIMB_BITS>(&inputs, &main, &changed, None).chunks;

    let challenges = Challenges::new::<LIMB_BITS>(&inputs);
    let map = MaskMap::new(inputs.rows(), challenges.mask_coefficient, &SHIFTS);
    let difference = map.chunks(&change);
    for ((one, other), difference) in one.iter().zip(&other).zip(&difference) {
        assert!(one.iter().zip(other).zip(difference).all(|((&a, &b), &d)| b - a == d));
    }
    let all: Vec<usize> = (0..inputs.rows()).collect();
    for y in [challenges.opened()[0], challenges.out_of_domain[0]] {
        let equations = map.equations(y, &all);
        for (equation, polynomial) in equations.iter().zip(difference.iter().chain([&change])) {
            let value = equation.iter().zip(&change).fold(E::ZERO, |sum, (&e, &c)| sum + e * c);
            assert_eq!(value, at(polynomial, y));
        }
    }
}

/// Random rows give a column any values at all x, gx, z, gz and g^2 z: 115 coordinates. One row fewer than that doesn't.
#[test]
fn random_rows_have_full_rank_at_every_production_size() {
    let coordinates = 2 * NUM_QUERIES + 3 * EXTENSION_DEGREE;
    assert_eq!(PAD_ROWS, coordinates + 1);
    for log2_rows in MIN_LOG2_ROWS..=MAX_LOG2_ROWS {
        let challenges = Challenges::new::<LIMB_BITS>(&inputs(log2_rows));
        let g = challenges.generator;
        for (rows, expected) in
            [(PAD_ROWS, coordinates), (coordinates, coordinates), (coordinates - 1, coordinates - 1)]
        {
            let at_base = |x: F| influence(x, g, 1 << log2_rows, rows);
            let mut matrix: Vec<Vec<F>> =
                challenges.queries.iter().flat_map(|&x| [at_base(x), at_base(x * g)]).collect();
            let [z, gz] = challenges.out_of_domain;
            for y in [z, gz, gz.mul_base(g)] {
                let row = influence(y, E::from(g), 1 << log2_rows, rows);
                matrix.extend((0..EXTENSION_DEGREE).map(|c| row.iter().map(|&v| coordinate(v, c)).collect::<Vec<F>>()));
            }
            assert_eq!(rank(matrix), expected, "2^{log2_rows}, {rows} rows");
        }
    }
}

/// What the proof of full rank in docs/spec/zero-knowledge.md asks of the sizes.
#[test]
fn sizes_allow_the_argument() {
    for log2_rows in MIN_LOG2_ROWS..=MAX_LOG2_ROWS {
        assert!((1usize << log2_rows) / 8 >= OPENED + PAD_ROWS + CLOSING_ROWS);
    }
}

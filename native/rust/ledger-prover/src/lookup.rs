//! Builds the auxiliary segment: helper columns and running sum of the look-up argument, and the two mask columns.

use ledger_air::challenges::Challenges;
use ledger_air::columns::aux;
use ledger_air::constants::usable_rows;
use ledger_air::constraints::lookup::{fractions, FRACTIONS};
use ledger_air::{PublicInputs, F};
use rayon::prelude::*;
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;

use crate::entropy::Entropy;

/// Rows that share one inversion: their 33 denominators each stay in the cache.
const CHUNK: usize = 256;
/// Streams of the auxiliary columns start past those of the main columns.
const FIRST_STREAM: u64 = 1 << 32;

/// Returns the auxiliary segment for a main segment and the drawn random elements.
pub fn build<E: FieldElement<BaseField = F>, const LIMB: u32>(
    inputs: &PublicInputs,
    main: &ColMatrix<F>,
    random: &[E],
    entropy: &Entropy,
) -> ColMatrix<E> {
    let rows = inputs.rows();
    let closing = usable_rows(inputs.log2_rows);
    let challenges = Challenges::new(random);
    let prices = inputs.price_table();

    let sums: Vec<[E; aux::HELPER_COUNT + 1]> = (0..closing.div_ceil(CHUNK))
        .into_par_iter()
        .flat_map_iter(|chunk| {
            let range = chunk * CHUNK..closing.min((chunk + 1) * CHUNK);
            chunk_sums::<E, LIMB>(inputs, main, range, &prices, &challenges)
        })
        .collect();

    let column = |c: usize| -> Vec<E> {
        let mut random = entropy.stream(FIRST_STREAM + c as u64);
        let mut values = Vec::with_capacity(rows);
        match c {
            aux::SUM => {
                let mut sum = E::ZERO;
                values.push(sum);
                values.extend(sums.iter().map(|row| {
                    sum += row.iter().fold(E::ZERO, |s, &v| s + v);
                    sum
                }));
            }
            aux::QUOTIENT_MASK | aux::DEEP_MASK => {}
            helper => values.extend(sums.iter().map(|row| row[helper])),
        }
        values.resize_with(rows, || random.element());
        values
    };
    ColMatrix::new((0..aux::WIDTH).into_par_iter().map(column).collect())
}

/// Returns, for each row, the helpers' sums of fractions and the sum of the fractions that no helper takes.
fn chunk_sums<E: FieldElement<BaseField = F>, const LIMB: u32>(
    inputs: &PublicInputs,
    main: &ColMatrix<F>,
    range: std::ops::Range<usize>,
    prices: &[(F, F)],
    challenges: &Challenges<E>,
) -> Vec<[E; aux::HELPER_COUNT + 1]> {
    let mut cur = vec![F::ZERO; main.num_cols()];
    let mut next = cur.clone();
    main.read_row_into(range.start, &mut cur);
    let mut numerators = Vec::with_capacity(FRACTIONS * range.len());
    let mut denominators = Vec::with_capacity(FRACTIONS * range.len());
    for row in range {
        main.read_row_into(row + 1, &mut next);
        let price = prices[row % prices.len()];
        for (n, d) in fractions::<F, E, LIMB>(&cur, &next, price, inputs.max_steps_log2, challenges) {
            numerators.push(n);
            denominators.push(d);
        }
        std::mem::swap(&mut cur, &mut next);
    }
    invert(&mut denominators);
    let values: Vec<E> = numerators.iter().zip(&denominators).map(|(&n, &d)| n * d).collect();
    let sum = |values: &[E]| values.iter().fold(E::ZERO, |s, &v| s + v);
    values
        .chunks_exact(FRACTIONS)
        .map(|row| {
            [sum(&row[..6]), sum(&row[6..12]), sum(&row[12..18]), sum(&row[18..24]), sum(&row[24..29]), sum(&row[29..])]
        })
        .collect()
}

/// Inverts every element, with one inversion in all. A zero stays zero and spares the others: random denominators are zero with
/// probability about 2^-100.
fn invert<E: FieldElement>(values: &mut [E]) {
    let mut product = E::ONE;
    let before: Vec<E> = values
        .iter()
        .map(|&v| {
            let before = product;
            if v != E::ZERO {
                product *= v;
            }
            before
        })
        .collect();
    let mut inverse = product.inv();
    for (value, before) in values.iter_mut().zip(before).rev() {
        if *value != E::ZERO {
            let inverted = inverse * before;
            inverse *= *value;
            *value = inverted;
        }
    }
}

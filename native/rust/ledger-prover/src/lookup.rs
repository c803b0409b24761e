//! Builds the auxiliary segment: helper columns and running sum of the look-up argument, and the two mask columns.

use ledger_air::challenges::{Challenges, RANDOM_ELEMENTS};
use ledger_air::columns::{aux, FIRST, MAIN_WIDTH};
use ledger_air::constants::{usable_rows, LIMB_BITS};
use ledger_air::constraints::lookup::sums;
use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, PublicInputs, F};
use ledger_simd::packed_extension::{coordinates, Coordinates};
use ledger_simd::{array, vectorize, Algebra, Kernel, Lanes, Packed, PackedExtension, LANES};
use rayon::prelude::*;
use winter_math::{batch_inversion, FieldElement};
use winter_prover::matrix::ColMatrix;

use crate::entropy::Entropy;
use crate::pipeline::evaluator::SMALL_LIMB_BITS;

/// Rows that share one inversion.
const CHUNK: usize = 256;
/// Helpers, and the fractions that no helper takes.
const SUMS: usize = aux::HELPER_COUNT + 1;
/// Streams of the auxiliary columns start past those of the main columns.
const FIRST_STREAM: u64 = 1 << 32;

/// A column over the extension by its coordinates.
pub type ExtensionColumn = [Vec<F>; EXTENSION_DEGREE];

/// Returns the auxiliary segment for a main segment and the drawn random elements, as a matrix.
pub fn build<E: FieldElement<BaseField = F>, const LIMB: u32>(
    inputs: &PublicInputs,
    main: &ColMatrix<F>,
    random: &[E],
    entropy: &Entropy,
) -> ColMatrix<E> {
    let random: Vec<Coordinates> = random.iter().map(|&e| coordinates(e)).collect();
    let join = |column: ExtensionColumn| -> Vec<E> {
        let elements = (0..column[0].len()).map(|i| column.each_ref().map(|coordinate| coordinate[i]));
        elements.map(|element| E::slice_from_base_elements(&element)[0]).collect()
    };
    let main = main.columns().collect();
    ColMatrix::new(build_coordinates::<LIMB>(inputs, main, &random, entropy).into_iter().map(join).collect())
}

/// Returns the auxiliary segment, column by column.
pub fn build_coordinates<const LIMB: u32>(
    inputs: &PublicInputs,
    main: Vec<&[F]>,
    random: &[Coordinates],
    entropy: &Entropy,
) -> Vec<ExtensionColumn> {
    let rows = inputs.rows();
    let closing = usable_rows(inputs.log2_rows);
    let chunks = RowSums { main, prices: inputs.price_table(), max_steps_log2: inputs.max_steps_log2, random };
    let sums: Vec<[Vec<Coordinates>; SUMS]> = (0..closing.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| chunk_sums(LIMB, &chunks, chunk * CHUNK, rows.min((chunk + 1) * CHUNK)))
        .collect();

    let column = |c: usize| -> ExtensionColumn {
        let mut random = entropy.stream(FIRST_STREAM + c as u64);
        let mut values: ExtensionColumn = std::array::from_fn(|_| Vec::with_capacity(rows));
        let mut push = |element: Coordinates| {
            values.iter_mut().zip(element).for_each(|(values, coordinate)| values.push(coordinate));
        };
        let known = match c {
            aux::SUM => {
                let mut sum = [F::new(0); EXTENSION_DEGREE];
                push(sum);
                for row in 0..closing {
                    let of_row = sums[row / CHUNK].iter().map(|sums| sums[row % CHUNK]);
                    of_row.for_each(|value| sum.iter_mut().zip(value).for_each(|(s, v)| *s += v));
                    push(sum);
                }
                closing + 1
            }
            aux::QUOTIENT_MASK | aux::DEEP_MASK => 0,
            helper => {
                (0..closing).for_each(|row| push(sums[row / CHUNK][helper][row % CHUNK]));
                closing
            }
        };
        (known..rows).for_each(|_| push(coordinates(random.element::<Extension>())));
        values
    };
    (0..aux::WIDTH).into_par_iter().map(column).collect()
}

/// Returns the sums of fractions of rows `start` to `end`.
///
/// Not generic itself, so that the kernels are compiled here and not again wherever a prover is used.
fn chunk_sums(limb_bits: u32, rows: &RowSums<'_>, start: usize, end: usize) -> [Vec<Coordinates>; SUMS] {
    match limb_bits {
        LIMB_BITS => vectorize(ChunkSums::<LIMB_BITS> { rows, start, end }),
        SMALL_LIMB_BITS => vectorize(ChunkSums::<SMALL_LIMB_BITS> { rows, start, end }),
        _ => unreachable!("limbs of {LIMB_BITS} bits, or {SMALL_LIMB_BITS} in tests"),
    }
}

/// Everything that the sums of a row take.
struct RowSums<'a> {
    main: Vec<&'a [F]>,
    prices: Vec<(F, F)>,
    max_steps_log2: u32,
    random: &'a [Coordinates],
}

struct ChunkSums<'a, const LIMB: u32> {
    rows: &'a RowSums<'a>,
    start: usize,
    end: usize,
}

impl<const LIMB: u32> Kernel for ChunkSums<'_, LIMB> {
    type Output = [Vec<Coordinates>; SUMS];

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let all = self.rows;
        let random: [PackedExtension<W>; RANDOM_ELEMENTS] =
            array!(PackedExtension::ZERO, |i| PackedExtension::broadcast(all.random[i]));
        let challenges = Challenges::new(&random);
        let mut cur = [Packed::<W>::ZERO; MAIN_WIDTH];
        let vectors = (self.end - self.start) / LANES;
        let mut fractions = Vec::with_capacity(SUMS * vectors);
        for row in (self.start..self.end).step_by(LANES) {
            for (cell, column) in cur.iter_mut().zip(&all.main) {
                *cell = Packed::load(&column[row..]);
            }
            let first = all.main[FIRST];
            let first_next: [F; LANES] = array!(F::new(0), |i| first[(row + 1 + i) % first.len()]);
            let keys: [F; LANES] = array!(F::new(0), |i| all.prices[(row + i) % all.prices.len()].0);
            let weights: [F; LANES] = array!(F::new(0), |i| all.prices[(row + i) % all.prices.len()].1);
            let price = (Packed::load(&keys), Packed::load(&weights));
            let next = Packed::load(&first_next);
            fractions.extend(sums::<Packed<W>, PackedExtension<W>, LIMB>(
                &cur,
                next,
                price,
                all.max_steps_log2,
                &challenges,
            ));
        }
        divide(&mut fractions);
        let mut out: Self::Output = std::array::from_fn(|_| Vec::with_capacity(LANES * vectors));
        for (i, (quotient, _)) in fractions.iter().enumerate() {
            out[i % SUMS].extend(elements(*quotient));
        }
        out
    }
}

/// Divides numerators by denominators, with one inversion for each lane. A denominator of zero would make its whole lane zero, and so the proof one
/// that is refused: random ones are zero with probability about 2^-150.
#[inline(always)]
fn divide<W: Lanes>(fractions: &mut [(PackedExtension<W>, PackedExtension<W>)]) {
    let mut product = PackedExtension::<W>::one();
    for (numerator, denominator) in fractions.iter_mut() {
        *numerator *= product;
        product *= *denominator;
    }
    let inverses = batch_inversion(&elements(product).map(|[a, b, c]| Extension::new(a, b, c)));
    let lanes: [[F; LANES]; EXTENSION_DEGREE] =
        array!([F::new(0); LANES], |c| array!(F::new(0), |lane| coordinates(inverses[lane])[c]));
    let mut inverse = PackedExtension(array!(Packed::<W>::ZERO, |c| Packed::load(&lanes[c])));
    for (numerator, denominator) in fractions.iter_mut().rev() {
        *numerator *= inverse;
        inverse *= *denominator;
    }
}

/// Returns the elements of all lanes.
#[inline(always)]
fn elements<W: Lanes>(packed: PackedExtension<W>) -> [Coordinates; LANES] {
    let coordinates: [[F; LANES]; EXTENSION_DEGREE] = array!([F::new(0); LANES], |c| packed.0[c].elements());
    array!([F::new(0); EXTENSION_DEGREE], |lane| array!(F::new(0), |c| coordinates[c][lane]))
}

//! Speed of the kernels on one thread, each beside the same work by winterfell, by the blake3 crate, or by the same code on one element at a time:
//! `./bench kernels`.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{criterion_group, criterion_main, BenchmarkGroup, Criterion, Throughput};
use ledger_air::columns::MAIN_WIDTH;
use ledger_air::constants::LIMB_BITS;
use ledger_air::constraints::{evaluate_main, Results};
use ledger_air::rescue::permute;
use ledger_simd::blake3::{hash_rows, ROWS};
use ledger_simd::transform::LowDegreeExtension;
use ledger_simd::{array, vectorize, Algebra, Kernel, Lanes, Packed, F, LANES};
use winter_crypto::hashers::Rp64_256;
use winter_math::{fft, FieldElement, StarkField};

const STATES: usize = 4096;
const SQUARINGS: usize = 64;

type State = [F; 12];

fn group<'a>(criterion: &'a mut Criterion, name: &str, throughput: Throughput) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.throughput(throughput);
    group
}

fn element(i: usize) -> F {
    F::new((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn states() -> Vec<State> {
    (0..STATES).map(|r| std::array::from_fn(|j| element(12 * r + j))).collect()
}

/// Elements that a column of 2^15 is extended to.
fn extension(criterion: &mut Criterion) {
    // winterfell's transforms are those of its prover, which would take all threads.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool");
    let (log_size, size) = (15, 1usize << 15);
    let mut group = group(criterion, "extension", Throughput::Elements(8 * size as u64));
    let column: Vec<F> = (0..size).map(element).collect();
    let tables = LowDegreeExtension::new(log_size, 3, F::GENERATOR);
    let mut out = vec![F::new(0); 8 * size];
    group.bench_function("packed", |b| b.iter(|| tables.extend(&mut column.clone(), &mut out)));
    let (twiddles, inverse) = (fft::get_twiddles::<F>(size), fft::get_inv_twiddles::<F>(size));
    group.bench_function("winterfell", |b| {
        b.iter(|| {
            let mut column = column.clone();
            fft::interpolate_poly(&mut column, &inverse);
            fft::evaluate_poly_with_offset(&column, &twiddles, F::GENERATOR, 8)
        })
    });
}

/// Bytes of rows as wide as the main segment.
fn row_hashes(criterion: &mut Criterion) {
    const COUNT: usize = 1024;
    let mut group = group(criterion, "blake3", Throughput::Bytes(8 * (MAIN_WIDTH * COUNT) as u64));
    let columns: Vec<Vec<F>> = (0..MAIN_WIDTH).map(|c| (0..COUNT).map(|r| element(c * COUNT + r)).collect()).collect();
    let slices: Vec<&[F]> = columns.iter().map(Vec::as_slice).collect();
    group.bench_function("packed", |b| {
        b.iter(|| {
            (0..COUNT).step_by(ROWS).for_each(|start| {
                black_box(hash_rows(&slices, start));
            })
        })
    });
    group.bench_function("blake3", |b| {
        b.iter(|| {
            for row in 0..COUNT {
                let bytes: Vec<u8> = columns.iter().flat_map(|c| c[row].as_int().to_le_bytes()).collect();
                black_box(blake3::hash(&bytes));
            }
        })
    });
}

/// Squarings: the inner loop of a permutation.
fn multiplications(criterion: &mut Criterion) {
    let mut group = group(criterion, "multiplication", Throughput::Elements((SQUARINGS * 12 * STATES) as u64));
    let states = states();
    group.bench_function("packed", |b| b.iter(|| each_eight(&states, Squares)));
    group.bench_function("winterfell", |b| {
        b.iter(|| {
            let mut out = states.clone();
            (0..SQUARINGS).for_each(|_| out.as_flattened_mut().iter_mut().for_each(|x| *x = x.square()));
            out
        })
    });
}

/// States times the MDS matrix.
fn mds(criterion: &mut Criterion) {
    let mut group = group(criterion, "mds", Throughput::Elements(STATES as u64));
    let states = states();
    group.bench_function("packed", |b| b.iter(|| each_eight(&states, Mds)));
    group.bench_function("scalar", |b| b.iter(|| states.iter().map(F::mds).collect::<Vec<_>>()));
}

/// Rescue permutations, with the states in the middle of rounds.
fn permutations(criterion: &mut Criterion) {
    let mut group = group(criterion, "permutation", Throughput::Elements(STATES as u64));
    let states = states();
    group.bench_function("packed", |b| b.iter(|| each_eight(&states, Permutation)));
    group.bench_function("winterfell", |b| {
        b.iter(|| {
            let mut out = states.clone();
            out.iter_mut().for_each(Rp64_256::apply_permutation);
            out
        })
    });
}

/// Points at which the constraints of the main segment are evaluated, and summed.
fn constraints(criterion: &mut Criterion) {
    const POINTS: usize = 512;
    let mut group = group(criterion, "constraints", Throughput::Elements(POINTS as u64));
    let cells: Vec<F> = (0..MAIN_WIDTH * (POINTS + LANES)).map(element).collect();
    group.bench_function("packed", |b| b.iter(|| vectorize(Constraints(&cells))));
    group.bench_function("scalar", |b| {
        b.iter(|| {
            let mut sum = Sum(F::new(0));
            for rows in cells.chunks_exact(MAIN_WIDTH).collect::<Vec<_>>().windows(2).take(POINTS) {
                evaluate_main::<F, LIMB_BITS>(rows[0], rows[1], &mut sum);
            }
            sum.0
        })
    });
}

/// Work on twelve lanes of eight states.
trait OnLanes: Copy {
    fn work<W: Lanes>(self, lanes: &mut [Packed<W>; 12]);
}

fn each_eight(states: &[State], work: impl OnLanes) -> Vec<[F; LANES]> {
    vectorize(EachEight(states, work))
}

struct EachEight<'a, K>(&'a [State], K);

impl<K: OnLanes> Kernel for EachEight<'_, K> {
    type Output = Vec<[F; LANES]>;

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut out = Vec::with_capacity(self.0.len() * 12 / LANES);
        for states in self.0.as_flattened().chunks_exact(12 * LANES) {
            let mut lanes: [Packed<W>; 12] = array!(Packed::ZERO, |j| Packed::load(&states[LANES * j..]));
            self.1.work(&mut lanes);
            for lane in lanes {
                out.push(lane.elements());
            }
        }
        out
    }
}

#[derive(Clone, Copy)]
struct Squares;

impl OnLanes for Squares {
    #[inline(always)]
    fn work<W: Lanes>(self, lanes: &mut [Packed<W>; 12]) {
        for _ in 0..SQUARINGS {
            for lane in lanes.iter_mut() {
                *lane = lane.squared();
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Mds;

impl OnLanes for Mds {
    #[inline(always)]
    fn work<W: Lanes>(self, lanes: &mut [Packed<W>; 12]) {
        *lanes = Packed::mds(lanes);
    }
}

#[derive(Clone, Copy)]
struct Permutation;

impl OnLanes for Permutation {
    #[inline(always)]
    fn work<W: Lanes>(self, lanes: &mut [Packed<W>; 12]) {
        black_box(permute(lanes));
    }
}

/// Constraints on cells as they come: what they evaluate to takes the same time.
struct Constraints<'a>(&'a [F]);

impl Kernel for Constraints<'_> {
    type Output = [F; LANES];

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut sum = Sum(Packed::<W>::ZERO);
        let mut frame = [[Packed::<W>::ZERO; MAIN_WIDTH]; 2];
        let rows = self.0.chunks_exact(MAIN_WIDTH * LANES);
        for (now, next) in rows.clone().zip(rows.skip(1)) {
            for (cells, rows) in frame.iter_mut().zip([now, next]) {
                for (cell, values) in cells.iter_mut().zip(rows.chunks_exact(LANES)) {
                    *cell = Packed::load(values);
                }
            }
            evaluate_main::<Packed<W>, LIMB_BITS>(&frame[0], &frame[1], &mut sum);
        }
        sum.0.elements()
    }
}

struct Sum<E>(E);

impl<E: Algebra> Results<E> for Sum<E> {
    #[inline(always)]
    fn put(&mut self, value: E) {
        self.0 += value;
    }
}

criterion_group!(kernels, extension, row_hashes, multiplications, mds, permutations, constraints);
criterion_main!(kernels);

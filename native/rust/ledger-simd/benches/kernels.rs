//! Speed of the kernels on one thread, against winterfell's own in the same run.

use std::time::Instant;

use ledger_simd::transform::LowDegreeExtension;
use ledger_simd::{vectorize, Algebra, Kernel, Lanes, Packed, F, LANES};
use winter_math::{fft, FieldElement, StarkField};

fn seconds(mut work: impl FnMut()) -> f64 {
    work();
    (0..5)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn main() {
    let (log_size, size) = (15, 1usize << 15);
    let extension = LowDegreeExtension::new(log_size, 3, F::GENERATOR);
    let column: Vec<F> = (0..size as u64).map(|i| F::new(i.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let mut out = vec![F::new(0); 8 * size];
    let ours = seconds(|| extension.extend(&mut column.clone(), &mut out));
    let (twiddles, inverse) = (fft::get_twiddles::<F>(size), fft::get_inv_twiddles::<F>(size));
    let theirs = seconds(|| {
        let mut column = column.clone();
        fft::interpolate_poly(&mut column, &inverse);
        std::hint::black_box(fft::evaluate_poly_with_offset(&column, &twiddles, F::GENERATOR, 8));
    });
    let rate = |s: f64| 8.0 * size as f64 / s / 1e6;
    println!(
        "extension of 2^15 by 8: {:.0} M/s, winterfell {:.0} M/s, ratio {:.1}",
        rate(ours),
        rate(theirs),
        theirs / ours
    );

    let width = 234;
    let element = |c: u64, r: u64| F::new((c * 4096 + r).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let columns: Vec<Vec<F>> = (0..width).map(|c| (0..4096).map(|r| element(c, r)).collect()).collect();
    let slices: Vec<&[F]> = columns.iter().map(Vec::as_slice).collect();
    let ours = seconds(|| {
        for start in (0..4096).step_by(ledger_simd::blake3::ROWS) {
            std::hint::black_box(ledger_simd::blake3::hash_rows(&slices, start));
        }
    });
    let theirs = seconds(|| {
        for row in 0..4096 {
            let bytes: Vec<u8> = columns.iter().flat_map(|c| c[row].as_int().to_le_bytes()).collect();
            std::hint::black_box(blake3::hash(&bytes));
        }
    });
    let rate = |s: f64| 8.0 * (width * 4096) as f64 / s / 1e6;
    println!(
        "Blake3 of rows of {width}: {:.0} MB/s, row by row {:.0} MB/s, ratio {:.1}",
        rate(ours),
        rate(theirs),
        theirs / ours
    );

    let states: Vec<[F; 12]> = (0..4096).map(|r| std::array::from_fn(|j| columns[j][r])).collect();
    let ours = seconds(|| {
        std::hint::black_box(vectorize(Squares(&states)));
    });
    let theirs = seconds(|| {
        let mut out = states.clone();
        (0..SQUARINGS).for_each(|_| out.as_flattened_mut().iter_mut().for_each(|x| *x = x.square()));
        std::hint::black_box(out);
    });
    let rate = |s: f64| (SQUARINGS * 12 * states.len()) as f64 / s / 1e6;
    println!("multiplications: {:.0} M/s, winterfell {:.0} M/s, ratio {:.1}", rate(ours), rate(theirs), theirs / ours);
    let ours = seconds(|| {
        std::hint::black_box(vectorize(Products(&states)));
    });
    let theirs = seconds(|| {
        std::hint::black_box(states.iter().map(F::mds).collect::<Vec<_>>());
    });
    let nanoseconds = |s: f64| s * 1e9 / states.len() as f64;
    println!(
        "MDS product: {:.1} ns a state, one at a time {:.1} ns, ratio {:.1}",
        nanoseconds(ours),
        nanoseconds(theirs),
        theirs / ours
    );
}

const SQUARINGS: usize = 64;

/// Squares twelve lanes of eight states many times: the inner loop of a permutation.
struct Squares<'a>(&'a [[F; 12]]);

impl Kernel for Squares<'_> {
    type Output = Vec<[F; LANES]>;

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut out = vec![];
        for states in self.0.as_flattened().chunks_exact(12 * LANES) {
            let mut lanes = [Packed::<W>::ZERO; 12];
            for (lane, words) in lanes.iter_mut().zip(states.chunks_exact(LANES)) {
                *lane = Packed::load(words);
            }
            for _ in 0..SQUARINGS {
                for lane in &mut lanes {
                    *lane = lane.squared();
                }
            }
            for lane in lanes {
                out.push(lane.elements());
            }
        }
        out
    }
}

/// MDS products of eight states at a time.
struct Products<'a>(&'a [[F; 12]]);

impl Kernel for Products<'_> {
    type Output = Vec<[F; LANES]>;

    #[inline(always)]
    fn run<W: Lanes>(self) -> Self::Output {
        let mut out = vec![];
        for states in self.0.as_flattened().chunks_exact(12 * LANES) {
            let mut lanes = [Packed::<W>::ZERO; 12];
            for (lane, words) in lanes.iter_mut().zip(states.chunks_exact(LANES)) {
                *lane = Packed::load(words);
            }
            for lane in Packed::mds(&lanes) {
                out.push(lane.elements());
            }
        }
        out
    }
}

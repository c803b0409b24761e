//! Speed of the kernels on one thread, against winterfell's own in the same run.

use std::time::Instant;

use ledger_simd::transform::LowDegreeExtension;
use ledger_simd::{mds, Packed, F, LANES};
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
    let mut out = vec![F::ZERO; 8 * size];
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
    let ours = seconds(|| {
        for start in (0..4096).step_by(ledger_simd::blake3::ROWS) {
            std::hint::black_box(ledger_simd::blake3::hash_rows(&columns, start));
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

    let states: Vec<[Packed; 12]> = columns[..96]
        .chunks_exact(12)
        .flat_map(|lanes| (0..4096).step_by(LANES).map(|r| std::array::from_fn(|j| Packed::load(&lanes[j][r..]))))
        .collect();
    let ours = seconds(|| {
        states.iter().for_each(|state| {
            std::hint::black_box(mds::multiply_packed(state));
        })
    });
    let theirs = seconds(|| {
        states.iter().for_each(|state| {
            std::hint::black_box(mds::multiply_arrays(state));
        })
    });
    let nanoseconds = |s: f64| s * 1e9 / (LANES * states.len()) as f64;
    println!(
        "MDS product: {:.1} ns a state, in plain Rust {:.1} ns, ratio {:.1}",
        nanoseconds(ours),
        nanoseconds(theirs),
        theirs / ours
    );
}

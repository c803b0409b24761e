//! The MDS matrix of Rescue-Prime `Rp64_256` on words, without a multiplication.
//!
//! The matrix is circulant with first row [7, 23, 8, 26, 13, 10, 9, 7, 6, 22, 21, 8], so its product is one of polynomials modulo X^12 - 1.
//! With Y = X^3 these are three polynomials modulo Y^4 - 1, multiplied at Y = 1, -1 and i, where the matrix has powers of two only:
//! 4 (16, 8, 16), 4 (-8, 1, 1) and 2 (-1 - 2i, -1 - i, 4 - 8i). The factors 4 and 2 are those of the inverse transform. Halves of words are
//! transformed apart, modulo 2^64; results are below 2^41.

use crate::array;
use crate::words::Words;

/// Returns the product with the matrix of a few states at once, words below p: `state[j]` holds lane j of each state.
#[inline(always)]
pub fn multiply<W: Words>(state: &[W; 12]) -> [W; 12] {
    let low = multiply_halves(&array!(W::ZERO, |j| state[j].low_half()));
    let high = multiply_halves(&array!(W::ZERO, |j| state[j].high_half()));
    array!(W::ZERO, |j| W::reduce_halves(low[j], high[j]))
}

/// Real and imaginary part.
type Complex<W> = (W, W);

#[inline(always)]
fn sum<W: Words>(p: Complex<W>, q: Complex<W>) -> Complex<W> {
    (p.0.plus(q.0), p.1.plus(q.1))
}

#[inline(always)]
fn times_i<W: Words>(p: Complex<W>) -> Complex<W> {
    (W::ZERO.minus(p.1), p.0)
}

/// Returns the product for small words, modulo 2^64.
#[inline(always)]
fn multiply_halves<W: Words>(s: &[W; 12]) -> [W; 12] {
    let zero = W::ZERO;
    // x[b] at 1, -1 and i of s_b + s_(3+b) Y + s_(6+b) Y^2 + s_(9+b) Y^3
    let (mut one, mut minus, mut real, mut imaginary) = ([zero; 3], [zero; 3], [zero; 3], [zero; 3]);
    for b in 0..3 {
        let (even, odd) = (s[b].plus(s[6 + b]), s[3 + b].plus(s[9 + b]));
        one[b] = even.plus(odd);
        minus[b] = even.minus(odd);
        real[b] = s[b].minus(s[6 + b]);
        imaginary[b] = s[3 + b].minus(s[9 + b]);
    }
    // times 16 + 8 X + 16 X^2 with X^3 = 1
    let [x0, x1, x2] = one;
    let (t0, t1, t2) = (x0.times::<4>(), x1.times::<4>(), x2.times::<4>());
    let at_one =
        [t0.plus(t1).plus(x2.times::<3>()), x0.times::<3>().plus(t1).plus(t2), t0.plus(x1.times::<3>()).plus(t2)];
    // times -8 + X + X^2 with X^3 = -1
    let [x0, x1, x2] = minus;
    let at_minus = [
        zero.minus(x0.times::<3>()).minus(x1).minus(x2),
        x0.minus(x1.times::<3>()).minus(x2),
        x0.plus(x1).minus(x2.times::<3>()),
    ];
    // times (-1 - 2i) + (-1 - i) X + (4 - 8i) X^2 with X^3 = i
    let mut products = [[(zero, zero); 3]; 3];
    for b in 0..3 {
        let (r, i) = (real[b], imaginary[b]);
        products[b] = [
            (i.times::<1>().minus(r), zero.minus(r.times::<1>()).minus(i)),
            (i.minus(r), zero.minus(r).minus(i)),
            (r.times::<2>().plus(i.times::<3>()), i.times::<2>().minus(r.times::<3>())),
        ];
    }
    let [p0, p1, p2] = products;
    let at_i =
        [sum(p0[0], times_i(sum(p1[2], p2[1]))), sum(sum(p0[1], p1[0]), times_i(p2[2])), sum(sum(p0[2], p1[1]), p2[0])];
    let mut out = [zero; 12];
    for b in 0..3 {
        let (even, odd) = (at_one[b].plus(at_minus[b]), at_one[b].minus(at_minus[b]));
        out[b] = even.plus(at_i[b].0);
        out[3 + b] = odd.plus(at_i[b].1);
        out[6 + b] = even.minus(at_i[b].0);
        out[9 + b] = odd.minus(at_i[b].1);
    }
    out
}

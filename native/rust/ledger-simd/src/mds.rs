//! The MDS matrix of Rescue-Prime `Rp64_256` on words, without a multiplication.
//!
//! The matrix is circulant with first row [7, 23, 8, 26, 13, 10, 9, 7, 6, 22, 21, 8], so its product is one of polynomials modulo X^12 - 1.
//! With Y = X^3 these are three polynomials modulo Y^4 - 1, multiplied at Y = 1, -1 and i, where the matrix has powers of two only:
//! 4 (16, 8, 16), 4 (-8, 1, 1) and 2 (-1 - 2i, -1 - i, 4 - 8i). The factors 4 and 2 are those of the inverse transform. Halves of words are
//! transformed apart, modulo 2^64; results are below 2^41.

use crate::array;
use crate::packed::reduce_halves;

const HALF: u64 = 0xffff_ffff;

/// The same half of N words.
#[derive(Clone, Copy)]
struct Halves<const N: usize>([u64; N]);

impl<const N: usize> Halves<N> {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(array!(0, |i| self.0[i].wrapping_add(other.0[i])))
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self(array!(0, |i| self.0[i].wrapping_sub(other.0[i])))
    }
    #[inline(always)]
    fn times<const POWER: u32>(self) -> Self {
        Self(array!(0, |i| self.0[i] << POWER))
    }
}

/// Returns the product with the matrix of N states at once, words below p: `state[j][n]` is lane j of state n.
#[inline(always)]
pub fn multiply<const N: usize>(state: &[[u64; N]; 12]) -> [[u64; N]; 12] {
    let low = multiply_halves(&array!(Halves([0; N]), |j| Halves(array!(0, |n| state[j][n] & HALF))));
    let high = multiply_halves(&array!(Halves([0; N]), |j| Halves(array!(0, |n| state[j][n] >> 32))));
    array!([0; N], |j| array!(0, |n| reduce_halves(low[j].0[n], high[j].0[n])))
}

/// Real and imaginary part.
type Complex<const N: usize> = (Halves<N>, Halves<N>);

#[inline(always)]
fn sum<const N: usize>(p: Complex<N>, q: Complex<N>) -> Complex<N> {
    (p.0.plus(q.0), p.1.plus(q.1))
}

#[inline(always)]
fn times_i<const N: usize>(p: Complex<N>) -> Complex<N> {
    (Halves([0; N]).minus(p.1), p.0)
}

/// Returns the product for small words, modulo 2^64.
#[inline(always)]
fn multiply_halves<const N: usize>(s: &[Halves<N>; 12]) -> [Halves<N>; 12] {
    let zero = Halves([0; N]);
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

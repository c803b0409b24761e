//! How the quotient mask's coefficients act on what a proof opens.
//!
//! With m = n/8, the mask U adds kappa U(X) E(X) sum_s X^(s m) to the composition polynomial, where E vanishes on the exempt rows and
//! s runs over 1, 10, .., 46. A chunk is 8 blocks of m coefficients.

use ledger_air::constants::{CLOSING_ROWS, PAD_ROWS};
use ledger_air::F;
use winter_math::{polynom, ExtensionOf, FieldElement, StarkField};

use super::E;

/// Composition chunks.
pub const CHUNKS: usize = 7;
/// Shifts of QUOTIENT-MASK, in blocks of n/8 coefficients.
pub const SHIFTS: [usize; 6] = [1, 10, 19, 28, 37, 46];

/// The map from a mask to opened values.
pub struct MaskMap {
    rows: usize,
    coefficient: E,
    exemptions: Vec<F>,
    shifts: Vec<usize>,
}

impl MaskMap {
    /// Returns the map for a constraint with these shifts.
    pub fn new(rows: usize, coefficient: E, shifts: &[usize]) -> Self {
        let generator = F::get_root_of_unity(rows.ilog2());
        let exempt: Vec<F> = (rows - PAD_ROWS - CLOSING_ROWS..rows).map(|r| generator.exp(r as u64)).collect();
        Self { rows, coefficient, exemptions: polynom::poly_from_roots(&exempt), shifts: shifts.to_vec() }
    }

    /// Returns the equations of a point y: the values there of chunks 0 to 6 and of the mask itself, one cell for each of the mask's
    /// coefficients named.
    pub fn equations(&self, y: E, coefficients: &[usize]) -> Vec<Vec<E>> {
        let block = self.rows / 8;
        let t = y.exp(block as u64);
        // what a coefficient of block b of U * E is multiplied by in chunk j
        let factor = |chunk: usize, b: usize| {
            let inside = self.shifts.iter().filter(|&&s| (8 * chunk..8 * chunk + 8).contains(&(s + b)));
            let power = |s: usize| match s >= 8 * chunk {
                true => t.exp((s - 8 * chunk) as u64),
                false => t.exp((8 * chunk - s) as u64).inv(),
            };
            inside.fold(E::ZERO, |sum, &s| sum + power(s)) * self.coefficient
        };
        let factors: Vec<Vec<E>> = (0..CHUNKS).map(|j| (0..10).map(|b| factor(j, b)).collect()).collect();
        // sums of the first coefficients of E, times powers of y
        let mut sums = vec![E::ZERO];
        let mut power = E::ONE;
        for &e in &self.exemptions {
            sums.push(sums[sums.len() - 1] + power.mul_base(e));
            power *= y;
        }
        let all = self.exemptions.len();
        let powers: Vec<E> = coefficients.iter().map(|&k| y.exp(k as u64)).collect();
        let mut out: Vec<Vec<E>> = factors
            .iter()
            .map(|f| {
                let cell = |(&k, &power): (&usize, &E)| {
                    let b = k / block;
                    let cut = all.min((b + 1) * block - k);
                    power * (f[b] * sums[cut] + f[b + 1] * (sums[all] - sums[cut]))
                };
                coefficients.iter().zip(&powers).map(cell).collect()
            })
            .collect();
        out.push(powers);
        out
    }

    /// Returns what a mask's coefficients add to the chunks' coefficients.
    pub fn chunks(&self, mask: &[E]) -> Vec<Vec<E>> {
        let mut product = vec![E::ZERO; self.rows + self.exemptions.len()];
        for (i, &e) in self.exemptions.iter().enumerate() {
            let scaled = self.coefficient.mul_base(e);
            product[i..].iter_mut().zip(mask).for_each(|(p, &u)| *p += scaled * u);
        }
        let mut out = vec![E::ZERO; CHUNKS * self.rows];
        for &shift in &self.shifts {
            let place = shift * self.rows / 8;
            out[place..].iter_mut().zip(&product).for_each(|(o, &p)| *o += p);
        }
        out.chunks_exact(self.rows).map(<[E]>::to_vec).collect()
    }
}

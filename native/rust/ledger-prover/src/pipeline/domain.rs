//! Values that depend on the point alone: divisors and periodic columns over the extended domain, coset after coset.

use ledger_air::constants::usable_rows;
use ledger_air::F;
use ledger_simd::transform::LowDegreeExtension;
use ledger_simd::LANES;
use rayon::prelude::*;
use winter_math::{batch_inversion, fft, FieldElement, StarkField};

/// Points of the extended domain: point k of coset c is offset * w^c * g^k.
pub struct Points {
    rows: usize,
    /// offset * w^c
    coset_offsets: Vec<F>,
    generator: F,
}

impl Points {
    /// Returns the points of the domain that `tables` extend to.
    pub fn new(tables: &LowDegreeExtension) -> Self {
        Self {
            rows: tables.size(),
            coset_offsets: (0..tables.cosets()).map(|c| tables.shift(c)).collect(),
            generator: F::get_root_of_unity(tables.size().ilog2()),
        }
    }

    /// Returns 1/(x - row's point) for all points.
    pub fn inverse_distances(&self, point: F) -> Vec<F> {
        let coset = |offset: &F| -> Vec<F> {
            let powers = std::iter::successors(Some(*offset), |&x| Some(x * self.generator));
            batch_inversion(&powers.take(self.rows).map(|x| x - point).collect::<Vec<_>>())
        };
        self.coset_offsets.par_iter().flat_map_iter(coset).collect()
    }

    /// Returns the transition constraints' inverse divisor: the product of (x - g^row) over the exempt rows, over x^n - 1.
    pub fn inverse_transition_divisor(&self, tables: &LowDegreeExtension) -> Vec<F> {
        let first_exempt = usable_rows(self.rows.ilog2()) as u64;
        let mut exemptions = vec![F::ZERO; self.rows];
        exemptions[0] = F::ONE;
        for (degree, row) in (first_exempt..self.rows as u64).enumerate() {
            // times (x - g^row), from the highest coefficient down
            let root = self.generator.exp(row);
            for i in (0..=degree).rev() {
                let coefficient = exemptions[i];
                exemptions[i + 1] += coefficient;
                exemptions[i] = -root * coefficient;
            }
        }
        let mut values = vec![F::ZERO; self.rows * self.coset_offsets.len()];
        tables.scramble(&mut exemptions);
        tables.evaluate(&exemptions, &mut values);
        values.par_chunks_exact_mut(self.rows).zip(&self.coset_offsets).for_each(|(coset, offset)| {
            let inverse = (offset.exp(self.rows as u64) - F::ONE).inv();
            coset.iter_mut().for_each(|v| *v *= inverse);
        });
        values
    }

    /// Returns a periodic column's values: for each coset one period, or eight values where the period is shorter.
    pub fn periodic(&self, polynomial: &[F]) -> Vec<Vec<F>> {
        let period = polynomial.len();
        let twiddles = fft::get_twiddles::<F>(period);
        let coset = |offset: &F| {
            let offset = offset.exp((self.rows / period) as u64);
            let values = fft::evaluate_poly_with_offset(polynomial, &twiddles, offset, 1);
            values.iter().copied().cycle().take(period.max(LANES)).collect()
        };
        self.coset_offsets.iter().map(coset).collect()
    }
}

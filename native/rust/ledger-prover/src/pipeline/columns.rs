//! A matrix over the extended domain, column-major, coset after coset.

use ledger_air::F;
use ledger_simd::blake3::{hash_rows, ROWS};
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_air::proof::Queries;
use winter_crypto::{Hasher, MerkleTree, VectorCommitment};
use winter_math::FieldElement;

use crate::hasher::RowHasher;
use crate::job::Checkpoint;

/// Commitment to the rows of a matrix.
pub type RowTree = MerkleTree<RowHasher>;
type Digest = <RowHasher as Hasher>::Digest;

/// Evaluations of columns over the extended domain: row blowup * k + c is at place c * n + k.
pub struct ExtendedColumns {
    values: Vec<Vec<F>>,
    rows: usize,
    cosets: usize,
}

impl ExtendedColumns {
    /// Extends columns of evaluations over the trace domain; returns their coefficients too.
    pub fn extend<'a>(
        tables: &LowDegreeExtension,
        checkpoint: &Checkpoint,
        columns: impl IndexedParallelIterator<Item = Vec<F>> + 'a,
    ) -> (Self, Vec<Vec<F>>) {
        let extend = |mut column: Vec<F>| {
            checkpoint.pass();
            let mut out = vec![F::ZERO; tables.size() * tables.cosets()];
            tables.extend(&mut column, &mut out);
            (out, column)
        };
        let (values, coefficients) = columns.map(extend).unzip();
        (Self::new(tables, values), coefficients)
    }

    /// Evaluates columns of coefficients.
    pub fn evaluate(
        tables: &LowDegreeExtension,
        checkpoint: &Checkpoint,
        coefficients: impl IndexedParallelIterator<Item = Vec<F>>,
    ) -> Self {
        let evaluate = |mut column: Vec<F>| {
            checkpoint.pass();
            let mut out = vec![F::ZERO; tables.size() * tables.cosets()];
            tables.evaluate_coefficients(&mut column, &mut out);
            out
        };
        Self::new(tables, coefficients.map(evaluate).collect())
    }

    fn new(tables: &LowDegreeExtension, values: Vec<Vec<F>>) -> Self {
        Self { values, rows: tables.size(), cosets: tables.cosets() }
    }

    /// Columns.
    pub fn values(&self) -> &[Vec<F>] {
        &self.values
    }

    /// Rows of a coset.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of cosets.
    pub fn cosets(&self) -> usize {
        self.cosets
    }

    fn place(&self, row: usize) -> usize {
        (row % self.cosets) * self.rows + row / self.cosets
    }

    /// Writes a row of the extended domain.
    pub fn read_row<E: FieldElement<BaseField = F>>(&self, row: usize, out: &mut [E]) {
        let place = self.place(row);
        for (element, coordinates) in out.iter_mut().zip(self.values.chunks_exact(E::EXTENSION_DEGREE)) {
            let mut base = [F::ZERO; 3];
            base.iter_mut().zip(coordinates).for_each(|(b, column)| *b = column[place]);
            *element = E::slice_from_base_elements(&base[..E::EXTENSION_DEGREE])[0];
        }
    }

    /// Commits to the rows.
    pub fn commit(&self, checkpoint: &Checkpoint) -> RowTree {
        let mut leaves = vec![Digest::default(); self.rows * self.cosets];
        leaves.par_chunks_exact_mut(ROWS * self.cosets).enumerate().for_each(|(block, leaves)| {
            checkpoint.pass();
            for coset in 0..self.cosets {
                let digests = hash_rows(&self.values, coset * self.rows + block * ROWS);
                for (i, digest) in digests.into_iter().enumerate() {
                    leaves[i * self.cosets + coset] = Digest::new(digest);
                }
            }
        });
        RowTree::new(leaves).expect("a power of two of rows")
    }

    /// Opens rows.
    pub fn query<E: FieldElement<BaseField = F>>(&self, tree: &RowTree, positions: &[usize]) -> Queries {
        let (_, opening) = tree.open_many(positions).expect("positions in range");
        let width = self.values.len() / E::EXTENSION_DEGREE;
        let rows = positions
            .iter()
            .map(|&position| {
                let mut row = vec![E::ZERO; width];
                self.read_row(position, &mut row);
                row
            })
            .collect();
        Queries::new::<RowHasher, E, RowTree>(opening, rows)
    }
}

/// Splits a column over the extension field into its coordinates.
pub fn coordinates<E: FieldElement<BaseField = F>>(column: &[E], coordinate: usize) -> Vec<F> {
    E::slice_as_base_elements(column).iter().skip(coordinate).step_by(E::EXTENSION_DEGREE).copied().collect()
}

/// Joins the coordinates of a column over the extension field.
pub fn join<E: FieldElement<BaseField = F>>(coordinates: &[Vec<F>]) -> Vec<E> {
    let base: Vec<F> = (0..coordinates[0].len()).flat_map(|i| coordinates.iter().map(move |c| c[i])).collect();
    E::slice_from_base_elements(&base).to_vec()
}

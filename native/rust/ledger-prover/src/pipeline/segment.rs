//! Columns over the extended domain, column-major, coset after coset, and the commitment to their rows.

use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{Extension, F};
use ledger_simd::blake3::{hash_pairs, hash_rows, ROWS};
use ledger_simd::packed_extension::coordinates;
use ledger_simd::transform::LowDegreeExtension;
use rayon::prelude::*;
use winter_air::proof::Queries;
use winter_crypto::{Hasher, MerkleTree, VectorCommitment};
use winter_math::FieldElement;

use crate::hasher::RowHasher;
use crate::job::Checkpoint;
use crate::matrix::Matrix;
use crate::tile::{Tile, TILE_ROWS};

/// Commitment to the rows of a matrix.
pub type RowTree = MerkleTree<RowHasher>;
type Digest = <RowHasher as Hasher>::Digest;
const DIGEST_BYTES: usize = 32;

/// Columns of the base field, extended and committed to. Those of a column over the extension, its coordinates, stand side by side.
pub struct Segment {
    /// Evaluations over the extended domain, coset after coset.
    extended: Matrix,
    tree: RowTree,
}

impl Segment {
    /// Extends columns of evaluations over the trace domain.
    pub fn extend<C: AsRef<[F]> + Sync>(tables: &LowDegreeExtension, checkpoint: &Checkpoint, columns: &[C]) -> Self {
        let mut extended = Matrix::new(columns.len(), tables.size() * tables.cosets());
        extended.par_columns_mut().zip(columns).for_each_init(
            || vec![F::ZERO; tables.size()],
            |coefficients, (extended, column)| {
                checkpoint.pass();
                coefficients.copy_from_slice(column.as_ref());
                tables.extend(coefficients, extended);
            },
        );
        Self::commit(tables, checkpoint, extended)
    }

    /// Evaluates columns of scrambled coefficients: see `ledger_simd::transform`.
    pub fn evaluate<C: AsRef<[F]> + Sync>(tables: &LowDegreeExtension, checkpoint: &Checkpoint, columns: &[C]) -> Self {
        let mut extended = Matrix::new(columns.len(), tables.size() * tables.cosets());
        extended.par_columns_mut().zip(columns).for_each(|(extended, column)| {
            checkpoint.pass();
            tables.evaluate(column.as_ref(), extended);
        });
        Self::commit(tables, checkpoint, extended)
    }

    fn commit(tables: &LowDegreeExtension, checkpoint: &Checkpoint, extended: Matrix) -> Self {
        let (rows, cosets) = (tables.size(), tables.cosets());
        let columns: Vec<&[F]> = extended.columns().collect();
        let mut leaves = vec![Digest::default(); rows * cosets];
        let blocks = leaves.par_chunks_exact_mut(TILE_ROWS * cosets).enumerate();
        blocks.for_each_init(
            || Tile::new(columns.len()),
            |tile, (block, leaves)| {
                checkpoint.pass();
                for coset in 0..cosets {
                    tile.fill(&columns, coset * rows, rows, block * TILE_ROWS);
                    let columns: Vec<&[F]> = tile.columns().collect();
                    for (leaves, start) in leaves.chunks_exact_mut(ROWS * cosets).zip((0..).step_by(ROWS)) {
                        for (i, digest) in hash_rows(&columns, start).into_iter().enumerate() {
                            leaves[i * cosets + coset] = Digest::new(digest);
                        }
                    }
                }
            },
        );
        checkpoint.pass();
        let tree = RowTree::from_raw_parts(inner_nodes(&leaves), leaves).expect("a power of two of rows");
        Self { extended, tree }
    }

    /// Evaluations of each column.
    pub fn extended(&self) -> &Matrix {
        &self.extended
    }

    /// Tree over the rows.
    pub fn tree(&self) -> &RowTree {
        &self.tree
    }

    /// Opens rows, of columns over `E`.
    pub fn query<E: FieldElement<BaseField = F>>(&self, tables: &LowDegreeExtension, positions: &[usize]) -> Queries {
        let (_, opening) = self.tree.open_many(positions).expect("positions in range");
        let row = |&position: &usize| {
            let place = tables.place(position);
            let elements: Vec<F> = self.extended.columns().map(|column| column[place]).collect();
            E::slice_from_base_elements(&elements).to_vec()
        };
        let rows = positions.iter().map(row).collect();
        Queries::new::<RowHasher, E, RowTree>(opening, rows)
    }
}

/// Returns the inner nodes of a tree over a power of two of leaves by heap index, of which 0 is unused.
fn inner_nodes(leaves: &[Digest]) -> Vec<Digest> {
    /// Nodes that one task hashes.
    const TASK: usize = 1024;
    let mut nodes = vec![Digest::default(); leaves.len()];
    let mut level = leaves.len() / 2;
    while level > 0 {
        let (above, below) = nodes.split_at_mut(2 * level);
        let children = if level == leaves.len() / 2 { leaves } else { &below[..2 * level] };
        above[level..].par_chunks_mut(TASK).zip(children.par_chunks(2 * TASK)).for_each(|(nodes, children)| {
            let mut digests = vec![[0; DIGEST_BYTES]; nodes.len()];
            hash_pairs(Digest::digests_as_bytes(children), &mut digests);
            nodes.copy_from_slice(Digest::bytes_as_digests(&digests));
        });
        level /= 2;
    }
    nodes
}

/// Returns three columns of `rows` cells, the coordinates of one over the extension, that tasks of at most `task_rows` rows fill.
pub fn fill_coordinates(
    rows: usize,
    task_rows: usize,
    fill: impl Fn(usize, [&mut [F]; EXTENSION_DEGREE]) + Sync,
) -> [Vec<F>; EXTENSION_DEGREE] {
    let task_rows = task_rows.min(rows);
    let [mut a, mut b, mut c] = [(); EXTENSION_DEGREE].map(|()| vec![F::ZERO; rows]);
    let parts = a.par_chunks_exact_mut(task_rows).zip(b.par_chunks_exact_mut(task_rows));
    let parts = parts.zip(c.par_chunks_exact_mut(task_rows)).enumerate();
    parts.for_each(|(task, ((a, b), c))| fill(task * task_rows, [a, b, c]));
    [a, b, c]
}

/// Splits a column over the extension into its coordinates.
pub fn by_coordinates(column: &[Extension]) -> [Vec<F>; EXTENSION_DEGREE] {
    std::array::from_fn(|i| column.iter().map(|&element| coordinates(element)[i]).collect())
}

//! Columns in one piece of memory.

use ledger_air::F;
use ledger_simd::memory::LINE;
use rayon::prelude::*;

use crate::memory::Cells;

/// Columns of equal height, one after another.
///
/// Heights are powers of two, and a cache puts words that are a power of two apart into one place: so there is a cache line between a column
/// and the next, and a row's cells stand in different places.
pub struct Matrix {
    cells: Cells,
    height: usize,
}

impl Matrix {
    /// Returns columns that hold anything: see [`Cells`].
    pub fn new(width: usize, height: usize) -> Self {
        Self { cells: Cells::new(width * (height + LINE)), height }
    }

    /// Returns the columns.
    pub fn columns(&self) -> impl Iterator<Item = &[F]> {
        self.cells.chunks_exact(self.height + LINE).map(|column| &column[..self.height])
    }

    /// Returns the columns, for several threads to read.
    pub fn par_columns(&self) -> impl IndexedParallelIterator<Item = &[F]> {
        self.cells.par_chunks_exact(self.height + LINE).map(|column| &column[..self.height])
    }

    /// Returns the columns, for several threads to write.
    pub fn par_columns_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut [F]> {
        let height = self.height;
        self.cells.par_chunks_exact_mut(height + LINE).map(move |column| &mut column[..height])
    }
}

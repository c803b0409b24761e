//! Some rows of many columns, side by side.

use ledger_air::F;
use ledger_simd::memory::LINE;
use ledger_simd::transform::MIN_LOG_SIZE;

/// Rows in a tile.
pub const TILE_ROWS: usize = 64;
/// Cells from a column to the next: a tile's rows, the row after, and as many more as keep columns at different places of a cache.
const STRIDE: usize = TILE_ROWS + LINE;
// The smallest trace is a tile.
const _: () = assert!(TILE_ROWS == 1 << MIN_LOG_SIZE);

/// [`TILE_ROWS`] rows and the one after, copied from columns far apart. Read a few rows at a time, so many columns are more than a processor
/// foresees, and it would wait for each; read by tiles, each column is a piece long enough to be foreseen, and the tile stays in the cache.
pub struct Tile {
    cells: Vec<F>,
}

impl Tile {
    /// Returns a tile of so many columns.
    pub fn new(width: usize) -> Self {
        Self { cells: vec![F::new(0); width * STRIDE] }
    }

    /// Copies rows `row` on of one coset of columns, which starts at `coset`, has `size` rows, and is followed by its first row.
    pub fn fill(&mut self, columns: &[&[F]], coset: usize, size: usize, row: usize) {
        for (cells, column) in self.cells.chunks_exact_mut(STRIDE).zip(columns) {
            let column = &column[coset..coset + size];
            cells[..TILE_ROWS].copy_from_slice(&column[row..row + TILE_ROWS]);
            cells[TILE_ROWS] = column[(row + TILE_ROWS) % size];
        }
    }

    /// Returns the columns: [`TILE_ROWS`] rows and one, then cells of no meaning.
    pub fn columns(&self) -> impl Iterator<Item = &[F]> {
        self.cells.chunks_exact(STRIDE)
    }
}

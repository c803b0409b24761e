//! Columns in one piece of memory, which one proof after another may use.

use std::slice::ChunksExact;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ledger_air::F;
use ledger_simd::memory::untouched;
use rayon::prelude::*;
use rayon::slice::{ChunksExact as ParColumns, ChunksExactMut as ParColumnsMut};

/// Columns of equal height, one after another.
pub struct Matrix {
    cells: Vec<F>,
    height: usize,
    memory: Memory,
}

/// Where a matrix's memory comes from and goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// From the system, and back to it.
    Fresh,
    /// From an earlier matrix of this size, if there was one, and to a later one: for what is large and there for most of a proof. Kept while
    /// other things need memory, small matrices would only add to the most that a run ever takes.
    Shared,
}

impl Matrix {
    /// Returns columns that hold anything: what another proof left there, or zeros. All cells are written before any is read.
    pub fn new(width: usize, height: usize, memory: Memory) -> Self {
        let length = width * height;
        let spare = if memory == Memory::Shared { Spare::lock().take(length) } else { None };
        Self { cells: spare.unwrap_or_else(|| untouched(length)), height, memory }
    }

    /// Returns the columns.
    pub fn columns(&self) -> ChunksExact<'_, F> {
        self.cells.chunks_exact(self.height)
    }

    /// Returns the columns, for several threads.
    pub fn par_columns(&self) -> ParColumns<'_, F> {
        self.cells.par_chunks_exact(self.height)
    }

    /// Returns the columns, for several threads to write.
    pub fn par_columns_mut(&mut self) -> ParColumnsMut<'_, F> {
        self.cells.par_chunks_exact_mut(self.height)
    }
}

impl Drop for Matrix {
    fn drop(&mut self) {
        if self.memory == Memory::Shared {
            Spare::lock().give(std::mem::take(&mut self.cells));
        }
    }
}

/// The time in which memory is kept for later matrices: while there is any of these.
#[derive(Debug)]
pub struct KeepsMemory(());

impl Default for KeepsMemory {
    fn default() -> Self {
        Spare::lock().keepers += 1;
        Self(())
    }
}

impl Drop for KeepsMemory {
    fn drop(&mut self) {
        let mut spare = Spare::lock();
        spare.keepers -= 1;
        if spare.keepers == 0 {
            spare.pieces.clear();
        }
    }
}

/// Memory that no matrix uses at the moment.
struct Spare {
    keepers: usize,
    pieces: Vec<Vec<F>>,
}

static SPARE: Mutex<Spare> = Mutex::new(Spare { keepers: 0, pieces: vec![] });

impl Spare {
    fn lock() -> MutexGuard<'static, Self> {
        // Nothing panics half way through a change of it.
        SPARE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a piece of just this length. Where there is none, those of other lengths are let go before a new one is made: so all memory together is
    /// never more than what matrices took at once.
    fn take(&mut self, length: usize) -> Option<Vec<F>> {
        let found = self.pieces.iter().position(|piece| piece.len() == length);
        if found.is_none() {
            self.pieces.clear();
        }
        found.map(|piece| self.pieces.swap_remove(piece))
    }

    fn give(&mut self, piece: Vec<F>) {
        if self.keepers > 0 {
            self.pieces.push(piece);
        }
    }
}

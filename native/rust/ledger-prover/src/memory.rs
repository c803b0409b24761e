//! Memory of large matrices, which one proof after another uses.

use std::ops::{Deref, DerefMut, Range};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ledger_air::F;
use ledger_simd::memory::{untouched, LINE};

/// Cells that start on a cache line and hold anything: what an earlier proof left there, or zeros. They are written before they are read.
pub struct Cells {
    piece: Vec<F>,
    range: Range<usize>,
}

impl Cells {
    /// Returns so many cells, from memory that is kept if a piece of it fits.
    pub fn new(length: usize) -> Self {
        let wanted = piece_length(length + LINE);
        let kept = Spare::lock().take(wanted);
        let piece = kept.unwrap_or_else(|| untouched(wanted));
        let start = piece.as_ptr().align_offset(LINE * size_of::<F>());
        Self { piece, range: start..start + length }
    }
}

impl Deref for Cells {
    type Target = [F];

    fn deref(&self) -> &[F] {
        &self.piece[self.range.clone()]
    }
}

impl DerefMut for Cells {
    fn deref_mut(&mut self) -> &mut [F] {
        &mut self.piece[self.range.clone()]
    }
}

impl Clone for Cells {
    fn clone(&self) -> Self {
        let mut copy = Self::new(self.len());
        copy.copy_from_slice(self);
        copy
    }
}

impl Drop for Cells {
    fn drop(&mut self) {
        let unwanted = Spare::lock().give(std::mem::take(&mut self.piece));
        drop(unwanted);
    }
}

/// Rounds up to one of four lengths between a power of two and the next, so that matrices of about one size use the same piece. What is
/// never written takes no memory.
fn piece_length(length: usize) -> usize {
    length.next_multiple_of((length.next_power_of_two() / 8).max(1))
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
        let unwanted = if spare.keepers == 0 { std::mem::take(&mut spare.pieces) } else { vec![] };
        drop(spare);
        drop(unwanted);
    }
}

/// Memory that no matrix uses at the moment. The system is asked for memory without its lock, as that takes long.
struct Spare {
    keepers: usize,
    pieces: Vec<Vec<F>>,
    /// Pieces that are in use.
    taken: usize,
}

static SPARE: Mutex<Spare> = Mutex::new(Spare { keepers: 0, pieces: vec![], taken: 0 });

impl Spare {
    fn lock() -> MutexGuard<'static, Self> {
        // Nothing panics half way through a change of it.
        SPARE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the smallest piece of at least this length that isn't more than twice as long, so that what is small leaves what is large to others.
    ///
    /// If none fits while none is in use, proofs of another size begin: pieces are let go, since those would never fit.
    fn take(&mut self, length: usize) -> Option<Vec<F>> {
        let fits = |(_, piece): &(usize, &Vec<F>)| (length..=2 * length).contains(&piece.len());
        let found = self.pieces.iter().enumerate().filter(fits).min_by_key(|(_, piece)| piece.len());
        let found = found.map(|(place, _)| place);
        if found.is_none() && self.taken == 0 {
            self.pieces.clear();
        }
        self.taken += 1;
        found.map(|place| self.pieces.swap_remove(place))
    }

    /// Takes a piece back, or returns it if nobody will want it.
    fn give(&mut self, piece: Vec<F>) -> Option<Vec<F>> {
        self.taken -= 1;
        if self.keepers == 0 {
            return Some(piece);
        }
        self.pieces.push(piece);
        None
    }
}

//! Reads the witness buffer (docs/spec/formats.md, "Witness buffer").

use ledger_air::columns::witness;
use ledger_air::F;
use winter_math::StarkField;

use crate::ProveError;

/// The witness columns of one ledger. Secret.
pub struct Witness<'a> {
    bytes: &'a [u8],
    rows: usize,
}

impl<'a> Witness<'a> {
    /// Wraps a buffer of `rows` rows.
    ///
    /// # Errors
    /// If its length is another one.
    pub fn new(bytes: &'a [u8], rows: usize) -> Result<Self, ProveError> {
        let expected = 8 * witness::COUNT * rows;
        if bytes.len() != expected {
            let message = format!("the buffer has {} bytes, expected {expected}", bytes.len());
            return Err(ProveError::InvalidWitness(message));
        }
        Ok(Self { bytes, rows })
    }

    /// Number of rows that accounts fill.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns cell (column, row).
    pub fn cell(&self, column: usize, row: usize) -> u64 {
        let at = 8 * (column * self.rows + row);
        u64::from_le_bytes(self.bytes[at..at + 8].try_into().expect("eight bytes"))
    }

    /// Returns cell (column, row) as a field element.
    ///
    /// # Errors
    /// If it is not below the modulus.
    pub fn element(&self, column: usize, row: usize) -> Result<F, ProveError> {
        let value = self.cell(column, row);
        if value >= F::MODULUS {
            let message = format!("column {} row {row} is no field element", witness::NAMES[column]);
            return Err(ProveError::InvalidWitness(message));
        }
        Ok(F::new(value))
    }
}

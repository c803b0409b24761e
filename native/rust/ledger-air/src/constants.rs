//! Numbers of the relation, each with its reason.

use crate::options::{EXTENSION_DEGREE, NUM_QUERIES};

/// Domain separator in capacity lane 0 of every leaf: the bytes "LEAF" read as a big-endian number. Nodes have 8 there (winterfell's merge).
pub const DOMAIN_LEAF: u64 = 0x4c45_4146;
/// Capacity lane 0 of a node: the number of elements that `Rp64_256::merge` absorbs.
pub const DOMAIN_NODE: u64 = 8;
/// Width of the Rescue-Prime state.
pub const STATE_WIDTH: usize = 12;
/// Rounds of the Rescue-Prime permutation.
pub const ROUNDS: usize = 7;
/// Entries absorbed by one sponge step: four rate lanes hold three amounts and their packed keys, the other four the tag.
pub const ENTRIES_PER_ROW: usize = 3;
/// Bits of a limb in production: the range table must fit the smallest trace, so 2^14 < 2^15 - 117.
pub const LIMB_BITS: u32 = 14;
/// Bits between the keys packed into one element: keys are below 2^16 because they are looked up in the price table.
pub const KEY_BITS: u32 = 16;
/// Largest number of keys: 4096 assets with an equity and a debt side.
pub const MAX_KEYS: usize = 8192;
/// Largest max_steps_log2 with weights other than zero.
pub const MAX_STEPS_LOG2: u32 = 6;
/// max_steps_log2 of the general ledger, and the bound for every control account: 2^12 rows.
pub const CONTROL_STEPS_LOG2: u32 = LIMB_BITS - 2;
/// Uniformly random rows at the end of the trace: two for each query (x and gx), one for each coordinate of the three
/// out-of-domain points z, gz and g^2 z, and one to spare (docs/spec/zero-knowledge.md).
pub const PAD_ROWS: usize = 2 * NUM_QUERIES + 3 * EXTENSION_DEGREE + 1;
/// Last active row. Transition constraints hold up to the row before it, so it carries the running sum's end and no account.
pub const CLOSING_ROWS: usize = 1;
/// Smallest trace.
pub const MIN_LOG2_ROWS: u32 = 15;
/// Largest trace.
pub const MAX_LOG2_ROWS: u32 = 18;

/// Returns whether a ledger may have 2^log2_rows rows.
pub const fn log2_rows_allowed(log2_rows: u32) -> bool {
    log2_rows >= MIN_LOG2_ROWS && log2_rows <= MAX_LOG2_ROWS
}

/// Returns the rows that accounts fill in a trace of 2^log2_rows rows.
pub const fn usable_rows(log2_rows: u32) -> usize {
    (1 << log2_rows) - PAD_ROWS - CLOSING_ROWS
}

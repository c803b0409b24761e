//! One row of the execution trace: the only source of the layout.
//!
//! A row is one sponge step of an account's leaf and one node of the tree. Constants are column indices; `[T; k]` columns are
//! consecutive. The witness buffer that Java writes ([`witness`]) has columns of its own, expanded by the prover.

use crate::constants::{ENTRIES_PER_ROW, ROUNDS, STATE_WIDTH};

/// Leaf lane: sponge state before the permutation.
pub const LEAF_IN: usize = 0;
/// Leaf lane: state after the inverse S-box of each round, 7 x 12.
pub const LEAF_STATES: usize = LEAF_IN + STATE_WIDTH;
/// Node lane: digest of the left child.
pub const NODE_LEFT: usize = LEAF_STATES + ROUNDS * STATE_WIDTH;
/// Node lane: digest of the right child.
pub const NODE_RIGHT: usize = NODE_LEFT + 4;
/// Node lane: state after the inverse S-box of each round, 7 x 12.
pub const NODE_STATES: usize = NODE_RIGHT + 4;
/// Copy of the leaf lane's output lanes 4..7: the leaf digest where the account ends.
pub const LEAF_DIGEST: usize = NODE_STATES + ROUNDS * STATE_WIDTH;
/// Three entries, each `ENTRY_WIDTH` columns: see [`entry`].
pub const ENTRIES: usize = LEAF_DIGEST + 4;
/// Columns of one entry: key, limbs l0..l3, extra limb l4, weight.
pub const ENTRY_WIDTH: usize = 7;
/// Value of the account before this row, low words.
pub const VALUE_LOW: usize = ENTRIES + ENTRIES_PER_ROW * ENTRY_WIDTH;
/// Value of the account before this row, high words.
pub const VALUE_HIGH: usize = VALUE_LOW + 1;
/// Net value where the account ends: remainder limbs r0, r1.
pub const NET_REMAINDER: usize = VALUE_HIGH + 1;
/// Net value where the account ends: carry limbs c0, c1.
pub const NET_CARRY: usize = NET_REMAINDER + 2;
/// Net value where the account ends: high limbs h0..h3.
pub const NET_HIGH: usize = NET_CARRY + 2;
/// 1 where an account starts.
pub const FIRST: usize = NET_HIGH + 4;
/// Row number within the account.
pub const STEP: usize = FIRST + 1;
/// 1 on the rows of the control account.
pub const CONTROL: usize = STEP + 1;
/// 1 where the node lane is a node of the tree.
pub const NODE_ON: usize = CONTROL + 1;
/// Heap index of the account.
pub const LEAF_INDEX: usize = NODE_ON + 1;
/// Heap index of this row's node.
pub const NODE_INDEX: usize = LEAF_INDEX + 1;
/// Range table: 0, .., 2^14 - 1, each at least once.
pub const RANGE: usize = NODE_INDEX + 1;
/// How often the range table's value of this row is looked up.
pub const RANGE_COUNT: usize = RANGE + 1;
/// How often the price table's row is looked up.
pub const PRICE_COUNT: usize = RANGE_COUNT + 1;
/// Two columns that are random on every row: they hide unopened rows' hashes.
pub const SALT: usize = PRICE_COUNT + 1;
/// Main columns in all.
pub const MAIN_WIDTH: usize = SALT + 2;

/// Columns of entry `j` of the row.
pub mod entry {
    use super::{ENTRIES, ENTRY_WIDTH};
    /// Key: 2 * asset + side.
    pub const fn key(j: usize) -> usize {
        ENTRIES + j * ENTRY_WIDTH
    }
    /// Limb `i` of the amount, i < 5; limb 4 is the control account's third limb of the low word.
    pub const fn limb(j: usize, i: usize) -> usize {
        ENTRIES + j * ENTRY_WIDTH + 1 + i
    }
    /// Weight of the key.
    pub const fn weight(j: usize) -> usize {
        ENTRIES + j * ENTRY_WIDTH + 6
    }
}

/// Auxiliary columns, over the extension field.
pub mod aux {
    /// Partial sums of look-up fractions.
    pub const HELPERS: usize = 0;
    /// Number of helper columns.
    pub const HELPER_COUNT: usize = 5;
    /// Running sum of all look-up fractions of the rows before.
    pub const SUM: usize = HELPERS + HELPER_COUNT;
    /// Random on every row; masks the composition polynomial's chunks.
    pub const QUOTIENT_MASK: usize = SUM + 1;
    /// Random on every row, under no constraint; masks the DEEP quotient and FRI.
    pub const DEEP_MASK: usize = QUOTIENT_MASK + 1;
    /// Auxiliary columns in all.
    pub const WIDTH: usize = DEEP_MASK + 1;
}

/// Periodic columns.
pub mod periodic {
    /// Key of the price table.
    pub const PRICE_KEY: usize = 0;
    /// Weight of the price table.
    pub const PRICE_WEIGHT: usize = 1;
    /// The 8th roots of unity: the polynomial X^(n/8).
    pub const ROOTS: usize = 2;
    /// Periodic columns in all.
    pub const COUNT: usize = 3;
}

/// Columns of the witness buffer (`docs/spec/formats.md`), in order.
pub mod witness {
    /// 1 on the first row of an account.
    pub const FIRST: usize = 0;
    /// Tag of the account, on its first row.
    pub const TAG: usize = 1;
    /// Keys of the row's entries.
    pub const KEY: usize = 5;
    /// Low words of the amounts.
    pub const LOW: usize = 8;
    /// High words of the amounts.
    pub const HIGH: usize = 11;
    /// Columns in all.
    pub const COUNT: usize = 14;
    /// Names, in order.
    pub const NAMES: [&str; COUNT] =
        ["FIRST", "TAG0", "TAG1", "TAG2", "TAG3", "KEY0", "KEY1", "KEY2", "LO0", "LO1", "LO2", "HI0", "HI1", "HI2"];
}

/// Main columns with their widths, in order: the layout's part of the relation id.
pub const MAIN_LAYOUT: [(&str, usize); 22] = [
    ("leaf_in", LEAF_STATES - LEAF_IN),
    ("leaf_states", NODE_LEFT - LEAF_STATES),
    ("node_left", NODE_RIGHT - NODE_LEFT),
    ("node_right", NODE_STATES - NODE_RIGHT),
    ("node_states", LEAF_DIGEST - NODE_STATES),
    ("leaf_digest", ENTRIES - LEAF_DIGEST),
    ("entries", VALUE_LOW - ENTRIES),
    ("value_low", 1),
    ("value_high", 1),
    ("net_remainder", 2),
    ("net_carry", 2),
    ("net_high", 4),
    ("first", 1),
    ("step", 1),
    ("control", 1),
    ("node_on", 1),
    ("leaf_index", 1),
    ("node_index", 1),
    ("range", 1),
    ("range_count", 1),
    ("price_count", 1),
    ("salt", 2),
];

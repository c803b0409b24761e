//! The relation id: a digest of everything that fixes what a proof means, the formulas included.

use sha2::{Digest, Sha256};
use winter_math::FieldElement;

use crate::challenges::{Challenges, RANDOM_ELEMENTS};
use crate::columns::{aux, periodic, witness, MAIN_LAYOUT, MAIN_WIDTH};
use crate::constants::{self, LIMB_BITS};
use crate::constraints::{aux_groups, evaluate_aux, evaluate_main, ids, main_groups, Evaluations};
use crate::options;
use crate::{LedgerAir, F};

/// Returns the text that [`relation_id`] digests: layout, constraint ids, degrees and formulas, assertions,
/// constants and proof options.
pub fn relation_text() -> String {
    let mut text = String::from("zksolvency/relation/v1\n");
    let mut line = |name: &str, value: String| text.push_str(&format!("{name} {value}\n"));
    line("field", "2^64-2^32+1".into());
    line("hash", "rescue-prime rp64_256; commitments and coin blake3_256, winterfell 0.13".into());
    for (name, width) in MAIN_LAYOUT {
        line("main", format!("{name} {width}"));
    }
    line("aux", format!("helpers {} sum quotient_mask deep_mask width {}", aux::HELPER_COUNT, aux::WIDTH));
    line("witness", witness::NAMES.join(" "));
    for group in main_groups().iter().chain(&aux_groups()) {
        line("constraint", format!("{} {} {} {:?}", group.id, group.count, group.degree, group.periodic));
    }
    for id in LedgerAir::assertion_ids().iter().chain(&LedgerAir::aux_assertion_ids()) {
        line("assertion", (*id).into());
    }
    for (id, value) in evaluations_at_a_fixed_frame() {
        line("formula", format!("{id} {value}"));
    }
    line("domain", format!("{} {}", constants::DOMAIN_LEAF, constants::DOMAIN_NODE));
    line("limb_bits", constants::LIMB_BITS.to_string());
    line("keys", format!("{} {}", constants::KEY_BITS, constants::MAX_KEYS));
    line("steps", format!("{} {}", constants::MAX_STEPS_LOG2, constants::CONTROL_STEPS_LOG2));
    line("rows", format!("{} {}", constants::MIN_LOG2_ROWS, constants::MAX_LOG2_ROWS));
    line("pad_rows", format!("{} {}", constants::PAD_ROWS, constants::CLOSING_ROWS));
    line(
        "options",
        format!(
            "queries {} blowup {} grinding {} extension {} folding {} remainder {} batching linear linear",
            options::NUM_QUERIES,
            options::BLOWUP,
            options::GRINDING,
            options::EXTENSION_DEGREE,
            options::FRI_FOLDING,
            options::FRI_REMAINDER_DEGREE
        ),
    );
    text
}

/// Returns every constraint's value on two rows of fixed, patternless cells: a formula can't change without its value there.
fn evaluations_at_a_fixed_frame() -> Vec<(&'static str, u64)> {
    let mut state = 0u64;
    let mut cell = || {
        // SplitMix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        F::new(z ^ (z >> 31))
    };
    let mut row = |width: usize| -> Vec<F> { (0..width).map(|_| cell()).collect() };
    let (main, next) = (row(MAIN_WIDTH), row(MAIN_WIDTH));
    let (aux, aux_next) = (row(aux::WIDTH), row(aux::WIDTH));
    let (periodic, challenges) = (row(periodic::COUNT), Challenges::new(&row(RANDOM_ELEMENTS)));
    let (main_ids, aux_ids) = (ids(&main_groups()), ids(&aux_groups()));
    let mut main_values = vec![F::ZERO; main_ids.len()];
    evaluate_main::<F, LIMB_BITS>(&main, &next, &mut Evaluations::new(&mut main_values));
    let mut aux_values = vec![F::ZERO; aux_ids.len()];
    evaluate_aux::<F, F, LIMB_BITS>(
        (&main, &next),
        (&aux, &aux_next),
        &periodic,
        2,
        &challenges,
        &mut Evaluations::new(&mut aux_values),
    );
    let values = main_values.into_iter().chain(aux_values).map(|v| v.as_int());
    main_ids.into_iter().chain(aux_ids).zip(values).collect()
}

/// Returns SHA-256 of [`relation_text`]. It goes into every header digest, hence into every proof's transcript.
pub fn relation_id() -> [u8; 32] {
    Sha256::digest(relation_text().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_names_every_column() {
        assert_eq!(MAIN_LAYOUT.iter().map(|(_, w)| w).sum::<usize>(), crate::columns::MAIN_WIDTH);
    }
}

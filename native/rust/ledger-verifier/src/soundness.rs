//! The proven bound on what a forger can hope for, by the better of two analyses: docs/spec/soundness.md has the derivation.

use ledger_air::columns::{aux, MAIN_WIDTH};
use winter_air::ProofOptions;

/// Fewest bits of proven security with which anything is verified.
pub const MIN_BITS: f64 = 100.0;
/// Bits of the base field's size, 2^64 - 2^32 + 1: a little less than 64.
const FIELD_BITS: f64 = 63.999_999_999;
/// Points at which columns are opened out of the domain: z and gz.
const OPENINGS: f64 = 2.0;
/// Columns that are opened there: main, auxiliary, composition.
const COLUMNS: f64 = (MAIN_WIDTH + aux::WIDTH + 7) as f64;
/// Two inputs of Blake3 with one digest of 256 bits.
const COLLISION_BITS: f64 = 128.0;
/// Degrees of a row's look-up denominators: 25 of total degree 1, 8 of degree 5; and 12 of the two of END-SUM.
const LOOKUP_DEGREE_PER_ROW: f64 = 65.0;
const LOOKUP_DEGREE_AT_THE_END: f64 = 12.0;
/// Proximity parameters that are tried: larger ones cost more in the batching than they give in the queries.
const PROXIMITY: std::ops::Range<u32> = 3..1000;

/// How near to the code a function counts as near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Within half the code's distance: at most one codeword is near.
    UniqueDecoding,
    /// Within Johnson's bound less a slack that this proximity parameter m gives: few codewords are near.
    ListDecoding(u32),
}

/// -log2 of the error of each round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Soundness {
    /// The analysis that gives these figures.
    pub regime: Regime,
    /// The look-up challenges: the sum is right, or a denominator zero, by chance.
    pub look_ups: f64,
    /// The constraints' coefficients.
    pub constraints: f64,
    /// The out-of-domain point.
    pub out_of_domain: f64,
    /// The columns' coefficients.
    pub columns: f64,
    /// The worst folding of FRI.
    pub folding: f64,
    /// The queries, with grinding.
    pub queries: f64,
}

impl Soundness {
    /// Returns the best bound for proofs of 2^log2_rows rows under these options, which batch linearly.
    pub fn of(options: &ProofOptions, log2_rows: u32) -> Self {
        // The list's bound needs m < n/2: no m comes near that with a trace of production's size.
        let most = PROXIMITY.end.min(1 << (log2_rows - 1));
        (PROXIMITY.start..most).map(|m| Self::within(Regime::ListDecoding(m), options, log2_rows)).fold(
            Self::within(Regime::UniqueDecoding, options, log2_rows),
            |best, next| {
                if next.bits() > best.bits() {
                    next
                } else {
                    best
                }
            },
        )
    }

    /// Returns the bound by one analysis.
    pub fn within(regime: Regime, options: &ProofOptions, log2_rows: u32) -> Self {
        let field = FIELD_BITS * f64::from(options.field_extension().degree());
        let rows = f64::from(log2_rows).exp2();
        let blowup = options.blowup_factor() as f64;
        let domain = rows * blowup;
        let degree = blowup + 1.0;
        let rate = (rows + OPENINGS) / domain;
        let folding = options.to_fri_options().folding_factor() as f64;
        // Codewords that are near; what a random combination's nearness costs, on the whole domain and on a folded one; agreement.
        let (list, columns, folded, agreement) = match regime {
            Regime::UniqueDecoding => (1.0, domain, (folding - 1.0) * (domain + 1.0), (1.0 + rate) / 2.0),
            Regime::ListDecoding(m) => {
                let m = f64::from(m);
                let gap = |points: f64| (m + 0.5).powi(7) / (3.0 * blowup.powf(-1.5)) * points.powi(2);
                let list = m / (1.0 / blowup - 2.0 * m / domain);
                let agreement = (1.0 + 0.5 / m) * rate.sqrt();
                (list, gap(domain), (folding - 1.0) * gap(domain / folding), agreement)
            }
        };
        Self {
            regime,
            look_ups: field - (list * 2.0 * (LOOKUP_DEGREE_PER_ROW * rows + LOOKUP_DEGREE_AT_THE_END)).log2(),
            constraints: field - list.log2(),
            out_of_domain: field
                - (list * list * (degree * (rows + OPENINGS - 1.0) + (rows - 1.0)) + COLUMNS * list).log2(),
            columns: field - columns.log2(),
            folding: field - folded.log2(),
            queries: f64::from(options.grinding_factor()) - options.num_queries() as f64 * agreement.log2(),
        }
    }

    /// Returns the bits of a whole proof: those of its worst round. A round without a figure has none.
    pub fn bits(&self) -> f64 {
        let rounds = [self.look_ups, self.constraints, self.out_of_domain, self.columns, self.folding, self.queries];
        // f64::min would pass over what is no number.
        rounds.into_iter().map(|bits| if bits.is_nan() { 0.0 } else { bits }).fold(COLLISION_BITS, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;
    use ledger_air::proof_options;
    use winter_air::{BatchingMethod, FieldExtension};

    /// winterfell's own figures: unique decoding, list decoding.
    fn winterfell(options: ProofOptions, log2_rows: u32) -> (u32, u32) {
        let theirs = Parameters::under(options, log2_rows);
        (theirs.unique_decoding_bits, theirs.list_decoding_bits)
    }

    /// Ours in both regimes, without the look-ups, of which winterfell knows nothing.
    fn without_look_ups(options: &ProofOptions, log2_rows: u32) -> (u32, u32) {
        let bits = |regime| {
            let soundness = Soundness::within(regime, options, log2_rows);
            Soundness { look_ups: f64::INFINITY, ..soundness }.bits().max(0.0) as u32
        };
        let list = PROXIMITY.map(|m| bits(Regime::ListDecoding(m))).max().expect("some");
        (bits(Regime::UniqueDecoding), list)
    }

    #[test]
    fn agrees_with_winterfell() {
        for log2_rows in 15..=18 {
            assert_eq!(without_look_ups(&proof_options(), log2_rows), winterfell(proof_options(), log2_rows));
            for (queries, blowup, grinding, folding) in
                [(1, 8, 0, 8), (50, 8, 16, 4), (100, 16, 18, 8), (150, 16, 20, 2), (255, 8, 0, 16), (28, 32, 17, 8)]
            {
                for extension in [FieldExtension::Quadratic, FieldExtension::Cubic] {
                    let linear = BatchingMethod::Linear;
                    let options = ProofOptions::new(queries, blowup, grinding, extension, folding, 127, linear, linear);
                    let (ours, theirs) = (without_look_ups(&options, log2_rows), winterfell(options, log2_rows));
                    assert_eq!(ours, theirs, "{queries} {blowup} {grinding} {folding} {extension:?} {log2_rows}");
                }
            }
        }
    }

    #[test]
    fn takes_the_better_regime() {
        let linear = BatchingMethod::Linear;
        let quadratic = ProofOptions::new(100, 8, 18, FieldExtension::Quadratic, 8, 127, linear, linear);
        assert_eq!(Soundness::of(&quadratic, 15).regime, Regime::UniqueDecoding);
        assert_eq!(Soundness::of(&quadratic, 15).bits() as u32, 101);
        assert!(matches!(Soundness::of(&proof_options(), 15).regime, Regime::ListDecoding(_)));
    }

    #[test]
    fn a_round_without_a_figure_has_no_bits() {
        let sound = Soundness::of(&proof_options(), 15);
        assert_eq!(Soundness { columns: f64::NAN, ..sound }.bits(), 0.0);
        // Past the range of m the list's bound is negative, and its logarithm no number.
        let past = Soundness::within(Regime::ListDecoding(1 << 15), &proof_options(), 15);
        assert!(past.constraints.is_nan() && past.bits() == 0.0, "{past:?}");
    }

    #[test]
    fn the_pinned_options_have_a_hundred_bits() {
        for log2_rows in 15..=18 {
            let soundness = Soundness::of(&proof_options(), log2_rows);
            println!("2^{log2_rows}: {:.2} bits, {soundness:.1?}", soundness.bits());
            assert!(soundness.bits() >= MIN_BITS, "{soundness:?}");
            // The look-ups are no worse than what winterfell computes.
            assert!(soundness.look_ups >= soundness.bits(), "{soundness:?}");
        }
    }
}

//! The proven bound on what a forger can hope for, in the unique-decoding regime: docs/spec/soundness.md has the derivation.

use winter_air::ProofOptions;

/// Fewest bits of proven security with which anything is verified.
pub const MIN_BITS: f64 = 100.0;
/// Bits of the base field's size, 2^64 - 2^32 + 1: a little less than 64.
const FIELD_BITS: f64 = 63.999_999_999;
/// Points at which columns are opened out of the domain: z and gz.
const OPENINGS: f64 = 2.0;
/// Two inputs of Blake3 with one digest of 256 bits.
const COLLISION_BITS: f64 = 128.0;
/// Degrees of a row's look-up denominators: 25 of total degree 1, 8 of degree 5; and 12 of the two of END-SUM.
const LOOKUP_DEGREE_PER_ROW: f64 = 65.0;
const LOOKUP_DEGREE_AT_THE_END: f64 = 12.0;

/// -log2 of the error of each round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Soundness {
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
    /// Returns the bound for proofs of 2^log2_rows rows under these options, which batch linearly.
    pub fn of(options: &ProofOptions, log2_rows: u32) -> Self {
        let field = FIELD_BITS * f64::from(options.field_extension().degree());
        let rows = f64::from(log2_rows).exp2();
        let blowup = options.blowup_factor() as f64;
        let domain = rows * blowup;
        let degree = blowup + 1.0;
        let agreement = (1.0 + (rows + OPENINGS) / domain) / 2.0;
        let folding = options.to_fri_options().folding_factor() as f64;
        Self {
            look_ups: field - (2.0 * (LOOKUP_DEGREE_PER_ROW * rows + LOOKUP_DEGREE_AT_THE_END)).log2(),
            constraints: field,
            out_of_domain: field - (degree * (rows + OPENINGS - 1.0) + (rows - 1.0)).log2(),
            columns: field - domain.log2(),
            folding: field - ((folding - 1.0) * (domain + 1.0)).log2(),
            queries: f64::from(options.grinding_factor()) - options.num_queries() as f64 * agreement.log2(),
        }
    }

    /// Returns the bits of a whole proof: those of its worst round.
    pub fn bits(&self) -> f64 {
        let rounds = [self.look_ups, self.constraints, self.out_of_domain, self.columns, self.folding, self.queries];
        rounds.into_iter().fold(COLLISION_BITS, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger_air::{proof_options, Hash, LedgerAir, PublicInputs, F};
    use winter_air::proof::{Context, Proof};
    use winter_air::{BatchingMethod, FieldExtension};
    use winter_math::FieldElement;

    /// winterfell's own figure.
    fn winterfell(options: ProofOptions, log2_rows: u32) -> u32 {
        let inputs = PublicInputs {
            context: [F::ZERO; 4],
            log2_rows,
            accounts: 2,
            root: [F::ZERO; 4],
            control_digest: [F::ZERO; 4],
            max_steps_log2: 0,
            weights: vec![0, 0],
        };
        let context = Context::new::<F>(LedgerAir::trace_info(&inputs), options, 225);
        Proof { context, ..Proof::new_dummy() }.proven_security::<Hash>().udr_bits()
    }

    /// winterfell knows nothing of our look-ups.
    fn without_look_ups(options: &ProofOptions, log2_rows: u32) -> u32 {
        Soundness { look_ups: f64::INFINITY, ..Soundness::of(options, log2_rows) }.bits() as u32
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
    fn the_pinned_options_have_a_hundred_bits() {
        for log2_rows in 15..=18 {
            let soundness = Soundness::of(&proof_options(), log2_rows);
            assert!(soundness.bits() >= MIN_BITS, "{soundness:?}");
        }
    }
}

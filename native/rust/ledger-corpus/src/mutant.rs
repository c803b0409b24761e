//! The relation without one of its parts.

use ledger_air::challenges::Challenges;
use ledger_air::columns::{periodic, CONTROL};
use ledger_air::constraints::entries::{high, low};
use ledger_air::constraints::lookup::{fractions, Fraction, FRACTIONS};
use ledger_air::constraints::{aux_groups, ids, main_groups};
use ledger_air::{proof_options, Coin, Hash, PublicInputs, ScaledLedgerAir, F};
use ledger_verifier::commitment::StrictVc;
use ledger_verifier::decode::decode;
use ledger_verifier::remainder::check_remainder;
use ledger_verifier::shape::ProofShape;
use ledger_verifier::VerifyError;
use winter_air::{
    Air, AirContext, Assertion, AuxRandElements, ConstraintCompositionCoefficients, EvaluationFrame, ProofOptions,
    TraceInfo,
};
use winter_crypto::{RandomCoin, RandomCoinError};
use winter_math::{ExtensionOf, FieldElement, ToElements};
use winter_verifier::AcceptableOptions;

/// Part of the numerator of an entry's fraction: 1 looks its price up, the words are what the totals count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numerator {
    /// 1.
    Price,
    /// (1 - 2 control) delta lo.
    Low,
    /// (1 - 2 control) delta^2 hi.
    High,
}

/// What a mutant lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// Nothing: the relation itself.
    Nothing,
    /// A transition constraint, by its number: main constraints first.
    Constraint(usize),
    /// A boundary assertion, by its number in [`assertion_ids`].
    Assertion(usize),
    /// A fraction of the look-up argument, by its number in [`fractions`].
    Fraction(usize),
    /// A part of the numerator of the fraction of entry 0, 1 or 2.
    Numerator(usize, Numerator),
}

/// The fraction that looks up the row number.
pub const STEP_FRACTION: usize = 24;
/// First fraction of LOOKUP-SUM that is an entry's.
pub const FIRST_ENTRY_FRACTION: usize = FRACTIONS - 3;

/// Returns the id of each transition constraint, in order.
pub fn constraint_ids() -> Vec<&'static str> {
    ids(&main_groups()).into_iter().chain(ids(&aux_groups())).collect()
}

/// Returns the id of each boundary assertion in the order of their coefficients: main ones by row and column, then auxiliary ones.
pub fn assertion_ids<const LIMB: u32>(inputs: &PublicInputs) -> Vec<&'static str> {
    let air =
        ScaledLedgerAir::<LIMB>::new(ScaledLedgerAir::<LIMB>::trace_info(inputs), inputs.clone(), proof_options());
    let mut main: Vec<_> = air.get_assertions().into_iter().zip(ScaledLedgerAir::<LIMB>::assertion_ids()).collect();
    main.sort_by_key(|(a, _)| (a.first_step(), a.column()));
    main.into_iter().map(|(_, id)| id).chain(ScaledLedgerAir::<LIMB>::aux_assertion_ids()).collect()
}

/// Returns which auxiliary constraint a fraction belongs to, and the fractions of that constraint.
fn place(fraction: usize) -> (usize, std::ops::Range<usize>) {
    match fraction {
        0..24 => (fraction / 6, fraction / 6 * 6..fraction / 6 * 6 + 6),
        24..29 => (4, 24..29),
        _ => (5, 29..FRACTIONS),
    }
}

/// Returns which helper column holds a fraction; the others stand in the sum alone.
pub fn helper_of(fraction: usize) -> Option<usize> {
    Some(place(fraction).0).filter(|&constraint| constraint < 5)
}

impl Dropped {
    /// Returns what takes it away in a verifier that numbers the parts in this order too.
    pub fn switch(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Constraint(number) => format!("constraint {number}"),
            Self::Assertion(number) => format!("assertion {number}"),
            Self::Fraction(number) => format!("term {number}"),
            Self::Numerator(entry, part) => format!("numerator {entry} {part:?}").to_lowercase(),
        }
    }

    /// Returns the fraction that this is, or is of, and the part of its numerator that is missing, given the whole numerator.
    pub fn missing<B, E, const LIMB: u32>(&self, row: &[B], random: &[E], numerator: E) -> Option<(usize, E)>
    where
        B: FieldElement<BaseField = F>,
        E: FieldElement<BaseField = F> + ExtensionOf<B>,
    {
        match *self {
            Self::Fraction(fraction) => Some((fraction, numerator)),
            Self::Numerator(j, part) => {
                let sign = B::ONE - row[CONTROL].double();
                let missing = match part {
                    Numerator::Price => E::ONE,
                    Numerator::Low => random[1].mul_base(sign * low::<B, LIMB>(row, j)),
                    Numerator::High => random[1].square().mul_base(sign * high::<B, LIMB>(row, j)),
                };
                Some((FIRST_ENTRY_FRACTION + j, missing))
            }
            _ => None,
        }
    }

    /// Returns the fraction that this is, or is of.
    pub fn fraction(&self) -> Option<usize> {
        match *self {
            Self::Fraction(fraction) => Some(fraction),
            Self::Numerator(j, _) => Some(FIRST_ENTRY_FRACTION + j),
            _ => None,
        }
    }
}

/// Public inputs, and what the relation lacks: not a part of the public inputs' encoding.
#[derive(Clone)]
pub struct MutantInputs {
    pub inputs: PublicInputs,
    pub dropped: Dropped,
}

impl ToElements<F> for MutantInputs {
    fn to_elements(&self) -> Vec<F> {
        self.inputs.to_elements()
    }
}

/// The relation without one of its parts. Shape and transcript are those of the relation.
pub struct MutantAir<const LIMB: u32> {
    whole: ScaledLedgerAir<LIMB>,
    dropped: Dropped,
}

impl<const LIMB: u32> Air for MutantAir<LIMB> {
    type BaseField = F;
    type PublicInputs = MutantInputs;

    fn new(trace_info: TraceInfo, inputs: MutantInputs, options: ProofOptions) -> Self {
        Self { whole: ScaledLedgerAir::new(trace_info, inputs.inputs, options), dropped: inputs.dropped }
    }

    fn context(&self) -> &AirContext<F> {
        self.whole.context()
    }

    fn evaluate_transition<E: FieldElement<BaseField = F>>(
        &self,
        frame: &EvaluationFrame<E>,
        periodic_values: &[E],
        result: &mut [E],
    ) {
        self.whole.evaluate_transition(frame, periodic_values, result);
    }

    fn evaluate_aux_transition<B, E>(
        &self,
        main_frame: &EvaluationFrame<B>,
        aux_frame: &EvaluationFrame<E>,
        periodic_values: &[B],
        random: &AuxRandElements<E>,
        result: &mut [E],
    ) where
        B: FieldElement<BaseField = F>,
        E: FieldElement<BaseField = F> + ExtensionOf<B>,
    {
        self.whole.evaluate_aux_transition(main_frame, aux_frame, periodic_values, random, result);
        let Some(fraction) = self.dropped.fraction() else { return };
        let all: [Fraction<E>; FRACTIONS] = fractions::<B, E, LIMB>(
            main_frame.current(),
            main_frame.next(),
            (periodic_values[periodic::PRICE_KEY], periodic_values[periodic::PRICE_WEIGHT]),
            self.whole.inputs().max_steps_log2,
            &Challenges::new(random.rand_elements()),
        );
        let missing = self.dropped.missing::<B, E, LIMB>(main_frame.current(), random.rand_elements(), all[fraction].0);
        let (_, numerator) = missing.expect("a fraction");
        // value * product - sum of n_i * product of the other denominators, without (a part of) one n_i
        let (constraint, siblings) = place(fraction);
        let others = siblings.filter(|&i| i != fraction).fold(numerator, |product, i| product * all[i].1);
        result[constraint] += others;
    }

    fn get_assertions(&self) -> Vec<Assertion<F>> {
        self.whole.get_assertions()
    }

    fn get_aux_assertions<E: FieldElement<BaseField = F>>(&self, random: &AuxRandElements<E>) -> Vec<Assertion<E>> {
        self.whole.get_aux_assertions(random)
    }

    fn get_periodic_column_values(&self) -> Vec<Vec<F>> {
        self.whole.get_periodic_column_values()
    }

    /// A constraint whose coefficient is 0 is not there.
    fn get_constraint_composition_coefficients<E, R>(
        &self,
        coin: &mut R,
    ) -> Result<ConstraintCompositionCoefficients<E>, RandomCoinError>
    where
        E: FieldElement<BaseField = F>,
        R: RandomCoin<BaseField = F>,
    {
        let mut coefficients = self.whole.get_constraint_composition_coefficients(coin)?;
        match self.dropped {
            Dropped::Constraint(number) => coefficients.transition[number] = E::ZERO,
            Dropped::Assertion(number) => coefficients.boundary[number] = E::ZERO,
            _ => {}
        }
        Ok(coefficients)
    }
}

/// Verifies as `ledger_verifier::verify_scaled` does, in the relation without one of its parts.
///
/// # Errors
/// If the proof does not hold even so.
pub fn verify_mutant<const LIMB: u32>(
    inputs: &PublicInputs,
    dropped: Dropped,
    options: &ProofOptions,
    proof: &[u8],
) -> Result<(), VerifyError> {
    let shape = ProofShape::under::<LIMB>(inputs, options.clone());
    let (decoded, parts) = decode(proof, &shape)?;
    check_remainder(&parts, &shape)?;
    let acceptable = AcceptableOptions::OptionSet(vec![options.clone()]);
    let inputs = MutantInputs { inputs: inputs.clone(), dropped };
    winter_verifier::verify::<MutantAir<LIMB>, Hash, Coin, StrictVc>(decoded, inputs, &acceptable)?;
    Ok(())
}

//! FRI's remainder must be the committed one: winterfell's verifier takes any that fits the queries.

#[path = "../../ledger-prover/tests/support/mod.rs"]
mod support;

use std::cell::RefCell;

use ledger_air::constants::usable_rows;
use ledger_air::{proof_options, Coin, Extension, Hash, PublicInputs, ScaledLedgerAir, Vc, F};
use ledger_prover::plan::Plan;
use ledger_prover::trace::expand;
use ledger_prover::witness::Witness;
use ledger_verifier::shape::ProofShape;
use ledger_verifier::verify::verify_scaled;
use ledger_verifier::VerifyError;
use support::{prove, request, sample_accounts, LIMB, WEIGHTS, WORD};
use winter_air::proof::Proof;
use winter_crypto::{Hasher, VectorCommitment};
use winter_math::{polynom, FieldElement, StarkField};
use winter_utils::Serializable;
use winter_verifier::AcceptableOptions;

type E = Extension;
type Digest = <Hash as Hasher>::Digest;

/// With 2^13 rows FRI ends in 1,024 points and a remainder of 128 coefficients: more than there are queries.
/// So it is with every size of production but 2^17.
const LOG2_ROWS: u32 = 13;

thread_local! {
    static POSITIONS: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// winterfell's tree, remembering which leaves were opened last: those of the last FRI layer.
struct Spy(Vc);

impl VectorCommitment<Hash> for Spy {
    type Options = <Vc as VectorCommitment<Hash>>::Options;
    type Proof = <Vc as VectorCommitment<Hash>>::Proof;
    type MultiProof = <Vc as VectorCommitment<Hash>>::MultiProof;
    type Error = <Vc as VectorCommitment<Hash>>::Error;

    fn with_options(items: Vec<Digest>, options: Self::Options) -> Result<Self, Self::Error> {
        Vc::with_options(items, options).map(Self)
    }
    fn commitment(&self) -> Digest {
        self.0.commitment()
    }
    fn domain_len(&self) -> usize {
        self.0.domain_len()
    }
    fn get_proof_domain_len(proof: &Self::Proof) -> usize {
        Vc::get_proof_domain_len(proof)
    }
    fn get_multiproof_domain_len(proof: &Self::MultiProof) -> usize {
        Vc::get_multiproof_domain_len(proof)
    }
    fn open(&self, index: usize) -> Result<(Digest, Self::Proof), Self::Error> {
        self.0.open(index)
    }
    fn open_many(&self, indexes: &[usize]) -> Result<(Vec<Digest>, Self::MultiProof), Self::Error> {
        self.0.open_many(indexes)
    }
    fn verify(root: Digest, index: usize, item: Digest, proof: &Self::Proof) -> Result<(), Self::Error> {
        <Vc as VectorCommitment<Hash>>::verify(root, index, item, proof)
    }
    fn verify_many(
        root: Digest,
        indexes: &[usize],
        items: &[Digest],
        proof: &Self::MultiProof,
    ) -> Result<(), Self::Error> {
        POSITIONS.set(indexes.to_vec());
        Vc::verify_many(root, indexes, items, proof)
    }
}

fn stock_verdict(inputs: &PublicInputs, proof: &[u8]) -> Result<(), String> {
    let proof = Proof::from_bytes(proof).map_err(|error| error.to_string())?;
    let options = AcceptableOptions::OptionSet(vec![proof_options()]);
    winter_verifier::verify::<ScaledLedgerAir<LIMB>, Hash, Coin, Spy>(proof, inputs.clone(), &options)
        .map_err(|error| error.to_string())
}

#[test]
fn a_remainder_fitted_to_the_queries_is_refused() {
    let rows = usable_rows(LOG2_ROWS);
    let (witness, accounts) = support::witness(&sample_accounts(), WEIGHTS.len(), rows, WORD);
    let request = request(LOG2_ROWS, accounts, &WEIGHTS);
    let plan = Plan::<LIMB>::read(&request, &Witness::new(&witness, rows).expect("a witness")).expect("honest");
    let expanded = expand(&plan);
    let inputs = PublicInputs { root: expanded.root(), control_digest: expanded.control_digest(), ..request };
    let proof = prove(&inputs, &expanded).expect("an honest ledger");
    assert_eq!(verify_scaled::<LIMB>(inputs.clone(), &proof), Ok(()));
    assert_eq!(stock_verdict(&inputs, &proof), Ok(()));

    // Add a polynomial that vanishes at every point of the last domain where the remainder is compared.
    let shape = ProofShape::of::<LIMB>(&inputs);
    let generator = F::get_root_of_unity(*shape.fri_depths.last().expect("a layer"));
    let points: Vec<F> = POSITIONS.take().iter().map(|p| F::GENERATOR * generator.exp(*p as u64)).collect();
    let mut vanishing = polynom::poly_from_roots(&points);
    let coefficients = shape.remainder_bytes / shape.extension_bytes();
    assert!(vanishing.len() <= coefficients, "{} points", points.len());
    vanishing.resize(coefficients, F::ZERO);
    let start = proof.len() - 9 - shape.remainder_bytes;
    let mut forged = proof.clone();
    let chunks = forged[start..].chunks_exact_mut(shape.extension_bytes());
    for (bytes, coefficient) in chunks.zip(vanishing.iter().rev()) {
        let read = |i: usize| F::new(u64::from_le_bytes(bytes[8 * i..8 * i + 8].try_into().expect("eight bytes")));
        let sum = E::new(read(0), read(1), read(2)) + E::from(*coefficient);
        bytes.copy_from_slice(&sum.to_bytes());
    }
    assert_ne!(forged, proof);

    assert_eq!(stock_verdict(&inputs, &forged), Ok(()), "winterfell now checks the remainder itself");
    let verdict = verify_scaled::<LIMB>(inputs, &forged);
    assert_eq!(verdict, Err(VerifyError::Rejected("FRI's remainder is not the committed one".to_string())));
}

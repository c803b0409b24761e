//! The product's prover with a fixed coin and open insides.

use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{proof_options, PublicInputs, ScaledLedgerAir, F};
use ledger_prover::entropy::Entropy;
use ledger_prover::hasher::RowHasher;
use ledger_prover::lookup;
use ledger_prover::pipeline::coin::GrindingCoin;
use ledger_prover::pipeline::segment::{by_coordinates, RowTree};
use ledger_prover::pipeline::Protocol;
use winter_air::proof::{Proof, Queries};
use winter_math::FieldElement;
use winter_prover::matrix::ColMatrix;

use super::coin::FixedCoin;
use super::{interpolate, E};

/// A proof and all polynomials behind it, by coefficients.
pub struct View {
    pub inputs: PublicInputs,
    pub main: Vec<Vec<F>>,
    pub aux: Vec<Vec<E>>,
    pub chunks: Vec<Vec<E>>,
    pub proof: Proof,
}

/// Gives the auxiliary columns for a main segment and the look-up challenges.
pub type AuxSource<'a> = dyn Fn(&ColMatrix<F>, &[E]) -> Vec<Vec<E>> + 'a;

/// Returns the product's auxiliary columns.
pub fn honest_aux<'a, const LIMB: u32>(inputs: &'a PublicInputs, entropy: &'a Entropy) -> Box<AuxSource<'a>> {
    Box::new(move |main, random| lookup::build::<E, LIMB>(inputs, main, random, entropy).into_columns())
}

/// Proves with the product's parts. `composition` replaces the evaluation of the constraints by values over the extended domain.
pub fn prove<const LIMB: u32>(
    inputs: &PublicInputs,
    main: &[Vec<F>],
    aux: &AuxSource<'_>,
    composition: Option<&[E]>,
) -> View {
    prove_with::<LIMB, FixedCoin>(inputs, main, aux, composition)
}

/// [`prove`] with another coin.
pub fn prove_with<const LIMB: u32, C: GrindingCoin>(
    inputs: &PublicInputs,
    main: &[Vec<F>],
    aux: &AuxSource<'_>,
    composition: Option<&[E]>,
) -> View {
    let mut protocol = Protocol::<LIMB, C>::new(inputs, proof_options(), Default::default());
    let columns = ColMatrix::new(main.to_vec());
    let random = protocol.commit_main(main);
    let aux = aux(&columns, &random);
    protocol.commit_aux(aux.iter().map(|column| by_coordinates(column)).collect());
    // Evaluated in any case, as this draws coefficients from the coin.
    let evaluated = protocol.evaluate_constraints();
    let evaluated = composition.map_or(evaluated, |values| by_coset(values, inputs.rows()));
    protocol.commit_composition(evaluated);
    let polynomial = |column: &[F]| {
        let mut column = column[..inputs.rows()].to_vec();
        protocol.tables().interpolate_first(&mut column);
        protocol.tables().unscramble(&mut column);
        column
    };
    let coordinates: Vec<Vec<F>> = protocol.segments()[2].extended().columns().map(polynomial).collect();
    let chunk = |of: &[Vec<F>]| (0..inputs.rows()).map(|i| E::new(of[0][i], of[1][i], of[2][i])).collect();
    let chunks = coordinates.chunks_exact(EXTENSION_DEGREE).map(chunk).collect();
    View {
        inputs: inputs.clone(),
        main: main.iter().map(|c| interpolate(c)).collect(),
        aux: aux.iter().map(|c| interpolate(c)).collect(),
        chunks,
        proof: protocol.open(),
    }
}

/// Turns values in the extended domain's order into coordinates, coset after coset.
fn by_coset(values: &[E], rows: usize) -> [Vec<F>; EXTENSION_DEGREE] {
    let cosets = values.len() / rows;
    let place = |i: usize| values[i % rows * cosets + i / rows];
    by_coordinates(&(0..values.len()).map(place).collect::<Vec<E>>())
}

/// Verifies with winterfell's verifier under the fixed coin.
pub fn verify<const LIMB: u32>(inputs: &PublicInputs, proof: &Proof) -> Result<(), String> {
    let options = winter_verifier::AcceptableOptions::OptionSet(vec![proof_options()]);
    winter_verifier::verify::<ScaledLedgerAir<LIMB>, RowHasher, FixedCoin, RowTree>(
        proof.clone(),
        inputs.clone(),
        &options,
    )
    .map_err(|e| e.to_string())
}

/// Everything that a proof says in the clear: opened rows, the out-of-domain frame, and all of FRI, its commitments and paths included.
/// Left out are roots and paths of the trace and of the chunks, which are hashes of rows that stay hidden.
pub fn said(view: &View) -> (Vec<Vec<Vec<u8>>>, Vec<u8>) {
    let proof = &view.proof;
    let domain = proof.lde_domain_size();
    let values = |queries: &Queries, width: usize| rows::<E>(queries, domain, proof.num_unique_queries.into(), width);
    let main = rows::<F>(&proof.trace_queries[0], domain, proof.num_unique_queries.into(), view.main.len());
    let opened = vec![
        main,
        values(&proof.trace_queries[1], view.aux.len()),
        values(&proof.constraint_queries, view.chunks.len()),
    ];
    let layers = proof.options().to_fri_options().num_fri_layers(domain);
    let (_, _, fri_roots) = proof.commitments.clone().parse::<RowHasher>(2, layers).unwrap();
    // both have no other accessor for all of their bytes
    (opened, format!("{:?} {:?} {:?}", proof.ood_frame, proof.fri_proof, fri_roots).into_bytes())
}

/// Returns opened rows as bytes.
pub fn rows<X: FieldElement<BaseField = F>>(
    queries: &Queries,
    domain: usize,
    count: usize,
    width: usize,
) -> Vec<Vec<u8>> {
    let (_, table) = queries.clone().parse::<X, RowHasher, RowTree>(domain, count, width).unwrap();
    (0..count).map(|row| X::elements_as_bytes(table.get_row(row)).to_vec()).collect()
}

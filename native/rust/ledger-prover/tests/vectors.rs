//! Writes testdata/vectors/stark.json: what winterfell and our constraints compute, for verifiers in other languages.
//!
//! `cargo test --release -p ledger-prover --test vectors -- --ignored`

use std::fmt::Write;
use std::path::PathBuf;

use ledger_air::{proof_options, Coin, Extension, Hash, LedgerAir, PublicInputs, Vc, F};
use winter_air::{Air, AuxRandElements, EvaluationFrame};
use winter_crypto::{Digest, ElementHasher, Hasher, RandomCoin, VectorCommitment};
use winter_math::{polynom, FieldElement, StarkField};
use winter_prover::Serializable;

type E = Extension;

/// splitmix64, rejecting what is not below the modulus: other languages make the same elements.
struct Random(u64);

impl Random {
    fn base(&mut self) -> F {
        loop {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            if z < F::MODULUS {
                return F::new(z);
            }
        }
    }
    fn element(&mut self) -> E {
        let first = self.base();
        E::new(first, self.base(), self.base())
    }
    fn elements(&mut self, count: usize) -> Vec<E> {
        (0..count).map(|_| self.element()).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        write!(out, "{b:02x}").expect("a string");
        out
    })
}

fn quoted(texts: impl IntoIterator<Item = String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|t| format!("\"{t}\"")).collect();
    format!("[{}]", texts.join(", "))
}

fn elements(values: &[E]) -> String {
    quoted(values.iter().map(|e| hex(&e.to_bytes())))
}

fn hashes() -> String {
    let lengths =
        [0, 1, 63, 64, 65, 128, 1023, 1024, 1025, 1872, 2047, 2048, 2049, 3072, 3073, 7968, 8192, 65_544, 102_400];
    let line = |length: usize| {
        let bytes: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        format!("{{\"length\": {length}, \"digest\": \"{}\"}}", hex(&Hash::hash(&bytes).as_bytes()))
    };
    lengths.map(line).join(",\n    ")
}

fn field() -> String {
    let mut random = Random(1);
    let line = |_| {
        let (a, b) = (random.element(), random.element());
        let all = [a, b, a + b, a - b, a * b, a.inv()];
        format!("{{\"a_b_sum_difference_product_inverse\": {}}}", elements(&all))
    };
    (0..20).map(line).collect::<Vec<_>>().join(",\n    ")
}

/// Seed element after which the coin's first draw is left out.
const REDRAWING_SEED: u64 = 161_194_737;

fn coin() -> String {
    let mut random = Random(2);
    let seed: Vec<F> = (0..40).map(|_| random.base()).collect();
    let mut coin = Coin::new(&seed);
    let mut draws: Vec<E> = (0..5).map(|_| coin.draw().expect("draws")).collect();
    coin.reseed(Hash::hash(b"one"));
    draws.extend((0..5).map(|_| coin.draw::<E>().expect("draws")));
    coin.reseed(Hash::hash_elements(&draws));
    let zeros: Vec<String> = (0..64).map(|nonce| coin.check_leading_zeros(nonce).to_string()).collect();
    let positions: Vec<String> =
        coin.draw_integers(100, 1 << 18, 12_345_678_901).expect("draws").iter().map(usize::to_string).collect();
    // Found by search, one in 2^31: the first 16 bytes drawn hold a coordinate that is not below the modulus, so it draws again.
    let redrawn: E = Coin::new(&[F::new(REDRAWING_SEED)]).draw().expect("draws");
    format!(
        "{{\"random\": 2, \"seed_elements\": 40, \"five_then_reseed_one_then_five\": {},\n    \"zero_bits_of_nonces\": [{}],\n    \"positions\": [{}],\n    \"redrawing_seed_element\": {REDRAWING_SEED}, \"redrawn\": \"{}\"}}",
        elements(&draws),
        zeros.join(", "),
        positions.join(", "),
        hex(&redrawn.to_bytes())
    )
}

fn merkle() -> String {
    let tree =
        |depth: u32| Vc::new((0..1u32 << depth).map(|i| Hash::hash(&i.to_le_bytes())).collect()).expect("a tree");
    let cases: [(u32, &[usize]); 7] = [
        (3, &[0]),
        (3, &[6, 7]),
        (4, &[11, 3, 4, 5]),
        (5, &[31, 0, 17, 16, 8]),
        (6, &[63, 62, 61, 60, 1]),
        (9, &[511, 3, 2, 100, 101, 7, 300, 298]),
        (4, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
    ];
    let line = |(depth, indexes): (u32, &[usize])| {
        let tree = tree(depth);
        let (_, proof) = tree.open_many(indexes).expect("opens");
        let root = hex(&tree.commitment().as_bytes());
        format!(
            "{{\"depth\": {depth}, \"indexes\": {indexes:?}, \"root\": \"{root}\",\n     \"proof\": \"{}\"}}",
            hex(&proof.to_bytes())
        )
    };
    cases.map(line).join(",\n    ")
}

fn folding() -> String {
    let mut random = Random(3);
    let line = |(domain_log2, position): (u32, u64)| {
        let values: [E; 8] = random.elements(8).try_into().expect("eight");
        let alpha = random.element();
        let x = F::get_root_of_unity(domain_log2).exp(position) * F::GENERATOR;
        let root = F::get_root_of_unity(3);
        let xs: [E; 8] = std::array::from_fn(|i| E::from(x * root.exp(i as u64)));
        let poly = polynom::interpolate_batch(&[xs], &[values]);
        let folded = polynom::eval(&poly[0], alpha);
        format!(
            "{{\"domain_log2\": {domain_log2}, \"position\": {position}, \"folded\": \"{}\"}}",
            hex(&folded.to_bytes())
        )
    };
    [(18, 0), (18, 32_767), (15, 1234), (12, 511)].map(line).join(",\n    ")
}

fn inputs(max_steps_log2: u32, weights: Vec<i64>) -> PublicInputs {
    let mut random = Random(4);
    let mut digest = || std::array::from_fn(|_| random.base());
    PublicInputs {
        context: digest(),
        log2_rows: 15 + max_steps_log2 / 2,
        accounts: 12_345,
        root: digest(),
        control_digest: digest(),
        max_steps_log2,
        weights,
    }
}

/// Constraint values on random rows; and the value at a random z of what the quotient must be there.
fn constraints() -> String {
    let line = |(seed, inputs): (u64, PublicInputs)| {
        let mut random = Random(seed);
        let (main, next) = (random.elements(234), random.elements(234));
        let main = EvaluationFrame::from_rows(main, next);
        let (aux, next) = (random.elements(8), random.elements(8));
        let aux = EvaluationFrame::from_rows(aux, next);
        let periodic = random.elements(3);
        let challenges = AuxRandElements::new(random.elements(2));
        let air = LedgerAir::new(LedgerAir::trace_info(&inputs), inputs.clone(), proof_options());
        let counts = (air.context().num_main_transition_constraints(), air.context().num_aux_transition_constraints());
        let evaluate = |periodic: &[E]| {
            let (mut first, mut second) = (vec![E::ZERO; counts.0], vec![E::ZERO; counts.1]);
            air.evaluate_transition(&main, periodic, &mut first);
            air.evaluate_aux_transition(&main, &aux, periodic, &challenges, &mut second);
            (first, second)
        };
        let (first, second) = evaluate(&periodic);
        let values = [first, second].concat();

        let z = random.element();
        let coefficients = random.elements(values.len() + air.context().num_assertions());
        let (transition, boundary) = coefficients.split_at(values.len());
        let at_z: Vec<E> = air
            .get_periodic_column_polys()
            .iter()
            .map(|poly| polynom::eval(poly, z.exp((inputs.rows() / poly.len()) as u64)))
            .collect();
        let (first, second) = evaluate(&at_z);
        let mut quotient = air.get_transition_constraints(transition).combine_evaluations::<E>(&first, &second, z);
        let boundary = air.get_boundary_constraints(Some(&challenges), boundary);
        for group in boundary.main_constraints() {
            quotient += group.evaluate_at(main.current(), z);
        }
        for group in boundary.aux_constraints() {
            quotient += group.evaluate_at(aux.current(), z);
        }
        format!(
            "{{\"random\": {seed}, \"inputs\": \"{}\",\n     \"periodic_at_z\": {},\n     \"quotient_at_z\": \"{}\",\n     \"values\": {}}}",
            hex(&inputs.encode()),
            elements(&at_z),
            hex(&quotient.to_bytes()),
            elements(&values)
        )
    };
    let cases = [
        (11, inputs(0, vec![5, -6, 0, -1])),
        (12, inputs(2, vec![0, -1, 1000, -1001, 7, -8])),
        (13, inputs(6, (0..20).map(|k| if k % 2 == 0 { k * 1000 } else { -k * 1001 }).collect())),
    ];
    cases.map(line).join(",\n    ")
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../testdata/vectors/stark.json")
}

fn text() -> String {
    let source = "winterfell 0.13.1 and native/rust/ledger-air, by native/rust/ledger-prover/tests/vectors.rs";
    format!(
        "{{\n  \"source\": \"{source}\",\n  \"relation\": \"{}\",\n  \"hashes\": [\n    {}\n  ],\n  \"field\": [\n    {}\n  ],\n  \"coin\": {},\n  \"merkle\": [\n    {}\n  ],\n  \"folding\": [\n    {}\n  ],\n  \"constraints\": [\n    {}\n  ]\n}}\n",
        hex(&ledger_air::relation_id()),
        hashes(),
        field(),
        coin(),
        merkle(),
        folding(),
        constraints()
    )
}

#[test]
#[ignore = "writes testdata/vectors/stark.json"]
fn write() {
    std::fs::write(path(), text()).expect("writes");
}

#[test]
fn vectors_are_of_this_relation() {
    let found = std::fs::read_to_string(path()).expect("testdata/vectors/stark.json");
    assert!(found == text(), "cargo test --release -p ledger-prover --test vectors -- --ignored");
}

//! The masks are there, random and fresh: no column lacks its random rows, two proofs of one ledger share nothing, and opened values don't
//! tell two ledgers apart, which they do where masks are short.

mod support;
mod zk;

use std::collections::HashSet;

use ledger_air::challenges::RANDOM_ELEMENTS;
use ledger_air::columns::{aux, MAIN_WIDTH, SALT};
use ledger_air::constants::{usable_rows, CLOSING_ROWS};
use ledger_air::options::EXTENSION_DEGREE;
use ledger_air::{PublicInputs, F, PAD_ROWS};
use ledger_prover::entropy::Entropy;
use ledger_prover::hasher::RowHasher;
use ledger_prover::pipeline::segment::{RowTree, Segment};
use ledger_prover::{lookup, prove_ledger, Job};
use ledger_simd::transform::LowDegreeExtension;
use support::{account, request, witness, Account, LIMB, LOG2_ROWS, WEIGHTS};
use winter_air::proof::Proof;
use winter_math::{FieldElement, StarkField};
use winter_prover::matrix::ColMatrix;
use zk::coin::{air, element, fresh, Challenges};
use zk::equivocation::{coordinate, coordinates, influence};
use zk::ledgers::{pair, Ledger};
use zk::linear::relation;
use zk::prover::{honest_aux, prove, rows, View};
use zk::{at, interpolate, E};

/// Columns that may lack random rows because they are public: none.
const PUBLIC_COLUMNS: [usize; 0] = [];

/// First random row of a column: masks and salts have no other, helpers have no value on the closing row.
fn first_random(in_aux: bool, column: usize, rows: usize) -> usize {
    let mask = in_aux && column > aux::SUM || !in_aux && column >= SALT;
    let helper = in_aux && column < aux::SUM;
    match (mask, helper) {
        (true, _) => 0,
        (_, true) => rows - PAD_ROWS - CLOSING_ROWS,
        _ => rows - PAD_ROWS,
    }
}

/// Distance of values from uniform: chi-square over 16 classes, with its 15 degrees of freedom above 80 once in 10^10 times.
fn assert_uniform(values: &[F], what: &str) {
    for shift in [60, 30, 0] {
        let mut counts = [0usize; 16];
        values.iter().for_each(|v| counts[(v.as_int() >> shift) as usize % 16] += 1);
        let found = chi_square(&counts);
        assert!(found < 80.0, "{what}: chi-square {found}");
    }
}

fn chi_square(counts: &[usize]) -> f64 {
    let expected = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    counts.iter().map(|&n| (n as f64 - expected).powi(2) / expected).sum()
}

/// Checks one segment made with two seeds; returns all its random cells.
fn assert_masked<X: FieldElement<BaseField = F>>(in_aux: bool, one: &[Vec<X>], other: &[Vec<X>]) -> Vec<F> {
    let mut all = vec![];
    for (c, (one, other)) in one.iter().zip(other).enumerate() {
        if !in_aux && PUBLIC_COLUMNS.contains(&c) {
            continue;
        }
        let start = first_random(in_aux, c, one.len());
        let name = format!("{} column {c}", if in_aux { "auxiliary" } else { "main" });
        assert!(one[..start] == other[..start], "{name}: active rows are the ledger's alone");
        let cells = |column: &[X]| X::slice_as_base_elements(&column[start..]).to_vec();
        let (one, other) = (cells(one), cells(other));
        assert!(one.iter().zip(&other).all(|(a, b)| a != b), "{name}: every random cell comes from the seed");
        assert_uniform(&one, &name);
        all.extend(one);
        all.extend(other);
    }
    all
}

#[test]
fn no_column_lacks_its_random_rows() {
    let (ledger, _, _) = pair(&WEIGHTS, 2);
    let seeds = [Entropy::insecure_fixed(1), Entropy::insecure_fixed(2)];
    let main = seeds.each_ref().map(|seed| ledger.main(seed));
    assert_eq!(main[0].len(), MAIN_WIDTH);
    let mut cells = assert_masked(false, &main[0], &main[1]);
    let mut rng = fresh();
    let random: Vec<E> = (0..RANDOM_ELEMENTS).map(|_| element(&mut rng)).collect();
    let build = |seed| {
        let main = ColMatrix::new(main[0].clone());
        lookup::build::<E, LIMB>(&ledger.inputs, &main, &random, seed).into_columns()
    };
    let segments = seeds.each_ref().map(build);
    assert_eq!(segments[0].len(), aux::WIDTH);
    cells.extend(assert_masked(true, &segments[0], &segments[1]));
    assert_uniform(&cells, "all");
    // no stream serves two columns
    let distinct: HashSet<u64> = cells.iter().map(|c| c.as_int()).collect();
    assert_eq!(distinct.len(), cells.len());
}

/// The lint above finds a column that lost a single random row.
#[test]
fn the_lint_finds_a_missing_row() {
    let (ledger, _, _) = pair(&WEIGHTS, 2);
    let main = [1, 2].map(|seed| ledger.main(&Entropy::insecure_fixed(seed)));
    for column in [0, SALT - 1, SALT] {
        let mut short = main.clone();
        short.iter_mut().for_each(|m| m[column][(1 << LOG2_ROWS) - PAD_ROWS] = F::ONE);
        let lint = std::panic::AssertUnwindSafe(|| assert_masked(false, &short[0], &short[1]));
        assert!(std::panic::catch_unwind(lint).is_err());
    }
}

/// All that a proof contains: elements of 8 bytes, digests of 32.
fn contents(proof: &Proof) -> HashSet<Vec<u8>> {
    let (domain, count) = (proof.lde_domain_size(), usize::from(proof.num_unique_queries));
    let fri_options = proof.options().to_fri_options();
    let layers = fri_options.num_fri_layers(domain);
    let mut out: Vec<Vec<u8>> = vec![];
    let mut elements = |bytes: &[u8]| out.extend(bytes.chunks_exact(8).map(<[u8]>::to_vec));

    let widths = [MAIN_WIDTH, aux::WIDTH, 7];
    let queries = [&proof.trace_queries[0], &proof.trace_queries[1], &proof.constraint_queries];
    rows::<F>(queries[0], domain, count, widths[0]).iter().for_each(|r| elements(r));
    rows::<E>(queries[1], domain, count, widths[1]).iter().for_each(|r| elements(r));
    rows::<E>(queries[2], domain, count, widths[2]).iter().for_each(|r| elements(r));
    let (trace, quotient) = proof.ood_frame.clone().parse::<E>(MAIN_WIDTH, aux::WIDTH, 7).unwrap();
    let frame = [trace.to_trace_states(), quotient.to_trace_states()].concat();
    elements(E::elements_as_bytes(&frame));
    let fri = proof.fri_proof.clone();
    elements(E::elements_as_bytes(&fri.parse_remainder::<E>().unwrap()));
    let (values, paths) = fri.parse_layers::<E, RowHasher, RowTree>(domain, fri_options.folding_factor()).unwrap();
    values.iter().for_each(|layer| elements(E::elements_as_bytes(layer)));

    let mut digests = |nodes: Vec<Vec<winter_crypto_digest::Digest>>| {
        out.extend(nodes.iter().flatten().map(|d| winter_crypto_digest::bytes(*d)));
    };
    paths.into_iter().for_each(|path| digests(path.nodes));
    digests(queries[0].clone().parse::<F, RowHasher, RowTree>(domain, count, widths[0]).unwrap().0.nodes);
    digests(queries[1].clone().parse::<E, RowHasher, RowTree>(domain, count, widths[1]).unwrap().0.nodes);
    digests(queries[2].clone().parse::<E, RowHasher, RowTree>(domain, count, widths[2]).unwrap().0.nodes);
    let (trace, quotient, fri) = proof.commitments.clone().parse::<RowHasher>(2, layers).unwrap();
    digests(vec![trace, vec![quotient], fri]);
    out.into_iter().collect()
}

mod winter_crypto_digest {
    use ledger_prover::hasher::RowHasher;

    pub type Digest = <RowHasher as winter_crypto::Hasher>::Digest;

    pub fn bytes(digest: Digest) -> Vec<u8> {
        winter_crypto::Digest::as_bytes(&digest).to_vec()
    }
}

/// Through the product's own door, whose seeds come from the operating system.
#[test]
fn two_proofs_of_one_ledger_share_nothing() {
    let accounts: Vec<Account> = (0..300).map(|i| account(1 + 10 * i, &[(0, i << 40), (2, 1 << 55)])).collect();
    let (bytes, count) = witness(&accounts, WEIGHTS.len(), usable_rows(15), 28);
    let request = request(15, count, &WEIGHTS);
    let prove = || {
        let mut tree = vec![0; 64 * count as usize];
        prove_ledger(&request, &bytes, &mut tree, &Job::default()).unwrap()
    };
    let proofs = [prove(), prove()];
    assert_eq!(proofs[0].root, proofs[1].root);
    let contents = proofs.each_ref().map(|p| contents(&Proof::from_bytes(&p.proof).unwrap()));
    println!("{} and {} elements and digests", contents[0].len(), contents[1].len());
    assert!(contents[0].len() > 15_000);
    assert!(contents[0].is_disjoint(&contents[1]));
}

/// Not only what is opened: no committed row is the same, nor is its hash.
#[test]
fn two_traces_of_one_ledger_share_no_leaf() {
    let (ledger, _, _) = pair(&WEIGHTS, 2);
    let tables = LowDegreeExtension::new(LOG2_ROWS, 3, F::GENERATOR);
    let leaves = || -> HashSet<Vec<u8>> {
        let main = ledger.main(&Entropy::from_os().unwrap());
        let segment = Segment::extend(&tables, &Default::default(), &main);
        segment.tree().leaves().iter().map(|d| winter_crypto_digest::bytes(*d)).collect()
    };
    let (one, other) = (leaves(), leaves());
    assert_eq!(one.len(), 8 << LOG2_ROWS);
    assert!(one.is_disjoint(&other));
}

/// Nothing but `Entropy::from_os` makes seeds in the product.
#[test]
fn known_seeds_are_for_tests_alone() {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut uses = vec![];
    for package in std::fs::read_dir(workspace).unwrap() {
        let package = package.unwrap().path();
        // The forgers are test code in a package of their own, which no other may use.
        if package.ends_with("ledger-corpus") {
            continue;
        }
        let manifest = std::fs::read_to_string(package.join("Cargo.toml")).unwrap_or_default();
        assert!(!manifest.contains("ledger-corpus"), "{}", package.display());
        let mut folders = vec![package.join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("insecure_fixed")) => {
                        uses.push(path.file_name().unwrap().to_string_lossy().into_owned());
                    }
                    false => {}
                }
            }
        }
    }
    assert_eq!(uses, ["entropy.rs"]);
}

/// Random rows that the control keeps: fewer than what a proof opens of a column in the clear, 53 queries and 6 coordinates.
const SHORT: usize = 53;

/// Proves with the product's parts; `short` clears all random rows but the first of them.
fn view(ledger: &Ledger, short: bool) -> View {
    let entropy = Entropy::from_os().unwrap();
    let mut main = ledger.main(&entropy);
    if short {
        let start = ledger.inputs.rows() - PAD_ROWS + SHORT;
        main.iter_mut().for_each(|column| column[start..].fill(F::ZERO));
    }
    let aux = honest_aux::<LIMB>(&ledger.inputs, &entropy);
    prove::<LIMB>(&ledger.inputs, &main, &*aux, None)
}

/// What a proof opens of each main column: 59 coordinates.
fn opened(view: &View) -> Vec<Vec<F>> {
    let count = usize::from(view.proof.num_unique_queries);
    let (_, table) = view.proof.trace_queries[0]
        .clone()
        .parse::<F, RowHasher, RowTree>(view.proof.lde_domain_size(), count, MAIN_WIDTH)
        .unwrap();
    let (frame, _) = view.proof.ood_frame.clone().parse::<E>(MAIN_WIDTH, aux::WIDTH, 7).unwrap();
    let column = |c: usize| {
        let ends = [frame.current_row()[c], frame.next_row()[c]];
        (0..count).map(|q| table.get_row(q)[c]).chain(coordinates(&ends)).collect()
    };
    (0..MAIN_WIDTH).map(column).collect()
}

/// Knows a ledger's active cells and a combination of openings that `SHORT` random rows don't reach.
struct Distinguisher {
    relation: Vec<F>,
    expected: Vec<Vec<F>>,
}

impl Distinguisher {
    fn new(ledger: &Ledger) -> Self {
        let matrix = influences(&ledger.inputs, SHORT);
        let mut main = ledger.main(&Entropy::insecure_fixed(0));
        main.iter_mut().for_each(|column| column[ledger.inputs.rows() - PAD_ROWS..].fill(F::ZERO));
        let challenges = Challenges::new::<LIMB>(&ledger.inputs);
        let values = |column: &Vec<F>| -> Vec<F> {
            let polynomial = interpolate(column);
            let ends = challenges.out_of_domain.map(|z| at::<F, E>(&polynomial, z));
            challenges.queries.iter().map(|&x| at(&polynomial, x)).chain(coordinates(&ends)).collect()
        };
        Self { relation: relation(&matrix).unwrap(), expected: main.iter().map(values).collect() }
    }

    /// Returns, for each column that isn't a salt, 0 if the proof looks like one of this ledger.
    fn judge(&self, view: &View) -> Vec<F> {
        let distance = |(opened, expected): (&Vec<F>, &Vec<F>)| {
            let terms = self.relation.iter().zip(opened.iter().zip(expected));
            terms.fold(F::ZERO, |sum, (&r, (&o, &e))| sum + r * (o - e))
        };
        opened(view).iter().zip(&self.expected).take(SALT).map(distance).collect()
    }
}

/// How the first of `rows` random rows reach the openings: one line for each coordinate.
fn influences(inputs: &PublicInputs, rows: usize) -> Vec<Vec<F>> {
    let challenges = Challenges::new::<LIMB>(inputs);
    let length = air::<LIMB>(inputs).inputs().rows();
    let g = challenges.generator;
    let line = |x: F| influence(x, g, length, PAD_ROWS)[..rows].to_vec();
    let mut matrix: Vec<Vec<F>> = challenges.queries.iter().map(|&x| line(x)).collect();
    for z in challenges.out_of_domain {
        let line = influence(z, E::from(g), length, PAD_ROWS);
        matrix
            .extend((0..EXTENSION_DEGREE).map(|c| line[..rows].iter().map(|&v| coordinate(v, c)).collect::<Vec<F>>()));
    }
    matrix
}

/// With short masks a combination of opened values tells which of two known ledgers was proven, every time; with the product's masks
/// no combination does, and that one is uniform for both.
#[test]
fn opened_values_do_not_tell_ledgers_apart() {
    let (first, second, _) = pair(&WEIGHTS, 2);
    let judges = [Distinguisher::new(&first), Distinguisher::new(&second)];
    assert!(relation(&influences(&first.inputs, PAD_ROWS)).is_none(), "no combination escapes the product's masks");

    for (truth, ledger) in [&first, &second].into_iter().enumerate() {
        let short = view(ledger, true);
        for (guess, judge) in judges.iter().enumerate() {
            let zeros = judge.judge(&short).iter().filter(|&&v| v == F::ZERO).count();
            println!("short masks, ledger {truth} judged as {guess}: {zeros} of {SALT} columns fit");
            assert_eq!(zeros == SALT, guess == truth);
        }
    }
    let mut judged: [Vec<F>; 2] = Default::default();
    let mut values: [Vec<F>; 2] = Default::default();
    for _ in 0..4 {
        for (truth, ledger) in [&first, &second].into_iter().enumerate() {
            let view = view(ledger, false);
            judged[truth].extend(judges[0].judge(&view));
            values[truth].extend(opened(&view).concat());
        }
    }
    for (truth, (judged, values)) in judged.iter().zip(&values).enumerate() {
        assert!(!judged.contains(&F::ZERO));
        assert_uniform(judged, &format!("ledger {truth}, distinguisher"));
        assert_uniform(values, &format!("ledger {truth}, opened values"));
    }
}

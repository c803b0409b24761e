//! Writes the vectors of Rescue-Prime, leaf digests and heap trees into the folder named by the first argument.
//! Every hash comes from winter-crypto 0.13.1 (`Rp64_256`); nothing here is shared with the product's code.

use std::{fmt::Write as _, fs, path::Path};

use winter_crypto::{hashers::Rp64_256, Hasher};
use winter_math::{fields::f64::BaseElement, FieldElement, StarkField};
use winter_utils::{Deserializable, Serializable, SliceReader};

type Digest = <Rp64_256 as Hasher>::Digest;
type Entry = (u64, u64);

const DOMAIN_LEAF: u64 = 0x4c45_4146;
const P: u64 = BaseElement::MODULUS;
const SOURCE: &str = "winter-crypto 0.13.1 Rp64_256, written by testdata/vectors/generator";

/// SplitMix64: fixed seed, so that the files are reproducible.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn element(&mut self) -> BaseElement {
        BaseElement::new(self.next() % P)
    }
    fn digest(&mut self) -> Digest {
        Digest::new([self.element(), self.element(), self.element(), self.element()])
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut s, b| {
        write!(s, "{b:02x}").expect("a String takes all writes");
        s
    })
}

fn quoted(digest: &Digest) -> String {
    format!("\"{}\"", hex(&digest.to_bytes()))
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
}

fn lanes(state: &[BaseElement; 12]) -> String {
    list(state, |e| format!("\"{}\"", e.as_int()))
}

fn leaf(tag: [BaseElement; 4], entries: &[Entry]) -> Digest {
    let steps = entries.len().div_ceil(3).max(1);
    let mut state = [BaseElement::ZERO; 12];
    state[0] = BaseElement::new(DOMAIN_LEAF);
    for step in 0..steps {
        let mut pack = 0u64;
        for j in 0..3 {
            if let Some((key, amount)) = entries.get(3 * step + j) {
                pack += key << (16 * j);
                state[4 + j] += BaseElement::new(*amount);
            }
        }
        state[7] += BaseElement::new(pack);
        if step == 0 {
            for i in 0..4 {
                state[8 + i] += tag[i];
            }
        }
        Rp64_256::apply_permutation(&mut state);
    }
    Digest::new([state[4], state[5], state[6], state[7]])
}

fn tree(leaves: &[Digest]) -> Vec<Digest> {
    let m = leaves.len();
    let mut nodes = vec![Digest::default(); 2 * m];
    nodes[m..].copy_from_slice(leaves);
    for j in (1..m).rev() {
        nodes[j] = Rp64_256::merge(&[nodes[2 * j], nodes[2 * j + 1]]);
    }
    nodes
}

fn write_file(folder: &Path, name: &str, body: String) {
    fs::write(folder.join(name), format!("{{\n  \"source\": \"{SOURCE}\",\n{body}\n}}\n")).expect("writes the vector file");
}

fn rescue(random: &mut Random) -> String {
    let mut inputs = vec![[BaseElement::ZERO; 12], [BaseElement::ONE; 12], [BaseElement::new(P - 1); 12]];
    inputs.push(core::array::from_fn(|i| BaseElement::new(i as u64)));
    inputs.extend((0..8).map(|_| core::array::from_fn(|_| random.element())));
    let permutations = inputs.iter().map(|input| {
        let mut state = *input;
        Rp64_256::apply_permutation(&mut state);
        format!("    {{\"in\": {}, \"out\": {}}}", lanes(input), lanes(&state))
    });
    let permutations = permutations.collect::<Vec<_>>().join(",\n");
    let mut pairs = vec![(Digest::default(), Digest::default())];
    pairs.extend((0..6).map(|_| (random.digest(), random.digest())));
    let merges = pairs.iter().map(|(l, r)| {
        let out = Rp64_256::merge(&[*l, *r]);
        format!("    {{\"left\": {}, \"right\": {}, \"out\": {}}}", quoted(l), quoted(r), quoted(&out))
    });
    let merges = merges.collect::<Vec<_>>().join(",\n");
    format!("  \"permutations\": [\n{permutations}\n  ],\n  \"merges\": [\n{merges}\n  ]")
}

fn leaves(random: &mut Random) -> String {
    let top = (1u64 << 56) - 1;
    let mut cases: Vec<([BaseElement; 4], Vec<Entry>)> = vec![
        ([BaseElement::ZERO; 4], vec![]),
        ([BaseElement::new(P - 1); 4], vec![(65535, top), (65534, top), (8191, top)]),
        ([BaseElement::new(1); 4], vec![(0, 1)]),
        ([BaseElement::new(2); 4], vec![(0, 0), (1, 5)]),
    ];
    for count in [1usize, 2, 3, 4, 5, 6, 7, 12, 64, 192] {
        let tag = core::array::from_fn(|_| BaseElement::new(random.next() >> 1));
        let entries = (0..count).map(|_| (random.next() % 8192, random.next() >> (8 + random.next() % 48)));
        cases.push((tag, entries.collect()));
    }
    let shown = cases.iter().map(|(tag, entries)| {
        format!(
            "    {{\"tag\": {}, \"entries\": {}, \"digest\": {}}}",
            quoted(&Digest::new(*tag)),
            list(entries, |(k, a)| format!("[{k}, \"{a}\"]")),
            quoted(&leaf(*tag, entries))
        )
    });
    format!("  \"leaves\": [\n{}\n  ]", shown.collect::<Vec<_>>().join(",\n"))
}

fn trees(random: &mut Random) -> String {
    let full = [2usize, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31].map(|m| {
        let leaves = (0..m).map(|_| random.digest()).collect::<Vec<_>>();
        let nodes = tree(&leaves);
        format!(
            "    {{\"accounts\": {m}, \"leaves\": {}, \"inner\": {}, \"root\": {}}}",
            list(&leaves, quoted),
            list(&nodes[1..m], quoted),
            quoted(&nodes[1])
        )
    });
    let filled = [(1usize, 2usize), (1, 3), (2, 7), (3, 8), (5, 13), (4, 100), (9, 1000), (31, 5432)].map(|(n, m)| {
        let first = (0..n).map(|_| random.digest()).collect::<Vec<_>>();
        let (filler, last) = (leaf([BaseElement::ZERO; 4], &[]), random.digest());
        let mut leaves = first.clone();
        leaves.resize(m - 1, filler);
        leaves.push(last);
        format!(
            "    {{\"first\": {}, \"accounts\": {m}, \"filler\": {}, \"last\": {}, \"root\": {}}}",
            list(&first, quoted),
            quoted(&filler),
            quoted(&last),
            quoted(&tree(&leaves)[1])
        )
    });
    format!("  \"trees\": [\n{}\n  ],\n  \"filled\": [\n{}\n  ]", full.join(",\n"), filled.join(",\n"))
}

fn main() {
    let folder = std::env::args().nth(1).expect("usage: vector-generator FOLDER");
    let folder = Path::new(&folder);
    let mut random = Random(1);
    write_file(folder, "rescue.json", rescue(&mut random));
    write_file(folder, "leaf.json", leaves(&mut random));
    write_file(folder, "tree.json", trees(&mut random));
    let back = Digest::read_from(&mut SliceReader::new(&random.digest().to_bytes()));
    assert!(back.is_ok(), "digests are written as they are read");
}

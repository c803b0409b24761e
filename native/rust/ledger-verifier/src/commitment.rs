//! winterfell's Merkle tree with openings that have exactly one encoding.
//!
//! winterfell checks that an opening leads to the root, but not that it holds nothing else: rows beyond the queried ones and
//! nodes beyond those needed go unread, so junk could ride along. [`StrictVc`] refuses them and is otherwise the same scheme.

use ledger_air::{Hash, Vc};
use winter_crypto::{BatchMerkleProof, Hasher, MerkleTreeError, VectorCommitment};

type Digest = <Hash as Hasher>::Digest;

/// [`Vc`], refusing every batch opening with rows or nodes that are not needed.
pub struct StrictVc(Vc);

impl VectorCommitment<Hash> for StrictVc {
    type Options = <Vc as VectorCommitment<Hash>>::Options;
    type Proof = Vec<Digest>;
    type MultiProof = BatchMerkleProof<Hash>;
    type Error = MerkleTreeError;

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
        let found = proof.nodes.iter().map(Vec::len);
        if items.len() != indexes.len() || !path_lengths(indexes, u32::from(proof.depth)).into_iter().eq(found) {
            return Err(MerkleTreeError::InvalidProof);
        }
        Vc::verify_many(root, indexes, items, proof)
    }
}

/// Returns how many nodes winterfell's batch proof holds in each of its paths, for leaves `indexes` of a tree of `depth`.
///
/// The paths belong to the pairs of leaves, from left to right. On each level the i-th remaining node takes its sibling from
/// the i-th path, unless the sibling is at hand: winterfell's own order, in which a path serves other nodes further up.
fn path_lengths(indexes: &[usize], depth: u32) -> Vec<usize> {
    let mut nodes: Vec<usize> = indexes.iter().map(|index| index + (1 << depth)).collect();
    nodes.sort_unstable();
    let mut lengths = Vec::new();
    for level in 0..depth {
        let mut parents: Vec<usize> = Vec::with_capacity(nodes.len());
        let mut at = 0;
        while at < nodes.len() {
            let together = nodes.get(at + 1) == Some(&(nodes[at] ^ 1)) && nodes[at].is_multiple_of(2);
            if level == 0 {
                lengths.push(usize::from(!together));
            }
            if together {
                at += 1;
            }
            if level > 0 && !together {
                lengths[at] += 1;
            }
            parents.push(nodes[at] >> 1);
            at += 1;
        }
        nodes = parents;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(n: u8) -> Digest {
        Hash::hash(&[n])
    }

    fn tree(depth: u32) -> StrictVc {
        StrictVc::new((0..1u8 << depth).map(digest).collect()).expect("a power of two")
    }

    /// Every subset of the leaves of a small tree, and the same in another order.
    fn cases(depth: u32) -> impl Iterator<Item = Vec<usize>> {
        (1u32..1 << (1 << depth)).map(move |set| (0..1 << depth).filter(|i| set >> i & 1 == 1).collect())
    }

    #[test]
    fn accepts_what_winterfell_opens() {
        for depth in 1..=3 {
            let tree = tree(depth);
            for mut indexes in cases(depth) {
                for _ in 0..2 {
                    let (items, proof) = tree.open_many(&indexes).expect("opens");
                    assert!(StrictVc::verify_many(tree.commitment(), &indexes, &items, &proof).is_ok(), "{indexes:?}");
                    indexes.rotate_left(1);
                }
            }
        }
    }

    #[test]
    fn refuses_what_is_not_needed() {
        let tree = tree(4);
        let indexes = [3, 4, 5, 11];
        let (items, proof) = tree.open_many(&indexes).expect("opens");
        let accepts = |items: &[Digest], proof: &BatchMerkleProof<Hash>| {
            let plain = Vc::verify_many(tree.commitment(), &indexes, items, proof).is_ok();
            (plain, StrictVc::verify_many(tree.commitment(), &indexes, items, proof).is_ok())
        };
        assert_eq!(accepts(&items, &proof), (true, true));
        let copy = || BatchMerkleProof { nodes: proof.nodes.clone(), depth: proof.depth };
        let mut longer = copy();
        longer.nodes[1].push(digest(0));
        assert_eq!(accepts(&items, &longer), (true, false));
        assert_eq!(accepts(&[items.clone(), vec![digest(0)]].concat(), &proof), (true, false));
        let mut shorter = copy();
        shorter.nodes[0].pop();
        assert_eq!(accepts(&items, &shorter), (false, false));
        let mut other = copy();
        other.nodes.push(vec![]);
        assert_eq!(accepts(&items, &other), (false, false));
    }
}

//! winterfell's `Blake3_256` with the same digests, several times faster on rows: one buffer and one call for each row.

use ledger_air::{Hash, F};
use winter_crypto::{ElementHasher, Hasher};
use winter_math::FieldElement;

/// Blake3 with 256-bit output.
pub struct RowHasher;

impl Hasher for RowHasher {
    type Digest = <Hash as Hasher>::Digest;
    const COLLISION_RESISTANCE: u32 = Hash::COLLISION_RESISTANCE;

    fn hash(bytes: &[u8]) -> Self::Digest {
        Hash::hash(bytes)
    }
    fn merge(values: &[Self::Digest; 2]) -> Self::Digest {
        Hash::merge(values)
    }
    fn merge_many(values: &[Self::Digest]) -> Self::Digest {
        Hash::merge_many(values)
    }
    fn merge_with_int(seed: Self::Digest, value: u64) -> Self::Digest {
        Hash::merge_with_int(seed, value)
    }
}

impl ElementHasher for RowHasher {
    type BaseField = F;

    fn hash_elements<E: FieldElement<BaseField = F>>(elements: &[E]) -> Self::Digest {
        const BUFFER: usize = 256;
        let elements = E::slice_as_base_elements(elements);
        if elements.len() > BUFFER {
            return Hash::hash_elements(elements);
        }
        let mut bytes = [0; 8 * BUFFER];
        for (out, element) in bytes.chunks_exact_mut(8).zip(elements) {
            out.copy_from_slice(&element.as_int().to_le_bytes());
        }
        Hash::hash(&bytes[..8 * elements.len()])
    }
}

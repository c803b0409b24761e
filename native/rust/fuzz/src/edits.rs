//! Edits of a long input, written as a short one: what a fuzzer changes is then small, and every change counts.
//!
//! An edit is one byte of kind, three bytes of place (little-endian, modulo the length), one byte of length, and for kinds
//! that write, as many bytes as that. The Java targets read the same format.

/// Returns `original` with the edits made; what is left of an edit cut short is zeros.
pub fn apply(original: &[u8], mut edits: &[u8]) -> Vec<u8> {
    let mut edited = original.to_vec();
    while !edits.is_empty() && !edited.is_empty() {
        let mut head = [0; 5];
        take(&mut edits, &mut head);
        let at = u32::from_le_bytes([head[1], head[2], head[3], 0]) as usize % edited.len();
        let length = usize::from(head[4]);
        let end = (at + length).min(edited.len());
        match head[0] % 6 {
            0 => take(&mut edits, &mut edited[at..end]),
            1 => drop(edited.drain(at..end)),
            2 => {
                let mut inserted = vec![0; length];
                take(&mut edits, &mut inserted);
                edited.splice(at..at, inserted).for_each(drop);
            }
            3 => edited[at] ^= head[4],
            // A field element: one more, which stays below the modulus nearly always.
            4 => {
                let end = (at + 8).min(edited.len());
                let carries = |byte: &mut u8| {
                    *byte = byte.wrapping_add(1);
                    *byte != 0
                };
                edited[at..end].iter_mut().any(carries);
            }
            _ => edited.truncate(at),
        }
    }
    edited
}

fn take(edits: &mut &[u8], into: &mut [u8]) {
    let length = into.len().min(edits.len());
    into[..length].copy_from_slice(&edits[..length]);
    into[length..].fill(0);
    *edits = &edits[length..];
}

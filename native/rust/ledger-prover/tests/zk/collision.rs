//! A look-up challenge for which two roots have the same fingerprint.
//!
//! Two ledgers with the same public inputs but for the root have different END-SUM, unless delta is a zero of
//! sum_m delta^m (root_m - other_m). With challenges fixed beforehand it may be one: then one view can belong to both ledgers, with the
//! product's assertions untouched. (For the same root they would be a collision of the hash.)

use ledger_air::F;
use rand_chacha::rand_core::SeedableRng;
use rand_chacha::ChaCha20Rng;
use winter_math::{FieldElement, StarkField};

use super::coin::element;
use super::E;

/// Returns such a delta outside the base field; None if there is none, which is so for most pairs.
pub fn delta(a: &[F; 4], b: &[F; 4]) -> Option<E> {
    let lead = (a[3] - b[3]).inv();
    let cubic: [E; 3] = std::array::from_fn(|i| E::from((a[i] - b[i]) * lead));
    let value = |x: E| cubic[0] + x * (cubic[1] + x * (cubic[2] + x));
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let p = u128::from(F::MODULUS);
    // Cantor and Zassenhaus: (x + s)^((p^3 - 1)/2) is 1 or -1 at each zero in the extension field; p^3 - 1 = (p - 1)(p^2 + p + 1)
    for _ in 0..64 {
        let norm = power(&cubic, [element(&mut rng), E::ONE, E::ZERO], p * p + p + 1);
        let mut half = power(&cubic, norm, (p - 1) / 2);
        half[0] -= E::ONE;
        if let Some(root) = single_common_zero(&cubic, half) {
            if value(root) == E::ZERO && E::slice_as_base_elements(&[root])[1] != F::ZERO {
                return Some(root);
            }
        }
    }
    None
}

/// Returns base^exponent modulo the cubic.
fn power(cubic: &[E; 3], base: [E; 3], exponent: u128) -> [E; 3] {
    let mut out = [E::ONE, E::ZERO, E::ZERO];
    for bit in (0..128).rev() {
        out = multiply(cubic, &out, &out);
        if exponent >> bit & 1 == 1 {
            out = multiply(cubic, &out, &base);
        }
    }
    out
}

fn multiply(cubic: &[E; 3], a: &[E; 3], b: &[E; 3]) -> [E; 3] {
    let mut product = [E::ZERO; 5];
    for i in 0..3 {
        for j in 0..3 {
            product[i + j] += a[i] * b[j];
        }
    }
    for degree in [4, 3] {
        let lead = product[degree];
        for i in 0..3 {
            product[degree - 3 + i] -= lead * cubic[i];
        }
    }
    [product[0], product[1], product[2]]
}

/// Returns the zero of the greatest common divisor if that has degree 1.
fn single_common_zero(cubic: &[E; 3], other: [E; 3]) -> Option<E> {
    let mut a = vec![cubic[0], cubic[1], cubic[2], E::ONE];
    let mut b = trim(other.to_vec());
    while !b.is_empty() {
        let lead = b[b.len() - 1].inv();
        while a.len() >= b.len() {
            let (factor, shift) = (a[a.len() - 1] * lead, a.len() - b.len());
            b.iter().enumerate().for_each(|(i, &v)| a[shift + i] -= factor * v);
            a = trim(a);
        }
        std::mem::swap(&mut a, &mut b);
    }
    (a.len() == 2).then(|| -a[0] / a[1])
}

fn trim(mut polynomial: Vec<E>) -> Vec<E> {
    while polynomial.last() == Some(&E::ZERO) {
        polynomial.pop();
    }
    polynomial
}

//! The random elements of the look-up argument, and the denominators they give.
//!
//! Every argument has a separator of its own, a multiple of delta^5, so that no fraction of one can cancel one of another:
//! range gamma - v; price gamma - key - delta w + delta^5; tree gamma - index - sum delta^(i+1) d_i + 2 delta^5.

use ledger_simd::{Algebra, Extends};

/// Number of random elements drawn for the auxiliary segment.
pub const RANDOM_ELEMENTS: usize = 2;

/// Challenges of the look-up argument.
#[derive(Clone)]
pub struct Challenges<E> {
    range: E,
    price: E,
    tree: E,
    delta: [E; 4],
}

impl<E: Algebra> Challenges<E> {
    /// Returns the challenges for the random elements (gamma, delta).
    pub fn new(random: &[E]) -> Self {
        let (gamma, d) = (random[0], random[1]);
        let d2 = d.squared();
        let delta = [d, d2, d2 * d, d2.squared()];
        let separator = delta[3] * d;
        Self { range: gamma, price: gamma + separator, tree: gamma + separator + separator, delta }
    }

    /// Denominator of a range look-up.
    #[inline(always)]
    pub fn range<B: Algebra>(&self, value: B) -> E
    where
        E: Extends<B>,
    {
        self.range - E::embed(value)
    }

    /// Denominator of a price look-up.
    #[inline(always)]
    pub fn price<B: Algebra>(&self, key: B, weight: B) -> E
    where
        E: Extends<B>,
    {
        self.price - E::embed(key) - self.delta[0].times(weight)
    }

    /// Numerator of an entry: 1 for the price look-up, signed words for the totals.
    #[inline(always)]
    pub fn entry<B: Algebra>(&self, sign: B, low: B, high: B) -> E
    where
        E: Extends<B>,
    {
        E::one() + self.delta[0].times(sign * low) + self.delta[1].times(sign * high)
    }

    /// Denominator of the tree bus.
    #[inline(always)]
    pub fn tree<B: Algebra>(&self, index: B, digest: &[B]) -> E
    where
        E: Extends<B>,
    {
        let mut out = self.tree - E::embed(index);
        for (delta, &element) in self.delta.iter().zip(digest) {
            out -= delta.times(element);
        }
        out
    }
}

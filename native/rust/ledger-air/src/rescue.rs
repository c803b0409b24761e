//! The Rescue-Prime permutation of winterfell's `Rp64_256`, opened up: the trace holds the state in the middle of every round.
//!
//! Round r maps x to MDS(S^-1(MDS(x^7) + ARK1_r)) + ARK2_r. Tests bind this file to winterfell's permutation.

use ledger_simd::{array, Algebra};
use winter_crypto::hashers::Rp64_256;

use crate::constants::{DOMAIN_NODE, ROUNDS, STATE_WIDTH};
use crate::F;

/// A permutation state.
pub type State<E> = [E; STATE_WIDTH];

/// Returns x^7.
#[inline(always)]
pub fn pow7<E: Algebra>(x: E) -> E {
    let x2 = x.squared();
    (x2 * x) * x2.squared()
}

/// Returns the MDS matrix times the state.
#[inline(always)]
pub fn mds<E: Algebra>(state: &State<E>) -> State<E> {
    E::mds(state)
}

/// Raises every lane to (1/7) mod (p - 1) = 10540996611094048183.
///
/// The exponent's binary form is 1001001001001001001001001001000110110110110110110110110110110111.
#[inline(always)]
fn inverse_sbox<E: Algebra>(state: &mut State<E>) {
    #[inline(always)]
    fn square_times<const N: usize, E: Algebra>(mut base: State<E>, tail: &State<E>) -> State<E> {
        for _ in 0..N {
            base = array!(E::ZERO, |i| base[i].squared());
        }
        array!(E::ZERO, |i| base[i] * tail[i])
    }
    let x2: State<E> = array!(E::ZERO, |i| state[i].squared()); // 10
    let x4: State<E> = array!(E::ZERO, |i| x2[i].squared()); // 100
    let a = square_times::<3, E>(x4, &x4); // 100100
    let b = square_times::<6, E>(a, &a); // 100100100100
    let c = square_times::<12, E>(b, &b);
    let d = square_times::<6, E>(c, &a);
    let e = square_times::<31, E>(d, &d);
    for i in 0..STATE_WIDTH {
        state[i] = (e[i].squared() * d[i]).squared().squared() * (x2[i] * x4[i] * state[i]);
    }
}

/// Returns the state after round `round`, given the state after its inverse S-box.
#[inline(always)]
pub fn round_output<E: Algebra>(round: usize, middle: &State<E>) -> State<E> {
    plus_constants(mds(middle), &Rp64_256::ARK2[round])
}

/// Returns what the inverse S-box of round `round` is applied to, given the state before the round.
#[inline(always)]
pub fn round_middle_pow7<E: Algebra>(round: usize, state: &State<E>) -> State<E> {
    plus_constants(mds(&array!(E::ZERO, |i| pow7(state[i]))), &Rp64_256::ARK1[round])
}

#[inline(always)]
fn plus_constants<E: Algebra>(mut state: State<E>, constants: &State<F>) -> State<E> {
    for (x, &constant) in state.iter_mut().zip(constants) {
        *x += E::constant(constant);
    }
    state
}

/// Runs the permutation on `state` and returns the state after each round's inverse S-box: what the trace holds.
#[inline(always)]
pub fn permute<E: Algebra>(state: &mut State<E>) -> [State<E>; ROUNDS] {
    let mut states = [[E::ZERO; STATE_WIDTH]; ROUNDS];
    for (round, middle) in states.iter_mut().enumerate() {
        *middle = round_middle_pow7(round, state);
        inverse_sbox(middle);
        *state = round_output(round, middle);
    }
    states
}

/// Returns the input of a node's permutation.
#[inline(always)]
pub fn node_input<E: Algebra>(left: [E; 4], right: [E; 4]) -> State<E> {
    let mut state = [E::ZERO; STATE_WIDTH];
    state[0] = E::constant(F::new(DOMAIN_NODE));
    state[4..8].copy_from_slice(&left);
    state[8..].copy_from_slice(&right);
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extension;
    use ledger_simd::dispatch::{at_level, Level};
    use ledger_simd::{Kernel, Lanes, Packed, LANES};
    use winter_crypto::{ElementHasher, Hasher};
    use winter_math::{ExtensionOf, FieldElement};

    fn states() -> impl Iterator<Item = State<F>> {
        let mut seed = 1u64;
        let mut next = move || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            F::new(seed)
        };
        let edges = [[0u32, 0], [1, 0], [0, 1]].map(|[a, b]| [F::from(a) - F::from(b); 12]);
        edges.into_iter().chain((0..200).map(move |_| std::array::from_fn(|_| next())))
    }

    #[test]
    fn permutation_is_winterfells() {
        for state in states() {
            let (mut ours, mut theirs) = (state, state);
            permute(&mut ours);
            Rp64_256::apply_permutation(&mut theirs);
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn mds_is_winterfells_in_the_extension_too() {
        for state in states() {
            let ext: State<Extension> = std::array::from_fn(|i| Extension::new(state[i], state[11 - i], state[i / 2]));
            let product = mds(&ext);
            for (found, row) in product.iter().zip(&Rp64_256::MDS) {
                let zero: Extension = FieldElement::ZERO;
                let sum = ext.iter().zip(row).fold(zero, |s, (x, &m)| s + ExtensionOf::mul_base(*x, m));
                assert_eq!(*found, sum);
            }
        }
    }

    struct PermuteEight<'a>(&'a [State<F>]);

    impl Kernel for PermuteEight<'_> {
        type Output = Vec<[F; LANES]>;

        #[inline(always)]
        fn run<W: Lanes>(self) -> Self::Output {
            let mut state: State<Packed<W>> = array!(Packed::ZERO, |i| {
                let lanes: [F; LANES] = array!(F::new(0), |lane| self.0[lane][i]);
                Packed::load(&lanes)
            });
            let middles = permute(&mut state);
            middles.as_flattened().iter().chain(&state).map(|x| x.elements()).collect()
        }
    }

    #[test]
    fn permutations_of_eight_states_are_those_of_each() {
        let all: Vec<State<F>> = states().collect();
        for eight in all.chunks_exact(LANES) {
            for level in Level::available() {
                let found = at_level(level, PermuteEight(eight));
                for (lane, state) in eight.iter().enumerate() {
                    let mut output = *state;
                    let middles = permute(&mut output);
                    let expected: Vec<F> = middles.as_flattened().iter().chain(&output).copied().collect();
                    assert_eq!(found.iter().map(|x| x[lane]).collect::<Vec<_>>(), expected, "{level:?}");
                }
            }
        }
    }

    #[test]
    fn node_is_winterfells_merge() {
        let digest = |n: u32| Rp64_256::hash_elements(&[F::from(n)]);
        let (left, right) = (digest(1), digest(2));
        let mut state = node_input(left.as_elements().try_into().unwrap(), right.as_elements().try_into().unwrap());
        permute(&mut state);
        assert_eq!(&state[4..8], Rp64_256::merge(&[left, right]).as_elements());
    }
}

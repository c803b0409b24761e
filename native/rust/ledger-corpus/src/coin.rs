//! A public coin for provers that leave the protocol itself, not the relation.

use std::cell::Cell;

use ledger_air::{Coin, Hash, F};
use winter_crypto::{Digest, Hasher, RandomCoin, RandomCoinError};
use winter_math::FieldElement;

/// How a prover leaves the protocol. Messages are numbered as the coin takes them in: the commitments to main columns, auxiliary columns and the
/// quotient, the values out of the domain, the commitments to FRI's layers and to its remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Not at all.
    Nothing,
    /// It takes the first nonce, which shows no work.
    NoWork,
    /// Its coin starts without one element of the header or of the public inputs: they could be chosen afterwards.
    Seed(usize),
    /// Its coin doesn't take in a message: it could be chosen afterwards.
    Forget(usize),
    /// It draws positions without the nonce.
    ForgetNonce,
    /// It opens something else than what this message commits to.
    Commit(usize),
    /// It goes on with another element than the first one drawn after a message.
    Draw(usize),
}

/// The number of the message that isn't a commitment: the values out of the domain.
pub const OUT_OF_DOMAIN: usize = 3;

thread_local! {
    static LIE: Cell<Lie> = const { Cell::new(Lie::Nothing) };
}

/// The public coin, bent by [`LyingCoin::tell`].
pub struct LyingCoin {
    coin: Coin,
    lie: Lie,
    messages: usize,
    drawn: bool,
}

impl LyingCoin {
    /// Sets the lie of all coins that this thread makes from now on.
    pub fn tell(lie: Lie) {
        LIE.set(lie);
    }
}

impl RandomCoin for LyingCoin {
    type BaseField = F;
    type Hasher = Hash;

    fn new(seed: &[F]) -> Self {
        let mut seed = seed.to_vec();
        let lie = LIE.get();
        if let Lie::Seed(element) = lie {
            seed.remove(element);
        }
        Self { coin: Coin::new(&seed), lie, messages: 0, drawn: false }
    }

    fn reseed(&mut self, digest: <Hash as Hasher>::Digest) {
        match self.lie {
            Lie::Forget(message) if message == self.messages => {}
            Lie::Commit(message) if message == self.messages => self.coin.reseed(another(digest)),
            _ => self.coin.reseed(digest),
        }
        self.messages += 1;
        self.drawn = false;
    }

    fn check_leading_zeros(&self, nonce: u64) -> u32 {
        if self.lie == Lie::NoWork {
            return u64::BITS;
        }
        self.coin.check_leading_zeros(nonce)
    }

    fn draw<E: FieldElement<BaseField = F>>(&mut self) -> Result<E, RandomCoinError> {
        let element = self.coin.draw::<E>()?;
        let first = !std::mem::replace(&mut self.drawn, true);
        Ok(match self.lie {
            Lie::Draw(message) if first && message + 1 == self.messages => element + E::ONE,
            _ => element,
        })
    }

    fn draw_integers(&mut self, count: usize, domain: usize, nonce: u64) -> Result<Vec<usize>, RandomCoinError> {
        let nonce = if self.lie == Lie::ForgetNonce { 0 } else { nonce };
        self.coin.draw_integers(count, domain, nonce)
    }
}

/// Returns a digest that is not this one.
fn another(digest: <Hash as Hasher>::Digest) -> <Hash as Hasher>::Digest {
    let mut bytes = digest.as_bytes();
    bytes[0] ^= 1;
    <Hash as Hasher>::Digest::new(bytes)
}

/// Makes the bytes of a proof say what its coin was told.
///
/// # Panics
/// If they are not those of a proof with a header of this length.
pub fn bend(proof: &mut [u8], header: usize, lie: Lie) {
    if let Lie::Commit(message) = lie {
        let commitment = if message > OUT_OF_DOMAIN { message - 1 } else { message };
        // After the header: the number of queries, and the commitments' length.
        proof[header + 1 + 2 + 32 * commitment] ^= 1;
    }
}

/// Returns every lie about a proof with so many elements in its coin's seed and so many layers of FRI, with a name for each.
pub fn lies(seed: usize, layers: usize) -> Vec<(String, Lie)> {
    let mut messages: Vec<String> = ["main", "aux", "quotient", "values"].map(String::from).into();
    messages.extend((0..layers).map(|layer| format!("fri-{layer}")));
    messages.push("remainder".into());
    let mut all = vec![
        ("WORK".to_string(), Lie::NoWork),
        ("COIN-nonce".to_string(), Lie::ForgetNonce),
        ("DRAW-constraints".to_string(), Lie::Draw(1)),
        ("DRAW-columns".to_string(), Lie::Draw(OUT_OF_DOMAIN)),
    ];
    all.extend((0..layers).map(|layer| (format!("DRAW-fri-{layer}"), Lie::Draw(OUT_OF_DOMAIN + 1 + layer))));
    all.extend((0..seed).map(|element| (format!("COIN-seed-{element}"), Lie::Seed(element))));
    for (number, name) in messages.iter().enumerate() {
        all.push((format!("COIN-{name}"), Lie::Forget(number)));
        if number != OUT_OF_DOMAIN {
            all.push((format!("COMMITMENT-{name}"), Lie::Commit(number)));
        }
    }
    all
}

impl Lie {
    /// Returns the lie in words.
    pub fn claim(self) -> String {
        match self {
            Self::Nothing => "honest".into(),
            Self::NoWork => "a nonce without the work of grinding".into(),
            Self::Seed(element) => format!("a coin that starts without element {element}"),
            Self::Forget(_) => "a coin that leaves this message out".into(),
            Self::ForgetNonce => "positions drawn without the nonce".into(),
            Self::Commit(_) => "openings of something else than was committed".into(),
            Self::Draw(_) => "another element than the one drawn".into(),
        }
    }
}

//! What a verifier knows of a ledger, and its bytes (docs/spec/formats.md, "Public inputs of one ledger proof").

use std::fmt;

use winter_math::{FieldElement, StarkField, ToElements};

use crate::constants::{
    log2_rows_allowed, usable_rows, CONTROL_STEPS_LOG2, ENTRIES_PER_ROW, LIMB_BITS, MAX_KEYS, MAX_STEPS_LOG2,
};
use crate::F;

/// Version of the encoding, its first word.
pub const VERSION: u32 = 1;

/// Public inputs of one ledger proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicInputs {
    /// Digest of relation and statement header, with the ledger's kind and number.
    pub context: [F; 4],
    /// Trace length is 2^log2_rows.
    pub log2_rows: u32,
    /// Number of accounts M, the control account included.
    pub accounts: u64,
    /// Root of the tree over the accounts' leaf digests.
    pub root: [F; 4],
    /// Leaf digest of the control account.
    pub control_digest: [F; 4],
    /// An ordinary account has at most 2^max_steps_log2 rows.
    pub max_steps_log2: u32,
    /// Weight of each key, by key.
    pub weights: Vec<i64>,
}

/// Why bytes are not public inputs of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicInputsError(String);

impl fmt::Display for PublicInputsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for PublicInputsError {}

fn error<T>(message: impl Into<String>) -> Result<T, PublicInputsError> {
    Err(PublicInputsError(message.into()))
}

impl PublicInputs {
    /// Returns the public inputs that `bytes` encode.
    ///
    /// # Errors
    /// If the bytes are not exactly one encoding, or a value is out of its range: then no ledger with them exists.
    pub fn decode(bytes: &[u8]) -> Result<Self, PublicInputsError> {
        let mut reader = Reader(bytes);
        let version = reader.u32()?;
        if version != VERSION {
            return error(format!("version is {version}, expected {VERSION}"));
        }
        let context = reader.digest()?;
        let log2_rows = reader.u32()?;
        let accounts = reader.u64()?;
        let root = reader.digest()?;
        let control_digest = reader.digest()?;
        let max_steps_log2 = reader.u32()?;
        let count = reader.u32()? as usize;
        if !(2..=MAX_KEYS).contains(&count) || !count.is_multiple_of(2) {
            return error(format!("{count} weights, expected an even number from 2 to {MAX_KEYS}"));
        }
        if reader.0.len() != 8 * count {
            return error(format!("{} bytes of weights, expected {}", reader.0.len(), 8 * count));
        }
        let mut weights = Vec::with_capacity(count);
        for _ in 0..count {
            weights.push(reader.u64()? as i64);
        }
        let inputs = Self { context, log2_rows, accounts, root, control_digest, max_steps_log2, weights };
        inputs.check()?;
        Ok(inputs)
    }

    /// Returns the bytes of these public inputs.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(124 + 8 * self.weights.len());
        let digest = |out: &mut Vec<u8>, d: &[F; 4]| d.iter().for_each(|e| out.extend(e.as_int().to_le_bytes()));
        out.extend(VERSION.to_le_bytes());
        digest(&mut out, &self.context);
        out.extend(self.log2_rows.to_le_bytes());
        out.extend(self.accounts.to_le_bytes());
        digest(&mut out, &self.root);
        digest(&mut out, &self.control_digest);
        out.extend(self.max_steps_log2.to_le_bytes());
        out.extend((self.weights.len() as u32).to_le_bytes());
        self.weights.iter().for_each(|w| out.extend(w.to_le_bytes()));
        out
    }

    /// Checks the ranges that the relation's soundness rests on.
    fn check(&self) -> Result<(), PublicInputsError> {
        if !log2_rows_allowed(self.log2_rows) {
            return error(format!("log2_rows is {}, expected 15 to 18", self.log2_rows));
        }
        let most = usable_rows(self.log2_rows) as u64;
        if !(2..=most).contains(&self.accounts) {
            return error(format!("{} accounts, expected 2 to {most}", self.accounts));
        }
        self.check_weights()
    }

    /// Weighted sums of an account must stay integers: max|weight| * 3 * 2^max_steps_log2 < 2^26, or all weights 0.
    fn check_weights(&self) -> Result<(), PublicInputsError> {
        let largest = self.weights.iter().map(|w| w.unsigned_abs()).max().unwrap_or(0);
        let (steps, most) = match largest {
            0 => (self.max_steps_log2, CONTROL_STEPS_LOG2),
            _ => (self.max_steps_log2, MAX_STEPS_LOG2),
        };
        if steps > most {
            return error(format!("max_steps_log2 is {steps}, expected at most {most}"));
        }
        let bound = 1u128 << (2 * LIMB_BITS - 2);
        if (u128::from(largest) * ENTRIES_PER_ROW as u128) << steps >= bound {
            return error("a weight is too large: |weight| * 3 * 2^max_steps_log2 must be below 2^26");
        }
        Ok(())
    }

    /// Returns the price table: (key, weight) of each key, filled up to a power of two with copies of key 0.
    pub fn price_table(&self) -> Vec<(F, F)> {
        let mut table: Vec<(F, F)> =
            self.weights.iter().enumerate().map(|(k, &w)| (F::new(k as u64), signed(w))).collect();
        table.resize(self.weights.len().next_power_of_two().max(2), table[0]);
        table
    }

    /// Returns the trace length.
    pub fn rows(&self) -> usize {
        1 << self.log2_rows
    }
}

/// Returns the field element of a signed integer.
pub fn signed(value: i64) -> F {
    let magnitude = F::new(value.unsigned_abs());
    if value < 0 {
        -magnitude
    } else {
        magnitude
    }
}

impl ToElements<F> for PublicInputs {
    fn to_elements(&self) -> Vec<F> {
        let mut out = vec![F::from(VERSION), F::from(self.log2_rows), F::from(self.max_steps_log2)];
        out.push(F::new(self.accounts));
        out.extend(self.context);
        out.extend(self.root);
        out.extend(self.control_digest);
        out.push(F::new(self.weights.len() as u64));
        out.extend(self.weights.iter().map(|&w| signed(w)));
        out
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], PublicInputsError> {
        match self.0.split_first_chunk::<N>() {
            Some((head, rest)) => {
                self.0 = rest;
                Ok(*head)
            }
            None => error("truncated"),
        }
    }
    fn u32(&mut self) -> Result<u32, PublicInputsError> {
        Ok(u32::from_le_bytes(self.take()?))
    }
    fn u64(&mut self) -> Result<u64, PublicInputsError> {
        Ok(u64::from_le_bytes(self.take()?))
    }
    fn digest(&mut self) -> Result<[F; 4], PublicInputsError> {
        let mut digest = [F::ZERO; 4];
        for element in &mut digest {
            let value = self.u64()?;
            if value >= F::MODULUS {
                return error("a field element is not below the modulus");
            }
            *element = F::new(value);
        }
        Ok(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> PublicInputs {
        PublicInputs {
            context: [1u32, 2, 3, 4].map(F::from),
            log2_rows: 15,
            accounts: 100,
            root: [5u32, 6, 7, 8].map(F::from),
            control_digest: [9u32, 10, 11, 12].map(F::from),
            max_steps_log2: 2,
            weights: vec![5, -6, 0, -1],
        }
    }

    #[test]
    fn round_trip() {
        assert_eq!(PublicInputs::decode(&sample().encode()), Ok(sample()));
    }

    #[test]
    fn refuses_every_value_out_of_range() {
        type Change = Box<dyn Fn(&mut PublicInputs)>;
        let cases: Vec<(&str, Change)> = vec![
            ("rows", Box::new(|p| p.log2_rows = 14)),
            ("rows", Box::new(|p| p.log2_rows = 19)),
            ("rows", Box::new(|p| p.log2_rows = u32::MAX)),
            ("accounts", Box::new(|p| p.accounts = 1)),
            ("accounts", Box::new(|p| p.accounts = usable_rows(15) as u64 + 1)),
            ("weights", Box::new(|p| p.weights.clear())),
            ("weights", Box::new(|p| p.weights.push(1))),
            ("weights", Box::new(|p| p.weights = vec![0; MAX_KEYS + 2])),
            ("max_steps_log2", Box::new(|p| p.max_steps_log2 = 7)),
            ("weight", Box::new(|p| p.weights[0] = (1 << 26) / 12 + 1)),
            ("weight", Box::new(|p| p.weights[1] = i64::MIN)),
            ("max_steps_log2", Box::new(|p| (p.weights = vec![0; 4], p.max_steps_log2 = 13).0)),
        ];
        for (word, change) in cases {
            let mut inputs = sample();
            change(&mut inputs);
            let message = PublicInputs::decode(&inputs.encode()).unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn refuses_other_lengths_and_elements_past_the_modulus() {
        let bytes = sample().encode();
        for cut in 0..bytes.len() {
            assert!(PublicInputs::decode(&bytes[..cut]).is_err());
        }
        assert!(PublicInputs::decode(&[bytes.clone(), vec![0]].concat()).is_err());
        let mut bytes = bytes;
        bytes[4..12].copy_from_slice(&F::MODULUS.to_le_bytes());
        assert!(PublicInputs::decode(&bytes).is_err());
    }
}

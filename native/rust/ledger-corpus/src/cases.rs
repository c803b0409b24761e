//! Proofs that other verifiers judge: target/forgeries, with a table of what they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The verifiers that lack the check which a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engines {
    /// Both.
    Both,
    /// The native one; the other has a second line.
    Native,
}

/// What a verifier without a mutant's part or check does with its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// It accepts what it should refuse.
    Accepts,
    /// It refuses what it should accept.
    Refuses,
}

/// A case of a mutant.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// Of the part or check that the mutant lacks.
    pub name: &'c str,
    /// What takes the part or check away.
    pub switch: &'c str,
    pub without: Without,
    pub engines: Engines,
    /// Public inputs.
    pub inputs: &'c [u8],
    pub proof: &'c [u8],
    /// What they claim, in words.
    pub claim: &'c str,
}

/// A folder of proofs and public inputs, and its table.
pub struct Cases {
    folder: PathBuf,
    table: &'static str,
    lines: Mutex<Vec<String>>,
}

impl Cases {
    /// Returns an empty table of this name, in the checkout's target/forgeries.
    ///
    /// # Panics
    /// If the folder can't be made.
    pub fn new(table: &'static str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/forgeries");
        fs::create_dir_all(&folder).expect("a folder");
        // A run that breaks off leaves no table: nothing judges half a set.
        let _ = fs::remove_file(folder.join(table).with_extension("tsv"));
        Self { folder, table, lines: Mutex::default() }
    }

    /// Adds a case.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn add(&self, case: Case<'_>) {
        let Case { name, switch, without, engines, inputs, proof, claim } = case;
        let file = name.replace(['/', ' '], "-");
        fs::write(self.folder.join(format!("{file}.inputs")), inputs).expect("writes");
        fs::write(self.folder.join(format!("{file}.proof")), proof).expect("writes");
        let line = format!("{name}\t{switch}\t{without:?}\t{engines:?}\t{file}\t{claim}\n");
        self.lines.lock().expect("lines").push(line);
    }

    /// Writes the table, in the order of names.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn write(self) {
        let mut lines = self.lines.into_inner().expect("lines");
        lines.sort();
        fs::write(self.folder.join(self.table).with_extension("tsv"), lines.concat()).expect("writes");
    }
}

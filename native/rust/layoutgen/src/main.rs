//! Writes the Java constants that must equal the AIR's layout, or checks them.
//!
//! `layoutgen` writes `WitnessLayout.java` and `RelationId.java` of the `circuits` module; `layoutgen --check` exits with 1
//! if they differ from what it would write. `layoutgen [--check] FOLDER` looks for the module elsewhere.
#![forbid(unsafe_code)]

mod java;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use java::JavaFile;

fn main() -> ExitCode {
    let (mut check, mut module) = (false, default_module());
    for argument in env::args_os().skip(1) {
        match argument.to_str() {
            Some("--check") => check = true,
            Some(flag) if flag.starts_with('-') => {
                eprintln!("usage: layoutgen [--check] [FOLDER]");
                return ExitCode::from(64);
            }
            _ => module = PathBuf::from(argument),
        }
    }
    let sources = module.join("src/main/java");
    let results: Vec<Result<(), String>> =
        java::files().iter().map(|file| if check { compare(&sources, file) } else { write(&sources, file) }).collect();
    let failures: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    failures.iter().for_each(|failure| eprintln!("{failure}"));
    ExitCode::from(u8::from(!failures.is_empty()))
}

/// The module's folder in the checkout that this program was built from.
fn default_module() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../circuits")
}

fn write(sources: &Path, file: &JavaFile) -> Result<(), String> {
    let path = sources.join(file.path);
    let failed = |error| format!("cannot write {}: {error}", path.display());
    // An equal file keeps its time, so that builds stay incremental.
    if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(sources)).map_err(failed)?;
    fs::write(&path, &file.text).map_err(failed)
}

fn compare(sources: &Path, file: &JavaFile) -> Result<(), String> {
    let path = sources.join(file.path);
    match fs::read_to_string(&path) {
        Ok(text) if text == file.text => Ok(()),
        Ok(_) => Err(format!("{} differs from the AIR's layout: run layoutgen", path.display())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_what_it_writes() {
        let folder = env::temp_dir().join(format!("layoutgen-{}", std::process::id()));
        for file in java::files() {
            assert!(compare(&folder, &file).is_err());
            write(&folder, &file).expect("writes");
            assert_eq!(compare(&folder, &file), Ok(()));
            fs::write(folder.join(file.path), "changed").expect("writes");
            assert!(compare(&folder, &file).is_err());
        }
        fs::remove_dir_all(&folder).expect("removes its own folder");
    }

    #[test]
    fn the_checkout_is_up_to_date() {
        let sources = default_module().join("src/main/java");
        for file in java::files() {
            assert_eq!(compare(&sources, &file), Ok(()));
        }
    }
}

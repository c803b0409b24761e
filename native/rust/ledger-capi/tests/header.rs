//! Compiles the header as C and as C++, and runs a C program against the built library.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder where cargo put this test and the library under test.
fn built() -> PathBuf {
    let test = std::env::current_exe().expect("path of this test");
    test.parent().expect("a folder").to_path_buf()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn compiler(name: &str, standard: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Iinclude"]);
    command
}

#[test]
fn a_c_program_links_and_runs() {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("abi");
    let folder = built();
    run(compiler("cc", "-std=c11")
        .args(["tests/abi.c", "-o"])
        .arg(&program)
        .arg(format!("-L{}", folder.display()))
        .arg(format!("-Wl,-rpath,{}", folder.display()))
        .arg("-lsolvency_verifier"));
    run(&mut Command::new(&program));
}

#[test]
fn the_header_is_c99_and_cpp() {
    run(compiler("cc", "-std=c99").args(["-fsyntax-only", "-x", "c", "include/solvency_verifier.h"]));
    run(compiler("c++", "-std=c++11").args(["-fsyntax-only", "-x", "c++", "include/solvency_verifier.h"]));
}

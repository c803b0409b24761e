//! Compiles a Java program against the real binding classes and runs it on the built library, with the JVM's JNI checks on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ledger_verifier::{verify_ledger, VerifyError};

/// Public inputs with the two weights of one asset, as the Java program has them.
const PUBLIC_INPUT_BYTES: usize = 4 + 32 + 4 + 8 + 64 + 4 + 4 + 16;

/// The folder where cargo put this test and the library under test.
fn built() -> PathBuf {
    let test = std::env::current_exe().expect("path of this test");
    test.parent().expect("a folder").to_path_buf()
}

/// A tool of the JDK: that of JAVA_HOME, else the one on the path.
fn jdk(tool: &str) -> Command {
    match std::env::var_os("JAVA_HOME") {
        Some(home) => Command::new(Path::new(&home).join("bin").join(tool)),
        None => Command::new(tool),
    }
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}:\n{}\n{}", text(&output.stdout), text(&output.stderr));
    output
}

#[test]
fn java_gets_values_and_exceptions_and_never_a_crash() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (sources, check) = (here.join("../../src/main/java"), here.join("tests/java"));
    let classes = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bridge-classes");
    let path = std::env::join_paths([&sources, &check]).expect("no separator in the paths");
    run(jdk("javac")
        .args(["--release", "17", "-proc:none", "-implicit:class", "-sourcepath"])
        .arg(path)
        .arg("-d")
        .arg(&classes)
        .arg(check.join("io/zksolvency/nativelib/prover/BridgeCheck.java")));
    let library = format!("{}solvency_prover{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let proof = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bridge-proof");
    let output = run(jdk("java")
        .args(["-Xcheck:jni", "-cp"])
        .arg(&classes)
        .arg("io.zksolvency.nativelib.prover.BridgeCheck")
        .arg(built().join(library))
        .arg(&proof));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("bridge ok"), "{text}");
    assert!(!text.contains("WARNING in native method") && !text.contains("FATAL"), "{text}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = std::fs::read(proof).expect("Java wrote it");
    let (public_inputs, proof) = bytes.split_at(PUBLIC_INPUT_BYTES);
    assert_eq!(verify_ledger(public_inputs, proof), Ok(()));
    for at in 0..public_inputs.len() {
        let mut changed = public_inputs.to_vec();
        changed[at] ^= 1;
        let verdict = verify_ledger(&changed, proof);
        assert!(verdict.is_err() && verdict != Err(VerifyError::Internal), "byte {at}: {verdict:?}");
    }
}

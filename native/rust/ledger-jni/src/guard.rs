//! Turns failures and panics into Java exceptions; neither ever crosses into the JVM otherwise.

use std::any::Any;
use std::panic::set_hook;
use std::sync::Once;

use jni::errors::{ErrorPolicy, Result};
use jni::objects::JValue;
use jni::strings::JNIString;
use jni::{jni_sig, jni_str, Env, EnvUnowned};

use crate::failure::Failure;

static SILENCE: Once = Once::new();

/// Returns what `operation` returns; if it fails or panics, throws and returns the default.
pub fn guarded<'local, T: Default>(
    mut env: EnvUnowned<'local>,
    operation: impl FnOnce(&mut Env<'local>) -> std::result::Result<T, Failure>,
) -> T {
    // A panic's message may hold a secret, and the prover's worker threads panic on their own, so nothing is printed at all.
    // The hook is this shared library's, because its copy of the standard library is.
    SILENCE.call_once(|| set_hook(Box::new(|_| {})));
    env.with_env(operation).resolve::<Throw>()
}

/// Throws the exception that belongs to a failure, or `NativeBugException` for a panic. A pending exception goes first.
struct Throw;

impl<T: Default> ErrorPolicy<T, Failure> for Throw {
    type Captures<'local: 'method, 'method> = ();

    fn on_error<'local: 'method, 'method>(
        env: &mut Env<'local>,
        (): &mut Self::Captures<'local, 'method>,
        failure: Failure,
    ) -> Result<T> {
        if !env.exception_check() {
            // Throwing reports the exception as an error, which stays pending for Java.
            let _ = throw(env, failure);
        }
        Ok(T::default())
    }

    fn on_panic<'local: 'method, 'method>(
        env: &mut Env<'local>,
        captures: &mut Self::Captures<'local, 'method>,
        payload: Box<dyn Any + Send + 'static>,
    ) -> Result<T> {
        // A payload's own destructor may panic, and its message may hold a secret: it is neither read nor dropped.
        std::mem::forget(payload);
        Self::on_error(env, captures, Failure::Bug("the proving library panicked".to_string()))
    }
}

fn throw(env: &mut Env<'_>, failure: Failure) -> Result<()> {
    let message = JNIString::from(failure.to_string());
    match failure {
        Failure::Unsatisfied { constraint, row } => {
            let constraint = env.new_string(constraint)?;
            // A trace has at most 2^18 rows.
            let row = i32::try_from(row).unwrap_or(i32::MAX);
            let exception = env.new_object(
                jni_str!("io/zksolvency/nativelib/UnsatisfiedStatementException"),
                jni_sig!((java.lang.String, jint) -> void),
                &[JValue::Object(&constraint), JValue::Int(row)],
            )?;
            let exception = env.cast_local::<jni::objects::JThrowable>(exception)?;
            env.throw(exception)
        }
        Failure::Cancelled => env.throw_new(jni_str!("io/zksolvency/nativelib/ProvingCancelledException"), message),
        Failure::IllegalArgument(_) => env.throw_new(jni_str!("java/lang/IllegalArgumentException"), message),
        Failure::Bug(_) => env.throw_new(jni_str!("io/zksolvency/nativelib/NativeBugException"), message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jni::objects::JString;
    use jni::sys::jint;
    use jni::{InitArgsBuilder, JNIVersion, JavaVM};
    use std::path::Path;
    use std::process::Command;

    /// Compiles the exceptions into a folder of this process's own.
    fn exceptions() -> std::path::PathBuf {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/main/java/io/zksolvency/nativelib");
        let classes = std::env::temp_dir().join(format!("zksolvency-guard-{}", std::process::id()));
        let names = ["UnsatisfiedStatementException", "ProvingCancelledException", "NativeBugException"];
        let javac = match std::env::var_os("JAVA_HOME") {
            Some(home) => Path::new(&home).join("bin/javac"),
            None => "javac".into(),
        };
        let files = names.map(|name| sources.join(format!("{name}.java")));
        let status = Command::new(javac).args(["--release", "17", "-d"]).arg(&classes).args(files).status();
        assert!(status.expect("javac runs").success());
        classes
    }

    /// Runs `operation` under the guard and returns the text of what it threw.
    fn thrown(env: &mut Env<'_>, operation: impl FnOnce(&mut Env<'_>) -> std::result::Result<jint, Failure>) -> String {
        // SAFETY: the pointer is this thread's own attachment, which outlives the call.
        let unowned = unsafe { EnvUnowned::from_raw(env.get_raw()) };
        assert_eq!(guarded(unowned, operation), 0);
        drop(std::panic::take_hook()); // so that this test's own failures are seen
        let exception = env.exception_occurred().expect("an exception");
        env.exception_clear();
        let text = env
            .call_method(&exception, jni_str!("toString"), jni_sig!(() -> java.lang.String), &[])
            .and_then(|value| value.l())
            .expect("text");
        env.cast_local::<JString<'_>>(text).expect("a string").to_string()
    }

    #[test]
    fn each_failure_has_its_exception() {
        let classes = exceptions();
        let args = InitArgsBuilder::new()
            .version(JNIVersion::V1_8)
            .option("-Xcheck:jni")
            .option(format!("-Djava.class.path={}", classes.display()))
            .build()
            .expect("arguments");
        let vm = JavaVM::new(args).expect("a JVM");
        let result: Result<()> = vm.attach_current_thread(|env| {
            let package = "io.zksolvency.nativelib";
            let unsatisfied = Failure::Unsatisfied { constraint: "NET-HIGH".to_string(), row: 7 };
            assert_eq!(
                thrown(env, |_| Err(unsatisfied)),
                format!("{package}.UnsatisfiedStatementException: the witness breaks constraint NET-HIGH in row 7")
            );
            assert_eq!(
                thrown(env, |_| Err(Failure::Cancelled)),
                format!("{package}.ProvingCancelledException: proving was cancelled")
            );
            assert_eq!(
                thrown(env, |_| Err(Failure::IllegalArgument("null".to_string()))),
                "java.lang.IllegalArgumentException: null"
            );
            assert_eq!(
                thrown(env, |_| panic!("a secret")),
                format!("{package}.NativeBugException: the proving library panicked")
            );
            // What was thrown inside goes first.
            let arithmetic = jni_str!("java/lang/ArithmeticException");
            assert_eq!(
                thrown(env, |env| Ok(env.throw_new(arithmetic, jni_str!("first")).map(|()| 0)?)),
                "java.lang.ArithmeticException: first"
            );
            Ok(())
        });
        result.expect("no JNI error");
        std::fs::remove_dir_all(classes).expect("removes its own folder");
    }
}

//! Keeps a panic inside the call that caused it, and its message off the error stream.

use std::cell::Cell;
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// What [`contain`] returns where its operation panicked. The payload is dropped unseen: it may hold a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// Returns what `operation` returns, or [`Panicked`].
///
/// The first call installs a panic hook for the process that is silent on threads inside `contain` and is the former hook
/// everywhere else. Values that `operation` mutates must not be used after a panic.
pub fn contain<T>(operation: impl FnOnce() -> T) -> Result<T, Panicked> {
    HOOK.call_once(|| {
        let former = take_hook();
        set_hook(Box::new(move |info| {
            // A thread that is being torn down has no flag any more, and is not ours.
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                former(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(operation));
    QUIET.set(outer);
    result.map_err(|payload| {
        // A payload's own destructor may panic: leak it rather than unwind into foreign frames.
        std::mem::forget(payload);
        Panicked
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_the_value_or_reports_the_panic() {
        assert_eq!(contain(|| 7), Ok(7));
        assert_eq!(contain(|| -> u8 { panic!("secret") }), Err(Panicked));
    }

    #[test]
    fn nests_and_restores() {
        assert_eq!(contain(|| contain(|| -> u8 { panic!("inner") })), Ok(Err(Panicked)));
        assert!(!QUIET.get());
    }
}

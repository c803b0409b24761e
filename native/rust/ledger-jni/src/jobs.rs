//! Jobs by number: what Java holds of them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use ledger_prover::Job;

use crate::failure::Failure;

#[derive(Default)]
struct Registry {
    last: i64,
    open: HashMap<i64, Arc<Job>>,
}

static REGISTRY: LazyLock<Mutex<Registry>> = LazyLock::new(Mutex::default);

fn registry() -> MutexGuard<'static, Registry> {
    // Nothing that holds the lock can leave the registry half changed.
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the number of a new job. Numbers are positive and never used again.
pub fn open() -> i64 {
    let mut registry = registry();
    registry.last += 1;
    let id = registry.last;
    registry.open.insert(id, Arc::default());
    id
}

/// Returns an open job.
///
/// # Errors
/// [`Failure::IllegalArgument`] if the number is that of none.
pub fn get(id: i64) -> Result<Arc<Job>, Failure> {
    let job = registry().open.get(&id).cloned();
    job.ok_or_else(|| Failure::IllegalArgument("no open job has this number".to_string()))
}

/// Forgets a job, if it is open. A proof under way keeps its own hold of it.
pub fn close(id: i64) {
    registry().open.remove(&id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_never_used_again() {
        let (first, second) = (open(), open());
        assert!(0 < first && first < second);
        let held = get(first).expect("open");
        close(first);
        close(first);
        assert!(matches!(get(first), Err(Failure::IllegalArgument(_))));
        assert!(open() > second);
        held.cancel();
        assert!(held.is_cancelled() && !get(second).expect("open").is_cancelled());
    }

    #[test]
    fn strange_numbers_are_refused() {
        for id in [0, -1, i64::MIN, i64::MAX] {
            assert!(get(id).is_err());
            close(id);
        }
    }
}

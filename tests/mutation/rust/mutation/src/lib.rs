//! Says which statements are taken away. Compiled with the mutated sources only.

use std::sync::RwLock;

static ACTIVE: RwLock<(Vec<String>, bool)> = RwLock::new((Vec::new(), false));

/// Takes these away, one a line, and nothing else.
pub fn activate(names: &str) {
    ACTIVE.write().expect("a lock").0 = names.lines().map(String::from).collect();
}

/// Makes it the verifier of small traces, or of production.
pub fn set_small(small: bool) {
    ACTIVE.write().expect("a lock").1 = small;
}

/// Returns whether it is the verifier of small traces.
pub fn small() -> bool {
    ACTIVE.read().expect("a lock").1
}

/// Returns whether one of these is taken away.
pub fn on(names: &[&str]) -> bool {
    let active = ACTIVE.read().expect("a lock");
    names.iter().any(|name| active.0.iter().any(|other| other == name))
}

/// Takes the element out whose number is taken away.
pub fn without<T>(prefix: &str, elements: &mut Vec<T>) {
    if let Some(number) = (0..elements.len()).find(|number| on(&[&format!("{prefix}{number}")])) {
        elements.remove(number);
    }
}

/// Returns whether a layer of FRI, or the remainder after them, is taken away.
pub fn layer(prefix: &str, number: usize, count: usize) -> bool {
    if number + 1 == count {
        on(&[&format!("{prefix}remainder")])
    } else {
        on(&[&format!("{prefix}fri-{number}")])
    }
}

//! Names that no two things share.

use std::collections::BTreeMap;

/// Names that are taken, each with the last number that was put behind it.
pub type Taken = BTreeMap<String, usize>;

/// `start`, with a number if it is taken.
pub fn unique(start: &str, taken: &mut Taken) -> String {
    let mut id = start.to_owned();
    let mut number = taken.get(start).copied().unwrap_or(0);
    while taken.contains_key(&id) {
        number += 1;
        id = format!("{start}-{}", number + 1);
    }
    taken.insert(start.to_owned(), number);
    taken.entry(id.clone()).or_insert(0);
    id
}

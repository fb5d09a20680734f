//! Tables in use: a law that several scenarios share is laid out once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Table;

/// By what they are tables of. Who uses a table keeps it, this only knows it.
static IN_USE: Mutex<BTreeMap<String, Weak<Table>>> = Mutex::new(BTreeMap::new());

/// The table of `key`, laid out by `lay_out` if nobody has it. A key must say everything that the table hangs on.
pub fn shared(key: &str, lay_out: impl FnOnce() -> Table) -> Arc<Table> {
    let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = in_use.get(key).and_then(Weak::upgrade) {
        return table;
    }
    let table = Arc::new(lay_out());
    in_use.retain(|_, table| table.strong_count() > 0);
    in_use.insert(key.to_owned(), Arc::downgrade(&table));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_laid_out_once_while_somebody_has_it() {
        let first = shared("a die", || Table::discrete(&[1.0 / 6.0; 6]));
        let again = shared("a die", || unreachable!("somebody has it"));
        assert!(Arc::ptr_eq(&first, &again));
        let other = shared("a coin", || Table::discrete(&[0.5; 2]));
        assert!(!Arc::ptr_eq(&first, &other));
        drop((first, again));
        let later = shared("a die", || Table::constant_of(6));
        assert_eq!(later.constant(), Some(6));
    }
}

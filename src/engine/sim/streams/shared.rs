//! Tables in use: a law that several scenarios share is laid out once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Table;

/// By what they are tables of. Who uses a table keeps it, this only knows it.
static IN_USE: Mutex<BTreeMap<Vec<u64>, Weak<Table>>> = Mutex::new(BTreeMap::new());

/// The table of `key`, laid out by `lay_out` if nobody has it. A key must say everything that the table hangs on.
pub fn shared(key: Vec<u64>, lay_out: impl FnOnce() -> Table) -> Arc<Table> {
    let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = in_use.get(&key).and_then(Weak::upgrade) {
        return table;
    }
    let table = Arc::new(lay_out());
    in_use.retain(|_, table| table.strong_count() > 0);
    in_use.insert(key, Arc::downgrade(&table));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::{Duration, Law};

    fn always(days: f64) -> Table {
        let calendar = false;
        Table::new(&Law::from(Duration::Fixed { days, calendar }))
    }

    #[test]
    fn a_table_is_made_once_while_somebody_has_it() {
        let first = shared(vec![2], || always(2.0));
        let again = shared(vec![2], || unreachable!("somebody has it"));
        assert!(Arc::ptr_eq(&first, &again));
        let other = shared(vec![3], || always(3.0));
        assert!(!Arc::ptr_eq(&first, &other));
        drop((first, again));
        let later = shared(vec![2], || always(6.0));
        assert_eq!(later.constant(), Some(6 * 28_800));
    }
}

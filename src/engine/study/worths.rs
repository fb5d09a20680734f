//! What coalitions come to: by number where every one is asked for, else in a table.

use std::ops::Index;

use super::{Coalition, Values};
use crate::table::Table;

/// The values of coalitions.
#[derive(Clone, Debug)]
pub(super) enum Worths {
    /// Of every coalition of so many measures, by their bits.
    Every(Vec<Values>),
    /// Of those that were asked for.
    Some(Table<Coalition, Values>),
}

impl Default for Worths {
    fn default() -> Worths {
        Worths::Some(Table::default())
    }
}

impl Worths {
    /// Room for every coalition of the first `n` measures; each is filled in before it is read.
    pub fn of_every(n: usize) -> Worths {
        Worths::Every(vec![[f64::NAN; 8]; 1 << n])
    }

    pub fn insert(&mut self, coalition: Coalition, values: Values) {
        match self {
            Worths::Every(all) => all[coalition.bits() as usize] = values,
            Worths::Some(some) => {
                some.insert(coalition, values);
            }
        }
    }

    pub fn contains(&self, coalition: &Coalition) -> bool {
        match self {
            Worths::Every(_) => true,
            Worths::Some(some) => some.contains_key(coalition),
        }
    }

    /// Takes over what another evaluation found.
    pub fn extend(&mut self, others: Worths) {
        match (&mut *self, others) {
            (Worths::Some(mine), Worths::Some(others)) => mine.extend(others),
            (_, others @ Worths::Every(_)) => *self = others,
            // Nothing is new to one who knows every coalition.
            (Worths::Every(_), Worths::Some(_)) => {}
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Worths::Every(all) => all.len(),
            Worths::Some(some) => some.len(),
        }
    }
}

impl Index<&Coalition> for Worths {
    type Output = Values;

    fn index(&self, coalition: &Coalition) -> &Values {
        match self {
            Worths::Every(all) => &all[coalition.bits() as usize],
            Worths::Some(some) => &some[coalition],
        }
    }
}

//! Conditions of cases: a step of a scenario has one conjunction, so branches that join are put together,
//! and where no conjunction says it, two attributes become one of their pairs.

use std::collections::{BTreeMap, BTreeSet};

/// Values of attributes, by place; all must hold. Empty: every case.
pub type Condition = BTreeMap<usize, BTreeSet<usize>>;

/// More values than these tell a reader nothing.
const MOST_VALUES: usize = 48;
/// No drawing that a reader can follow needs more pairs.
const MOST_JOINED: usize = 500;

/// What is drawn once for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Only for these cases.
    pub given: Condition,
    /// Values and shares.
    pub values: Vec<(String, f64)>,
    /// Whether the shares are assumed.
    pub is_assumed: bool,
    /// Whether it became part of another.
    pub is_gone: bool,
}

/// Every choice, and the cases that meet each node and link; `None`: no case does.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// In the order of the flow.
    pub choices: Vec<Choice>,
    /// By node.
    pub nodes: Vec<Option<Condition>>,
    /// By link.
    pub links: Vec<Option<Condition>>,
    /// How many were put together so far.
    n_joined: usize,
}

/// Both must hold; `None`: no case.
pub fn both(a: &Condition, b: &Condition) -> Option<Condition> {
    let mut both = a.clone();
    for (key, values) in b {
        let own = both.entry(*key).or_insert_with(|| values.clone());
        *own = own.intersection(values).copied().collect();
        if own.is_empty() {
            return None;
        }
    }
    Some(both)
}

/// Whether every case of `a` is one of `b`.
fn implies(a: &Condition, b: &Condition) -> bool {
    b.iter()
        .all(|(key, values)| a.get(key).is_some_and(|own| own.is_subset(values)))
}

impl Book {
    /// A book of what is known before the flow is read.
    pub fn new(choices: Vec<Choice>, n_nodes: usize, n_links: usize) -> Book {
        Book {
            choices,
            nodes: vec![None; n_nodes],
            links: vec![None; n_links],
            n_joined: 0,
        }
    }

    /// Cases that one of the links brings; `Err`: no conjunction of a readable size says it.
    pub fn any_of(&mut self, links: &[usize]) -> Result<Option<Condition>, ()> {
        loop {
            let terms = links.iter().filter_map(|&link| self.links[link].clone());
            let terms = self.simple(terms.collect());
            match terms.as_slice() {
                [] => return Ok(None),
                [only] => return Ok(Some(only.clone())),
                _ => {}
            }
            let keys: BTreeSet<usize> = terms.iter().flat_map(BTreeMap::keys).copied().collect();
            let last = *keys.last().ok_or(())?;
            let given = self.choices[last].given.keys().last().copied();
            let first = given.or_else(|| keys.range(..last).next_back().copied());
            self.join(first.ok_or(())?, last)?;
        }
    }

    /// Fewer terms that say the same.
    fn simple(&self, mut terms: Vec<Condition>) -> Vec<Condition> {
        loop {
            for term in &mut terms {
                self.drop_full(term);
            }
            let before = terms.len();
            let mut kept: Vec<Condition> = Vec::new();
            for term in terms {
                if kept.iter().any(|other| implies(&term, other)) {
                    continue;
                }
                kept.retain(|other| !implies(other, &term));
                kept.push(term);
            }
            for a in 0.. {
                let mut b = a + 1;
                while b < kept.len() {
                    if let Some(merged) = merged(&kept[a], &kept[b]) {
                        kept[a] = merged;
                        kept.remove(b);
                    } else {
                        b += 1;
                    }
                }
                if a >= kept.len() {
                    break;
                }
            }
            let is_done = kept.len() == before;
            terms = kept;
            if is_done {
                return terms;
            }
        }
    }

    /// Leaves out attributes whose every value will do: what is left is that they are drawn at all.
    fn drop_full(&self, term: &mut Condition) {
        let full: Vec<usize> = term
            .iter()
            .filter(|(key, values)| values.len() == self.choices[**key].values.len())
            .map(|(key, _)| *key)
            .collect();
        for key in full.into_iter().rev() {
            term.remove(&key);
            if let Some(both) = both(term, &self.choices[key].given) {
                *term = both;
            }
        }
    }

    /// Makes one attribute of two: its values are their pairs, or the first's alone where the second is not drawn.
    fn join(&mut self, first: usize, second: usize) -> Result<(), ()> {
        let mut rest = self.choices[second].given.clone();
        let drawn = rest.remove(&first);
        if let Some(other) = rest.keys().rev().find(|key| {
            let own = &self.choices[first].given;
            own.get(key)
                .is_none_or(|values| !values.is_subset(&rest[key]))
        }) {
            let (low, high) = (first.min(*other), first.max(*other));
            return self.join(low, high);
        }
        let [a, b] = [&self.choices[first], &self.choices[second]];
        let mut values = Vec::new();
        let mut pairs: Vec<(usize, Option<usize>)> = Vec::new();
        for (one, (name, share)) in a.values.iter().enumerate() {
            if drawn.as_ref().is_some_and(|drawn| !drawn.contains(&one)) {
                values.push((name.clone(), *share));
                pairs.push((one, None));
                continue;
            }
            for (two, (other, part)) in b.values.iter().enumerate() {
                values.push((format!("{name} + {other}"), share * part));
                pairs.push((one, Some(two)));
            }
        }
        self.n_joined += 1;
        if values.len() > MOST_VALUES || self.n_joined > MOST_JOINED {
            return Err(());
        }
        let is_assumed = a.is_assumed || b.is_assumed;
        self.choices[first].values = values;
        self.choices[first].is_assumed = is_assumed;
        self.choices[second].is_gone = true;
        let size = pairs.len();
        let rewrite = |condition: &mut Condition| {
            let (one, two) = (condition.remove(&first), condition.remove(&second));
            if one.is_none() && two.is_none() {
                return;
            }
            let fits = |&(a, b): &(usize, Option<usize>)| {
                one.as_ref().is_none_or(|one| one.contains(&a))
                    && two
                        .as_ref()
                        .is_none_or(|two| b.is_some_and(|b| two.contains(&b)))
            };
            let places = pairs.iter().enumerate().filter(|(_, pair)| fits(pair));
            let places: BTreeSet<usize> = places.map(|(place, _)| place).collect();
            if places.len() < size {
                condition.insert(first, places);
            }
        };
        let conditions = self.nodes.iter_mut().chain(&mut self.links).flatten();
        conditions.for_each(rewrite);
        for (place, choice) in self.choices.iter_mut().enumerate() {
            if place != first {
                rewrite(&mut choice.given);
            }
        }
        Ok(())
    }
}

/// One term for two that differ in one attribute only.
fn merged(a: &Condition, b: &Condition) -> Option<Condition> {
    if a.len() != b.len() || !a.keys().eq(b.keys()) {
        return None;
    }
    let mut different = a.keys().filter(|key| a[*key] != b[*key]);
    let (key, None) = (*different.next()?, different.next()) else {
        return None;
    };
    let mut merged = a.clone();
    merged.insert(key, a[&key].union(&b[&key]).copied().collect());
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, given: Condition, n_values: usize) -> Choice {
        let share = 1.0 / n_values as f64;
        Choice {
            id: id.to_owned(),
            given,
            values: (0..n_values)
                .map(|value| (format!("{id}{value}"), share))
                .collect(),
            is_assumed: true,
            is_gone: false,
        }
    }

    fn one(key: usize, value: usize) -> Condition {
        [(key, [value].into())].into()
    }

    #[test]
    fn branches_that_all_join_are_every_case() {
        let mut book = Book {
            choices: vec![choice("a", Condition::new(), 2)],
            links: vec![Some(one(0, 0)), Some(one(0, 1))],
            ..Book::default()
        };
        assert_eq!(book.any_of(&[0, 1]), Ok(Some(Condition::new())));
    }

    #[test]
    fn an_inner_branch_that_joins_an_outer_one_makes_pairs() {
        let inner = both(&one(0, 0), &one(1, 0)).expect("some cases");
        let mut book = Book {
            choices: vec![choice("a", Condition::new(), 2), choice("b", one(0, 0), 2)],
            links: vec![Some(inner), Some(one(0, 1))],
            ..Book::default()
        };
        let joined = book.any_of(&[0, 1]).expect("small").expect("some cases");
        let values: Vec<&str> = book.choices[0]
            .values
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(values, ["a0 + b0", "a0 + b1", "a1"]);
        assert_eq!(joined, [(0, [0, 2].into())].into());
        assert!(book.choices[1].is_gone);
        let shares: f64 = book.choices[0].values.iter().map(|(_, share)| share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
    }
}

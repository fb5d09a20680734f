//! Conditions of cases as decision diagrams: whatever says the same of the values of choices is the same diagram.
//!
//! A diagram asks one choice after another, in the order in which they were added, and goes on by the answer
//! (Bryant 1986, with several values a choice). Whether two conditions exclude each other or are always met is
//! then a comparison of two numbers.

use std::collections::{BTreeMap, BTreeSet};

/// Which cases: a place among [`Diagrams`].
pub type Cases = usize;

/// No case.
pub const NONE: Cases = 0;
/// Every case.
pub const ALL: Cases = 1;

/// More than any drawing needs that a reader can follow.
const MOST_NODES: usize = 200_000;

/// A choice and, for each of its values, what is asked next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    choice: usize,
    next: Vec<Cases>,
}

/// All conditions of a model.
#[derive(Clone, Debug, Default)]
pub struct Diagrams {
    /// Without the two that ask nothing.
    nodes: Vec<Node>,
    places: BTreeMap<Node, Cases>,
    done: BTreeMap<(bool, Cases, Cases), Cases>,
    opposite: BTreeMap<Cases, Cases>,
    n_values: Vec<usize>,
}

impl Diagrams {
    /// Adds a choice between so many values, asked after those that are there.
    pub fn add_choice(&mut self, n_values: usize) -> usize {
        self.n_values.push(n_values);
        self.n_values.len() - 1
    }

    /// How many values a choice has.
    pub fn n_values(&self, choice: usize) -> usize {
        self.n_values[choice]
    }

    /// Whether there are more conditions than can be kept: what was computed since is worth nothing.
    pub fn is_full(&self) -> bool {
        self.nodes.len() >= MOST_NODES
    }

    /// Cases whose choice is one of these values.
    pub fn chosen(&mut self, choice: usize, is_wanted: impl Fn(usize) -> bool) -> Cases {
        let next =
            (0..self.n_values[choice]).map(|value| if is_wanted(value) { ALL } else { NONE });
        let next = next.collect();
        self.node(choice, next)
    }

    /// Cases of both.
    pub fn both(&mut self, a: Cases, b: Cases) -> Cases {
        match (a.min(b), a.max(b)) {
            (NONE, _) => NONE,
            (ALL, other) => other,
            (a, b) if a == b => a,
            (a, b) => self.combined(true, a, b),
        }
    }

    /// Cases of either.
    pub fn either(&mut self, a: Cases, b: Cases) -> Cases {
        match (a.min(b), a.max(b)) {
            (NONE, other) => other,
            (ALL, _) => ALL,
            (a, b) if a == b => a,
            (a, b) => self.combined(false, a, b),
        }
    }

    /// All other cases.
    pub fn opposite(&mut self, a: Cases) -> Cases {
        match a {
            NONE => return ALL,
            ALL => return NONE,
            _ => {}
        }
        if let Some(&known) = self.opposite.get(&a) {
            return known;
        }
        let Node { choice, next } = self.nodes[a - 2].clone();
        let next = next.into_iter().map(|one| self.opposite(one)).collect();
        let made = self.node(choice, next);
        self.opposite.insert(a, made);
        made
    }

    /// Cases of `a` that are none of `b`.
    pub fn without(&mut self, a: Cases, b: Cases) -> Cases {
        let rest = self.opposite(b);
        self.both(a, rest)
    }

    /// Whether no case is one of both.
    pub fn exclude(&mut self, a: Cases, b: Cases) -> bool {
        self.both(a, b) == NONE
    }

    /// Choices that a condition asks.
    pub fn asked(&self, cases: Cases) -> BTreeSet<usize> {
        let (mut asked, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![cases];
        while let Some(at) = open.pop() {
            if at > ALL && seen.insert(at) {
                let node = &self.nodes[at - 2];
                asked.insert(node.choice);
                open.extend(&node.next);
            }
        }
        asked
    }

    /// Conjunctions that exclude each other and together are the cases; `None`: more than `most`.
    pub fn conjunctions(
        &self,
        cases: Cases,
        most: usize,
    ) -> Option<Vec<BTreeMap<usize, BTreeSet<usize>>>> {
        let mut found = Vec::new();
        let mut open = vec![(cases, BTreeMap::new())];
        while let Some((at, so_far)) = open.pop() {
            match at {
                NONE => continue,
                ALL => found.push(so_far),
                _ => {
                    let node = &self.nodes[at - 2];
                    let mut by_next: BTreeMap<Cases, BTreeSet<usize>> = BTreeMap::new();
                    for (value, &next) in node.next.iter().enumerate() {
                        by_next.entry(next).or_default().insert(value);
                    }
                    for (next, values) in by_next {
                        let mut longer = so_far.clone();
                        longer.insert(node.choice, values);
                        open.push((next, longer));
                    }
                }
            }
            if found.len() > most || open.len() > most * 64 {
                return None;
            }
        }
        Some(found)
    }

    fn combined(&mut self, is_both: bool, a: Cases, b: Cases) -> Cases {
        if let Some(&known) = self.done.get(&(is_both, a, b)) {
            return known;
        }
        if self.is_full() {
            return NONE;
        }
        let [one, two] = [&self.nodes[a - 2], &self.nodes[b - 2]];
        let choice = one.choice.min(two.choice);
        let pairs: Vec<(Cases, Cases)> = (0..self.n_values[choice])
            .map(|value| {
                let next = |node: &Node, own| match node.choice == choice {
                    true => node.next[value],
                    false => own,
                };
                (next(one, a), next(two, b))
            })
            .collect();
        let next = pairs.into_iter();
        let next = next.map(|(a, b)| match is_both {
            true => self.both(a, b),
            false => self.either(a, b),
        });
        let next = next.collect();
        let made = self.node(choice, next);
        self.done.insert((is_both, a, b), made);
        made
    }

    fn node(&mut self, choice: usize, next: Vec<Cases>) -> Cases {
        let first = next[0];
        if next.iter().all(|&one| one == first) {
            return first;
        }
        let node = Node { choice, next };
        if let Some(&known) = self.places.get(&node) {
            return known;
        }
        self.nodes.push(node.clone());
        let place = self.nodes.len() + 1;
        self.places.insert(node, place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_cases_are_the_same_diagram() {
        let mut all = Diagrams::default();
        let (a, b) = (all.add_choice(2), all.add_choice(3));
        let is_a = all.chosen(a, |value| value == 0);
        let not_a = all.opposite(is_a);
        assert_eq!(all.either(is_a, not_a), ALL);
        assert!(all.exclude(is_a, not_a));
        let is_b = all.chosen(b, |value| value < 2);
        let rest = all.opposite(is_b);
        let (one, two) = (all.both(is_a, is_b), all.both(is_a, rest));
        assert_eq!(all.either(one, two), is_a);
        let either = all.either(is_a, is_b);
        assert_eq!(all.asked(either), [a, b].into());
        let parts = all.conjunctions(either, 4).expect("they are few");
        assert_eq!(parts.len(), 2);
    }
}

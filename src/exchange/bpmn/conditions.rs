//! Conditions in the words of a scenario: conjunctions of attributes. Choices that no conjunction can keep apart
//! become one attribute of their pairs; what is still no conjunction becomes several that exclude each other.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{ALL, Cases, Diagrams, NONE};
use super::split::{Choice, Open};

/// More values than these tell a reader nothing.
const MOST_VALUES: usize = 24;
/// Steps that one step may become.
const MOST_PARTS: usize = 12;

/// Values of attributes, by place; all must hold. Empty: every case.
pub type When = BTreeMap<usize, BTreeSet<usize>>;

/// What is drawn once for a case, as the scenario says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its id.
    pub id: String,
    /// Values and shares.
    pub values: Vec<(String, f64)>,
    /// Only for these cases; empty: for all.
    pub given: When,
    /// Whether the shares are assumed.
    pub is_assumed: bool,
    /// What is assumed where the model has no shares.
    pub open: BTreeSet<Open>,
    /// Whether the model brought it along.
    pub is_known: bool,
}

/// Attributes, and how every condition is said with them.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Each after those that its `given` names.
    pub attributes: Vec<Attribute>,
    /// By condition; several exclude each other.
    pub parts: BTreeMap<Cases, Vec<When>>,
    /// Conditions that have too many parts: what is said takes in more cases.
    pub widened: BTreeSet<Cases>,
}

/// Says all conditions.
pub fn said(diagrams: &mut Diagrams, choices: &[Choice], wanted: &BTreeSet<Cases>) -> Said {
    let mut groups = Groups::new(diagrams, choices);
    for &cases in wanted {
        groups.untangle(cases);
    }
    let mut said = Said::default();
    let order = groups.order();
    for &group in &order {
        let given = groups.choices[groups.members[&group][0]].given;
        let own = groups.members[&group].clone();
        let given = match groups.conjunction(given) {
            Some(when) if when.keys().all(|key| !own.contains(key) && *key < group) => when,
            Some(_) | None => When::new(),
        };
        said.attributes.push(groups.attribute(group, given));
    }
    let places: BTreeMap<usize, usize> = order
        .iter()
        .enumerate()
        .map(|(place, &group)| (group, place))
        .collect();
    let placed = |when: When| -> When {
        let keys = when.into_iter();
        keys.map(|(group, values)| (places[&group], values))
            .collect()
    };
    for attribute in &mut said.attributes {
        attribute.given = placed(std::mem::take(&mut attribute.given));
    }
    let givens: BTreeMap<usize, Cases> = order
        .iter()
        .enumerate()
        .map(|(place, &group)| {
            let is_said = !said.attributes[place].given.is_empty();
            let given = groups.choices[groups.members[&group][0]].given;
            (group, if is_said { given } else { ALL })
        })
        .collect();
    for &cases in wanted {
        let parts = match groups.conjunction(cases) {
            Some(when) => vec![groups.shortest(cases, when, &givens)],
            None => match groups.several(cases) {
                Some(parts) => parts,
                None => {
                    said.widened.insert(cases);
                    vec![groups.hull(cases).0]
                }
            },
        };
        said.parts
            .insert(cases, parts.into_iter().map(&placed).collect());
    }
    said
}

/// Choices in groups; a group has the place of its first.
struct Groups<'d> {
    diagrams: &'d mut Diagrams,
    choices: &'d [Choice],
    of: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
    /// What a group's values are: the cases, and the value of each choice that is drawn.
    outcomes: BTreeMap<usize, Vec<Outcome>>,
}

#[derive(Clone, Debug)]
struct Outcome {
    cases: Cases,
    values: Vec<(usize, usize)>,
}

impl Groups<'_> {
    fn new<'d>(diagrams: &'d mut Diagrams, choices: &'d [Choice]) -> Groups<'d> {
        let mut groups = Groups {
            diagrams,
            choices,
            of: (0..choices.len()).collect(),
            members: (0..choices.len())
                .map(|choice| (choice, vec![choice]))
                .collect(),
            outcomes: BTreeMap::new(),
        };
        for choice in 0..choices.len() {
            let outcomes = groups.outcomes_of(&[choice]);
            groups.outcomes.insert(choice, outcomes);
        }
        groups
    }

    /// Puts groups together until the condition is a conjunction, or no readable attribute is left.
    fn untangle(&mut self, cases: Cases) {
        while self.hull(cases).1 != cases {
            let asked: Vec<usize> = self.asked(cases).into_iter().collect();
            let pairs = asked
                .iter()
                .enumerate()
                .flat_map(|(at, &one)| asked[at + 1..].iter().map(move |&other| (one, other)));
            let pairs: Vec<(usize, usize)> = pairs.collect();
            let tangled = pairs
                .iter()
                .find(|&&(one, other)| self.are_tangled(cases, one, other));
            let Some(&(one, other)) = tangled.or(pairs.first()) else {
                return;
            };
            if !self.join(one, other) {
                return;
            }
        }
    }

    fn asked(&self, cases: Cases) -> BTreeSet<usize> {
        let asked = self.diagrams.asked(cases).into_iter();
        asked.map(|choice| self.of[choice]).collect()
    }

    /// Whether some value of one rules out some value of the other.
    fn are_tangled(&mut self, cases: Cases, one: usize, other: usize) -> bool {
        let (ours, theirs) = (self.met(cases, one), self.met(cases, other));
        for &a in &ours {
            let with = self.outcomes[&one][a].cases;
            let with = self.diagrams.both(cases, with);
            for &b in &theirs {
                let value = self.outcomes[&other][b].cases;
                if self.diagrams.exclude(with, value) {
                    return true;
                }
            }
        }
        false
    }

    /// Values of a group that some of the cases have.
    fn met(&mut self, cases: Cases, group: usize) -> BTreeSet<usize> {
        let values: Vec<Cases> = self.outcomes[&group].iter().map(|one| one.cases).collect();
        let met = values.into_iter().enumerate();
        let met = met.filter(|&(_, value)| !self.diagrams.exclude(cases, value));
        met.map(|(place, _)| place).collect()
    }

    /// The narrowest conjunction that takes in all of the cases, and the cases that it takes in.
    fn hull(&mut self, cases: Cases) -> (When, Cases) {
        let (mut when, mut hull) = (When::new(), ALL);
        for group in self.asked(cases) {
            let values = self.met(cases, group);
            let taken = self.any(group, &values);
            hull = self.diagrams.both(hull, taken);
            when.insert(group, values);
        }
        (when, hull)
    }

    fn any(&mut self, group: usize, values: &BTreeSet<usize>) -> Cases {
        let wanted: Vec<Cases> = values
            .iter()
            .map(|&value| self.outcomes[&group][value].cases)
            .collect();
        let mut taken = NONE;
        for one in wanted {
            taken = self.diagrams.either(taken, one);
        }
        taken
    }

    fn conjunction(&mut self, cases: Cases) -> Option<When> {
        let (when, hull) = self.hull(cases);
        (hull == cases).then_some(when)
    }

    /// Without what follows from where attributes are drawn at all.
    fn shortest(&mut self, cases: Cases, when: When, givens: &BTreeMap<usize, Cases>) -> When {
        let mut short = when.clone();
        for group in when.keys() {
            let mut fewer = short.clone();
            fewer.remove(group);
            let mut meant = ALL;
            for (other, values) in &fewer {
                let taken = self.any(*other, values);
                meant = self.diagrams.both(meant, taken);
                meant = self.diagrams.both(meant, givens[other]);
            }
            if meant == cases {
                short = fewer;
            }
        }
        short
    }

    /// Conjunctions of whole groups that exclude each other.
    fn several(&mut self, cases: Cases) -> Option<Vec<When>> {
        let parts = self.diagrams.conjunctions(cases, MOST_PARTS)?;
        let mut said = Vec::new();
        for part in parts {
            let mut taken = ALL;
            for (choice, values) in &part {
                let chosen = self
                    .diagrams
                    .chosen(*choice, |value| values.contains(&value));
                taken = self.diagrams.both(taken, chosen);
            }
            said.push(self.conjunction(taken)?);
        }
        Some(said)
    }

    /// Makes one group of two; `false`: it would have too many values, or the model brought one along.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (first, second) = (one.min(other), one.max(other));
        let mut members = self.members[&first].clone();
        members.extend(&self.members[&second]);
        members.sort_unstable();
        if members.iter().any(|&choice| self.choices[choice].is_known) {
            return false;
        }
        let outcomes = self.outcomes_of(&members);
        if outcomes.len() > MOST_VALUES {
            return false;
        }
        self.members.remove(&second);
        self.outcomes.remove(&second);
        members.iter().for_each(|&choice| self.of[choice] = first);
        self.members.insert(first, members);
        self.outcomes.insert(first, outcomes);
        true
    }

    /// Values of choices together; where one is not drawn, those of the others alone.
    fn outcomes_of(&mut self, choices: &[usize]) -> Vec<Outcome> {
        let mut outcomes = vec![Outcome {
            cases: ALL,
            values: Vec::new(),
        }];
        for &choice in choices {
            let mut longer = Vec::new();
            for outcome in outcomes {
                if self
                    .diagrams
                    .exclude(outcome.cases, self.choices[choice].given)
                {
                    longer.push(outcome);
                    continue;
                }
                for value in 0..self.diagrams.n_values(choice) {
                    let chosen = self.diagrams.chosen(choice, |own| own == value);
                    let mut values = outcome.values.clone();
                    values.push((choice, value));
                    longer.push(Outcome {
                        cases: self.diagrams.both(outcome.cases, chosen),
                        values,
                    });
                }
                if longer.len() > MOST_VALUES && choices.len() > 1 {
                    return longer;
                }
            }
            outcomes = longer;
        }
        outcomes
    }

    /// Groups in the order of their first choices.
    fn order(&self) -> Vec<usize> {
        self.members.keys().copied().collect()
    }

    fn attribute(&self, group: usize, given: When) -> Attribute {
        let members = &self.members[&group];
        let value = |outcome: &Outcome| {
            let parts = outcome.values.iter();
            let parts = parts.map(|&(choice, value)| &self.choices[choice].values[value]);
            let names: Vec<&str> = parts.clone().map(|(name, _)| name.as_str()).collect();
            (names.join(" + "), parts.map(|(_, share)| share).product())
        };
        let mut values: Vec<(String, f64)> = self.outcomes[&group].iter().map(value).collect();
        let mut taken = crate::exchange::ids::Taken::new();
        for (name, _) in &mut values {
            *name = crate::exchange::ids::unique(name, &mut taken);
        }
        Attribute {
            id: self.choices[group].id.clone(),
            values,
            given,
            is_assumed: members
                .iter()
                .any(|&choice| self.choices[choice].is_assumed),
            open: members
                .iter()
                .filter_map(|&choice| self.choices[choice].open.clone())
                .collect(),
            is_known: self.choices[group].is_known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, given: Cases) -> Choice {
        let value = |value: &str| (format!("{id}{value}"), 0.5);
        Choice {
            id: id.to_owned(),
            given,
            values: vec![value("0"), value("1")],
            is_assumed: true,
            open: None,
            is_known: false,
        }
    }

    #[test]
    fn an_inner_branch_that_joins_an_outer_one_makes_pairs() {
        let mut diagrams = Diagrams::default();
        let (a, b) = (diagrams.add_choice(2), diagrams.add_choice(2));
        let is_a = diagrams.chosen(a, |value| value == 0);
        let not_a = diagrams.opposite(is_a);
        let is_b = diagrams.chosen(b, |value| value == 0);
        let inner = diagrams.both(is_a, is_b);
        let joined = diagrams.either(inner, not_a);
        let choices = [choice("a", ALL), choice("b", is_a)];
        let said = said(&mut diagrams, &choices, &[joined, inner].into());
        let names: Vec<&str> = said.attributes[0]
            .values
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["a0 + b0", "a0 + b1", "a1"]);
        assert_eq!(said.parts[&joined], [[(0, [0, 2].into())].into()]);
        assert_eq!(said.parts[&inner], [[(0, [0].into())].into()]);
    }

    #[test]
    fn a_branch_within_a_branch_names_the_inner_one() {
        let mut diagrams = Diagrams::default();
        let (a, b) = (diagrams.add_choice(2), diagrams.add_choice(2));
        let is_a = diagrams.chosen(a, |value| value == 0);
        let is_b = diagrams.chosen(b, |value| value == 0);
        let inner = diagrams.both(is_a, is_b);
        let choices = [choice("a", ALL), choice("b", is_a)];
        let said = said(&mut diagrams, &choices, &[inner].into());
        assert_eq!(said.attributes[1].given, [(0, [0].into())].into());
        assert_eq!(said.parts[&inner], [[(1, [0].into())].into()]);
    }
}

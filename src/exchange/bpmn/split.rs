//! Where the flow branches: the choices that decide, one for all tokens of different cases.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::diagram::{ALL, Cases, Diagrams, NONE};
use super::flat::{Flat, Mode, Spot};
use super::note::Notes;
use super::tokens::Token;
use crate::exchange::catalogue::slug;
use crate::exchange::ids::{Taken, unique};

/// Branches of an inclusive gateway, of which at least one is taken, that one choice can tell.
const MOST_TOGETHER: usize = 4;

/// What is drawn once for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Only for these cases.
    pub given: Cases,
    /// Values and shares.
    pub values: Vec<(String, f64)>,
    /// Whether the shares are assumed.
    pub is_assumed: bool,
    /// What is assumed where the model has no shares.
    pub open: Option<Open>,
    /// Whether the model brought it along.
    pub is_known: bool,
}

/// What is assumed of a choice, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// Where it stands.
    pub at: (usize, usize),
    /// What is assumed.
    pub en: String,
    /// The same.
    pub zh: String,
}

/// Every choice so far.
#[derive(Debug)]
pub(super) struct Splits {
    pub choices: Vec<Choice>,
    pub diagrams: Diagrams,
    ids: Taken,
}

impl Splits {
    /// `known`: what the model brings along, each with the cases that it is drawn for.
    pub fn new(known: Vec<(Choice, Option<Json>)>) -> Splits {
        let mut splits = Splits {
            choices: Vec::new(),
            diagrams: Diagrams::default(),
            ids: Taken::new(),
        };
        for (mut choice, given) in known {
            let given = given.and_then(|given| splits.written(&given));
            choice.given = given.unwrap_or(ALL);
            splits.diagrams.add_choice(choice.values.len().max(1));
            splits.ids.insert(choice.id.clone(), 1);
            splits.choices.push(choice);
        }
        splits
    }

    /// Tokens on the links that leave a node.
    pub fn leave(
        &mut self,
        flat: &Flat,
        node: usize,
        links: &[usize],
        tokens: Vec<Token>,
        notes: &mut Notes,
    ) -> Vec<(usize, Vec<Token>)> {
        let mut left: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
        for tokens in self.by_turn(tokens) {
            let mut given = NONE;
            for token in &tokens {
                given = self.diagrams.either(given, token.cases);
            }
            for (link, taken) in self.branches(flat, node, links, given, notes) {
                for token in &tokens {
                    let cases = self.diagrams.both(token.cases, taken);
                    if cases != NONE {
                        let after = token.after.clone();
                        left.entry(link).or_default().push(Token { cases, after });
                    }
                }
            }
        }
        left.into_iter().collect()
    }

    /// Tokens in groups of different cases: each group decides by itself.
    fn by_turn(&mut self, tokens: Vec<Token>) -> Vec<Vec<Token>> {
        let mut turns: Vec<Vec<Token>> = Vec::new();
        for token in tokens {
            let free = (0..turns.len()).find(|&turn| {
                let mut others = turns[turn].iter();
                others.all(|other| self.diagrams.exclude(other.cases, token.cases))
            });
            match free {
                Some(turn) => turns[turn].push(token),
                None => turns.push(vec![token]),
            }
        }
        turns
    }

    /// For each link the cases that take it.
    fn branches(
        &mut self,
        flat: &Flat,
        node: usize,
        links: &[usize],
        given: Cases,
        notes: &mut Notes,
    ) -> Vec<(usize, Cases)> {
        if links.iter().any(|&link| flat.links[link].when.is_some()) {
            return self.as_written(flat, links);
        }
        let of = |is: fn(Mode) -> bool| -> Vec<usize> {
            let fits = links.iter().filter(|&&link| is(flat.links[link].mode));
            fits.copied().collect()
        };
        let one = of(|mode| matches!(mode, Mode::One(_)));
        let maybe = of(|mode| matches!(mode, Mode::Maybe(_)));
        let other = of(|mode| mode == Mode::Otherwise);
        let always = of(|mode| mode == Mode::Always);
        let mut taken: Vec<(usize, Cases)> = always.iter().map(|&link| (link, ALL)).collect();
        match one.as_slice() {
            [] => {}
            [only] => taken.push((*only, ALL)),
            _ => taken.extend(self.one_of(flat, node, &one, given)),
        }
        let is_forced = taken.is_empty() && other.is_empty();
        let some = match maybe.as_slice() {
            [only] if is_forced => vec![(*only, ALL)],
            several if is_forced && (2..=MOST_TOGETHER).contains(&several.len()) => {
                self.at_least_one(flat, node, several, given)
            }
            any => {
                if is_forced && !any.is_empty() {
                    let spot = &flat.spots[node];
                    notes.inexact(
                        &spot.place,
                        format!("at least one of the {} branches of `{}` is taken; here each is drawn by itself, so that some cases may take none", any.len(), spot.shown()),
                        format!("“{}”的 {} 条分支至少选一条；此处逐条独立抽取，可能有案件一条也不选", spot.shown(), any.len()),
                    );
                }
                self.each_by_itself(flat, node, any, given)
            }
        };
        let mut rest = ALL;
        for &(_, cases) in &some {
            rest = self.diagrams.without(rest, cases);
        }
        taken.extend(some);
        taken.extend(other.into_iter().map(|link| (link, rest)));
        taken
    }

    /// Conditions that this program wrote; a link without one is for all other cases.
    fn as_written(&mut self, flat: &Flat, links: &[usize]) -> Vec<(usize, Cases)> {
        let mut taken = Vec::new();
        let mut rest = ALL;
        for &link in links {
            let written = flat.links[link].when.as_ref();
            if let Some(cases) = written.and_then(|when| self.written(when)) {
                rest = self.diagrams.without(rest, cases);
                taken.push((link, cases));
            }
        }
        let others = links
            .iter()
            .filter(|link| !taken.iter().any(|(own, _)| own == *link));
        let others: Vec<usize> = others.copied().collect();
        taken.extend(others.into_iter().map(|link| (link, rest)));
        taken
    }

    /// A condition that this program wrote.
    pub fn written(&mut self, when: &Json) -> Option<Cases> {
        let mut cases = ALL;
        for (id, values) in when.as_object()? {
            let choice = self.choices.iter().position(|choice| &choice.id == id)?;
            let wanted = values.as_array()?.iter().filter_map(Json::as_str);
            let wanted: Vec<&str> = wanted.collect();
            let Choice { values, given, .. } = &self.choices[choice];
            let (names, given) = (values.clone(), *given);
            let is_wanted = |value: usize| wanted.contains(&names[value].0.as_str());
            let chosen = self.diagrams.chosen(choice, is_wanted);
            let chosen = self.diagrams.both(chosen, given);
            cases = self.diagrams.both(cases, chosen);
        }
        Some(cases)
    }

    fn one_of(
        &mut self,
        flat: &Flat,
        node: usize,
        links: &[usize],
        given: Cases,
    ) -> Vec<(usize, Cases)> {
        let (shares, is_open) = flat.shares(links);
        let mut names = Taken::new();
        let values = links.iter().zip(&shares);
        let values =
            values.map(|(&link, share)| (unique(&flat.link_name(link), &mut names), *share));
        let values: Vec<(String, f64)> = values.collect();
        let is_assumed = is_open || links.iter().any(|&link| flat.links[link].is_assumed);
        let open = is_open.then(|| {
            Open::new(&flat.spots[node], |shown| {
                (
                    format!("the branches of `{shown}` have no shares: equal ones are assumed"),
                    format!("“{shown}”的分支没有比例，假定均等"),
                )
            })
        });
        let name = &flat.spots[node].name;
        let choice = self.add((name, "choice"), given, values, is_assumed, open);
        let chosen = links.iter().enumerate();
        let chosen =
            chosen.map(|(value, &link)| (link, self.diagrams.chosen(choice, |one| one == value)));
        chosen.collect()
    }

    /// Some of the branches, as one choice between what may be taken together.
    fn at_least_one(
        &mut self,
        flat: &Flat,
        node: usize,
        links: &[usize],
        given: Cases,
    ) -> Vec<(usize, Cases)> {
        let shares: Vec<f64> = links.iter().map(|&link| share(flat, link)).collect();
        let mut names = Taken::new();
        let names: Vec<String> = links
            .iter()
            .map(|&link| unique(&flat.link_name(link), &mut names))
            .collect();
        let has = |set: usize, branch: usize| set >> branch & 1 == 1;
        let chance = |set: usize| -> f64 {
            let parts = shares.iter().enumerate();
            parts
                .map(|(branch, share)| {
                    if has(set, branch) {
                        *share
                    } else {
                        1.0 - share
                    }
                })
                .product()
        };
        let sets = 1..1usize << links.len();
        let total: f64 = sets.clone().map(chance).sum();
        let values = sets.clone().map(|set| {
            let together = names
                .iter()
                .enumerate()
                .filter(|(branch, _)| has(set, *branch));
            let together: Vec<&str> = together.map(|(_, name)| name.as_str()).collect();
            let share = if total > 0.0 {
                chance(set) / total
            } else {
                1.0 / sets.len() as f64
            };
            (together.join(" + "), share)
        });
        let values: Vec<(String, f64)> = values.collect();
        let is_open = links
            .iter()
            .any(|&link| flat.links[link].mode.share().is_none());
        let is_assumed =
            is_open || total <= 0.0 || links.iter().any(|&link| flat.links[link].is_assumed);
        let open = is_open.then(|| {
            Open::new(&flat.spots[node], |shown| {
                (
                    format!("the branches of `{shown}` have no shares: each is taken as often as not, and at least one (assumed)"),
                    format!("“{shown}”的分支没有比例，假定各占一半且至少选一条"),
                )
            })
        });
        let name = &flat.spots[node].name;
        let choice = self.add((name, "branches"), given, values, is_assumed, open);
        let taken = links.iter().enumerate();
        let taken = taken.map(|(branch, &link)| {
            (
                link,
                self.diagrams.chosen(choice, |value| has(value + 1, branch)),
            )
        });
        taken.collect()
    }

    fn each_by_itself(
        &mut self,
        flat: &Flat,
        node: usize,
        links: &[usize],
        given: Cases,
    ) -> Vec<(usize, Cases)> {
        let mut taken = Vec::new();
        for &link in links {
            let is_open = flat.links[link].mode.share().is_none();
            let share = share(flat, link);
            if share <= 0.0 || share >= 1.0 {
                taken.push((link, if share > 0.0 { ALL } else { NONE }));
                continue;
            }
            let values = vec![("yes".to_owned(), share), ("no".to_owned(), 1.0 - share)];
            let is_assumed = is_open || flat.links[link].is_assumed;
            let open = is_open.then(|| {
                Open::new(&flat.spots[node], |shown| {
                    (
                        format!("branches of `{shown}` are taken in half of the cases, each by itself (assumed)"),
                        format!("“{shown}”的分支各自按一半案件处理（假定）"),
                    )
                })
            });
            let name = flat.link_name(link);
            let choice = self.add((&name, "branch"), given, values, is_assumed, open);
            taken.push((link, self.diagrams.chosen(choice, |value| value == 0)));
        }
        taken
    }

    /// Adds a choice called like this, or like that.
    fn add(
        &mut self,
        (name, otherwise): (&str, &str),
        given: Cases,
        values: Vec<(String, f64)>,
        is_assumed: bool,
        open: Option<Open>,
    ) -> usize {
        let n_values = values.len();
        self.choices.push(Choice {
            id: unique(&slug(name, otherwise), &mut self.ids),
            given,
            values,
            is_assumed,
            open,
            is_known: false,
        });
        self.diagrams.add_choice(n_values)
    }
}

impl Open {
    fn new(spot: &Spot, said: impl Fn(&str) -> (String, String)) -> Open {
        let (en, zh) = said(spot.shown());
        let at = (spot.place.start, spot.place.end);
        Open { at, en, zh }
    }
}

fn share(flat: &Flat, link: usize) -> f64 {
    flat.links[link].mode.share().unwrap_or(0.5).clamp(0.0, 1.0)
}

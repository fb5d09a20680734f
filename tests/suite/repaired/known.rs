//! What a file declares, and what refers to it.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use rand::seq::IteratorRandom;
use toml::{Table, Value};

use super::change::{all_places, at, remove};

/// What a file declares, before it is changed.
pub struct Known {
    /// Id → the list that declares it.
    ids: BTreeMap<String, String>,
}

impl Known {
    /// Of a tree that is whole.
    pub fn of(tree: &Table) -> Known {
        let mut ids = BTreeMap::new();
        for (list, id) in declared(tree) {
            ids.insert(id, list);
        }
        Known { ids }
    }

    /// What refers to something that is gone refers to something else of its kind, or is gone too; nothing refers to itself,
    /// names stand once in a list, and shares of an attribute sum to 1.
    pub fn repair(&self, tree: &mut Table, random: &mut impl Rng) {
        let now: Vec<(String, String)> = declared(tree);
        let there: BTreeSet<&str> = now.iter().map(|(_, id)| id.as_str()).collect();
        let gone = |id: &str| self.ids.contains_key(id) && !there.contains(id);
        let mut places = all_places(tree);
        // From the end, so that what is removed moves nothing that is still to come.
        places.reverse();
        for place in places {
            let key = place.last().map_or("", String::as_str);
            if gone(key) {
                remove(tree, &place);
                continue;
            }
            if ["id", "en", "zh"].contains(&key) {
                continue;
            }
            let Some(Value::String(word)) = at(tree, &place) else {
                continue;
            };
            let word = word.clone();
            let itself = own_id(tree, &place);
            if !gone(&word) && itself.as_deref() != Some(&word) {
                continue;
            }
            let list = self.ids.get(&word);
            let others = now.iter().filter(|(other, id)| {
                Some(other) == list && Some(id.as_str()) != itself.as_deref()
            });
            match others.choose(random) {
                Some((_, id)) if gone(&word) => {
                    *at(tree, &place).expect("it is there") = Value::from(id.as_str())
                }
                _ if place.iter().any(|key| key == "repeats") => {}
                _ => remove(tree, &place),
            }
        }
        for place in all_places(tree) {
            match at(tree, &place) {
                Some(Value::Array(list)) if list.iter().all(Value::is_str) => {
                    let mut seen = BTreeSet::new();
                    list.retain(|word| seen.insert(word.to_string()));
                }
                Some(Value::Table(shares)) if place.last().is_some_and(|key| key == "shares") => {
                    let number = |value: &Value| {
                        let whole = value.as_integer().map(|whole| whole as f64);
                        value
                            .as_float()
                            .or(whole)
                            .filter(|share| *share >= 0.0)
                            .unwrap_or(0.0)
                    };
                    let sum: f64 = shares.iter().map(|(_, share)| number(share)).sum();
                    if sum > 0.0 && sum.is_finite() {
                        for (_, share) in shares.iter_mut() {
                            *share = Value::Float(number(share) / sum);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Ids that lists of a tree declare, and the values of attributes.
fn declared(tree: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (list, elements) in tree {
        let elements = elements
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_table);
        for element in elements {
            if let Some(id) = element.get("id").and_then(Value::as_str) {
                found.push((list.clone(), id.to_owned()));
                let shares = element.get("shares").and_then(Value::as_table);
                for (value, _) in shares.into_iter().flatten() {
                    found.push((format!("values of {id}"), value.clone()));
                }
            }
        }
    }
    found
}

/// The id of the element of a list at the top that a place lies in.
fn own_id(tree: &mut Table, place: &[String]) -> Option<String> {
    let element = at(tree, place.get(..2)?)?;
    element.get("id")?.as_str().map(str::to_owned)
}

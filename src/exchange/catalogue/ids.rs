//! Ids of named things: one for every different name, none for two of a kind.

use std::collections::BTreeMap;

use crate::exchange::ids::{Taken, unique};

/// The ids given so far, by what they are of and the name.
#[derive(Default)]
pub struct Ids {
    given: BTreeMap<(&'static str, String), String>,
    taken: BTreeMap<&'static str, Taken>,
}

impl Ids {
    /// The id of a name, and whether it is new.
    pub fn give(&mut self, what: &'static str, name: &str) -> (String, bool) {
        if let Some(id) = self.given.get(&(what, name.to_owned())) {
            return (id.clone(), false);
        }
        let id = unique(&slug(name, what), self.taken.entry(what).or_default());
        self.given.insert((what, name.to_owned()), id.clone());
        (id, true)
    }

    /// The id of a name that was given one.
    pub fn of(&self, what: &'static str, name: &str) -> String {
        let id = self.given.get(&(what, name.to_owned()));
        id.cloned().expect("every name was given an id")
    }
}

/// Letters and digits of any script, joined by `-`: an id that a person can type in other places of the file.
pub fn slug(name: &str, otherwise: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        otherwise.to_owned()
    } else {
        words.join("-").to_lowercase()
    }
}

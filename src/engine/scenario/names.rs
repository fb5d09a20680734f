//! Ids: each once, and none that nobody has.

use std::collections::BTreeSet;

use crate::at::At;
use crate::error::Problem;
use crate::text;

/// Suggestions are looked for only this often: they cost a comparison with every known id.
const MOST_SUGGESTIONS: usize = 100;

/// Known ids of one kind of thing.
#[derive(Debug)]
pub struct Names<'s> {
    what: &'static str,
    known: Vec<&'s str>,
    set: BTreeSet<&'s str>,
    suggested: std::cell::Cell<usize>,
}

impl<'s> Names<'s> {
    /// The ids of `all`; one that stands twice is a problem at its second place.
    pub fn of(
        what: &'static str,
        all: impl Iterator<Item = &'s At<String>>,
        problems: &mut Vec<Problem>,
    ) -> Names<'s> {
        let mut names = Names {
            what,
            known: Vec::new(),
            set: BTreeSet::new(),
            suggested: std::cell::Cell::new(0),
        };
        for id in all {
            if id.is_empty() {
                problems.push(
                    id.blame(
                        Problem::error(format!("a {what} has an empty id"))
                            .hint("give it a short name, like `land-permit`"),
                    ),
                );
            }
            if names.set.insert(id.as_str()) {
                names.known.push(id.as_str());
            } else {
                problems.push(
                    id.blame(
                        Problem::error(format!("two {what}s are called `{id}`"))
                            .hint("every id stands once"),
                    ),
                );
            }
        }
        names
    }

    /// Whether something is called `id`.
    pub fn has(&self, id: &str) -> bool {
        self.set.contains(id)
    }

    /// A problem if nothing is called `id`.
    pub fn check(&self, id: &At<String>, problems: &mut Vec<Problem>) -> bool {
        if self.has(id) {
            return true;
        }
        problems.push(id.blame(self.unknown(id)));
        false
    }

    /// The error for an unknown id.
    pub fn unknown(&self, id: &str) -> Problem {
        let problem = Problem::error(format!("no {} is called `{id}`", self.what));
        self.suggested.set(self.suggested.get() + 1);
        if self.suggested.get() > MOST_SUGGESTIONS {
            return problem;
        }
        match text::did_you_mean(id, self.known.iter().copied()) {
            Some(close) => problem.hint(format!("did you mean `{close}`?")),
            None if self.known.is_empty() => {
                problem.hint(format!("the file has no `[[{}]]`", self.what))
            }
            None => problem.allowed(text::list_up_to(&self.known, text::MOST_LISTED)),
        }
    }
}

//! Lints: savings that are only on paper, and figures that mislead. Warnings, never errors.

use std::collections::BTreeMap;

use super::resolve::Scenario;
use crate::error::{Place, Problem};
use crate::lang::Lang;
use crate::reform::{Measure, Reform, step_by_step};
use crate::sim::limits;
use crate::workflow::{Entry, Limits, Step, Workflow};

/// One thing to know before believing a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Lint {
    /// Its name: the file that looks for it.
    pub name: &'static str,
    place: Option<Place>,
    said: [String; 2],
    hint: Option<[&'static str; 2]>,
}

impl Lint {
    /// A warning in English and Chinese.
    fn new(en: String, zh: String) -> Lint {
        Lint {
            name: "",
            place: None,
            said: [en, zh],
            hint: None,
        }
    }

    fn at(self, place: Option<&Place>) -> Lint {
        Lint {
            place: place.filter(|place| !place.is_empty()).cloned(),
            ..self
        }
    }

    fn hint(self, en: &'static str, zh: &'static str) -> Lint {
        Lint {
            hint: Some([en, zh]),
            ..self
        }
    }

    /// The warning in a language.
    pub fn problem(&self, lang: Lang) -> Problem {
        let language = match lang {
            Lang::En => 0,
            Lang::Zh => 1,
        };
        let problem = Problem::warning(&self.said[language]);
        let problem = match &self.hint {
            Some(hint) => problem.hint(hint[language]),
            None => problem,
        };
        match &self.place {
            Some(place) => problem.at(place.clone()),
            None => problem,
        }
    }
}

/// What lints look at: the scenario, and what each measure did.
struct Seen<'s> {
    scenario: &'s Scenario,
    reforms: Vec<Done<'s>>,
}

/// A reform, measure by measure.
struct Done<'s> {
    reform: &'s Reform,
    start: &'s Workflow,
    turns: Vec<Turn<'s>>,
}

/// One measure: the workflow before and after it.
struct Turn<'s> {
    measure: &'s Measure,
    before: Workflow,
    before_limits: Limits,
    after: Workflow,
    after_limits: Limits,
    entries: Vec<Entry>,
}

impl Seen<'_> {
    /// Every measure of every reform.
    fn turns(&self) -> impl Iterator<Item = &Turn<'_>> {
        self.reforms.iter().flat_map(|done| &done.turns)
    }
}

/// Steps by id: looking up many in a large workflow one by one takes too long.
fn by_id(workflow: &Workflow) -> BTreeMap<&str, &Step> {
    let steps = workflow.steps();
    steps
        .map(|step| (step.id.as_str(), step.as_ref()))
        .collect()
}

impl Turn<'_> {
    fn place(&self) -> Option<&Place> {
        Some(&self.measure.place)
    }
}

macro_rules! registry {
    ($($lint:ident),* $(,)?) => {
        $(mod $lint;)*

        /// The name of every lint.
        pub const LINTS: &[&str] = &[$(stringify!($lint)),*];

        fn look(seen: &Seen<'_>) -> Vec<Lint> {
            let mut found = Vec::new();
            $(found.extend($lint::look(seen).into_iter().map(|lint| Lint {
                name: stringify!($lint),
                ..lint
            }));)*
            found
        }
    };
}

registry! {
    limit_above_statutory,
    off_the_clock,
    before_day_zero,
    legal_edge,
    closed_gate,
    without_effect,
    friction_absent,
    above_the_reformer,
    limits_alone,
    new_predecessor,
    deaf_duration,
    silent_consent,
}

/// Beyond this many steps times measures, measures are not looked at one by one: nobody would wait.
const MOST_LOOKED_AT: usize = 100_000;

/// Every lint of a scenario, in the order of the registry.
pub fn lints(scenario: &Scenario) -> Vec<Lint> {
    let reforms = scenario.reforms.iter().map(|reform| done(scenario, reform));
    look(&Seen {
        scenario,
        reforms: reforms.collect(),
    })
}

fn done<'s>(scenario: &'s Scenario, reform: &'s Reform) -> Done<'s> {
    let previous = reform.builds_on.as_ref();
    let previous = previous.and_then(|id| scenario.reforms.iter().position(|one| &one.id == id));
    let start = previous
        .and_then(|idx| scenario.reformed.get(idx))
        .map_or(&scenario.baseline, |reformed| &reformed.workflow);
    let mut before = start.clone();
    let mut before_limits = limits(start);
    let mut turns = Vec::new();
    let n_looks = start.steps().count() * reform.measures.len();
    let looked_at = if n_looks <= MOST_LOOKED_AT {
        step_by_step(start, reform)
    } else {
        Vec::new()
    };
    for (measure, reformed) in reform.measures.iter().zip(looked_at) {
        let after_limits = limits(&reformed.workflow);
        turns.push(Turn {
            measure,
            before: std::mem::replace(&mut before, reformed.workflow.clone()),
            before_limits: std::mem::replace(&mut before_limits, after_limits.clone()),
            after: reformed.workflow,
            after_limits,
            entries: reformed.ledger.entries,
        });
    }
    Done {
        reform,
        start,
        turns,
    }
}

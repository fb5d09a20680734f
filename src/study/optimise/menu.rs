//! The menu: every measure that can be chosen, what it costs, and which choices are allowed.

use crate::reform::{Measure, Reform};
use crate::study::Coalition;
use crate::workflow::Workflow;

/// One scenario and the reform whose measures can be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Before the reform.
    pub start: &'a Workflow,
    /// The reform.
    pub reform: &'a Reform,
}

/// A measure by its id, in all scenarios that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub name: crate::lang::Name,
    /// What it costs: the largest figure of the scenarios. Where no measure says a cost, each costs 1.
    pub cost: f64,
    /// For every scenario its index among the reform's measures.
    places: Vec<Option<usize>>,
}

/// All choices and their rules.
#[derive(Clone, Debug)]
pub(super) struct Menu {
    pub choices: Vec<Choice>,
    excludes: Vec<(usize, usize)>,
    requires: Vec<(usize, usize)>,
}

impl Menu {
    pub fn of(inputs: &[Input<'_>]) -> Menu {
        let all = || inputs.iter().flat_map(|input| &input.reform.measures);
        let any_cost = all().any(|measure| measure.cost.is_some());
        let mut choices: Vec<Choice> = Vec::new();
        for (scenario, input) in inputs.iter().enumerate() {
            for (idx, measure) in input.reform.measures.iter().enumerate() {
                let cost = measure.cost.unwrap_or(if any_cost { 0.0 } else { 1.0 });
                let known = choices.iter().position(|choice| choice.id == measure.id);
                let at = known.unwrap_or_else(|| {
                    choices.push(Choice {
                        id: measure.id.clone(),
                        name: measure.name.clone(),
                        cost: 0.0,
                        places: vec![None; inputs.len()],
                    });
                    choices.len() - 1
                });
                choices[at].cost = choices[at].cost.max(cost);
                choices[at].places[scenario] = Some(idx);
            }
        }
        let find = |id: &String| choices.iter().position(|choice| &choice.id == id);
        let pairs = |of: fn(&Measure) -> &[String]| -> Vec<(usize, usize)> {
            let mut pairs: Vec<(usize, usize)> = all()
                .flat_map(|measure| of(measure).iter().map(move |other| (&measure.id, other)))
                .filter_map(|(one, other)| Some((find(one)?, find(other)?)))
                .collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs
        };
        Menu {
            excludes: pairs(|measure| &measure.excludes),
            requires: pairs(|measure| &measure.requires),
            choices,
        }
    }

    pub fn len(&self) -> usize {
        self.choices.len()
    }

    pub fn cost(&self, set: &Coalition) -> f64 {
        set.members().map(|choice| self.choices[choice].cost).sum()
    }

    /// Whether no two of the set exclude each other and none lacks what it requires.
    pub fn allows(&self, set: &Coalition) -> bool {
        let both = |&(one, other): &(usize, usize)| set.contains(one) && set.contains(other);
        let lacks = |&(one, other): &(usize, usize)| set.contains(one) && !set.contains(other);
        !self.excludes.iter().any(both) && !self.requires.iter().any(lacks)
    }

    /// The same set among a scenario's own measures.
    pub fn within(&self, set: &Coalition, scenario: usize) -> Coalition {
        let places = set
            .members()
            .filter_map(|choice| self.choices[choice].places[scenario]);
        places.fold(Coalition::NONE, Coalition::with)
    }
}

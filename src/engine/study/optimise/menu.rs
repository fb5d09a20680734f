//! The menu: every measure that can be chosen, what it costs, and which choices are allowed.

use std::collections::BTreeMap;

use crate::reform::Reform;
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

/// A measure, or a level of one, by its id, in all scenarios that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Id of the measure of which it is a level; its own if it is none.
    pub measure: String,
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
    /// Who needs one of whom.
    requires: Vec<(usize, Vec<usize>)>,
}

impl Menu {
    /// Of `inputs` whose measures stand as their levels; `measure_of` tells whose.
    pub fn of(inputs: &[Input<'_>], measure_of: &BTreeMap<String, String>) -> Menu {
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
                        measure: measure_of.get(&measure.id).unwrap_or(&measure.id).clone(),
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
        let levels = |id: &String| -> Vec<usize> {
            let of_measure = |&idx: &usize| &choices[idx].measure == id;
            (0..choices.len()).filter(of_measure).collect()
        };
        let (mut excludes, mut requires) = (Vec::new(), Vec::new());
        for measure in all() {
            let own = choices.iter().position(|choice| choice.id == measure.id);
            let Some(own) = own else { continue };
            let rivals = levels(&choices[own].measure);
            excludes.extend(
                rivals
                    .into_iter()
                    .filter(|&rival| rival > own)
                    .map(|rival| (own, rival)),
            );
            for other in &measure.excludes {
                excludes.extend(levels(other).into_iter().map(|other| (own, other)));
            }
            requires.extend(measure.requires.iter().map(|other| (own, levels(other))));
        }
        excludes.sort_unstable();
        excludes.dedup();
        requires.sort_unstable();
        requires.dedup();
        Menu {
            excludes,
            requires,
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
        let lacks = |(one, others): &(usize, Vec<usize>)| {
            set.contains(*one) && !others.iter().any(|&other| set.contains(other))
        };
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

//! Cases of an imported scenario, one at a time, from the documentation of the file alone. Every duration is fixed.

use std::collections::BTreeMap;

use rand::RngExt;
use rand::rngs::StdRng;
use redtape::workflow::{Guard, Position, Step, Workflow};

/// What became of a case.
pub struct Outcome {
    pub days: f64,
    /// For each step whether it was done.
    pub done: Vec<bool>,
}

/// A scenario ready to be played.
pub struct Scenario<'w> {
    workflow: &'w Workflow,
    pub steps: Vec<&'w Step>,
    before: Vec<Vec<usize>>,
    order: Vec<usize>,
}

impl Scenario<'_> {
    pub fn new(workflow: &Workflow) -> Scenario<'_> {
        let steps: Vec<&Step> = workflow.steps().map(|step| &**step).collect();
        let at = |id: &str| {
            steps
                .iter()
                .position(|step| step.id == id)
                .expect("it is there")
        };
        let mut before = vec![Vec::new(); steps.len()];
        for (from, to, _) in workflow.edges() {
            before[at(to)].push(at(from));
        }
        let mut order: Vec<usize> = Vec::new();
        while order.len() < steps.len() {
            let ready = |step: &usize| {
                !order.contains(step) && before[*step].iter().all(|from| order.contains(from))
            };
            let next: Vec<usize> = (0..steps.len()).filter(ready).collect();
            order.extend(next);
        }
        Scenario {
            workflow,
            steps,
            before,
            order,
        }
    }

    pub fn play(&self, random: &mut StdRng) -> Outcome {
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        for attribute in self.workflow.attributes.iter() {
            if !holds(&attribute.given, &values) {
                continue;
            }
            let mut left = random.random::<f64>();
            let found = attribute.shares.iter().find(|(_, share)| {
                left -= share;
                left < 0.0
            });
            let (value, _) = found.or(attribute.shares.last()).expect("it has values");
            values.insert(&attribute.id, value);
        }
        let days = |step: &Step| step.face.median_days();
        let named = |id: &String| {
            self.steps
                .iter()
                .position(|step| &step.id == id)
                .expect("it is there")
        };
        let mut ends = vec![0.0f64; self.steps.len()];
        let mut is_done = vec![false; self.steps.len()];
        let mut round_ends: Vec<(usize, f64)> = Vec::new();
        for &place in &self.order {
            let step = self.steps[place];
            let start = self.before[place]
                .iter()
                .map(|&from| ends[from])
                .fold(0.0, f64::max);
            ends[place] = start;
            if step.position != Position::Path || !holds(&step.when, &values) {
                continue;
            }
            is_done[place] = true;
            ends[place] += days(step);
            let Some(rework) = &step.rework else { continue };
            for _ in 0..rework.max_rounds {
                if random.random::<f64>() >= rework.share {
                    break;
                }
                for id in rework.way_back.iter().chain(&rework.repeats) {
                    let again = named(id);
                    if holds(&self.steps[again].when, &values) {
                        ends[place] += days(self.steps[again]);
                        round_ends.push((again, ends[place]));
                    }
                }
            }
        }
        let ending = (0..self.steps.len())
            .filter(|&place| is_done[place] && self.steps[place].ends_case.is_some());
        let cut = ending
            .map(|place| ends[place])
            .fold(f64::INFINITY, f64::min)
            + 1e-9;
        let mut done: Vec<bool> = (0..self.steps.len())
            .map(|place| {
                let rounds = round_ends.iter().filter(|(step, _)| *step == place);
                // The first time ends before the rounds that follow it.
                let first = match &self.steps[place].rework {
                    Some(_) if is_done[place] => {
                        self.before[place]
                            .iter()
                            .map(|&from| ends[from])
                            .fold(0.0, f64::max)
                            + days(self.steps[place])
                    }
                    Some(_) | None => ends[place],
                };
                (is_done[place] && first <= cut)
                    || rounds.map(|(_, end)| *end).any(|end| end <= cut)
            })
            .collect();
        let last = (0..self.steps.len())
            .filter(|&place| is_done[place])
            .map(|place| ends[place]);
        let days = last.fold(0.0, f64::max).min(cut);
        if days < 1e-9 {
            done.iter_mut()
                .zip(&self.steps)
                .for_each(|(done, step)| *done &= step.face.median_days() == 0.0);
        }
        Outcome { days, done }
    }
}

fn holds(guards: &[Guard], values: &BTreeMap<&str, &str>) -> bool {
    guards.iter().all(|guard| {
        let value = values.get(guard.attribute.as_str());
        value.is_some_and(|value| guard.values.iter().any(|one| one == value))
    })
}

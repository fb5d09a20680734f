//! Every subset of a reform's groups of measures: what a reader sees when switching them on and off.

use std::borrow::Cow;

use super::evaluate::{Job, evaluate};
use super::tasks::Task;
use super::worths::Worths;
use super::{Coalition, Failure, Settings, Values};
use crate::lang::Name;
use crate::reform::{Measure, Reform, apply_some};
use crate::sim::Watch;
use crate::table::Table;
use crate::workflow::{Clock, Counts, Gating, Position, Step, Workflow, counts};

/// More groups are more than a page can carry and a reader can try.
pub const MOST_GROUPS: usize = 12;

/// Parts for threads to take.
const TASKS: usize = 8;

/// All subsets of the groups of one reform.
#[derive(Clone, Debug)]
pub struct Switch {
    /// In the order in which the file first names them.
    pub groups: Vec<Group>,
    /// Steps as some subset has them, each once.
    pub variants: Vec<Variant>,
    /// By number: bit i is set where group i is on.
    pub subsets: Vec<Subset>,
}

/// Measures that are switched together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The file's word for it; the measure's id if it stands alone.
    pub id: String,
    /// Names of its measures.
    pub measures: Vec<Name>,
}

/// A step as some subset has it, in the reference case.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The step.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Index of its stage.
    pub stage: Option<usize>,
    /// Which clock it runs on.
    pub clock: Clock,
    /// Time on the counted chain, working days.
    pub counted_days: f64,
    /// Time on the elapsed chain, working days.
    pub elapsed_days: f64,
    /// Ids of the steps it waits for.
    pub after: Vec<String>,
}

/// What one subset of groups gives.
#[derive(Clone, Debug)]
pub struct Subset {
    /// Its steps in topological order, indices into [`Switch::variants`].
    pub steps: Vec<usize>,
    /// Limits and simulated figures.
    pub values: Values,
    /// What the reference case meets.
    pub counts: Counts,
}

/// Every subset of the groups of `reform`, applied to `start`; `None` if there are too many groups.
///
/// # Errors
/// See [`Failure`].
pub fn switch(
    start: &Workflow,
    reform: &Reform,
    settings: Settings,
    watch: Watch<'_>,
) -> Result<Option<Switch>, Failure> {
    let groups = groups(&reform.measures);
    if groups.is_empty() || groups.len() > MOST_GROUPS {
        return Ok(None);
    }
    let coalitions: Vec<Coalition> = (0..1usize << groups.len())
        .map(|number| coalition(&groups, number))
        .collect();
    let values = simulated(start, reform, &coalitions, settings, watch)?;
    let mut variants = Variants::default();
    let subsets = coalitions
        .iter()
        .map(|coalition| {
            let (reformed, _) = apply_some(start, reform, |idx| coalition.contains(idx));
            Subset {
                steps: variants.of(&reformed.workflow),
                values: values[coalition],
                counts: counts(&reformed.workflow),
            }
        })
        .collect();
    Ok(Some(Switch {
        groups: groups
            .into_iter()
            .map(|(id, members)| Group {
                id,
                measures: members
                    .iter()
                    .map(|&idx| reform.measures[idx].name.clone())
                    .collect(),
            })
            .collect(),
        variants: variants.all,
        subsets,
    }))
}

/// Group ids with the indices of their measures; a measure without a group stands alone.
fn groups(measures: &[Measure]) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (idx, measure) in measures.iter().enumerate() {
        let id = measure.group.as_ref().unwrap_or(&measure.id);
        match groups.iter_mut().find(|(other, _)| other == id) {
            Some((_, members)) => members.push(idx),
            None => groups.push((id.clone(), vec![idx])),
        }
    }
    groups
}

fn coalition(groups: &[(String, Vec<usize>)], number: usize) -> Coalition {
    let on = groups
        .iter()
        .enumerate()
        .filter(|(bit, _)| number >> bit & 1 == 1);
    on.flat_map(|(_, (_, members))| members)
        .fold(Coalition::NONE, |all, &member| all.with(member))
}

fn simulated(
    start: &Workflow,
    reform: &Reform,
    coalitions: &[Coalition],
    settings: Settings,
    watch: Watch<'_>,
) -> Result<Worths, Failure> {
    let mut ordered = coalitions.to_vec();
    ordered.sort_by(Coalition::walk_order);
    let tasks = ordered
        .chunks(ordered.len().div_ceil(TASKS))
        .map(|part| Task {
            coalitions: part.to_vec(),
            reading: (0..part.len() as u32).collect(),
        });
    let job = Job {
        measures: &reform.measures,
        settings,
        tasks: tasks.collect(),
        is_every: false,
        n_sums: 0,
        weights: &|_, _| {},
        keep: &|_| false,
    };
    Ok(evaluate(start, &job, watch)?.values)
}

/// Steps seen so far, each variant once.
#[derive(Default)]
struct Variants {
    all: Vec<Variant>,
    known: Table<String, Vec<usize>>,
}

impl Variants {
    fn of(&mut self, workflow: &Workflow) -> Vec<usize> {
        let flat = workflow.flat(Gating::AsFiled);
        let case = workflow.reference_case();
        let kinds = workflow.by_share();
        let steps = flat.steps.iter().zip(&flat.predecessors);
        let on_path = steps.filter(|(step, _)| step.position == Position::Path);
        on_path
            .map(|(step, edges)| {
                let after = edges.iter().map(|edge| flat.steps[edge.from].id.clone());
                // On average over what it is for a share of cases.
                let days = |clock: Clock| {
                    let of_kind = |(share, kind): &(f64, Cow<'_, Workflow>)| {
                        let own = kind.step(&step.id).filter(|own| kind.meets(own, &case));
                        let days = own.map(|own| own.reference_face().scheduled_days(clock));
                        share * days.unwrap_or(0.0)
                    };
                    kinds.iter().map(of_kind).sum()
                };
                self.intern(variant(workflow, step, after.collect(), days))
            })
            .collect()
    }

    fn intern(&mut self, variant: Variant) -> usize {
        let known = self.known.entry(variant.id.clone()).or_default();
        if let Some(&idx) = known.iter().find(|&&idx| self.all[idx] == variant) {
            return idx;
        }
        known.push(self.all.len());
        self.all.push(variant);
        self.all.len() - 1
    }
}

fn variant(
    workflow: &Workflow,
    step: &Step,
    after: Vec<String>,
    days: impl Fn(Clock) -> f64,
) -> Variant {
    let stages = &workflow.stages;
    let stage = step.stage.as_ref();
    Variant {
        id: step.id.clone(),
        name: step.name.clone(),
        stage: stage.and_then(|id| stages.iter().position(|stage| &stage.id == id)),
        clock: step.clock,
        counted_days: match step.clock {
            Clock::On => days(Clock::On),
            Clock::Off | Clock::Outside => 0.0,
        },
        elapsed_days: days(step.clock),
        after,
    }
}

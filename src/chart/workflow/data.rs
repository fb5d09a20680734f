//! What became of every step, and what still waits for what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::graph::{Edge, reaches, reduced, sorted, way};
use super::{Change, Data, Fate, Group, Link, Node};
use crate::chart::theme::Side;
use crate::chart::{Reform, Scenario};
use crate::compare::{ReformSide, What};
use crate::lang::Name;
use crate::workflow::{Gate, Limits, Position, Step, Workflow};

/// The workflow as it is, or after a reform together with what the reform took away.
pub fn data(scenario: &Scenario<'_>, reform: Option<&Reform<'_>>) -> Data {
    let comparison = scenario.comparison;
    let before = &comparison.baseline;
    let after = reform.map(|reform| &reform.reform.side);
    let now = reform.map_or(scenario.baseline, |reform| reform.reformed);
    let limits = after.map_or(&before.limits, |side| &side.limits);
    let drawn = Drawn {
        baseline: scenario.baseline,
        now,
        reform: reform.map(|reform| reform.reform),
    };
    let steps = drawn.steps();
    let real = drawn.edges(&steps);
    let gone = drawn.edges_of_the_gone(&steps, &real);
    let all: Vec<Edge> = real.iter().chain(&gone).copied().collect();
    let (counted, elapsed) = (
        drawn.chain(&steps, &real, &limits.critical_path_counted),
        drawn.chain(&steps, &real, &limits.critical_path_elapsed),
    );
    let order = sorted(steps.len(), &all);
    let mut place = vec![0; steps.len()];
    for (at, &idx) in order.iter().enumerate() {
        place[idx] = at;
    }
    let groups = groups(now, scenario.baseline, &steps);
    let agencies = agencies(&steps, &order);
    let nodes = order.iter().map(|&idx| {
        let (step, fate) = &steps[idx];
        Node {
            group: group_of(&groups, step),
            agency: step
                .agency
                .as_ref()
                .and_then(|id| agencies.iter().position(|other| other == id)),
            on_counted: limits.critical_path_counted.contains(&step.id),
            on_elapsed: limits.critical_path_elapsed.contains(&step.id),
            days: (
                reform.and(scheduled(&before.limits, &step.id)),
                scheduled(limits, &step.id).filter(|_| !fate.is_gone()),
            ),
            ..drawn.node(step, *fate)
        }
    });
    let mut links: Vec<Link> = all
        .iter()
        .enumerate()
        .map(|(idx, edge)| Link {
            from: place[edge.0],
            to: place[edge.1],
            is_gone: idx >= real.len(),
            on_counted: counted.contains(edge),
            on_elapsed: elapsed.contains(edge),
        })
        .collect();
    links.sort_by_key(|link| (link.from, link.to));
    Data {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        basis: comparison.basis(),
        reform: reform.map(|reform| (reform.reform.name.clone(), reform.reform.id.clone())),
        side: reform.map_or(Side::Before, |reform| Side::of_reform(reform.index)),
        counted_days: Change {
            before: before.told.case.counted_days,
            after: after.map(|side| side.told.case.counted_days),
        },
        elapsed_days: Change {
            before: before.told.case.elapsed_days,
            after: after.map(|side| side.told.case.elapsed_days),
        },
        n_steps: Change {
            before: before.counts.steps,
            after: after.map(|side| side.counts.steps),
        },
        nodes: nodes.collect(),
        links,
        agencies: agencies
            .iter()
            .map(|id| (agency_name(now, scenario.baseline, id), id.clone()))
            .collect(),
        groups,
    }
}

type Told = (Arc<Step>, Fate);

/// The workflow that is drawn, and the one whose missing steps are shown as gone.
struct Drawn<'a> {
    baseline: &'a Workflow,
    now: &'a Workflow,
    reform: Option<&'a ReformSide>,
}

impl Drawn<'_> {
    /// The steps of the drawn workflow and those that are gone, in the order of the file.
    fn steps(&self) -> Vec<Told> {
        let rank: BTreeMap<&str, usize> = (self.baseline.steps().enumerate())
            .map(|(rank, step)| (step.id.as_str(), rank))
            .collect();
        let ranked = |step: &Step| {
            let origins = step.origins.iter().filter_map(|id| rank.get(id.as_str()));
            origins.min().copied().unwrap_or(usize::MAX)
        };
        let now = self.now.steps().map(|step| (step.clone(), self.fate(step)));
        let gone = self.baseline.steps().filter_map(|step| {
            let fate = self.leaving(step)?;
            Some((step.clone(), fate))
        });
        let mut steps: Vec<Told> = now.chain(gone).collect();
        steps.sort_by_key(|(step, _)| ranked(step));
        steps
    }

    /// What became of a step that is still there.
    fn fate(&self, step: &Step) -> Fate {
        let Some(reform) = self.reform else {
            return Fate::Kept;
        };
        if step.position == Position::Beside {
            return match self.baseline.step(&step.id) {
                Some(_) => Fate::Kept,
                None => Fate::Check,
            };
        }
        let was = self.baseline.step(&step.id);
        if let Some(was) = was
            && meets(self.baseline, was)
            && !meets(self.now, step)
        {
            return Fate::Spared;
        }
        let row = (reform.changes.iter()).find(|row| step.item.as_ref() == Some(&row.item));
        match row.map(|row| row.what) {
            Some(What::Committed) => return Fate::Committed,
            Some(What::Filed) => return Fate::Filed,
            Some(
                What::Kept
                | What::Shortened
                | What::Merged
                | What::Removed
                | What::Moved
                | What::Added,
            )
            | None => {}
        }
        match (was, self.swallowed(step).is_empty()) {
            (_, false) => Fate::Merged,
            (Some(_), true) => Fate::Kept,
            (None, true) => Fate::Added,
        }
    }

    /// Why a step of the baseline is not there any more; `None`: it is, or went into another.
    fn leaving(&self, step: &Step) -> Option<Fate> {
        if self.survivor(step).is_some() {
            return None;
        }
        let is_prepared = self.now.prepared.iter().any(|other| other.id == step.id);
        Some(if is_prepared {
            Fate::Moved
        } else {
            Fate::Removed
        })
    }

    /// The step that does what `step` of the baseline did.
    fn survivor(&self, step: &Step) -> Option<&Step> {
        let same = self.now.step(&step.id).map(Arc::as_ref);
        same.or_else(|| {
            let on_path = self.now.steps().filter(|other| {
                other.position == Position::Path && other.origins.contains(&step.id)
            });
            on_path.map(Arc::as_ref).next()
        })
    }

    /// Steps of the baseline that went into `step`.
    fn swallowed(&self, step: &Step) -> Vec<(Name, String)> {
        if self.reform.is_none() || step.position == Position::Beside {
            return Vec::new();
        }
        let others = step.origins.iter().filter(|id| **id != step.id);
        others
            .filter(|id| self.now.step(id).is_none())
            .filter_map(|id| self.baseline.step(id))
            .map(|was| (was.name.clone(), was.id.clone()))
            .collect()
    }

    fn node(&self, step: &Step, fate: Fate) -> Node {
        // A check is called after the decision that it checks.
        let checked = self.now.predecessors(&step.id);
        let checked = checked.first().and_then(|id| self.now.step(id));
        let named = match (fate, checked) {
            (Fate::Check, Some(checked)) => checked,
            (_, _) => step,
        };
        Node {
            step: (named.name.clone(), step.id.clone()),
            group: 0,
            agency: None,
            clock: step.clock,
            fate,
            swallowed: self.swallowed(step),
            is_met: match fate {
                Fate::Removed | Fate::Moved | Fate::Spared => meets(self.baseline, step),
                // Nobody waits for a check, so no case meets it on its path.
                Fate::Check => true,
                Fate::Kept | Fate::Committed | Fate::Filed | Fate::Merged | Fate::Added => {
                    step.position == Position::Beside || meets(self.now, step)
                }
            },
            days: (None, None),
            on_counted: false,
            on_elapsed: false,
        }
    }

    /// What still waits for what.
    fn edges(&self, steps: &[Told]) -> Vec<Edge> {
        let idx = indices(steps);
        let edges = self.now.edges();
        let edges = edges.iter().map(|(from, to, _)| (idx[from], idx[to]));
        reduced(steps.len(), &edges.collect::<Vec<_>>())
    }

    /// Where the steps that are gone stood; an edge that would now lead back is left out.
    fn edges_of_the_gone(&self, steps: &[Told], real: &[Edge]) -> Vec<Edge> {
        let idx = indices(steps);
        let was: Vec<&Arc<Step>> = self.baseline.steps().collect();
        let rank: BTreeMap<&str, usize> = was
            .iter()
            .enumerate()
            .map(|(idx, step)| (step.id.as_str(), idx))
            .collect();
        let edges = self.baseline.edges();
        let edges = edges.iter().map(|(from, to, _)| (rank[from], rank[to]));
        let mut all = real.to_vec();
        for (from, to) in reduced(was.len(), &edges.collect::<Vec<_>>()) {
            let (from, to) = (was[from], was[to]);
            if self.survivor(from).is_some() && self.survivor(to).is_some() {
                continue;
            }
            let now = |step: &Step| {
                idx[self
                    .survivor(step)
                    .map_or(step.id.as_str(), |step| &step.id)]
            };
            let edge = (now(from), now(to));
            if !all.contains(&edge) && !reaches(steps.len(), &all, edge.1, edge.0) {
                all.push(edge);
            }
        }
        all.split_off(real.len())
    }

    /// The edges along a chain; steps without time on it are in between.
    fn chain(&self, steps: &[Told], edges: &[Edge], chain: &[String]) -> BTreeSet<Edge> {
        let idx = indices(steps);
        let known: Vec<usize> = chain
            .iter()
            .filter_map(|id| idx.get(id.as_str()).copied())
            .collect();
        let pairs = known.windows(2);
        pairs
            .filter_map(|pair| way(steps.len(), edges, pair[0], pair[1]))
            .flatten()
            .collect()
    }
}

fn indices(steps: &[Told]) -> BTreeMap<&str, usize> {
    let all = steps.iter().enumerate();
    all.map(|(idx, (step, _))| (step.id.as_str(), idx))
        .collect()
}

/// Whether any reference case does, whatever shares cover it.
fn meets(workflow: &Workflow, step: &Step) -> bool {
    workflow.may_meet(step, &workflow.reference_case())
}

fn scheduled(limits: &Limits, step: &str) -> Option<f64> {
    let slot = limits.elapsed.steps.get(step)?;
    Some(slot.end_days - slot.start_days)
}

/// Stages that have steps, in order; last a nameless one for steps without a stage.
fn groups(now: &Workflow, baseline: &Workflow, steps: &[Told]) -> Vec<Group> {
    let of_baseline = baseline
        .stages
        .iter()
        .filter(|stage| now.stage(&stage.id).is_none());
    let stages = now.stages.iter().chain(of_baseline);
    let mut groups: Vec<Group> = stages
        .filter(|stage| {
            steps
                .iter()
                .any(|(step, _)| step.stage.as_ref() == Some(&stage.id))
        })
        .map(|stage| Group {
            stage: Some((stage.name.clone(), stage.id.clone())),
            is_closed: stage.gate == Gate::Closed,
        })
        .collect();
    if steps
        .iter()
        .any(|(step, _)| group_of(&groups, step) == groups.len())
    {
        groups.push(Group {
            stage: None,
            is_closed: false,
        });
    }
    groups
}

fn group_of(groups: &[Group], step: &Step) -> usize {
    let is_its = |group: &Group| match (&group.stage, &step.stage) {
        (Some((_, id)), Some(stage)) => id == stage,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let found = groups.iter().position(is_its);
    // The nameless column, which is last.
    found.unwrap_or(
        groups.len() - usize::from(groups.last().is_some_and(|group| group.stage.is_none())),
    )
}

fn agencies(steps: &[Told], order: &[usize]) -> Vec<String> {
    let mut agencies: Vec<String> = Vec::new();
    for id in order.iter().filter_map(|&idx| steps[idx].0.agency.as_ref()) {
        if !agencies.contains(id) {
            agencies.push(id.clone());
        }
    }
    agencies
}

fn agency_name(now: &Workflow, baseline: &Workflow, id: &str) -> Name {
    let known = now.agency(id).or_else(|| baseline.agency(id));
    known.map(|agency| agency.name.clone()).unwrap_or_default()
}

//! The search: every set where there are few measures, else branch and bound from the cheapest on.
//!
//! A branch is cut where even all undecided measures together miss the target. That holds where
//! a further measure never lengthens a case, which is so for all but a few combinations; where
//! every set is evaluated nothing is assumed.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::menu::{Input, Menu};
use super::{Goal, Target};
use crate::sim::Watch;
use crate::study::batches::Batches;
use crate::study::evaluate::{Job, evaluate};
use crate::study::tasks::{Task, all_subsets};
use crate::study::worths::Worths;
use crate::study::{Coalition, Failure, Settings};
use crate::table::Table;

/// Evaluated sets, scenario by scenario.
pub(super) struct Known<'a> {
    inputs: &'a [Input<'a>],
    menu: &'a Menu,
    settings: Settings,
    values: Vec<Worths>,
    /// Batches of sets, where they were asked for.
    pub batches: Vec<Table<Coalition, Batches>>,
    keeps_batches: bool,
}

/// Sets that are evaluated together.
const TASK: usize = 256;

/// After so many sets the search says how far it got.
const MOST_SETS: usize = 20_000;

impl<'a> Known<'a> {
    pub fn new(inputs: &'a [Input<'a>], menu: &'a Menu, settings: Settings) -> Known<'a> {
        Known {
            inputs,
            menu,
            settings,
            values: vec![Worths::default(); inputs.len()],
            batches: vec![Table::default(); inputs.len()],
            keeps_batches: false,
        }
    }

    /// The same with batches, for intervals.
    pub fn with_batches(mut self) -> Known<'a> {
        self.keeps_batches = true;
        self
    }

    /// Evaluates every set of a scenario's measures.
    pub fn every_set(&mut self, watch: Watch<'_>) -> Result<(), Failure> {
        for scenario in 0..self.inputs.len() {
            let n = self.inputs[scenario].reform.measures.len();
            self.run(scenario, all_subsets(n, &vec![0; n]), true, watch)?;
        }
        Ok(())
    }

    /// Evaluates the sets that are not known yet.
    pub fn learn(&mut self, sets: &[Coalition], watch: Watch<'_>) -> Result<(), Failure> {
        for scenario in 0..self.inputs.len() {
            let mut new: Vec<Coalition> = sets
                .iter()
                .map(|set| self.menu.within(set, scenario))
                .filter(|set| !self.values[scenario].contains(set))
                .collect();
            new.sort_by(Coalition::walk_order);
            new.dedup();
            let tasks = new.chunks(TASK).map(|chunk| Task {
                coalitions: chunk.to_vec(),
                reading: (0..chunk.len() as u32).collect(),
            });
            self.run(scenario, tasks.collect(), false, watch)?;
        }
        Ok(())
    }

    fn run(
        &mut self,
        scenario: usize,
        tasks: Vec<Task>,
        is_every: bool,
        watch: Watch<'_>,
    ) -> Result<(), Failure> {
        if tasks.is_empty() {
            return Ok(());
        }
        let input = &self.inputs[scenario];
        let keeps = self.keeps_batches;
        let job = Job {
            measures: &input.reform.measures,
            settings: self.settings,
            tasks,
            is_every,
            n_sums: 0,
            weights: &|_, _| {},
            keep: &|_| keeps,
        };
        let outcome = evaluate(input.start, &job, watch)?;
        self.values[scenario].extend(outcome.values);
        self.batches[scenario].extend(outcome.kept);
        Ok(())
    }

    /// A figure in the scenario where it is farthest from the target, and which that is.
    pub fn worst(&self, set: &Coalition, target: &Target) -> (f64, usize) {
        let figures = (0..self.inputs.len()).map(|scenario| {
            let own = self.menu.within(set, scenario);
            (self.values[scenario][&own][target.quantity.idx()], scenario)
        });
        figures.fold((f64::NEG_INFINITY, 0), |worst, one| {
            if one.0 > worst.0 { one } else { worst }
        })
    }

    /// Whether every scenario meets every target.
    pub fn meets(&self, set: &Coalition, goal: &Goal) -> bool {
        let targets = goal.targets.iter();
        targets
            .clone()
            .all(|target| self.worst(set, target).0 <= target.most_days + 1e-9)
    }

    /// Sets of choices that were evaluated in every scenario: known only where the search asked.
    pub fn is_known(&self, set: &Coalition) -> bool {
        (0..self.inputs.len())
            .all(|scenario| self.values[scenario].contains(&self.menu.within(set, scenario)))
    }
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Sets that meet the goal and of which nothing can be left out, cheapest first.
    pub meeting: Vec<Coalition>,
    /// For the frontier: sets cheaper than all that do as well; cost rising.
    pub frontier: Vec<Coalition>,
    /// No set that meets the goal costs less.
    pub least_cost: f64,
    /// Sets evaluated.
    pub n_sets: usize,
    /// Whether every set was evaluated.
    pub is_exhaustive: bool,
}

/// Judges every set.
pub(super) fn exhaustive(
    known: &mut Known<'_>,
    goal: &Goal,
    watch: Watch<'_>,
) -> Result<Found, Failure> {
    known.every_set(watch)?;
    let menu = known.menu;
    let sets: Vec<Coalition> = (0..1u64 << menu.len())
        .map(Coalition::from_bits)
        .filter(|set| menu.allows(set) && menu.cost(set) <= goal.budget)
        .collect();
    let mut meeting: Vec<Coalition> = sets
        .iter()
        .copied()
        .filter(|set| known.meets(set, goal))
        .collect();
    sort_by_cost(&mut meeting, menu);
    let least_cost = meeting.first().map_or(f64::INFINITY, |set| menu.cost(set));
    meeting.retain(|set| is_minimal(set, known, goal));
    Ok(Found {
        least_cost,
        frontier: frontier(&sets, known, goal),
        n_sets: sets.len(),
        is_exhaustive: true,
        meeting,
    })
}

/// Nothing can be left out without missing the goal or breaking a rule.
fn is_minimal(set: &Coalition, known: &Known<'_>, goal: &Goal) -> bool {
    set.members().all(|choice| {
        let less = set.without(choice);
        !known.menu.allows(&less) || !known.is_known(&less) || !known.meets(&less, goal)
    })
}

fn sort_by_cost(sets: &mut [Coalition], menu: &Menu) {
    sets.sort_by(|a, b| {
        let costs = menu.cost(a).total_cmp(&menu.cost(b));
        costs
            .then_with(|| a.len().cmp(&b.len()))
            .then_with(|| a.walk_order(b))
    });
}

/// Sets that no cheaper set equals on the first target's figure.
fn frontier(sets: &[Coalition], known: &Known<'_>, goal: &Goal) -> Vec<Coalition> {
    let mut sorted = sets.to_vec();
    sort_by_cost(&mut sorted, known.menu);
    // Of equally dear sets the one with the fewest days.
    let mut best: BTreeMap<u64, (f64, Coalition)> = BTreeMap::new();
    for set in sorted {
        let days = known.worst(&set, &goal.targets[0]).0;
        let cost = (known.menu.cost(&set) * 1e6).round() as u64;
        let entry = best.entry(cost).or_insert((days, set));
        if days < entry.0 - 1e-9 {
            *entry = (days, set);
        }
    }
    let mut frontier = Vec::new();
    let mut least = f64::INFINITY;
    for (days, set) in best.into_values() {
        if days < least - 1e-9 {
            least = days;
            frontier.push(set);
        }
    }
    frontier
}

/// A branch: what is in, and how many choices (dearest first) are decided.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Branch {
    cost: f64,
    set: Coalition,
    decided: usize,
}

impl Eq for Branch {}

impl Ord for Branch {
    /// The cheapest first; then the one that is decided furthest.
    fn cmp(&self, other: &Branch) -> Ordering {
        let costs = other.cost.total_cmp(&self.cost);
        costs
            .then_with(|| self.decided.cmp(&other.decided))
            .then_with(|| other.set.walk_order(&self.set))
    }
}

impl PartialOrd for Branch {
    fn partial_cmp(&self, other: &Branch) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Branch and bound, cheapest branch first, after a descent from everything that gives a first answer.
pub(super) fn branch_and_bound(
    known: &mut Known<'_>,
    goal: &Goal,
    watch: Watch<'_>,
) -> Result<Found, Failure> {
    let menu = known.menu;
    let mut order: Vec<usize> = (0..menu.len()).collect();
    order.sort_by(|&a, &b| menu.choices[b].cost.total_cmp(&menu.choices[a].cost));
    let mut seen = descent(known, goal, &order, watch)?;
    let fits = |set: &Coalition| menu.allows(set) && menu.cost(set) <= goal.budget;
    let cheapest = |seen: &[Coalition], known: &Known<'_>| {
        let meeting = seen
            .iter()
            .filter(|set| fits(set) && known.meets(set, goal));
        meeting
            .map(|set| menu.cost(set))
            .fold(f64::INFINITY, f64::min)
    };
    let mut best = cheapest(&seen, known);
    let mut open = BinaryHeap::from([Branch {
        cost: 0.0,
        set: Coalition::NONE,
        decided: 0,
    }]);
    let mut least_cost = 0.0;
    while seen.len() < MOST_SETS {
        // Several branches at once keep all threads busy.
        let mut batch: Vec<Branch> = Vec::new();
        while batch.len() < TASK {
            let Some(branch) = open.pop() else { break };
            if branch.cost < best - 1e-9 {
                batch.push(branch);
            }
        }
        let Some(first) = batch.first() else {
            least_cost = best;
            break;
        };
        least_cost = first.cost;
        let undecided = |branch: &Branch| &order[branch.decided..];
        let with_all = |branch: &Branch| {
            let rest = undecided(branch).iter();
            rest.fold(branch.set, |set, &choice| set.with(choice))
        };
        let mut sets: Vec<Coalition> = batch.iter().map(with_all).collect();
        sets.extend(batch.iter().map(|branch| branch.set));
        known.learn(&sets, watch)?;
        seen.extend(sets);
        for branch in batch {
            if fits(&branch.set) && known.meets(&branch.set, goal) {
                best = best.min(branch.cost);
                continue;
            }
            if branch.decided == order.len() || !known.meets(&with_all(&branch), goal) {
                continue;
            }
            let choice = order[branch.decided];
            let decided = branch.decided + 1;
            open.push(Branch { decided, ..branch });
            let cost = branch.cost + menu.choices[choice].cost;
            if cost < best - 1e-9 && cost <= goal.budget {
                open.push(Branch {
                    cost,
                    set: branch.set.with(choice),
                    decided,
                });
            }
        }
    }
    seen.sort_by(Coalition::walk_order);
    seen.dedup();
    let sets: Vec<Coalition> = seen.into_iter().filter(|set| fits(set)).collect();
    let mut meeting: Vec<Coalition> = sets
        .iter()
        .copied()
        .filter(|set| known.meets(set, goal))
        .collect();
    sort_by_cost(&mut meeting, menu);
    meeting.retain(|set| is_minimal(set, known, goal));
    Ok(Found {
        least_cost: if meeting.is_empty() {
            f64::INFINITY
        } else {
            least_cost
        },
        frontier: frontier(&sets, known, goal),
        n_sets: sets.len(),
        is_exhaustive: false,
        meeting,
    })
}

/// From all measures down: whatever costs most and can be left out is left out; then from none up,
/// whatever saves most per cost. Every set on the way is returned.
fn descent(
    known: &mut Known<'_>,
    goal: &Goal,
    order: &[usize],
    watch: Watch<'_>,
) -> Result<Vec<Coalition>, Failure> {
    let menu = known.menu;
    let mut seen = Vec::new();
    let mut at = Coalition::first(menu.len());
    loop {
        let mut next: Vec<Coalition> = order
            .iter()
            .filter(|&&choice| at.contains(choice))
            .map(|&choice| at.without(choice))
            .collect();
        next.push(at);
        known.learn(&next, watch)?;
        let breaks_rules = !menu.allows(&at);
        let kept = next[..next.len() - 1].iter();
        let better = kept
            .copied()
            .find(|set| breaks_rules || known.meets(set, goal));
        seen.extend(next);
        match better {
            Some(set) => at = set,
            None => break,
        }
    }
    let mut at = Coalition::NONE;
    known.learn(&[at], watch)?;
    seen.push(at);
    loop {
        let next: Vec<Coalition> = (0..menu.len())
            .filter(|&choice| !at.contains(choice))
            .map(|choice| at.with(choice))
            .filter(|set| menu.allows(set))
            .collect();
        known.learn(&next, watch)?;
        seen.extend(&next);
        let days = |set: &Coalition| known.worst(set, &goal.targets[0]).0;
        let gain =
            |set: &Coalition| (days(&at) - days(set)) / (menu.cost(set) - menu.cost(&at)).max(1e-6);
        let best = next.iter().max_by(|a, b| gain(a).total_cmp(&gain(b)));
        match best {
            Some(set) => at = *set,
            None => return Ok(seen),
        }
    }
}

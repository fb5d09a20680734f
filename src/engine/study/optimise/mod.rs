//! The cheapest set of measures that reaches a target, and what other targets cost.
//!
//! Found with one luck, judged with another: a set that was picked because it did well on the cases it was
//! picked on does a little worse on others.

mod levels;
mod menu;
mod search;
mod target;

pub use menu::{Choice, Input};
pub use target::Target;

use std::collections::HashMap;

use super::batches::{column, estimate};
use super::{Coalition, Failure, Settings};
use crate::compare::Estimate;
use crate::lang::Name;
use crate::reform::apply_some;
use crate::sim::limits;
use crate::sim::{Family, Officers, Total, Watch, simulate};
use levels::Levels;
use menu::Menu;
use search::{Found, Known};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Goal {
    /// All of them, in every scenario; the frontier is that of the first.
    pub targets: Vec<Target>,
    /// No set may cost more.
    pub budget: f64,
    /// False promises found per case, at most.
    pub most_breaches: f64,
    /// Share of cases with an approval by silence, at most.
    pub most_silent: f64,
    /// With more measures branches are bounded.
    pub most_exact: usize,
}

/// Whether a target is met, judged with fresh luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole 95 % interval meets it.
    Met,
    /// The interval reaches to both sides.
    MetWithinError,
    /// The whole interval misses it.
    Missed,
}

/// A set of measures and what it comes to.
#[derive(Clone, Debug)]
pub struct Package {
    /// Indices of the choices.
    pub choices: Vec<usize>,
    /// What they cost together.
    pub cost: f64,
    /// By target: the figure of the scenario that is farthest from it, working days, on fresh draws.
    pub figures: Vec<Estimate>,
    /// Over all targets, the worst.
    pub verdict: Verdict,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Ids of the scenarios.
    pub scenarios: Vec<String>,
    /// Their names.
    pub scenario_names: Vec<Name>,
    /// All measures.
    pub choices: Vec<Choice>,
    /// What was asked for.
    pub goal: Goal,
    /// The cheapest set, then runners-up; equally dear ones are ties. Empty: it cannot be reached.
    pub packages: Vec<Package>,
    /// No set that meets the goal costs less, on the search's draws.
    pub least_cost: f64,
    /// Sets of measures that no cheaper set equals, cost rising.
    pub frontier: Vec<Package>,
    /// Whether every set was evaluated.
    pub is_exhaustive: bool,
    /// Sets evaluated.
    pub n_sets: usize,
    /// Cases of the search.
    pub search_replications: usize,
    /// Fresh cases of the report.
    pub replications: usize,
    /// Where nothing reaches the target: the scenario that is farthest from it and the steps that decide.
    pub in_the_way: Option<(String, Vec<String>)>,
}

/// Options that are reported.
const MOST_OPTIONS: usize = 6;

/// Points of the frontier that are reported.
const MOST_POINTS: usize = 24;

/// Fresh cases for each case of the search.
const FRESH: usize = 4;

/// Finds the cheapest measures for a goal.
///
/// # Errors
/// See [`Failure`].
pub fn optimise(
    inputs: &[Input<'_>],
    goal: &Goal,
    settings: Settings,
    watch: Watch<'_>,
) -> Result<Answer, Failure> {
    let levels: Vec<Levels> = inputs
        .iter()
        .map(|input| Levels::of(input.start, input.reform))
        .collect();
    let measure_of = levels.iter().flat_map(|levels| levels.measure_of.clone());
    let expanded: Vec<Input<'_>> = inputs
        .iter()
        .zip(&levels)
        .map(|(input, levels)| Input {
            start: input.start,
            reform: &levels.reform,
        })
        .collect();
    let inputs = &expanded[..];
    let menu = Menu::of(inputs, &measure_of.collect());
    if menu.len() > Coalition::MOST {
        return Err(Failure::TooManyOptions(menu.len()));
    }
    let mut known = Known::new(inputs, &menu, settings);
    let found = if menu.len() <= goal.most_exact {
        search::exhaustive(&mut known, goal, watch)?
    } else {
        search::branch_and_bound(&mut known, goal, watch)?
    };
    let fresh = Settings {
        // Another key, another luck; the same for the same seed.
        seed: settings.seed ^ 0x9e37_79b9_7f4a_7c15,
        replications: (settings.replications * FRESH).min(200_000),
        ..settings
    };
    let mut judge = Judge {
        known: Known::new(inputs, &menu, fresh).with_batches(),
        inputs,
        menu: &menu,
        goal,
        settings: fresh,
        side_effects: HashMap::new(),
    };
    let packages = packages(&found, &mut judge, watch)?;
    let every = found.frontier.len().div_ceil(MOST_POINTS).max(1);
    let last = found.frontier.len().saturating_sub(1);
    let points = found.frontier.iter().enumerate();
    let points: Vec<Coalition> = points
        .filter(|(idx, _)| idx % every == 0 || *idx == last)
        .map(|(_, set)| *set)
        .collect();
    judge.known.learn(&points, watch)?;
    let frontier: Vec<Package> = points.iter().map(|set| judge.option(set)).collect();
    let in_the_way = match packages.first() {
        Some(_) => None,
        None => points.last().map(|best| judge.in_the_way(best)),
    };
    Ok(Answer {
        scenarios: inputs.iter().map(|input| input.start.id.clone()).collect(),
        scenario_names: inputs
            .iter()
            .map(|input| input.start.name.clone())
            .collect(),
        goal: goal.clone(),
        least_cost: found.least_cost,
        is_exhaustive: found.is_exhaustive,
        n_sets: found.n_sets,
        search_replications: settings.replications,
        replications: fresh.replications,
        choices: menu.choices.clone(),
        packages,
        frontier,
        in_the_way,
    })
}

/// The cheapest sets that hold on fresh draws and keep within the allowed side effects.
fn packages(
    found: &Found,
    judge: &mut Judge<'_>,
    watch: Watch<'_>,
) -> Result<Vec<Package>, Failure> {
    let mut options = Vec::new();
    for chunk in found.meeting.chunks(2 * MOST_OPTIONS).take(20) {
        judge.known.learn(chunk, watch)?;
        for set in chunk {
            let option = judge.option(set);
            if option.verdict != Verdict::Missed && judge.side_effects_allow(set, watch)? {
                options.push(option);
            }
            if options.len() == MOST_OPTIONS {
                return Ok(options);
            }
        }
    }
    Ok(options)
}

/// Fresh draws.
struct Judge<'a> {
    known: Known<'a>,
    inputs: &'a [Input<'a>],
    menu: &'a Menu,
    goal: &'a Goal,
    settings: Settings,
    side_effects: HashMap<(usize, Coalition), (f64, f64)>,
}

impl Judge<'_> {
    fn option(&self, set: &Coalition) -> Package {
        let mut verdict = Verdict::Met;
        let figures = self.goal.targets.iter().map(|target| {
            let (days, scenario) = self.known.worst(set, target);
            let own = self.menu.within(set, scenario);
            let batches = self.known.batches[scenario].get(&own);
            let figure = estimate(days, batches.and_then(|all| column(all, target.quantity)));
            let (low, high) = figure.interval.unwrap_or((days, days));
            let of_target = if high <= target.most_days + 1e-9 {
                Verdict::Met
            } else if low <= target.most_days + 1e-9 {
                Verdict::MetWithinError
            } else {
                Verdict::Missed
            };
            verdict = worse(verdict, of_target);
            figure
        });
        Package {
            choices: set.members().collect(),
            cost: self.menu.cost(set),
            figures: figures.collect(),
            verdict,
        }
    }

    fn side_effects_allow(&mut self, set: &Coalition, watch: Watch<'_>) -> Result<bool, Failure> {
        let goal = self.goal;
        if goal.most_breaches.is_infinite() && goal.most_silent >= 1.0 {
            return Ok(true);
        }
        for scenario in 0..self.inputs.len() {
            let own = self.menu.within(set, scenario);
            let (breaches, silent) = match self.side_effects.get(&(scenario, own)) {
                Some(known) => *known,
                None => {
                    let effects = self.simulated(scenario, &own, watch)?;
                    self.side_effects.insert((scenario, own), effects);
                    effects
                }
            };
            if breaches > goal.most_breaches || silent > goal.most_silent {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// False promises per case and the share of cases with an approval by silence.
    fn simulated(
        &self,
        scenario: usize,
        own: &Coalition,
        watch: Watch<'_>,
    ) -> Result<(f64, f64), Failure> {
        let input = &self.inputs[scenario];
        let (reformed, _) = apply_some(input.start, input.reform, |idx| own.contains(idx));
        let family = Family::new(
            self.settings.seed,
            &input.start.id,
            &[&reformed.workflow],
            Officers::Free,
        );
        let cases = self.settings.replications as u64;
        let quiet = Watch {
            tick: &|_| {},
            stop: watch.stop,
        };
        let runs = simulate(&family, cases, None, quiet).map_err(|_| Failure::Stopped)?;
        let sums = &runs[0].sums;
        let share = |total: u64| total as f64 / cases as f64;
        Ok((share(sums.breaches), share(sums.granted_silently)))
    }

    /// The scenario farthest from the first target and its critical path with these measures.
    fn in_the_way(&self, set: &Coalition) -> (String, Vec<String>) {
        let target = &self.goal.targets[0];
        let (_, scenario) = self.known.worst(set, target);
        let own = self.menu.within(set, scenario);
        let input = &self.inputs[scenario];
        let (reformed, _) = apply_some(input.start, input.reform, |idx| own.contains(idx));
        let limits = limits(&reformed.workflow);
        let path = match target.quantity.total {
            Total::Counted => limits.critical_path_counted,
            Total::Elapsed => limits.critical_path_elapsed,
        };
        (input.start.id.clone(), path)
    }
}

fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Missed, _) | (_, Verdict::Missed) => Verdict::Missed,
        (Verdict::MetWithinError, _) | (_, Verdict::MetWithinError) => Verdict::MetWithinError,
        (Verdict::Met, Verdict::Met) => Verdict::Met,
    }
}

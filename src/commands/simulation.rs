//! Simulating what a path holds, as the arguments say, with progress and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Failure;
use crate::cli::{DEFAULT_REPLICATIONS, DEFAULT_SEED, SimulationArgs};
use crate::compare::{
    self, Comparison, Input, MixedQueues, ReformInput, Settings, SharedQueues, compare,
    mixed_queues,
};
use crate::duration::{Profile, shipped, shipped_ids};
use crate::lang::Lang;
use crate::output::{Progress, stopped};
use crate::scenario::{Loaded, Scenario};
use crate::sim::{MOST_DAYS, Start, Watch};
use crate::text;

/// As many threads as asked for, for the rest of the program's life.
fn set_threads(arguments: &SimulationArgs) -> Result<(), Failure> {
    let Some(threads) = arguments.threads else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(threads))
        .build_global()
        .map_err(|error| Failure::Usage(format!("cannot start {threads} threads: {error}")))
}

/// What was simulated.
pub struct Simulated {
    /// The comparison of every scenario, in order.
    pub comparisons: Vec<Comparison>,
    /// The queues of all cases, where the scenarios share their agencies.
    pub shared: Option<SharedQueues>,
}

/// Compares every scenario.
///
/// # Errors
/// Ctrl-C, or cases that last longer than the grid can tell.
pub fn simulate(
    loaded: &Loaded,
    arguments: &SimulationArgs,
    lang: Lang,
) -> Result<Simulated, Failure> {
    set_threads(arguments)?;
    let profiles = all_profiles();
    let n_scenarios = loaded.scenarios.len() as u64;
    let total = arguments.replications * n_scenarios * (1 + profiles.len() as u64);
    let label = match lang {
        Lang::En => "simulating",
        Lang::Zh => "模拟中",
    };
    let progress = Progress::shown(label, total);
    let watch = Watch {
        tick: &|cases| progress.tick(cases),
        stop: stopped(),
    };
    let shares_agencies = loaded.shares_agencies();
    let compared = |scenario: &Scenario| {
        let settings = settings(scenario, arguments, &profiles);
        let mut input = input(scenario);
        if shares_agencies {
            // Told below, for all scenarios at once.
            input.arrivals = None;
        }
        compare(&input, &settings, watch).map_err(|failure| refused(failure, &scenario.id))
    };
    let mut comparisons: Vec<Comparison> = loaded
        .scenarios
        .iter()
        .map(compared)
        .collect::<Result<_, _>>()?;
    let shared = match shares_agencies {
        true => mix(loaded, &mut comparisons, arguments, watch)?,
        false => None,
    };
    Ok(Simulated {
        comparisons,
        shared,
    })
}

/// Takes out queues that are no office's: each scenario alone would have the officers of all.
pub fn leave_out_unshared(loaded: &Loaded, comparisons: &mut [Comparison]) {
    if loaded.has_unshared_officers() {
        for comparison in comparisons {
            let reforms = comparison.reforms.iter_mut().map(|reform| &mut reform.side);
            for side in std::iter::once(&mut comparison.baseline).chain(reforms) {
                side.queues = None;
            }
        }
    }
}

fn all_profiles() -> Vec<Arc<Profile>> {
    shipped_ids().into_iter().filter_map(shipped).collect()
}

fn settings<'a>(
    scenario: &Scenario,
    arguments: &SimulationArgs,
    profiles: &'a [Arc<Profile>],
) -> Settings<'a> {
    Settings {
        seed: arguments.seed,
        replications: arguments.replications,
        start: arguments
            .start
            .map_or(Start::During(scenario.start_year), Start::On),
        profiles,
    }
}

/// The queues of scenarios that share their agencies, from one simulation of all; the first one's year is everybody's.
fn mix(
    loaded: &Loaded,
    comparisons: &mut [Comparison],
    arguments: &SimulationArgs,
    watch: Watch<'_>,
) -> Result<Option<SharedQueues>, Failure> {
    let Some(first) = loaded.scenarios.first() else {
        return Ok(None);
    };
    let settings = settings(first, arguments, &[]);
    let (answers, shared) = mixed(loaded, &settings, watch)?;
    for (comparison, answers) in comparisons.iter_mut().zip(answers) {
        let reforms = comparison.reforms.iter_mut().map(|reform| &mut reform.side);
        let sides = std::iter::once(&mut comparison.baseline).chain(reforms);
        for (side, answer) in sides.zip(answers) {
            side.queues = answer;
        }
    }
    Ok(shared)
}

/// What the queues of scenarios that share their agencies say, of each its baseline and its reforms, and of all together.
pub fn mixed(
    loaded: &Loaded,
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<MixedQueues, Failure> {
    let inputs: Vec<Input<'_>> = loaded.scenarios.iter().map(input).collect();
    mixed_queues(&inputs, settings, watch)
        .map_err(|(number, failure)| refused(failure, &loaded.scenarios[number].id))
}

/// The comparison of one scenario as `run` makes it by default, without progress.
///
/// # Errors
/// Cases that last longer than the grid can tell.
pub fn quietly(scenario: &Scenario) -> Result<Comparison, Failure> {
    let settings = Settings {
        seed: DEFAULT_SEED,
        replications: DEFAULT_REPLICATIONS,
        start: Start::During(scenario.start_year),
        profiles: &[],
    };
    let watch = Watch {
        tick: &|_| {},
        stop: &AtomicBool::new(false),
    };
    compare(&input(scenario), &settings, watch).map_err(|failure| refused(failure, &scenario.id))
}

/// Why a scenario has no answer.
pub fn refused(failure: compare::Failure, scenario: &str) -> Failure {
    match failure {
        compare::Failure::Stopped => Failure::Interrupted,
        compare::Failure::TooLong => Failure::Answer(format!(
            "error: cases of `{}` could last longer than {} working days\n\
             hint: are the units days?",
            scenario,
            text::count(i64::from(MOST_DAYS))
        )),
        compare::Failure::TooLarge => Failure::Answer(format!(
            "error: `{}` is too large for the simulation with queues\n\
             hint: leave `[arrivals]` out, or describe fewer steps and rounds of rework",
            scenario
        )),
        compare::Failure::TooManyLinks(step) => Failure::Answer(format!(
            "error: step `{step}` of `{}` has more than 1000 links, each a visit of its own to an officer\n\
             hint: describe only the links that wait for an officer",
            scenario
        )),
        compare::Failure::TooManyOpen(most) => Failure::Answer(format!(
            "error: more than {} cases of `{}` would be open at a time in the simulation with queues\n\
             hint: let fewer cases come, in smaller batches, over fewer days, or to more officers",
            text::count(most as i64),
            scenario
        )),
    }
}

/// A scenario as the comparison takes it.
pub fn input(scenario: &Scenario) -> Input<'_> {
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    Input {
        baseline: &scenario.baseline,
        reforms: reforms
            .map(|(reform, reformed)| ReformInput {
                id: &reform.id,
                name: &reform.name,
                measures: &reform.measures,
                workflow: &reformed.workflow,
                ledger: &reformed.ledger,
                builds_on: reform
                    .builds_on
                    .as_ref()
                    .and_then(|id| scenario.reforms.iter().position(|other| &other.id == id)),
            })
            .collect(),
        calendar: &scenario.calendar,
        arrivals: scenario.arrivals.as_ref(),
    }
}

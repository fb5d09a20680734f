//! The wait for officers at every point of a sweep, and whether the staffing curve can answer what is asked.

use super::Failure;
use super::simulation::{input, mixed, refused};
use crate::cli::SweepArgs;
use crate::compare::{self, Queues, Verdict, queues};
use crate::scenario::{Loaded, Scenario};
use crate::sim::{Start, Watch};
use crate::study::{Queued, Sweep};

/// What the workflows of every scenario come to where cases compete for officers, with those of all scenarios where
/// these share them; empty without arrivals.
pub fn queued(
    loaded: &Loaded,
    arguments: &SweepArgs,
    watch: Watch<'_>,
) -> Result<Vec<Vec<Queued>>, Failure> {
    let settings = |scenario: &Scenario| compare::Settings {
        seed: arguments.study.seed,
        replications: u64::from(arguments.study.replications),
        start: Start::During(scenario.start_year),
        profiles: &[],
    };
    let answers = match loaded.scenarios.first() {
        Some(first) if loaded.shares_agencies() => mixed(loaded, &settings(first), watch)?.0,
        _ => {
            let alone = loaded.scenarios.iter();
            let alone = alone.map(|scenario| {
                let input = input(scenario);
                let answers = queues(&input, &input.workflows(), &settings(scenario), watch);
                answers.map_err(|why| refused(why, &scenario.id))
            });
            alone.collect::<Result<_, _>>()?
        }
    };
    let told = |sides: &Vec<Option<Queues>>| sides.iter().flatten().map(p90).collect();
    Ok(answers.iter().map(told).collect())
}

fn p90(queues: &Queues) -> Queued {
    match queues.verdict {
        Verdict::Period | Verdict::Settled | Verdict::Stated => {
            Queued::NineOfTen(queues.time_in_system[2], queues.verdict)
        }
        Verdict::NotSettled => Queued::NotSettled,
        Verdict::Growing => Queued::Growing,
    }
}

/// Whether `--within` is a number of days and asks about the officers of one agency.
pub fn check_within(days: Option<f64>, addresses: &[&str]) -> Result<(), Failure> {
    let Some(days) = days else { return Ok(()) };
    if !(days.is_finite() && days > 0.0) {
        return Err(Failure::Usage(format!(
            "`--within {days}` is no number of days\nallowed: more than 0"
        )));
    }
    match addresses {
        [only] if only.starts_with("agency.") && only.ends_with(".officers") => Ok(()),
        _ => Err(Failure::Usage(
            "`--within` asks how many officers are enough\nhint: say which, like `--vary agency.ID.officers=2..8:7`"
                .to_owned(),
        )),
    }
}

/// Whether there are queues to ask about.
pub fn check_queues(days: Option<f64>, sweeps: &[Sweep]) -> Result<(), Failure> {
    let without = sweeps
        .iter()
        .find(|sweep| sweep.points.iter().any(|point| point.queues.is_empty()));
    match (days, without) {
        (Some(_), Some(sweep)) => Err(Failure::Usage(format!(
            "`--within` asks how many officers are enough, but nobody waits for officers in `{}`\nhint: \
             queues need `[arrivals]`, and `effort` in the steps of an agency with `officers`",
            sweep.scenario
        ))),
        (None, _) | (Some(_), None) => Ok(()),
    }
}

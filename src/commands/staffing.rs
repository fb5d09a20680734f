//! The wait for officers at every point of a sweep, and whether the staffing curve can answer what is asked.

use super::Failure;
use super::simulation::refused;
use crate::cli::SweepArgs;
use crate::compare::{self, Input, Queues, Verdict, queues};
use crate::scenario::Scenario;
use crate::sim::{Start, Watch};
use crate::study::{Queued, Sweep};
use crate::workflow::Workflow;

/// What `sides` of one scenario come to where cases compete for officers; empty without arrivals.
pub fn queued(
    scenario: &Scenario,
    sides: &[&Workflow],
    arguments: &SweepArgs,
    watch: Watch<'_>,
) -> Result<Vec<Queued>, Failure> {
    let input = Input {
        baseline: &scenario.baseline,
        reforms: Vec::new(),
        calendar: &scenario.calendar,
        arrivals: scenario.arrivals.as_ref(),
    };
    let settings = compare::Settings {
        seed: arguments.study.seed,
        replications: u64::from(arguments.study.replications),
        start: Start::During(scenario.start_year),
        profiles: &[],
    };
    let answers = queues(&input, sides, &settings, watch);
    let answers = answers.map_err(|why| refused(why, &scenario.id))?;
    Ok(answers.iter().flatten().map(p90).collect())
}

fn p90(queues: &Queues) -> Queued {
    match queues.verdict {
        Verdict::Period | Verdict::Settled | Verdict::Stated => {
            Queued::NineOfTen(queues.time_in_system[2])
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

//! Resolving `[arrivals]`: how cases come, who goes first, what is judged.

use std::path::Path;

use jiff::civil::Date;

use super::ScenarioSpec;
use super::attributes::guards;
use crate::at::At;
use crate::error::Problem;
use crate::format::{ArrivalsSpec, HorizonSpec, ProcessSpec};
use crate::input::dates::{Dates, Order};
use crate::input::fields::Field;
use crate::input::{self, Reach};
use crate::workflow::{Arrivals, Horizon, Process, Workflow};

/// Seldom enough: one case in some four years.
const LEAST_PER_DAY: f64 = 0.001;

/// Nobody has to wait for more than these.
const MOST_PER_DAY: f64 = 10_000.0;
const MOST_DAYS: f64 = 10_000.0;
const MOST_CASES: f64 = 2_000_000.0;

/// The arrivals of a scenario; its green channel goes into the workflow.
pub fn arrivals(
    workflow: &mut Workflow,
    spec: &ScenarioSpec,
    problems: &mut Vec<Problem>,
) -> Option<Arrivals> {
    let spec = spec.arrivals.as_ref()?;
    workflow.green_channel =
        guards(None, &spec.green_channel, &workflow.attributes, problems).into();
    let process = match process(spec) {
        Ok(process) => process,
        Err(problem) => {
            problems.push(spec.process.blame(problem));
            return None;
        }
    };
    let horizon = match &spec.horizon {
        None => Horizon::Steady,
        Some(horizon) => match self::horizon(horizon, &process) {
            Ok(horizon) => horizon,
            Err(problem) => {
                problems.push(horizon.blame(problem));
                return None;
            }
        },
    };
    let is_period = matches!(horizon, Horizon::Terminating { .. });
    if matches!(process, Process::Recorded(_)) && !is_period {
        problems.push(
            spec.process.blame(
                Problem::error("recorded arrivals end, so there is no long run to judge")
                    .hint("say `horizon = { terminating = { days = 125 } }`"),
            ),
        );
    }
    Some(Arrivals {
        process,
        horizon,
        backlog: spec.backlog.unwrap_or(0),
    })
}

fn process(spec: &ArrivalsSpec) -> Result<Process, Problem> {
    match &spec.process.value {
        ProcessSpec::Poisson { per_day } => Ok(Process::Poisson { per_day: *per_day }),
        ProcessSpec::Seasonal {
            per_day,
            month_weights,
            weekday_weights,
        } => Ok(Process::Seasonal {
            per_day: *per_day,
            month_weights: weights("month_weights", month_weights)?,
            weekday_weights: weights("weekday_weights", weekday_weights)?,
        }),
        ProcessSpec::Batch { size, every_days } => {
            rate(f64::from(*size) / every_days)?;
            Ok(Process::Batch {
                size: *size,
                every_days: *every_days,
            })
        }
        ProcessSpec::Recorded(file) if spec.recorded.is_empty() => {
            Err(Problem::error(format!("`{file}` has no dates")).hint("one line for each case"))
        }
        ProcessSpec::Recorded(_) => Ok(Process::Recorded(spec.recorded.clone().into())),
    }
}

fn rate(per_day: f64) -> Result<f64, Problem> {
    if (LEAST_PER_DAY..=MOST_PER_DAY).contains(&per_day) {
        return Ok(per_day);
    }
    Err(Problem::error(format!("{per_day} cases a working day"))
        .allowed(format!("from {LEAST_PER_DAY} up to {MOST_PER_DAY}")))
}

fn weights<const N: usize>(key: &str, given: &Option<Vec<f64>>) -> Result<[f64; N], Problem> {
    let Some(given) = given else {
        return Ok([1.0; N]);
    };
    let fine = given
        .iter()
        .all(|weight| weight.is_finite() && *weight >= 0.0);
    match <[f64; N]>::try_from(given.as_slice()) {
        Ok(weights) if fine && weights.iter().sum::<f64>() > 0.0 => Ok(weights),
        Ok(_) | Err(_) => Err(Problem::error(format!("`{key}` cannot be weights"))
            .allowed(format!("{N} numbers from 0 on, not all of them 0"))),
    }
}

fn horizon(spec: &At<HorizonSpec>, process: &Process) -> Result<Horizon, Problem> {
    let per_day = match process {
        Process::Poisson { per_day } | Process::Seasonal { per_day, .. } => *per_day,
        Process::Batch { size, every_days } => f64::from(*size) / every_days,
        Process::Recorded(_) => 0.0,
    };
    match spec.value {
        HorizonSpec::Steady {
            warm_up_days: None,
            days: None,
        } => Ok(Horizon::Steady),
        HorizonSpec::Steady {
            warm_up_days: Some(warm_up_days),
            days: Some(days),
        } => {
            few_enough(days, warm_up_days, per_day)?;
            Ok(Horizon::SteadyFor { warm_up_days, days })
        }
        HorizonSpec::Steady {
            days: Some(days), ..
        } => Err(Problem::error(format!(
            "`steady` has `days = {days}` and no `warm_up_days`"
        ))
        .hint("say both, the warm-up longer than nearly all cases take, or neither")),
        HorizonSpec::Steady { .. } => {
            Err(Problem::error("`steady` has `warm_up_days` and no `days`")
                .hint("say both or neither; without them the cases tell when they have settled"))
        }
        HorizonSpec::Terminating { days } => {
            few_enough(days, 0.0, per_day)?;
            Ok(Horizon::Terminating { days })
        }
    }
}

/// Whether anybody waits for the cases of `days` after `warm_up_days`.
fn few_enough(days: f64, warm_up_days: f64, per_day: f64) -> Result<(), Problem> {
    if !(days.is_finite() && days > 0.0 && days <= MOST_DAYS) {
        return Err(Problem::error(format!("`days` is {days}"))
            .allowed(format!("more than 0, up to {MOST_DAYS} working days")));
    }
    let days = warm_up_days + days;
    let cases = per_day * days;
    if cases > MOST_CASES {
        return Err(
            Problem::error(format!("{cases} cases arrive in {days} days"))
                .allowed(format!("up to {MOST_CASES} cases")),
        );
    }
    Ok(())
}

/// Reads the dates of recorded arrivals from the file beside the scenario.
pub fn read_recorded(near: (&Reach, &Path), spec: &mut ScenarioSpec) -> Result<(), Problem> {
    let Some(arrivals) = &mut spec.arrivals else {
        return Ok(());
    };
    let ProcessSpec::Recorded(file) = &arrivals.process.value else {
        return Ok(());
    };
    match dates(near, file) {
        Ok(dates) => {
            arrivals.recorded = dates;
            Ok(())
        }
        Err(problem) => {
            // A file that cannot be read must not be blamed a second time for having no dates.
            arrivals.recorded = vec![Date::ZERO];
            Err(arrivals.process.blame(problem))
        }
    }
}

/// The dates of the column of dates, else of the first, in whatever order.
fn dates((reach, folder): (&Reach, &Path), file: &str) -> Result<Vec<Date>, Problem> {
    let table = input::read_table(&reach.path(folder, file)?, None, input::MAX_FILE_BYTES);
    let table = table.map_err(|error| error.problem())?;
    let blamed = |problem: Problem| Problem {
        message: format!("`{file}`: {}", problem.message),
        place: None,
        ..problem
    };
    let any = |cell: &str| {
        let readings = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
        readings
            .iter()
            .any(|&order| Dates::in_order(order).read(cell).is_some())
    };
    let cells = table.one_column(Field::Date, any).map_err(blamed)?;
    let texts = cells.iter().map(|(line, text)| (*line, text));
    let order = Dates::of_column(texts).map_err(|unclear| blamed(unclear.problem))?;
    let mut dates = Vec::new();
    for (line, text) in &cells {
        let Some(moment) = order.read(text) else {
            return Err(Problem::error(format!(
                "line {line} of `{file}` does not begin with a date"
            ))
            .allowed("a day like 2021-09-22 or 2021/9/22"));
        };
        dates.push(moment.civil.date());
    }
    Ok(dates)
}

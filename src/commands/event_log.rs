//! Event logs of simulated cases, for `redtape export`.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;

use super::Failure;
use super::simulation::refused;
use crate::cli::ExportArgs;
use crate::exchange::event_log::{Days, Moment, Row, csv, xes};
use crate::lang::Lang;
use crate::output::{print_piecewise, stopped, write_piecewise};
use crate::scenario::Scenario;
use crate::sim::events::{Demand, Office, Part, logged};
use crate::sim::{Family, Officers, Watch, days_of, every_visit, limits, longest_ticks};
use crate::text;
use crate::workflow::{Arrivals, Workflow};

/// Steps of cases that are kept until they are written: two events each, as many as `calibrate` reads.
const MOST_ROWS: u64 = 5_000_000;

/// Simulates cases and writes their log.
pub fn write(
    arguments: &ExportArgs,
    scenario: &Scenario,
    workflow: &Workflow,
    lang: Lang,
) -> Result<(), Failure> {
    let n_rows = arguments
        .cases
        .saturating_mul(workflow.steps().count() as u64);
    if n_rows > MOST_ROWS {
        let shown = text::count(n_rows as i64);
        return Err(Failure::Answer(format!(
            "error: {shown} steps of cases in one log\nallowed: up to {}\nhint: fewer --cases, or parts by --seed",
            text::count(MOST_ROWS as i64)
        )));
    }
    let elapsed_days = limits(workflow).elapsed_days;
    super::warnings::of_calendar(scenario, Some(start_of(arguments)), elapsed_days, lang);
    let rows = match &scenario.arrivals {
        Some(arrivals) => match queued(arguments, scenario, workflow, arrivals)? {
            Some(rows) => rows,
            None => independent(arguments, scenario, workflow)?,
        },
        None => independent(arguments, scenario, workflow)?,
    };
    let write = |out: &mut dyn Write| match arguments.format.as_str() {
        "csv" => csv(workflow, &rows, out),
        _ => xes(workflow, &rows, lang, out),
    };
    match &arguments.output {
        Some(path) => Ok(write_piecewise(path, write)?),
        None => Ok(print_piecewise(write)?),
    }
}

fn too_long(scenario: &Scenario) -> Failure {
    Failure::Answer(format!(
        "error: cases of `{}` last beyond all dates\nhint: are the units days?",
        scenario.id
    ))
}

fn start_of(arguments: &ExportArgs) -> Date {
    arguments.start.unwrap_or(Date::constant(2021, 1, 4))
}

fn days<'s>(arguments: &ExportArgs, scenario: &'s Scenario) -> Result<Days<'s>, Failure> {
    let start = start_of(arguments);
    Days::from(&scenario.calendar, start).ok_or_else(|| too_long(scenario))
}

/// Cases that come as the file says and compete for officers; `None`: there is nobody to compete for.
fn queued<'w>(
    arguments: &ExportArgs,
    scenario: &Scenario,
    workflow: &'w Workflow,
    arrivals: &Arrivals,
) -> Result<Option<Vec<Row<'w>>>, Failure> {
    let family = Family::new(arguments.seed, &scenario.id, &[workflow], Officers::Busy);
    if family.agencies(0).is_empty() {
        return Ok(None);
    }
    let mut days = days(arguments, scenario)?;
    let first = days.first().ok_or_else(|| too_long(scenario))?;
    let key = (arguments.seed, scenario.id.as_str());
    let demand = Demand::new(arrivals, key, &scenario.calendar, first);
    let office = Office::new(vec![Part {
        family: &family,
        idx: 0,
        workflow,
        demand: &demand,
    }]);
    let office = office.map_err(|refusal| refused(refusal.into(), &scenario.id))?;
    let in_days = |ticks: u64| days_of(ticks as f64);
    let steps = family.steps(0);
    let mut rows = Vec::new();
    let watch = Watch {
        tick: &|_| {},
        stop: stopped(),
    };
    let handled = logged(&office, arguments.cases, watch);
    for handled in handled.map_err(|failure| refused(failure.into(), &scenario.id))? {
        let Some(step) = workflow.step(steps[handled.step]) else {
            continue;
        };
        let start = days.moment(in_days(handled.begun), Moment::Start);
        let until = match handled.done > handled.begun {
            true => Moment::End,
            false => Moment::Start,
        };
        let end = days.moment(in_days(handled.done), until);
        let (Some(start), Some(end)) = (start, end) else {
            return Err(too_long(scenario));
        };
        rows.push(Row {
            case: handled.case,
            step,
            start,
            end,
            waited_days: Some(in_days(handled.waited)),
        });
    }
    Ok(Some(rows))
}

/// Cases without queues. One starts on every working day.
fn independent<'w>(
    arguments: &ExportArgs,
    scenario: &Scenario,
    workflow: &'w Workflow,
) -> Result<Vec<Row<'w>>, Failure> {
    let family = Family::new(arguments.seed, &scenario.id, &[workflow], Officers::Free);
    if longest_ticks(&family.draws, &family.networks[0]) >= u64::from(u32::MAX) {
        return Err(too_long(scenario));
    }
    let mut days = days(arguments, scenario)?;
    let steps: BTreeMap<&str, _> = workflow
        .steps()
        .map(|step| (step.id.as_str(), step))
        .collect();
    let mut rows = Vec::new();
    let mut is_beyond = false;
    every_visit(&family, None, arguments.cases, |visit| {
        let step = steps[visit.step];
        match days.span(visit.case as usize, visit.ready, visit.end) {
            Some((start, end)) => rows.push(Row {
                case: visit.case,
                step,
                start,
                end,
                waited_days: None,
            }),
            None => is_beyond = true,
        }
    });
    if is_beyond {
        return Err(too_long(scenario));
    }
    Ok(rows)
}

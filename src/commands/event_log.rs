//! Event logs of simulated cases, for `redtape export`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Failure;
use crate::cli::ExportArgs;
use crate::exchange::event_log::{Days, Row, csv, xes};
use crate::lang::Lang;
use crate::output::{print_bytes, write_whole};
use crate::scenario::Scenario;
use crate::sim::{Family, every_visit};
use crate::workflow::Workflow;

/// Simulates cases without queues and writes their log. One case starts on every working day.
pub fn write(
    arguments: &ExportArgs,
    scenario: &Scenario,
    workflow: &Workflow,
    lang: Lang,
) -> Result<(), Failure> {
    let family = Family::new(arguments.seed, &scenario.id, &[workflow]);
    let too_long = || {
        Failure::Answer(format!(
            "error: cases of `{}` last beyond all dates\nhint: are the units days?",
            scenario.id
        ))
    };
    if !family.fits() {
        return Err(too_long());
    }
    let start = arguments.start.unwrap_or(Date::constant(2021, 1, 4));
    let mut days = Days::from(&scenario.calendar, start).ok_or_else(too_long)?;
    let steps: BTreeMap<&str, _> = workflow
        .steps()
        .map(|step| (step.id.as_str(), step))
        .collect();
    let mut rows = Vec::new();
    let mut is_beyond = false;
    every_visit(&family, arguments.cases, |visit| {
        let step = steps[visit.step];
        match days.span(visit.case as usize, visit.ready, visit.end) {
            Some((start, end)) => rows.push(Row {
                case: visit.case,
                step,
                start,
                end,
            }),
            None => is_beyond = true,
        }
    });
    if is_beyond {
        return Err(too_long());
    }
    let bytes = match arguments.format.as_str() {
        "csv" => csv(workflow, &rows),
        _ => xes(workflow, &rows, lang),
    };
    match &arguments.output {
        Some(path) => Ok(write_whole(path, &bytes)?),
        None => Ok(print_bytes(&bytes)?),
    }
}

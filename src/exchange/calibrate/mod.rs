//! An event log as a scenario: steps, their partial order, who needs them, how long they take, what is done
//! again, which ranks the times of one case have; and whether the past predicts the cases that came last.

mod draft;
mod holdout;
mod holdout_whole;
mod log;
mod model;
mod ranks;
mod replay;
mod report;
mod survival;
mod table;
mod traces;
mod whole;
mod working_days;
mod xes;

use std::io::BufRead;

use crate::error::Problem;
use crate::input::{Patience, Stream};
use crate::lang::Name;

use holdout_whole::hold_out_whole;
use traces::traces;
use working_days::working_days;

pub use holdout::{HoldOut, hold_out};
pub use log::{Log, Malformed};
pub use model::Model;
pub use table::{CaseRow, Columns, read_cases};
pub use traces::RollUp;
pub use whole::Whole;
pub use working_days::WorkingDays;

/// How to read a log and what to make of it.
#[derive(Debug)]
pub struct Settings {
    /// Columns that the user names.
    pub columns: Columns,
    /// What to do with events that make no sense.
    pub malformed: Malformed,
    /// How fine activities become coarse ones.
    pub roll_up: RollUp,
    /// Share of the events that the steps have together.
    pub coverage: f64,
    /// Seed of the simulated cases.
    pub seed: u64,
}

/// A scenario made of a log.
#[derive(Debug)]
pub struct Calibrated {
    /// The scenario file.
    pub scenario: String,
    /// What was found, a line each.
    pub report: Vec<Name>,
    /// The process.
    pub model: Model,
    /// Calendar days of the recorded cases from the first event to the last, rising.
    pub recorded_days: Vec<f64>,
    /// The latest cases kept back.
    pub hold_out: Option<HoldOut>,
    /// The same of whole cases with deadlines.
    pub hold_out_whole: Option<HoldOut>,
    /// The days on which work is logged.
    pub working_days: WorkingDays,
    /// Whole cases with deadlines.
    pub whole: Option<Whole>,
}

/// Reads a log: XES if it begins like XML, else CSV.
///
/// # Errors
/// What is neither, or out of bounds.
pub fn read(mut source: Stream, patience: &Patience, settings: &Settings) -> Result<Log, Problem> {
    let start = source
        .fill_buf()
        .map_err(|error| Problem::error(error.to_string()))?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let is_xml = start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    if is_xml {
        xes::read(source, patience, settings.malformed)
    } else {
        table::read(source, patience, &settings.columns, settings.malformed)
    }
}

/// Makes a scenario of a log; `cases`: a table of whole cases with deadlines.
///
/// # Errors
/// The log holds no work that is done.
pub fn calibrate(
    name: &str,
    log: &Log,
    cases: Option<&[CaseRow]>,
    settings: &Settings,
) -> Result<Calibrated, Problem> {
    let traces = traces(log, &settings.roll_up, settings.coverage);
    if traces.steps.is_empty() {
        return Err(Problem::error("the log has no event that ends work")
            .allowed("events without lifecycle, or with `complete`"));
    }
    let model = model::model(&traces, &traces.cases, settings.seed);
    let whole = cases.map(|cases| whole::whole(cases, log, &traces));
    let hold_out = hold_out(&traces, settings.seed);
    let hold_out_whole = cases.and_then(|cases| hold_out_whole(cases, log, &traces, settings.seed));
    let working_days = working_days(log);
    let found = report::Found {
        log,
        traces: &traces,
        model: &model,
        hold_out: hold_out.as_ref(),
        hold_out_whole: hold_out_whole.as_ref(),
        working_days: &working_days,
        whole: whole.as_ref(),
        seed: settings.seed,
    };
    let report = found.lines();
    let recorded = draft::Recorded {
        model: &model,
        groups: &log.groups.all,
        whole: whole.as_ref(),
        working_days: &working_days,
        arrivals_per_day: found.arrivals_per_day(),
    };
    let draft = draft::draft(name, &recorded);
    let remarks = [
        "Made of an event log. Times of the log are calendar days; here they are working days, times 5/7.",
        "A step takes from when it can begin to when it ends: waiting is in it.",
        "Cases come as often as recorded; nobody waits in a queue until an [[agency]] has officers and steps have effort.",
    ];
    Ok(Calibrated {
        scenario: draft.text(&remarks),
        report,
        model,
        recorded_days: holdout::sorted(holdout::spans(&traces.cases)),
        hold_out,
        hold_out_whole,
        working_days,
        whole,
    })
}

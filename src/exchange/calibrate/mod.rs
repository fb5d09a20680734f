//! Recorded cases as a scenario: steps, their partial order, who needs them, how long they take, what is done
//! again, which ranks the times of one case have; and whether the past predicts the cases that came last. They come as an
//! event log (XES, or a table with a row for each step) or as a list of cases with a row for each.

mod case_report;
mod cases;
mod draft;
mod holdout;
mod holdout_whole;
mod legal;
mod log;
mod model;
mod open;
mod programme;
mod ranks;
mod replay;
mod report;
mod source;
mod survival;
mod table;
mod taken;
mod traces;
mod whole;
mod working_days;
mod xes;

use crate::error::Problem;
use crate::input::dates::Order;
use crate::input::headings::Renamed;
use crate::lang::Name;

use holdout_whole::hold_out_whole;
use traces::traces;

pub use case_report::{Group, lines as case_lines};
pub use cases::Cases;
pub use draft::Limits;
pub use holdout::{HoldOut, hold_out};
pub use log::{Log, Malformed};
pub use model::Model;
pub use programme::programme;
pub use source::{Part, Source, read, read_deadlines};
pub use traces::RollUp;
pub use whole::{CaseRow, Whole};
pub use working_days::{Hours, Week, WorkingDays};

/// How to read a log and what to make of it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The worksheet of a workbook; default: the fullest.
    pub sheet: Option<String>,
    /// Columns that the user names.
    pub columns: Renamed,
    /// Whether day or month stands first; default: told by the dates.
    pub order: Option<Order>,
    /// Office hours; default: told by the events.
    pub hours: Option<Hours>,
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
    /// Working days of the recorded cases from the first event to the last, rising.
    pub recorded_days: Vec<f64>,
    /// The latest cases kept back.
    pub hold_out: Option<HoldOut>,
    /// The same of whole cases with deadlines.
    pub hold_out_whole: Option<HoldOut>,
    /// The days and hours at which work is logged.
    pub working_days: WorkingDays,
    /// Whole cases with deadlines.
    pub whole: Option<Whole>,
}

/// Makes a scenario of a log; `deadlines`: a table of whole cases with deadlines.
///
/// # Errors
/// The log holds no work that is done.
pub fn calibrate(
    name: &str,
    part: &Part,
    deadlines: Option<&[CaseRow]>,
    settings: &Settings,
) -> Result<Calibrated, Problem> {
    let (log, clock) = (&part.log, &part.clock);
    let mut traces = traces(log, &settings.roll_up, part.coverage);
    if traces.steps.is_empty() {
        return Err(log.nothing_usable());
    }
    let open = open::leave_out(&mut traces);
    let model = model::model(&traces, &traces.cases, clock, settings.seed);
    let whole = deadlines.map(|cases| whole::whole(cases, log, &traces));
    let hold_out = hold_out(&traces, clock, settings.seed);
    let hold_out_whole =
        deadlines.and_then(|cases| hold_out_whole(cases, log, &traces, settings.seed));
    let found = report::Found {
        log,
        traces: &traces,
        open,
        model: &model,
        hold_out: hold_out.as_ref(),
        hold_out_whole: hold_out_whole.as_ref(),
        working_days: clock,
        whole: whole.as_ref(),
        seed: settings.seed,
    };
    let report = found.lines();
    let recorded = draft::Recorded {
        model: &model,
        groups: &log.groups.all,
        whole: whole.as_ref(),
        limits: &part.limits,
        working_days: clock,
        arrivals_per_day: found.arrivals_per_day(),
    };
    let draft = draft::draft(name, &recorded);
    let hours = clock.hours.shown();
    let hours = hours.map_or("Times are days and parts of days".to_owned(), |hours| {
        format!("Times are working days of the hours {hours}")
    });
    let remarks = [
        format!("Made of recorded cases. {hours}, on the calendar below."),
        "A step takes from when it can begin to when it ends: waiting is in it.".to_owned(),
        "Cases come as often as recorded; nobody waits in a queue until an [[agency]] has officers and steps have effort.".to_owned(),
    ];
    let remarks: Vec<&str> = remarks.iter().map(String::as_str).collect();
    Ok(Calibrated {
        scenario: draft.text(&remarks),
        report,
        recorded_days: holdout::sorted(holdout::spans(&traces.cases, clock)),
        model,
        hold_out,
        hold_out_whole,
        working_days: clock.clone(),
        whole,
    })
}

//! Arguments of the commands that read and write other programs' formats.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::exchange::calibrate::Hours;
use crate::exchange::{event_log, export};
use crate::input::dates::Order;
use crate::input::fields::{is_known, known_meanings};

/// Arguments of `export`.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// The format; xes and csv are event logs of simulated cases
    #[arg(long, value_parser = PossibleValuesParser::new(formats()))]
    pub format: String,
    /// Which scenario of a folder
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// The workflow after this reform; default: the baseline
    #[arg(long, value_name = "ID")]
    pub reform: Option<String>,
    /// Cases of an event log
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub cases: u64,
    /// Seed of the cases of an event log
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Day zero of an event log: one case starts then and on every working day after it, or cases come as
    /// `[arrivals]` says; default: 2021-01-04
    #[arg(long, value_name = "DATE")]
    pub start: Option<Date>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Words of all formats.
fn formats() -> Vec<&'static str> {
    let drawn = export::ALL.iter().map(|about| about.name);
    drawn.chain(event_log::FORMATS).collect()
}

/// Arguments of `import`.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// A BPMN 2.0 file
    pub model: PathBuf,
    /// Which pool or process, by name or id; needed if the model has several. Several of them are one scenario, in which
    /// whoever receives a message waits for its sender
    #[arg(long, value_name = "NAME")]
    pub pool: Vec<String>,
    /// Simulation parameters of Prosimos (JSON); those of BIMP and BPSim stand in the model itself
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How a table is read.
#[derive(Args, Debug)]
pub struct ReadingArgs {
    /// The worksheet of a workbook; default: the fullest
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What a column holds, if its heading is not known: `受理时间=START`; `备注=IGNORE` leaves it out
    #[arg(long, value_name = "HEADING=MEANING", value_parser = renamed)]
    pub column: Vec<(String, String)>,
}

fn renamed(text: &str) -> Result<(String, String), String> {
    let (heading, meaning) = text
        .split_once(['=', '＝'])
        .ok_or("a heading and what it means, like 受理时间=START")?;
    if meaning.eq_ignore_ascii_case("ignore") || is_known(meaning) {
        return Ok((heading.trim().to_owned(), meaning.trim().to_owned()));
    }
    Err(format!(
        "`{meaning}` is no meaning of a column; known are {} and IGNORE",
        known_meanings().join(", ")
    ))
}

/// Arguments of `calibrate`.
#[derive(Args, Debug)]
pub struct CalibrateArgs {
    /// Recorded cases: an event log in XES, or a table (workbook, CSV) with a row for each step or for each case; packed with
    /// gzip or not
    pub log: PathBuf,
    /// Only the cases of this item
    #[arg(long, value_name = "NAME")]
    pub item: Option<String>,
    /// How the table is read
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Whether the day or the month stands first in dates that leave it open; default: told by the other dates
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<DateOrder>,
    /// Office hours, like 9-17 or 8:30-17:30; default: told by the times of the events
    #[arg(long, value_name = "FROM-TO", value_parser = hours)]
    pub hours: Option<Hours>,
    /// A table of whole cases with the columns case, start, end and deadline
    #[arg(long, value_name = "FILE")]
    pub deadlines: Option<PathBuf>,
    /// Column of the case; default: known by its heading, and said
    #[arg(long, value_name = "COLUMN")]
    pub case: Option<String>,
    /// Column of the activity
    #[arg(long, value_name = "COLUMN")]
    pub activity: Option<String>,
    /// Column of the time at which an activity ends
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// Column of the time at which it begins
    #[arg(long, value_name = "COLUMN")]
    pub start: Option<String>,
    /// Column of the group that does it
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Share of the events that the steps have together; rarer activities count to the steps after them
    #[arg(long, value_name = "SHARE", default_value_t = 0.98, value_parser = share)]
    pub coverage: f64,
    /// Roll activities up by the first letters of their names
    #[arg(long, value_name = "LETTERS", value_parser = clap::value_parser!(u16).range(1..=500))]
    pub prefix: Option<u16>,
    /// Roll activities up by a table: activity, phase
    #[arg(long, value_name = "FILE", conflicts_with = "prefix")]
    pub map: Option<PathBuf>,
    /// Refuse a log with a malformed event; default: skip and count them
    #[arg(long)]
    pub strict: bool,
    /// Seed of the simulated cases
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which figure of a date stands first.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[expect(
    clippy::enum_variant_names,
    reason = "they are the words of the option"
)]
pub enum DateOrder {
    /// 31/7/2021
    DayFirst,
    /// 7/31/2021
    MonthFirst,
    /// 21/7/31
    YearFirst,
}

impl From<DateOrder> for Order {
    fn from(order: DateOrder) -> Order {
        match order {
            DateOrder::DayFirst => Order::DayFirst,
            DateOrder::MonthFirst => Order::MonthFirst,
            DateOrder::YearFirst => Order::YearFirst,
        }
    }
}

fn hours(text: &str) -> Result<Hours, String> {
    Hours::read(text).ok_or_else(|| "hours of a day, like 9-17 or 8:30-17:30".to_owned())
}

/// More than 0, at most 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text
        .parse()
        .ok()
        .filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "a share above 0, at most 1".to_owned())
}

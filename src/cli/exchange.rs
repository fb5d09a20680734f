//! Arguments of the commands that read and write other programs' formats.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;

use crate::exchange::{event_log, export};

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
    /// Which pool or process, by name or id; needed if the model has several
    #[arg(long, value_name = "NAME")]
    pub pool: Option<String>,
    /// Simulation parameters of Prosimos (JSON); those of BIMP stand in the model itself
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `calibrate`.
#[derive(Args, Debug)]
pub struct CalibrateArgs {
    /// An event log: XES or CSV, packed with gzip or not
    pub log: PathBuf,
    /// A CSV table of whole cases with the columns case, start, end and deadline
    #[arg(long, value_name = "FILE")]
    pub deadlines: Option<PathBuf>,
    /// CSV column of the case; default: guessed by its heading, and said
    #[arg(long, value_name = "COLUMN")]
    pub case: Option<String>,
    /// CSV column of the activity
    #[arg(long, value_name = "COLUMN")]
    pub activity: Option<String>,
    /// CSV column of the time at which an activity ends
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// CSV column of the time at which it begins
    #[arg(long, value_name = "COLUMN")]
    pub start: Option<String>,
    /// CSV column of the group that does it
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Share of the events that the steps have together; rarer activities count to the steps after them
    #[arg(long, value_name = "SHARE", default_value_t = 0.98, value_parser = share)]
    pub coverage: f64,
    /// Roll activities up by the first letters of their names
    #[arg(long, value_name = "LETTERS", value_parser = clap::value_parser!(u16).range(1..=500))]
    pub prefix: Option<u16>,
    /// Roll activities up by a CSV table: activity, phase
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

/// More than 0, at most 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text
        .parse()
        .ok()
        .filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "a share above 0, at most 1".to_owned())
}

//! Arguments of the command line.

mod exchange;

use std::path::PathBuf;

pub use clap_complete::Shell;
pub use exchange::{CalibrateArgs, ExportArgs, ImportArgs, ReadingArgs};

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::lang::Lang;
use crate::workflow::ClockRule;

/// The seed unless the user gives one.
pub const DEFAULT_SEED: u64 = 1;

/// Cases unless the user says how many.
pub const DEFAULT_REPLICATIONS: u64 = 20_480;

/// What a user typed.
#[derive(Debug, Parser)]
#[command(
    name = "redtape",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do; `None` asks for the licences.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Print the licences of the program and of all that it is built of
    #[arg(long, exclusive = true)]
    pub licences: bool,
    /// Language of what is shown; default: zh in a Chinese locale, else en
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<LangArg>,
    /// Font of the charts, a .ttf, .otf or .ttc file; default: the embedded Noto Sans SC
    #[arg(long, global = true, value_name = "FILE")]
    pub font: Option<PathBuf>,
    /// Also read files that a scenario names outside of its folder's parent
    #[arg(long, global = true)]
    pub allow_outside: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare baseline and reforms: a table here, charts and changes.csv in a folder
    Run(RunArgs),
    /// Write one HTML page with the findings, every chart and every table
    Report(ReportArgs),
    /// Divide the days saved among the measures: in order, leaving one out, and by Shapley
    Explain(ExplainArgs),
    /// Find the cheapest measures that reach a target, and what every other target costs
    Optimise(OptimiseArgs),
    /// Vary one or two figures of the file; without --vary every assumption over its plausible range
    Sweep(SweepArgs),
    /// Look for errors, for savings on paper only, and whether published facts are met
    Check(CheckArgs),
    /// Make a scenario of an event log, and say what it is worth
    Calibrate(CalibrateArgs),
    /// Make a scenario of a BPMN 2.0 model
    Import(ImportArgs),
    /// Write a workflow in another program's format
    Export(ExportArgs),
    /// Print a scenario to start from: a commented one, or one made of a spreadsheet's items
    New(NewArgs),
    /// List the measures a reform can take, or explain one
    Measures(MeasuresArgs),
    /// List the distributions a duration can have
    Distributions,
    /// List the charts that run draws
    Charts,
    /// Print the JSON schema of scenario files, for editors
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Every section of the details.
pub const ALL_DETAILS: &str = "all";

fn details() -> PossibleValuesParser {
    let sections = crate::report::Section::ALL.map(crate::report::Section::key);
    PossibleValuesParser::new([ALL_DETAILS].into_iter().chain(sections))
}

/// Arguments of `run`.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// Folder for charts and tables; default: output/<id>
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// How to show the answer
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// Show everything: stages, critical paths, intervals, outcomes, the before/after list; or one section of it
    #[arg(long, value_name = "SECTION", num_args = 0..=1, default_missing_value = ALL_DETAILS)]
    #[arg(value_parser = details())]
    pub details: Option<String>,
    /// What counts officially; default: as the scenario says, else its flow chart
    #[arg(long, value_enum, value_name = "RULE")]
    pub clock_rule: Option<ClockRuleArg>,
    /// Move all assumed figures over their plausible ranges, N times, and show what that does to the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=10_000))]
    pub assumptions: Option<u32>,
    /// How to simulate
    #[command(flatten)]
    pub simulation: SimulationArgs,
    /// Draw no charts
    #[arg(long)]
    pub no_charts: bool,
    /// Format of the charts
    #[arg(long, value_enum, default_value = "png")]
    pub chart_format: ChartFormat,
}

/// Arguments of `report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// The page; default: output/<id>/report.html
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How to simulate
    #[command(flatten)]
    pub simulation: SimulationArgs,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// How to show the answer
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// Show all three divisions of every quantity, with intervals
    #[arg(long)]
    pub details: bool,
    /// Evaluate every set of up to 20 measures; default: of up to 13, orders are sampled beyond
    #[arg(long)]
    pub exact: bool,
    /// Pairs of orders to sample where there are too many sets of measures
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub orders: u32,
    /// How to simulate
    #[command(flatten)]
    pub study: StudyArgs,
    /// Where and how to draw
    #[command(flatten)]
    pub drawing: DrawingArgs,
}

/// Arguments of `optimise`.
#[derive(Args, Debug)]
pub struct OptimiseArgs {
    /// A scenario file, or a folder: one set of measures must then do for every scenario
    pub path: PathBuf,
    /// What to reach, like "counted p90 <= 60" or "elapsed mean <= 180"; several must all be reached
    #[arg(long, value_name = "TARGET", required = true)]
    pub target: Vec<String>,
    /// The reform whose measures can be chosen; default: each scenario's first
    #[arg(long, value_name = "ID")]
    pub reform: Option<String>,
    /// The most that the measures may cost together, in the file's unit
    #[arg(long, value_name = "COST")]
    pub budget: Option<f64>,
    /// The most false promises per case
    #[arg(long, value_name = "N")]
    pub most_breaches: Option<f64>,
    /// The largest share of cases with an approval by silence, from 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub most_silent: Option<f64>,
    /// Evaluate every set of up to 20 measures; default: of up to 17, branches are bounded beyond
    #[arg(long)]
    pub exact: bool,
    /// How to show the answer
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// How to simulate; the answer is judged on four times as many fresh cases
    #[command(flatten)]
    pub study: StudyArgs,
    /// Where and how to draw
    #[command(flatten)]
    pub drawing: DrawingArgs,
}

/// Arguments of `sweep`.
#[derive(Args, Debug)]
pub struct SweepArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// A figure and its values, like friction.material_error_share=0..0.1:11 or step.ID.limit_days=5,8,10
    #[arg(long, value_name = "ADDRESS=VALUES")]
    pub vary: Vec<String>,
    /// With agency.ID.officers: how many are enough for nine of ten cases to be done within so many working days
    #[arg(long, value_name = "DAYS")]
    pub within: Option<f64>,
    /// How to show the answer
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// How to simulate
    #[command(flatten)]
    pub study: StudyArgs,
    /// Where and how to draw
    #[command(flatten)]
    pub drawing: DrawingArgs,
}

/// How to simulate many variants.
#[derive(Args, Debug)]
pub struct StudyArgs {
    /// Seed of the random numbers: the same seed gives the same answer on any machine
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Cases to simulate of every variant
    #[arg(long, value_name = "N", default_value_t = 10_240, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    pub replications: u32,
    /// Threads; default: as many as the machine has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Where and how to draw.
#[derive(Args, Debug)]
pub struct DrawingArgs {
    /// Folder for charts; default: output/<id>
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Draw no charts
    #[arg(long)]
    pub no_charts: bool,
    /// Format of the charts
    #[arg(long, value_enum, default_value = "png")]
    pub chart_format: ChartFormat,
}

/// How to simulate.
#[derive(Args, Debug)]
pub struct SimulationArgs {
    /// Seed of the random numbers: the same seed gives the same answer on any machine
    #[arg(long, default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// Cases to simulate
    #[arg(long, value_name = "N", default_value_t = DEFAULT_REPLICATIONS, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000_000))]
    pub replications: u64,
    /// Threads; default: as many as the machine has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// First day of every case, like 2021-09-22; default: any working day of a year
    #[arg(long, value_name = "DATE")]
    pub start: Option<Date>,
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// Print the merged file, with the origin of every part
    #[arg(long)]
    pub resolved: bool,
}

/// Arguments of `new`.
#[derive(Args, Debug)]
pub struct NewArgs {
    /// A table of items, with columns like item, stage, agency, promised limit, or a list of what a reform changes, before
    /// and after: a workbook or CSV
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// How the table is read
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `measures`.
#[derive(Args, Debug)]
pub struct MeasuresArgs {
    /// The measure to explain and to show at work
    pub name: Option<String>,
    /// Print its minimal scenario instead, to start from
    #[arg(long, requires = "name")]
    pub scenario: bool,
}

/// Ways to show an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// The JSON contract.
    Json,
    /// A row per scenario and reform.
    Csv,
}

/// Rules for what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClockRuleArg {
    /// The clock of each step as the file has it
    FlowChart,
    /// Licensing law, Art. 45: not expert reviews, tenders and reviews by bodies that are no authority
    #[value(name = "licensing-law-45")]
    LicensingLaw45,
    /// Zhejiang 2019: also intermediaries that the government commissions, and utilities
    #[value(name = "zhejiang-2019")]
    Zhejiang2019,
}

impl From<ClockRuleArg> for ClockRule {
    fn from(rule: ClockRuleArg) -> ClockRule {
        match rule {
            ClockRuleArg::FlowChart => ClockRule::FlowChart,
            ClockRuleArg::LicensingLaw45 => ClockRule::LicensingLaw45,
            ClockRuleArg::Zhejiang2019 => ClockRule::Zhejiang2019,
        }
    }
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChartFormat {
    /// Pixels.
    Png,
    /// Vectors.
    Svg,
}

/// Languages on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English.
    En,
    /// 中文.
    Zh,
}

impl Cli {
    /// The language to show, given the machine's locale.
    pub fn lang(&self, locale: Option<&str>) -> Lang {
        match self.lang {
            Some(LangArg::En) => Lang::En,
            Some(LangArg::Zh) => Lang::Zh,
            None if locale.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh")) => {
                Lang::Zh
            }
            None => Lang::En,
        }
    }
}

/// What the user typed, or the exit code after help, version or an error was shown.
pub fn parse() -> Result<Cli, u8> {
    let refused = |kind, said| Err(Cli::command().error(kind, said));
    let parsed = Cli::try_parse().and_then(|cli| match (&cli.command, cli.licences) {
        (Some(_), false) | (None, true) => Ok(cli),
        (None, false) => refused(ErrorKind::MissingSubcommand, "a command is missing"),
        (Some(_), true) => refused(ErrorKind::ArgumentConflict, "--licences stands alone"),
    });
    parsed.map_err(|error| {
        let code = if error.use_stderr() { 2 } else { 0 };
        // A closed pipe is nobody's fault.
        let _ = error.print();
        code
    })
}

/// The completion script of a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "redtape", &mut script);
    script
}

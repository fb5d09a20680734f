//! One file per subcommand.

mod assumptions;
mod calibrate;
mod charts;
mod check;
mod clock_rules;
mod completions;
mod distributions;
mod event_log;
mod explain;
mod export;
mod facts;
mod folder;
mod font;
mod import;
mod licences;
mod measures;
mod optimise;
mod programme;
mod report;
mod run;
mod simulation;
mod staffing;
mod study;
mod sweep;
mod template;
mod warnings;

use crate::cli::{Cli, Command};
use crate::lang::Lang;
use crate::output::{OutputError, signal_code, tell};
use crate::scenario::{self, Failed, Loaded, Override};

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input is wrong, a fact is not met or a target unreachable; rendered for people.
    #[error("{0}")]
    Answer(String),
    /// A file could not be read; rendered for people.
    #[error("{0}")]
    Read(String),
    /// The command line asks for what is not there.
    #[error("{0}")]
    Usage(String),
    /// A file or the terminal could not be written.
    #[error(transparent)]
    Write(#[from] OutputError),
    /// Ctrl-C, or SIGTERM.
    #[error("stopped")]
    Interrupted,
}

/// The exit code of what was stopped, by whatever.
const EXIT_INTERRUPTED: u8 = 130;

impl Failure {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Answer(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Read(_) | Failure::Write(_) => 3,
            Failure::Interrupted => signal_code().unwrap_or(EXIT_INTERRUPTED),
        }
    }

    /// Says it on standard error.
    pub fn show(&self) {
        match self {
            Failure::Answer(text) | Failure::Read(text) => {
                tell(text.trim_end());
            }
            Failure::Usage(text) => tell(&format!("error: {text}")),
            Failure::Write(error) => tell(&format!("error: {error}")),
            Failure::Interrupted => {}
        }
    }
}

/// Loads a path, or says everything that is wrong with it.
fn load(path: &std::path::Path) -> Result<Loaded, Failure> {
    load_with(path, &[])
}

/// [`load`] with other values for some figures.
fn load_with(path: &std::path::Path, overrides: &[Override]) -> Result<Loaded, Failure> {
    scenario::load_with(path, overrides).map_err(Failure::from)
}

impl From<Failed> for Failure {
    fn from(failed: Failed) -> Failure {
        let text = failed.told();
        if failed.is_read_error {
            Failure::Read(text)
        } else {
            Failure::Answer(text)
        }
    }
}

/// Does what the user typed.
///
/// # Errors
/// See [`Failure`].
pub fn dispatch(cli: &Cli, lang: Lang) -> Result<(), Failure> {
    if cli.allow_outside {
        crate::input::allow_outside();
    }
    if let Some(path) = &cli.font {
        font::use_font(path, lang)?;
    }
    let Some(command) = &cli.command else {
        return licences::licences();
    };
    match command {
        Command::Run(arguments) => run::run(arguments, lang),
        Command::Report(arguments) => report::report(arguments, lang),
        Command::Explain(arguments) => explain::explain(arguments, lang),
        Command::Optimise(arguments) => optimise::optimise(arguments, lang),
        Command::Sweep(arguments) => sweep::sweep(arguments, lang),
        Command::Check(arguments) => check::check(arguments, lang),
        Command::Calibrate(arguments) => calibrate::calibrate(arguments, lang),
        Command::Import(arguments) => import::import(arguments, lang),
        Command::Export(arguments) => export::export(arguments, lang),
        Command::New(arguments) => template::new(arguments, lang),
        Command::Measures(arguments) => measures::measures(arguments, lang),
        Command::Distributions => distributions::distributions(lang),
        Command::Charts => charts::charts(lang),
        Command::Schema(arguments) => template::schema(arguments),
        Command::Completions { shell } => completions::completions(*shell),
    }
}

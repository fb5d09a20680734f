//! One file per subcommand.

mod completions;
mod distributions;
mod measures;

use crate::cli::Command;
use crate::lang::Lang;
use crate::output::{EXIT_INTERRUPTED, OutputError};

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
    /// Ctrl-C.
    #[error("stopped")]
    Interrupted,
}

impl Failure {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Answer(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Read(_) | Failure::Write(_) => 3,
            Failure::Interrupted => EXIT_INTERRUPTED,
        }
    }

    /// Says it on standard error.
    pub fn show(&self) {
        match self {
            Failure::Answer(text) | Failure::Read(text) => {
                anstream::eprintln!("{}", text.trim_end());
            }
            Failure::Usage(text) => anstream::eprintln!("error: {text}"),
            Failure::Write(error) => anstream::eprintln!("error: {error}"),
            Failure::Interrupted => {}
        }
    }
}

/// Does what the user typed.
///
/// # Errors
/// See [`Failure`].
pub fn dispatch(command: &Command, lang: Lang) -> Result<(), Failure> {
    match command {
        Command::Run(_) | Command::Check(_) | Command::New(_) | Command::Schema(_) => {
            Err(Failure::Usage("not built yet".to_owned()))
        }
        Command::Measures(arguments) => measures::measures(arguments, lang),
        Command::Distributions => distributions::distributions(lang),
        Command::Completions { shell } => completions::completions(*shell),
    }
}

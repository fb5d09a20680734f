//! Arguments of the commands that read and write other programs' formats.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::exchange::export;

/// Arguments of `export`.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// A scenario file, or a folder with a programme.toml or with scenario files
    pub path: PathBuf,
    /// The format
    #[arg(long, value_parser = PossibleValuesParser::new(export::ALL.iter().map(|about| about.name)))]
    pub format: String,
    /// Which scenario of a folder
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// The workflow after this reform; default: the baseline
    #[arg(long, value_name = "ID")]
    pub reform: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
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

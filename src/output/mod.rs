//! What leaves the program: files written whole or not at all, results on stdout, progress on stderr.

mod files;
mod interrupt;
mod progress;
mod standard;

use std::io;
use std::path::PathBuf;

use crate::text;

pub use files::{check_folder, write_piecewise, write_together, write_whole};
pub use interrupt::{catch_signals, code as signal_code, stopped};
pub use progress::Progress;
pub use standard::{print, print_bytes, print_piecewise, tell};

/// Why something could not be written (exit code 3).
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A file or its folder.
    #[error("cannot write `{}`: {}", path.display(), text::reason(source))]
    File {
        /// The path as the user gave it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Standard output.
    #[error("cannot write to standard output: {}", text::reason(_0))]
    Standard(io::Error),
}

//! `redtape completions`: a script that completes commands and options in a shell.

use super::Failure;
use crate::cli::{self, Shell};
use crate::output;

/// Prints the script.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    Ok(output::print_bytes(&cli::completions(shell))?)
}

//! `redtape new` and `redtape schema`: a scenario to start from, and its schema for editors.

use super::Failure;
use crate::cli::NewArgs;
use crate::output::{print_bytes, write_whole};
use crate::scenario::{TEMPLATE, schema as schema_text};

/// Prints the commented template.
pub fn new(arguments: &NewArgs) -> Result<(), Failure> {
    give(arguments, TEMPLATE)
}

/// Prints the JSON schema.
pub fn schema(arguments: &NewArgs) -> Result<(), Failure> {
    give(arguments, &schema_text())
}

fn give(arguments: &NewArgs, text: &str) -> Result<(), Failure> {
    match &arguments.output {
        Some(path) => Ok(write_whole(path, text.as_bytes())?),
        None => Ok(print_bytes(text.as_bytes())?),
    }
}

//! `redtape new` and `redtape schema`: a scenario to start from, and its schema for editors.

use std::path::PathBuf;

use super::Failure;
use crate::cli::{NewArgs, SchemaArgs};
use crate::exchange::catalogue::{Reading, catalogue};
use crate::lang::Lang;
use crate::output::{print_bytes, tell, write_whole};
use crate::scenario::{TEMPLATE, schema as schema_text};

/// Prints the commented template, or the scenario of a catalogue.
pub fn new(arguments: &NewArgs, lang: Lang) -> Result<(), Failure> {
    let Some(table) = &arguments.from else {
        return give(arguments.output.as_ref(), TEMPLATE);
    };
    let reading = Reading {
        sheet: arguments.reading.sheet.clone(),
        columns: arguments.reading.column.clone(),
    };
    let made = catalogue(table, &reading)?;
    give(arguments.output.as_ref(), &made.scenario)?;
    for note in &made.notes {
        tell(note.get(lang, ""));
    }
    Ok(())
}

/// Prints the JSON schema.
pub fn schema(arguments: &SchemaArgs) -> Result<(), Failure> {
    give(arguments.output.as_ref(), &schema_text())
}

/// To a file, or to standard output.
pub(super) fn give(output: Option<&PathBuf>, text: &str) -> Result<(), Failure> {
    match output {
        Some(path) => Ok(write_whole(path, text.as_bytes())?),
        None => Ok(print_bytes(text.as_bytes())?),
    }
}

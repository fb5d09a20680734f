//! `redtape calibrate`: an event log as a scenario, with what it is worth.

use std::collections::HashMap;
use std::path::Path;

use super::Failure;
use super::template::give;
use crate::cli::CalibrateArgs;
use crate::error::Problem;
use crate::exchange::calibrate::{
    CaseRow, Columns, Malformed, RollUp, Settings, calibrate as make, read, read_cases,
};
use crate::input::{self, InputError};
use crate::lang::Lang;
use crate::scenario::{Failed, Files};

/// Reads the log, writes the scenario, and says what was found.
pub fn calibrate(arguments: &CalibrateArgs, lang: Lang) -> Result<(), Failure> {
    let settings = settings(arguments)?;
    let path = &arguments.log;
    let (source, patience) = input::open_stream(path).map_err(|error| unreadable(&error))?;
    let log = read(source, &patience, &settings).map_err(|problem| blamed(path, problem))?;
    let cases = match &arguments.deadlines {
        Some(path) => Some(deadlines(path)?),
        None => None,
    };
    let made = make(&name(path), &log, cases.as_deref(), &settings);
    let made = made.map_err(|problem| blamed(path, problem))?;
    give(arguments.output.as_ref(), &made.scenario)?;
    for line in &made.report {
        anstream::eprintln!("{}", line.get(lang, ""));
    }
    Ok(())
}

fn settings(arguments: &CalibrateArgs) -> Result<Settings, Failure> {
    let named = [
        ("case", &arguments.case),
        ("activity", &arguments.activity),
        ("time", &arguments.time),
        ("start", &arguments.start),
        ("group", &arguments.group),
    ];
    let named = named.into_iter();
    let roll_up = match (&arguments.prefix, &arguments.map) {
        (Some(letters), _) => RollUp::Prefix(usize::from(*letters)),
        (None, Some(path)) => RollUp::Table(phases(path)?),
        (None, None) => RollUp::None,
    };
    Ok(Settings {
        columns: Columns {
            named: named
                .filter_map(|(word, name)| Some((word, name.clone()?)))
                .collect(),
        },
        malformed: match arguments.strict {
            true => Malformed::Refuse,
            false => Malformed::Skip,
        },
        roll_up,
        coverage: arguments.coverage,
        seed: arguments.seed,
    })
}

/// Lines of activity and phase.
fn phases(path: &Path) -> Result<HashMap<String, String>, Failure> {
    let text = input::read_text(path).map_err(|error| unreadable(&error))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.content.as_bytes());
    let mut phases = HashMap::new();
    for (number, record) in reader.records().enumerate() {
        let cells = record.ok().filter(|record| record.len() == 2);
        let Some(cells) = cells else {
            let problem = Problem::error(format!("line {} is no pair", number + 1));
            let problem = problem.allowed("an activity and its phase, like `T02 Check,review`");
            return Err(blamed(path, problem));
        };
        phases.insert(cells[0].to_owned(), cells[1].to_owned());
    }
    Ok(phases)
}

fn deadlines(path: &Path) -> Result<Vec<CaseRow>, Failure> {
    let (source, patience) = input::open_stream(path).map_err(|error| unreadable(&error))?;
    read_cases(source, &patience).map_err(|problem| blamed(path, problem))
}

/// The file's name up to its first point.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').find(|part| !part.is_empty());
    stem.unwrap_or("log").to_owned()
}

fn blamed(path: &Path, problem: Problem) -> Failure {
    failed(
        Problem {
            message: format!("`{}`: {}", path.display(), problem.message),
            ..problem
        },
        false,
    )
}

fn unreadable(error: &InputError) -> Failure {
    failed(error.problem(), matches!(error, InputError::Io { .. }))
}

fn failed(problem: Problem, is_read_error: bool) -> Failure {
    Failure::from(Failed {
        problems: vec![problem],
        files: Files::default(),
        is_read_error,
    })
}

//! What the commands over many variants share: settings, progress, Ctrl-C, files.

use std::path::PathBuf;

use super::run::file_name;
use super::{Failure, charts};
use crate::chart::Picture;
use crate::cli::{DrawingArgs, StudyArgs};
use crate::lang::Lang;
use crate::output::write_whole;
use crate::scenario::{Loaded, Scenario};
use crate::study::{self, Settings};
use crate::workflow::Workflow;

/// The settings of a study.
pub fn settings(arguments: &StudyArgs) -> Settings {
    let machine = || std::thread::available_parallelism().map_or(1, usize::from);
    Settings {
        seed: arguments.seed,
        replications: arguments.replications as usize,
        threads: arguments.threads.map_or_else(machine, usize::from),
    }
}

/// Why a study of `scenario` has no answer.
pub fn failure(failure: study::Failure, scenario: &str) -> Failure {
    match failure {
        study::Failure::Stopped => Failure::Interrupted,
        study::Failure::TooLong => Failure::Answer(format!(
            "error: cases of `{scenario}` could last longer than 268 million working days\n\
             hint: are the units days?"
        )),
    }
}

/// The workflow that a reform starts from: the baseline, or what the reform it builds on leaves.
pub fn start_of(scenario: &Scenario, reform: usize) -> &Workflow {
    let previous = scenario.reforms[reform].builds_on.as_ref();
    let previous = previous.and_then(|id| scenario.reforms.iter().position(|one| &one.id == id));
    previous.map_or(&scenario.baseline, |previous| {
        &scenario.reformed[previous].workflow
    })
}

/// Writes pictures beside those of `run`.
pub fn draw(
    loaded: &Loaded,
    pictures: &[Picture],
    arguments: &DrawingArgs,
    lang: Lang,
) -> Result<Vec<PathBuf>, Failure> {
    let id = match (&loaded.programme, loaded.scenarios.first()) {
        (Some(programme), _) => programme.id.clone(),
        (None, Some(scenario)) => scenario.id.clone(),
        (None, None) => return Ok(Vec::new()),
    };
    let folder = arguments.output.clone();
    let folder = folder.unwrap_or_else(|| PathBuf::from("output").join(file_name(&id)));
    let mut files = Vec::new();
    for (name, bytes) in charts::encode(pictures, arguments.chart_format, lang) {
        let path = folder.join(name);
        write_whole(&path, &bytes)?;
        files.push(path);
    }
    Ok(files)
}

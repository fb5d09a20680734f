//! What the commands over many variants share: settings, progress, Ctrl-C, files.

use std::path::PathBuf;

use super::{Failure, charts, folder};
use crate::chart::Picture;
use crate::cli::{DrawingArgs, StudyArgs};
use crate::lang::Lang;
use crate::output::write_together;
use crate::scenario::{Loaded, Scenario};
use crate::sim::MOST_DAYS;
use crate::study::{self, Coalition, Settings};
use crate::text;
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
        study::Failure::TooManyOptions(n) => Failure::Answer(format!(
            "error: {n} options to choose from, each level of a measure with a cost per day one of them\n\
             allowed: up to {}\n\
             hint: leave out `cost_per_day` where only the whole measure is in question",
            Coalition::MOST
        )),
        study::Failure::TooLong => Failure::Answer(format!(
            "error: cases of `{scenario}` could last longer than {} working days\n\
             hint: are the units days?",
            text::count(i64::from(MOST_DAYS))
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
    let folder = folder::of(loaded, arguments.output.as_deref())?;
    let files = charts::encode(pictures, arguments.chart_format, lang);
    Ok(write_together(&folder, files)?)
}

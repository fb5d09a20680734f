//! `redtape run`: limits, simulation, comparison; a table here, charts and the list of changes in a folder.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Failure, charts, load};
use crate::cli::{Format, RunArgs};
use crate::compare::{
    self, Comparison, Input, ProgrammeLedger, ReformInput, Settings, compare, programme_ledger,
};
use crate::duration::{Profile, shipped, shipped_ids};
use crate::lang::Lang;
use crate::output::{Interrupt, Progress, print, print_bytes, write_whole};
use crate::report::{changes_csv, json, scenarios_csv, table};
use crate::scenario::{Loaded, Scenario};
use crate::sim::{Start, Watch};
use crate::text;
use crate::workflow::Workflow;

/// Runs a path.
pub fn run(arguments: &RunArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    set_threads(arguments)?;
    let comparisons = simulate(&loaded, arguments, lang)?;
    let programme = ledger(&loaded);
    let files = write_files(&loaded, &comparisons, arguments, lang)?;
    match arguments.format {
        Format::Json => {
            let document = json::document(&comparisons, programme.as_ref());
            let text = serde_json::to_string_pretty(&document).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        Format::Csv => print_bytes(&scenarios_csv(&comparisons))?,
        Format::Table => {
            let mut shown = table::overview(&comparisons, programme.as_ref(), lang);
            if arguments.details {
                shown.push_str(&crate::report::details(&comparisons, lang));
            }
            shown.push('\n');
            shown.push_str(&written(&files, lang));
            print(&shown)?;
        }
    }
    Ok(())
}

/// As many threads as asked for, for the rest of the program's life.
fn set_threads(arguments: &RunArgs) -> Result<(), Failure> {
    let Some(threads) = arguments.threads else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(threads))
        .build_global()
        .map_err(|error| Failure::Usage(format!("cannot start {threads} threads: {error}")))
}

fn simulate(loaded: &Loaded, arguments: &RunArgs, lang: Lang) -> Result<Vec<Comparison>, Failure> {
    let interrupt = Interrupt::install().unwrap_or_default();
    let profiles: Vec<Arc<Profile>> = shipped_ids().into_iter().filter_map(shipped).collect();
    let n_scenarios = loaded.scenarios.len() as u64;
    let total = arguments.replications * n_scenarios * (1 + profiles.len() as u64);
    let label = match lang {
        Lang::En => "simulating",
        Lang::Zh => "模拟中",
    };
    let progress = Progress::shown(label, total);
    let watch = Watch {
        tick: &|cases| progress.tick(cases),
        stop: interrupt.flag(),
    };
    let compared = |scenario: &Scenario| {
        let settings = Settings {
            seed: arguments.seed,
            replications: arguments.replications,
            start: arguments
                .start
                .map_or(Start::During(scenario.start_year), Start::On),
            profiles: &profiles,
        };
        compare(&input(scenario), &settings, watch).map_err(|failure| match failure {
            compare::Failure::Stopped => Failure::Interrupted,
            compare::Failure::TooLong => Failure::Answer(format!(
                "error: cases of `{}` could last longer than 268 million working days\n\
                 hint: are the units days?",
                scenario.id
            )),
        })
    };
    loaded.scenarios.iter().map(compared).collect()
}

fn input(scenario: &Scenario) -> Input<'_> {
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    Input {
        baseline: &scenario.baseline,
        reforms: reforms
            .map(|(reform, reformed)| ReformInput {
                id: &reform.id,
                name: &reform.name,
                workflow: &reformed.workflow,
                ledger: &reformed.ledger,
                builds_on: reform
                    .builds_on
                    .as_ref()
                    .and_then(|id| scenario.reforms.iter().position(|other| &other.id == id)),
            })
            .collect(),
        calendar: &scenario.calendar,
    }
}

/// The programme's ledger over the first reform of every scenario; `None` for a single file.
fn ledger(loaded: &Loaded) -> Option<ProgrammeLedger> {
    loaded.programme.as_ref()?;
    let before: Vec<&Workflow> = loaded.scenarios.iter().map(|one| &one.baseline).collect();
    let after: Vec<&Workflow> = loaded
        .scenarios
        .iter()
        .map(|one| {
            one.reformed
                .first()
                .map_or(&one.baseline, |reformed| &reformed.workflow)
        })
        .collect();
    Some(programme_ledger(&before, &after))
}

fn write_files(
    loaded: &Loaded,
    comparisons: &[Comparison],
    arguments: &RunArgs,
    lang: Lang,
) -> Result<Vec<PathBuf>, Failure> {
    let id = match (&loaded.programme, loaded.scenarios.first()) {
        (Some(programme), _) => programme.id.clone(),
        (None, Some(scenario)) => scenario.id.clone(),
        (None, None) => return Ok(Vec::new()),
    };
    let folder = arguments
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from("output").join(file_name(&id)));
    let mut files = Vec::new();
    let changes = folder.join("changes.csv");
    write_whole(&changes, &changes_csv(comparisons))?;
    files.push(changes);
    if !arguments.no_charts {
        for (name, bytes) in charts::draw(loaded, comparisons, arguments.chart_format, lang) {
            let path = folder.join(name);
            write_whole(&path, &bytes)?;
            files.push(path);
        }
    }
    Ok(files)
}

/// An id as a file name: nothing in it may lead out of the folder.
pub(super) fn file_name(id: &str) -> String {
    let safe: String = id
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || "-_.".contains(letter) {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let trimmed = safe.trim_matches('.');
    if trimmed.is_empty() {
        "scenario".to_owned()
    } else {
        trimmed.to_owned()
    }
}

fn written(files: &[PathBuf], lang: Lang) -> String {
    let folder = files.first().and_then(|file| file.parent());
    let names: Vec<String> = files
        .iter()
        .filter_map(|file| file.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let folder = folder
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    let line = match lang {
        Lang::En => format!("Written to {folder}: {}", names.join(", ")),
        Lang::Zh => format!("已写入 {folder}:{}", names.join("、")),
    };
    text::wrap(&line, 80).join("\n") + "\n"
}

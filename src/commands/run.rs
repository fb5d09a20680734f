//! `redtape run`: limits, simulation, comparison; a table here, charts and the list of changes in a folder.

use std::path::PathBuf;

use super::{Failure, assumptions, charts, clock_rules, load, programme, simulation};
use crate::cli::{Format, RunArgs};
use crate::compare::{Comparison, SharedQueues};
use crate::lang::Lang;
use crate::output::{print, print_bytes, write_whole};
use crate::report::{changes_csv, json, scenarios_csv, table};
use crate::scenario::Loaded;
use crate::text;

/// Runs a path.
pub fn run(arguments: &RunArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    let loaded = match arguments.clock_rule {
        Some(rule) => loaded.with_clock_rule(rule.into()),
        None => loaded,
    };
    let simulated = simulation::simulate(&loaded, &arguments.simulation, lang)?;
    let (mut comparisons, shared) = (simulated.comparisons, simulated.shared);
    let shared = shared.as_ref();
    if let Some(n) = arguments.assumptions {
        assumptions::add_bands(&loaded, &mut comparisons, n as usize, arguments, lang)?;
    }
    let programme = programme::ledger(&loaded);
    let files = write_files(&loaded, (&comparisons, shared), arguments, lang)?;
    match arguments.format {
        Format::Json => {
            let document = json::document(&comparisons, programme.as_ref(), shared);
            let text = serde_json::to_string_pretty(&document).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        Format::Csv => print_bytes(&scenarios_csv(&comparisons))?,
        Format::Table => {
            let mut shown = table::overview(&comparisons, programme.as_ref(), shared, lang);
            if arguments.details {
                shown.push_str(&crate::report::details(&comparisons, lang));
            }
            shown.push_str(&clock_rules::note(&loaded, lang));
            shown.push('\n');
            shown.push_str(&if arguments.details {
                written(&files, lang)
            } else {
                counted(&files, lang)
            });
            shown.push_str(&super::warnings::counted(&loaded, &arguments.path, lang));
            print(&shown)?;
        }
    }
    Ok(())
}

fn write_files(
    loaded: &Loaded,
    (comparisons, shared): (&[Comparison], Option<&SharedQueues>),
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
        let subject = charts::subject(loaded, comparisons, shared);
        for (name, bytes) in charts::draw(&subject, arguments.chart_format, lang) {
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

pub(super) fn written(files: &[PathBuf], lang: Lang) -> String {
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
        Lang::Zh => format!("已写入 {folder}：{}", names.join("、")),
    };
    text::wrap(&line, 80).join("\n") + "\n"
}

/// One line where there are many: `30 charts and changes.csv in output/shuozhou-2021`.
fn counted(files: &[PathBuf], lang: Lang) -> String {
    let Some((changes, charts)) = files.split_first().filter(|(_, charts)| charts.len() > 1) else {
        return written(files, lang);
    };
    let folder = changes.parent().unwrap_or(changes).display();
    let n = charts.len();
    let line = match lang {
        Lang::En => format!("Written: {n} charts and changes.csv in {folder}"),
        Lang::Zh => format!("已写入 {folder}：{n} 幅图和 changes.csv"),
    };
    text::wrap(&line, 80).join("\n") + "\n"
}

//! `redtape run`: limits, simulation, comparison; a table here, charts and the list of changes in a folder.

use std::path::{Path, PathBuf};

use super::{
    Failure, assumptions, charts, clock_rules, folder, load, programme, simulation, warnings,
};
use crate::cli::{ALL_DETAILS, Format, RunArgs};
use crate::compare::{Comparison, SharedQueues};
use crate::lang::Lang;
use crate::output::{print, print_bytes, write_together};
use crate::report::{Section, changes_csv, json, scenarios_csv, table};
use crate::scenario::Loaded;
use crate::text;

/// Runs a path.
pub fn run(arguments: &RunArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    let loaded = match arguments.clock_rule {
        Some(rule) => loaded.with_clock_rule(rule.into()),
        None => loaded,
    };
    let (folder, tried) = folder::tried(&loaded, arguments.output.as_deref())?;
    let simulated = simulation::simulate(&loaded, &arguments.simulation, lang)?;
    let (mut comparisons, shared) = (simulated.comparisons, simulated.shared);
    let shared = shared.as_ref();
    if let Some(n) = arguments.assumptions {
        assumptions::add_bands(&loaded, &mut comparisons, n as usize, arguments, lang)?;
    }
    for (scenario, comparison) in loaded.scenarios.iter().zip(&comparisons) {
        let elapsed_days = comparison.baseline.limits.elapsed_days;
        warnings::of_calendar(scenario, arguments.simulation.start, elapsed_days, lang);
    }
    let programme = programme::ledger(&loaded);
    let document = (arguments.format == Format::Json)
        .then(|| json::document(&comparisons, programme.as_ref(), shared));
    simulation::leave_out_unshared(&loaded, &mut comparisons);
    // Where no file can be written the answer is shown all the same.
    let written = tried.and_then(|()| {
        let answer = (comparisons.as_slice(), shared);
        write_files(&loaded, answer, &folder, arguments, lang)
    });
    match (arguments.format, document) {
        (Format::Json, document) => {
            let text = serde_json::to_string_pretty(&document).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        (Format::Csv, _) => print_bytes(&scenarios_csv(&comparisons))?,
        (Format::Table, _) => {
            let mut shown = table::overview(&comparisons, programme.as_ref(), shared, lang);
            let wanted = arguments.details.as_deref().map(details);
            let wanted = wanted.unwrap_or_default();
            shown.push_str(&crate::report::details(&comparisons, shared, &wanted, lang));
            shown.push_str(&clock_rules::note(&loaded, lang));
            shown.push_str(&unshared(&loaded, lang));
            shown.push('\n');
            shown.push_str(&match &written {
                Err(_) => String::new(),
                Ok(files) if arguments.details.is_some() => folder::listed(files, lang),
                Ok(files) => counted(files, lang),
            });
            shown.push_str(&warnings::counted(&loaded, &arguments.path, lang));
            print(&shown)?;
        }
    }
    written.map(drop)
}

/// Why there are no queues, where each scenario alone would have the officers of all.
fn unshared(loaded: &Loaded, lang: Lang) -> String {
    if !loaded.has_unshared_officers() {
        return String::new();
    }
    let text = match lang {
        Lang::En => {
            "Queues are not told: the scenarios have the same officers, and each alone would have all of them. \
             `shared_agencies = true` in programme.toml puts their cases together."
        }
        Lang::Zh => {
            "未计排队：各情景使用同一批人员，单独计算会重复使用。在 programme.toml 中写 `shared_agencies = true` 即合并计算。"
        }
    };
    format!("\n{}\n", text::wrap(text, 80).join("\n"))
}

/// The sections that a name picks.
fn details(name: &str) -> Vec<Section> {
    let all = Section::ALL.into_iter();
    all.filter(|section| name == ALL_DETAILS || section.key() == name)
        .collect()
}

fn write_files(
    loaded: &Loaded,
    (comparisons, shared): (&[Comparison], Option<&SharedQueues>),
    folder: &Path,
    arguments: &RunArgs,
    lang: Lang,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![("changes.csv".to_owned(), changes_csv(comparisons))];
    if !arguments.no_charts {
        let subject = charts::subject(loaded, comparisons, shared);
        files.extend(charts::draw(&subject, arguments.chart_format, lang));
    }
    Ok(write_together(folder, files)?)
}

/// One line where there are many: `30 charts and changes.csv in output/shuozhou-2021`.
fn counted(files: &[PathBuf], lang: Lang) -> String {
    let Some((changes, charts)) = files.split_first().filter(|(_, charts)| charts.len() > 1) else {
        return folder::listed(files, lang);
    };
    let folder = changes.parent().unwrap_or(changes).display();
    let n = charts.len();
    let line = match lang {
        Lang::En => format!("Written: {n} charts and changes.csv in {folder}"),
        Lang::Zh => format!("已写入 {folder}：{n} 幅图和 changes.csv"),
    };
    text::wrap(&line, 80).join("\n") + "\n"
}

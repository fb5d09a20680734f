//! `redtape calibrate`: recorded cases as a scenario, with what they say and what the scenario is worth.

use std::collections::HashMap;
use std::path::Path;

use super::Failure;
use super::template::give;
use crate::cli::CalibrateArgs;
use crate::error::Problem;
use crate::exchange::calibrate::{
    CaseRow, Malformed, Part, RollUp, Settings, Source, calibrate as make, case_lines, programme,
    read, read_deadlines,
};
use crate::input::{self, InputError, MAX_FILE_BYTES};
use crate::lang::{Lang, Name};
use crate::output::{tell, write_whole};
use crate::scenario::{Failed, Files};
use crate::text;

/// Reads the cases, writes the scenario, and says what was found.
pub fn calibrate(arguments: &CalibrateArgs, lang: Lang) -> Result<(), Failure> {
    let settings = settings(arguments)?;
    let path = &arguments.log;
    let source = read(path, &settings).map_err(|error| blamed_input(path, &error))?;
    let deadlines = match &arguments.deadlines {
        Some(path) => {
            Some(read_deadlines(path, &settings).map_err(|error| blamed_input(path, &error))?)
        }
        None => None,
    };
    let items = source.items();
    let item = arguments.item.as_deref();
    if let Some(wanted) = item.filter(|wanted| !items.iter().any(|item| item == wanted)) {
        let problem = Problem::error(format!("no case is of the item `{wanted}`"));
        let close = text::did_you_mean(wanted, items.iter().map(String::as_str));
        let problem = match close {
            Some(close) => problem.hint(format!("did you mean `{close}`?")),
            None => problem.allowed(text::list_up_to(&items, text::MOST_LISTED)),
        };
        return Err(blamed(path, problem));
    }
    show(&source.notes(), lang);
    if let Source::Cases(_, cases) = &source {
        let shown = items
            .iter()
            .filter(|one| item.is_none_or(|item| item == *one));
        let shown: Vec<String> = shown.cloned().collect();
        show(&case_lines(&cases.of(item), &shown), lang);
    }
    let folder = arguments
        .output
        .as_deref()
        .filter(|output| is_folder(output));
    if let Some(folder) = folder.filter(|_| items.len() > 1 && item.is_none()) {
        return every_item(folder, &source, &items, arguments, &settings, lang);
    }
    let part = part(&source, item, path, &settings)?;
    let name = item.map_or_else(|| name(path), str::to_owned);
    let made = made(path, &name, &part, deadlines.as_deref(), &settings)?;
    let output = match folder {
        Some(folder) => Some(folder.join("scenario.toml")),
        None => arguments.output.clone(),
    };
    give(output.as_ref(), &made.scenario)?;
    show(&made.report, lang);
    if items.len() > 1 && item.is_none() {
        let n = items.len();
        show(
            &[Name::both(
                format!(
                    "{n} items together; --item NAME for one of them, --output FOLDER for a scenario each"
                ),
                format!(
                    "以上为 {n} 个事项合并；--item 名称 只算其一，--output 文件夹 每个事项一个方案"
                ),
            )],
            lang,
        );
    }
    Ok(())
}

fn show(lines: &[Name], lang: Lang) {
    for line in lines {
        tell(line.get(lang, ""));
    }
}

/// A scenario for each item, and the programme of them.
fn every_item(
    folder: &Path,
    source: &Source,
    items: &[String],
    arguments: &CalibrateArgs,
    settings: &Settings,
    lang: Lang,
) -> Result<(), Failure> {
    let path = &arguments.log;
    let mut scenarios = Vec::new();
    for item in items {
        let part = part(source, Some(item), path, settings)?;
        // An item without a decided case has nothing to tell.
        if part.log.events.is_empty() {
            continue;
        }
        let made = made(path, item, &part, None, settings)?;
        scenarios.push((item.clone(), made.scenario));
    }
    let files = programme(&name(path), &scenarios);
    for (file, content) in &files {
        write_whole(&folder.join(file), content.as_bytes())?;
    }
    let (n, shown) = (scenarios.len(), folder.display());
    show(
        &[Name::both(
            format!("{n} scenarios and a programme.toml in {shown}"),
            format!("已写入 {shown}：{n} 个方案及 programme.toml"),
        )],
        lang,
    );
    Ok(())
}

fn part(
    source: &Source,
    item: Option<&str>,
    path: &Path,
    settings: &Settings,
) -> Result<Part, Failure> {
    let part = source.part(item, settings);
    part.map_err(|problem| blamed(path, problem))
}

fn made(
    path: &Path,
    name: &str,
    part: &Part,
    deadlines: Option<&[CaseRow]>,
    settings: &Settings,
) -> Result<crate::exchange::calibrate::Calibrated, Failure> {
    make(name, part, deadlines, settings).map_err(|problem| blamed(path, problem))
}

/// A scenario is a file that says what it is; anything else is a folder.
fn is_folder(output: &Path) -> bool {
    output.is_dir() || output.extension().is_none() && !output.exists()
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
    let named = named.filter_map(|(word, name)| Some((name.clone()?, word.to_owned())));
    let roll_up = match (&arguments.prefix, &arguments.map) {
        (Some(letters), _) => RollUp::Prefix(usize::from(*letters)),
        (None, Some(path)) => RollUp::Table(phases(path)?),
        (None, None) => RollUp::None,
    };
    Ok(Settings {
        sheet: arguments.reading.sheet.clone(),
        columns: named
            .chain(arguments.reading.column.iter().cloned())
            .collect(),
        order: arguments.dates.map(Into::into),
        hours: arguments.hours,
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
    let table = input::read_table(path, None, MAX_FILE_BYTES);
    let table = table.map_err(|error| blamed_input(path, &error))?;
    let mut phases = HashMap::new();
    for row in table.rows() {
        let row = row.map_err(|problem| blamed(path, problem))?;
        let [activity, phase] = row.cells.as_slice() else {
            let problem = Problem::error(format!("line {} is no pair", row.line));
            let problem = problem.allowed("an activity and its phase, like `T02 Check,review`");
            return Err(blamed(path, problem));
        };
        phases.insert(activity.to_string(), phase.to_string());
    }
    Ok(phases)
}

/// The file's name up to its first point.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').find(|part| !part.is_empty());
    stem.unwrap_or("log").to_owned()
}

fn blamed_input(path: &Path, error: &InputError) -> Failure {
    match error {
        InputError::Io { .. } => failed(error.problem(), true),
        InputError::Content(problem) => blamed(path, problem.clone()),
    }
}

/// `problem` with the file's name before it, unless it says it.
fn blamed(path: &Path, problem: Problem) -> Failure {
    let shown = format!("`{}`", path.display());
    let message = match problem.message.starts_with(&shown) {
        true => problem.message,
        false => format!("{shown}: {}", problem.message),
    };
    failed(
        Problem {
            message,
            place: None,
            ..problem
        },
        false,
    )
}

fn failed(problem: Problem, is_read_error: bool) -> Failure {
    Failure::from(Failed {
        problems: vec![problem],
        files: Files::default(),
        is_read_error,
    })
}

//! `redtape import`: a BPMN model as a scenario to start from.

use std::path::Path;

use super::Failure;
use super::template::give;
use crate::cli::ImportArgs;
use crate::error::Problem;
use crate::exchange::bpmn::import as read_model;
use crate::input::{self, InputError};
use crate::lang::Lang;
use crate::output::tell;
use crate::scenario::{Failed, Files};
use crate::text;

/// Makes the scenario.
pub fn import(arguments: &ImportArgs, lang: Lang) -> Result<(), Failure> {
    let mut files = Files::default();
    let parameters = match &arguments.parameters {
        Some(path) => Some(parameters(path)?),
        None => None,
    };
    let path = &arguments.model;
    let source = input::read_markup(path).map_err(|error| unreadable(&error))?;
    files.add(path, source.content.clone());
    let base = files.top().start;
    let pools: Vec<&str> = arguments.pool.iter().map(String::as_str).collect();
    let made = match read_model(&source.content, base, &pools, parameters.as_ref()) {
        Ok(made) => made,
        Err(problem) => return Err(failed(vec![problem], files).into()),
    };
    give(arguments.output.as_ref(), &made.scenario)?;
    let shown = path.display();
    for note in &made.notes {
        let text = note.text.get(lang, "");
        match files.spot(&note.place) {
            Some(spot) => tell(&format!("{shown}:{}: {text}", spot.line)),
            None => tell(&format!("{shown}: {text}")),
        }
    }
    match lang {
        Lang::En => tell(&text::plural(made.n_steps, "step", "steps")),
        Lang::Zh => tell(&format!("{} 个节点", made.n_steps)),
    }
    Ok(())
}

/// The parameters of Prosimos in a JSON file.
fn parameters(path: &Path) -> Result<serde_json::Value, Failure> {
    let text = input::read_text(path).map_err(|error| unreadable(&error))?;
    serde_json::from_str(&text.content).map_err(|error| {
        let mut files = Files::default();
        files.add(path, text.content.clone());
        let base = files.top().start;
        let lines = text.content.split_inclusive('\n').map(str::len);
        let before: usize = lines.take(error.line().saturating_sub(1)).sum();
        let at = (base + before + error.column()).saturating_sub(1);
        let problem = Problem::error(format!("not JSON: {error}"))
            .allowed("the simulation parameters of Prosimos")
            .at(at..at + 1);
        failed(vec![problem], files).into()
    })
}

fn unreadable(error: &InputError) -> Failure {
    let is_read_error = matches!(error, InputError::Io { .. });
    Failure::from(Failed {
        problems: vec![error.problem()],
        files: Files::default(),
        is_read_error,
    })
}

fn failed(problems: Vec<Problem>, files: Files) -> Failed {
    Failed {
        problems,
        files,
        is_read_error: false,
    }
}

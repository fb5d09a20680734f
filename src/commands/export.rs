//! `redtape export`: a workflow in another program's format.

use super::template::give;
use super::{Failure, load};
use crate::cli::ExportArgs;
use crate::exchange::event_log::FORMATS;
use crate::exchange::export::{ALL, Subject};
use crate::lang::Lang;
use crate::output::tell;
use crate::scenario::{Loaded, Scenario};
use crate::text;
use crate::workflow::Workflow;

/// Writes the workflow.
pub fn export(arguments: &ExportArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    let scenario = scenario(&loaded, arguments.scenario.as_deref())?;
    let workflow = workflow(scenario, arguments.reform.as_deref())?;
    if FORMATS.contains(&arguments.format.as_str()) {
        return super::event_log::write(arguments, scenario, workflow, lang);
    }
    let about = ALL.iter().find(|about| about.name == arguments.format);
    let about = about.expect("the command line takes the names of formats only");
    let written = (about.write)(&Subject { scenario, workflow }, lang);
    give(arguments.output.as_ref(), &written.text)?;
    for name in &written.left_out {
        match lang {
            Lang::En => tell(&format!("not carried over: {}", name.get(lang, ""))),
            Lang::Zh => tell(&format!("未能带出：{}", name.get(lang, ""))),
        }
    }
    Ok(())
}

/// The scenario called `id`; without one the only one.
pub(super) fn scenario<'l>(loaded: &'l Loaded, id: Option<&str>) -> Result<&'l Scenario, Failure> {
    let ids = || loaded.scenarios.iter().map(|one| one.id.as_str());
    match (id, loaded.scenarios.as_slice()) {
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::Usage(format!(
            "the folder has several scenarios\nallowed: --scenario with {}",
            quoted(ids())
        ))),
        (Some(id), all) => all
            .iter()
            .find(|one| one.id == id)
            .ok_or_else(|| unknown("scenario", id, ids())),
    }
}

/// The workflow after the reform called `id`; without one the baseline.
fn workflow<'s>(scenario: &'s Scenario, id: Option<&str>) -> Result<&'s Workflow, Failure> {
    let Some(id) = id else {
        return Ok(&scenario.baseline);
    };
    let reforms = || scenario.reforms.iter().map(|reform| reform.id.as_str());
    let place = reforms().position(|other| other == id);
    match place {
        Some(place) => Ok(&scenario.reformed[place].workflow),
        None => Err(unknown("reform", id, reforms())),
    }
}

fn unknown<'i>(what: &str, id: &str, known: impl Iterator<Item = &'i str> + Clone) -> Failure {
    let mut text = format!("no {what} is called `{id}`");
    match text::did_you_mean(id, known.clone()) {
        Some(close) => text += &format!("\nhint: did you mean `{close}`?"),
        None => text += &format!("\nallowed: {}", quoted(known)),
    }
    Failure::Usage(text)
}

fn quoted<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let quoted: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    match quoted.as_slice() {
        [] => "none: there is none".to_owned(),
        all => all.join(", "),
    }
}

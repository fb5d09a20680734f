//! `redtape optimise`: the cheapest measures for a target, and the frontier.

use super::folder::listed;
use super::study::{draw, failure, settings, start_of};
use super::{Failure, load};
use crate::chart;
use crate::cli::{Format, OptimiseArgs};
use crate::lang::Lang;
use crate::output::{Progress, print, print_bytes, stopped};
use crate::report::optimise as report;
use crate::scenario::{Loaded, Scenario};
use crate::sim::Watch;
use crate::study::{Answer, Goal, OptimiseInput, Target, optimise as search};

/// Measures of which every set is evaluated unless more is asked for.
const MOST_EXACT: usize = 17;

/// Measures of which every set can be evaluated at all.
const MOST_EXACT_ASKED_FOR: usize = 20;

/// Searches a path.
pub fn optimise(arguments: &OptimiseArgs, lang: Lang) -> Result<(), Failure> {
    let targets = arguments
        .target
        .iter()
        .map(|text| {
            Target::parse(text)
                .map_err(|problem| Failure::Usage(format!("`--target \"{text}\"`: {problem}")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let loaded = load(&arguments.path)?;
    let goal = Goal {
        targets,
        budget: arguments.budget.unwrap_or(f64::INFINITY),
        most_breaches: arguments.most_breaches.unwrap_or(f64::INFINITY),
        most_silent: arguments.most_silent.unwrap_or(1.0),
        most_exact: if arguments.exact {
            MOST_EXACT_ASKED_FOR
        } else {
            MOST_EXACT
        },
    };
    let answer = answer(&loaded, &goal, arguments, lang)?;
    let files = if arguments.drawing.no_charts {
        Vec::new()
    } else {
        let pictures = chart::frontiers(&answer, lang);
        draw(&loaded, &pictures, &arguments.drawing, lang)?
    };
    match arguments.format {
        Format::Json => {
            let document = report::document(&answer);
            let text = serde_json::to_string_pretty(&document).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        Format::Csv => print_bytes(&report::csv(&answer))?,
        Format::Table => {
            let mut shown = report::table(&answer, lang);
            if !files.is_empty() {
                shown.push('\n');
                shown.push_str(&listed(&files, lang));
            }
            print(&shown)?;
        }
    }
    if answer.packages.is_empty() {
        return Err(Failure::Answer(report::out_of_reach(&answer, lang)));
    }
    Ok(())
}

fn answer(
    loaded: &Loaded,
    goal: &Goal,
    arguments: &OptimiseArgs,
    lang: Lang,
) -> Result<Answer, Failure> {
    let inputs = loaded
        .scenarios
        .iter()
        .map(|scenario| input(scenario, arguments))
        .collect::<Result<Vec<_>, _>>()?;
    let label = match lang {
        Lang::En => "searching sets of measures",
        Lang::Zh => "搜索举措组合",
    };
    let all = inputs.iter().map(|input| {
        let n = input.reform.measures.len();
        if n <= goal.most_exact { 1 << n } else { 20_000 }
    });
    let progress = Progress::shown(label, all.sum());
    let watch = Watch {
        tick: &|done| progress.tick(done),
        stop: stopped(),
    };
    let first = inputs
        .first()
        .map_or(String::new(), |input| input.start.id.clone());
    search(&inputs, goal, settings(&arguments.study), watch).map_err(|why| failure(why, &first))
}

/// The reform asked for, or the scenario's first.
fn input<'a>(
    scenario: &'a Scenario,
    arguments: &OptimiseArgs,
) -> Result<OptimiseInput<'a>, Failure> {
    let ids = || scenario.reforms.iter().map(|reform| reform.id.as_str());
    let found = match &arguments.reform {
        None => (!scenario.reforms.is_empty()).then_some(0),
        Some(id) => ids().position(|other| other == id),
    };
    let reform = found.ok_or_else(|| {
        let known = crate::text::list(&ids().collect::<Vec<_>>());
        Failure::Answer(match &arguments.reform {
            Some(id) => format!(
                "error: scenario `{}` has no reform `{id}`\nallowed: {known}",
                scenario.id
            ),
            None => format!(
                "error: scenario `{}` has no reform whose measures could be chosen\n\
                 hint: a reform is a `[[reform]]` with its measures",
                scenario.id
            ),
        })
    })?;
    Ok(OptimiseInput {
        start: start_of(scenario, reform),
        reform: &scenario.reforms[reform],
    })
}

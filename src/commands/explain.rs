//! `redtape explain`: which measure bought which day.

use super::folder::listed;
use super::study::{draw, failure, settings, start_of};
use super::{Failure, load};
use crate::chart;
use crate::cli::{ExplainArgs, Format};
use crate::lang::Lang;
use crate::output::{Progress, print, print_bytes, stopped};
use crate::report::explain as report;
use crate::scenario::Loaded;
use crate::sim::Watch;
use crate::study::{Effort, ExplainInput, Explanation, explain as attribute};

/// Measures of which every set is evaluated unless more is asked for: about as many sets as the sampled orders visit.
const MOST_EXACT: usize = 13;

/// Measures of which every set can be evaluated at all.
const MOST_EXACT_ASKED_FOR: usize = 20;

/// Explains every reform of a path.
pub fn explain(arguments: &ExplainArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    if loaded.scenarios.iter().all(|one| one.reforms.is_empty()) {
        return Err(Failure::Answer(
            "error: there is no reform to explain\nhint: a reform is a `[[reform]]` with its measures"
                .to_owned(),
        ));
    }
    let explanations = attributions(&loaded, arguments, lang)?;
    let files = if arguments.drawing.no_charts {
        Vec::new()
    } else {
        let pictures = chart::explanations(&explanations, lang);
        draw(&loaded, &pictures, &arguments.drawing, lang)?
    };
    match arguments.format {
        Format::Json => {
            let document = report::document(&explanations);
            let text = serde_json::to_string_pretty(&document).expect("the answer is plain JSON");
            print_bytes((text + "\n").as_bytes())?;
        }
        Format::Csv => print_bytes(&report::csv(&explanations))?,
        Format::Table => {
            let mut shown = report::table(&explanations, arguments.details, lang);
            if !files.is_empty() {
                shown.push('\n');
                shown.push_str(&listed(&files, lang));
            }
            print(&shown)?;
        }
    }
    Ok(())
}

fn attributions(
    loaded: &Loaded,
    arguments: &ExplainArgs,
    lang: Lang,
) -> Result<Vec<Explanation>, Failure> {
    let effort = Effort {
        most_exact: if arguments.exact {
            MOST_EXACT_ASKED_FOR
        } else {
            MOST_EXACT
        },
        permutation_pairs: arguments.orders as usize,
    };
    let reforms = || {
        let scenarios = loaded.scenarios.iter();
        scenarios.flat_map(|one| (0..one.reforms.len()).map(move |reform| (one, reform)))
    };
    let total =
        reforms().map(|(one, reform)| effort.coalitions(one.reforms[reform].measures.len()));
    let label = match lang {
        Lang::En => "evaluating sets of measures",
        Lang::Zh => "评估举措组合",
    };
    let progress = Progress::shown(label, total.sum());
    let watch = Watch {
        tick: &|done| progress.tick(done),
        stop: stopped(),
    };
    reforms()
        .map(|(scenario, reform)| {
            let input = ExplainInput {
                start: start_of(scenario, reform),
                reform: &scenario.reforms[reform],
            };
            attribute(&input, settings(&arguments.study), effort, watch)
                .map_err(|why| failure(why, &scenario.id))
        })
        .collect()
}

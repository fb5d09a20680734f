//! `redtape measures`: what a reform can do.

use std::path::Path;

use comfy_table::{ContentArrangement, Table, presets};

use super::{Failure, simulation};
use crate::cli::MeasuresArgs;
use crate::lang::Lang;
use crate::output;
use crate::reform::About;
use crate::reform::measures::{ALL, example};
use crate::report::before_after;
use crate::scenario;
use crate::text;

/// Lists the measures, or explains one.
pub fn measures(arguments: &MeasuresArgs, lang: Lang) -> Result<(), Failure> {
    let Some(name) = &arguments.name else {
        return Ok(output::print(&list(lang))?);
    };
    let about = find(name)?;
    let scenario = example(about.name).expect("every measure has a minimal scenario");
    if arguments.scenario {
        return Ok(output::print_bytes(scenario.as_bytes())?);
    }
    let text = explain(about, lang) + &at_work(about.name, scenario, lang)?;
    Ok(output::print(&text)?)
}

fn find(name: &str) -> Result<&'static About, Failure> {
    let found = ALL
        .iter()
        .find(|about| about.name == name || about.zh == name);
    found.ok_or_else(|| {
        let names = ALL.iter().map(|about| about.name);
        Failure::Usage(match text::did_you_mean(name, names) {
            Some(close) => format!("no measure is called `{name}`\nhint: did you mean `{close}`?"),
            None => format!("no measure is called `{name}`\nhint: `redtape measures` lists them"),
        })
    })
}

fn list(lang: Lang) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(80);
    for about in ALL {
        let mechanism = match lang {
            Lang::En => about.mechanism,
            Lang::Zh => about.mechanism_zh,
        };
        table.add_row([about.name, about.zh, mechanism]);
    }
    format!("{table}\n")
}

fn explain(about: &About, lang: Lang) -> String {
    let (mechanism, heuristic, side_effect) = match lang {
        Lang::En => ("does", "redesign heuristic", "may make worse"),
        Lang::Zh => ("机制", "流程再造方法", "副作用"),
    };
    let says = match lang {
        Lang::En => [about.mechanism, about.heuristic, about.side_effect],
        Lang::Zh => [about.mechanism_zh, about.heuristic_zh, about.side_effect_zh],
    };
    let rows = [mechanism, heuristic, side_effect].into_iter().zip(says);
    let mut shown = format!("{}{}\n", about.name, lang.bracketed(about.zh));
    for (heading, content) in rows {
        for (idx, line) in text::wrap(content, 58).iter().enumerate() {
            let heading = if idx == 0 { heading } else { "" };
            shown.push_str(&format!("  {} {line}\n", text::pad(heading, 19)));
        }
    }
    shown
}

/// The minimal scenario of a measure: what it is, what the measure says in the file, what moves.
fn at_work(name: &str, text: &str, lang: Lang) -> Result<String, Failure> {
    let loaded = scenario::load_text(Path::new(name), text)
        .map_err(|failed| Failure::Answer(failed.told()))?;
    let mut shown = String::new();
    for one in &loaded.scenarios {
        let comparison = simulation::quietly(one)?;
        let (example, more) = match lang {
            Lang::En => ("Example", "The whole scenario"),
            Lang::Zh => ("示例", "完整情景"),
        };
        let colon = lang.colon();
        shown.push_str(&format!(
            "\n{example}{colon}{}\n",
            one.name.get(lang, &one.id)
        ));
        let says = text.lines().map(str::trim);
        for line in says.filter(|line| line.starts_with("do.")) {
            shown.push_str(&format!("  {line}\n"));
        }
        shown.push_str(&format!("\n{}\n", before_after(&comparison, lang)));
        shown.push_str(&format!(
            "{more}{colon}redtape measures {name} --scenario\n"
        ));
    }
    Ok(shown)
}

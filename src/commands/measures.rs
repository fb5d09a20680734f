//! `redtape measures`: what a reform can do.

use comfy_table::{ContentArrangement, Table, presets};

use super::Failure;
use crate::cli::MeasuresArgs;
use crate::lang::Lang;
use crate::output;
use crate::reform::About;
use crate::reform::measures::ALL;
use crate::text;

/// Lists the measures, or explains one.
pub fn measures(arguments: &MeasuresArgs, lang: Lang) -> Result<(), Failure> {
    let text = match &arguments.name {
        None => list(lang),
        Some(name) => explain(find(name)?, lang),
    };
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
        .set_width(100);
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
        Lang::En => about.mechanism,
        Lang::Zh => about.mechanism_zh,
    };
    let rows = [
        (mechanism, says),
        (heuristic, about.heuristic),
        (side_effect, about.side_effect),
    ];
    let mut shown = format!("{} ({})\n", about.name, about.zh);
    for (heading, content) in rows {
        for (idx, line) in text::wrap(content, 58).iter().enumerate() {
            let heading = if idx == 0 { heading } else { "" };
            shown.push_str(&format!("  {} {line}\n", text::pad(heading, 19)));
        }
    }
    shown
}

//! `redtape charts`, and the charts of `run`: every registered chart, drawn and encoded.

use std::collections::BTreeSet;

use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;

use super::Failure;
use super::run::file_name;
use crate::chart::{ALL, Picture, Programme, Scenario, pictures, png, svg};
use crate::cli::ChartFormat;
use crate::compare::Comparison;
use crate::lang::Lang;
use crate::output;
use crate::scenario::{self, Loaded};

/// Lists the charts.
pub fn charts(lang: Lang) -> Result<(), Failure> {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(100);
    for about in ALL {
        let shows = match lang {
            Lang::En => about.shows,
            Lang::Zh => about.shows_zh,
        };
        table.add_row([about.name, about.zh, shows]);
    }
    Ok(output::print(&format!("{table}\n"))?)
}

/// What charts show of a run.
pub fn subject<'a>(loaded: &'a Loaded, comparisons: &'a [Comparison]) -> Programme<'a> {
    let scenarios = loaded.scenarios.iter().zip(comparisons);
    Programme {
        name: loaded.programme.as_ref().map(|programme| &programme.name),
        scenarios: scenarios
            .map(|(scenario, comparison)| Scenario {
                comparison,
                baseline: &scenario.baseline,
                reformed: scenario
                    .reformed
                    .iter()
                    .map(|reformed| &reformed.workflow)
                    .collect(),
                published_days: published_days(scenario),
            })
            .collect(),
    }
}

/// The counted days of the baseline that somebody published; a figure worked out by hand is none.
fn published_days(scenario: &scenario::Scenario) -> Option<f64> {
    let is_published = |id: &str| {
        let source = scenario.sources.iter().find(|source| source.id == id);
        source.is_some_and(|source| source.publisher.is_some() || source.document_number.is_some())
    };
    let mut facts = scenario.facts.iter().map(|placed| &placed.fact);
    facts
        .find(|fact| fact.quantity == "baseline.limits.counted_days" && is_published(&fact.source))
        .map(|fact| fact.value)
}

/// File names and contents.
pub fn draw(
    loaded: &Loaded,
    comparisons: &[Comparison],
    format: ChartFormat,
    lang: Lang,
) -> Vec<(String, Vec<u8>)> {
    let programme = subject(loaded, comparisons);
    encode(&pictures(&programme, lang), format, lang)
}

/// File names and contents of pictures.
pub fn encode(pictures: &[Picture], format: ChartFormat, lang: Lang) -> Vec<(String, Vec<u8>)> {
    warn_of_missing_glyphs(pictures, lang);
    let names = distinct_names(pictures, format);
    let encoded: Vec<Vec<u8>> = pictures
        .par_iter()
        .map(|picture| match format {
            ChartFormat::Png => png(&picture.scene),
            ChartFormat::Svg => svg(&picture.scene).into_bytes(),
        })
        .collect();
    names.into_iter().zip(encoded).collect()
}

/// A bitmap shows an empty box for them; an SVG may find another font.
fn warn_of_missing_glyphs(pictures: &[Picture], lang: Lang) {
    let missing: BTreeSet<char> = pictures
        .iter()
        .flat_map(|picture| picture.scene.missing_glyphs())
        .collect();
    if missing.is_empty() {
        return;
    }
    let letters: Vec<String> = missing
        .iter()
        .take(20)
        .map(|letter| format!("{letter} (U+{:04X})", u32::from(*letter)))
        .collect();
    let (shown, more) = (letters.join(", "), missing.len() - letters.len());
    let more = if more > 0 {
        format!(" + {more}")
    } else {
        String::new()
    };
    match lang {
        Lang::En => anstream::eprintln!(
            "warning: the charts' font lacks {shown}{more}\nhint: --chart-format svg shows them where another font has them"
        ),
        Lang::Zh => anstream::eprintln!(
            "警告:图表字体缺少 {shown}{more}\n提示:用 --chart-format svg,其他字体有这些字时即可显示"
        ),
    }
}

/// Ids that differ may still make one file name: later ones get a number.
fn distinct_names(pictures: &[Picture], format: ChartFormat) -> Vec<String> {
    let ending = match format {
        ChartFormat::Png => "png",
        ChartFormat::Svg => "svg",
    };
    let mut taken = BTreeSet::new();
    pictures
        .iter()
        .map(|picture| {
            let stem = file_name(&picture.stem);
            let numbered = (2..).map(|number| format!("{stem}-{number}"));
            let free = std::iter::once(stem.clone())
                .chain(numbered)
                .find(|stem| taken.insert(stem.to_lowercase()));
            format!("{}.{ending}", free.unwrap_or(stem))
        })
        .collect()
}

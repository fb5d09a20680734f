//! `redtape charts`, and the charts of `run`: every registered chart, drawn and encoded.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;

use super::Failure;
use super::folder::file_name;
use crate::chart::{ALL, Picture, Programme, Scenario, pictures, png, svg};
use crate::cli::ChartFormat;
use crate::compare::{Comparison, SharedQueues};
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
pub fn subject<'a>(
    loaded: &'a Loaded,
    comparisons: &'a [Comparison],
    shared: Option<&'a SharedQueues>,
) -> Programme<'a> {
    let scenarios = loaded.scenarios.iter().zip(comparisons);
    Programme {
        name: loaded.programme.as_ref().map(|programme| &programme.name),
        ledger: super::programme::ledger(loaded),
        shared,
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
pub fn draw(subject: &Programme<'_>, format: ChartFormat, lang: Lang) -> Vec<(String, Vec<u8>)> {
    encode(&pictures(subject, lang), format, lang)
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
    // Where each is met first, and in how many pictures.
    let mut missing: BTreeMap<char, (String, &str, usize)> = BTreeMap::new();
    for picture in pictures {
        for (letter, text) in picture.scene.missing_glyphs() {
            let place = missing.entry(letter);
            place.or_insert((text, &picture.stem, 0)).2 += 1;
        }
    }
    for (letter, (text, stem, n_pictures)) in missing.iter().take(MOST_LETTERS) {
        let code = u32::from(*letter);
        let warning = match (n_pictures - 1, lang) {
            (0, Lang::En) => {
                format!("the charts' font lacks {letter} (U+{code:04X}), in `{text}` of {stem}")
            }
            (1, Lang::En) => format!(
                "the charts' font lacks {letter} (U+{code:04X}), in `{text}` of {stem} and 1 more picture"
            ),
            (more, Lang::En) => format!(
                "the charts' font lacks {letter} (U+{code:04X}), in `{text}` of {stem} and {more} more pictures"
            ),
            (0, Lang::Zh) => {
                format!("图表字体缺少 {letter}（U+{code:04X}），见 {stem} 中的“{text}”")
            }
            (more, Lang::Zh) => format!(
                "图表字体缺少 {letter}（U+{code:04X}），见 {stem} 等 {} 幅图中的“{text}”",
                more + 1
            ),
        };
        match lang {
            Lang::En => output::tell(&format!("warning: {warning}")),
            Lang::Zh => output::tell(&format!("警告：{warning}")),
        }
    }
    let left_out = missing.len().saturating_sub(MOST_LETTERS);
    match (missing.is_empty(), left_out, lang) {
        (true, _, _) => {}
        (false, 0, Lang::En) => output::tell("hint: --font FILE takes a font that has them"),
        (false, n, Lang::En) => {
            output::tell(&format!(
                "hint: --font FILE takes a font that has them and {n} more"
            ));
        }
        (false, 0, Lang::Zh) => output::tell("提示：用 --font FILE 指定含有这些字的字体"),
        (false, n, Lang::Zh) => {
            output::tell(&format!(
                "提示：用 --font FILE 指定含有这些字（另有 {n} 个）的字体"
            ));
        }
    }
}

/// Warnings about more help nobody.
const MOST_LETTERS: usize = 8;

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

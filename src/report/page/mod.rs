//! The report: one HTML page that carries everything it shows, in both languages.

mod findings;
mod parts;
mod switch;
mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::compare::{Comparison, ProgrammeLedger};
use crate::lang::{Lang, Name};
use crate::source::Source;
use crate::study::Switch;
use parts::{both, name};

/// What the page shows.
#[derive(Debug)]
pub struct Page<'a> {
    /// What the scenarios are together.
    pub title: Name,
    /// One for each scenario, in order.
    pub sections: Vec<Section<'a>>,
    /// The ledger over all scenarios; `None` for a single file.
    pub programme: Option<&'a ProgrammeLedger>,
    /// Pictures of all scenarios together.
    pub figures: Vec<Figure>,
    /// The language that is shown first.
    pub lang: Lang,
}

/// What the page shows of one scenario.
#[derive(Debug)]
pub struct Section<'a> {
    /// The answer.
    pub comparison: &'a Comparison,
    /// Pictures.
    pub figures: Vec<Figure>,
    /// What figures cite.
    pub sources: &'a [Source],
    /// What no source says.
    pub assumptions: Vec<Assumed<'a>>,
    /// For each reform its groups of measures to switch, unless there are too many.
    pub switches: Vec<(&'a Name, Switch)>,
    /// Savings on paper only, in sentences.
    pub warnings: Vec<Sentence>,
}

/// A figure of the file that cites no source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumed<'a> {
    /// Where the file says it: keys and ids with dots between.
    pub address: &'a str,
    /// What the file says, in the unit of its key.
    pub value: f64,
    /// From where to where it could plausibly be.
    pub plausible: (f64, f64),
}

/// A picture in both languages, as SVG elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// With English words.
    pub en: String,
    /// With Chinese words.
    pub zh: String,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// In English.
    pub en: String,
    /// 中文.
    pub zh: String,
}

impl Sentence {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Lang) -> String) -> Sentence {
        Sentence {
            en: say(Lang::En),
            zh: say(Lang::Zh),
        }
    }
}

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page as HTML. It names no address outside itself; its policy forbids the browser to fetch one.
pub fn page(page: &Page<'_>) -> String {
    let comparisons: Vec<&Comparison> = page.sections.iter().map(|one| one.comparison).collect();
    let title = |lang| page.title.get(lang, "redtape").to_owned();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    let (shown, locale) = match page.lang {
        Lang::En => ("en", "en"),
        Lang::Zh => ("zh", "zh-CN"),
    };
    html! {
        (DOCTYPE)
        html lang=(locale) data-lang=(shown) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(page.lang)) }
                style { (PreEscaped(STYLE)) }
            }
            body data-title-en=(title(Lang::En)) data-title-zh=(title(Lang::Zh)) {
                header {
                    h1 { (name(&page.title, "redtape")) }
                    button.language type="button" { (both("中文", "English")) }
                }
                main {
                    p.finding { (findings::headline(&comparisons)) }
                    (contents(page))
                    @for figure in &page.figures { (drawn(figure)) }
                    (tables::overview(&comparisons))
                    @if let Some(ledger) = page.programme { (tables::programme(ledger)) }
                    @for (idx, section) in page.sections.iter().enumerate() {
                        (scenario(section, idx))
                    }
                }
                footer { (findings::method()) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

fn contents(page: &Page<'_>) -> Markup {
    html! {
        @if page.sections.len() > 1 {
            nav data-label-en="Scenarios" data-label-zh="情景" {
                ul {
                    @for (idx, section) in page.sections.iter().enumerate() {
                        li {
                            a href={ "#scenario-" (idx) } {
                                (name(&section.comparison.name, &section.comparison.id))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn drawn(figure: &Figure) -> Markup {
    html! {
        figure {
            div lang="en" { (PreEscaped(&figure.en)) }
            div lang="zh" { (PreEscaped(&figure.zh)) }
        }
    }
}

fn scenario(section: &Section<'_>, idx: usize) -> Markup {
    let comparison = section.comparison;
    html! {
        section id={ "scenario-" (idx) } {
            h2 { (name(&comparison.name, &comparison.id)) }
            @for sentence in findings::scenario(comparison) { p { (parts::sentence(&sentence)) } }
            @for (reform, one) in &section.switches { (switch::switch(one, reform)) }
            @for figure in &section.figures { (drawn(figure)) }
            (tables::simulated(comparison))
            @for reform in &comparison.reforms { (tables::changes(comparison, reform)) }
            @if !section.warnings.is_empty() {
                h3 { (both("On paper only", "仅是账面压缩")) }
                ul.notes { @for warning in &section.warnings { li { (parts::sentence(warning)) } } }
            }
            (tables::assumptions(&section.assumptions))
            (tables::sources(section.sources))
        }
    }
}

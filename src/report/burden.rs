//! Burden in `run --details`: hours and money of a case and of a year, what is saved, by material and by step.

use std::collections::BTreeMap;

use super::table::{align, plain_table};
use super::words::Word;
use crate::compare::{Burden, Comparison, Cost};
use crate::lang::Lang;
use crate::text::{days, wrap};

/// Parts that are named one by one: the largest.
const MOST_PARTS: usize = 10;

type PickCost = fn(&Burden) -> Cost;
type PickFigure = fn(Cost) -> Option<f64>;
type PickHours = fn(&Burden) -> f64;
/// Who, what they bear, and parts of it.
type WhoseBurden = (Word, PickCost, &'static [(Word, PickHours)]);

const SIDES: [WhoseBurden; 2] = [
    (
        Word::Applicant,
        |burden| burden.applicant,
        &[
            (Word::OfTheseTrips, |burden| burden.visit_hours),
            (Word::OfTheseCorrections, |burden| burden.correction_hours.0),
        ],
    ),
    (
        Word::Agencies,
        |burden| burden.agency,
        &[
            (Word::OfTheseCorrections, |burden| burden.correction_hours.1),
            (Word::OfTheseChecks, |burden| burden.check_hours),
        ],
    ),
];

/// The burden of every workflow (Standard Cost Model); empty without `[burden]` in the file.
pub fn burden(comparison: &Comparison, lang: Lang) -> String {
    let Some(before) = &comparison.baseline.burden else {
        return String::new();
    };
    let reforms = comparison.reforms.iter();
    let reformed =
        reforms.filter_map(|one| Some((one.name.get(lang, &one.id), one.side.burden.as_ref()?)));
    let columns: Vec<(&str, &Burden)> = std::iter::once((Word::Before.say(lang), before))
        .chain(reformed)
        .collect();
    let mut rows = case_rows(&columns, lang);
    if let Some(cases) = before.cases_per_year {
        let (year, n) = (Word::BurdenOfYear.say(lang), days(cases));
        rows.push(vec![match lang {
            Lang::En => format!("{year} ({n} cases)"),
            Lang::Zh => format!("{year}\u{FF08}{n} 件\u{FF09}"),
        }]);
        rows.extend(year_rows(&columns, cases, lang));
    }
    let mut table = plain_table();
    let mut header = vec![String::new()];
    header.extend(columns.iter().map(|(name, _)| (*name).to_owned()));
    table.set_header(header);
    for row in rows {
        table.add_row(row);
    }
    align(&mut table);
    format!("\n{table}\n{}", parts(comparison, &columns, lang))
}

/// A row with a figure for every workflow.
fn row(
    columns: &[(&str, &Burden)],
    name: String,
    figure: impl Fn(&Burden) -> Option<f64>,
) -> Vec<String> {
    let mut row = vec![name];
    let figures = columns.iter().map(|(_, burden)| figure(burden));
    row.extend(figures.map(|figure| figure.map_or("–".to_owned(), days)));
    row
}

fn case_rows(columns: &[(&str, &Burden)], lang: Lang) -> Vec<Vec<String>> {
    let currency = columns[0].1.currency.as_deref().unwrap_or_default();
    let mut rows = vec![vec![Word::BurdenOfCase.say(lang).to_owned()]];
    for (who, pick, inside) in SIDES {
        let hours = format!(
            "  {}{}{}",
            who.say(lang),
            lang.comma(),
            Word::Hours.say(lang)
        );
        rows.push(row(columns, hours, |burden| Some(pick(burden).hours)));
        for (what, hours) in inside {
            let name = format!("    {}", what.say(lang));
            rows.push(row(columns, name, |burden| Some(hours(burden))));
        }
        if pick(columns[0].1).money.is_some() {
            let money = format!("  {}{}{currency}", who.say(lang), lang.comma());
            rows.push(row(columns, money, |burden| pick(burden).money));
        }
    }
    let visits = format!("  {}", Word::Visits.say(lang));
    rows.push(row(columns, visits, |burden| Some(burden.visits)));
    rows
}

/// Of a year: the total, and what each reform saves of it.
fn year_rows(columns: &[(&str, &Burden)], cases: f64, lang: Lang) -> Vec<Vec<String>> {
    let before = columns[0].1;
    let currency = before.currency.as_deref().unwrap_or_default();
    let mut rows = Vec::new();
    for (who, pick, _) in SIDES {
        let figures: [(&str, PickFigure); 2] = [
            (Word::Hours.say(lang), |cost| Some(cost.hours)),
            (currency, |cost| cost.money),
        ];
        for (unit, figure) in figures {
            let Some(first) = figure(pick(before)) else {
                continue;
            };
            let name = format!("  {}{}{unit}", who.say(lang), lang.comma());
            rows.push(row(columns, name, |burden| {
                Some(figure(pick(burden))? * cases)
            }));
            let name = format!("    {}", Word::Saved.say(lang));
            rows.push(row(columns, name, |burden| {
                let saved = (first - figure(pick(burden))?) * cases;
                (!std::ptr::eq(burden, before)).then_some(saved)
            }));
        }
    }
    let name = format!("  {}", Word::Visits.say(lang));
    rows.push(row(columns, name, |burden| Some(burden.visits * cases)));
    rows
}

/// The largest parts by name, before → after each reform.
fn parts(comparison: &Comparison, columns: &[(&str, &Burden)], lang: Lang) -> String {
    let names = &comparison.names;
    let by_material = |burden: &Burden| burden.by_material.iter().cloned().collect();
    let of_applicant = |burden: &Burden| {
        burden
            .by_step
            .iter()
            .map(|step| (step.0.clone(), step.1))
            .collect()
    };
    let of_agency = |burden: &Burden| {
        burden
            .by_step
            .iter()
            .map(|step| (step.0.clone(), step.2))
            .collect()
    };
    let lists: [(Word, &Collect, Say<'_>); 3] = [
        (Word::HoursByMaterial, &by_material, &|id| {
            names.material(id, lang).to_owned()
        }),
        (Word::HoursByStep, &of_applicant, &|id| {
            names.step(id, lang).to_owned()
        }),
        (Word::AgencyHoursByStep, &of_agency, &|id| {
            names.step(id, lang).to_owned()
        }),
    ];
    let mut text = String::new();
    for (title, collect, say) in lists {
        let sides: Vec<BTreeMap<String, f64>> =
            columns.iter().map(|(_, burden)| collect(burden)).collect();
        let mut ids: Vec<(&String, f64)> = Vec::new();
        for (id, hours) in sides.iter().flatten() {
            match ids.iter_mut().find(|(known, _)| *known == id) {
                Some((_, most)) => *most = most.max(*hours),
                None => ids.push((id, *hours)),
            }
        }
        // The largest anywhere; by id where they are equal.
        ids.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let shown = ids.iter().filter(|(_, most)| *most > 0.0).take(MOST_PARTS);
        let shown: Vec<String> = shown
            .map(|(id, _)| {
                let hours = sides
                    .iter()
                    .map(|side| days(side.get(*id).copied().unwrap_or(0.0)));
                format!("{} {}", say(id), hours.collect::<Vec<_>>().join(" → "))
            })
            .collect();
        if shown.is_empty() {
            continue;
        }
        let line = match lang {
            Lang::En => format!("{}: {}.", title.say(lang), shown.join("; ")),
            Lang::Zh => format!("{}\u{FF1A}{}。", title.say(lang), shown.join("\u{FF1B}")),
        };
        text.push_str(&format!("\n{}\n", wrap(&line, 80).join("\n")));
    }
    text
}

type Collect = dyn Fn(&Burden) -> BTreeMap<String, f64>;
type Say<'a> = &'a dyn Fn(&str) -> String;

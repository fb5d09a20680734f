//! What the average case saves, and all cases together, where the file says how many there are.

use super::named::{NamedRow, names_above};
use super::table::signed;
use super::words::Word;
use crate::compare::Comparison;
use crate::lang::Lang;
use crate::text::{count, days, wrap};
use crate::workflow::AverageCase;

type Pick = fn(&AverageCase) -> f64;

const FIGURES: [(Word, Pick); 6] = [
    (Word::Limits, |average| average.counted_days),
    (Word::Waits, |average| average.elapsed_days),
    (Word::Links, |average| average.links),
    (Word::Materials, |average| average.materials),
    (Word::Proofs, |average| average.certificates),
    (Word::Trips, |average| average.visits),
];

/// For every reform a row per case and one for all cases; `None` where no scenario says how many there are.
pub(super) fn average_cases(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let rows: Vec<NamedRow> = comparisons.iter().flat_map(|one| rows(one, lang)).collect();
    if rows.is_empty() {
        return None;
    }
    let [counted, waits, links, materials, proofs, trips] = FIGURES.map(|(word, _)| word.say(lang));
    let table = names_above(
        &["", counted, waits, links, materials, proofs, trips],
        &rows,
    );
    let title = wrap(Word::AverageCases.say(lang), 80).join("\n");
    Some(format!("{title}\n{table}"))
}

fn rows(comparison: &Comparison, lang: Lang) -> Vec<NamedRow> {
    let (Some(cases), Some(before)) = (comparison.cases, comparison.baseline.average) else {
        return Vec::new();
    };
    let scenario = comparison.name.get(lang, &comparison.id);
    let n_cases = count(cases.round() as i64);
    let mut rows = Vec::new();
    for (idx, reform) in comparison.reforms.iter().enumerate() {
        let Some(after) = reform.side.average else {
            continue;
        };
        let name = match idx {
            0 => scenario.to_owned(),
            _ => format!(
                "{scenario}{}{}",
                lang.colon(),
                reform.name.get(lang, &reform.id)
            ),
        };
        let a_case = FIGURES.map(|(_, pick)| {
            let (before, after) = (days(pick(&before)), days(pick(&after)));
            format!("{before} → {after}")
        });
        let all = FIGURES.map(|(_, pick)| {
            let saved = (pick(&after) - pick(&before)) * cases;
            signed(saved.round())
        });
        let all_label = match lang {
            Lang::En => format!("  all {n_cases}"),
            Lang::Zh => format!("  全部 {n_cases} 件"),
        };
        rows.push(row(
            Some(name),
            Word::AverageCase.say(lang).to_owned(),
            a_case,
        ));
        rows.push(row(None, all_label, all));
    }
    rows
}

fn row(name: Option<String>, label: String, figures: [String; 6]) -> NamedRow {
    let figures = std::iter::once(label).chain(figures).collect();
    NamedRow {
        name,
        figures,
        note: None,
    }
}

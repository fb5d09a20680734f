//! What is assumed of limits: medians on the official clock under each profile of how much of them is used.

use super::table::{align, plain_table};
use super::words::Word;
use crate::compare::{Comparison, ProfileMedians, Side};
use crate::lang::Lang;
use crate::text::{about, wrap};

const COLUMNS: usize = 80;

/// Whether anything hangs on a profile.
fn decide(comparisons: &[Comparison]) -> bool {
    let differ = |side: &Side| {
        let mut others = side.profiles.iter();
        let first = others.next().map(|first| first.counted_p50.value);
        first.is_some_and(|first| others.any(|other| other.counted_p50.value != first))
    };
    comparisons.iter().any(|one| differ(&one.baseline))
}

fn named(medians: &ProfileMedians, lang: Lang) -> String {
    let recorded = match medians.profile.as_str() {
        "cn-promised" => Word::Assumed,
        _ => Word::Recorded,
    };
    format!("{}{}", medians.profile, lang.bracketed(recorded.say(lang)))
}

/// The same in a sentence: ranges over the scenarios.
pub(super) fn told(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    if !decide(comparisons) {
        return None;
    }
    let first = &comparisons.first()?.baseline.profiles;
    let halves = first.iter().enumerate().map(|(idx, medians)| {
        let before = comparisons.iter().map(|one| &one.baseline);
        let after = comparisons.iter().filter_map(Comparison::headline);
        let before = range(before, idx);
        let change = match range(after.map(|reform| &reform.side), idx) {
            after if after.is_empty() => before,
            after => format!("{before} → {after}"),
        };
        match lang {
            Lang::En => format!("{change} as in {}", named(medians, lang)),
            Lang::Zh => format!("{}为 {change}", named(medians, lang)),
        }
    });
    let halves: Vec<String> = halves.collect();
    let text = match lang {
        Lang::En => format!(
            "Assumed: how much of a limit is used. Half of the cases are done on the official clock within so many working days: {}.",
            halves.join(", ")
        ),
        Lang::Zh => format!(
            "假设：时限实际用去多少。半数办件计时办结的工作日，{}。",
            halves.join("，")
        ),
    };
    Some(wrap(&text, COLUMNS).join("\n"))
}

/// `59–60`, or one number; empty where there is none.
fn range<'a>(sides: impl Iterator<Item = &'a Side>, profile: usize) -> String {
    let medians = sides.filter_map(|side| side.profiles.get(profile));
    let medians: Vec<f64> = medians.map(|one| one.counted_p50.value).collect();
    let low = medians.iter().copied().min_by(f64::total_cmp);
    let high = medians.iter().copied().max_by(f64::total_cmp);
    match (low, high) {
        (Some(low), Some(high)) if about(low) != about(high) => {
            format!("{}–{}", about(low), about(high))
        }
        (Some(low), _) => about(low),
        (None, _) => String::new(),
    }
}

/// Medians on the official clock under each profile: the answer hangs on it, so it is always shown.
pub(super) fn profiles(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let first = comparisons.first()?;
    if !decide(comparisons) {
        return None;
    }
    let mut table = plain_table();
    let mut header = vec![String::new()];
    let profiles = first.baseline.profiles.iter();
    header.extend(profiles.map(|medians| named(medians, lang)));
    table.set_header(header);
    for comparison in comparisons {
        let mut cells = vec![comparison.name.get(lang, &comparison.id).to_owned()];
        for (idx, before) in comparison.baseline.profiles.iter().enumerate() {
            let after = comparison
                .headline()
                .map(|reform| &reform.side.profiles[idx]);
            cells.push(match after {
                Some(after) => format!(
                    "{} → {}",
                    about(before.counted_p50.value),
                    about(after.counted_p50.value)
                ),
                None => about(before.counted_p50.value),
            });
        }
        table.add_row(cells);
    }
    align(&mut table);
    let title = wrap(
        &match lang {
            Lang::En => format!("{} {}:", Word::Promise.say(lang), Word::HalfUnder.say(lang)),
            Lang::Zh => format!("{}{}：", Word::Promise.say(lang), Word::HalfUnder.say(lang)),
        },
        COLUMNS,
    )
    .join("\n");
    Some(format!("{title}\n{table}"))
}

//! The table of `run` on a terminal: a finding first, then a row per scenario, 80 columns.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::named::{NamedRow, names_above};
use super::words::Word;
use crate::compare::{Comparison, ProgrammeLedger, ReformSide, SharedQueues, Side};
use crate::lang::{Lang, Name};
use crate::text::{count, days, wrap};

/// Columns of the narrowest terminal that is served.
const COLUMNS: u16 = 80;

/// The default table.
pub fn overview(
    comparisons: &[Comparison],
    programme: Option<&ProgrammeLedger>,
    shared: Option<&SharedQueues>,
    lang: Lang,
) -> String {
    let bold = anstyle::Style::new().bold();
    let finding = wrap(&finding(comparisons, lang), usize::from(COLUMNS)).join("\n");
    let finding = format!("{bold}{finding}{bold:#}");
    let mut parts = vec![finding, main_table(comparisons, lang)];
    parts.push(wrap(Word::HowToRead.say(lang), usize::from(COLUMNS)).join("\n"));
    parts.extend(super::cuts::five_cuts(comparisons, programme, lang));
    parts.extend(super::average::average_cases(comparisons, lang));
    parts.extend(profiles(comparisons, lang));
    parts.extend(super::assumptions::table(comparisons, lang));
    parts.extend(gates(comparisons, lang));
    parts.extend(super::queues::queues(comparisons, shared, lang));
    parts.join("\n\n") + "\n"
}

/// One sentence: how many reach the target on paper, in how many nine of ten cases do.
pub fn finding(comparisons: &[Comparison], lang: Lang) -> String {
    let judged: Vec<(&Comparison, &ReformSide, f64)> = comparisons
        .iter()
        .filter_map(|one| Some((one, one.headline()?, one.target_days?)))
        .collect();
    let Some(&(first, reform, target)) = judged.first() else {
        return plain_finding(comparisons, lang);
    };
    if judged.len() == 1 {
        return single_finding(first, reform, target, lang);
    }
    let same_target = judged.iter().all(|(_, _, other)| *other == target);
    let on_paper = judged
        .iter()
        .filter(|(_, reform, target)| reform.side.limits.counted_days <= target + 1e-9)
        .count();
    let nine_of_ten = judged
        .iter()
        .filter(|(_, reform, target)| reform.side.simulated.counted.quantiles[4].value <= *target)
        .count();
    let n = judged.len();
    let what = match (same_target, lang) {
        (true, Lang::En) => format!("{} working days on the official clock", days(target)),
        (true, Lang::Zh) => format!("计时 {} 个工作日", days(target)),
        (false, Lang::En) => "The target".to_owned(),
        (false, Lang::Zh) => "目标时限".to_owned(),
    };
    match lang {
        Lang::En => format!(
            "{what} in {on_paper} of {n} scenarios on paper; nine of ten cases make it in {nine_of_ten}."
        ),
        Lang::Zh => {
            format!(
                "{what}：{n} 类中 {on_paper} 类按承诺达到；九成办件能做到的有 {nine_of_ten} 类。"
            )
        }
    }
}

fn single_finding(comparison: &Comparison, reform: &ReformSide, target: f64, lang: Lang) -> String {
    let (before, after) = (&comparison.baseline.limits, &reform.side.limits);
    let within = reform
        .side
        .simulated
        .within_target
        .map_or(0.0, |share| share.value);
    let percent = lang.percent((within * 1000.0).round() / 10.0);
    match lang {
        Lang::En => format!(
            "Official clock {} → {} working days, the applicant waits {} → {}; {percent} of cases make the \
             target of {}.",
            days(before.counted_days),
            days(after.counted_days),
            days(before.elapsed_days),
            days(after.elapsed_days),
            days(target),
        ),
        Lang::Zh => format!(
            "计时 {} → {} 个工作日，申请人历时 {} → {} 个工作日；{percent} 的办件达到 {} 个工作日的目标。",
            days(before.counted_days),
            days(after.counted_days),
            days(before.elapsed_days),
            days(after.elapsed_days),
            days(target),
        ),
    }
}

fn plain_finding(comparisons: &[Comparison], lang: Lang) -> String {
    let changes: Vec<String> = comparisons
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one.name.get(lang, &one.id),
                counted_days(one, lang)
            )
        })
        .collect();
    match lang {
        Lang::En => format!(
            "Working days on the official clock: {}.",
            changes.join("; ")
        ),
        Lang::Zh => format!("计时工作日：{}。", changes.join("；")),
    }
}

/// `257 → 120 → 100` for reforms that build on each other, `60 → 50 or 40` for a choice of reforms.
fn counted_days(comparison: &Comparison, lang: Lang) -> String {
    let reforms = &comparison.reforms;
    // Where cases are counted, all kinds of them are meant.
    let counted = |side: &Side| match side.average {
        Some(average) if comparison.cases.is_some() => days(average.counted_days),
        Some(_) | None => days(side.limits.counted_days),
    };
    let roots = (0..reforms.len()).filter(|&idx| reforms[idx].builds_on.is_none());
    let chains = roots.map(|root| {
        let chain = comparison.chain_from(root);
        let totals = chain.into_iter().map(|idx| counted(&reforms[idx].side));
        totals.collect::<Vec<_>>().join(" → ")
    });
    let chains: Vec<String> = chains.collect();
    let or = match lang {
        Lang::En => " or ",
        Lang::Zh => " 或 ",
    };
    let before = counted(&comparison.baseline);
    if chains.is_empty() {
        return before;
    }
    format!("{before} → {}", chains.join(or))
}

fn main_table(comparisons: &[Comparison], lang: Lang) -> String {
    let headings = [
        Word::Category,
        Word::Law,
        Word::Limits,
        Word::Waits,
        Word::Half,
        Word::NineOfTen,
        Word::Items,
        Word::Materials,
        Word::Proofs,
    ];
    let mut rows = Vec::new();
    for comparison in comparisons {
        let name = comparison.name.get(lang, &comparison.id);
        let mut add = |name: String, after: Option<&Side>| {
            let figures = row(&comparison.baseline, after);
            let name = Some(name);
            rows.push(NamedRow { name, figures });
        };
        if comparison.reforms.is_empty() {
            add(name.to_owned(), None);
        }
        for (idx, reform) in comparison.reforms.iter().enumerate() {
            let label = match (idx, reform.builds_on) {
                (0, _) => name.to_owned(),
                (_, Some(_)) => led_by(Word::Then, &reform.name, &reform.id, lang),
                (_, None) => led_by(Word::Or, &reform.name, &reform.id, lang),
            };
            add(label, Some(&reform.side));
        }
    }
    names_above(headings.map(|word| word.say(lang)), &rows)
}

/// A further reform: it follows (`then`), or it is another choice (`or`).
fn led_by(word: Word, name: &Name, id: &str, lang: Lang) -> String {
    format!("{}{}{}", word.say(lang), lang.colon(), name.get(lang, id))
}

fn row(before: &Side, after: Option<&Side>) -> Vec<String> {
    let change = |pick: &dyn Fn(&Side) -> f64| match after {
        Some(after) => format!("{} → {}", days(pick(before)), days(pick(after))),
        None => days(pick(before)),
    };
    let whole = |pick: fn(&Side) -> f64| change(&|side: &Side| pick(side).round());
    vec![
        String::new(),
        days(before.limits.statutory_counted_days.round()),
        change(&|side| side.limits.counted_days),
        whole(|side| side.limits.elapsed_days),
        whole(|side| side.simulated.elapsed.quantiles[2].value),
        whole(|side| side.simulated.elapsed.quantiles[4].value),
        change(&|side| side.counts.items as f64),
        change(&|side| side.counts.materials as f64),
        change(&|side| side.counts.certificates as f64),
    ]
}

/// Medians on the official clock under each profile: the answer hangs on it, so it is always shown.
fn profiles(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let first = comparisons.first()?;
    if first.baseline.profiles.is_empty() {
        return None;
    }
    let mut table = plain_table();
    let mut header = vec![String::new()];
    header.extend(first.baseline.profiles.iter().map(|medians| {
        let recorded = match medians.profile.as_str() {
            "cn-promised" => Word::Assumed,
            _ => Word::Recorded,
        };
        format!("{}{}", medians.profile, lang.bracketed(recorded.say(lang)))
    }));
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
                    days(before.counted_p50.value.round()),
                    days(after.counted_p50.value.round())
                ),
                None => days(before.counted_p50.value.round()),
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
        usize::from(COLUMNS),
    )
    .join("\n");
    Some(format!("{title}\n{table}"))
}

/// Scenarios whose total depends on stages overlapping.
fn gates(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let mut found = Vec::new();
    for comparison in comparisons {
        let name = comparison.name.get(lang, &comparison.id);
        let sides = std::iter::once((None, &comparison.baseline)).chain(
            comparison
                .reforms
                .iter()
                .map(|reform| (Some(reform), &reform.side)),
        );
        for (reform, side) in sides {
            let limits = &side.limits;
            if limits.gated_counted_days > limits.counted_days + 1e-9 {
                let reform = reform
                    .map(|reform| lang.bracketed(reform.name.get(lang, &reform.id)))
                    .unwrap_or_default();
                found.push(format!(
                    "{name}{reform} {}{}{} {}",
                    days(limits.gated_counted_days),
                    lang.comma(),
                    match lang {
                        Lang::En => "not",
                        Lang::Zh => "而非",
                    },
                    days(limits.counted_days)
                ));
            }
        }
    }
    if found.is_empty() {
        return None;
    }
    let text = match lang {
        Lang::En => format!("{}: {}.", Word::Gated.say(lang), found.join("; ")),
        Lang::Zh => format!("{}：{}。", Word::Gated.say(lang), found.join("；")),
    };
    Some(wrap(&text, usize::from(COLUMNS)).join("\n"))
}

/// A table without frames, ruled under its heading.
pub(super) fn plain_table() -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(COLUMNS);
    table
}

/// The first column to the left, numbers to the right, one space between.
pub(super) fn align(table: &mut Table) {
    for (idx, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if idx > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// −14, 0, +3: with a real minus sign.
pub(super) fn signed(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        1.. => format!("+{}", count(number)),
        _ => format!("−{}", count(-number)),
    }
}

/// −23.7, 0, +0.5: with a real minus sign, at most one decimal.
pub(super) fn signed_days(number: f64) -> String {
    let shown = days(number.abs());
    match (shown == "0", number < 0.0) {
        (true, _) => shown,
        (false, true) => format!("−{shown}"),
        (false, false) => format!("+{shown}"),
    }
}

/// −40 %, with a real minus sign, at most one decimal.
pub(super) fn percent(share: f64, lang: Lang) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    let sign = if tenths < 0.0 { "−" } else { "" };
    lang.percent(format!("{sign}{}", days(tenths.abs())))
}

//! The table of `run` on a terminal: a finding first, then a row per scenario, 80 columns.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::finding::finding;
use super::named::{NamedRow, names_above};
use super::told::of_chain;
use super::words::Word;
use crate::compare::{Comparison, ProgrammeLedger, SharedQueues, Side};
use crate::lang::{Lang, Name};
use crate::text::{about, count, days, wrap};
use crate::workflow::{Basis, Stated};

/// Columns of the narrowest terminal that is served.
const COLUMNS: u16 = 80;

/// The default answer: what is needed to decide, on one screen.
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
    parts.push(wrap(&how_to_read(comparisons, lang), usize::from(COLUMNS)).join("\n"));
    parts.extend(super::cuts::five_cuts(comparisons, programme, lang));
    parts.extend(super::queues::told(comparisons, shared, lang));
    parts.extend(super::profiles::told(comparisons, lang));
    parts.extend(super::assumptions::table(comparisons, lang));
    parts.join("\n\n") + "\n"
}

fn main_table(comparisons: &[Comparison], lang: Lang) -> String {
    let has_trips = has_trips(comparisons);
    let basis = of_chain(comparisons);
    let clock = match basis {
        Basis::Promises => Word::Limits,
        Basis::Medians | Basis::RecordedMedians => Word::Median,
    };
    let mut rows = Vec::new();
    for comparison in comparisons {
        let name = comparison.name.get(lang, &comparison.id);
        let mut add = |name: String, after: Option<&Side>| {
            let told = after.unwrap_or(&comparison.baseline);
            let parts = told.told.parts_said(comparison.basis(), lang);
            rows.push(NamedRow {
                name: Some(name),
                figures: row(&comparison.baseline, after, has_trips),
                note: parts.map(|parts| of_which(after.is_some(), &parts, lang)),
            });
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
    let mut headings = vec![
        Word::Category,
        Word::Law,
        clock,
        Word::Waits,
        Word::Half,
        Word::NineOfTen,
        Word::Items,
        Word::Materials,
        Word::Proofs,
    ];
    headings.extend(has_trips.then_some(Word::Trips));
    let headings: Vec<&str> = headings.into_iter().map(|word| word.say(lang)).collect();
    names_above(&headings, &rows)
}

/// Whether any workflow asks the applicant to come.
pub(super) fn has_trips(comparisons: &[Comparison]) -> bool {
    let sides = |one: &Comparison| {
        let reforms = one.reforms.iter().map(|reform| &reform.side);
        let mut sides = std::iter::once(&one.baseline).chain(reforms);
        sides.any(|side| side.told.case.visits > 0.0)
    };
    comparisons.iter().any(sides)
}

/// What averages are made of.
fn of_which(is_after: bool, parts: &str, lang: Lang) -> String {
    match (is_after, lang) {
        (true, Lang::En) => format!("  after the reform, {parts}"),
        (false, Lang::En) => format!("  {parts}"),
        (true, Lang::Zh) => format!("  改革后{parts}"),
        (false, Lang::Zh) => format!("  {parts}"),
    }
}

/// What the columns mean, and which steps have no such figure.
fn how_to_read(comparisons: &[Comparison], lang: Lang) -> String {
    let stated = comparisons.iter().map(|one| one.baseline.limits.stated);
    let sum = |pick: fn(Stated) -> usize| stated.clone().map(pick).sum::<usize>();
    let steps = sum(|stated| stated.steps);
    let (promised, statutory) = (
        sum(|stated| stated.promised),
        sum(|stated| stated.statutory),
    );
    let some = |n: usize| match (n == 0 || n == steps, lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!(" of the {n} of {steps} steps that have one"),
        (false, Lang::Zh) => format!("（{steps} 个计时节点中 {n} 个有）"),
    };
    let law = match (statutory, lang) {
        (0, Lang::En) => "law: the file states no statutory limit".to_owned(),
        (0, Lang::Zh) => "法定：文件未载法定时限".to_owned(),
        (n, Lang::En) => format!("law: statutory limits before{}", some(n)),
        (n, Lang::Zh) => format!("法定：改革前法定时限合计{}", some(n)),
    };
    let counted = match (of_chain(comparisons), lang) {
        (Basis::Promises, Lang::En) if promised < steps => format!(
            "clock: promised limits on the official clock, the median of {} steps without one, before → after",
            steps - promised
        ),
        (Basis::Promises, Lang::En) => {
            "clock: promised limits on the official clock, before → after".to_owned()
        }
        (Basis::Promises, Lang::Zh) if promised < steps => format!(
            "计时：承诺时限合计（{} 个无时限节点取中位数；改革前 → 后）",
            steps - promised
        ),
        (Basis::Promises, Lang::Zh) => "计时：承诺时限合计（改革前 → 后）".to_owned(),
        (Basis::RecordedMedians, Lang::En) => {
            "median: recorded medians of the steps, as the file states no limit".to_owned()
        }
        (Basis::RecordedMedians, Lang::Zh) => {
            "中位：文件未载时限，为各节点实录中位数合计".to_owned()
        }
        (Basis::Medians, Lang::En) => {
            "median: medians of the steps, as the file states no limit".to_owned()
        }
        (Basis::Medians, Lang::Zh) => "中位：文件未载时限，为各节点中位数合计".to_owned(),
    };
    let rest = Word::HowToRead.say(lang);
    let kinds = match comparisons.iter().any(|one| one.baseline.told.of_all_kinds) {
        true => Word::AllKinds.say(lang),
        false => "",
    };
    match lang {
        Lang::En => format!("{counted}; {law}; {rest}{kinds}"),
        Lang::Zh => format!("{counted}；{law}；{rest}{kinds}"),
    }
}

/// A further reform: it follows (`then`), or it is another choice (`or`).
fn led_by(word: Word, name: &Name, id: &str, lang: Lang) -> String {
    format!("{}{}{}", word.say(lang), lang.colon(), name.get(lang, id))
}

fn row(before: &Side, after: Option<&Side>, has_trips: bool) -> Vec<String> {
    let shown = |say: fn(f64) -> String, pick: fn(&Side) -> f64| match after {
        Some(after) => format!("{} → {}", say(pick(before)), say(pick(after))),
        None => say(pick(before)),
    };
    let change = |pick| shown(days, pick);
    let simulated = |pick| shown(about, pick);
    let mut figures = vec![
        String::new(),
        optional_days(before.limits.statutory_counted_days.map(f64::round)),
        change(|side| side.told.case.counted_days),
        change(|side| side.told.case.elapsed_days),
        simulated(|side| side.simulated.elapsed.quantiles[2].value),
        simulated(|side| side.simulated.elapsed.quantiles[4].value),
        change(|side| side.told.case.items),
        change(|side| side.told.case.materials),
        change(|side| side.told.case.certificates),
    ];
    if has_trips {
        figures.push(change(|side| side.told.case.visits));
    }
    figures
}

/// Days, or `–` where there is no such figure.
pub(super) fn optional_days(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), days)
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

/// −14, 0, +3: with a real minus sign, whole numbers grouped, others with one decimal.
pub(super) fn signed(number: f64) -> String {
    match number.fract() == 0.0 || number.abs() >= 1000.0 {
        false => signed_days(number),
        true => match number.round() as i64 {
            0 => "0".to_owned(),
            number @ 1.. => format!("+{}", count(number)),
            number => format!("−{}", count(-number)),
        },
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

//! What a list of cases says: on time or late, corrected, and which item and which step wait longest.

use super::cases::{Cases, STEPS};
use super::taken::Taken;
use crate::lang::{Lang, Name};
use crate::text::{pad, pad_start, plural, width};

/// English names of the steps of a case.
const STEPS_EN: [&str; 5] = [
    "application",
    "correction",
    "acceptance",
    "special procedures",
    "decision",
];

/// Cases of one item, or of all.
#[derive(Clone, Debug)]
pub struct Group {
    /// The item; `None`: all.
    pub item: Option<String>,
    /// Decided cases.
    pub n_decided: usize,
    /// Cases that are not decided.
    pub n_open: usize,
    /// What each decided case took.
    taken: Vec<Taken>,
    /// Cases with a promise: late on the clock, late with special procedures counted, all.
    late: [usize; 3],
    /// Corrected cases.
    n_corrected: usize,
}

/// P10, P50, P90 and mean.
pub type Quantiles = [f64; 4];

impl Group {
    /// The decided cases of an item, or of all.
    pub fn of(cases: &Cases, item: Option<&str>) -> Group {
        let mut group = Group {
            item: item.map(str::to_owned),
            n_decided: 0,
            n_open: 0,
            taken: Vec::new(),
            late: [0; 3],
            n_corrected: 0,
        };
        let all = cases.all.iter();
        for case in all.filter(|case| item.is_none_or(|item| case.item.as_deref() == Some(item))) {
            let Some(taken) = cases.taken(case) else {
                group.n_open += 1;
                continue;
            };
            group.n_decided += 1;
            group.taken.push(taken);
            group.n_corrected += usize::from(case.correction.is_some());
            if let Some([counted, with_special]) = cases.is_late(case) {
                group.late[0] += usize::from(counted);
                group.late[1] += usize::from(with_special);
                group.late[2] += 1;
            }
        }
        group
    }

    /// Working days on the clock.
    pub fn counted(&self) -> Quantiles {
        quantiles(self.taken.iter().map(|taken| taken.counted))
    }

    /// Working days from application to decision.
    pub fn whole(&self) -> Quantiles {
        quantiles(self.taken.iter().map(|taken| taken.whole))
    }

    /// Shares of cases that are late: on the clock, and with special procedures counted; `None`: nothing is promised.
    pub fn late_shares(&self) -> Option<[f64; 2]> {
        let [counted, with_special, all] = self.late;
        (all > 0).then(|| [counted, with_special].map(|n| n as f64 / all as f64))
    }

    /// Share of cases that were corrected.
    pub fn corrected_share(&self) -> f64 {
        self.n_corrected as f64 / self.n_decided.max(1) as f64
    }

    /// Mean working days of a case in each step, those that do not need it too.
    pub fn step_days(&self) -> [f64; 5] {
        let mean = |at: usize| {
            let days: f64 = self.taken.iter().map(|taken| taken.steps[at]).sum();
            days / self.n_decided.max(1) as f64
        };
        [0, 1, 2, 3, 4].map(mean)
    }
}

/// Linear between the values, as in spreadsheets.
fn quantiles(values: impl Iterator<Item = f64>) -> Quantiles {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |p: f64| {
        let place = p * values.len().saturating_sub(1) as f64;
        let low = place.floor() as usize;
        let value = |at: usize| values.get(at).or(values.last()).copied().unwrap_or(0.0);
        value(low) + (place - low as f64) * (value(low + 1) - value(low))
    };
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    [at(0.1), at(0.5), at(0.9), mean]
}

/// The lines on a list of cases: all together, and by item.
pub fn lines(cases: &Cases, items: &[String]) -> Vec<Name> {
    let all = Group::of(cases, None);
    let mut lines = Vec::new();
    let (n_skipped, first) = &cases.skipped;
    let (n_decided, n_open, n_items) = (all.n_decided, all.n_open, items.len());
    lines.push(Name::both(
        format!(
            "cases: {n_decided} decided, {n_open} open, {}",
            plural(n_items, "item", "items")
        ),
        format!("办件：已办结 {n_decided} 件，未办结 {n_open} 件，{n_items} 个事项"),
    ));
    if *n_skipped > 0 {
        let first = first.join("; ");
        lines.push(Name::both(
            format!("skipped: {} ({first})", plural(*n_skipped, "row", "rows")),
            format!("跳过 {n_skipped} 行（{first}）"),
        ));
    }
    let hours = cases.clock.hours.shown();
    let [hours_en, hours_zh] = match hours {
        Some(hours) => [format!(" of {hours}"), format!("（{hours}）")],
        None => [String::new(), String::new()],
    };
    let figures =
        |[p10, p50, p90, _]: Quantiles| format!("P10 {p10:.2}, P50 {p50:.2}, P90 {p90:.2}");
    let row = |days: Quantiles, lang: Lang| {
        let mean = days[3];
        match lang {
            Lang::En => format!("{}, mean {mean:.2}", figures(days)),
            Lang::Zh => format!("{}，平均 {mean:.2}", figures(days)),
        }
    };
    let (counted, whole) = (all.counted(), all.whole());
    lines.push(Name::both(
        format!("on the clock, acceptance to decision without special procedures, working days{hours_en}: {}", row(counted, Lang::En)),
        format!("计时用时（受理至办结，扣除特别程序），工作日{hours_zh}：{}", row(counted, Lang::Zh)),
    ));
    lines.push(Name::both(
        format!("application to decision: {}", row(whole, Lang::En)),
        format!("申请至办结：{}", row(whole, Lang::Zh)),
    ));
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let corrected = percent(all.corrected_share());
    lines.push(match all.late_shares() {
        Some(shares) => {
            let [late, with_special] = shares.map(percent);
            let on_time = percent(1.0 - shares[0]);
            Name::both(
                format!("on time: {on_time} %; late against the promise: {late} % on the clock, {with_special} % if special procedures counted; corrected: {corrected} % of the cases"),
                format!("按时办结率 {on_time}%；超承诺时限：计时 {late}%，如计入特别程序 {with_special}%；补正率 {corrected}%"),
            )
        }
        None => Name::both(
            format!("nothing is promised; corrected: {corrected} % of the cases"),
            format!("无承诺时限；补正率 {corrected}%"),
        ),
    });
    let groups: Vec<Group> = items
        .iter()
        .map(|item| Group::of(cases, Some(item)))
        .collect();
    if groups.len() > 1 {
        table(&groups, &mut lines);
    }
    longest(&all, &groups, &mut lines);
    lines
}

/// A line for each item.
fn table(groups: &[Group], lines: &mut Vec<Name>) {
    let name = |group: &Group| group.item.clone().unwrap_or_default();
    let columns = groups
        .iter()
        .map(|group| width(&name(group)))
        .max()
        .unwrap_or(0);
    let figures = |group: &Group| {
        let [_, p50, p90, _] = group.counted();
        let late = group
            .late_shares()
            .map_or("–".to_owned(), |[late, _]| format!("{:.1}", 100.0 * late));
        let corrected = format!("{:.1}", 100.0 * group.corrected_share());
        [
            group.n_decided.to_string(),
            format!("{p50:.2}"),
            format!("{p90:.2}"),
            format!("{:.2}", group.whole()[1]),
            late,
            corrected,
        ]
    };
    let row = |first: &str, cells: [String; 6], widths: [usize; 6]| {
        let cells = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| pad_start(cell, width));
        let cells: Vec<String> = cells.collect();
        format!("  {}  {}", pad(first, columns), cells.join("  "))
    };
    let headings = [
        ["cases", "P50", "P90", "whole P50", "late %", "corrected %"],
        ["件数", "P50", "P90", "申请至办结P50", "超期%", "补正%"],
    ];
    let [en, zh] = headings.map(|headings| {
        let widths = headings.map(|heading| width(heading).max(6));
        (headings.map(str::to_owned), widths)
    });
    lines.push(Name::both(
        row("", en.0.clone(), en.1),
        row("", zh.0.clone(), zh.1),
    ));
    for group in groups {
        let name = name(group);
        lines.push(Name::both(
            row(&name, figures(group), en.1),
            row(&name, figures(group), zh.1),
        ));
    }
}

/// Which item and which step wait longest.
fn longest(all: &Group, groups: &[Group], lines: &mut Vec<Name>) {
    let days = all.step_days();
    let step = (0..STEPS.len())
        .max_by(|a, b| days[*a].total_cmp(&days[*b]))
        .unwrap_or(0);
    let (mean, whole) = (days[step], all.whole()[3]);
    let share = 100.0 * mean / whole.max(f64::MIN_POSITIVE);
    lines.push(Name::both(
        format!(
            "the longest step is `{}`: {mean:.2} of {whole:.2} working days a case ({share:.0} %)",
            STEPS_EN[step]
        ),
        format!(
            "用时最长的环节：{}，平均每件 {mean:.2} 个工作日（全程 {whole:.2}，占 {share:.0}%）",
            STEPS[step]
        ),
    ));
    let slowest = groups
        .iter()
        .max_by(|a, b| a.whole()[3].total_cmp(&b.whole()[3]));
    if let Some(group) = slowest.filter(|_| groups.len() > 1) {
        let item = group.item.as_deref().unwrap_or_default();
        let mean = group.whole()[3];
        lines.push(Name::both(
            format!("the longest item is `{item}`: {mean:.2} working days from application to decision on average"),
            format!("用时最长的事项：{item}，申请至办结平均 {mean:.2} 个工作日"),
        ));
    }
}

//! The words of the categories in both languages.

use super::{Data, Group, Row};
use crate::lang::Lang;
use crate::text::{about, count, days};
use crate::workflow::Basis;

/// The finding with both truths: ranges over the scenarios, one reform of each.
pub fn title(data: &Data, lang: Lang) -> String {
    let of = |figure: fn(&Row) -> f64| {
        let before = range(
            data.groups.iter().filter_map(|group| group.rows.first()),
            figure,
        );
        let after: Vec<&Row> = data
            .groups
            .iter()
            .filter_map(|group| group.rows.get(group.told?))
            .collect();
        if after.is_empty() {
            return before;
        }
        format!("{before} → {}", range(after.into_iter(), figure))
    };
    let (counted, waits) = (of(|row| row.counted_days), of(|row| row.elapsed_days));
    let name = match (data.basis, lang) {
        (Basis::Promises, Lang::En) => "Counted",
        (basis, _) => basis.say(lang),
    };
    match lang {
        Lang::En => format!("{name} {counted}; applicants wait {waits} working days"),
        Lang::Zh => format!("{name} {counted} 个工作日；申请人历时 {waits} 个工作日"),
    }
}

fn range<'a>(rows: impl Iterator<Item = &'a Row>, figure: fn(&Row) -> f64) -> String {
    let (low, high) = rows
        .map(figure)
        .fold((f64::INFINITY, 0.0), |(low, high), days| {
            (f64::min(low, days), f64::max(high, days))
        });
    let (low, high) = (days(low), days(high));
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

/// What is shown.
pub fn subtitle(data: &Data, lang: Lang) -> String {
    let name = data.name.as_ref().map_or("", |name| name.get(lang, ""));
    let shown = match (data.basis, lang) {
        (Basis::Promises, Lang::En) => {
            "Limits are promises, a ceiling; the simulation assumes how much of them is used."
        }
        (Basis::Promises, Lang::Zh) => "时限是承诺，为上限；模拟假设其实际用去多少。",
        (Basis::Medians | Basis::RecordedMedians, Lang::En) => {
            "The files state no limit: medians of the steps' times stand in."
        }
        (Basis::Medians | Basis::RecordedMedians, Lang::Zh) => {
            "文件未载时限，以各节点用时中位数代替。"
        }
    };
    match (name, lang) {
        ("", _) => shown.to_owned(),
        (name, Lang::En) => format!("{name}. {shown}"),
        (name, Lang::Zh) => format!("{name}。{shown}"),
    }
}

/// Titles of the three columns and the line under each.
pub fn columns(data: &Data, lang: Lang) -> [(&'static str, String); 3] {
    let cases = count(data.replications as i64);
    let (counted, added) = match (data.basis, lang) {
        (Basis::Promises, Lang::En) => ("Counted", "limits on the official clock"),
        (Basis::Promises, Lang::Zh) => ("计时", "承诺时限合计"),
        (basis, Lang::En) => (basis.say(lang), "of the longest chain"),
        (basis, Lang::Zh) => (basis.say(lang), "最长路径合计"),
    };
    match lang {
        Lang::En => [
            (counted, added.to_owned()),
            ("Applicant waits", "and time off the clock".to_owned()),
            (
                "Simulated wait",
                format!("● half, ○ nine of ten of {cases} cases"),
            ),
        ],
        Lang::Zh => [
            (counted, added.to_owned()),
            ("申请人历时", "另加不计时时间".to_owned()),
            ("模拟历时", format!("● 半数、○ 九成（{cases} 件）")),
        ],
    }
}

/// The name of a row.
pub fn row(row: &Row, lang: Lang) -> &str {
    match (&row.reform, lang) {
        (Some((name, id)), _) => name.get(lang, id),
        (None, Lang::En) => "Before",
        (None, Lang::Zh) => "改革前",
    }
}

/// All that is known of a row.
pub fn told(group: &Group, line: &Row, lang: Lang) -> String {
    let (scenario, name) = (
        group.scenario.0.get(lang, &group.scenario.1),
        row(line, lang),
    );
    let (counted, waits) = (days(line.counted_days), days(line.elapsed_days));
    let (half, most) = (about(line.half_days), about(line.nine_of_ten_days));
    match lang {
        Lang::En => format!(
            "{scenario}, {name}: counted {counted}, applicant waits {waits} working days; simulated: half within {half}, nine of ten within {most}"
        ),
        Lang::Zh => format!(
            "{scenario}，{name}：计时 {counted}、历时 {waits} 个工作日；模拟：半数 {half}、九成 {most} 个工作日内"
        ),
    }
}

/// What averages are made of, of every reform that they are told of.
pub fn parts(data: &Data, lang: Lang) -> Vec<String> {
    let rows = data.groups.iter().flat_map(|group| {
        let name = group.scenario.0.get(lang, &group.scenario.1);
        group.rows.iter().map(move |line| (name, line))
    });
    let parts = rows.filter_map(|(name, line)| {
        let parts = line.told.parts_said(data.basis, lang)?;
        let line = row(line, lang);
        Some(match lang {
            Lang::En => format!("{name}, {line}: {parts}."),
            Lang::Zh => format!("{name}，{line}：{parts}。"),
        })
    });
    parts.take(MOST_PARTS).collect()
}

/// More notes than that leave no room for bars.
const MOST_PARTS: usize = 6;

/// Over the applicant's trips.
pub fn trips(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Trips",
        Lang::Zh => "跑动次数",
    }
}

/// The target in words.
pub fn target(target_days: f64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("target {}", days(target_days)),
        Lang::Zh => format!("目标 {}", days(target_days)),
    }
}

/// The published figure in words.
pub fn published(published_days: f64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("published before: {}", days(published_days)),
        Lang::Zh => format!("公布的改革前时限 {}", days(published_days)),
    }
}

/// The unit under the columns.
pub fn unit(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "working days",
        Lang::Zh => "工作日",
    }
}

/// What a picture of bounded height leaves out.
pub fn left_out(n_scenarios: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{n_scenarios} more scenarios are in the table only."),
        Lang::Zh => format!("另有 {n_scenarios} 个情景仅列于表中。"),
    }
}

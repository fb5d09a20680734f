//! What the picture of a sweep says.

use super::{Line, ceiling, last};
use crate::lang::Lang;
use crate::study::{Fewest, Queued, Sweep, Total};
use crate::text::days;

/// The first input as a reader calls it.
pub(super) fn input(sweep: &Sweep, idx: usize, lang: Lang) -> String {
    sweep.described[idx].get(lang, &sweep.addresses[idx])
}

/// How many officers a target takes, where that was asked; else from where to where the wait goes.
pub(super) fn title(sweep: &Sweep, lines: &[Line], lang: Lang) -> Option<String> {
    let name = sweep.described[0].leading(lang, &sweep.addresses[0]);
    let queues = sweep.points.iter().map(|point| point.queues.len());
    let n_sides = queues.min().unwrap_or(0);
    if let Some(within) = sweep.within_days.filter(|_| n_sides > 0) {
        let fewest = (0..n_sides).map(|side| match sweep.fewest(side, within) {
            Fewest::Officers(officers) => rounded(officers),
            Fewest::NotUpTo(most, _) => format!(">{}", rounded(most)),
        });
        let fewest = fewest.collect::<Vec<_>>().join(" → ");
        let within = rounded(within);
        return Some(match lang {
            Lang::En => format!("{name}: {fewest} for nine of ten within {within} working days"),
            Lang::Zh => format!("九成办件 {within} 个工作日内办结，{name}：{fewest}"),
        });
    }
    let told = lines.iter().find(|line| line.side == 1).or(lines.first())?;
    let (from, to) = (told.points.first()?, told.points.last()?);
    let (low, high) = (rounded(from.1), rounded(to.1));
    Some(match lang {
        Lang::En => format!(
            "{name} from {} to {}: nine of ten wait {low} to {high} working days",
            from.0, to.0
        ),
        Lang::Zh => format!(
            "{name}从 {} 到 {}：九成历时 {low} 到 {high} 个工作日",
            from.0, to.0
        ),
    })
}

pub(super) fn subtitle(sweep: &Sweep, lang: Lang) -> String {
    let scenario = sweep.scenario_name.get(lang, &sweep.scenario);
    let queued = sweep.points.iter().any(|point| !point.queues.is_empty());
    match (lang, queued) {
        (Lang::En, false) => {
            format!("{scenario}: working days within which nine of ten cases are done.")
        }
        (Lang::En, true) => format!(
            "{scenario}: working days within which nine of ten cases are done, with the wait for officers."
        ),
        (Lang::Zh, false) => format!("{scenario}：九成办件办结天数（工作日）。"),
        (Lang::Zh, true) => format!("{scenario}：九成办件办结天数（工作日），计入等待人员。"),
    }
}

/// How to set the inputs; what does not fit on the axis.
pub(super) fn notes(sweep: &Sweep, lines: &[Line], n_hidden: usize, lang: Lang) -> Vec<String> {
    let addresses = sweep.addresses.join(", ");
    let mut note = match lang {
        Lang::En => format!("In the file: {addresses}."),
        Lang::Zh => format!("文件中的地址：{addresses}。"),
    };
    if n_hidden > 0 {
        note += &match lang {
            Lang::En => format!(" Lines that are not shown: {n_hidden}."),
            Lang::Zh => format!("另有 {n_hidden} 条线未显示。"),
        };
    }
    let mut queues = sweep.points.iter().flat_map(|point| &point.queues);
    if queues.any(|queued| *queued == Queued::Growing) {
        note += match lang {
            Lang::En => " Where a line is missing, the backlog grows.",
            Lang::Zh => "线条缺失处，积压不断增加。",
        };
    }
    let (most, _) = ceiling(sweep, lines);
    let highest = lines.iter().flat_map(|line| &line.points);
    let highest = highest.map(|point| point.1).fold(0.0, f64::max);
    if highest > most {
        let (most, highest) = (rounded(most), rounded(highest));
        note += &match lang {
            Lang::En => format!(" The axis ends at {most}; the longest wait is {highest}."),
            Lang::Zh => format!("纵轴止于 {most}；最长为 {highest}。"),
        };
    }
    vec![note]
}

/// What stands at the end of a line.
pub(super) fn line(sweep: &Sweep, line: &Line, lang: Lang) -> String {
    let days = rounded(last(line));
    let side = side(sweep, line.side, lang);
    let second = line.second.map(|value| format!("{value}"));
    let clock = match (line.total, lang) {
        (Total::Elapsed, _) => None,
        (Total::Counted, Lang::En) => Some("official clock"),
        (Total::Counted, Lang::Zh) => Some("计时"),
    };
    let parts = [clock, Some(side), second.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match lang {
        Lang::En => format!("{days} {}", parts.join(", ")),
        Lang::Zh => format!("{days} {}", parts.join("，")),
    }
}

/// Before, after; of several reforms each by its name.
fn side(sweep: &Sweep, side: usize, lang: Lang) -> &str {
    match (side.checked_sub(1), lang) {
        (None, Lang::En) => "before",
        (None, Lang::Zh) => "改革前",
        (Some(_), Lang::En) if sweep.reforms.len() < 2 => "after",
        (Some(_), Lang::Zh) if sweep.reforms.len() < 2 => "改革后",
        (Some(idx), _) => {
            let (id, name) = &sweep.reforms[idx];
            name.get(lang, id)
        }
    }
}

pub(super) fn target(within: f64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("target {}", rounded(within)),
        Lang::Zh => format!("目标 {}", rounded(within)),
    }
}

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

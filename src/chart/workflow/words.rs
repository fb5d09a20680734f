//! The words of the workflow in both languages.

use super::{Change, Data, Fate, Group, Node};
use crate::lang::{Lang, Name};
use crate::text::days;
use crate::workflow::{Basis, Clock};

/// A name as a reader sees it.
pub fn said(name: &(Name, String), lang: Lang) -> &str {
    name.0.get(lang, &name.1)
}

fn arrow(change: Change) -> String {
    match change.after {
        Some(after) if days(after) != days(change.before) => {
            format!("{} → {}", days(change.before), days(after))
        }
        Some(_) | None => days(change.before),
    }
}

fn n_of(data: &Data, is_it: fn(Fate) -> bool) -> usize {
    data.nodes.iter().filter(|node| is_it(node.fate)).count()
}

/// The finding with both truths.
pub fn title(data: &Data, lang: Lang) -> String {
    let (steps, counted, waits) = (
        arrow(data.n_steps),
        arrow(data.counted_days),
        arrow(data.elapsed_days),
    );
    match lang {
        Lang::En => {
            let noun = if steps == "1" { "step" } else { "steps" };
            let name = match data.basis {
                Basis::Promises => "counted".to_owned(),
                basis => basis.say(lang).to_lowercase(),
            };
            format!("{steps} {noun}: {name} {counted}, applicant waits {waits} working days")
        }
        Lang::Zh => {
            let name = data.basis.say(lang);
            format!("{steps} 个节点：{name} {counted} 个工作日，申请人历时 {waits} 个工作日")
        }
    }
}

/// Whose workflow, and what became of its steps.
pub fn subtitle(data: &Data, lang: Lang) -> String {
    let scenario = said(&data.scenario, lang);
    let Some(reform) = &data.reform else {
        return match (data.basis, lang) {
            (Basis::Promises, Lang::En) => format!(
                "{scenario} as it is. Arrows: what waits for what. Working days at the limit; off the clock: the median."
            ),
            (Basis::Promises, Lang::Zh) => {
                format!("{scenario}，改革前。箭头：先后次序。天数为承诺时限，不计时节点取中位数。")
            }
            (Basis::Medians | Basis::RecordedMedians, Lang::En) => format!(
                "{scenario} as it is. Arrows: what waits for what. Working days: the median, as the file states no limit."
            ),
            (Basis::Medians | Basis::RecordedMedians, Lang::Zh) => {
                format!("{scenario}，改革前。箭头：先后次序。文件未载时限，天数为用时中位数。")
            }
        };
    };
    let merged: usize = data.nodes.iter().map(|node| node.swallowed.len()).sum();
    let into = data
        .nodes
        .iter()
        .filter(|node| !node.swallowed.is_empty())
        .count();
    let removed = n_of(data, |fate| fate == Fate::Removed);
    let moved = n_of(data, |fate| fate == Fate::Moved);
    let spared = n_of(data, |fate| fate == Fate::Spared);
    let checks = n_of(data, |fate| fate == Fate::Check);
    let promised = n_of(data, |fate| fate == Fate::Committed);
    let filed = n_of(data, |fate| fate == Fate::Filed);
    let facts: Vec<String> = match lang {
        Lang::En => [
            (merged, format!("{merged} merged into {into}")),
            (removed, format!("{removed} removed")),
            (moved, format!("{moved} done before day zero")),
            (spared, format!("{spared} not needed by most")),
            (promised, format!("{promised} on a promise")),
            (filed, format!("{filed} filed only")),
            (
                checks,
                format!(
                    "{checks} new after-{}",
                    if checks == 1 { "check" } else { "checks" }
                ),
            ),
        ],
        Lang::Zh => [
            (merged, format!("{merged} 个并入 {into} 个")),
            (removed, format!("取消 {removed} 个")),
            (moved, format!("前移 {moved} 个")),
            (spared, format!("多数免办 {spared} 个")),
            (promised, format!("告知承诺 {promised} 个")),
            (filed, format!("改备案 {filed} 个")),
            (checks, format!("新增事后核查 {checks} 个")),
        ],
    }
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(_, fact)| fact)
    .collect();
    let reform = said(reform, lang);
    match (facts.is_empty(), lang) {
        (true, Lang::En) => format!("{scenario}: {reform}. No step comes or goes."),
        (true, Lang::Zh) => format!("{scenario}：{reform}。节点无增减。"),
        (false, Lang::En) => format!("{scenario}: {reform}. {}.", facts.join(", ")),
        (false, Lang::Zh) => format!("{scenario}：{reform}。{}。", facts.join("，")),
    }
}

/// The steps that went into a step.
pub fn merged(node: &Node, lang: Lang) -> String {
    let names: Vec<&str> = node.swallowed.iter().map(|step| said(step, lang)).collect();
    if names.is_empty() {
        return String::new();
    }
    match lang {
        Lang::En => format!("+ {}", names.join(" + ")),
        Lang::Zh => format!("＋{}", names.join("＋")),
    }
}

/// Working days before and now.
pub fn shown_days(node: &Node, lang: Lang) -> String {
    match (node.clock, node.days) {
        (Clock::Outside, _) => match lang {
            Lang::En => "in no total".to_owned(),
            Lang::Zh => "不计入".to_owned(),
        },
        (Clock::On | Clock::Off, (Some(before), Some(now))) if days(before) != days(now) => {
            format!("{} → {}", days(before), days(now))
        }
        (Clock::On | Clock::Off, (_, Some(now))) => days(now),
        (Clock::On | Clock::Off, (Some(before), None)) => days(before),
        (Clock::On | Clock::Off, (None, None)) => String::new(),
    }
}

/// What is said of a step beside its name: days, or why it is gone.
pub fn figure(node: &Node, lang: Lang) -> String {
    let word = |en: &str, zh: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Zh => zh.to_owned(),
    };
    let shown = shown_days(node, lang);
    match node.fate {
        Fate::Kept | Fate::Merged => shown,
        Fate::Added => format!("{} {shown}", word("new", "新增")),
        Fate::Committed => format!("{} {shown}", word("promise", "承诺")),
        Fate::Filed => format!("{} {shown}", word("filed", "备案")),
        Fate::Check => word("after-check", "事后核查"),
        Fate::Removed => word("removed", "取消"),
        Fate::Moved => word("done before", "前移"),
        Fate::Spared => word("not for most", "多数免办"),
    }
}

/// All that is known of a step.
pub fn told(node: &Node, agency: Option<&str>, lang: Lang) -> String {
    let mut parts = vec![said(&node.step, lang).to_owned()];
    parts.extend(agency.map(str::to_owned));
    let figure = figure(node, lang);
    if !figure.is_empty() {
        parts.push(figure);
    }
    if !node.swallowed.is_empty() {
        parts.push(merged(node, lang));
    }
    let word = |en: &str, zh: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Zh => zh.to_owned(),
    };
    if !node.is_met {
        parts.push(word("only for some cases", "仅部分办件需要"));
    }
    if node.on_elapsed {
        parts.push(word("decides the wait", "决定申请人历时"));
    }
    if node.on_counted {
        parts.push(word("decides the counted days", "决定计时天数"));
    }
    match lang {
        Lang::En => parts.join("; "),
        Lang::Zh => parts.join("；"),
    }
}

/// Steps without a stage.
pub fn no_stage(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Other steps",
        Lang::Zh => "其他节点",
    }
}

/// All that is known of a stage.
pub fn stage_told(group: &Group, lang: Lang) -> String {
    let name = group
        .stage
        .as_ref()
        .map_or(no_stage(lang), |stage| said(stage, lang));
    match (group.is_closed, lang) {
        (false, _) => name.to_owned(),
        (true, Lang::En) => format!("{name}; all later stages wait for it"),
        (true, Lang::Zh) => format!("{name}；其后各阶段须待其办结"),
    }
}

/// Agencies that the key has no room for.
pub fn more_agencies(n: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {n} more agencies"),
        Lang::Zh => format!("另有 {n} 个部门"),
    }
}

/// The captions of the key, in the order in which they stand.
pub fn captions(lang: Lang) -> [&'static str; 8] {
    match lang {
        Lang::En => [
            "decides the wait",
            "decides the counted days",
            "on the clock",
            "off the clock",
            "merged",
            "gone",
            "new check",
            "other cases only",
        ],
        Lang::Zh => [
            "决定申请人历时",
            "决定计时天数",
            "计时",
            "不计时",
            "合并",
            "不再办理",
            "新增核查",
            "仅其他办件",
        ],
    }
}

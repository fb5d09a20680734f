//! What the picture of queues says.

use super::{Curve, Data, Load};
use crate::compare::Verdict;
use crate::lang::Lang;
use crate::text::{count, days};

/// Cases open at the worst moment of a period, or at the end where the long run was asked for; and the mean
/// wait where there is one.
pub(super) fn title(data: &Data, lang: Lang) -> String {
    let is_period = data.sides.iter().all(|one| one.verdict == Verdict::Period);
    let open_of = |one: &Curve| {
        let mut open = one.moments.iter().map(|moment| moment.open.value);
        match is_period {
            true => open.fold(0.0, f64::max),
            false => open.next_back().unwrap_or(0.0),
        }
    };
    let best = best(data, open_of);
    let told: Vec<&Curve> = match best {
        Some(best) => vec![&data.sides[0], &data.sides[best]],
        None => data.sides.iter().collect(),
    };
    let open = arrows(told.iter().map(|one| whole(open_of(one))));
    let waits = has_waits(data).then(|| arrows(told.iter().map(|one| tenths(one.mean_days))));
    let title = finding(data, is_period, (open, waits), lang);
    let n_reforms = data.sides.len() - 1;
    match (best, lang) {
        (None, _) => title,
        (Some(best), Lang::En) => format!("{title}: reform {best}, the best of {n_reforms}"),
        (Some(best), Lang::Zh) => format!("{title}（改革 {best}，{n_reforms} 项中最好）"),
    }
}

/// Where reforms are too many for a sentence: the one with the shortest mean wait, else with the fewest cases
/// open.
fn best(data: &Data, open_of: impl Fn(&Curve) -> f64) -> Option<usize> {
    let has_waits = has_waits(data);
    // As it is shown: of those that read the same the first.
    let figure = |idx: &usize| match has_waits {
        true => (data.sides[*idx].mean_days * 10.0).round(),
        false => open_of(&data.sides[*idx]).round(),
    };
    let reforms = (1..data.sides.len()).filter(|_| data.is_numbered());
    reforms.min_by(|a, b| figure(a).total_cmp(&figure(b)))
}

fn finding(
    data: &Data,
    is_period: bool,
    (open, waits): (String, Option<String>),
    lang: Lang,
) -> String {
    match (is_period, waits, lang) {
        (true, Some(waits), Lang::En) => {
            format!("Cases open, at most: {open}; mean wait {waits} working days")
        }
        (false, Some(waits), Lang::En) => {
            format!("Cases open: {open}; mean wait {waits} working days")
        }
        (_, None, Lang::En) => {
            format!(
                "{open} cases are open after {} working days",
                whole(data.days)
            )
        }
        (true, Some(waits), Lang::Zh) => {
            format!("在办件最多 {open} 件；申请人平均等待 {waits} 个工作日")
        }
        (false, Some(waits), Lang::Zh) => {
            format!("在办件 {open} 件；申请人平均等待 {waits} 个工作日")
        }
        (_, None, Lang::Zh) => format!("{} 个工作日后在办件 {open} 件", whole(data.days)),
    }
}

/// A backlog that grows has no mean wait.
fn has_waits(data: &Data) -> bool {
    let mut sides = data.sides.iter();
    sides.all(|one| one.verdict != Verdict::Growing)
}

pub(super) fn subtitle(data: &Data, lang: Lang) -> String {
    let (name, id) = &data.scenario;
    let name = name.get(lang, id);
    let growing: Vec<&str> = of_verdict(data, Verdict::Growing, lang);
    let unsettled: Vec<&str> = of_verdict(data, Verdict::NotSettled, lang);
    let mut text = match lang {
        Lang::En => format!("{name}: cases compete for officers."),
        Lang::Zh => format!("{name}：办件争用人员。"),
    };
    if !growing.is_empty() {
        text += &match lang {
            Lang::En => format!(
                " Work comes faster than it is done, the backlog grows: {}.",
                growing.join("; ")
            ),
            Lang::Zh => format!("来件快于办结，积压不断增加：{}。", growing.join("；")),
        };
    }
    if !unsettled.is_empty() {
        text += match lang {
            Lang::En => " The runs are too short for the long run.",
            Lang::Zh => "模拟太短，不足以反映长期情况。",
        };
    }
    text
}

fn of_verdict(data: &Data, verdict: Verdict, lang: Lang) -> Vec<&str> {
    let sides = data.sides.iter().filter(|one| one.verdict == verdict);
    sides.map(|one| one.name(lang)).collect()
}

/// What lines, bands and whiskers are, and what is not shown.
pub(super) fn notes(data: &Data, n_agencies_left_out: usize, lang: Lang) -> Vec<String> {
    let n = data.replications;
    let mut note = match (data.has_bands(), lang) {
        (true, Lang::En) => format!(
            "Lines and bars: means of {n} independent runs; bands and whiskers: their 95 % intervals."
        ),
        (false, Lang::En) => format!(
            "Lines and bars: means of {n} independent runs; whiskers: their 95 % intervals."
        ),
        (true, Lang::Zh) => {
            format!("线与条：{n} 次独立模拟的均值；色带与须线：其 95% 区间。")
        }
        (false, Lang::Zh) => format!("线与条：{n} 次独立模拟的均值；须线：其 95% 区间。"),
    };
    match (data.n_left_out, lang) {
        (0, _) => {}
        (1, Lang::En) => note += " 1 further reform is not shown.",
        (n, Lang::En) => note += &format!(" {n} further reforms are not shown."),
        (n, Lang::Zh) => note += &format!("另有 {n} 项改革未显示。"),
    }
    match (n_agencies_left_out, lang) {
        (0, _) => {}
        (1, Lang::En) => note += " 1 agency with the shortest wait is not shown.",
        (n, Lang::En) => note += &format!(" {n} agencies with shorter waits are not shown."),
        (n, Lang::Zh) => note += &format!("另有 {n} 个等待较短的部门未显示。"),
    }
    vec![note]
}

/// Two panels over time.
pub(super) fn panels(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::En => ["Cases open", "Files waiting for an officer"],
        Lang::Zh => ["在办件", "排队等待人员的件"],
    }
}

pub(super) fn time_axis(data: &Data, lang: Lang) -> &'static str {
    let settled = data
        .sides
        .iter()
        .any(|one| matches!(one.verdict, Verdict::Settled | Verdict::Stated));
    match (settled, lang) {
        (false, Lang::En) => "working days since the beginning",
        (false, Lang::Zh) => "自期初起的工作日",
        (true, Lang::En) => "working days since the warm-up ended",
        (true, Lang::Zh) => "自预热期结束起的工作日",
    }
}

/// Headings of the bars, and what stands beneath them.
pub(super) fn columns(lang: Lang) -> [(&'static str, &'static str); 2] {
    match lang {
        Lang::En => [
            ("Officers busy", "share of their time (officers)"),
            ("Wait of a step", "working days"),
        ],
        Lang::Zh => [
            ("人员忙碌", "工时占比（人数）"),
            ("每个节点的等待", "工作日"),
        ],
    }
}

pub(super) fn busy(load: &Load, lang: Lang) -> String {
    let officers = count(i64::from(load.officers));
    lang.percent(whole(load.utilisation.value * 100.0)) + &lang.bracketed(&officers)
}

pub(super) fn wait(load: &Load, _: Lang) -> String {
    let wait = load.waiting_days.value;
    match 0.0 < wait && wait < 0.05 {
        true => "<0.1".to_owned(),
        false => tenths(wait),
    }
}

pub(super) fn told(name: &str, curve: &Curve, load: &Load, lang: Lang) -> String {
    let (busy, wait, side) = (busy(load, lang), wait(load, lang), curve.name(lang));
    match lang {
        Lang::En => format!("{name}, {side}: officers busy {busy}, wait {wait} working days"),
        Lang::Zh => format!("{name}，{side}：人员忙碌 {busy}，等待 {wait} 个工作日"),
    }
}

fn arrows(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" → ")
}

/// A whole number with separators.
pub(super) fn whole(value: f64) -> String {
    count(value.round() as i64)
}

pub(super) fn tenths(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

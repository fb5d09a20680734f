//! The queues on a terminal: for every workflow what its applicants go through, then its agencies.

use super::table::{align, plain_table};
use super::told::chains;
use crate::compare::{
    AgencyQueue, Comparison, NEARLY_FULL, Names, Queues, SharedQueues, Side, Verdict,
};
use crate::lang::Lang;
use crate::text::{days, wrap};

const COLUMNS: usize = 80;

/// What the default answer says: how long applicants wait, and where a step waits longest.
pub(super) fn told(
    comparisons: &[Comparison],
    shared: Option<&SharedQueues>,
    lang: Lang,
) -> Option<String> {
    if let Some(shared) = shared {
        return Some(super::shared_queues::told(shared, comparisons, lang));
    }
    let told = comparisons.iter().filter_map(|one| sentence_of(one, lang));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

fn sentence_of(comparison: &Comparison, lang: Lang) -> Option<String> {
    comparison.baseline.queues.as_ref()?;
    let of = |say: &dyn Fn(&Queues) -> String| {
        let say = |side: &Side| side.queues.as_ref().map_or_else(|| "–".to_owned(), say);
        chains(comparison, &say, lang)
    };
    let mean = of(&|queues| match queues.verdict {
        Verdict::Growing => grows(lang).to_owned(),
        Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled => {
            days(tenths(queues.time_in_system[0].value))
        }
    });
    let longest = of(&|queues| longest_wait(&comparison.names, queues, lang));
    let name = comparison.name.get(lang, &comparison.id);
    let text = match lang {
        Lang::En => format!(
            "With queues, {name}: the applicant waits {mean} working days on average; a step waits longest at: {longest}."
        ),
        Lang::Zh => format!(
            "计入排队，{name}：申请人平均等待 {mean} 个工作日；节点等待最长的部门：{longest}。"
        ),
    };
    let mut lines = wrap(&text, COLUMNS);
    let reforms = comparison
        .reforms
        .iter()
        .map(|reform| (reform.name.get(lang, &reform.id), &reform.side));
    let before = match lang {
        Lang::En => "As it is",
        Lang::Zh => "现状",
    };
    for (name, side) in std::iter::once((before, &comparison.baseline)).chain(reforms) {
        let warnings = side
            .queues
            .iter()
            .flat_map(|queues| verdicts(&comparison.names, queues, lang));
        lines.extend(
            warnings.flat_map(|one| wrap(&format!("{name}{}{one}", lang.colon()), COLUMNS)),
        );
    }
    Some(lines.join("\n"))
}

/// The agency whose steps wait longest, and how many working days.
pub(super) fn longest_wait(names: &Names, queues: &Queues, lang: Lang) -> String {
    let agencies = queues.agencies.iter();
    let longest = agencies.max_by(|a, b| a.waiting_days.value.total_cmp(&b.waiting_days.value));
    match (longest, queues.verdict) {
        (None, _) => "–".to_owned(),
        (Some(_), Verdict::Growing) => grows(lang).to_owned(),
        (
            Some(longest),
            Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled,
        ) => {
            format!("{} {}", names.agency(&longest.id, lang), wait(longest))
        }
    }
}

/// Working days that a step waits; what is not quite nothing is not rounded to it.
pub(super) fn wait(agency: &AgencyQueue) -> String {
    let wait = agency.waiting_days.value;
    match tenths(wait) {
        0.0 if wait > 0.0 => "< 0.1".to_owned(),
        wait => days(wait),
    }
}

/// The section on queues of all scenarios; `None` where none has any.
pub fn queues(
    comparisons: &[Comparison],
    shared: Option<&SharedQueues>,
    lang: Lang,
) -> Option<String> {
    if let Some(shared) = shared {
        return Some(super::shared_queues::section(shared, comparisons, lang));
    }
    let parts = comparisons
        .iter()
        .flat_map(|one| blocks(one, comparisons, lang));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// A block as it is and one after every reform; `comparisons` are those that may share officers.
pub(super) fn blocks(
    comparison: &Comparison,
    comparisons: &[Comparison],
    lang: Lang,
) -> Vec<String> {
    let mut parts = Vec::new();
    let name = comparison.name.get(lang, &comparison.id);
    let before = match lang {
        Lang::En => "as it is",
        Lang::Zh => "现状",
    };
    if let Some(queues) = &comparison.baseline.queues {
        let title = title(name, before, lang) + &others(comparisons, queues, lang);
        parts.push(side(comparison, &title, queues, lang));
    }
    for reform in &comparison.reforms {
        if let Some(queues) = &reform.side.queues {
            let after = reform.name.get(lang, &reform.id);
            let title = title(name, after, lang) + &others(comparisons, queues, lang);
            parts.push(side(comparison, &title, queues, lang));
        }
    }
    parts
}

fn title(scenario: &str, workflow: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("With queues, {scenario}, {workflow}"),
        Lang::Zh => format!("计入排队，{scenario}，{workflow}"),
    }
}

/// Whose cases the officers also work on.
fn others(comparisons: &[Comparison], queues: &Queues, lang: Lang) -> String {
    let others = queues.mixed_with.iter().map(|id| {
        let other = comparisons.iter().find(|comparison| &comparison.id == id);
        other.map_or(id.as_str(), |other| other.name.get(lang, id))
    });
    let others: Vec<&str> = others.collect();
    match (others.as_slice(), lang) {
        ([], Lang::En) => ":".to_owned(),
        ([], Lang::Zh) => "：".to_owned(),
        (others, Lang::En) => format!(", officers shared with {}:", others.join("; ")),
        (others, Lang::Zh) => format!("，与{}共用人员：", others.join("、")),
    }
}

fn side(comparison: &Comparison, title: &str, queues: &Queues, lang: Lang) -> String {
    let mut lines = wrap(&format!("{title} {}", sentence(queues, lang)), COLUMNS);
    lines.extend(
        verdicts(&comparison.names, queues, lang)
            .iter()
            .flat_map(|warning| wrap(warning, COLUMNS)),
    );
    let mut table = plain_table();
    table.set_header(match lang {
        Lang::En => [
            "",
            "officers",
            "load",
            "busy",
            "wait, days",
            "waiting",
            "on time",
            "needed",
        ],
        Lang::Zh => [
            "",
            "人员",
            "负荷",
            "忙碌",
            "等待（日）",
            "排队件",
            "按时",
            "需要",
        ],
    });
    for agency in &queues.agencies {
        table.add_row(row(comparison, agency, lang));
    }
    align(&mut table);
    lines.push(table.to_string());
    lines.join("\n")
}

fn sentence(queues: &Queues, lang: Lang) -> String {
    let [mean, half, nine_of_ten] = queues.time_in_system.map(|time| days(tenths(time.value)));
    let on_time = percent(queues.on_time.value, lang);
    let cases = percent(queues.cases_on_time.value, lang);
    let warm_up = days(queues.warm_up_days.round());
    let after = match (queues.verdict == Verdict::Stated, lang) {
        (false, _) => String::new(),
        (true, Lang::En) => {
            format!("after a stated warm-up of {warm_up} days, whose length was not tested, ")
        }
        (true, Lang::Zh) => format!("在文件给定、未经检验的 {warm_up} 日预热期之后，"),
    };
    match (queues.verdict, lang) {
        (Verdict::Growing, Lang::En) => {
            let (from, to) = (queues.backlog.0.value, queues.backlog.1.value);
            let a_day = days(tenths((to - from) / queues.days));
            format!(
                "work comes faster than it is done, so the backlog grows by {a_day} cases a working day and no \
                 long-run wait exists."
            )
        }
        (Verdict::Growing, Lang::Zh) => {
            let (from, to) = (queues.backlog.0.value, queues.backlog.1.value);
            let a_day = days(tenths((to - from) / queues.days));
            format!("来件快于办结，积压每个工作日增加 {a_day} 件，不存在长期平均等待。")
        }
        (Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled, Lang::En) => {
            format!(
                "{after}the applicant waits {mean} working days on average, half of the cases are done within {half}, nine \
             of ten within {nine_of_ten}; {on_time} of the steps and {cases} of the cases are on time."
            )
        }
        (Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled, Lang::Zh) => {
            format!(
                "{after}申请人平均等待 {mean} 个工作日，半数办件 {half} 日内、九成办件 {nine_of_ten} 日内办结；{on_time} \
             的节点、{cases} 的办件按时。"
            )
        }
    }
}

/// What a reader must know before he takes the figures for the long run's.
pub(super) fn verdicts(names: &Names, queues: &Queues, lang: Lang) -> Vec<String> {
    let mut warnings = Vec::new();
    if queues.verdict == Verdict::NotSettled {
        warnings.push(match lang {
            Lang::En => {
                "Not settled: these runs are too short for the long run; raise --replications."
                    .to_owned()
            }
            Lang::Zh => {
                "尚未稳定：模拟太短，不足以反映长期情况；请提高 --replications。".to_owned()
            }
        });
    }
    let full = queues.agencies.iter();
    for agency in full.filter(|agency| agency.offered_load >= NEARLY_FULL) {
        let name = names.agency(&agency.id, lang);
        let load = percent(agency.offered_load, lang);
        warnings.push(match (agency.offered_load >= 1.0, lang) {
            (true, Lang::En) => format!("{name} is asked for {load} of what its officers can do: its backlog grows."),
            (true, Lang::Zh) => format!("{name}的工作量为其人员能力的 {load}：积压不断增加。"),
            (false, Lang::En) => {
                format!("Warning: {name} is asked for {load} of what its officers can do; little more and its backlog grows.")
            }
            (false, Lang::Zh) => format!("警告：{name}的工作量已达其人员能力的 {load}，再多一点就会积压。"),
        });
    }
    if queues.unfinished > 0 {
        let n = queues.unfinished;
        warnings.push(match lang {
            Lang::En => {
                format!("{n} cases were not done ten periods later and are left out of the times.")
            }
            Lang::Zh => format!("{n} 件在十个周期后仍未办结，未计入时间。"),
        });
    }
    warnings
}

fn row(comparison: &Comparison, agency: &AgencyQueue, lang: Lang) -> Vec<String> {
    let none = || "–".to_owned();
    vec![
        comparison.names.agency(&agency.id, lang).to_owned(),
        officers(agency, lang),
        percent(agency.offered_load, lang),
        percent(agency.utilisation.value, lang),
        days(hundredths(agency.waiting_days.value)),
        days(tenths(agency.queue_length.value)),
        agency
            .on_time
            .map_or_else(none, |share| percent(share.value, lang)),
        agency
            .officers_needed
            .map_or_else(none, |officers| officers.to_string()),
    ]
}

/// How many there are; where hours or leave leave fewer on duty, how many those are.
pub(super) fn officers(agency: &AgencyQueue, lang: Lang) -> String {
    let all = agency.officers;
    if agency.on_duty == f64::from(all) {
        return all.to_string();
    }
    let on_duty = days(agency.on_duty);
    match lang {
        Lang::En => format!("{on_duty} of {all}"),
        Lang::Zh => format!("{on_duty}/{all}"),
    }
}

pub(super) fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Whole percent; what is not quite all or nothing is not rounded to it.
pub(super) fn percent(share: f64, lang: Lang) -> String {
    let shown = (share * 100.0).round();
    match share {
        share if share < 1.0 && shown >= 100.0 => lang.percent("> 99"),
        share if share > 0.0 && shown <= 0.0 => lang.percent("< 1"),
        _ => lang.percent(shown),
    }
}

/// Instead of a time where the backlog grows.
pub(super) fn grows(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "grows",
        Lang::Zh => "积压",
    }
}

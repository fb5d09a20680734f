//! How the distributions were found: computed, or simulated because something stands in the way.

use serde_json::{Value, json};

use crate::compare::{Comparison, Method, Methods, Obstacle, Why};
use crate::lang::Lang;
use crate::text::wrap;

/// `{"counted_days": {"used": "exact", "reason": null}, "elapsed_days": {..}}`.
pub(super) fn json(methods: &Methods) -> Value {
    json!({"counted_days": one(&methods.counted), "elapsed_days": one(&methods.elapsed)})
}

fn one(method: &Method) -> Value {
    match method {
        Method::Simulated => json!({"used": "simulate", "reason": null}),
        Method::Exact => json!({"used": "exact", "reason": null}),
        Method::Refused(obstacle) => json!({
            "used": "simulate",
            "reason": {"obstacle": obstacle.why.key(), "steps": obstacle.steps},
        }),
    }
}

/// Which distributions were computed, and what stands in the way of the others; empty where nobody asked.
pub fn note(comparisons: &[Comparison], lang: Lang) -> String {
    let mut told: Vec<(Days, &Method, Vec<String>)> = Vec::new();
    for comparison in comparisons {
        for (name, methods) in workflows(comparison, lang) {
            let found = match methods {
                Methods { counted, elapsed } if counted == elapsed => vec![(Days::Both, counted)],
                Methods { counted, elapsed } => {
                    vec![(Days::Counted, counted), (Days::Elapsed, elapsed)]
                }
            };
            for (days, method) in found {
                let same = told.iter_mut().find(|one| (one.0, one.1) == (days, method));
                match same {
                    Some((.., names)) => names.push(name.clone()),
                    None => told.push((days, method, vec![name.clone()])),
                }
            }
        }
    }
    told.sort_by_key(|(days, method, _)| (matches!(method, Method::Refused(_)), *days));
    let sentences = told.iter();
    let sentences = sentences.filter_map(|(days, method, names)| {
        let days = days.say(lang);
        let names = joined(names, lang);
        match (method, lang) {
            (Method::Simulated, _) => None,
            (Method::Exact, Lang::En) => {
                Some(format!("Computed without sampling: {days} in {names}."))
            }
            (Method::Exact, Lang::Zh) => Some(format!("不经抽样直接算出：{names}的{days}。")),
            (Method::Refused(obstacle), Lang::En) => {
                let reason = reason(obstacle, lang);
                Some(format!(
                    "Simulated all the same: {days} in {names}, because {reason}."
                ))
            }
            (Method::Refused(obstacle), Lang::Zh) => {
                let reason = reason(obstacle, lang);
                Some(format!("仍用模拟：{names}的{days}，因为{reason}。"))
            }
        }
    });
    let lines: Vec<String> = sentences.flat_map(|sentence| wrap(&sentence, 80)).collect();
    match &lines[..] {
        [] => String::new(),
        lines => format!("\n{}\n", lines.join("\n")),
    }
}

/// Which days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Days {
    Both,
    Counted,
    Elapsed,
}

impl Days {
    fn say(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Days::Both, Lang::En) => "days on the official clock and days the applicant waits",
            (Days::Both, Lang::Zh) => "计时和历时工作日",
            (Days::Counted, Lang::En) => "days on the official clock",
            (Days::Counted, Lang::Zh) => "计时工作日",
            (Days::Elapsed, Lang::En) => "days the applicant waits",
            (Days::Elapsed, Lang::Zh) => "历时工作日",
        }
    }
}

/// Baseline and reforms, named so that they differ from those of other scenarios.
fn workflows(comparison: &Comparison, lang: Lang) -> Vec<(String, &Methods)> {
    let scenario = comparison.name.get(lang, &comparison.id);
    let before = match lang {
        Lang::En => "before",
        Lang::Zh => "改革前",
    };
    let named = |name: &str| format!("{scenario}{}", lang.bracketed(name));
    let mut all = vec![(named(before), &comparison.baseline.methods)];
    all.extend(comparison.reforms.iter().map(|reform| {
        let name = reform.name.get(lang, &reform.id);
        (named(name), &reform.side.methods)
    }));
    all
}

fn joined(names: &[String], lang: Lang) -> String {
    names.join(match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    })
}

/// What is in the way, in words.
fn reason(obstacle: &Obstacle, lang: Lang) -> String {
    let steps: Vec<String> = obstacle.steps.iter().map(|id| format!("`{id}`")).collect();
    let all = joined(&steps, lang);
    match (obstacle.why, lang) {
        (Why::Shape, Lang::En) => match &steps[..] {
            [a, b, c, d] => format!(
                "{c} waits for {a}, {d} for {a} and {b}, in a knot that two given times do not untie"
            ),
            _ => format!("{all} stand in a knot that two given times do not untie"),
        },
        (Why::Shape, Lang::Zh) => match &steps[..] {
            [a, b, c, d] => format!("{c} 等 {a}，{d} 等 {a} 和 {b}，取定两个时间也解不开"),
            _ => format!("{all} 相互牵连，取定两个时间也解不开"),
        },
        (Why::Delays, Lang::En) => {
            format!("hand-offs or materials on the way tie branches together at {all}")
        }
        (Why::Delays, Lang::Zh) => format!("交接或取材料的时间把 {all} 处的分支连在一起"),
        (Why::SharedLuck, Lang::En) if steps.len() == 1 => format!("parts of {all} share a draw"),
        (Why::SharedLuck, Lang::Zh) if steps.len() == 1 => format!("{all} 的各部分共用一次抽样"),
        (Why::SharedLuck, Lang::En) => format!("{all} share a draw"),
        (Why::SharedLuck, Lang::Zh) => format!("{all} 共用一次抽样"),
        (Why::EndGate, Lang::En) => format!("missing materials may hold the end of {all}"),
        (Why::EndGate, Lang::Zh) => format!("容缺材料可能拖住 {all} 的办结"),
        (Why::Meeting, Lang::En) => {
            format!(
                "{all} meets several panels, or one that sits on whole days when cases do not come on these"
            )
        }
        (Why::Meeting, Lang::Zh) => {
            format!("{all} 要过几个会，或只在整日开会而办件并非整日到来")
        }
        (Why::Kinds, Lang::En) => "there are too many kinds of cases".to_owned(),
        (Why::Kinds, Lang::Zh) => "办件种类太多".to_owned(),
        (Why::Correlation, Lang::En) => {
            "the luck that all steps of a case share decides too much".to_owned()
        }
        (Why::Correlation, Lang::Zh) => "同一办件各环节共有的快慢影响过大".to_owned(),
        (Why::TooLarge, Lang::En) if !steps.is_empty() => {
            format!("going through the times of {all} would take too long")
        }
        (Why::TooLarge, Lang::Zh) if !steps.is_empty() => {
            format!("逐一取定 {all} 的时间计算量太大")
        }
        (Why::TooLarge, Lang::En) => "it would take too long".to_owned(),
        (Why::TooLarge, Lang::Zh) => "计算量太大".to_owned(),
        (Why::Stopped, Lang::En) => "it was stopped".to_owned(),
        (Why::Stopped, Lang::Zh) => "已中止".to_owned(),
    }
}

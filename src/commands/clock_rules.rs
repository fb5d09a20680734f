//! What a rule for counting does: it moves the counted total, and nobody waits less.

use crate::lang::Lang;
use crate::scenario::{Loaded, Scenario};
use crate::sim::limits;
use crate::text::{days, wrap};
use crate::workflow::{ClockRule, Workflow};

/// Counted totals under the flow chart's rule and under the one in force; empty under the flow chart's.
pub fn note(loaded: &Loaded, lang: Lang) -> String {
    let ruled = loaded
        .scenarios
        .iter()
        .filter(|scenario| scenario.baseline.clock_rule != ClockRule::FlowChart);
    let moves: Vec<String> = ruled
        .clone()
        .map(|scenario| moved(scenario, lang))
        .collect();
    let Some(first) = ruled.clone().next() else {
        return String::new();
    };
    let (rule, moves) = (
        first.baseline.clock_rule.key(),
        moves.join(match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        }),
    );
    let text = match lang {
        Lang::En => format!(
            "Clock rule {rule}, flow chart → rule: {moves}. Nobody waits less or more: the rule moves what is \
             counted, not what is done."
        ),
        Lang::Zh => format!(
            "计时口径 {rule}（流程图口径 → 该口径）：{moves}。没有人少等或多等：变的是计入与否，不是所做的事。"
        ),
    };
    format!("\n{}\n", wrap(&text, 80).join("\n"))
}

/// 计时 before and after every reform, under both rules.
fn moved(scenario: &Scenario, lang: Lang) -> String {
    let name = scenario.name.get(lang, &scenario.id);
    let both = |workflow: &Workflow| {
        let charted = limits(&workflow.with_clock_rule(ClockRule::FlowChart)).counted_days;
        format!(
            "{} → {}",
            days(charted),
            days(limits(workflow).counted_days)
        )
    };
    let before = both(&scenario.baseline);
    let after: Vec<String> = scenario
        .reformed
        .iter()
        .map(|one| both(&one.workflow))
        .collect();
    match (after.is_empty(), lang) {
        (true, _) => format!("{name} {before}"),
        (false, Lang::En) => format!(
            "{name} {before} before, {} after the reform",
            after.join(", ")
        ),
        (false, Lang::Zh) => format!("{name} 改革前 {before}，改革后 {}", after.join("、")),
    }
}

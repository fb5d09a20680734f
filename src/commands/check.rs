//! `redtape check`: errors of the files, and published facts against what the scenarios give.

use std::fmt::Write;

use super::facts::facts;
use super::{Failure, load};
use crate::cli::CheckArgs;
use crate::lang::Lang;
use crate::output;
use crate::scenario::{Checked, Scenario, resolved};
use crate::sim::limits;
use crate::text::{days, plural, wrap};

/// Checks a path.
pub fn check(arguments: &CheckArgs, lang: Lang) -> Result<(), Failure> {
    let loaded = load(&arguments.path)?;
    if arguments.resolved {
        return Ok(output::print(&resolved(&loaded))?);
    }
    let mut shown = String::new();
    let mut unmet = 0;
    for scenario in &loaded.scenarios {
        unmet += describe(scenario, lang, &mut shown)?;
        let elapsed_days = limits(&scenario.baseline).elapsed_days;
        super::warnings::of_calendar(scenario, None, elapsed_days, lang);
    }
    unmet += tell_facts(&super::programme::facts(&loaded), lang, &mut shown);
    shown.push_str(&super::warnings::told(&loaded, lang));
    output::print(&shown)?;
    if unmet == 0 {
        return Ok(());
    }
    Err(Failure::Answer(match lang {
        Lang::En => format!(
            "error: {} not met",
            plural(unmet, "published fact is", "published facts are")
        ),
        Lang::Zh => format!("error: {unmet} 项公布数据未能重现"),
    }))
}

/// Says what a scenario holds; returns how many facts it does not meet.
fn describe(scenario: &Scenario, lang: Lang, shown: &mut String) -> Result<usize, Failure> {
    let name = scenario.name.get(lang, &scenario.id);
    let n_steps = scenario.baseline.steps().count();
    let measures: usize = scenario
        .reforms
        .iter()
        .map(|reform| reform.measures.len())
        .sum();
    let mut totals = vec![days(limits(&scenario.baseline).counted_days)];
    totals.extend(
        scenario
            .reformed
            .iter()
            .map(|reformed| days(limits(&reformed.workflow).counted_days)),
    );
    let line = match lang {
        Lang::En => format!(
            "{name}: {}, {}, {}; counted {} working days",
            plural(n_steps, "step", "steps"),
            plural(scenario.reforms.len(), "reform", "reforms"),
            plural(measures, "measure", "measures"),
            totals.join(" → "),
        ),
        Lang::Zh => format!(
            "{name}：{n_steps} 个节点，{} 项改革，{measures} 项举措；计时 {} 个工作日",
            scenario.reforms.len(),
            totals.join(" → "),
        ),
    };
    tell(&line, shown);
    Ok(tell_facts(&facts(scenario)?, lang, shown))
}

/// Says which facts are met; returns how many are not.
fn tell_facts(facts: &[Checked], lang: Lang, shown: &mut String) -> usize {
    let mut unmet = 0;
    for fact in facts {
        let met = fact.is_met();
        unmet += usize::from(!met);
        let word = match (met, lang) {
            (true, Lang::En) => "met",
            (false, Lang::En) => "NOT MET",
            (true, Lang::Zh) => "相符",
            (false, Lang::Zh) => "不符",
        };
        let quantity = &fact.quantity;
        let (published, computed) = (figure(fact.published), figure(fact.computed));
        let line = match lang {
            Lang::En => {
                format!("  fact {quantity}: published {published}, here {computed}: {word}")
            }
            Lang::Zh => {
                format!("  公布数据 {quantity}：公布 {published}，本情景 {computed}：{word}")
            }
        };
        tell(&line, shown);
    }
    unmet
}

/// A figure of any unit, to a thousandth.
fn figure(value: f64) -> String {
    ((value * 1000.0).round() / 1000.0).to_string()
}

/// One thing said, on as many lines of 80 columns as it takes.
fn tell(line: &str, shown: &mut String) {
    let indent = line.len() - line.trim_start().len();
    let columns = 80 - indent - 4;
    for (idx, part) in wrap(line.trim_start(), columns).iter().enumerate() {
        let further = if idx == 0 { 0 } else { 4 };
        writeln!(shown, "{:width$}{part}", "", width = indent + further)
            .expect("writing to a string does not fail");
    }
}

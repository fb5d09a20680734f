//! Warnings: savings that are only on paper, in full for `check`, counted for `run`.

use jiff::civil::Date;

use crate::lang::Lang;
use crate::output::tell;
use crate::scenario::{Lint, Loaded, Scenario, lints, render};
use crate::text;

/// Every warning with its place; empty if there is none.
pub fn told(loaded: &Loaded, lang: Lang) -> String {
    let problems: Vec<_> = found(loaded)
        .iter()
        .map(|lint| lint.problem(lang))
        .collect();
    if problems.is_empty() {
        String::new()
    } else {
        format!("\n{}", render(&problems, &loaded.files, lang))
    }
}

/// One line for the end of a run: how many warnings there are, and where they are told.
pub fn counted(loaded: &Loaded, path: &std::path::Path, lang: Lang) -> String {
    let n = found(loaded).len();
    let path = path.display();
    match (n, lang) {
        (0, _) => String::new(),
        (_, Lang::En) => {
            let warnings = text::plural(n, "warning", "warnings");
            format!("{warnings} about savings on paper: redtape check {path}\n")
        }
        (_, Lang::Zh) => format!("{n} 条提醒（只在纸面上的节省）：redtape check {path}\n"),
    }
}

/// Says so where cases go on after the last day whose holidays are published. Without `start` they begin on any day of a
/// year, which the file may only stand for others: then that year alone is looked at.
pub fn of_calendar(scenario: &Scenario, start: Option<Date>, elapsed_days: f64, lang: Lang) {
    let Some(until) = scenario.calendar.known_until() else {
        return;
    };
    let last = match start {
        None => Date::new(scenario.start_year, 1, 1).ok(),
        Some(start) => {
            let days = elapsed_days.ceil() as u32;
            scenario.calendar.add_working_days(start, days)
        }
    };
    if last.is_some_and(|last| last <= until) {
        return;
    }
    tell(&match lang {
        Lang::En => format!(
            "warning: no holidays are published after {until}; from then on Monday to Friday count as working days"
        ),
        Lang::Zh => format!("警告：{until}之后的放假安排尚未公布，其后按周一至周五计为工作日"),
    });
}

fn found(loaded: &Loaded) -> Vec<Lint> {
    loaded.scenarios.iter().flat_map(lints).collect()
}

//! Warnings: savings that are only on paper, in full for `check`, counted for `run`.

use crate::lang::Lang;
use crate::scenario::{Lint, Loaded, lints, render};
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

fn found(loaded: &Loaded) -> Vec<Lint> {
    loaded.scenarios.iter().flat_map(lints).collect()
}

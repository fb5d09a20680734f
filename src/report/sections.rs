//! What `run --details` adds to the default answer, by section.

use super::burden::burden;
use super::details::Shown;
use crate::compare::{Comparison, SharedQueues};
use crate::lang::Lang;

/// A section of the details, by the name that picks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What all cases of the average save together.
    Averages,
    /// Medians under each profile.
    Profiles,
    /// Totals with every stage closed.
    Stages,
    /// Queues by agency.
    Queues,
    /// Limits, simulated days with intervals, outcomes.
    Figures,
    /// The change per case.
    Differences,
    /// Working time and cost.
    Burden,
    /// Critical paths.
    Paths,
    /// What became of every item.
    Changes,
}

impl Section {
    /// Every section, in the order in which they stand.
    pub const ALL: [Section; 9] = [
        Section::Averages,
        Section::Profiles,
        Section::Stages,
        Section::Queues,
        Section::Figures,
        Section::Differences,
        Section::Burden,
        Section::Paths,
        Section::Changes,
    ];

    /// The name that picks it.
    pub fn key(self) -> &'static str {
        match self {
            Section::Averages => "averages",
            Section::Profiles => "profiles",
            Section::Stages => "stages",
            Section::Queues => "queues",
            Section::Figures => "figures",
            Section::Differences => "differences",
            Section::Burden => "burden",
            Section::Paths => "paths",
            Section::Changes => "changes",
        }
    }
}

/// Sections of the details: those of all scenarios together, then every scenario's own.
pub fn details(
    comparisons: &[Comparison],
    shared: Option<&SharedQueues>,
    wanted: &[Section],
    lang: Lang,
) -> String {
    let of_all = wanted.iter().filter_map(|section| match section {
        Section::Averages => super::average::average_cases(comparisons, lang),
        Section::Profiles => super::profiles::profiles(comparisons, lang),
        Section::Stages => super::gates::gates(comparisons, lang),
        Section::Queues => super::queues::queues(comparisons, shared, lang),
        Section::Figures
        | Section::Differences
        | Section::Burden
        | Section::Paths
        | Section::Changes => None,
    });
    let of_all: String = of_all.map(|section| format!("\n{section}\n")).collect();
    let of_each = comparisons.iter().map(|comparison| {
        let shown = Shown { comparison, lang };
        let parts = wanted.iter().map(|section| match section {
            Section::Averages | Section::Profiles | Section::Stages => String::new(),
            Section::Queues => shared_queues(comparison, comparisons, lang),
            Section::Figures => shown.figures(),
            Section::Differences => shown.differences(),
            Section::Burden => burden(comparison, lang),
            Section::Paths => shown.paths(),
            Section::Changes => shown.changes(),
        });
        match parts.collect::<String>() {
            nothing if nothing.is_empty() => nothing,
            parts => format!("\n{}\n{}", shown.heading(), parts.trim_start_matches('\n')),
        }
    });
    of_all + &of_each.collect::<String>()
}

/// The queues of a scenario that shares its agencies: without details all have one section together.
fn shared_queues(comparison: &Comparison, comparisons: &[Comparison], lang: Lang) -> String {
    let queues = comparison.baseline.queues.as_ref();
    if queues.is_none_or(|queues| queues.mixed_with.is_empty()) {
        return String::new();
    }
    let blocks = super::queues::blocks(comparison, comparisons, lang);
    format!("\n{}\n", blocks.join("\n\n"))
}

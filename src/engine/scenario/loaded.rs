//! What a path holds: scenarios and their programme, or why there are none.

use std::path::Path;

use super::files::Files;
use super::items::CatalogueItem;
use super::render::render;
use super::resolve::Scenario;
use crate::error::Problem;
use crate::format::Figure;
use crate::lang::{Lang, Name};
use crate::source::Fact;
use crate::workflow::ClockRule;

/// Scenarios to be run together.
#[derive(Debug)]
pub struct Loaded {
    /// The programme, if the path is a folder.
    pub programme: Option<Programme>,
    /// In order; never empty.
    pub scenarios: Vec<Scenario>,
    /// The files they came from, to show places.
    pub files: Files,
    /// The files of each scenario.
    pub origins: Vec<Origin>,
    /// By scenario: every number of its file and its catalogue, by address.
    pub figures: Vec<Vec<Figure>>,
}

impl Loaded {
    /// The same scenarios under another rule for what counts officially.
    #[must_use]
    pub fn with_clock_rule(mut self, rule: ClockRule) -> Loaded {
        let scenarios = self.scenarios.into_iter();
        self.scenarios = scenarios.map(|one| one.with_clock_rule(rule)).collect();
        self
    }

    /// Whether several scenarios take their officers from one catalogue and the programme does not say that they share them.
    pub fn has_unshared_officers(&self) -> bool {
        let scenarios = self.scenarios.iter().zip(&self.origins);
        let with_cases = scenarios.filter(|(scenario, _)| {
            let mut agencies = scenario.baseline.agencies.iter();
            scenario.arrivals.is_some() && agencies.any(|agency| agency.officers.is_some())
        });
        let catalogues = with_cases.filter_map(|(_, origin)| origin.catalogue);
        let mut catalogues: Vec<&Path> = catalogues.map(|file| self.files.path(file)).collect();
        let n_scenarios = catalogues.len();
        catalogues.sort_unstable();
        catalogues.dedup();
        !self.shares_agencies() && catalogues.len() < n_scenarios
    }

    /// Whether the cases of all scenarios meet the same officers.
    pub fn shares_agencies(&self) -> bool {
        let programme = self.programme.as_ref();
        programme.is_some_and(|programme| programme.shares_agencies)
    }
}

/// Which files a scenario was read from, by their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The scenario itself.
    pub file: usize,
    /// What it extends.
    pub catalogue: Option<usize>,
}

/// 方案集: a folder of scenarios run together.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Items that its catalogue lists.
    pub items: Vec<CatalogueItem>,
    /// Published figures of the programme's ledger.
    pub facts: Vec<Fact>,
    /// Whether the cases of all scenarios compete for the same officers.
    pub shares_agencies: bool,
}

/// Why nothing could be loaded.
#[derive(Debug)]
pub struct Failed {
    /// Every problem of every file.
    pub problems: Vec<Problem>,
    /// The files, to show places.
    pub files: Files,
    /// Whether a file could not be read at all.
    pub is_read_error: bool,
}

impl Failed {
    /// Every problem with its place, in the language of the problems, which is English.
    pub fn told(&self) -> String {
        render(&self.problems, &self.files, Lang::En)
    }
}

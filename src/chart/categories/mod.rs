//! `categories`: a programme side by side, before and after: promises apart from what the simulation says.

mod draw;
mod words;

use super::theme::Side;
use super::{About, Draw, Programme, Scenario};
use crate::compare::{self, Bands, Headline, Told};
use crate::lang::Name;
use crate::workflow::Basis;

pub use draw::draw;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "categories",
    zh: "各类对比",
    shows: "scenarios and successive reforms side by side: counted days and the applicant's wait before and after, simulated waits apart",
    shows_zh: "各情景、各步改革并列：改革前后计时与申请人历时，模拟历时另列",
    draw: Draw::Programme(|programme, lang| {
        // One scenario with one reform has nothing beside it.
        let of = |one: &Scenario<'_>| one.comparison.reforms.len();
        let shows =
            programme.scenarios.len() > 1 || programme.scenarios.iter().any(|one| of(one) > 1);
        shows.then(|| draw(&data(programme), lang))
    }),
};

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The programme's name.
    pub name: Option<Name>,
    /// Cases simulated for every workflow.
    pub replications: u64,
    /// Times that the assumptions were moved, if that was asked for.
    pub variants: Option<usize>,
    /// What counted days add up: promises if any scenario has one.
    pub basis: Basis,
    /// In order.
    pub groups: Vec<Group>,
}

impl Data {
    /// Whether any workflow asks the applicant to come.
    fn has_trips(&self) -> bool {
        let mut rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.any(|row| row.trips > 0.0)
    }
}

/// One scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name and id.
    pub scenario: (Name, String),
    /// Working days on the counted chain that the reform aims at.
    pub target_days: Option<f64>,
    /// The counted days before the reform that a cited source states.
    pub published_days: Option<f64>,
    /// The baseline, then every reform.
    pub rows: Vec<Row>,
    /// Row of the reform that the title tells.
    pub told: Option<usize>,
}

/// One workflow's figures, working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name and id of the reform; `None`: the baseline.
    pub reform: Option<(Name, String)>,
    /// Its colour.
    pub side: Side,
    /// Promised limits on the counted chain.
    pub counted_days: f64,
    /// The applicant's wait if every limit is used up.
    pub elapsed_days: f64,
    /// Trips of the applicant.
    pub trips: f64,
    /// What the figures are the averages of.
    pub told: Told,
    /// Half of the simulated cases wait no longer.
    pub half_days: f64,
    /// Nine of ten simulated cases wait no longer.
    pub nine_of_ten_days: f64,
    /// Where these lie when the assumptions move, if that was asked for.
    pub bands: Option<Bands>,
}

impl Row {
    /// The right end of all that is drawn of it, working days.
    fn most_days(&self) -> f64 {
        let figures = [self.counted_days, self.elapsed_days, self.nine_of_ten_days];
        let shown = [
            Headline::LimitsCounted,
            Headline::LimitsElapsed,
            Headline::ElapsedP90,
        ];
        let ends = self.bands.map(|bands| shown.map(|one| bands.of(one).high));
        let all = figures.into_iter().chain(ends.into_iter().flatten());
        all.fold(1.0, f64::max)
    }
}

/// The figures of every scenario.
pub fn data(programme: &Programme<'_>) -> Data {
    let first = programme.scenarios.first();
    Data {
        name: programme.name.cloned(),
        replications: first.map_or(0, |one| one.comparison.baseline.simulated.replications),
        variants: first
            .and_then(|one| one.comparison.assumptions.as_ref())
            .map(|found| found.variants),
        basis: basis(programme),
        groups: programme.scenarios.iter().map(group).collect(),
    }
}

fn basis(programme: &Programme<'_>) -> Basis {
    let mut all = programme.scenarios.iter().map(|one| one.comparison.basis());
    let first = all.next().unwrap_or(Basis::Promises);
    match all.all(|other| other == first) {
        true => first,
        false => Basis::Promises,
    }
}

fn group(scenario: &Scenario<'_>) -> Group {
    let comparison = scenario.comparison;
    let found = comparison.assumptions.as_ref();
    let bands = found.map(|found| found.baseline);
    let baseline = row(None, Side::Before, &comparison.baseline, bands);
    let reforms = comparison.reforms.iter().enumerate().map(|(idx, reform)| {
        let name = (reform.name.clone(), reform.id.clone());
        let bands = found.map(|found| found.reforms[idx].side);
        row(Some(name), Side::of_reform(idx), &reform.side, bands)
    });
    Group {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        target_days: comparison.target_days,
        published_days: scenario.published_days,
        told: comparison.headline_at().map(|idx| idx + 1),
        rows: std::iter::once(baseline).chain(reforms).collect(),
    }
}

fn row(
    reform: Option<(Name, String)>,
    side: Side,
    figures: &compare::Side,
    bands: Option<Bands>,
) -> Row {
    let [_, _, half, _, nine_of_ten, _] = figures.simulated.elapsed.quantiles;
    Row {
        reform,
        side,
        counted_days: figures.told.case.counted_days,
        elapsed_days: figures.told.case.elapsed_days,
        trips: figures.told.case.visits,
        told: figures.told.clone(),
        half_days: half.value,
        nine_of_ten_days: nine_of_ten.value,
        bands,
    }
}

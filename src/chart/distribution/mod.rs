//! `distribution`: how many cases are done within how many days, before and after, on both clocks.

mod draw;

use std::collections::BTreeMap;

use super::theme::Side;
use super::{About, Draw, Reform};
use crate::compare::{self, Band, Headline, Summary};
use crate::duration::Duration;
use crate::lang::Name;
use crate::workflow::{Basis, Workflow};

pub use draw::draw;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "distribution",
    zh: "历时分布",
    shows: "how many simulated cases are done within how many days, before and after; promise and target apart",
    shows_zh: "模拟办件用时分布，改革前后对比；承诺与目标另标",
    draw: Draw::Reform(|reform, lang| Some(draw(&data(reform), lang))),
};

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The scenario's name and id.
    pub scenario: (Name, String),
    /// The reform's name and id.
    pub reform: (Name, String),
    /// The reform's colour.
    pub side: Side,
    /// What limits add up.
    pub basis: Basis,
    /// Whether limits are averages over cases that differ.
    pub is_average: bool,
    /// Cases simulated for each workflow.
    pub replications: u64,
    /// Profiles that durations follow: ids, and whether each is an assumption.
    pub profiles: Vec<(String, bool)>,
    /// Shares of cases within the target, before and after.
    pub within: Option<(f64, f64)>,
    /// Times that the assumptions were moved, if that was asked for.
    pub variants: Option<usize>,
    /// The official clock, then the applicant's wait.
    pub panels: [Panel; 2],
}

/// One clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Working days that the reform aims at.
    pub target_days: Option<f64>,
    /// The right end of the axis, working days.
    pub most_days: f64,
    /// Before and after.
    pub curves: [Curve; 2],
}

/// One workflow on one clock, working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What the chain takes at its limits: a ceiling, no forecast; of cases that differ the average.
    pub promise_days: f64,
    /// Half of the cases are done within it.
    pub p50_days: f64,
    /// Nine of ten cases are done within it.
    pub p90_days: f64,
    /// Shares of cases in bins of equal width from 0 to the end of the axis.
    pub shares: Vec<f64>,
    /// Where half, nine of ten and the promise lie when the assumptions move, if that was asked for.
    pub bands: Option<[Band; 3]>,
}

/// Bins of a histogram: wide enough to be smooth, narrow enough to show its shape.
const BINS: usize = 60;

/// The figures of a reform.
pub fn data(reform: &Reform<'_>) -> Data {
    let comparison = reform.comparison;
    let sides = [&comparison.baseline, &reform.reform.side];
    let within = sides.map(|side| side.simulated.within_target.map(|share| share.value));
    let found = comparison.assumptions.as_ref();
    let bands = found.map(|found| [found.baseline, found.reforms[reform.index].side]);
    let of = |headlines: [Headline; 3]| {
        bands.map(|sides| sides.map(|side| headlines.map(|headline| side.of(headline))))
    };
    let counted = of([
        Headline::CountedP50,
        Headline::CountedP90,
        Headline::LimitsCounted,
    ]);
    let elapsed = of([
        Headline::ElapsedP50,
        Headline::ElapsedP90,
        Headline::LimitsElapsed,
    ]);
    Data {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        reform: (reform.reform.name.clone(), reform.reform.id.clone()),
        side: Side::of_reform(reform.index),
        basis: comparison.basis(),
        is_average: sides.iter().any(|side| side.told.is_average()),
        replications: comparison.baseline.simulated.replications,
        profiles: profiles(reform.baseline),
        within: within[0].zip(within[1]),
        variants: found.map(|found| found.variants),
        panels: [
            panel(sides, comparison.target_days, counted, |side| {
                (&side.simulated.counted, side.told.case.counted_days)
            }),
            panel(sides, None, elapsed, |side| {
                (&side.simulated.elapsed, side.told.case.elapsed_days)
            }),
        ],
    }
}

/// The profiles that some step follows, in order of their ids.
fn profiles(workflow: &Workflow) -> Vec<(String, bool)> {
    let parts = workflow.steps().flat_map(|step| &step.face.work);
    let followed = parts.filter_map(|part| {
        let Duration::LimitProfile { profile, .. } = &part.law.base else {
            return None;
        };
        Some((profile.id.clone(), profile.source.is_empty()))
    });
    let named: BTreeMap<String, bool> = followed.collect();
    named.into_iter().collect()
}

fn panel(
    sides: [&compare::Side; 2],
    target_days: Option<f64>,
    bands: Option<[[Band; 3]; 2]>,
    pick: fn(&compare::Side) -> (&Summary, f64),
) -> Panel {
    let figures = sides.map(pick);
    let longest = figures.map(|(summary, promise)| {
        let last = summary
            .histogram
            .iter()
            .last()
            .map_or(0, |(value, _)| value);
        promise.max(f64::from(last) * summary.step_days)
    });
    let ends = bands.iter().flatten().flatten().map(|band| band.high);
    let most_days = ends.fold(longest[0].max(longest[1]), f64::max);
    let most_days = most_days.max(target_days.unwrap_or(0.0));
    let most_days = (most_days * 1.02).max(1.0);
    Panel {
        target_days,
        most_days,
        curves: std::array::from_fn(|idx| {
            let (summary, promise_days) = figures[idx];
            Curve {
                promise_days,
                p50_days: summary.quantiles[2].value,
                p90_days: summary.quantiles[4].value,
                shares: shares(summary, most_days),
                bands: bands.map(|bands| bands[idx]),
            }
        }),
    }
}

fn shares(summary: &Summary, most_days: f64) -> Vec<f64> {
    let cases = summary.histogram.iter();
    let days = cases.map(|(value, cases)| (f64::from(value) * summary.step_days, cases));
    binned(days, most_days)
}

/// Shares of cases in bins; what lies at the end falls into the last.
fn binned(cases: impl Iterator<Item = (f64, u64)>, most_days: f64) -> Vec<f64> {
    let mut bins = [0u64; BINS];
    for (days, cases) in cases {
        let place = days / most_days * BINS as f64;
        bins[(place as usize).min(BINS - 1)] += cases;
    }
    let n = bins.iter().sum::<u64>().max(1) as f64;
    bins.iter().map(|&cases| cases as f64 / n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_falls_into_one_bin() {
        let cases = [(0.0, 1), (1.0, 1), (10.0, 1), (100.0, 1)];
        let shares = binned(cases.into_iter(), 100.0);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!((shares[0], shares[6], shares[BINS - 1]), (0.5, 0.25, 0.25));
    }
}

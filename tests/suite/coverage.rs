//! Ninety-five per cent intervals hold the truth in ninety-five of a hundred runs.

use std::sync::atomic::AtomicBool;

use redtape::compare::{Estimate, difference, summarise};
use redtape::duration::{Duration, Law, Limit};
use redtape::sim::{Family, Officers, Run, Watch, simulate};
use redtape::workflow::{Clock, Kind, Step, Workflow};

use crate::analytic::workflow;

const SEEDS: u64 = 1000;

fn runs(seed: u64, workflows: &[&Workflow], cases: u64) -> Vec<Run> {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let family = Family::new(seed, &workflows[0].id, workflows, Officers::Free);
    simulate(&family, cases, None, watch).expect("nobody stops it")
}

fn permit(id: &str, mean_days: f64, limit_days: f64) -> Step {
    let mut step = Step::blank(id, Kind::Approval);
    step.face.work[0].law = Law::from(Duration::Exponential { mean_days });
    step.face.limit = Some(Limit::Working(limit_days));
    step.item = Some(id.to_owned());
    step.clock = Clock::On;
    step
}

/// How often an interval held its truth.
#[derive(Default)]
struct Tally(Vec<(&'static str, u64)>);

impl Tally {
    fn add(&mut self, what: &'static str, estimate: Estimate, truth: f64) {
        let (low, high) = estimate.interval.expect("there are cases enough");
        let covers = low <= truth && truth <= high;
        match self.0.iter_mut().find(|(other, _)| *other == what) {
            Some((_, hits)) => *hits += u64::from(covers),
            None => self.0.push((what, u64::from(covers))),
        }
    }

    fn check(&self) {
        for (what, hits) in &self.0 {
            let share = *hits as f64 / SEEDS as f64;
            assert!(
                (0.93..=0.97).contains(&share),
                "{what}: {share} of all intervals"
            );
        }
    }
}

/// The quantile of the sum of two independent exponentials, by bisection.
fn hypoexponential(first: f64, second: f64, p: f64) -> f64 {
    let beyond = |x: f64| {
        if first == second {
            (1.0 + x / first) * (-x / first).exp()
        } else {
            (first * (-x / first).exp() - second * (-x / second).exp()) / (first - second)
        }
    };
    let (mut low, mut high) = (0.0, 5_000.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if beyond(middle) > 1.0 - p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[test]
fn nineteen_of_twenty_intervals_hold_means_quantiles_shares_and_differences() {
    let chain = |days: [f64; 2]| {
        let steps = vec![permit("a", days[0], 80.0), permit("b", days[1], 80.0)];
        let mut chain = workflow("chain", steps, &[("a", "b")]);
        chain.target_days = Some(100.0);
        chain
    };
    let (before, after) = (chain([40.0, 40.0]), chain([20.0, 40.0]));
    let quantiles = |p| {
        [
            hypoexponential(40.0, 40.0, p),
            hypoexponential(20.0, 40.0, p),
        ]
    };
    let (p50, p90) = (quantiles(0.5), quantiles(0.9));
    let within = 1.0 - 3.5 * (-2.5f64).exp();
    let mut tally = Tally::default();
    for seed in 0..SEEDS {
        let runs = runs(seed, &[&before, &after], 20_480);
        let simulated = summarise(&runs[0]);
        tally.add("mean", simulated.elapsed.mean, 80.0);
        tally.add("median", simulated.elapsed.quantiles[2], p50[0]);
        tally.add("P90", simulated.elapsed.quantiles[4], p90[0]);
        tally.add(
            "share within target",
            simulated.within_target.expect("a target"),
            within,
        );
        let paired = difference(&runs[0], &runs[1]).counted;
        tally.add("difference of means", paired.mean, -20.0);
        tally.add("difference of medians", paired.p50, p50[1] - p50[0]);
        tally.add("difference of P90", paired.p90, p90[1] - p90[0]);
    }
    tally.check();
}

#[test]
fn nineteen_of_twenty_intervals_hold_the_overdue_share_when_steps_share_luck() {
    let steps = ["a", "b", "c", "d", "e", "f"]
        .map(|id| permit(id, 40.0, 80.0))
        .to_vec();
    let mut together = workflow("together", steps, &[]);
    together.friction.correlation.agencies = 0.6;
    let late = (-80.0f64 / 40.0).exp();
    let mut tally = Tally::default();
    for seed in 0..SEEDS {
        let simulated = summarise(&runs(seed, &[&together], 4_096)[0]);
        tally.add("overdue share", simulated.overdue_item_share, late);
        tally.add(
            "overdue share of one item",
            simulated.overdue_by_item[0].1,
            late,
        );
    }
    tally.check();
}

//! Two simulators, written apart, say the same of random workflows: times, criticality, lateness, outcomes.

use std::sync::atomic::AtomicBool;

use rand::{Rng, RngExt};
use redtape::sim::streams::Philox;
use redtape::sim::{Clocked, Family, Histogram, Officers, Run, Watch, days_of, simulate};
use redtape::workflow::{Ending, Guard, Handover, Ingredients, Workflow};

use crate::naive::{self, Outcome};
use crate::random;

/// Cases of each simulator.
const CASES: usize = 20_480;

/// About 600 checks in all: 4.9 standard errors each keep the false alarm in all below 0.1 %.
const STANDARD_ERRORS: f64 = 4.9;

/// Asymptotic point of the two-sample Kolmogorov-Smirnov statistic at 1e-5: sqrt(-ln(1e-5 / 2) / 2).
const KOLMOGOROV: f64 = 2.470;

fn ours(workflow: &Workflow, seed: u64) -> Run {
    let family = Family::new(seed, &workflow.id, &[workflow], Officers::Free);
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    simulate(&family, CASES as u64, None, watch)
        .expect("nobody stops it")
        .remove(0)
}

/// Every difference between the two that luck does not explain.
fn differences(workflow: &Workflow, seed: u64) -> Vec<String> {
    let run = ours(workflow, seed);
    let cases = naive::simulate(workflow, seed, CASES);
    let mut found = Vec::new();
    let mut note = |what: String, differs: Option<String>| {
        found.extend(differs.map(|how| format!("{what}: {how}")));
    };
    #[allow(clippy::type_complexity)] // a table: name, ours, theirs
    let clocks: [(&str, &Clocked, fn(&Outcome) -> i64); 2] = [
        ("elapsed", &run.elapsed, |case| case.elapsed),
        ("counted", &run.counted, |case| case.counted),
    ];
    for (name, clocked, pick) in clocks {
        let histogram = &clocked.histogram;
        let (mean, sd) = spread(cases.iter().map(|case| pick(case) as f64));
        note(
            format!("{name} mean"),
            mean_differs((histogram.mean(), histogram.sd()), (mean, sd)),
        );
        note(
            format!("{name} distribution"),
            distribution_differs(histogram, cases.iter().map(pick).collect()),
        );
    }
    for (step, elapsed, counted) in &run.criticality {
        let hits =
            |pick: fn(&Outcome, &str) -> bool| cases.iter().filter(|case| pick(case, step)).count();
        let theirs = hits(|case, step| case.critical_elapsed.contains(step));
        note(
            format!("elapsed criticality of {step}"),
            share_differs(*elapsed, CASES, theirs, CASES),
        );
        let theirs = hits(|case, step| case.critical_counted.contains(step));
        note(
            format!("counted criticality of {step}"),
            share_differs(*counted, CASES, theirs, CASES),
        );
    }
    for (item, met, overdue) in &run.items {
        let theirs_met = cases
            .iter()
            .filter(|case| case.items.contains_key(item))
            .count();
        let theirs = cases
            .iter()
            .filter(|case| case.items.get(item) == Some(&true))
            .count();
        note(
            format!("cases that meet {item}"),
            share_differs(*met, CASES, theirs_met, CASES),
        );
        note(
            format!("overdue share of {item}"),
            share_differs(*overdue, *met as usize, theirs, theirs_met),
        );
    }
    let sums = &run.sums;
    #[allow(clippy::type_complexity)] // a table: name, ours, theirs
    let totals: [(&str, u64, fn(&Outcome) -> f64); 4] = [
        ("corrections", sums.corrections, |case| {
            case.corrections as f64
        }),
        ("checks", sums.checks, |case| case.checks as f64),
        ("breaches", sums.breaches, |case| case.breaches as f64),
        ("rectification", sums.rectification, |case| {
            case.rectification as f64
        }),
    ];
    for (name, total, pick) in totals {
        let (mean, sd) = spread(cases.iter().map(pick));
        // Ours keeps only the sum; its spread is that of the other, which is the same if all is well.
        note(
            name.to_owned(),
            mean_differs((total as f64 / CASES as f64, sd), (mean, sd)),
        );
    }
    for (ending, &hits) in Ending::ALL.iter().zip(&sums.endings) {
        let theirs = cases
            .iter()
            .filter(|case| case.ending == Some(*ending))
            .count();
        note(
            format!("cases that end {}", ending.word()),
            share_differs(hits, CASES, theirs, CASES),
        );
    }
    found
}

fn spread(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

fn mean_differs(ours: (f64, f64), theirs: (f64, f64)) -> Option<String> {
    let error = ((ours.1 * ours.1 + theirs.1 * theirs.1) / CASES as f64).sqrt();
    let miss = (ours.0 - theirs.0).abs();
    // One case in all the others' would be within a unit: a spread of exactly 0 still allows nothing.
    (miss > STANDARD_ERRORS * error + 1e-9)
        .then(|| format!("{ours:?}, the other {theirs:?} ± {error}"))
}

fn share_differs(hits: u64, n: usize, others: usize, of: usize) -> Option<String> {
    let (n, of) = (n.max(1) as f64, of.max(1) as f64);
    let (ours, theirs) = (hits as f64 / n, others as f64 / of);
    // Two hits more keep the error from vanishing where next to nothing happens.
    let pooled = (hits as f64 + others as f64 + 2.0) / (n + of + 4.0);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / of)).sqrt();
    ((ours - theirs).abs() > STANDARD_ERRORS * error)
        .then(|| format!("{ours}, the other {theirs} ± {error}"))
}

fn distribution_differs(ours: &Histogram, mut theirs: Vec<i64>) -> Option<String> {
    theirs.sort_unstable();
    let n = theirs.len() as f64;
    let (mut at_most, mut largest) = (0, (0.0, 0));
    for (value, count) in ours.iter() {
        at_most += count;
        let others = theirs.partition_point(|&other| other <= i64::from(value));
        let gap = (at_most as f64 / ours.n() as f64 - others as f64 / n).abs();
        if gap > largest.0 {
            largest = (gap, value);
        }
    }
    let allowed = KOLMOGOROV * (2.0 / n).sqrt();
    (largest.0 > allowed).then(|| {
        format!(
            "gap {} at {} days, allowed {allowed}",
            largest.0,
            days_of(f64::from(largest.1))
        )
    })
}

pub fn seed() -> u64 {
    let given = std::env::var("SEED").ok();
    given.and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Compares the two on `n` random workflows after `change`.
fn agree(n: usize, stream: u64, mut change: impl FnMut(&mut Workflow, &mut Philox)) {
    let mut random = Philox::new(1_000 * seed() + stream);
    for number in 0..n {
        let mut workflow = random::workflow(&mut random);
        change(&mut workflow, &mut random);
        let found = differences(&workflow, random.next_u64());
        assert!(
            found.is_empty(),
            "workflow {number}:\n{}\n{:#?}\n{:?}",
            found.join("\n"),
            workflow.steps().collect::<Vec<_>>(),
            workflow.edges()
        );
    }
}

fn uncorrelated(workflow: &mut Workflow) {
    workflow.friction.correlation = Default::default();
}

#[test]
fn both_agree_on_cases_without_shared_luck() {
    agree(8, 1, |workflow, _| uncorrelated(workflow));
}

#[test]
fn both_agree_on_steps_that_end_with_the_day() {
    agree(3, 2, |workflow, _| {
        uncorrelated(workflow);
        workflow.handover = Handover::NextDay;
    });
}

#[test]
fn both_agree_on_cases_whose_steps_share_luck() {
    agree(5, 3, |workflow, random| {
        workflow.friction.correlation.agencies = random.random_range(0.1..0.9);
        workflow.friction.correlation.applicants = random.random_range(0.1..0.9);
    });
}

#[test]
fn both_agree_on_cases_that_end_early() {
    agree(4, 4, |workflow, random| {
        uncorrelated(workflow);
        let steps: Vec<_> = workflow.steps().map(|step| (**step).clone()).collect();
        let edges = workflow.edges().into_iter();
        let edges = edges.map(|(from, to, edge)| (from.to_owned(), to.to_owned(), edge.kind));
        let mut ingredients = Ingredients {
            steps,
            edges: edges.collect(),
        };
        for ending in [Ending::Refused, Ending::Withdrawn] {
            let step = random.random_range(0..ingredients.steps.len());
            let step = &mut ingredients.steps[step];
            step.ends_case = Some(ending);
            step.when = vec![Guard {
                attribute: "size".to_owned(),
                values: vec!["large".to_owned()],
            }];
        }
        *workflow = workflow
            .clone()
            .with_graph(ingredients)
            .expect("it is as it was");
    });
}

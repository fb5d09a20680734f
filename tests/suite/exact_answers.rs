//! Distributions computed without sampling: against hand and formula, and against the sampler on all that ships.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use redtape::duration::Duration;
use redtape::scenario;
use redtape::sim::exact::{Mass, Obstacle, Why, exact};
use redtape::sim::{Family, Histogram, Total, Watch, simulate};
use redtape::workflow::{Clock, Rework, Workflow};
use serde_json::Value;

use crate::analytic::{fixed, plain, workflow};

static NEVER: AtomicBool = AtomicBool::new(false);

fn both(workflow: &Workflow) -> [Result<Mass, Obstacle>; 2] {
    let family = Family::new(1, "exact", &[workflow]);
    [Total::Counted, Total::Elapsed].map(|total| exact(&family, 0, total, &NEVER))
}

fn elapsed(workflow: &Workflow) -> Mass {
    let [_, elapsed] = both(workflow);
    elapsed.expect("nothing is in the way")
}

fn uniform(days: f64) -> Duration {
    Duration::Uniform {
        min_days: 0.0,
        max_days: days,
    }
}

fn near(mass: &Mass, value: u32, share: f64) {
    let there = mass.iter().find(|&(other, _)| other == value);
    let there = there.map_or(0.0, |(_, share)| share);
    // Uniforms have a grain of 2^-32.
    assert!(
        (there - share).abs() < 1e-8,
        "P({value}) = {there}, not {share}"
    );
}

/// On the grid of 1/16 day two even days are 32 steps: 1/64 at both ends, 1/32 between them.
fn two_even_days(value: u32) -> f64 {
    match value {
        0 | 32 => 1.0 / 64.0,
        1..32 => 1.0 / 32.0,
        _ => 0.0,
    }
}

#[test]
fn two_uniforms_one_after_the_other_make_a_triangle() {
    let steps = vec![plain("a", uniform(2.0)), plain("b", uniform(2.0))];
    let sum = elapsed(&workflow("sum", steps, &[("a", "b")]));
    for value in 0..=64u32 {
        let ways = 0..=value.min(32);
        let share = ways.map(|a| two_even_days(a) * two_even_days(value - a));
        near(&sum, value, share.sum());
    }
    assert_eq!((sum.quantile(0.5), sum.least(), sum.most()), (32, 0, 64));
    // Var = 2 (2²/12) days² and what spreading every value over two grid points adds, 1/6 step² each.
    let variance: f64 = 2.0 * (4.0 / 12.0 + 1.0 / 6.0 / 256.0);
    assert!((sum.sd() / 16.0 - variance.sqrt()).abs() < 1e-8);
}

#[test]
fn the_later_of_two_is_the_product_of_their_distribution_functions() {
    let steps = vec![plain("a", uniform(2.0)), plain("b", uniform(1.0))];
    let later = elapsed(&workflow("later", steps, &[]));
    let below = |value: u32, last: u32| {
        let inner = (f64::from(value) + 0.5) / f64::from(last);
        if value >= last { 1.0 } else { inner }
    };
    for value in 0..=32u32 {
        let both = |value: u32| below(value, 32) * below(value, 16);
        let before = value.checked_sub(1).map_or(0.0, both);
        near(&later, value, both(value) - before);
    }
}

#[test]
fn rework_is_geometric_up_to_its_last_round() {
    let mut step = plain("step", fixed(2.0));
    step.rework = Some(Rework {
        share: 0.25,
        repeats: vec!["step".to_owned()],
        max_rounds: 3,
    });
    let redone = elapsed(&workflow("redone", vec![step], &[]));
    for (days, share) in [(2, 0.75), (4, 0.1875), (6, 0.046_875), (8, 0.015_625)] {
        near(&redone, 16 * days, share);
    }
}

/// Applicants' luck of this correlation between two steps at once.
fn at_once(correlation: f64) -> Workflow {
    // On the grid 0, 1, ..., 33, of which half lies at or below 16.
    let law = || uniform(33.0 / 16.0);
    let steps = vec![plain("a", law()), plain("b", law())];
    let mut workflow = workflow("at-once", steps, &[]);
    workflow.friction.correlation.applicants = correlation;
    workflow
}

#[test]
fn shared_luck_makes_both_early_as_often_as_sheppard_says() {
    for correlation in [0.1, 0.3, 0.6, 0.9] {
        let both_early = elapsed(&at_once(correlation)).at_most(16);
        // Sheppard (1899): both of two normals with this correlation below their medians.
        let expected = 0.25 + f64::asin(correlation) / (2.0 * std::f64::consts::PI);
        let miss = (both_early - expected).abs();
        assert!(miss < 1e-6, "{correlation}: {both_early}, {expected}");
    }
}

#[test]
fn shared_luck_does_not_move_a_step_alone() {
    let mut alone = workflow("alone", vec![plain("a", uniform(2.0))], &[]);
    alone.friction.correlation.applicants = 0.5;
    let law = elapsed(&alone);
    for value in 0..=32 {
        let share = law.at_most(value) - value.checked_sub(1).map_or(0.0, |one| law.at_most(one));
        assert!(
            (share - two_even_days(value)).abs() < 1e-6,
            "P({value}) = {share}"
        );
    }
}

#[test]
fn luck_that_is_all_shared_is_left_to_sampling() {
    let [_, answer] = both(&at_once(1.0));
    let obstacle = answer.expect_err("the answer jumps with the common luck");
    assert_eq!(obstacle.why, Why::Correlation);
}

/// Steps that count officially, each of up to two days.
fn clocked(ids: &[&str], edges: &[(&str, &str)]) -> Workflow {
    let steps = ids.iter().map(|id| {
        let mut step = plain(id, uniform(2.0));
        step.clock = Clock::On;
        step
    });
    workflow("clocked", steps.collect(), edges)
}

#[test]
fn an_n_is_computed_time_by_time_of_the_step_at_its_corner() {
    let edges = [("a", "c"), ("a", "d"), ("b", "d")];
    let mut shares = vec![0.0; 65];
    for (a, b, c) in
        (0..33u32).flat_map(|a| (0..33).flat_map(move |b| (0..33).map(move |c| (a, b, c))))
    {
        let share = [a, b, c].map(two_even_days).iter().product::<f64>();
        for d in 0..33 {
            shares[(a + c).max(a.max(b) + d) as usize] += share * two_even_days(d);
        }
    }
    for answer in both(&clocked(&["a", "b", "c", "d"], &edges)) {
        let mass = answer.expect("one time is given");
        for (value, share) in (0..).zip(&shares) {
            near(&mass, value, *share);
        }
    }
}

#[test]
fn the_steps_in_a_knot_are_named() {
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let row = |from: usize| {
        (0..3).flat_map(move |to| {
            [
                (from + to, from + 3 + to),
                (from + (to + 1) % 3, from + 3 + to),
            ]
        })
    };
    let edges: Vec<(&str, &str)> = row(0)
        .chain(row(3))
        .map(|(from, to)| (ids[from], ids[to]))
        .collect();
    for answer in both(&clocked(&ids, &edges)) {
        let obstacle = answer.expect_err("a knot is in the way");
        assert_eq!(obstacle.why, Why::Shape);
        // Each of the middle row waits for two of the first.
        assert_eq!(obstacle.steps, ["a", "b", "f", "d"]);
    }
}

/// Cases that are simulated for every workflow that ships.
const CASES: u64 = 100_000;

/// Chance that sampling alone makes any of the comparisons fail.
const FALSE_ALARM: f64 = 0.001;

/// One distribution of one workflow that ships.
struct Shipped {
    name: String,
    answer: Result<Mass, Obstacle>,
    simulated: Histogram,
}

static SHIPPED: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for path in files() {
        let loaded = scenario::load(&path).unwrap_or_else(|_| panic!("{}", path.display()));
        for scenario in &loaded.scenarios {
            let reforms = scenario.reforms.iter().map(|reform| reform.id.as_str());
            let names: Vec<&str> = std::iter::once("baseline").chain(reforms).collect();
            let reformed = scenario.reformed.iter().map(|one| &one.workflow);
            let workflows: Vec<_> = std::iter::once(&scenario.baseline)
                .chain(reformed)
                .collect();
            let family = Family::new(1, &scenario.id, &workflows);
            let watch = Watch {
                tick: &|_| {},
                stop: &NEVER,
            };
            let runs = simulate(&family, CASES, None, watch).expect("nobody stops it");
            for (idx, (run, name)) in runs.into_iter().zip(names).enumerate() {
                for (total, key, clocked) in [
                    (Total::Counted, "counted", run.counted),
                    (Total::Elapsed, "elapsed", run.elapsed),
                ] {
                    all.push(Shipped {
                        name: format!("{} {name} {key}", scenario.id),
                        answer: exact(&family, idx, total, &NEVER),
                        simulated: clocked.histogram,
                    });
                }
            }
        }
    }
    all
});

/// Every scenario file under `scenarios/`.
fn files() -> Vec<PathBuf> {
    let mut folders = vec![crate::root().join("scenarios")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|one| one == "toml") {
                let text = std::fs::read_to_string(&path).expect("scenarios are text");
                // A catalogue has no steps.
                found.extend(text.contains("[[step]]").then_some(path));
            }
        }
    }
    found.sort();
    found
}

/// How far two distribution functions are apart at most.
pub fn apart(mass: impl Iterator<Item = (u32, f64)>, histogram: &Histogram) -> f64 {
    let n = histogram.n() as f64;
    let seen = histogram
        .iter()
        .map(|(value, cases)| (value, -(cases as f64) / n));
    let mut steps: BTreeMap<u32, f64> = BTreeMap::new();
    for (value, step) in seen.chain(mass) {
        *steps.entry(value).or_default() += step;
    }
    let mut difference = 0.0;
    let differences = steps.values().map(|step| {
        difference += step;
        f64::abs(difference)
    });
    differences.fold(0.0, f64::max)
}

/// No sample is farther from its law with more than the false alarm's chance, in any of the comparisons
/// (Dvoretzky, Kiefer and Wolfowitz with Massart's constant).
fn bound() -> f64 {
    let n_comparisons = SHIPPED.iter().filter(|one| one.answer.is_ok()).count();
    (f64::ln(2.0 * n_comparisons as f64 / FALSE_ALARM) / (2.0 * CASES as f64)).sqrt()
}

#[test]
fn every_answer_that_ships_agrees_with_the_sampler_or_says_why_there_is_none() {
    let bound = bound();
    let mut listed = String::new();
    for Shipped {
        name,
        answer,
        simulated,
    } in SHIPPED.iter()
    {
        match answer {
            Ok(mass) => {
                let apart = apart(mass.iter(), simulated);
                assert!(apart <= bound, "{name}: {apart} > {bound}");
                let whole = mass.at_most(u32::MAX);
                assert!((whole - 1.0).abs() < 1e-9, "{name}: {whole} in all");
                listed.push_str(&format!("{name}: exact\n"));
            }
            Err(obstacle) => {
                let steps = obstacle.steps.join(", ");
                listed.push_str(&format!("{name}: {} {steps}\n", obstacle.why.key()));
            }
        }
    }
    crate::golden("exact.txt", &listed);
}

#[test]
fn an_answer_that_is_out_by_a_little_would_be_found_out() {
    let bound = bound();
    let (mut n_late, mut n_long) = (0, 0);
    for Shipped {
        answer, simulated, ..
    } in SHIPPED.iter()
    {
        // What is certain shows any error at once.
        let Some(mass) = answer.as_ref().ok().filter(|mass| mass.sd() > 8.0) else {
            continue;
        };
        let late = mass.iter().map(|(value, share)| (value + 1, share));
        n_late += u32::from(apart(late, simulated) > bound);
        let longer = |value: u32| (f64::from(value) * 1.02).round() as u32;
        let long = mass.iter().map(|(value, share)| (longer(value), share));
        n_long += u32::from(apart(long, simulated) > bound);
    }
    assert!(n_late >= 10, "1/16 day late: {n_late} are found out");
    assert!(n_long >= 40, "2 % too long: {n_long} are found out");
}

fn told(lang: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path().to_string_lossy().into_owned();
    let path = "tests/cases/knot.toml";
    let start = ["run", path, "--method", "exact", "--no-charts", "--output"];
    crate::printed(&[&start[..], &[&folder, "--lang", lang]].concat())
}

#[test]
fn what_stands_in_the_way_is_said_in_both_languages() {
    for lang in ["en", "zh"] {
        let text = told(lang);
        let lines = text.lines().skip_while(|line| !line.contains("survey"));
        assert!(lines.count() > 0, "{text}");
        let all: Vec<&str> = text.lines().filter(|line| !line.contains('/')).collect();
        crate::golden(&format!("exact.{lang}.txt"), &(all.join("\n") + "\n"));
    }
}

#[test]
fn the_json_of_a_computed_answer_has_no_sampling_interval_and_says_how_it_was_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path().to_string_lossy().into_owned();
    let path = "tests/cases/knot.toml";
    let arguments = [
        "run",
        path,
        "--method",
        "exact",
        "--format",
        "json",
        "--no-charts",
        "--output",
    ];
    let printed = crate::printed(&[&arguments[..], &[&folder]].concat());
    let answer: Value = serde_json::from_str(&printed).expect("it is JSON");
    let scenario = &answer["scenarios"][0];
    let method = &scenario["baseline"]["method"]["counted_days"];
    assert_eq!(method["used"], "simulate");
    assert_eq!(method["reason"]["obstacle"], "shape");
    let steps = method["reason"]["steps"].as_array();
    assert_eq!(steps.map(Vec::len), Some(4));
    assert!(scenario["baseline"]["simulated"]["counted_days"]["mean_low"].is_number());
    let reform = &scenario["reforms"][0];
    let method = &reform["method"]["counted_days"];
    assert_eq!(
        (&method["used"], &method["reason"]),
        (&"exact".into(), &Value::Null)
    );
    let days = &reform["simulated"]["counted_days"];
    // Twice the longest of three even times: E max of three U(1, 5) is 4.
    let mean = days["mean"].as_f64().expect("a number");
    assert!((mean - 8.0).abs() < 0.01, "{mean}");
    assert!(days["mean_low"].is_null() && days["p50_low"].is_null());
    assert!(reform["simulated"]["share_within_target_low"].is_null());
}

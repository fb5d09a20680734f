//! Sweeps and searches: other figures in the file's place, and the cheapest measures for a target.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use redtape::scenario::{Loaded, Override, load, load_text, load_with};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, Watch, simulate};
use redtape::study::{
    Answer, Figure, Goal, OptimiseInput, Quantity, Settings, Target, Total, Verdict, measure,
    optimise,
};

fn shuozhou() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shuozhou-2021/gov-building.toml")
}

const SETTINGS: Settings = Settings {
    seed: 3,
    replications: 1024,
    threads: 2,
};

#[test]
fn variants_with_other_friction_have_the_figures_of_their_own_simulation() {
    let loaded: Vec<Loaded> = [0.0, 0.05, 0.2]
        .map(|share| Override::new("friction.material_error_share", share))
        .into_iter()
        .map(|one| load_with(&shuozhou(), &[one]).expect("the figure is there"))
        .collect();
    let workflows: Vec<_> = loaded
        .iter()
        .map(|one| &one.scenarios[0].baseline)
        .collect();
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let measured = measure(&workflows, SETTINGS, watch).expect("nobody stops it");
    let mean = Quantity::of(Total::Elapsed, Figure::Mean);
    for (workflow, measured) in workflows.iter().zip(&measured) {
        let family = Family::new(3, &workflow.id, &[workflow], Officers::Free);
        let runs = simulate(&family, 1024, None, watch).expect("nobody stops it");
        let days = runs[0].elapsed.histogram.mean() / f64::from(TICKS_PER_DAY);
        assert!((measured.values[mean.idx()] - days).abs() < 1e-9);
    }
    assert!(measured[0].values[mean.idx()] < measured[1].values[mean.idx()]);
}

#[test]
fn an_override_without_a_figure_names_the_figure_that_was_meant() {
    let wrong = Override::new("friction.material_eror_share", 0.1);
    let failed = load_with(&shuozhou(), &[wrong]).expect_err("there is no such figure");
    let hint = failed.problems[0]
        .hint
        .clone()
        .expect("a near miss gets a hint");
    assert_eq!(hint, "did you mean `friction.material_error_share`?");
}

#[test]
fn figures_know_their_plausible_range() {
    let loaded = load(&shuozhou()).expect("the scenario loads");
    let range = |address: &str| {
        let figure = loaded.figures[0]
            .iter()
            .find(|figure| figure.address == address);
        figure.unwrap_or_else(|| panic!("no {address}")).range()
    };
    assert_eq!(range("step.land-preexam.limit_days"), Some((7.0, 20.0)));
    assert_eq!(range("step.land-preexam.statutory_days"), None);
    let (low, high) = range("friction.material_error_share").expect("an assumption");
    assert!((low - 0.0225).abs() < 1e-12 && (high - 0.0375).abs() < 1e-12);
}

/// Three steps in a row and one beside them; shortening costs; `swift` excludes `slow`.
const SMALL: &str = r#"
id = "small"
[[stage]]
id = "only"
[[agency]]
id = "bureau"
[[step]]
id = "a"
stage = "only"
agency = "bureau"
limit_days = 10
duration = { fixed = { days = 10 } }
[[step]]
id = "b"
stage = "only"
agency = "bureau"
after = ["a"]
limit_days = 10
duration = { uniform = { min_days = 6, max_days = 10 } }
[[step]]
id = "c"
stage = "only"
agency = "bureau"
after = ["b"]
limit_days = 10
duration = { fixed = { days = 10 } }
[[reform]]
id = "reform"
[[reform.measure]]
id = "slow"
cost = 1
do.set_limit = { step = "c", limit_days = 6, response = "proportional" }
[[reform.measure]]
id = "gone"
cost = 9
do.remove_step = { step = "b" }
[[reform.measure]]
id = "more"
cost = 2
requires = ["slow"]
do.set_limit = { step = "a", limit_days = 5, response = "proportional" }
[[reform.measure]]
id = "swift"
cost = 4
excludes = ["slow"]
do.remove_step = { step = "a" }
"#;

fn cheapest(target: &str, most_exact: usize) -> Answer {
    let loaded = load_text(Path::new("small.toml"), SMALL)
        .unwrap_or_else(|failed| panic!("{:?}", failed.problems));
    let scenario = &loaded.scenarios[0];
    let inputs = [OptimiseInput {
        start: &scenario.baseline,
        reform: &scenario.reforms[0],
    }];
    let goal = Goal {
        targets: vec![Target::parse(target).expect("the target is well formed")],
        budget: f64::INFINITY,
        most_breaches: f64::INFINITY,
        most_silent: 1.0,
        most_exact,
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    optimise(&inputs, &goal, SETTINGS, watch).expect("nobody stops it")
}

#[test]
fn bounding_finds_what_trying_every_set_finds() {
    for target in [
        "counted limits <= 26",
        "counted p90 <= 21",
        "elapsed mean <= 18.5",
        "elapsed p50 <= 12",
    ] {
        let [all, bounded] = [20, 0].map(|most_exact| cheapest(target, most_exact));
        assert!(all.is_exhaustive && !bounded.is_exhaustive);
        let cost = |answer: &Answer| answer.packages.first().map(|best| best.cost);
        assert_eq!(cost(&all), cost(&bounded), "{target}");
        if let Some(best) = all.packages.first() {
            assert!((bounded.least_cost - best.cost).abs() < 1e-9, "{target}");
        }
    }
}

#[test]
fn measures_keep_their_rules() {
    // 30 days by limits; `slow` and `more` together come to 21 for 3.
    let answer = cheapest("counted limits <= 22", 20);
    let best = &answer.packages[0];
    assert_eq!((best.choices.clone(), best.cost), (vec![0, 2], 3.0));
    assert_eq!(best.verdict, Verdict::Met);
    for package in answer.packages.iter().chain(&answer.frontier) {
        let has = |choice: usize| package.choices.contains(&choice);
        assert!(!(has(3) && has(0)) && (!has(2) || has(0)));
    }
}

#[test]
fn a_target_out_of_reach_names_the_best_and_what_is_in_the_way() {
    let answer = cheapest("counted limits <= 5", 20);
    assert!(answer.packages.is_empty());
    let best = answer.frontier.last().expect("something is the best");
    assert_eq!(best.figures[0].value, 10.0);
    let (scenario, path) = answer.in_the_way.expect("a path is in the way");
    assert_eq!((scenario.as_str(), path), ("small", vec!["c".to_owned()]));
}

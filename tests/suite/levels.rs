//! Limits shortened at a cost per day: the search finds what trying every combination finds.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use redtape::scenario::load_text;
use redtape::sim::Watch;
use redtape::study::{Answer, Goal, OptimiseInput, Settings, Target, optimise};

/// `a` beside `b`, then `c`, then `d`: 14 + 12 + 3 days. Leaving `d` out requires a shorter `a`.
const SERIES: &str = r#"
id = "trade-off"
[[agency]]
id = "bureau"
[[step]]
id = "a"
limit_days = 10
[[step]]
id = "b"
limit_days = 14
[[step]]
id = "c"
after = ["a", "b"]
limit_days = 12
[[step]]
id = "d"
after = ["c"]
limit_days = 3
[[reform]]
id = "reform"
[[reform.measure]]
id = "shorter-a"
en = "A sooner"
cost_per_day = 3
do.set_limit = { step = "a", limit_days = 6 }
[[reform.measure]]
id = "shorter-b"
en = "B sooner"
cost = 4
cost_per_day = 2
do.set_limit = { step = "b", limit_days = 9 }
[[reform.measure]]
id = "shorter-c"
en = "C sooner"
cost_per_day = 5
do.set_limit = { step = "c", limit_days = 8 }
[[reform.measure]]
id = "without-d"
cost = 7
requires = ["shorter-a"]
do.remove_step = { step = "d" }
"#;

const SETTINGS: Settings = Settings {
    seed: 3,
    replications: 512,
    threads: 2,
};

fn answer(most_days: u32, most_exact: usize) -> Answer {
    let loaded = load_text(Path::new("trade-off.toml"), SERIES).unwrap_or_else(|failed| {
        panic!("the scenario is valid: {:?}", failed.problems);
    });
    let scenario = &loaded.scenarios[0];
    let target = Target::parse(&format!("counted limits <= {most_days}"));
    let goal = Goal {
        targets: vec![target.expect("it is a target")],
        budget: f64::INFINITY,
        most_breaches: f64::INFINITY,
        most_silent: 1.0,
        most_exact,
    };
    let input = OptimiseInput {
        start: &scenario.baseline,
        reform: &scenario.reforms[0],
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    optimise(&[input], &goal, SETTINGS, watch).expect("nobody stops it")
}

/// The least cost of at most so many days, by trying everything.
fn tried(most_days: u32) -> Option<u32> {
    let mut least: Option<u32> = None;
    for (a, b) in (6..=10).flat_map(|a| (9..=14).map(move |b| (a, b))) {
        for (c, without_d) in (8..=12).flat_map(|c| [(c, false), (c, true)]) {
            let days = u32::max(a, b) + c + if without_d { 0 } else { 3 };
            if days > most_days || (without_d && a == 10) {
                continue;
            }
            let of_b = if b < 14 { 4 + 2 * (14 - b) } else { 0 };
            let cost = 3 * (10 - a) + of_b + 5 * (12 - c) + if without_d { 7 } else { 0 };
            least = Some(least.map_or(cost, |least| least.min(cost)));
        }
    }
    least
}

#[test]
fn levels_cost_what_trying_everything_finds() {
    for most_days in 16..=29 {
        let answer = answer(most_days, 0);
        let found = answer.packages.first().map(|package| package.cost);
        assert_eq!(found, tried(most_days).map(f64::from), "{most_days} days");
    }
}

#[test]
fn every_set_and_branch_and_bound_agree() {
    for most_days in [19, 24, 27] {
        let (every, bounded) = (answer(most_days, 17), answer(most_days, 0));
        assert!(every.is_exhaustive && !bounded.is_exhaustive);
        assert_eq!(every.packages[0].cost, bounded.packages[0].cost);
    }
}

#[test]
fn the_answer_names_the_level() {
    let answer = answer(24, 0);
    let best = &answer.packages[0];
    let names = best.choices.iter().map(|&choice| {
        let name = &answer.choices[choice].name;
        name.en.clone().unwrap_or_default()
    });
    // Five days of B and one of A cost 4 + 5 × 2 + 3; leaving D out costs 7, the day of A and two of B 8.
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["A sooner: 10 → 9 days", "B sooner: 14 → 9 days"]
    );
    assert_eq!(best.cost, 17.0);
}

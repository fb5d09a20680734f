//! Attribution: Shapley's axioms, and equality with the definition on coalitions simulated one by one.

use std::sync::atomic::AtomicBool;

use redtape::reform::apply_some;
use redtape::scenario::{Loaded, load};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, Watch, limits, simulate};
use redtape::study::{
    Effort, ExplainInput, Explanation, Method, Quantity, Settings, Values, explain,
};

/// Two paths of two steps, then a last step. `merge` makes what `again` shortens; `a` and `b` are alike;
/// `idle` takes away a material that costs no time.
const SCENARIO: &str = r#"
id = "small"
[[stage]]
id = "only"
[[agency]]
id = "bureau"
[[agency]]
id = "office"
[[material]]
id = "map"
[[step]]
id = "first"
stage = "only"
agency = "bureau"
limit_days = 10
duration = { uniform = { min_days = 4, max_days = 12 } }
[[step]]
id = "twin"
stage = "only"
agency = "bureau"
after = ["first"]
limit_days = 10
duration = { fixed = { days = 10 } }
[[step]]
id = "other"
stage = "only"
agency = "office"
limit_days = 12
materials = ["map"]
duration = { lognormal = { median_days = 9, sigma_log = 0.5 } }
[[step]]
id = "follow"
stage = "only"
agency = "office"
after = ["other"]
limit_days = 9
duration = { uniform = { min_days = 2, max_days = 11 } }
[[step]]
id = "last"
stage = "only"
agency = "bureau"
after = ["twin", "follow"]
limit_days = 5
duration = { fixed = { days = 4 } }
[friction]
handoff_days = { fixed = { days = 0.5 } }
[[reform]]
id = "reform"
[[reform.measure]]
id = "merge"
do.merge_steps = { steps = ["other", "follow"], into = { id = "joint", limit_days = 12 } }
[[reform.measure]]
id = "again"
do.set_limit = { step = "joint", limit_days = 6, response = "proportional" }
[[reform.measure]]
id = "gone"
do.remove_step = { step = "twin" }
[[reform.measure]]
id = "idle"
do.drop_materials = { materials = ["map"] }
"#;

const CASES: usize = 2048;

fn loaded(text: &str) -> Loaded {
    let folder = tempfile::tempdir().expect("a folder for a moment");
    let path = folder.path().join("small.toml");
    std::fs::write(&path, text).expect("the folder can be written");
    load(&path).unwrap_or_else(|failed| panic!("{:?}", failed.problems))
}

fn explained(loaded: &Loaded, most_exact: usize) -> Explanation {
    let scenario = &loaded.scenarios[0];
    let input = ExplainInput {
        start: &scenario.baseline,
        reform: &scenario.reforms[0],
    };
    let settings = Settings {
        seed: 5,
        replications: CASES,
        threads: 2,
    };
    let effort = Effort {
        most_exact,
        permutation_pairs: 200,
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    explain(&input, settings, effort, watch).expect("nobody stops it")
}

/// Every quantity of a coalition, from its own workflow and its own simulation.
fn simulated(loaded: &Loaded, bits: u32) -> Values {
    let scenario = &loaded.scenarios[0];
    let reform = &scenario.reforms[0];
    let (reformed, _) = apply_some(&scenario.baseline, reform, |idx| bits >> idx & 1 == 1);
    let workflow = &reformed.workflow;
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let family = Family::new(5, &workflow.id, &[workflow], Officers::Free);
    let run = simulate(&family, CASES as u64, None, watch)
        .expect("nobody stops it")
        .remove(0);
    let limits = limits(workflow);
    let mut values = [
        limits.counted_days,
        0.0,
        0.0,
        0.0,
        limits.elapsed_days,
        0.0,
        0.0,
        0.0,
    ];
    for (from, clocked) in [(1, &run.counted), (5, &run.elapsed)] {
        let steps = f64::from(TICKS_PER_DAY);
        values[from] = clocked.histogram.mean() / steps;
        values[from + 1] = f64::from(clocked.histogram.quantile(0.5)) / steps;
        values[from + 2] = f64::from(clocked.histogram.quantile(0.9)) / steps;
    }
    values
}

fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    let at = |order: &Vec<usize>, place: usize| {
        let mut longer = order.clone();
        longer.insert(place, n - 1);
        longer
    };
    let places = |order| (0..n).map(move |place| at(order, place));
    shorter.iter().flat_map(places).collect()
}

#[test]
fn shapley_values_are_the_average_over_all_orders_of_separate_simulations() {
    let loaded = loaded(SCENARIO);
    let n = loaded.scenarios[0].reforms[0].measures.len();
    let values: Vec<Values> = (0..1 << n).map(|bits| simulated(&loaded, bits)).collect();
    let orders = orders(n);
    let found = explained(&loaded, 20);
    assert_eq!(found.method, Method::Exact { coalitions: 16 });
    for quantity in Quantity::ALL.map(Quantity::idx) {
        let mut expected = vec![0.0; n];
        for order in &orders {
            let mut bits = 0;
            for &measure in order {
                let before = values[bits][quantity];
                bits |= 1 << measure;
                expected[measure] += (before - values[bits][quantity]) / orders.len() as f64;
            }
        }
        for (measure, expected) in expected.into_iter().enumerate() {
            let share = &found.measures[measure].shares[quantity];
            assert!(
                (share.shapley.value - expected).abs() < 1e-9,
                "{measure} {quantity}"
            );
            let (before, after) = ((1 << measure) - 1, (2 << measure) - 1);
            let ordered = values[before][quantity] - values[after][quantity];
            assert!((share.ordered.value - ordered).abs() < 1e-9);
            let all = (1 << n) - 1;
            let alone = values[all & !(1 << measure)][quantity] - values[all][quantity];
            assert!((share.leave_one_out.value - alone).abs() < 1e-9);
        }
    }
    // Index of a pair by its definition.
    let pair = found
        .interactions
        .iter()
        .find(|pair| pair.measures == (0, 2));
    let pair = pair.expect("every pair has an index");
    for (quantity, days) in pair.days.iter().enumerate() {
        let index: f64 = [0, 0b0010, 0b1000, 0b1010]
            .map(|rest: usize| {
                let at = |bits: usize| values[rest | bits][quantity];
                let joint = at(0b001) + at(0b100) - at(0) - at(0b101);
                joint
                    * if rest.count_ones() == 1 {
                        1.0 / 6.0
                    } else {
                        1.0 / 3.0
                    }
            })
            .iter()
            .sum();
        assert!((days - index).abs() < 1e-9);
    }
}

#[test]
fn all_days_are_divided_and_none_goes_to_a_measure_without_effect() {
    let found = explained(&loaded(SCENARIO), 20);
    for quantity in 0..8 {
        let sum = |pick: fn(&redtape::study::Share) -> f64| -> f64 {
            let shares = found.measures.iter().map(|one| &one.shares[quantity]);
            shares.map(pick).sum()
        };
        let total = found.totals[quantity].value;
        assert!((total - (found.before[quantity] - found.after[quantity])).abs() < 1e-12);
        assert!((sum(|share| share.shapley.value) - total).abs() < 1e-9);
        assert!((sum(|share| share.ordered.value) - total).abs() < 1e-9);
        let idle = &found.measures[3].shares[quantity];
        assert!(idle.shapley.value.abs() < 1e-12);
        assert_eq!(idle.leave_one_out.value, 0.0);
    }
    // `again` has a target only where `merge` is in.
    assert_eq!(found.measures[1].without_target, 0.5);
    assert_eq!(found.measures[0].without_target, 0.0);
}

#[test]
fn measures_that_do_the_same_get_the_same() {
    let alike = SCENARIO
        .replace(
            "uniform = { min_days = 4, max_days = 12 }",
            "fixed = { days = 10 }",
        )
        .replace(
            "do.remove_step = { step = \"twin\" }",
            "do.set_limit = { step = \"twin\", limit_days = 7, response = \"proportional\" }",
        )
        .replace(
            "do.drop_materials = { materials = [\"map\"] }",
            "do.set_limit = { step = \"first\", limit_days = 7, response = \"proportional\" }",
        );
    let found = explained(&loaded(&alike), 20);
    for quantity in 0..8 {
        let [one, other] =
            [2, 3].map(|measure| found.measures[measure].shares[quantity].shapley.value);
        assert!((one - other).abs() < 1e-9, "{quantity}: {one} {other}");
    }
}

#[test]
fn sampled_orders_agree_with_every_coalition() {
    let loaded = loaded(SCENARIO);
    let (exact, sampled) = (explained(&loaded, 20), explained(&loaded, 0));
    assert!(matches!(sampled.method, Method::Sampled { pairs: 200, .. }));
    for (one, other) in exact.measures.iter().zip(&sampled.measures) {
        for (one, other) in one.shares.iter().zip(&other.shares) {
            // 4.9 standard errors: 32 comparisons.
            let allowed = 4.9 * other.shapley_standard_error + 1e-9;
            assert!((one.shapley.value - other.shapley.value).abs() <= allowed);
            assert_eq!(one.ordered, other.ordered);
        }
    }
    for quantity in 0..8 {
        let shares = sampled.measures.iter();
        let sum: f64 = shares.map(|one| one.shares[quantity].shapley.value).sum();
        assert!((sum - sampled.totals[quantity].value).abs() < 1e-9);
    }
}

#[test]
fn sampled_interactions_agree_with_every_coalition() {
    let loaded = loaded(SCENARIO);
    let (exact, sampled) = (explained(&loaded, 20), explained(&loaded, 0));
    assert_eq!(exact.interactions.len(), sampled.interactions.len());
    let mut n_apart = 0;
    for (one, other) in exact.interactions.iter().zip(&sampled.interactions) {
        assert_eq!(one.measures, other.measures);
        for quantity in 0..8 {
            // 4.9 standard errors: 48 comparisons.
            let (days, error) = (one.days[quantity], other.standard_errors[quantity]);
            assert!((days - other.days[quantity]).abs() <= 4.9 * error + 1e-9);
            assert_eq!(one.standard_errors[quantity], 0.0);
            n_apart += usize::from(days.abs() > 0.5 && error < days.abs() / 4.0);
        }
    }
    assert!(n_apart > 0, "some pairs are told apart from chance");
}

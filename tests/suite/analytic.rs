//! The simulator against closed forms.

use std::sync::atomic::AtomicBool;

use redtape::duration::{Duration, Law};
use redtape::sim::{Family, Officers, Run, Watch, days_of, limits, simulate, ticks_of};
use redtape::workflow::{EdgeKind, Ingredients, Kind, Step, Workflow};

/// A step of the applicant's own with a duration, so that nothing but the duration acts.
pub fn plain(id: &str, duration: Duration) -> Step {
    let mut step = Step::blank(id, Kind::Applicant);
    step.face.work[0].law = Law::from(duration);
    step
}

pub fn fixed(days: f64) -> Duration {
    Duration::Fixed {
        days,
        calendar: false,
    }
}

pub fn workflow(id: &str, steps: Vec<Step>, edges: &[(&str, &str)]) -> Workflow {
    let ingredients = Ingredients {
        steps,
        edges: edges
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned(), EdgeKind::Habit))
            .collect(),
    };
    Workflow::empty(id)
        .with_graph(ingredients)
        .expect("the edges close no cycle")
}

pub fn run(workflow: &Workflow, seed: u64, replications: u64) -> Run {
    let family = Family::new(seed, &workflow.id, &[workflow], Officers::Free);
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let mut runs = simulate(&family, replications, None, watch).expect("nobody stops it");
    runs.remove(0)
}

/// Share of cases that last so many days at most, and its standard error where the true one is `share`.
fn share_within(run: &Run, days: f64, share: f64) -> (f64, f64) {
    let histogram = &run.elapsed.histogram;
    let n = histogram.n() as f64;
    let within = histogram.at_most(ticks_of(days)) as f64 / n;
    (within, (share * (1.0 - share) / n).sqrt())
}

/// Mean and its standard error, days.
pub fn mean(run: &Run) -> (f64, f64) {
    let histogram = &run.elapsed.histogram;
    let error = histogram.sd() / (histogram.n() as f64).sqrt();
    (days_of(histogram.mean()), days_of(error))
}

#[test]
fn parallel_branches_wait_for_the_slowest() {
    // Eight checks: 4.0 standard errors each keep the false alarm in all below 0.1 %.
    let table = include_str!("../reference/and_joins.csv");
    let mut checked = 0;
    for row in table.lines().filter(|row| !row.starts_with('#')).skip(1) {
        let [law, branches, exact] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("a row has three fields: {row}");
        };
        let duration = match law {
            "exponential 1" => Duration::Exponential { mean_days: 1.0 },
            "uniform 0 1" => Duration::Uniform {
                min_days: 0.0,
                max_days: 1.0,
            },
            "normal 20 4" => Duration::Normal {
                mean_days: 20.0,
                sd_days: 4.0,
            },
            other => panic!("unknown law {other}"),
        };
        let n: usize = branches.parse().expect("a number of branches");
        let steps = (0..n)
            .map(|idx| plain(&format!("branch{idx}"), duration.clone()))
            .collect();
        let joined = workflow("and-join", steps, &[]);
        let exact: f64 = exact.parse().expect("a mean");
        let (mean, error) = mean(&run(&joined, 5, 204_800));
        assert!(
            (mean - exact).abs() < 4.0 * error,
            "{row}: {mean} ± {error}"
        );
        checked += 1;
    }
    assert_eq!(checked, 8);
}

#[test]
fn a_chain_adds_up_means_and_variances() {
    let steps = vec![
        plain(
            "a",
            Duration::Triangular {
                min_days: 1.0,
                mode_days: 2.0,
                max_days: 6.0,
            },
        ),
        plain(
            "b",
            Duration::Gamma {
                shape: 2.0,
                mean_days: 4.0,
            },
        ),
        plain(
            "c",
            Duration::Uniform {
                min_days: 0.0,
                max_days: 3.0,
            },
        ),
    ];
    let chain = workflow("chain", steps, &[("a", "b"), ("b", "c")]);
    let run = run(&chain, 9, 204_800);
    let (mean, error) = mean(&run);
    assert!(
        (mean - (3.0 + 4.0 + 1.5)).abs() < 4.0 * error,
        "{mean} ± {error}"
    );
    // Variances: (a² + b² + c² − ab − ac − bc) / 18, mean² / shape, width² / 12.
    let variance: f64 = (1.0 + 4.0 + 36.0 - 2.0 - 6.0 - 12.0) / 18.0 + 16.0 / 2.0 + 9.0 / 12.0;
    let sd = days_of(run.elapsed.histogram.sd());
    // The standard error of an sd is below sd · √(kurtosis / 4n); kurtosis here is under 6.
    let error = sd * (6.0f64 / (4.0 * 204_800.0)).sqrt();
    assert!(
        (sd - variance.sqrt()).abs() < 4.0 * error,
        "{sd} {}",
        variance.sqrt()
    );
}

#[test]
fn rework_repeats_a_geometric_number_of_times() {
    let mut step = plain("a", fixed(2.0));
    step.rework = Some(redtape::workflow::Rework {
        way_back: Vec::new(),
        share: 0.3,
        repeats: vec!["a".to_owned()],
        max_rounds: 3,
    });
    let once = run(&workflow("rework", vec![step], &[]), 21, 204_800);
    for (days, share) in [(2.0, 0.7), (4.0, 0.91), (6.0, 0.973)] {
        let (within, error) = share_within(&once, days, share);
        assert!(
            (within - share).abs() < 4.0 * error,
            "{days}: {within} ± {error}, {share}"
        );
    }
    assert_eq!(once.elapsed.histogram.at_most(ticks_of(8.0)), 204_800);
    let (mean, error) = mean(&once);
    let exact = 2.0 * (1.0 + 0.3 + 0.09 + 0.027);
    assert!(
        (mean - exact).abs() < 4.0 * error,
        "{mean} ± {error}, {exact}"
    );
}

#[test]
fn shared_luck_makes_both_early_as_often_as_sheppard_says() {
    // A day for half of the cases, three days for the others.
    let law = || Duration::Empirical {
        quantiles_days: [(0.0, 1.0), (0.5, 1.0), (0.5 + 1e-9, 3.0), (1.0, 3.0)].into(),
    };
    for correlation in [0.1, 0.3, 0.6, 0.9, 1.0] {
        let steps = vec![plain("a", law()), plain("b", law())];
        let mut at_once = workflow("at-once", steps, &[]);
        at_once.friction.correlation.applicants = correlation;
        // Sheppard (1899): both of two normals with this correlation below their medians.
        let expected = 0.25 + f64::asin(correlation) / (2.0 * std::f64::consts::PI);
        let (both_early, error) = share_within(&run(&at_once, 8, 204_800), 1.0, expected);
        assert!(
            (both_early - expected).abs() < 4.0 * error,
            "{correlation}: {both_early} ± {error}, {expected}"
        );
    }
}

#[test]
fn two_branches_that_share_a_beginning_wait_for_what_they_share() {
    // An N: `c` waits for `a`, `d` for both. Neither a series nor side by side.
    let ids = ["a", "b", "c", "d"];
    let law = Duration::Uniform {
        min_days: 0.0,
        max_days: 2.0,
    };
    let steps = ids.map(|id| plain(id, law.clone())).to_vec();
    let edges = [("a", "c"), ("a", "d"), ("b", "d")];
    let (mean, error) = mean(&run(&workflow("n", steps, &edges), 14, 204_800));
    // E max(a + c, max(a, b) + d), by the midpoint rule.
    let n = 40;
    let points: Vec<f64> = (0..n)
        .map(|at| (f64::from(at) + 0.5) * 2.0 / f64::from(n))
        .collect();
    let mut sum = 0.0;
    for a in &points {
        for b in &points {
            let ends = points
                .iter()
                .flat_map(|c| points.iter().map(move |d| (a + c).max(a.max(*b) + d)));
            sum += ends.sum::<f64>();
        }
    }
    let expected = sum / f64::from(n).powi(4);
    assert!(
        (mean - expected).abs() < 4.0 * error,
        "{mean} ± {error}, {expected}"
    );
}

#[test]
fn an_attribute_sends_its_share_of_cases_through_a_step() {
    let mut rare = plain("rare", fixed(10.0));
    rare.when = vec![redtape::workflow::Guard {
        attribute: "kind".to_owned(),
        values: vec!["b".to_owned(), "c".to_owned()],
    }];
    let mut mixed = workflow(
        "mixed",
        vec![plain("always", fixed(1.0)), rare],
        &[("always", "rare")],
    );
    mixed.attributes = vec![redtape::workflow::Attribute {
        id: "kind".to_owned(),
        name: Default::default(),
        shares: vec![
            ("a".to_owned(), 0.5),
            ("b".to_owned(), 0.3),
            ("c".to_owned(), 0.2),
        ],
        given: Vec::new(),
        reference: "a".to_owned(),
    }]
    .into();
    assert_eq!(limits(&mixed).elapsed_days, 1.0);
    assert_eq!(limits(&mixed).worst_case.elapsed_days, 11.0);
    let (mean, error) = mean(&run(&mixed, 2, 204_800));
    assert!((mean - 6.0).abs() < 4.0 * error, "{mean} ± {error}");
}

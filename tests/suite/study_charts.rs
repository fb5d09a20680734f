//! Charts of attributions, searches, sweeps and assumptions stand the awkward: many, long, none, enormous.

use std::sync::atomic::AtomicBool;

use redtape::chart::{
    explanations, frontier, frontiers, sensitivities, sensitivity, sweep, sweeps, waterfall,
};
use redtape::compare::{Estimate, Verdict};
use redtape::lang::{Described, Lang, Name};
use redtape::sim::Watch;
use redtape::study::{
    Answer, Effort, ExplainInput, Explanation, Figure, Goal, Measured, OptimiseInput, Quantity,
    Queued, Sensitivity, Settings, Sweep, SweepPoint, Swing, Target, Total, explain, measure,
    optimise,
};

use crate::chart_data::hall_scenario;
use crate::legible::{OF_STUDIES, check, shows_all, stems};

const SETTINGS: Settings = Settings {
    seed: 3,
    replications: 512,
    threads: 1,
};

fn long() -> Name {
    Name::both(
        "Preliminary design and the budget reviews",
        "建设项目环境影响评价文件审批与水土保持方案审批及节能审查合并办理事项全称四十个字",
    )
}

fn watched<T>(run: impl FnOnce(Watch<'_>) -> T) -> T {
    let stop = AtomicBool::new(false);
    run(Watch {
        tick: &|_| {},
        stop: &stop,
    })
}

fn explained() -> Explanation {
    let scenario = hall_scenario();
    let input = ExplainInput {
        start: &scenario.baseline,
        reform: &scenario.reforms[0],
    };
    let effort = Effort {
        most_exact: 10,
        permutation_pairs: 4,
    };
    watched(|watch| explain(&input, SETTINGS, effort, watch)).expect("nobody stops it")
}

fn searched() -> Answer {
    let scenario = hall_scenario();
    let goal = Goal {
        targets: vec![Target::parse("counted p90 <= 13.5").expect("it is a target")],
        budget: f64::INFINITY,
        most_breaches: f64::INFINITY,
        most_silent: f64::INFINITY,
        most_exact: 10,
    };
    let input = OptimiseInput {
        start: &scenario.baseline,
        reform: &scenario.reforms[0],
    };
    watched(|watch| optimise(&[input], &goal, SETTINGS, watch)).expect("nobody stops it")
}

fn measured() -> Vec<Measured> {
    let scenario = hall_scenario();
    let workflows = [&scenario.baseline, &scenario.reformed[0].workflow];
    watched(|watch| measure(&workflows, SETTINGS, watch)).expect("nobody stops it")
}

#[test]
fn the_waterfall_divides_what_the_limits_save() {
    let [counted, _] = waterfall::data(&explained());
    assert_eq!((counted.before_days, counted.after_days), (18.0, 15.0));
    // The merger saves three days; the archive is on nobody's way.
    let steps: Vec<(usize, f64)> = counted
        .steps
        .iter()
        .map(|(idx, share)| (*idx, share.value))
        .collect();
    assert_eq!(steps, [(0, 3.0)]);
    assert_eq!(counted.without_effect, [1]);
}

#[test]
fn the_frontier_lists_what_every_cost_buys() {
    let dots = frontier::data(&searched());
    let told: Vec<(f64, f64, usize)> = dots
        .iter()
        .map(|dot| (dot.cost, dot.days, dot.n_measures))
        .collect();
    // Fire takes 6 and the permit 8; merged, 5 and 8.
    assert_eq!(told, [(0.0, 14.0, 0), (1.0, 13.0, 1)]);
}

/// The recorded sides, with so many days for nine of ten waits before and after.
fn waiting(before: f64, after: f64) -> Vec<Measured> {
    let mut sides = measured();
    let idx = Quantity::of(Total::Elapsed, Figure::P90).idx();
    for (side, days) in sides.iter_mut().zip([before, after]) {
        side.values[idx] = days;
    }
    sides
}

#[test]
fn the_tornado_ranks_assumptions_by_what_they_move_after_the_reform() {
    let swing = |address: &str, low: (f64, f64), high: (f64, f64)| Swing {
        address: address.to_owned(),
        described: Described::default(),
        filed: 10.0,
        range: (5.0, 15.0),
        low: waiting(low.0, low.1),
        high: waiting(high.0, high.1),
    };
    let mut swings = vec![
        // Moves the wait before the reform only.
        swing("before", (10.0, 20.0), (90.0, 20.0)),
        swing("narrow", (30.0, 19.0), (30.0, 22.0)),
        // The more, the shorter.
        swing("wide", (30.0, 26.0), (30.0, 16.0)),
    ];
    swings.extend((0..12).map(|_| swing("without effect", (30.0, 20.0), (30.0, 20.0))));
    let data = sensitivity::data(&Sensitivity {
        scenario: "hall".to_owned(),
        scenario_name: Name::default(),
        reforms: vec![("reform".to_owned(), Name::default())],
        as_filed: waiting(30.0, 20.0),
        swings,
    });
    assert_eq!(data.filed_days, 20.0);
    let told: Vec<(&str, f64, f64)> = (data.bars.iter().take(2))
        .map(|bar| (bar.address.as_str(), bar.at_low, bar.at_high))
        .collect();
    assert_eq!(told, [("wide", 26.0, 16.0), ("narrow", 19.0, 22.0)]);
    assert_eq!(data.bars.len() + data.n_hidden, 15);
    assert!(data.bars.len() <= 12);
}

#[test]
fn a_sweep_over_two_inputs_has_a_line_of_waits_for_every_second_value() {
    let points = [(1.0, 5.0), (1.0, 6.0), (2.0, 5.0), (2.0, 6.0)];
    let swept = |n_inputs: usize| Sweep {
        scenario: "hall".to_owned(),
        scenario_name: Name::default(),
        reforms: vec![("reform".to_owned(), Name::default())],
        addresses: vec!["first".to_owned(), "second".to_owned()][..n_inputs].to_vec(),
        described: vec![Described::default(); n_inputs],
        points: (points.iter().step_by(3 - n_inputs))
            .map(|&(first, second)| SweepPoint {
                values: [first, second][..n_inputs].to_vec(),
                sides: waiting(10.0 * first, first + second),
                queues: Vec::new(),
            })
            .collect(),
        within_days: None,
    };
    let waits = |second| vec![(1.0, 1.0 + second), (2.0, 2.0 + second)];
    let two = sweep::data(&swept(2));
    let after: Vec<_> = two.iter().filter(|line| line.side == 1).collect();
    assert_eq!((two.len(), after.len()), (4, 2));
    for (line, second) in after.iter().zip([5.0, 6.0]) {
        assert_eq!(line.total, Total::Elapsed);
        assert_eq!(line.second, Some(second));
        assert_eq!(line.points, waits(second));
    }
    // One input leaves room for the official clock.
    let one = sweep::data(&swept(1));
    let told: Vec<(Total, usize)> = one.iter().map(|line| (line.total, line.side)).collect();
    let (wait, clock) = (Total::Elapsed, Total::Counted);
    assert_eq!(told, [(wait, 0), (wait, 1), (clock, 0), (clock, 1)]);
    assert_eq!(one[0].points, [(1.0, 10.0), (2.0, 20.0)]);
}

#[test]
fn charts_of_studies_stand_the_awkward() {
    let (explained, searched, measured) = (explained(), searched(), measured());
    let estimate = |value: f64| Estimate {
        value,
        interval: Some((value * 0.9, value * 1.1)),
    };
    let mut pictures = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        for (n, scale) in [(1, 0.0), (1, 10_000.0), (9, 1.0), (40, 10_000.0)] {
            let mut one = explained.clone();
            one.scenario_name = long();
            one.reform_name = long();
            let first = one.measures[0].clone();
            one.measures = (0..n).map(|_| first.clone()).collect();
            for measure in &mut one.measures {
                measure.name = long();
                for share in &mut measure.shares {
                    share.shapley = estimate(scale / n as f64 / 2.0);
                }
            }
            one.before = [scale; 8];
            one.after = [scale / 2.0; 8];
            pictures.extend(explanations(&[one], lang));

            let mut answer = searched.clone();
            let package = answer.frontier[0].clone();
            answer.frontier = (0..n)
                .map(|idx| {
                    let mut package = package.clone();
                    package.cost = 2.0 * idx as f64;
                    package.figures = vec![estimate(scale * (1.0 - idx as f64 / n as f64))];
                    package
                })
                .collect();
            answer.packages = vec![answer.frontier[n / 2].clone()];
            pictures.extend(frontiers(&answer, lang));

            let idx = Quantity::of(Total::Elapsed, Figure::P90).idx();
            let with = |days: f64| {
                let mut sides = measured.clone();
                for side in &mut sides {
                    side.values[idx] = days;
                }
                sides
            };
            let swings = (0..n).map(|at| Swing {
                address: format!("step.preliminary-design-and-the-budget-{at}.limit_days"),
                described: Described {
                    owner: (at % 2 == 0).then(long),
                    figure: long(),
                },
                filed: 10_000.0,
                range: (0.0, 10_000.0),
                low: with(scale * 0.5),
                high: with(scale * 1.5),
            });
            let found = Sensitivity {
                scenario: "awkward".to_owned(),
                scenario_name: long(),
                reforms: vec![("reform".to_owned(), long())],
                as_filed: with(scale),
                swings: swings.collect(),
            };
            pictures.extend(sensitivities(&[found], lang));

            let points = (0..n).map(|at| SweepPoint {
                values: vec![at as f64],
                sides: with(scale * at as f64),
                queues: [
                    Queued::Growing,
                    Queued::NineOfTen(estimate(scale * at as f64), Verdict::Settled),
                ][..n % 3]
                    .to_vec(),
            });
            let swept = Sweep {
                scenario: "awkward".to_owned(),
                scenario_name: long(),
                reforms: vec![("reform".to_owned(), long())],
                addresses: vec!["step.preliminary-design-and-the-budget.limit_days".to_owned()],
                described: vec![Described {
                    owner: Some(long()),
                    figure: long(),
                }],
                points: points.collect(),
                within_days: (n > 1).then_some(scale / 2.0),
            };
            // Twelve reforms too, with a second input.
            let mut many = swept.clone();
            many.scenario = "twelve".to_owned();
            many.reforms = vec![("reform".to_owned(), long()); 12];
            many.addresses.extend(swept.addresses.clone());
            many.described.extend(swept.described.clone());
            many.within_days = None;
            for (at, point) in many.points.iter_mut().enumerate() {
                point.values.push((at % 3) as f64);
                point.sides = vec![point.sides[0].clone(); 13];
                point.queues.clear();
            }
            pictures.extend(sweeps(&[swept, many], lang));
        }
    }
    check(&pictures);
    shows_all(stems(&pictures), &OF_STUDIES);
}

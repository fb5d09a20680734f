//! Small scenarios whose figures are known by hand, in both simulators, and one meaning of every step for all commands.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use redtape::reform::apply_some;
use redtape::scenario::{Scenario, load};
use redtape::sim::streams::BLOCK;
use redtape::sim::{Family, Officers, Run, Watch, days_of, every_case, limits};
use redtape::study::{
    Effort, ExplainInput, Figure, Goal, OptimiseInput, Quantity, Settings, Target, Total, explain,
    measure, optimise,
};
use redtape::workflow::{Ending, Limits, Process, Workflow};
use serde_json::Value;

use crate::office::{arrivals, days, replicated, window};

/// Cases of each simulation.
const CASES: u64 = 80 * BLOCK as u64;

fn case(name: &str) -> PathBuf {
    crate::root()
        .join("tests/cases/numbers")
        .join(name)
        .with_extension("toml")
}

/// The only scenario of a file, with some text replaced.
fn read(name: &str, change: &[(&str, &str)]) -> Scenario {
    let mut text = std::fs::read_to_string(case(name)).expect("the case is there");
    for (from, to) in change {
        assert!(text.contains(from), "{name}: {from}");
        text = text.replace(from, to);
    }
    let loaded = redtape::scenario::load_text(&case(name), &text);
    let mut loaded = loaded.unwrap_or_else(|failed| panic!("{}", failed.told()));
    loaded.scenarios.remove(0)
}

fn run(workflow: &Workflow) -> Run {
    crate::analytic::run(workflow, 1, CASES)
}

/// Mean days of a clock, and its standard error.
fn mean(clocked: &redtape::sim::Clocked) -> (f64, f64) {
    let histogram = &clocked.histogram;
    let error = histogram.sd() / (CASES as f64).sqrt();
    (days_of(histogram.mean()), days_of(error))
}

fn assert_near((mean, error): (f64, f64), exact: f64) {
    assert!(
        (mean - exact).abs() <= 4.0 * error,
        "{mean} ± {error}, {exact}"
    );
}

/// A share of so many cases, and its standard error where the share is `exact`.
fn share(hits: u64, of: u64, exact: f64) -> (f64, f64) {
    let of = of as f64;
    (hits as f64 / of, (exact * (1.0 - exact) / of).sqrt())
}

#[test]
fn half_of_uniform_2_to_4_days_is_beyond_a_limit_of_3() {
    let run = run(&read("share-at-limit", &[]).baseline);
    let (_, met, overdue) = run.items[0].clone();
    assert_eq!(met, CASES);
    assert_near(share(overdue, met, 0.5), 0.5);
    let within = run.within_target.expect("there is a target");
    assert_near(share(within, CASES, 0.5), 0.5);
}

#[test]
fn who_hands_over_the_next_day_takes_whole_days_and_no_part_of_one_gets_lost() {
    // Half take 3, half 4.
    assert_near(
        mean(&run(&read("next-day-mean", &[]).baseline).elapsed),
        3.5,
    );
    // Whole days of an exponential are geometric: 1 / (1 - exp(-1 / 0.2)).
    let uniform = "uniform = { min_days = 2, max_days = 4 }";
    let exponential = "exponential = { mean_days = 0.2 }";
    let scenario = read("next-day-mean", &[(uniform, exponential)]);
    let whole = 1.0 / (1.0 - (-5.0f64).exp());
    assert_near(mean(&run(&scenario.baseline).elapsed), whole);
}

#[test]
fn times_that_are_fixed_take_just_that() {
    // Side by side.
    let elapsed = run(&read("par5", &[]).baseline).elapsed.histogram;
    assert_eq!(days_of(elapsed.mean()), 0.53125);
    assert_eq!(elapsed.sd(), 0.0);
    // Ten times ten minutes, to half a second each.
    let elapsed = run(&read("small", &[]).baseline).elapsed.histogram;
    let nine_of_ten = days_of(f64::from(elapsed.quantile(0.9)));
    assert!((nine_of_ten - 0.208).abs() <= days_of(5.0), "{nine_of_ten}");
    assert_eq!(elapsed.sd(), 0.0);
}

/// Calendar days of a scenario file: mean, P10 and P95.
fn calendar_days(name: &str, options: &[&str]) -> [f64; 3] {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("notice.toml");
    std::fs::copy(case(name), &file).expect("it can be copied");
    let mut all = vec!["--replications", "1024"];
    all.extend(options);
    let answer = crate::answered(&file, &all);
    let days = &answer["scenarios"][0]["baseline"]["simulated"]["calendar_days"];
    ["mean", "p10", "p95"].map(|figure| days[figure].as_f64().expect("it is a number"))
}

#[test]
fn a_notice_of_calendar_days_runs_through_holidays() {
    assert_eq!(calendar_days("cal3", &["--start", "2021-09-30"]), [7.0; 3]);
    assert_eq!(calendar_days("calendar-notice", &[]), [30.0; 3]);
    for start in ["2021-02-10", "2021-04-30", "2021-09-30", "2021-12-31"] {
        let days = calendar_days("calendar-notice", &["--start", start]);
        assert_eq!(days, [30.0; 3], "{start}");
    }
}

#[test]
fn a_withdrawn_case_does_no_later_step() {
    let scenario = read("withdrawn-goes-on", &[]);
    let run = run(&scenario.reformed[0].workflow);
    let withdrawn = run.sums.endings[Ending::Withdrawn as usize];
    assert_near(share(withdrawn, CASES, 0.5), 0.5);
    assert_near(mean(&run.elapsed), 62.5);
    // 15 days after acceptance, or both steps.
    let exact = (15 * withdrawn + 110 * (CASES - withdrawn)) as f64 / CASES as f64;
    assert!((days_of(run.elapsed.histogram.mean()) - exact).abs() < 1e-9);
    // One item of those who are withdrawn, two of the others, and three trips for the second.
    let met: Vec<u64> = run.items.iter().map(|(_, met, _)| *met).collect();
    assert_eq!(met, [CASES, CASES - withdrawn]);
    assert_eq!(run.sums.visits, 3 * (CASES - withdrawn));
}

#[test]
fn a_withdrawn_case_takes_no_later_officer() {
    let served =
        "limit_days = 100\nagency = \"desk\"\neffort = { fixed = { days = 100 } }\nlinks = 1";
    let change = [
        (
            "[[material]]",
            "[[agency]]\nid = \"desk\"\nofficers = 1000\n[[material]]",
        ),
        ("limit_days = 100", served),
    ];
    let scenario = read("withdrawn-goes-on", &change);
    let workflow = &scenario.reformed[0].workflow;
    let family = Family::new(1, &workflow.id, &[workflow], Officers::Busy);
    let each_day = arrivals(Process::Batch {
        size: 8,
        every_days: 1.0,
    });
    let runs = replicated(
        &family,
        &[workflow],
        &each_day,
        (1, 1),
        window(0.0, 1_000.0),
    );
    let run = &runs[0][0];
    assert_eq!(run.arrived, 8_000);
    let withdrawn = run.endings[Ending::Withdrawn as usize];
    assert_near(share(withdrawn, run.arrived, 0.5), 0.5);
    let went_on = run.arrived - withdrawn;
    assert_eq!((run.steps[0].done, run.steps[1].done), (went_on, went_on));
    assert_eq!(run.agencies[0].jobs, went_on);
    let took = days(run.sojourn_ticks);
    assert!(
        (took - (15 * withdrawn + 110 * went_on) as f64).abs() < 1e-6,
        "{took}"
    );
}

#[test]
fn a_skipped_step_hands_over_like_one_that_is_gone() {
    let scenario = read("skipped-step-hands-over", &[]);
    for (reform, reformed) in scenario.reforms.iter().zip(&scenario.reformed) {
        let workflow = &reformed.workflow;
        let name = &reform.id;
        // Hand-offs are in no limit; one of a thousand cases takes 5 days more.
        let limit_days = if name == "spared-99" { 10.005 } else { 10.0 };
        assert!(
            (limits(workflow).elapsed_days - limit_days).abs() < 1e-9,
            "{name}"
        );
        let family = Family::new(1, &scenario.id, &[workflow], Officers::Free);
        let free = every_case(&family, None, CASES / BLOCK as u64).remove(0);
        let free: Vec<u64> = free
            .iter()
            .map(|(elapsed, _)| u64::from(*elapsed))
            .collect();
        let family = Family::new(1, &scenario.id, &[workflow], Officers::Busy);
        let at_once = arrivals(Process::Batch {
            size: CASES as u32,
            every_days: 1e6,
        });
        let mut span = window(0.0, 1.0);
        span.keeps_order = true;
        let runs = replicated(&family, &[workflow], &at_once, (1, 1), span);
        for cases in [&free, &runs[0][0].in_order] {
            assert_eq!(cases.len() as u64, CASES);
            // The few that are not spared go through all three.
            let long = cases.iter().filter(|&&ticks| days(ticks) == 19.0).count();
            let short = cases.iter().filter(|&&ticks| days(ticks) == 12.0).count();
            assert_eq!(long + short, cases.len(), "{name}");
            match name.as_str() {
                "spared-99" => assert_near(share(long as u64, CASES, 0.001), 0.001),
                _ => assert_eq!(long, 0, "{name}"),
            }
        }
    }
}

/// What the program answers about a case.
fn json(name: &str, words: &[&str]) -> Value {
    let file = case(name);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let [path, output] = [&file, folder.path()].map(|path| path.to_str().expect("it is text"));
    let mut all = vec![words[0], path, "--format", "json", "--no-charts"];
    all.extend(["--replications", "512", "--output", output]);
    all.extend(&words[1..]);
    serde_json::from_str(&crate::printed(&all)).expect("it is JSON")
}

/// Days that the applicant waits with every limit used up, before and after, as each command tells it.
fn waits_told(name: &str, vary: &str, least: &str) -> [Vec<f64>; 4] {
    let all = |values: &[&Value]| -> Vec<f64> {
        let numbers = values.iter().map(|value| value.as_f64());
        numbers
            .map(|number| number.expect("it is a number"))
            .collect()
    };
    let ran = &json(name, &["run"])["scenarios"][0];
    let waits =
        |side: &'static str| &ran.pointer(side).expect("it is there")["limits"]["elapsed_days"];
    let explained = json(name, &["explain"]);
    let explained = explained["explanations"].as_array().expect("it is a list");
    let limits = explained
        .iter()
        .find(|one| one["clock"] == "elapsed" && one["quantity"] == "limits");
    let limits = limits.expect("limits are explained");
    let found = json(name, &["optimise", "--target", least]);
    let frontier = found["frontier"].as_array().expect("it is a list");
    let [nothing, everything] = [frontier.first(), frontier.last()]
        .map(|package| &package.expect("a package")["figures"][0]["days"]);
    let swept = json(name, &["sweep", "--vary", vary]);
    let sides = &swept["sweeps"][0]["points"][0]["sides"];
    [
        all(&[waits("/baseline"), waits("/reforms/0")]),
        all(&[&limits["before_days"], &limits["after_days"]]),
        all(&[nothing, everything]),
        all(&[
            &sides["baseline"]["elapsed_days"]["limits"],
            &sides["reforms"][0]["days"]["elapsed_days"]["limits"],
        ]),
    ]
}

#[test]
fn every_command_says_that_a_panel_makes_cases_wait() {
    let vary = "step.application.duration.uniform.max_days=20";
    let told = waits_told("explain-ignores-panel-wait", vary, "elapsed limits <= 14");
    assert_eq!(told, [[16.0, 13.5]; 4]);
}

#[test]
fn every_command_says_that_a_review_off_the_clock_makes_cases_wait() {
    let vary = "step.permit.limit_days=8";
    let told = waits_told("explain-clock-rule", vary, "elapsed limits <= 4");
    assert_eq!(told, [[18.0, 4.0]; 4]);
}

/// Counted and elapsed days of the reference case.
fn of_limits(limits: &Limits) -> [f64; 2] {
    [limits.counted_days, limits.elapsed_days]
}

const LIMITS: [Quantity; 2] = [
    Quantity::of(Total::Counted, Figure::Limits),
    Quantity::of(Total::Elapsed, Figure::Limits),
];

/// The least work: nothing here hangs on luck.
const LEAST: Settings = Settings {
    seed: 1,
    replications: 64,
    threads: 1,
};

#[test]
fn every_study_of_every_scenario_has_the_limits_of_a_run() {
    let mut paths = crate::scenarios::shipped();
    let cases = std::fs::read_dir(case("").with_extension("")).expect("the cases are there");
    paths.extend(cases.map(|entry| entry.expect("it can be read").path()));
    for path in paths {
        let loaded = load(&path).unwrap_or_else(|failed| panic!("{}", failed.told()));
        for scenario in &loaded.scenarios {
            studied(scenario);
        }
    }
}

fn studied(scenario: &Scenario) {
    let never = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &never,
    };
    let name = &scenario.id;
    let reformed = scenario.reformed.iter().map(|reformed| &reformed.workflow);
    let sides: Vec<&Workflow> = std::iter::once(&scenario.baseline)
        .chain(reformed)
        .collect();
    let swept = measure(&sides, LEAST, watch).expect("nobody stops it");
    for (side, swept) in sides.iter().zip(&swept) {
        let told = LIMITS.map(|quantity| swept.values[quantity.idx()]);
        assert_eq!(told, of_limits(&limits(side)), "{name}: sweep");
    }
    for (idx, reform) in scenario.reforms.iter().enumerate() {
        let before = reform
            .builds_on
            .as_ref()
            .map_or(&scenario.baseline, |before| {
                let before = scenario.reforms.iter().position(|one| &one.id == before);
                &scenario.reformed[before.expect("it builds on a reform")].workflow
            });
        let run = [before, &scenario.reformed[idx].workflow].map(|side| of_limits(&limits(side)));
        let input = ExplainInput {
            start: before,
            reform,
        };
        let effort = Effort {
            most_exact: 3,
            permutation_pairs: 1,
        };
        let found = explain(&input, LEAST, effort, watch).expect("nobody stops it");
        let explained = [&found.before, &found.after]
            .map(|values| LIMITS.map(|quantity| values[quantity.idx()]));
        assert_eq!(explained, run, "{name}, {}: explain", reform.id);
        if reform.measures.len() <= 6 {
            searched(before, reform);
        }
    }
}

/// Each set of measures that a search tells has the limits of just these measures.
fn searched(before: &Workflow, reform: &redtape::reform::Reform) {
    let never = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &never,
    };
    let target = |text: &str| Target::parse(text).expect("it is well formed");
    let goal = Goal {
        targets: vec![
            target("counted limits <= 1e6"),
            target("elapsed limits <= 1e6"),
        ],
        budget: f64::INFINITY,
        most_breaches: f64::INFINITY,
        most_silent: 1.0,
        most_exact: 6,
    };
    let inputs = [OptimiseInput {
        start: before,
        reform,
    }];
    let answer = optimise(&inputs, &goal, LEAST, watch).expect("nobody stops it");
    for package in answer.packages.iter().chain(&answer.frontier) {
        let told: Vec<f64> = package.figures.iter().map(|figure| figure.value).collect();
        let ids: Vec<&str> = package
            .choices
            .iter()
            .map(|&choice| answer.choices[choice].id.as_str())
            .collect();
        let (reformed, _) = apply_some(before, reform, |idx| {
            ids.contains(&reform.measures[idx].id.as_str())
        });
        assert_eq!(
            told,
            of_limits(&limits(&reformed.workflow)),
            "{}: optimise {ids:?}",
            reform.id
        );
    }
}

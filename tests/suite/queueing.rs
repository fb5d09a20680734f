//! Cases that compete for officers, against the closed forms of queueing theory.

use std::collections::BTreeMap;

use redtape::duration::Duration;
use redtape::sim::events::Replication;
use redtape::workflow::{Order, Process, Rework, Workflow};

use super::office::*;

/// At least this many independent replications stand behind every figure.
const REPLICATIONS: u64 = 64;

/// An office of the reference table: cases a day, and the office with efforts times `stretch`.
struct Known {
    per_day: f64,
    /// Days that count, in each replication.
    days: f64,
    build: Box<dyn Fn(f64) -> Workflow>,
}

/// One agency whose officers do the one step there is.
fn one_step(officers: u32, effort: fn(f64) -> Duration) -> Box<dyn Fn(f64) -> Workflow> {
    Box::new(move |stretch| {
        let step = served("a", "bureau", effort(stretch));
        office(vec![agency("bureau", officers)], vec![], vec![step], &[])
    })
}

fn known(case: &str) -> Known {
    let (per_day, days, build): (f64, f64, Box<dyn Fn(f64) -> Workflow>) = match case {
        "M/M/2 lambda=5 mu=10" => (5.0, 16_000.0, one_step(2, |s| exponential(0.1 * s))),
        "M/M/1 lambda=0.8 mu=1" => (0.8, 150_000.0, one_step(1, exponential)),
        "M/M/1 lambda=0.9 mu=1" => (0.9, 120_000.0, one_step(1, exponential)),
        "M/M/2 lambda=1.6 mu=1" => (1.6, 90_000.0, one_step(2, exponential)),
        "M/M/3 lambda=2.4 mu=1" => (2.4, 70_000.0, one_step(3, exponential)),
        "M/M/5 lambda=4.5 mu=1" => (4.5, 50_000.0, one_step(5, exponential)),
        "M/M/10 lambda=8 mu=1" => (8.0, 42_000.0, one_step(10, exponential)),
        "M/D/1 lambda=0.8 S=1" => (0.8, 80_000.0, one_step(1, fixed)),
        "M/U(0.5,1.5)/1 lambda=0.8" => (
            0.8,
            80_000.0,
            one_step(1, |s| Duration::Uniform {
                min_days: 0.5 * s,
                max_days: 1.5 * s,
            }),
        ),
        "M/Gamma(k=0.25,mean1)/1 lambda=0.8 SCV=4" => (
            0.8,
            480_000.0,
            one_step(1, |s| Duration::Gamma {
                shape: 0.25,
                mean_days: s,
            }),
        ),
        "tandem M/M/1 -> M/M/1 lambda=0.8 mu1=1 mu2=1.25" => (0.8, 80_000.0, Box::new(tandem)),
        "M/M/1 Bernoulli feedback p=0.2 lambda=0.8 mu=1.25" => (0.8, 130_000.0, Box::new(feedback)),
        "M/M/1 non-preemptive priority l0=.2 l1=.6 mu=1" => (0.8, 150_000.0, Box::new(priority)),
        "Open Jackson net Sixto2004 ex.11.11" => (14.0, 5_000.0, Box::new(jackson)),
        other => panic!("no office is known as {other}"),
    };
    Known {
        per_day,
        days,
        build,
    }
}

fn tandem(stretch: f64) -> Workflow {
    office(
        vec![agency("first", 1), agency("second", 1)],
        vec![],
        vec![
            served("a", "first", exponential(stretch)),
            served("b", "second", exponential(0.8 * stretch)),
        ],
        &[("a", "b")],
    )
}

fn feedback(stretch: f64) -> Workflow {
    let mut step = served("a", "bureau", exponential(0.8 * stretch));
    step.rework = Some(Rework {
        way_back: Vec::new(),
        share: 0.2,
        repeats: vec!["a".to_owned()],
        max_rounds: 20,
    });
    office(vec![agency("bureau", 1)], vec![], vec![step], &[])
}

fn priority(stretch: f64) -> Workflow {
    let class = attribute("class", &[("0", 0.25), ("1", 0.75)]);
    let step = |value: &str| {
        let step = served(&format!("class {value}"), "bureau", exponential(stretch));
        only(step, "class", &[value])
    };
    let mut bureau = agency("bureau", 1);
    bureau.order = Order::Priority;
    let mut workflow = office(vec![bureau], vec![class], vec![step("0"), step("1")], &[]);
    workflow.green_channel = vec![guard("class", &["0"])].into();
    workflow
}

/// Cases enter at node 1 (8 a day) and 3 (6 a day); 1 leads to 2 with 0.2 and back, to 3 with 0.56, to
/// 4 with 0.24.
fn jackson(stretch: f64) -> Workflow {
    let entry = 8.0 / 14.0;
    let route = attribute(
        "route",
        &[
            ("1-3", entry * 0.7),
            ("1-4", entry * 0.3),
            ("3", 1.0 - entry),
        ],
    );
    let back = attribute("back", &[("yes", 0.2), ("no", 0.8)]);
    let node = |id: &str, per_day: f64, routes: &[&str]| {
        only(
            served(id, &id[..1], exponential(stretch / per_day)),
            "route",
            routes,
        )
    };
    // A fifth of those who leave node 1 pass node 2 and come back to it, each time anew.
    let returning = |id, per_day| only(node(id, per_day, &["1-3", "1-4"]), "back", &["yes"]);
    let mut again = returning("1-again", 14.0);
    again.rework = Some(Rework {
        way_back: Vec::new(),
        share: 0.2,
        repeats: vec!["2".to_owned(), "1-again".to_owned()],
        max_rounds: 20,
    });
    office(
        ["1", "2", "3", "4"].map(|id| agency(id, 1)).to_vec(),
        vec![route, back],
        vec![
            node("1", 14.0, &["1-3", "1-4"]),
            returning("2", 9.0),
            again,
            node("3", 17.0, &["1-3", "3"]),
            node("4", 7.0, &["1-4"]),
        ],
        &[
            ("1", "2"),
            ("2", "1-again"),
            ("1-again", "3"),
            ("1-again", "4"),
        ],
    )
}

/// What a replication says of a quantity of the table.
fn observed(run: &Replication, quantity: &str) -> f64 {
    let window = run.window_ticks as f64;
    let per = |sum: u64, n: u64| sum as f64 / n as f64;
    // Stations stand in the order in which the steps first name them.
    let node =
        |id: &str| &run.agencies[["1", "2", "3", "4"].iter().position(|x| *x == id).unwrap()];
    let bureau = &run.agencies[0];
    match quantity {
        "rho" => per(bureau.areas.at_work, bureau.areas.on_duty),
        "P_wait" => per(bureau.waited, bureau.visits),
        "Wq" => days(bureau.wait_ticks) / bureau.visits as f64,
        "W" | "W system" | "sojourn" => days(run.sojourn_ticks) / run.done as f64,
        "Lq" => bureau.areas.waiting as f64 / window,
        "L" => run.cases_area as f64 / window,
        "sojourn Class 0" => days(run.steps[0].sojourn_ticks) / run.steps[0].done as f64,
        "sojourn Class 1" => days(run.steps[1].sojourn_ticks) / run.steps[1].done as f64,
        _ => {
            let (what, id) = quantity.split_at(quantity.len() - 1);
            let areas = node(id).areas;
            match what {
                "lambda" => node(id).visits as f64 / days(run.window_ticks),
                "L" => (areas.waiting + areas.at_work) as f64 / window,
                other => panic!("no quantity is known as {other}"),
            }
        }
    }
}

/// The table's rows by case.
fn table() -> BTreeMap<String, Vec<(String, f64)>> {
    let text = include_str!("../reference/queueing.csv");
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut cases: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("the table is well formed");
        let exact = row[3].parse().expect("a number");
        let quantities = cases.entry(row[0].to_owned()).or_default();
        quantities.push((row[2].to_owned(), exact));
    }
    cases
}

/// What does not agree with theory, and what is not sharp enough to tell.
fn disagreements(
    case: &str,
    quantities: &[(String, f64)],
    stretch: f64,
    share_of_days: f64,
) -> Vec<String> {
    let mut known = known(case);
    known.days *= share_of_days;
    let workflow = (known.build)(stretch);
    let process = Process::Poisson {
        per_day: known.per_day,
    };
    // The slowest of these settles within 2,000 mean services.
    let warm_up = known.days / 20.0;
    let span = window(warm_up, warm_up + known.days);
    let runs = simulate(&[&workflow], &arrivals(process), (3, REPLICATIONS), span).remove(0);
    let mut wrong = Vec::new();
    for (quantity, exact) in quantities {
        let (mean, error) = mean(&runs, |run| observed(run, quantity));
        let sharp = if case.contains("0.9") || case.contains("4.5") {
            0.01
        } else {
            0.005
        };
        if error > sharp * exact {
            wrong.push(format!("{case}: {quantity} is blunt, {mean} ± {error}"));
        }
        // 50 checks: 4.9 standard errors each keep the false alarm in all below 0.1 %.
        if (mean - exact).abs() > 4.9 * error {
            wrong.push(format!(
                "{case}: {quantity} is {mean} ± {error}, not {exact}"
            ));
        }
    }
    wrong
}

#[test]
fn queues_agree_with_theory() {
    let table = table();
    assert_eq!(table.values().map(Vec::len).sum::<usize>(), 58);
    let wrong: Vec<String> = table
        .iter()
        .flat_map(|(case, quantities)| disagreements(case, quantities, 1.0, 1.0))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_percent_more_work_would_be_noticed() {
    for (case, quantities) in table() {
        // A tenth of the days is enough.
        let found = disagreements(&case, &quantities, 1.02, 0.1);
        assert!(found.iter().any(|one| one.contains(", not ")), "{case}");
    }
}

/// Erlang's C formula: the mean wait in M/M/c with mean service 1.
fn erlang_c_wait(per_day: f64, officers: u32) -> f64 {
    let (load, c) = (per_day, f64::from(officers));
    let mut blocked = 1.0;
    for n in 1..=officers {
        blocked = load * blocked / (f64::from(n) + load * blocked);
    }
    let waits = blocked / (1.0 - load / c * (1.0 - blocked));
    waits / (c - load)
}

#[test]
fn pooling_two_departments_gains_what_erlang_says() {
    let half = attribute("door", &[("left", 0.5), ("right", 0.5)]);
    let split = office(
        vec![agency("left", 2), agency("right", 2)],
        vec![half],
        ["left", "right"]
            .map(|door| only(served(door, door, exponential(1.0)), "door", &[door]))
            .to_vec(),
        &[],
    );
    let mut pooled = split.clone();
    pooled.agencies = vec![agency("left", 4)].into();
    let pooled = {
        let steps = split.steps().map(|step| (**step).clone());
        let steps = steps.map(|mut step| {
            step.agency = Some("left".to_owned());
            step
        });
        office(
            pooled.agencies.to_vec(),
            pooled.attributes.to_vec(),
            steps.collect(),
            &[],
        )
    };
    let process = arrivals(Process::Poisson { per_day: 3.2 });
    let runs = simulate(
        &[&split, &pooled],
        &process,
        (8, 64),
        window(500.0, 20_500.0),
    );
    for (runs, exact) in runs
        .iter()
        .zip([erlang_c_wait(1.6, 2), erlang_c_wait(3.2, 4)])
    {
        let (wait, error) = mean(runs, |run| {
            let sum = |pick: fn(&redtape::sim::events::AgencyTally) -> u64| -> u64 {
                run.agencies.iter().map(pick).sum()
            };
            days(sum(|one| one.wait_ticks)) / sum(|one| one.visits) as f64
        });
        assert!(
            (wait - exact).abs() < 4.0 * error && error < 0.01 * exact,
            "{wait} ± {error}, {exact}"
        );
    }
}

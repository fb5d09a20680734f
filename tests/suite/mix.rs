//! Categories of cases that meet at the same agencies: against theory, and as a programme on the command line.

use std::path::Path;

use serde_json::Value;

use redtape::duration::Duration;
use redtape::sim::events::{Part, Replication, Span};
use redtape::sim::{Family, Officers};
use redtape::workflow::{Order, Process, Workflow};

use super::office::*;

/// One step of one agency.
fn one_step(id: &str, officers: u32, effort: Duration) -> Workflow {
    let step = served("a", id, effort);
    office(vec![agency(id, officers)], vec![], vec![step], &[])
}

/// Replications of categories that come so many a day each.
fn mixed(categories: &[(&Workflow, f64)], n: u64, span: Span) -> Vec<Vec<Replication>> {
    let compiled: Vec<_> = categories
        .iter()
        .enumerate()
        .map(|(number, &(workflow, per_day))| {
            let id = format!("category {number}");
            let process = arrivals(Process::Poisson { per_day });
            let family = Family::new(9, &id, &[workflow], Officers::Busy);
            (family, demand(&process, (9, &id)), workflow)
        })
        .collect();
    let parts = compiled.iter().map(|(family, demand, workflow)| Part {
        family,
        idx: 0,
        workflow,
        demand,
    });
    together(parts.collect(), n, span)
}

fn wait(runs: &[Replication]) -> (f64, f64) {
    mean(runs, |run| {
        days(run.agencies[0].wait_ticks) / run.agencies[0].visits as f64
    })
}

#[test]
fn two_categories_at_half_the_rate_wait_like_one_at_the_full_rate() {
    let desk = one_step("desk", 2, exponential(1.0));
    // M/M/2 with 1.6 a day: Erlang's C is 0.7111, over 2 - 1.6.
    let exact = 0.711_111 / 0.4;
    let runs = mixed(&[(&desk, 0.8), (&desk, 0.8)], 64, window(500.0, 15_500.0));
    let once = mixed(&[(&desk, 1.6)], 64, window(500.0, 15_500.0));
    for runs in runs.iter().chain(&once) {
        let (wait, error) = wait(runs);
        assert!(
            error < 0.03 * exact && (wait - exact).abs() < 4.0 * error,
            "{wait} ± {error}, {exact}"
        );
    }
    for (one, other) in runs[0].iter().zip(&runs[1]) {
        assert_eq!(one.agencies[0].areas, other.agencies[0].areas);
    }
}

#[test]
fn a_category_waits_longer_the_more_cases_others_have() {
    let desk = one_step("desk", 1, fixed(1.0));
    // M/D/1: load² / 2 (1 - load), whoever it is.
    for (own, others) in [(0.3, 0.0), (0.3, 0.2), (0.3, 0.5)] {
        let both = [(&desk, own), (&desk, others)];
        let some = if others > 0.0 { &both[..] } else { &both[..1] };
        let load: f64 = own + others;
        let exact = load / (2.0 * (1.0 - load));
        let runs = mixed(some, 48, window(500.0, 20_500.0));
        let (wait, error) = wait(&runs[0]);
        assert!(
            error < 0.03 * exact && (wait - exact).abs() < 4.0 * error,
            "{others}: {wait} ± {error}, {exact}"
        );
    }
}

#[test]
fn the_green_channel_of_one_category_goes_before_the_other() {
    let class = attribute("class", &[("green", 1.0)]);
    let with = |green: bool| {
        let mut desk = agency("desk", 1);
        desk.order = Order::Priority;
        let step = served("a", "desk", exponential(1.0));
        let mut workflow = office(vec![desk], vec![class.clone()], vec![step], &[]);
        if green {
            workflow.green_channel = vec![guard("class", &["green"])].into();
        }
        workflow
    };
    let (green, plain) = (with(true), with(false));
    let runs = mixed(
        &[(&plain, 0.6), (&green, 0.2)],
        64,
        window(1_000.0, 41_000.0),
    );
    // Cobham: with loads 0.6 and 0.2 and 0.8 of a service left on average, 0.8 / 0.8 / 0.2 and 0.8 / 0.8.
    for (runs, exact) in runs.iter().zip([5.0, 1.0]) {
        let (wait, error) = wait(runs);
        assert!(
            error < 0.03 * exact && (wait - exact).abs() < 4.0 * error,
            "{wait} ± {error}, {exact}"
        );
    }
}

#[test]
fn categories_that_share_no_agency_do_not_notice_each_other() {
    let (one, other) = (
        one_step("desk", 2, exponential(1.0)),
        one_step("counter", 1, fixed(0.5)),
    );
    let span = window(50.0, 550.0);
    let alone = mixed(&[(&one, 1.5)], 4, span).remove(0);
    let beside = mixed(&[(&one, 1.5), (&other, 1.2)], 4, span).remove(0);
    for (alone, beside) in alone.into_iter().zip(beside) {
        let events = alone.events;
        // Who is still there when the last case that counts is done is another thing.
        let same = Replication { events, ..beside };
        assert_eq!(alone, same);
    }
}

const CATALOGUE: &str = r#"
[arrivals]
process = { poisson = { per_day = 0.4 } }
[[agency]]
id = "desk"
officers = 1
hours = ["09:00-17:00"]
"#;

const STEP: &str = r#"
extends = "catalogue.toml"
[[step]]
id = "permit"
agency = "desk"
links = 1
limit_days = 5
effort = { fixed = { days = 1 } }
[[reform]]
id = "faster"
  [[reform.measure]]
  id = "second"
  do.add_officers = { agency = "desk", officers = 1 }
"#;

fn programme(folder: &Path, shared: &str) -> String {
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("the file can be written");
    };
    write("catalogue.toml", CATALOGUE);
    let arrivals = CATALOGUE.split("[[agency]]").next().expect("it begins so");
    write("one.toml", &format!("id = \"one\"\n{STEP}{arrivals}"));
    write(
        "two.toml",
        &format!("id = \"two\"\nen = \"The other\"\n{STEP}{arrivals}"),
    );
    let listed = "scenarios = [\"one.toml\", \"two.toml\"]\n";
    write(
        "programme.toml",
        &format!("id = \"both\"\n{listed}{shared}\n"),
    );
    folder.display().to_string()
}

fn answer(path: &str, further: &[&str]) -> String {
    let output = tempfile::tempdir().expect("a folder can be made");
    let output = output.path().display().to_string();
    let arguments = ["run", path, "--no-charts", "--output", &output];
    crate::printed(&[&arguments[..], further].concat())
}

#[test]
fn a_programme_whose_scenarios_share_agencies_is_one_office() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let json = |shared: &str| -> Value {
        let path = programme(folder.path(), shared);
        serde_json::from_str(&answer(&path, &["--format", "json"])).expect("it is JSON")
    };
    let waits = |document: &Value, side: &str| -> Vec<f64> {
        let scenarios = document["scenarios"].as_array().expect("scenarios");
        let waits = scenarios.iter().map(|scenario| {
            let queues = &scenario.pointer(side).expect("the side is there")["queues"];
            let wait = &queues["agencies"]["desk"]["waiting_days"]["mean"];
            wait.as_f64().expect("a number")
        });
        waits.collect()
    };
    let (alone, shared) = (json(""), json("shared_agencies = true"));
    // M/D/1 at 0.4 and at 0.8: a third of a day and two days; with a second officer far less.
    for (document, exact, within) in [(&alone, 1.0 / 3.0, 0.05), (&shared, 2.0, 0.25)] {
        for wait in waits(document, "/baseline") {
            assert!((wait - exact).abs() < within, "{wait} {exact}");
        }
        for wait in waits(document, "/reforms/0") {
            assert!(wait < exact / 4.0, "{wait} {exact}");
        }
    }
    let queues = &shared["scenarios"][0]["baseline"]["queues"];
    assert_eq!(queues["mixed_with"], serde_json::json!(["two"]));
    assert_eq!(queues["agencies"]["desk"]["offered_load"], 0.8);
    let without = |document: &Value| {
        let mut side = document["scenarios"][1]["baseline"].clone();
        side["queues"] = Value::Null;
        side
    };
    assert_eq!(without(&alone), without(&shared));
    let path = programme(folder.path(), "shared_agencies = true");
    let table = answer(&path, &["--details"]).replace('\n', " ");
    assert!(table.contains("officers shared with The other"), "{table}");
}

//! What `run` says of queues: stable or growing, one bureau against departments, officers needed.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use redtape::compare::{Comparison, Input, Queues, ReformInput, Settings, Verdict, compare};
use redtape::report::json;
use redtape::scenario::{Scenario, load};
use redtape::sim::{Start, Watch};
use redtape::workflow::{Arrivals, Horizon, Process};

fn scenario(file: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(file);
    let loaded = load(&path).expect("the scenario is right");
    loaded
        .scenarios
        .into_iter()
        .next()
        .expect("the file holds one")
}

fn compared(scenario: &Scenario, arrivals: Option<&Arrivals>) -> Comparison {
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    let input = Input {
        baseline: &scenario.baseline,
        reforms: reforms
            .map(|(reform, reformed)| ReformInput {
                id: &reform.id,
                name: &reform.name,
                measures: &reform.measures,
                workflow: &reformed.workflow,
                ledger: &reformed.ledger,
                builds_on: None,
            })
            .collect(),
        calendar: &scenario.calendar,
        arrivals,
    };
    let settings = Settings {
        seed: 1,
        replications: 1_024,
        start: Start::During(scenario.start_year),
        profiles: &[],
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    compare(&input, &settings, watch).expect("nothing stops it")
}

fn queues(side: &Option<Queues>) -> &Queues {
    side.as_ref().expect("there are arrivals and officers")
}

#[test]
fn one_bureau_needs_fewer_officers_than_departments_on_their_own() {
    let hall = scenario("approval-hall.toml");
    let answer = compared(&hall, hall.arrivals.as_ref());
    let departments = queues(&answer.baseline.queues);
    let bureau = queues(&answer.reforms[0].side.queues);
    let needed = |queues: &Queues| -> u32 {
        let needed = queues.agencies.iter().map(|agency| agency.officers_needed);
        needed
            .map(|needed| needed.expect("it can be on time"))
            .sum()
    };
    assert_eq!(departments.verdict, Verdict::Period);
    assert!(needed(bureau) < needed(departments));
    assert!(bureau.time_in_system[0].value < departments.time_in_system[0].value);
    // 2,566 permits, forty times over.
    assert!((departments.cases as f64 / 40.0 - 2_566.0).abs() < 4.0 * (2_566.0f64 / 40.0).sqrt());
    let json = json::document(&[answer], None, None);
    let agencies = &json["scenarios"][0]["reforms"][0]["queues"]["agencies"];
    assert!(agencies["bureau"]["waiting_days"]["mean"].is_number());
}

#[test]
fn an_office_that_is_asked_for_too_much_has_a_growing_backlog() {
    let hall = scenario("approval-hall.toml");
    let steady = |per_day: f64| Arrivals {
        process: Process::Poisson { per_day },
        horizon: Horizon::Steady,
        backlog: 0,
    };
    let answer = compared(&hall, Some(&steady(25.0)));
    let departments = queues(&answer.baseline.queues);
    assert_eq!(departments.verdict, Verdict::Growing);
    assert!(!departments.is_stable());
    assert!(departments.backlog.1.value > departments.backlog.0.value + 10.0);
    // Two more officers each are enough.
    let more = queues(&answer.reforms[1].side.queues);
    assert!(more.is_stable());
    assert!(compared(&hall, None).baseline.queues.is_none());
}

//! What holds for every office: without competition queues change nothing, threads change nothing.

use redtape::duration::Limit;
use redtape::sim::course::officer_days;
use redtape::sim::streams::{BLOCK, Philox};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, every_case};
use redtape::workflow::{
    Effort, EndGate, Ending, Handover, Ingredients, Meeting, Order, Process, Share, Step, Workflow,
};

use super::office::*;

/// The workflow with every step changed.
fn changed(workflow: &Workflow, change: impl Fn(&mut Step)) -> Workflow {
    let steps = workflow.steps().map(|step| {
        let mut step = (**step).clone();
        change(&mut step);
        step
    });
    let edges = workflow.edges().into_iter();
    let edges = edges.map(|(from, to, edge)| (from.to_owned(), to.to_owned(), edge.kind));
    let ingredients = Ingredients {
        steps: steps.collect(),
        edges: edges.collect(),
    };
    let changed = workflow.clone().with_graph(ingredients);
    changed.expect("the edges are those of a workflow")
}

/// Every step's duration is its officers' work; there are officers for everybody.
fn without_competition(workflow: &Workflow) -> Workflow {
    let mut workflow = changed(workflow, |step| {
        step.face.links = 1;
        step.efforts = vec![Effort {
            duration: step.face.work[0].law.base.clone(),
            over_links: 1,
            origins: step.origins.clone(),
        }];
    });
    for agency in &mut workflow.agencies {
        agency.officers = Some(1_000_000);
    }
    workflow
}

/// Whole blocks of cases.
const CASES: u64 = 1_024;

/// Ticks that each case takes with queues, and without.
fn both(plain: &Workflow, queued: &Workflow) -> Vec<(u64, u64)> {
    let at_once = arrivals(Process::Batch {
        size: CASES as u32,
        every_days: 1e6,
    });
    let mut span = window(0.0, 1.0);
    span.keeps_order = true;
    let run = simulate(&[queued], &at_once, (5, 1), span)
        .remove(0)
        .remove(0);
    let cases = every_case(
        &Family::new(5, "office", &[plain], Officers::Free),
        None,
        CASES / BLOCK as u64,
    )
    .remove(0);
    let without = cases.into_iter().map(|(elapsed, _)| u64::from(elapsed));
    run.in_order.into_iter().zip(without).collect()
}

fn random(seed: u64) -> Workflow {
    let workflow = super::random::workflow(&mut Philox::new(seed));
    // Without queues nobody knows on which days a panel sits.
    let mut workflow = changed(&workflow, |step| {
        step.face.meeting = None;
        for split in &mut step.splits {
            split.then.meeting = None;
        }
    });
    workflow.handover = Handover::Immediate;
    workflow
}

#[test]
fn without_officers_every_case_takes_what_it_takes_without_queues() {
    for seed in 0..30 {
        let mut workflow = random(seed);
        if seed % 3 == 0 {
            workflow.handover = Handover::NextDay;
        }
        let cases = both(&workflow, &workflow);
        assert_eq!(cases.len(), CASES as usize);
        assert!(
            cases.iter().all(|(with, without)| with == without),
            "{seed}"
        );
    }
}

#[test]
fn without_competition_every_case_takes_what_it_takes_without_queues() {
    for seed in 0..30 {
        // Touch time is that of the step, whatever face a case meets.
        let mut workflow = changed(&random(seed), |step| step.splits.clear());
        // Correction rounds take the time of officers, who look at the file again.
        workflow.friction.material_error_share = 0.0;
        for (with, without) in both(&workflow, &without_competition(&workflow)) {
            assert_eq!(with, without, "{seed}");
        }
    }
}

#[test]
fn threads_change_nothing() {
    let run = || {
        let mut workflow = without_competition(&random(7));
        for agency in &mut workflow.agencies {
            agency.officers = Some(2);
        }
        let process = arrivals(Process::Poisson { per_day: 0.1 });
        simulate(&[&workflow], &process, (1, 12), window(50.0, 1_050.0))
    };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads can be started").install(run)
    };
    let one = on(1);
    assert!(
        one[0]
            .iter()
            .all(|run| run.done == run.arrived && run.done > 50)
    );
    assert_eq!(one, on(3));
}

#[test]
fn the_traffic_equations_predict_how_busy_officers_are() {
    for seed in 0..12 {
        let mut workflow = changed(&random(seed), |step| {
            // When a case ends while another branch is under way no chance tells.
            step.end_gates.clear();
            step.tallies.clear();
            step.efforts = vec![Effort {
                duration: step.face.work[0].law.base.clone(),
                over_links: step.face.links,
                origins: step.origins.clone(),
            }];
        });
        // So many officers that nobody ever waits: the mean number at work is the load.
        for agency in &mut workflow.agencies {
            agency.officers = Some(1_000);
        }
        let family = Family::new(2, "office", &[&workflow], Officers::Busy);
        let predicted = officer_days(&family, 0);
        let process = arrivals(Process::Poisson { per_day: 1.0 });
        let runs = replicated(
            &family,
            &[&workflow],
            &process,
            (2, 24),
            window(500.0, 2_500.0),
        )
        .remove(0);
        for (agency, predicted) in predicted.into_iter().enumerate() {
            let (busy, error) = mean(&runs, |run| {
                run.agencies[agency].areas.at_work as f64 / run.window_ticks as f64
            });
            // 60 checks with 23 degrees of freedom: 5.5 of Student's standard errors.
            assert!(
                (busy - predicted).abs() < 5.5 * error,
                "{seed}: {busy} ± {error}, {predicted}"
            );
        }
    }
}

#[test]
fn the_traffic_equations_leave_out_the_work_on_cases_that_have_ended() {
    let mut first = served("first", "desk", fixed(0.5));
    let half = |measure| Share {
        share: 0.5,
        measure,
        origins: ["first".to_owned()].into(),
    };
    first.end_gates = vec![EndGate {
        materials: Vec::new(),
        within_days: 2.0,
        never: half("accept_with_gaps"),
    }];
    let mut second = only(served("second", "desk", fixed(1.0)), "size", &["large"]);
    second.ends_case = Some(Ending::Refused);
    let third = served("third", "desk", fixed(2.0));
    let size = attribute("size", &[("small", 0.75), ("large", 0.25)]);
    let edges = [("first", "second"), ("second", "third")];
    let steps = vec![first, second, third];
    let workflow = office(vec![agency("desk", 1_000)], vec![size], steps, &edges);
    let family = Family::new(2, "office", &[&workflow], Officers::Busy);
    // Half of the cases go on, a quarter of these are refused.
    let predicted = officer_days(&family, 0);
    assert_eq!(predicted, [0.5 + 0.5 * (0.25 + 0.75 * 2.0)]);
    let process = arrivals(Process::Poisson { per_day: 10.0 });
    let (workflows, span) = ([&workflow], window(100.0, 600.0));
    let runs = replicated(&family, &workflows, &process, (2, 24), span).remove(0);
    let (busy, error) = mean(&runs, |run| {
        run.agencies[0].areas.at_work as f64 / run.window_ticks as f64
    });
    assert!(
        (busy / 10.0 - predicted[0]).abs() < 4.0 * error / 10.0,
        "{busy} ± {error}"
    );
}

#[test]
fn a_panel_with_few_seats_lets_the_rest_wait_for_its_next_sitting() {
    let mut ready = served("ready", "nobody", fixed(1.0));
    let mut decision = served("decision", "nobody", fixed(1.0));
    ready.efforts.clear();
    decision.efforts.clear();
    decision.face.meeting = Some(Meeting {
        every_days: 5.0,
        seats: Some(3),
        origins: ["decision".to_owned()].into(),
    });
    let edges = [("ready", "decision")];
    let panel = office(vec![], vec![], vec![ready, decision], &edges);
    let at_once = arrivals(Process::Batch {
        size: 7,
        every_days: 1e6,
    });
    let mut span = window(0.0, 1.0);
    span.keeps_order = true;
    let run = simulate(&[&panel], &at_once, (1, 1), span).remove(0);
    let took: Vec<u64> = run[0]
        .in_order
        .iter()
        .map(|&ticks| ticks / u64::from(TICKS_PER_DAY))
        .collect();
    // Ready on day 1; the panel sits on days 5, 10 and 15 and decides within a day.
    assert_eq!(took, [6, 6, 6, 11, 11, 11, 16]);
}

#[test]
fn the_earliest_statutory_deadline_goes_first() {
    let urgent = attribute("haste", &[("calm", 0.5), ("urgent", 0.5)]);
    let step = |id: &str, limit_days: f64| {
        let mut step = only(served(id, "bureau", fixed(1.0)), "haste", &[id]);
        step.face.statutory = Some(Limit::Working(limit_days));
        step
    };
    let mut bureau = agency("bureau", 1);
    bureau.order = Order::Deadline;
    let steps = vec![step("calm", 50.0), step("urgent", 5.0)];
    let office = office(vec![bureau], vec![urgent], steps, &[]);
    let at_once = arrivals(Process::Batch {
        size: 100,
        every_days: 1e6,
    });
    let run = simulate(&[&office], &at_once, (1, 1), window(0.0, 1.0))
        .remove(0)
        .remove(0);
    let [calm, urgent] = [run.steps[0], run.steps[1]];
    // Whoever came first is at work already; then all urgent ones, then all calm ones.
    let n = urgent.done;
    let urgent_days = urgent.sojourn_ticks / u64::from(TICKS_PER_DAY);
    assert!(
        urgent_days <= n * (n + 1) / 2 + n,
        "{urgent_days} days of {n}"
    );
    assert_eq!(
        calm.sojourn_ticks / u64::from(TICKS_PER_DAY) + urgent_days,
        100 * 101 / 2
    );
}

#[test]
fn a_flood_of_cases_is_a_growing_backlog() {
    // One officer for five days' work, 10,000 times a day.
    let text = r#"
id = "flood"
[arrivals]
process = { poisson = { per_day = 10000 } }
[[agency]]
id = "desk"
officers = 1
[[step]]
id = "permit"
agency = "desk"
limit_days = 5
effort = { fixed = { days = 5 } }
"#;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("flood.toml");
    std::fs::write(&file, text).expect("it can be written");
    let answer = crate::answered(&file, &["--replications", "1000"]);
    let queues = &answer["scenarios"][0]["baseline"]["queues"];
    assert_eq!(queues["verdict"], "growing-backlog");
    assert_eq!(queues["stable"], false);
}

//! Officers with working hours and leave: by hand, against theory, and what holds in every run.

use redtape::sim::events::Replication;
use redtape::sim::streams::Philox;
use redtape::sim::{Family, Officers};
use redtape::workflow::{Agency, Effort, Leave, Order, Process, Roster, Workflow};

use super::office::*;

/// From and to so many hours after the working day began.
fn hours(hours: &[(f64, f64)]) -> Roster {
    let minutes = |hour: f64| (hour * 60.0).round() as u32;
    Roster {
        hours: hours
            .iter()
            .map(|&(from, to)| (minutes(from), minutes(to)))
            .collect(),
        leave: Vec::new(),
    }
}

fn leave(from: (i16, i8, i8), to: (i16, i8, i8), officers: u32) -> Leave {
    let date = |(year, month, day)| jiff::civil::date(year, month, day);
    Leave {
        from: date(from),
        to: date(to),
        officers,
    }
}

/// One step of one agency that keeps this roster.
fn bureau(officers: u32, roster: Roster, effort: redtape::duration::Duration) -> Workflow {
    let bureau = Agency {
        roster,
        ..agency("bureau", officers)
    };
    office(
        vec![bureau],
        vec![],
        vec![served("a", "bureau", effort)],
        &[],
    )
}

/// Days that each of `n` cases takes that come together on day zero, a Monday.
fn at_once(workflow: &Workflow, n: u32) -> Vec<f64> {
    let at_once = arrivals(Process::Batch {
        size: n,
        every_days: 1e6,
    });
    let mut span = window(0.0, 1.0);
    span.keeps_order = true;
    let run = simulate(&[workflow], &at_once, (1, 1), span)
        .remove(0)
        .remove(0);
    run.in_order.into_iter().map(days).collect()
}

#[test]
fn work_rests_outside_the_hours_and_goes_on_with_the_next() {
    // Three hours of work each; there are seven hours a day, with an hour of lunch after three.
    let office = bureau(1, hours(&[(0.0, 3.0), (4.0, 8.0)]), fixed(3.0 / 8.0));
    let took = at_once(&office, 4);
    let hours: Vec<f64> = took.iter().map(|days| days * 8.0).collect();
    // At 12:00, at 16:00, on the second day at 11:00 and, with lunch, at 15:00.
    assert_eq!(hours, [3.0, 7.0, 10.0, 14.0]);
}

#[test]
fn a_window_that_opens_late_is_waited_for() {
    let office = bureau(2, hours(&[(4.0, 8.0)]), fixed(0.25));
    let run = {
        let at_once = arrivals(Process::Batch {
            size: 4,
            every_days: 1e6,
        });
        simulate(&[&office], &at_once, (1, 1), window(0.0, 2.0))
            .remove(0)
            .remove(0)
    };
    let bureau = run.agencies[0];
    // Two are taken up at 13:00, two at 15:00; officers are on duty for half of each of the two days.
    assert_eq!(days(bureau.wait_ticks), 0.5 + 0.5 + 0.75 + 0.75);
    assert_eq!(days(bureau.areas.at_work), 1.0);
    assert_eq!(days(bureau.areas.on_duty), 2.0);
}

#[test]
fn who_goes_on_leave_finishes_the_file_in_hand() {
    // Half a day before the leave of one both take up a file of a day.
    let roster = Roster {
        leave: vec![leave((2026, 1, 6), (2026, 1, 9), 1)],
        ..Roster::default()
    };
    let took = at_once(&bureau(2, roster, fixed(0.75)), 6);
    // Two end at 0.75 and two at 1.5; from day 1 on one officer is there, alone with the fifth and sixth.
    assert_eq!(took, [0.75, 0.75, 1.5, 1.5, 2.25, 3.0]);
}

#[test]
fn whoever_comes_back_from_leave_takes_up_what_waits() {
    let roster = Roster {
        leave: vec![leave((2026, 1, 1), (2026, 1, 6), 2)],
        ..Roster::default()
    };
    // Nobody is there on Monday and Tuesday.
    assert_eq!(at_once(&bureau(2, roster, fixed(1.0)), 3), [3.0, 3.0, 4.0]);
}

#[test]
fn hours_that_cover_the_whole_day_change_nothing() {
    let plain = bureau(2, Roster::default(), exponential(0.9));
    let all_day = bureau(
        2,
        hours(&[(0.0, 2.5), (2.5, 4.0), (4.0, 8.0)]),
        exponential(0.9),
    );
    let process = arrivals(Process::Poisson { per_day: 2.0 });
    let runs = simulate(&[&plain, &all_day], &process, (3, 4), window(10.0, 510.0));
    assert_eq!(runs[0], runs[1]);
}

/// Time in system of M/M/1 and of M/M/2 with mean service 1.
fn m_m_1(per_service: f64) -> f64 {
    1.0 / (1.0 - per_service)
}

fn m_m_2(per_service: f64) -> f64 {
    let load = per_service / 2.0;
    1.0 / (1.0 - load * load)
}

#[test]
fn leave_for_half_the_year_waits_as_half_the_officers_for_half_the_year() {
    const SERVICE: f64 = 0.005;
    const LOAD: f64 = 0.7;
    let roster = Roster {
        leave: vec![leave((2026, 1, 1), (2026, 6, 30), 1)],
        ..Roster::default()
    };
    let office = bureau(2, roster, exponential(SERVICE));
    let process = arrivals(Process::Poisson {
        per_day: LOAD / SERVICE,
    });
    // 2026 from 5 January: 261 working days, of which 127 until the end of June. A queue forgets within a quarter of
    // a day, so each half year is the long run of its own officers.
    let (year, away) = (261.0, 127.0);
    let runs = simulate(&[&office], &process, (4, 48), window(0.0, year)).remove(0);
    let (took, error) = mean(&runs, |run| days(run.sojourn_ticks) / run.done as f64);
    let share = away / year;
    let exact = SERVICE * (share * m_m_1(LOAD) + (1.0 - share) * m_m_2(LOAD));
    assert!(
        error < 0.005 * exact && (took - exact).abs() < 4.0 * error,
        "{took} ± {error}, {exact}"
    );
    let (busy, error) = mean(&runs, |run| {
        run.agencies[0].areas.at_work as f64 / run.agencies[0].areas.on_duty as f64
    });
    let exact = LOAD / (2.0 - share);
    assert!(
        error < 0.005 * exact && (busy - exact).abs() < 4.0 * error,
        "{busy} ± {error}, {exact}"
    );
}

#[test]
fn officers_are_as_busy_as_their_hours_leave_them() {
    let process = arrivals(Process::Poisson { per_day: 1.2 });
    let office = bureau(3, hours(&[(0.0, 3.0), (4.0, 6.0)]), exponential(1.0));
    let runs = simulate(&[&office], &process, (5, 48), window(200.0, 3_200.0)).remove(0);
    let (busy, error) = mean(&runs, |run| {
        run.agencies[0].areas.at_work as f64 / run.agencies[0].areas.on_duty as f64
    });
    // Five of eight hours.
    let exact = 1.2 / (3.0 * 5.0 / 8.0);
    assert!(
        error < 0.005 && (busy - exact).abs() < 4.0 * error,
        "{busy} ± {error}, {exact}"
    );
}

/// Little's law and the conservation of cases are checked at the end of every run.
#[test]
fn no_case_is_lost_whatever_hours_and_leave_officers_have() {
    let process = arrivals(Process::Poisson { per_day: 0.2 });
    for seed in 0..12u64 {
        let mut workflow = super::random::workflow(&mut Philox::new(seed));
        let steps = workflow.steps().map(|step| {
            let mut step = (**step).clone();
            step.efforts = vec![Effort {
                duration: step.face.work[0].law.base.clone(),
                over_links: step.face.links,
                origins: step.origins.clone(),
            }];
            step
        });
        let steps = steps.collect();
        let edges = workflow.edges().into_iter();
        let edges = edges.map(|(from, to, edge)| (from.to_owned(), to.to_owned(), edge.kind));
        let edges = edges.collect();
        workflow = workflow
            .with_graph(redtape::workflow::Ingredients { steps, edges })
            .expect("the edges are those of a workflow");
        for (idx, agency) in workflow.agencies.iter_mut().enumerate() {
            let later = (seed % 4) as f64;
            let early = (idx as f64).min(3.0);
            agency.officers = Some(30);
            agency.order = [Order::Fifo, Order::Priority, Order::Deadline][idx % 3];
            agency.roster = hours(&[(early, early + 1.5), (4.0 + later, 8.0)]);
            let month = 1 + (seed % 12) as i8;
            agency.roster.leave = vec![
                leave((2026, month, 5), (2026, month, 25), 25),
                leave((2025, 12, 29), (2026, 1, 20), 4),
            ];
        }
        let family = Family::new(seed, "office", &[&workflow], Officers::Busy);
        let runs: Vec<Replication> = replicated(
            &family,
            &[&workflow],
            &process,
            (seed, 3),
            window(0.0, 260.0),
        )
        .remove(0);
        for run in runs {
            assert_eq!(run.done, run.arrived);
            for agency in &run.agencies {
                assert!(agency.areas.at_work <= agency.areas.on_duty, "{seed}");
            }
        }
    }
}

#[test]
fn a_bureau_takes_its_officers_over_with_their_leave() {
    let text = r#"
        id = "seal"
        [[agency]]
        id = "bureau"
        hours = ["09:00-12:00"]
        [[agency]]
        id = "market"
        officers = 3
        leave = [{ from = 2021-07-01, to = 2021-07-15, officers = 2 }]
        [[step]]
        id = "licence"
        agency = "market"
        limit_days = 5
        [[reform]]
        id = "one-seal"
          [[reform.measure]]
          id = "seal"
          do.one_seal = { agencies = ["market"], into = "bureau" }
    "#;
    let loaded = redtape::scenario::load_text(std::path::Path::new("seal.toml"), text);
    let loaded = loaded.expect("it is right");
    let reformed = &loaded.scenarios[0].reformed[0].workflow;
    let bureau = reformed.agency("bureau").expect("it is there");
    assert_eq!(bureau.officers, Some(3));
    assert_eq!(bureau.roster.hours, [(0, 180)]);
    assert_eq!(bureau.roster.leave, [leave((2021, 7, 1), (2021, 7, 15), 2)]);
}

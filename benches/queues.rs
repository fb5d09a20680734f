//! Queues against a yardstick: ten steps in series at load 0.85, at five stations of six officers to which every file
//! comes twice.
//!
//! The yardstick is one scalar draw (splitmix64 to a float), one addition and one maximum, timed in the
//! same run, so that the ratio hardly hangs on the machine. Aim: 30 yardsticks an event in the order
//! of coming, 36 by priority.

mod reference;

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use redtape::calendar::Calendar;
use redtape::duration::Duration;
use redtape::lang::Name;
use redtape::sim::events::{Demand, Office, Part, Span, replicate};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, Watch};
use redtape::workflow::{
    Agency, Arrivals, Attribute, EdgeKind, Effort, Guard, Horizon, Ingredients, Kind, Order,
    Process, Roster, Step, Workflow,
};

const STEPS: usize = 10;
const STATIONS: usize = 5;
const OFFICERS: usize = 30;
const LOAD: f64 = 0.85;
const DAYS: u64 = 40_000;
const REPEATS: usize = 7;

fn main() {
    for (name, order, most) in [
        ("fifo", Order::Fifo, 30.0),
        ("priority", Order::Priority, 36.0),
    ] {
        let workflow = series(order);
        let best = (0..REPEATS)
            .map(|_| (reference::nanoseconds(), event(&workflow)))
            .fold((f64::MAX, f64::MAX), |best, now| {
                (best.0.min(now.0), best.1.min(now.1))
            });
        let (yardstick, event) = best;
        println!(
            "{name}: {event:.1} ns an event, {yardstick:.2} ns a yardstick: {:.1} of at most {most}; {:.1} million \
             visits a second",
            event / yardstick,
            // A visit is one event; an arrival serves ten of them.
            1e3 / event * STEPS as f64 / (STEPS + 1) as f64
        );
    }
}

/// Nanoseconds of one event, on one thread.
fn event(workflow: &Workflow) -> f64 {
    let family = Family::new(1, "series", &[workflow], Officers::Busy);
    let arrivals = Arrivals {
        process: Process::Poisson {
            per_day: LOAD * OFFICERS as f64 / STEPS as f64,
        },
        horizon: Horizon::Steady,
        backlog: 0,
    };
    let monday = jiff::civil::date(2026, 1, 5);
    let demand = Demand::new(&arrivals, (1, "series"), &Calendar::weekdays(), monday);
    let span = Span {
        from: 0,
        to: DAYS * u64::from(TICKS_PER_DAY),
        last: u64::MAX,
        samples: 0,
        keeps_order: false,
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let part = Part {
        family: &family,
        idx: 0,
        workflow,
        demand: &demand,
    };
    let office = Office::new(vec![part]).expect("it is small");
    let begun = Instant::now();
    let runs = replicate(&office, (1, span), watch).expect("nobody stops it");
    begun.elapsed().as_secs_f64() * 1e9 / runs[0][0].events as f64
}

fn series(order: Order) -> Workflow {
    let id = |idx: usize| format!("station{idx}");
    let step = |idx: usize| {
        let mut step = Step::blank(&id(idx), Kind::Approval);
        step.agency = Some(id(idx % STATIONS));
        step.face.links = 1;
        step.face.work[0].law = Duration::Exponential { mean_days: 1.0 }.into();
        step.efforts = vec![Effort {
            duration: Duration::Exponential { mean_days: 1.0 },
            over_links: 1,
            origins: [id(idx)].into(),
        }];
        step
    };
    let mut workflow = Workflow::empty("series");
    workflow.agencies = (0..STATIONS)
        .map(|idx| Agency {
            id: id(idx),
            name: Name::default(),
            level: None,
            officers: Some((OFFICERS / STATIONS) as u32),
            order,
            roster: Roster::default(),
        })
        .collect();
    workflow.attributes = vec![Attribute {
        id: "haste".to_owned(),
        name: Name::default(),
        shares: vec![("urgent".to_owned(), 0.2), ("calm".to_owned(), 0.8)],
        given: Vec::new(),
        reference: "calm".to_owned(),
    }]
    .into();
    workflow.green_channel = vec![Guard {
        attribute: "haste".to_owned(),
        values: vec!["urgent".to_owned()],
    }]
    .into();
    let edges = (1..STEPS).map(|idx| (id(idx - 1), id(idx), EdgeKind::Habit));
    workflow
        .with_graph(Ingredients {
            steps: (0..STEPS).map(step).collect(),
            edges: edges.collect(),
        })
        .expect("a series closes no cycle")
}

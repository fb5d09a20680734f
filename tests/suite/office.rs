//! Small offices for the tests of queues: steps with efforts, agencies with officers, replications.

use std::sync::atomic::AtomicBool;

use redtape::calendar::Calendar;
use redtape::duration::Duration;
use redtape::lang::Name;
use redtape::sim::events::{Demand, Office, Part, Replication, Span, replicate};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, Watch, days_of};
use redtape::workflow::{
    Agency, Arrivals, Attribute, EdgeKind, Effort, Guard, Horizon, Ingredients, Kind, Order,
    Process, Roster, Step, Workflow,
};

pub fn fixed(days: f64) -> Duration {
    Duration::Fixed {
        days,
        calendar: false,
    }
}

pub fn exponential(mean_days: f64) -> Duration {
    Duration::Exponential { mean_days }
}

/// A step of one link with an effort, done by `agency`.
pub fn served(id: &str, agency: &str, effort: Duration) -> Step {
    let mut step = Step::blank(id, Kind::Approval);
    step.agency = Some(agency.to_owned());
    step.face.links = 1;
    step.face.work[0].law = fixed(1.0).into();
    step.efforts = vec![Effort {
        duration: effort,
        over_links: 1,
        origins: [id.to_owned()].into(),
    }];
    step
}

/// The step only for cases with one of these values.
pub fn only(mut step: Step, attribute: &str, values: &[&str]) -> Step {
    step.when.push(guard(attribute, values));
    step
}

pub fn guard(attribute: &str, values: &[&str]) -> Guard {
    Guard {
        attribute: attribute.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

pub fn agency(id: &str, officers: u32) -> Agency {
    Agency {
        id: id.to_owned(),
        name: Name::default(),
        level: None,
        officers: Some(officers),
        order: Order::Fifo,
        roster: Roster::default(),
    }
}

pub fn attribute(id: &str, shares: &[(&str, f64)]) -> Attribute {
    Attribute {
        id: id.to_owned(),
        name: Name::default(),
        shares: shares
            .iter()
            .map(|(value, share)| ((*value).to_owned(), *share))
            .collect(),
        given: Vec::new(),
        reference: shares[0].0.to_owned(),
    }
}

/// The office with these steps, one after another where `edges` say so.
pub fn office(
    agencies: Vec<Agency>,
    attributes: Vec<Attribute>,
    steps: Vec<Step>,
    edges: &[(&str, &str)],
) -> Workflow {
    let mut workflow = Workflow::empty("office");
    workflow.agencies = agencies.into();
    workflow.attributes = attributes.into();
    let edges = edges.iter();
    let edges = edges.map(|(from, to)| ((*from).to_owned(), (*to).to_owned(), EdgeKind::Habit));
    workflow
        .with_graph(Ingredients {
            steps,
            edges: edges.collect(),
        })
        .expect("the edges close no cycle")
}

pub fn ticks(days: f64) -> u64 {
    (days * f64::from(TICKS_PER_DAY)).round() as u64
}

/// Cases that arrive from `from` to `to` days count.
pub fn window(from: f64, to: f64) -> Span {
    Span {
        from: ticks(from),
        to: ticks(to),
        last: u64::MAX,
        samples: 0,
        keeps_order: false,
    }
}

pub fn arrivals(process: Process) -> Arrivals {
    Arrivals {
        process,
        horizon: Horizon::Steady,
        backlog: 0,
    }
}

/// `n` replications of every workflow with the same arrivals.
pub fn simulate(
    workflows: &[&Workflow],
    arrivals: &Arrivals,
    (seed, n): (u64, u64),
    span: Span,
) -> Vec<Vec<Replication>> {
    let family = Family::new(seed, "office", workflows, Officers::Busy);
    replicated(&family, workflows, arrivals, (seed, n), span)
}

/// [`simulate`] for workflows that are compiled.
pub fn replicated(
    family: &Family,
    workflows: &[&Workflow],
    arrivals: &Arrivals,
    (seed, n): (u64, u64),
    span: Span,
) -> Vec<Vec<Replication>> {
    let demand = demand(arrivals, (seed, "office"));
    let part = |(idx, workflow)| Part {
        family,
        idx,
        workflow,
        demand: &demand,
    };
    let parts = workflows.iter().copied().enumerate().map(part);
    parts
        .map(|part| together(vec![part], n, span).remove(0))
        .collect()
}

/// Arrivals from a Monday on, with Monday to Friday worked.
pub fn demand(arrivals: &Arrivals, key: (u64, &str)) -> Demand {
    let monday = jiff::civil::date(2026, 1, 5);
    Demand::new(arrivals, key, &Calendar::weekdays(), monday)
}

/// `n` replications of categories that meet at the same agencies.
pub fn together(parts: Vec<Part<'_>>, n: u64, span: Span) -> Vec<Vec<Replication>> {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let office = Office::new(parts).expect("it is small");
    replicate(&office, (n, span), watch).expect("nobody stops it")
}

/// Mean over replications and its standard error.
pub fn mean(runs: &[Replication], figure: impl Fn(&Replication) -> f64) -> (f64, f64) {
    let figures: Vec<f64> = runs.iter().map(figure).collect();
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

pub fn days(ticks: u64) -> f64 {
    days_of(ticks as f64)
}

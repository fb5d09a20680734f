//! Comparisons to draw: of loaded scenarios, and of workflows as if reforms had made one from the other.

use std::sync::atomic::AtomicBool;

use redtape::calendar::Calendar;
use redtape::chart::{self, Programme};
use redtape::compare::{Comparison, Input, ReformInput, Settings, compare};
use redtape::lang::Name;
use redtape::scenario::Scenario;
use redtape::sim::{Start, Watch};
use redtape::workflow::{Arrivals, Ledger, Workflow};

/// Few cases: drawings are looked at here, not numbers.
const REPLICATIONS: u64 = 256;

/// One scenario for the charts: a baseline, reforms, their comparison.
pub struct Drawn {
    pub baseline: Workflow,
    pub reformed: Vec<Workflow>,
    pub comparison: Comparison,
}

/// All of them as one run.
pub fn programme(drawn: &[Drawn]) -> Programme<'_> {
    Programme {
        name: None,
        ledger: None,
        shared: None,
        scenarios: drawn
            .iter()
            .map(|one| chart::Scenario {
                comparison: &one.comparison,
                baseline: &one.baseline,
                reformed: one.reformed.iter().collect(),
                published_days: one.comparison.target_days.map(|days| days / 0.6),
            })
            .collect(),
    }
}

/// A workflow after a reform.
pub struct Made {
    pub id: String,
    pub name: Name,
    pub workflow: Workflow,
    pub ledger: Ledger,
}

/// Compares workflows as if reforms had made the later ones from the first.
pub fn drawn(baseline: Workflow, reforms: Vec<Made>) -> Drawn {
    queued(baseline, reforms, None)
}

/// [`drawn`], where cases may compete for officers.
pub fn queued(baseline: Workflow, reforms: Vec<Made>, arrivals: Option<&Arrivals>) -> Drawn {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let settings = Settings {
        seed: 1,
        replications: REPLICATIONS,
        start: Start::During(2026),
        profiles: &[],
    };
    let input = Input {
        baseline: &baseline,
        reforms: reforms
            .iter()
            .map(|made| ReformInput {
                id: &made.id,
                name: &made.name,
                measures: &[],
                workflow: &made.workflow,
                ledger: &made.ledger,
                builds_on: None,
            })
            .collect(),
        calendar: &Calendar::china(),
        arrivals,
    };
    let comparison = compare(&input, &settings, watch).expect("the cases fit the grid");
    Drawn {
        comparison,
        baseline,
        reformed: reforms.into_iter().map(|made| made.workflow).collect(),
    }
}

/// A scenario with its reforms.
pub fn shipped(scenario: &Scenario) -> Drawn {
    let arrivals = scenario.arrivals.as_ref();
    queued(scenario.baseline.clone(), made(scenario), arrivals)
}

/// A scenario with its reforms, without queues.
pub fn unqueued(scenario: &Scenario) -> Drawn {
    drawn(scenario.baseline.clone(), made(scenario))
}

fn made(scenario: &Scenario) -> Vec<Made> {
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    let made = reforms.map(|(reform, reformed)| Made {
        id: reform.id.clone(),
        name: reform.name.clone(),
        workflow: reformed.workflow.clone(),
        ledger: reformed.ledger.clone(),
    });
    made.collect()
}

//! Distributions computed without sampling against the sampler on random workflows, with all that a file can say.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use rand::Rng;
use redtape::duration::Duration;
use redtape::sim::draw::Philox;
use redtape::sim::exact::exact;
use redtape::sim::{Family, Total, Watch, simulate};
use redtape::workflow::{Handover, Workflow};

use crate::exact_answers::apart;
use crate::random;

const CASES: u64 = 20_480;

/// Compares all that can be computed of `n` random workflows after `change`; returns how many distributions
/// were computed, and how often what was in the way.
fn agree(
    n: usize,
    stream: u64,
    change: impl Fn(&mut Workflow),
) -> (usize, BTreeMap<&'static str, u32>) {
    // Dvoretzky, Kiefer and Wolfowitz: no more than one false alarm in a thousand runs of all comparisons.
    let bound = (f64::ln(4.0 * n as f64 / 0.001) / (2.0 * CASES as f64)).sqrt();
    let mut random = Philox::new(stream);
    let (mut n_exact, mut obstacles) = (0, BTreeMap::new());
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    for number in 0..n {
        let mut workflow = random::workflow(&mut random);
        change(&mut workflow);
        let family = Family::new(random.next_u64(), &workflow.id, &[&workflow]);
        let run = simulate(&family, CASES, None, watch).expect("nobody stops it");
        for (total, clocked) in [
            (Total::Counted, &run[0].counted),
            (Total::Elapsed, &run[0].elapsed),
        ] {
            match exact(&family, 0, total, &stop) {
                Ok(mass) => {
                    let apart = apart(mass.iter(), &clocked.histogram);
                    let steps: Vec<_> = workflow.steps().collect();
                    assert!(
                        apart <= bound,
                        "workflow {number} {total:?}: {apart} > {bound}\n{steps:#?}\n{:?}",
                        workflow.edges()
                    );
                    n_exact += 1;
                }
                Err(obstacle) => *obstacles.entry(obstacle.why.key()).or_default() += 1,
            }
        }
    }
    (n_exact, obstacles)
}

/// Hand-offs that take the same whole number of days.
fn plain_handoffs(workflow: &mut Workflow) {
    workflow.friction.handoff = Some(Duration::Fixed {
        days: 1.0,
        calendar: false,
    });
}

#[test]
fn random_workflows_on_whole_days_agree_with_the_sampler() {
    let (n_exact, obstacles) = agree(40, 11, |workflow| {
        plain_handoffs(workflow);
        workflow.handover = Handover::NextDay;
    });
    assert!(
        n_exact >= 35,
        "{n_exact} computed, {obstacles:?} in the way"
    );
}

#[test]
fn random_workflows_without_shared_luck_agree_with_the_sampler() {
    let (n_exact, obstacles) = agree(20, 12, |workflow| {
        plain_handoffs(workflow);
        workflow.friction.correlation = Default::default();
    });
    assert!(
        n_exact >= 15,
        "{n_exact} computed, {obstacles:?} in the way"
    );
}

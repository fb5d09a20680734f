//! Single cases of the simulation without queues, step by step: for event logs.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::plan::Family;

/// One step of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit<'f> {
    /// Number of the case, from 0.
    pub case: u64,
    /// Id of the step.
    pub step: &'f str,
    /// Grid steps from day zero to when everything it waits for is done.
    pub ready: u32,
    /// Grid steps from day zero to its end.
    pub end: u32,
}

/// Tells every step that the first `n_cases` cases of the family's first workflow meet on their path, case
/// by case, each in the order in which they are ready.
pub fn every_visit<'f>(family: &'f Family, n_cases: u64, mut tell: impl FnMut(Visit<'f>)) {
    let Some(plan) = family.plans.first() else {
        return;
    };
    let mut block = Block::new(&family.pool);
    let mut cases = Cases::new(plan);
    for first in (0..n_cases).step_by(BLOCK) {
        block.start(first);
        cases.run(plan, &mut block);
        let weights: Vec<&Lane> = (0..plan.nodes.len())
            .map(|idx| cases.weight(idx, &block))
            .collect();
        for case in 0..BLOCK.min((n_cases - first) as usize) {
            let mut visits: Vec<Visit<'f>> = Vec::with_capacity(plan.nodes.len());
            for (idx, node) in plan.nodes.iter().enumerate() {
                if !node.on_path || cases.present[idx][case] == 0 {
                    continue;
                }
                let end = cases.end[idx][case];
                visits.push(Visit {
                    case: first + case as u64,
                    step: &node.id,
                    ready: end - weights[idx][case],
                    end,
                });
            }
            visits.sort_by_key(|visit| (visit.ready, visit.end));
            visits.into_iter().for_each(&mut tell);
        }
    }
}

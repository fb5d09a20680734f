//! Single cases of the simulation without queues, step by step: for event logs.

use super::run::Cases;
use crate::sim::course::Family;
use crate::sim::dates::Starts;
use crate::sim::streams::{BLOCK, Block};

/// One step of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit<'f> {
    /// Number of the case, from 0.
    pub case: u64,
    /// Id of the step.
    pub step: &'f str,
    /// Ticks from day zero to when everything it waits for is done.
    pub ready: u32,
    /// Ticks from day zero to its end.
    pub end: u32,
}

/// Tells every step that the first `n_cases` cases of the family's first workflow meet on their path, case
/// by case, each in the order in which they are ready.
pub fn every_visit<'f>(
    family: &'f Family,
    starts: Option<&Starts>,
    n_cases: u64,
    mut tell: impl FnMut(Visit<'f>),
) {
    let Some(network) = family.networks.first() else {
        return;
    };
    let mut block = Block::new(&family.draws, starts);
    let mut cases = Cases::new(network);
    for first in (0..n_cases).step_by(BLOCK) {
        block.start(first);
        cases.run(network, &mut block);
        let n_here = BLOCK.min((n_cases - first) as usize);
        let mut by_case: Vec<Vec<Visit<'f>>> = vec![Vec::new(); n_here];
        for (idx, node) in network
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.on_path)
        {
            let reached = *cases.reaches(idx, node, &mut block);
            for (case, visits) in by_case.iter_mut().enumerate() {
                let end = cases.end[idx][case];
                if reached[case] != 0 {
                    visits.push(Visit {
                        case: first + case as u64,
                        step: &node.id,
                        ready: end - cases.weight(idx)[case],
                        end,
                    });
                }
            }
        }
        for mut visits in by_case {
            visits.sort_by_key(|visit| (visit.ready, visit.end));
            visits.into_iter().for_each(&mut tell);
        }
    }
}

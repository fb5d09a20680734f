//! Steps that wait: for a file on its way, for materials, for a panel.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, between, raise, subtract};
use super::own::{OwnTime, wait};
use super::plan::Node;
use super::vectors::vectorised;
use crate::workflow::Handover;

/// Room for the time between being ready and the end, of nodes that may start later or wait.
pub(super) fn room(node: &Node) -> Option<Box<Lane>> {
    (node.may_start_later() || node.may_wait()).then(|| Box::new(ZERO))
}

impl Node {
    /// Whether there may be time between the ends of all before it and its start: a file on its way, a material.
    pub(super) fn may_start_later(&self) -> bool {
        let mut before = self.predecessors.iter();
        before.any(|(_, handoff)| handoff.is_some()) || !self.obtained.is_empty()
    }
}

impl Cases {
    /// Ends a step that may start later than it is ready, or wait.
    pub(super) fn wait_and_pass(
        &mut self,
        idx: usize,
        node: &Node,
        handover: Handover,
        own: &OwnTime,
        block: &mut Block<'_>,
    ) {
        let mut ready = ZERO;
        self.ready(node, &own.present, &mut ready, block);
        let mut start = ready;
        if let Some(floor) = &own.floor {
            raise(&mut start, floor);
        }
        self.end[idx] = start;
        self.counted_weight[idx] = ZERO;
        let times = (&mut self.end[idx], &mut self.counted_weight[idx]);
        let sat = own.pass(node, handover, times, block);
        let (busy, end) = (&mut self.busy[idx], &self.end[idx]);
        between(&start, end, busy);
        if let Some(give) = &mut self.give[idx] {
            give.done = *end;
            give.held = ZERO;
            give.period = ZERO;
            if let Some(sat) = sat {
                subtract(busy, &sat.first_wait);
                give.period = sat.period;
            }
            self.hold_ends(idx, node, own, &start, block);
        }
        if let Some(weight) = &mut self.weight[idx] {
            between(&ready, &self.end[idx], weight);
        }
    }

    /// When all that the step waits for is done.
    fn ready(&self, node: &Node, present: &Lane, ready: &mut Lane, block: &mut Block<'_>) {
        for &(from, handoff) in &node.predecessors {
            let (met, ends) = (&self.present[from], &self.end[from]);
            let Some(handoff) = handoff else {
                raise(ready, ends);
                continue;
            };
            let delay = block.value(handoff);
            vectorised(
                #[inline(always)]
                || {
                    for case in 0..BLOCK {
                        // A step that was skipped hands nothing over.
                        let handed = delay[case] & met[case] & present[case];
                        ready[case] = ready[case].max(ends[case] + handed);
                    }
                },
            );
        }
    }

    /// 容缺: the step cannot end before the missing materials are there.
    fn hold_ends(
        &mut self,
        idx: usize,
        node: &Node,
        own: &OwnTime,
        start: &Lane,
        block: &mut Block<'_>,
    ) {
        let present = &own.present;
        let counter = own.counter().unwrap_or(&ZERO);
        for gate in &node.end_gates {
            let never = *block.mask(gate.never);
            let mut there = ZERO;
            for waited in &gate.obtained {
                raise(&mut there, &wait(waited, block));
            }
            for case in 0..BLOCK {
                // Who has not supplied by then is out.
                let allowed = counter[case] + gate.within;
                let last = start[case] + allowed;
                let out = never[case] != 0 || there[case] > last;
                if out && let Some(give) = &mut self.give[idx] {
                    give.held[case] = give.held[case].max(allowed & present[case]);
                }
                let until = if out { last } else { there[case] };
                self.end[idx][case] = self.end[idx][case].max(until & present[case]);
                self.withdrawn[case] |= if out { present[case] } else { 0 };
            }
        }
    }
}

//! One block of cases through one plan: when every step ends, on both clocks.

use super::block::{BLOCK, Block, Lane};
use super::critical::Give;
use super::draw::Table;
use super::lanes::{EVERY, ZERO, add, between, cover, masked, overlay, raise, round_up, subtract};
use super::own::{OwnTime, presence, wait, work};
use super::plan::{Corrections, Node, Plan};
use super::vectors::vectorised;
use crate::workflow::Handover;

/// Room for one block of cases of one plan, and what came out.
#[derive(Debug)]
pub(super) struct Cases {
    /// Per node: end on the elapsed clock.
    pub(super) end: Vec<Lane>,
    /// Per node: end on the counted chain.
    pub(super) counted_end: Vec<Lane>,
    /// Per node: all bits set where the case meets it.
    pub(super) present: Vec<Lane>,
    /// Per node: time between being ready and the end.
    pub weight: Vec<Lane>,
    /// Per node: time from start to end less the wait for its first panel and for missing materials.
    pub busy: Vec<Lane>,
    /// Per node that may wait: how much room that gives; see [`Give`].
    pub give: Vec<Option<Box<Give>>>,
    /// Per node: time on the official clock.
    pub counted_weight: Vec<Lane>,
    /// Per item: whether the case meets it, and whether it was overdue; 0 or 1.
    pub met: Vec<Lane>,
    pub overdue: Vec<Lane>,
    /// Elapsed and counted totals.
    pub elapsed: Lane,
    pub counted: Lane,
    pub corrections: Lane,
    pub visits: Lane,
    pub checks: Lane,
    pub breaches: Lane,
    pub silent: Lane,
    /// All bits set where the case was withdrawn or revoked.
    pub withdrawn: Lane,
    pub revoked: Lane,
    /// Rectification after a breach, beside the path.
    pub rectification: Lane,
    packages: Packages,
}

impl Cases {
    /// Room for the cases of `plan`.
    pub fn new(plan: &Plan) -> Cases {
        let n_nodes = plan.nodes.len();
        let n_items = plan.items.len();
        Cases {
            end: vec![ZERO; n_nodes],
            counted_end: vec![ZERO; n_nodes],
            present: vec![EVERY; n_nodes],
            weight: vec![ZERO; n_nodes],
            busy: vec![ZERO; n_nodes],
            give: plan.nodes.iter().map(Give::of).collect(),
            counted_weight: vec![ZERO; n_nodes],
            met: vec![ZERO; n_items],
            overdue: vec![ZERO; n_items],
            elapsed: ZERO,
            counted: ZERO,
            corrections: ZERO,
            visits: ZERO,
            checks: ZERO,
            breaches: ZERO,
            silent: ZERO,
            withdrawn: ZERO,
            revoked: ZERO,
            rectification: ZERO,
            packages: Vec::new(),
        }
    }

    /// Runs the block through the plan.
    pub fn run(&mut self, plan: &Plan, block: &mut Block<'_>) {
        self.clear();
        let mut own = OwnTime::blank();
        for (idx, node) in plan.nodes.iter().enumerate() {
            self.step(idx, node, plan.handover, &mut own, block);
            if node.on_path && plan.ends_path(idx) {
                raise(&mut self.elapsed, &self.end[idx]);
                raise(&mut self.counted, &self.counted_end[idx]);
            }
        }
        self.travel(plan, block);
    }

    fn clear(&mut self) {
        for lane in self.met.iter_mut().chain(&mut self.overdue) {
            *lane = ZERO;
        }
        for lane in [
            &mut self.elapsed,
            &mut self.counted,
            &mut self.corrections,
            &mut self.visits,
            &mut self.checks,
            &mut self.breaches,
            &mut self.silent,
            &mut self.withdrawn,
            &mut self.revoked,
            &mut self.rectification,
        ] {
            *lane = ZERO;
        }
    }

    fn step(
        &mut self,
        idx: usize,
        node: &Node,
        handover: Handover,
        own: &mut OwnTime,
        block: &mut Block<'_>,
    ) {
        self.own_time(node, handover, own, block);
        if !own.is_met_by_all {
            self.present[idx] = own.present;
        }
        let mut ready = ZERO;
        self.ready(node, idx, &own.present, &mut ready, block);
        self.note(node, &own.present, &own.work, block);
        let mut start = ready;
        if let Some(floor) = &own.floor {
            raise(&mut start, floor);
        }
        self.end[idx] = start;
        let counted = &mut self.counted_weight[idx];
        *counted = ZERO;
        let sat = own.pass(node, handover, (&mut self.end[idx], counted), block);
        add(&mut self.counted_end[idx], &self.counted_weight[idx]);
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
        between(&ready, &self.end[idx], &mut self.weight[idx]);
    }

    /// What a step takes of itself, whatever it waits for.
    pub(super) fn own_time(
        &mut self,
        node: &Node,
        handover: Handover,
        own: &mut OwnTime,
        block: &mut Block<'_>,
    ) {
        let was_met_by_all = std::mem::replace(&mut own.is_met_by_all, node.is_met_by_all());
        if !(own.is_met_by_all && was_met_by_all) {
            own.present = presence(node.present, &node.faces, block);
        }
        own.floor = None;
        for waited in &node.obtained {
            let there = masked(&wait(waited, block), &own.present);
            raise(own.floor.get_or_insert(ZERO), &there);
        }
        own.counter = self.counter(node, &own.present, block);
        let present = (!own.is_met_by_all).then_some(&own.present);
        if let (Some(counter), Some(present)) = (&mut own.counter, present) {
            cover(counter, present);
        }
        work(&node.faces, present, block, &mut own.work);
        if handover == Handover::NextDay {
            own.counter.iter_mut().for_each(round_up);
            round_up(&mut own.work.own);
        }
    }

    /// When all that the step waits for is done: elapsed into `ready`, counted into the counted end.
    fn ready(
        &mut self,
        node: &Node,
        idx: usize,
        present: &Lane,
        ready: &mut Lane,
        block: &mut Block<'_>,
    ) {
        // Nodes come after all their predecessors.
        let (before, from_here) = self.counted_end.split_at_mut(idx);
        let counted_ready = &mut from_here[0];
        if node.predecessors.is_empty() {
            *counted_ready = ZERO;
        }
        for (place, &(from, handoff)) in node.predecessors.iter().enumerate() {
            if place == 0 {
                *counted_ready = before[from];
            } else {
                raise(counted_ready, &before[from]);
            }
            match handoff {
                None if place == 0 => *ready = self.end[from],
                None => raise(ready, &self.end[from]),
                Some(handoff) => {
                    let delay = block.value(handoff);
                    let (met, ends) = (&self.present[from], &self.end[from]);
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
        }
    }

    /// Intake and corrections, off the clock, before acceptance; `None` if there is neither. Of cases that do
    /// not meet the step it says nothing.
    fn counter(&mut self, node: &Node, present: &Lane, block: &mut Block<'_>) -> Option<Lane> {
        if node.counter.is_none() && node.corrections.is_none() {
            return None;
        }
        let mut delay = match node.counter {
            Some(draw) => *block.value(draw),
            None => ZERO,
        };
        if let Some(corrections) = &node.corrections {
            let rounds = &mut self.corrections;
            let packages = &mut self.packages;
            each_correction(
                node,
                corrections,
                present,
                packages,
                block,
                |wrong, takes| {
                    vectorised(
                        #[inline(always)]
                        || {
                            for case in 0..BLOCK {
                                let is_wrong = u32::from(wrong[case] > 0);
                                delay[case] += takes[case] & is_wrong.wrapping_neg();
                                rounds[case] += is_wrong;
                            }
                        },
                    );
                },
            );
        }
        Some(delay)
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
        let counter = own.counter.as_ref().unwrap_or(&ZERO);
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

/// Calls `bounced` for every round of corrections with what is wrong per case, 0 for a package that
/// passes, and how long putting it right takes. What was wrong in one round is looked at again in the
/// next; the third round passes.
pub(super) fn each_correction(
    node: &Node,
    corrections: &Corrections,
    present: &Lane,
    packages: &mut Packages,
    block: &mut Block<'_>,
    mut bounced: impl FnMut(&Lane, &Lane),
) {
    let mut wrong = ZERO;
    for (mask, face) in &node.faces {
        overlay(&mut wrong, *mask, face.package, block);
    }
    for &supplied in &corrections.supplied {
        let covered = block.mask(supplied);
        for (wrong, covered) in wrong.iter_mut().zip(covered) {
            *wrong = wrong.saturating_sub(covered & 1);
        }
    }
    cover(&mut wrong, present);
    let most = node.faces.iter().map(|(_, face)| face.package).max();
    let most = most.unwrap_or(0) as usize;
    let tables = tables(packages, most, corrections.error_share);
    for &(bounce, correction) in &corrections.rounds {
        block.pick(bounce, tables, &mut wrong);
        if wrong.iter().all(|&wrong| wrong == 0) {
            return;
        }
        bounced(&wrong, block.value(correction));
    }
}

/// By share of errors: what is wrong, by the number of things looked at.
pub(super) type Packages = Vec<(f64, Vec<Table>)>;

/// The binomial tables for packages of 0, 1, ..., at least `most` things.
fn tables(known: &mut Packages, most: usize, error_share: f64) -> &[Table] {
    let at = known.iter().position(|(share, _)| *share == error_share);
    let at = at.unwrap_or_else(|| {
        known.push((error_share, Vec::new()));
        known.len() - 1
    });
    let tables = &mut known[at].1;
    while tables.len() <= most {
        tables.push(Table::discrete(&binomial(tables.len(), error_share)));
    }
    tables
}

/// P(k wrong of n), k = 0..=n.
fn binomial(n: usize, error_share: f64) -> Vec<f64> {
    let mut probabilities = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; probabilities.len() + 1];
        for (k, probability) in probabilities.iter().enumerate() {
            next[k] += probability * (1.0 - error_share);
            next[k + 1] += probability * error_share;
        }
        probabilities = next;
    }
    probabilities
}

//! One block of cases through one plan: when every step ends, on both clocks.

use super::block::{BLOCK, Block, Lane};
use super::critical::Give;
use super::draw::Table;
use super::lanes::{ZERO, masked, overlay, plus, raise, round_up};
use super::own::{OwnTime, presence, wait, work};
use super::plan::{Corrections, Node, Plan};
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
    /// Per node: how late it could have started; see [`Give`].
    pub give: Vec<Give>,
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
            present: vec![ZERO; n_nodes],
            weight: vec![ZERO; n_nodes],
            give: vec![Give::default(); n_nodes],
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
        for (idx, node) in plan.nodes.iter().enumerate() {
            self.step(idx, node, plan.handover, block);
            if node.on_path {
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

    fn step(&mut self, idx: usize, node: &Node, handover: Handover, block: &mut Block<'_>) {
        let own = self.own_time(node, handover, block);
        let present = own.present;
        self.present[idx] = present;
        let (ready, counted_ready) = self.ready(node, &present, block);
        let mut start = ready;
        raise(&mut start, &own.floor);
        self.note(node, &present, &own.work, block);
        let (end, counted, sat) = own.pass(node, &start, handover, block);
        self.end[idx] = end;
        let give = &mut self.give[idx];
        for case in 0..BLOCK {
            give.busy[case] = end[case] - start[case] - sat.first_wait[case];
        }
        give.done = end;
        give.period = sat.period;
        give.held = ZERO;
        self.counted_weight[idx] = counted;
        self.counted_end[idx] = plus(&counted_ready, &counted);
        self.hold_ends(idx, node, &present, &start, &own.counter, block);
        for case in 0..BLOCK {
            self.weight[idx][case] = self.end[idx][case] - ready[case];
        }
    }

    /// What a step takes of itself, whatever it waits for.
    pub(super) fn own_time(
        &mut self,
        node: &Node,
        handover: Handover,
        block: &mut Block<'_>,
    ) -> OwnTime {
        let present = presence(node.present, &node.faces, block);
        let mut floor = ZERO;
        for waited in &node.obtained {
            raise(&mut floor, &masked(&wait(waited, block), &present));
        }
        let mut counter = self.counter(node, &present, block);
        let mut work = work(&node.faces, &present, block);
        if handover == Handover::NextDay {
            round_up(&mut counter);
            round_up(&mut work.own);
        }
        OwnTime {
            present,
            floor,
            counter,
            work,
        }
    }

    fn ready(&self, node: &Node, present: &Lane, block: &mut Block<'_>) -> (Lane, Lane) {
        let mut ready = ZERO;
        let mut counted_ready = ZERO;
        for &(from, handoff) in &node.predecessors {
            raise(&mut counted_ready, &self.counted_end[from]);
            match handoff {
                None => raise(&mut ready, &self.end[from]),
                Some(handoff) => {
                    let delay = block.value(handoff);
                    for case in 0..BLOCK {
                        // A step that was skipped hands nothing over.
                        let handed = delay[case] & self.present[from][case] & present[case];
                        let end = self.end[from][case] + handed;
                        ready[case] = ready[case].max(end);
                    }
                }
            }
        }
        (ready, counted_ready)
    }

    /// Intake and corrections, off the clock, before acceptance.
    fn counter(&mut self, node: &Node, present: &Lane, block: &mut Block<'_>) -> Lane {
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
                    for case in 0..BLOCK {
                        if wrong[case] > 0 {
                            delay[case] += takes[case];
                            rounds[case] += 1;
                        }
                    }
                },
            );
        }
        masked(&delay, present)
    }

    /// 容缺: the step cannot end before the missing materials are there.
    fn hold_ends(
        &mut self,
        idx: usize,
        node: &Node,
        present: &Lane,
        start: &Lane,
        counter: &Lane,
        block: &mut Block<'_>,
    ) {
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
                if out {
                    let held = &mut self.give[idx].held[case];
                    *held = (allowed & present[case]).max(*held);
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
    for (wrong, present) in wrong.iter_mut().zip(present) {
        *wrong &= present;
    }
    for &(bounce, correction) in &corrections.rounds {
        let mut any = false;
        for (case, wrong) in wrong.iter_mut().enumerate() {
            if *wrong > 0 {
                let looked_at = *wrong as usize;
                let table = package(packages, looked_at, corrections.error_share);
                *wrong = block.pick(bounce, case, table);
                any |= *wrong > 0;
            }
        }
        if !any {
            return;
        }
        bounced(&wrong, block.value(correction));
    }
}

/// By share of errors: what is wrong, by the number of things looked at.
pub(super) type Packages = Vec<(f64, Vec<Table>)>;

/// The binomial table for a package of `looked_at` things.
fn package(known: &mut Packages, looked_at: usize, error_share: f64) -> &Table {
    let at = known.iter().position(|(share, _)| *share == error_share);
    let at = at.unwrap_or_else(|| {
        known.push((error_share, Vec::new()));
        known.len() - 1
    });
    let tables = &mut known[at].1;
    while tables.len() <= looked_at {
        tables.push(Table::discrete(&binomial(tables.len(), error_share)));
    }
    &tables[looked_at]
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

//! One block of cases through one plan: when every step ends, on both clocks.

use super::block::{BLOCK, Block, Lane};
use super::critical::Give;
use super::draw::Table;
use super::lanes::{
    EVERY, Marks, UNMARKED, ZERO, after_both, cover, is_nothing, less_one, masked, not_before,
    overlay, raise, round_up, sum,
};
use super::own::{OwnTime, presence, wait, work};
use super::plan::{Before, Corrections, Node, Plan};
use super::pool::Draw;
use super::vectors::vectorised;
use super::waits::room;
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
    /// Per node the draw that is all it takes of every case, on both clocks: it has none of the lanes below.
    pub(super) only: Vec<Option<Draw>>,
    /// Per node: time from start to end less the wait for its first panel and for missing materials.
    pub(super) busy: Vec<Lane>,
    /// Per node that may end later than busy from when it is ready: time between being ready and the end.
    pub(super) weight: Vec<Option<Box<Lane>>>,
    /// Per node that may wait: how much room that gives; see [`Give`].
    pub give: Vec<Option<Box<Give>>>,
    /// Per node: time on the official clock.
    pub(super) counted_weight: Vec<Lane>,
    /// Per item: whether the case meets it, and whether it was overdue.
    pub met: Vec<Marks>,
    pub overdue: Vec<Marks>,
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
        let only = |node: &Node| node.only(plan.handover);
        Cases {
            end: vec![ZERO; n_nodes],
            counted_end: vec![ZERO; n_nodes],
            present: vec![EVERY; n_nodes],
            only: plan.nodes.iter().map(only).collect(),
            busy: vec![ZERO; n_nodes],
            weight: plan.nodes.iter().map(room).collect(),
            give: plan.nodes.iter().map(Give::of).collect(),
            counted_weight: vec![ZERO; n_nodes],
            met: vec![UNMARKED; n_items],
            overdue: vec![UNMARKED; n_items],
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
            let only = self.only[idx].map(|draw| block.drawn(draw));
            let takes = only.unwrap_or(&self.counted_weight[idx]);
            arrive(&mut self.counted_end, idx, &node.predecessors, takes);
        }
        for &idx in &plan.last {
            raise(&mut self.elapsed, &self.end[idx]);
            raise(&mut self.counted, &self.counted_end[idx]);
        }
        self.travel(plan, block);
    }

    fn clear(&mut self) {
        self.met.as_flattened_mut().fill(0);
        self.overdue.as_flattened_mut().fill(0);
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

    /// Per node: time between being ready and the end.
    pub(super) fn weight<'a>(&'a self, idx: usize, block: &'a Block<'_>) -> &'a Lane {
        match (self.only[idx], &self.weight[idx]) {
            (Some(draw), _) => block.drawn(draw),
            (None, Some(weight)) => weight,
            (None, None) => &self.busy[idx],
        }
    }

    /// Ends a step on the elapsed clock, and finds how long it takes on the counted one.
    fn step(
        &mut self,
        idx: usize,
        node: &Node,
        handover: Handover,
        own: &mut OwnTime,
        block: &mut Block<'_>,
    ) {
        if let Some(draw) = self.only[idx] {
            self.note_only(node, block.value(draw));
            return arrive(&mut self.end, idx, &node.predecessors, block.drawn(draw));
        }
        self.own_time(node, handover, own, block);
        if !own.is_met_by_all {
            self.present[idx] = own.present;
        }
        self.note(node, own, block);
        if self.weight[idx].is_some() {
            self.wait_and_pass(idx, node, handover, own, block);
        } else {
            let times = (&mut self.busy[idx], &mut self.counted_weight[idx]);
            own.take(node, handover, times, block);
            arrive(&mut self.end, idx, &node.predecessors, &self.busy[idx]);
        }
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
        own.has_counter = node.counter.is_some() || node.corrections.is_some();
        let present = (!own.is_met_by_all).then_some(&own.present);
        if own.has_counter {
            self.counter(node, &own.present, &mut own.counter, block);
            if let Some(present) = present {
                cover(&mut own.counter, present);
            }
        }
        work(&node.faces, present, block, &mut own.work);
        if handover == Handover::NextDay {
            round_up(&mut own.counter);
            round_up(&mut own.work.own);
        }
    }

    /// Intake and corrections, off the clock, before acceptance. Of cases that do not meet the step it says
    /// nothing.
    fn counter(&mut self, node: &Node, present: &Lane, delay: &mut Lane, block: &mut Block<'_>) {
        match node.counter {
            Some(draw) => *delay = *block.value(draw),
            None => *delay = ZERO,
        }
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
    }
}

/// When a step ends that takes so long after the last of its predecessors, which all come before it.
fn arrive(ends: &mut [Lane], idx: usize, predecessors: &[Before], takes: &Lane) {
    let (before, from_here) = ends.split_at_mut(idx);
    let end = &mut from_here[0];
    match *predecessors {
        [] => *end = *takes,
        [(from, _)] => sum(&before[from], takes, end),
        [(one, _), (other, _), ref others @ ..] => {
            after_both(&before[one], &before[other], takes, end);
            for &(from, _) in others {
                not_before(&before[from], takes, end);
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
        less_one(&mut wrong, block.mask(supplied));
    }
    cover(&mut wrong, present);
    let most = node.faces.iter().map(|(_, face)| face.package).max();
    let most = most.unwrap_or(0) as usize;
    let tables = tables(packages, most, corrections.error_share);
    for &(bounce, correction) in &corrections.rounds {
        block.pick(bounce, tables, &mut wrong);
        if is_nothing(&wrong) {
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

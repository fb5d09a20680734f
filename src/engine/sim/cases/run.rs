//! One block of cases through one network: when every step ends, on both clocks, and what it leaves behind.

use super::critical::Give;
use super::lanes::{
    Marks, UNMARKED, ZERO, add_where, after_both, change, change_by, count_where, mark, not_before,
    raise, sum,
};
use super::pass::{GOES_ON, Pass};
use crate::sim::course::{Edge, Network, Node};
use crate::sim::streams::{BLOCK, Block, Lane};
use crate::workflow::Ending;

/// Room for one block of cases of one network, and what came out.
#[derive(Debug)]
pub struct Cases {
    /// Per node: end on the elapsed clock.
    pub end: Vec<Lane>,
    /// Per node: end on the counted chain.
    pub counted_end: Vec<Lane>,
    /// Per node: time from start to end less the wait for its first panel and for missing materials.
    pub busy: Vec<Box<Lane>>,
    /// Per node that hangs on the hour: from being ready to the end, and what that leaves to spare.
    pub give: Vec<Option<Box<Give>>>,
    /// Per node: time on the official clock, unless that is all it is busy.
    pub(super) counted_of: Vec<Box<Lane>>,
    pub(super) counts_whole: Vec<bool>,
    /// Per node, where some step takes calendar days: days since the case came when a period of them ended.
    since_start: Vec<Lane>,
    /// Per item: whether the case meets it.
    pub met: Vec<Marks>,
    /// Per item: whether it was overdue.
    pub overdue: Vec<Marks>,
    /// What the applicant waits.
    pub elapsed: Lane,
    /// Time on the official clock along the counted chain.
    pub counted: Lane,
    /// Calendar days since the case came that the last step ends after, working days or not.
    pub elapsed_since_start: Lane,
    /// Rounds of corrections.
    pub corrections: Lane,
    /// Trips of the applicant.
    pub visits: Lane,
    /// After-checks.
    pub checks: Lane,
    /// False promises found.
    pub breaches: Lane,
    /// Approvals by silence.
    pub silent: Lane,
    /// Rectification after a breach, beside the path.
    pub rectification: Lane,
    /// By [`Ending`]: all bits set where the case ended so.
    pub endings: [Lane; Ending::ALL.len()],
    /// When the case ends before all its steps are done; [`GOES_ON`] where it does not.
    stopped: Lane,
    /// The first node at which it does.
    stopper: Lane,
    /// Per node, where a case may end early: all bits set where the case gets to it.
    pub reached: Vec<Lane>,
    pass: Option<Box<Pass>>,
    ready: Box<Lane>,
}

impl Cases {
    /// Room for the cases of `network`.
    pub fn new(network: &Network) -> Cases {
        let n_nodes = network.nodes.len();
        let n_items = network.items.len();
        let where_needed = |is_needed: bool| match is_needed {
            true => vec![ZERO; n_nodes],
            false => Vec::new(),
        };
        Cases {
            end: vec![ZERO; n_nodes],
            counted_end: vec![ZERO; n_nodes],
            busy: vec![Box::new(ZERO); n_nodes],
            give: network.nodes.iter().map(Give::of).collect(),
            counted_of: vec![Box::new(ZERO); n_nodes],
            counts_whole: vec![false; n_nodes],
            since_start: where_needed(network.has_calendar_days()),
            met: vec![UNMARKED; n_items],
            overdue: vec![UNMARKED; n_items],
            elapsed: ZERO,
            counted: ZERO,
            elapsed_since_start: ZERO,
            corrections: ZERO,
            visits: ZERO,
            checks: ZERO,
            breaches: ZERO,
            silent: ZERO,
            rectification: ZERO,
            endings: [ZERO; Ending::ALL.len()],
            stopped: [GOES_ON; BLOCK],
            stopper: ZERO,
            reached: where_needed(network.may_stop()),
            pass: None,
            ready: Box::new(ZERO),
        }
    }

    /// Runs the block through the network.
    pub fn run(&mut self, network: &Network, block: &mut Block<'_>) {
        if !self.reached.is_empty() {
            // What happens before a case ends does not hang on that: the earliest end is found first.
            self.stopped = [GOES_ON; BLOCK];
            self.go(network, block);
        }
        self.go(network, block);
        self.travel(network, block);
    }

    fn go(&mut self, network: &Network, block: &mut Block<'_>) {
        self.clear();
        let mut pass = self.pass.take().unwrap_or_else(|| Box::new(Pass::blank()));
        let (mut earliest, mut stopper) = ([GOES_ON; BLOCK], ZERO);
        for (idx, node) in network.nodes.iter().enumerate() {
            self.step(idx, node, &mut pass, block);
            if !self.reached.is_empty() {
                if self.give[idx].is_some() {
                    for case in 0..BLOCK {
                        if pass.stopped[case] < earliest[case] {
                            earliest[case] = pass.stopped[case];
                            stopper[case] = idx as u32;
                        }
                    }
                }
                self.cut(idx, node, &mut pass, block);
            }
            self.counts_whole[idx] = pass.counts_whole;
            if !pass.counts_whole {
                std::mem::swap(&mut self.counted_of[idx], &mut pass.counted);
            }
            self.note(idx, node, &pass, block);
            let takes = match self.counts_whole[idx] {
                true => &self.busy[idx],
                false => &self.counted_of[idx],
            };
            arrive(&mut self.counted_end, idx, &node.predecessors, takes);
        }
        for &idx in &network.last {
            raise(&mut self.elapsed, &self.end[idx]);
            raise(&mut self.counted, &self.counted_end[idx]);
            if let Some(since_start) = self.since_start.get(idx) {
                raise(&mut self.elapsed_since_start, since_start);
            }
        }
        (self.stopped, self.stopper) = (earliest, stopper);
        self.pass = Some(pass);
    }

    fn clear(&mut self) {
        self.met.as_flattened_mut().fill(0);
        self.overdue.as_flattened_mut().fill(0);
        for lane in [
            &mut self.elapsed,
            &mut self.counted,
            &mut self.elapsed_since_start,
            &mut self.corrections,
            &mut self.visits,
            &mut self.checks,
            &mut self.breaches,
            &mut self.silent,
            &mut self.rectification,
        ] {
            *lane = ZERO;
        }
        self.endings = [ZERO; Ending::ALL.len()];
    }

    /// Per node: time between being ready and the end.
    pub fn weight(&self, idx: usize) -> &Lane {
        match &self.give[idx] {
            Some(give) => &give.weight,
            None => &self.busy[idx],
        }
    }

    /// All bits set where the case gets to a node.
    pub fn reaches<'a>(&'a self, idx: usize, node: &Node, block: &'a mut Block<'_>) -> &'a Lane {
        match self.reached.get(idx) {
            Some(reached) => reached,
            None => block.covered(node.course.met),
        }
    }

    /// Ends a step on the elapsed clock, and finds how long it takes on the counted one.
    fn step(&mut self, idx: usize, node: &Node, pass: &mut Pass, block: &mut Block<'_>) {
        let is_handed = node.predecessors.iter().any(|edge| edge.delay.is_some());
        if self.give[idx].is_some() {
            self.find_ready(node, block);
            let since_start = self.since(node);
            pass.take_from(&node.course, (&self.ready, &since_start), block);
            self.end[idx] = *pass.now;
            let (busy, give) = (&mut self.busy[idx], &mut self.give[idx]);
            if let Some(give) = give {
                sum_less(&pass.room.done, &pass.started, &pass.room.first_wait, busy);
                give.note(&self.ready, pass);
            }
            if let Some(own) = self.since_start.get_mut(idx) {
                *own = pass.since_start;
            }
            return;
        }
        pass.take(&node.course, block);
        std::mem::swap(&mut self.busy[idx], &mut pass.now);
        if is_handed {
            self.find_ready(node, block);
            sum(&self.ready, &self.busy[idx], &mut self.end[idx]);
        } else {
            arrive(&mut self.end, idx, &node.predecessors, &self.busy[idx]);
        }
        if !self.since_start.is_empty() {
            self.since_start[idx] = self.since(node);
        }
    }

    /// When all that a step waits for is done and handed over.
    fn find_ready(&mut self, node: &Node, block: &mut Block<'_>) {
        *self.ready = ZERO;
        for edge in &node.predecessors {
            let ends = &self.end[edge.from];
            match edge.delay {
                None => raise(&mut self.ready, ends),
                Some(delay) => not_before(ends, block.value(delay), &mut self.ready),
            }
        }
    }

    /// The latest end of a period of calendar days before a step.
    fn since(&self, node: &Node) -> Lane {
        let mut latest = ZERO;
        for edge in &node.predecessors {
            if let Some(since_start) = self.since_start.get(edge.from) {
                raise(&mut latest, since_start);
            }
        }
        latest
    }

    /// Takes away what a step would do after the case has ended.
    fn cut(&mut self, idx: usize, node: &Node, pass: &mut Pass, block: &mut Block<'_>) {
        let met = block.covered(node.course.met);
        for case in 0..BLOCK {
            let stopped = self.stopped[case];
            let end = self.end[idx][case];
            let start = end - self.weight(idx)[case];
            let stops_here = stopped != GOES_ON && self.stopper[case] as usize == idx;
            let is_reached = start < stopped || stops_here;
            self.reached[idx][case] = if is_reached { met[case] } else { 0 };
            if stops_here {
                self.endings[pass.ending[case] as usize - 1][case] = u32::MAX;
            }
            if end <= stopped {
                continue;
            }
            let left = stopped - start.min(stopped);
            self.end[idx][case] = stopped;
            self.busy[idx][case] = self.busy[idx][case].min(left);
            if let Some(give) = &mut self.give[idx] {
                give.cut(case, stopped, left);
            }
            if !pass.counts_whole {
                pass.counted[case] = pass.counted[case].min(left);
            }
            pass.late[case] = 0;
            if !is_reached {
                pass.corrections[case] = 0;
            }
        }
    }

    /// Counts what a step leaves behind: overdue items, visits, after-checks.
    fn note(&mut self, idx: usize, node: &Node, pass: &Pass, block: &mut Block<'_>) {
        let notes = &node.notes;
        if pass.is_corrected {
            change(&mut self.corrections, &pass.corrections, |sum, rounds| {
                sum + rounds
            });
        }
        if notes.are_none() {
            return;
        }
        let reached = *self.reaches(idx, node, block);
        if let Some(item) = notes.item {
            mark(&mut self.met[item], &reached);
            if pass.is_judged {
                mark(&mut self.overdue[item], &pass.late);
            }
        }
        if notes.visits > 0 {
            count_where(&mut self.visits, notes.visits, &reached);
        }
        if let Some(silent) = notes.silent {
            let silent = block.covered(silent);
            change_by(
                &mut self.silent,
                silent,
                &reached,
                |sum, silent, reached| sum + (silent & reached & 1),
            );
        }
        for check in &notes.checks {
            count_where(&mut self.checks, 1, &reached);
            let mut breach = *block.covered(check.breach);
            change(&mut breach, &reached, |breach, reached| breach & reached);
            count_where(&mut self.breaches, 1, &breach);
            if let Some(rectify) = check.rectify {
                add_where(&mut self.rectification, block.value(rectify), &breach);
            }
        }
    }

    /// Counts the trips that steps share, once all steps are through.
    fn travel(&mut self, network: &Network, block: &mut Block<'_>) {
        for trip in &network.trips {
            let mut made = ZERO;
            for &(node, needed) in &trip.needed_by {
                let needed = block.covered(needed);
                match self.reached.get(node) {
                    Some(reached) => {
                        change_by(&mut made, needed, reached, |made, needed, reached| {
                            made | (needed & reached)
                        })
                    }
                    None => change(&mut made, needed, |made, needed| made | needed),
                }
            }
            for &supplied in &trip.supplied {
                change(&mut made, block.covered(supplied), |made, supplied| {
                    made & !supplied
                });
            }
            count_where(&mut self.visits, trip.visits, &made);
        }
    }
}

/// When a step ends that takes so long after the last of its predecessors, which all come before it; hand-offs aside.
fn arrive(ends: &mut [Lane], idx: usize, predecessors: &[Edge], takes: &Lane) {
    let (before, from_here) = ends.split_at_mut(idx);
    let end = &mut from_here[0];
    match *predecessors {
        [] => *end = *takes,
        [one] => sum(&before[one.from], takes, end),
        [one, other, ref others @ ..] => {
            after_both(&before[one.from], &before[other.from], takes, end);
            for other in others {
                not_before(&before[other.from], takes, end);
            }
        }
    }
}

/// `busy` becomes the time from one to the other, less the wait in between.
fn sum_less(done: &Lane, started: &Lane, wait: &Lane, busy: &mut Lane) {
    for case in 0..BLOCK {
        busy[case] = done[case] - started[case] - wait[case];
    }
}

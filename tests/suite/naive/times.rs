//! When every step of one case ends, from what was drawn for it.

use std::collections::{BTreeMap, BTreeSet};

use redtape::duration::{Covers, Duration, Law};
use redtape::workflow::{
    Clock, Ending, Face, Gate as StageGate, Kind, Position, Step, Workflow, handoff_between,
};

/// What happened to one case; times in ticks.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub elapsed: i64,
    pub counted: i64,
    pub corrections: u64,
    pub checks: u64,
    pub breaches: u64,
    pub rectification: i64,
    /// How it ended, if before all its steps were done.
    pub ending: Option<Ending>,
    /// Items met, and whether each was overdue.
    pub items: BTreeMap<String, bool>,
    /// Steps without which the case would have ended earlier, per clock.
    pub critical_elapsed: BTreeSet<String>,
    pub critical_counted: BTreeSet<String>,
}

/// Everything drawn for one step of one case; times in ticks.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    pub on_path: bool,
    pub present: bool,
    /// Day zero to the last material at hand.
    pub obtained: i64,
    /// Intake and corrections.
    pub counter: i64,
    pub corrections: u64,
    /// Own work, then rework: the panel waited for and how long it takes.
    pub works: Vec<(Option<Panel>, i64)>,
    pub counted: i64,
    pub late: bool,
    pub gates: Vec<Gate>,
    pub checks: Vec<Check>,
    /// Where the case ends with the step, so long after it.
    pub stops: Vec<Stop>,
    /// Predecessor and hand-off delay.
    pub waits_for: Vec<(usize, i64)>,
}

/// Sits at `first` and then every so many ticks.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    pub first: i64,
    pub every: i64,
}

#[derive(Clone, Debug)]
pub struct Gate {
    pub there: i64,
    pub within: i64,
    pub never: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Check {
    pub wrong: bool,
    pub rectification: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Stop {
    pub after: i64,
    pub ending: Ending,
}

impl Gate {
    /// Whether the applicant does not supply in time after acceptance.
    fn is_out(&self, accepted: i64) -> bool {
        self.never || self.there > accepted + self.within
    }
}

impl Drawn {
    pub fn leaves_behind(&self, step: &Step, outcome: &mut Outcome) {
        outcome.corrections += self.corrections;
        if let (Some(item), Clock::On) = (&step.item, step.clock) {
            *outcome.items.entry(item.clone()).or_default() |= self.late;
        }
        for check in &self.checks {
            outcome.checks += 1;
            outcome.breaches += u64::from(check.wrong);
            outcome.rectification += check.rectification;
        }
    }

    /// When it ends that is ready then, and when the case ends with it.
    fn end(&self, ready: i64) -> (i64, Option<(i64, Ending)>) {
        let accepted = ready.max(self.obtained) + self.counter;
        let mut end = accepted;
        for (panel, takes) in &self.works {
            if let Some(panel) = panel {
                end += (panel.first - end).rem_euclid(panel.every);
            }
            end += takes;
        }
        let mut stop = None;
        for gate in &self.gates {
            let is_out = gate.is_out(accepted);
            end = end.max(if is_out {
                accepted + gate.within
            } else {
                gate.there
            });
            if is_out && stop.is_none() {
                stop = Some((end, Ending::Withdrawn));
            }
        }
        for one in &self.stops {
            end += one.after;
            stop = stop.or(Some((end, one.ending)));
        }
        (end, stop)
    }
}

/// When all is ready and done.
pub struct Timeline {
    pub ready: Vec<i64>,
    pub ends: Vec<i64>,
    pub elapsed: i64,
    pub counted: i64,
}

/// The times of both clocks; one step may be held up by one tick, to see whether that matters.
pub fn timeline(drawn: &[Drawn], order: &[usize], held_up: Option<usize>) -> Timeline {
    let mut line = Timeline {
        ready: vec![0; drawn.len()],
        ends: vec![0; drawn.len()],
        elapsed: 0,
        counted: 0,
    };
    let mut counted_ends = vec![0; drawn.len()];
    for &idx in order {
        let step = &drawn[idx];
        let before = step.waits_for.iter();
        line.ready[idx] = before
            .clone()
            .map(|&(from, delay)| line.ends[from] + delay)
            .max()
            .unwrap_or(0);
        let counted = before
            .map(|&(from, _)| counted_ends[from])
            .max()
            .unwrap_or(0);
        let late = i64::from(held_up == Some(idx));
        let (end, own) = match step.present {
            true => (step.end(line.ready[idx]).0, step.counted),
            false => (line.ready[idx], 0),
        };
        line.ends[idx] = end + late;
        counted_ends[idx] = counted + own + late;
        if step.on_path {
            line.elapsed = line.elapsed.max(line.ends[idx]);
            line.counted = line.counted.max(counted_ends[idx]);
        }
    }
    line
}

/// Ends the case where something ends it first: what has not begun by then is not done, what goes on breaks off.
pub fn cut(drawn: &mut [Drawn], order: &[usize]) -> Option<Ending> {
    let line = timeline(drawn, order, None);
    let present = (0..drawn.len()).filter(|&idx| drawn[idx].present);
    let stops = present.filter_map(|idx| Some((drawn[idx].end(line.ready[idx]).1?, idx)));
    let ((stopped, ending), stopper) = stops.min_by_key(|((at, _), _)| *at)?;
    for (idx, step) in drawn.iter_mut().enumerate() {
        let (ready, end) = (line.ready[idx], line.ends[idx]);
        if ready >= stopped && idx != stopper {
            step.present = false;
            step.waits_for.iter_mut().for_each(|(_, delay)| *delay = 0);
        } else if end > stopped {
            step.counted = step.counted.min(stopped - ready);
            step.late = false;
            step.obtained = 0;
            step.counter = 0;
            step.works = vec![(None, stopped - ready)];
            step.gates.clear();
            step.stops.clear();
        }
    }
    Some(ending)
}

/// Before a step: which others, and whether there is a hand-off from each. Who skips steps hands over past them.
pub fn hand_offs(
    workflow: &Workflow,
    steps: &[&Step],
    present: &[bool],
    to: usize,
) -> Vec<(usize, bool)> {
    let at = |id: &str| {
        steps
            .iter()
            .position(|step| step.id == id)
            .expect("it exists")
    };
    let edges = workflow.edges();
    let mut before = Vec::new();
    let mut over = vec![to];
    while let Some(next) = over.pop() {
        for (from, _, edge) in edges.iter().filter(|(_, after, _)| at(after) == next) {
            let from = at(from);
            let is_handed = match next == to {
                true => edge.handoff.is_some(),
                false => handoff_between(steps[from], steps[to]).is_some(),
            };
            let both = present[from] && present[to] && workflow.friction.handoff.is_some();
            before.push((from, is_handed && both));
            if !present[from] {
                over.push(from);
            }
        }
    }
    before
}

/// Every step of a closed stage before every step of later stages.
pub fn gates(workflow: &Workflow, steps: &[&Step]) -> Vec<(usize, usize)> {
    let stage = |step: &Step| {
        let id = step
            .stage
            .as_ref()
            .filter(|_| step.position == Position::Path)?;
        workflow.stages.iter().position(|stage| &stage.id == id)
    };
    let mut gates = Vec::new();
    for (from, first) in steps.iter().enumerate() {
        for (to, second) in steps.iter().enumerate() {
            if let (Some(first), Some(second)) = (stage(first), stage(second))
                && first < second
                && workflow.stages[first].gate == StageGate::Closed
            {
                gates.push((from, to));
            }
        }
    }
    gates
}

pub fn topological(workflow: &Workflow) -> Vec<usize> {
    let ids: Vec<&str> = workflow.steps().map(|step| step.id.as_str()).collect();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < ids.len() {
        let next = (0..ids.len()).find(|idx| {
            let before = workflow.predecessors(ids[*idx]);
            !order.contains(idx)
                && before
                    .iter()
                    .all(|id| order.iter().any(|&done| ids[done] == *id))
        });
        order.push(next.expect("no cycle"));
    }
    order
}

/// Files change hands, packages bounce and panels sit only where an authority acts.
pub fn authority(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Intermediary | Kind::Tender | Kind::Applicant | Kind::Construction
    )
}

/// Whether what a step's time was recorded with holds the friction already.
pub fn covers(face: &Face, pick: fn(Covers) -> bool) -> bool {
    let recorded = |law: &Law| matches!(&law.base, Duration::LimitProfile { profile, .. } if pick(profile.covers));
    face.work.first().is_some_and(|part| recorded(&part.law))
}

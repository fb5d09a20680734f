//! When every step of one case ends, from what was drawn for it.

use redtape::duration::{Covers, Duration, Law};
use redtape::workflow::{Face, Gate as StageGate, Kind, Position, Step, Workflow};

/// Everything drawn for one step of one case.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    pub on_path: bool,
    pub present: bool,
    /// Day zero to the last material at hand.
    pub obtained: i64,
    /// Intake and corrections.
    pub counter: i64,
    /// Own work, then rework: the panel waited for and how long it takes.
    pub works: Vec<(Option<Panel>, i64)>,
    pub counted: i64,
    pub gates: Vec<Gate>,
    /// Predecessor and hand-off delay.
    pub waits_for: Vec<(usize, i64)>,
}

/// Sits at `first` and then every so many grid steps.
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

impl Gate {
    /// Whether the applicant does not supply in time after acceptance.
    pub fn is_out(&self, accepted: i64) -> bool {
        self.never || self.there > accepted + self.within
    }
}

pub fn ready(drawn: &Drawn, ends: &[i64]) -> i64 {
    let before = drawn
        .waits_for
        .iter()
        .map(|&(from, delay)| ends[from] + delay);
    before.max().unwrap_or(0)
}

/// Ends and total; one step may be held up by one grid step, to see whether that matters.
pub fn elapsed(drawn: &[Drawn], order: &[usize], held_up: Option<usize>) -> (Vec<i64>, i64) {
    let mut ends = vec![0; drawn.len()];
    let mut total = 0;
    for &idx in order {
        let step = &drawn[idx];
        let mut end = ready(step, &ends);
        if step.present {
            let start = end.max(step.obtained);
            end = start + step.counter;
            for (panel, takes) in &step.works {
                if let Some(panel) = panel {
                    end += (panel.first - end).rem_euclid(panel.every);
                }
                end += takes;
            }
            for gate in &step.gates {
                end = end.max(if gate.is_out(start + step.counter) {
                    start + step.counter + gate.within
                } else {
                    gate.there
                });
            }
        }
        ends[idx] = end + i64::from(held_up == Some(idx));
        if step.on_path {
            total = total.max(ends[idx]);
        }
    }
    (ends, total)
}

pub fn counted(drawn: &[Drawn], order: &[usize], held_up: Option<usize>) -> i64 {
    let mut ends = vec![0; drawn.len()];
    let mut total = 0;
    for &idx in order {
        let before = drawn[idx].waits_for.iter().map(|&(from, _)| ends[from]);
        let own = if drawn[idx].present {
            drawn[idx].counted
        } else {
            0
        };
        ends[idx] = before.max().unwrap_or(0) + own + i64::from(held_up == Some(idx));
        if drawn[idx].on_path {
            total = total.max(ends[idx]);
        }
    }
    total
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

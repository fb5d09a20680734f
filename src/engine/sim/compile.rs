//! Compiling a workflow: topological order, fewest edges, every draw interned.

use super::draw::Purpose;
use super::origins::{fresh, joined};
use super::plan::{
    Again, Before, Corrections, FaceOf, FacePlan, GRID, Node, Plan, ReworkPlan, Sittings, Waited,
};
use super::pool::{Draw, Factor, Mask, Pool};
use super::trips::{own_visits, trips};
use crate::duration::{Duration, Law};
use crate::workflow::{
    Clock, Face, Flat, Gating, Intake, Kind, Material, Obtained, Origins, Position, Share, Step,
    Workflow,
};

/// Corrections after the third round pass.
const MOST_CORRECTIONS: u32 = 3;

/// The plan of `workflow`, its draws in `pool`.
pub(super) fn compile(pool: &mut Pool, workflow: &Workflow) -> Plan {
    pool.ranks(&workflow.ranks);
    for attribute in &workflow.attributes {
        pool.attribute(attribute);
    }
    let flat = reduced(workflow.flat(Gating::AsFiled), workflow);
    let mut items = Vec::new();
    let mut compiler = Compiler { pool, workflow };
    let nodes: Vec<Node> = (0..flat.steps.len())
        .map(|step| compiler.node(&flat, step, &mut items))
        .collect();
    let mut successors = vec![Vec::new(); nodes.len()];
    for (to, node) in nodes.iter().enumerate() {
        for &(from, handoff) in &node.predecessors {
            successors[from].push((to, handoff));
        }
    }
    let is_after = |&(next, _): &Before| nodes[next].on_path;
    let ends_path = |&idx: &usize| nodes[idx].on_path && !successors[idx].iter().any(is_after);
    let trips = trips(pool, workflow, &flat);
    Plan {
        last: (0..nodes.len()).filter(ends_path).collect(),
        nodes,
        trips,
        items,
        target: workflow.target_days.map(on_grid),
        handover: workflow.handover,
        successors,
    }
}

/// The largest grid value within `days`.
pub(super) fn on_grid(days: f64) -> u32 {
    // Limits of 1/3 day must not fall off their own grid point by rounding dust.
    (days * f64::from(GRID) + 1e-9).floor() as u32
}

/// Without edges that a longer way already implies. An edge with a hand-off delay stays.
pub(super) fn reduced(mut flat: Flat, workflow: &Workflow) -> Flat {
    let n_steps = flat.steps.len();
    let n_words = n_steps.div_ceil(64);
    let delayed = workflow.friction.handoff.is_some();
    let mut ancestors = vec![0u64; n_steps * n_words];
    for step in 0..n_steps {
        let mut own = vec![0u64; n_words];
        let mut implied = vec![0u64; n_words];
        for edge in &flat.predecessors[step] {
            let theirs = &ancestors[edge.from * n_words..(edge.from + 1) * n_words];
            for (word, (own, implied)) in own.iter_mut().zip(&mut implied).enumerate() {
                *own |= theirs[word];
                *implied |= theirs[word];
            }
            own[edge.from / 64] |= 1 << (edge.from % 64);
        }
        ancestors[step * n_words..(step + 1) * n_words].copy_from_slice(&own);
        flat.predecessors[step].retain(|edge| {
            let is_implied = implied[edge.from / 64] >> (edge.from % 64) & 1 == 1;
            !is_implied || (delayed && edge.handoff.is_some())
        });
    }
    flat
}

/// Compiles the steps of one workflow.
pub(super) struct Compiler<'a> {
    pub pool: &'a mut Pool,
    pub workflow: &'a Workflow,
}

impl Compiler<'_> {
    fn node(&mut self, flat: &Flat, idx: usize, items: &mut Vec<String>) -> Node {
        let step = &flat.steps[idx];
        let predecessors = flat.predecessors[idx]
            .iter()
            .map(|edge| (edge.from, self.handoff(edge.handoff.as_deref())))
            .collect();
        Node {
            predecessors,
            ..self.step(step, items)
        }
    }

    /// The node of a step, waiting for nothing.
    pub fn step(&mut self, step: &Step, items: &mut Vec<String>) -> Node {
        let item = step
            .item
            .as_ref()
            .filter(|_| step.clock == Clock::On)
            .map(|item| index_of(items, item));
        let is_timed = step.position == Position::Path && step.clock != Clock::Outside;
        let submits = step.kind.is_authority() && is_timed && step.has_submission();
        Node {
            id: step.id.clone(),
            predecessors: Vec::new(),
            clock: step.clock,
            on_path: step.position == Position::Path,
            present: self.pool.guard(&step.when),
            faces: self.faces(step, Luck::Own),
            obtained: self.obtained(step),
            counter: submits.then(|| self.counter(step)).flatten(),
            corrections: submits.then(|| self.corrections(step)).flatten(),
            rework: self.rework(step),
            end_gates: step.end_gates.iter().map(|gate| self.gate(gate)).collect(),
            tallies: step
                .tallies
                .iter()
                .map(|tally| self.tally(step, tally))
                .collect(),
            item,
            visits: own_visits(step),
        }
    }

    pub fn handoff(&mut self, key: Option<&str>) -> Option<Draw> {
        let law = Law::from(self.workflow.friction.handoff.clone()?);
        let origins = [key?.to_owned()].into();
        Some(self.pool.value(Purpose::Handoff, &origins, 0, None, &law))
    }

    fn faces(&mut self, step: &Step, luck: Luck<'_>) -> Vec<FaceOf> {
        let mut faces = vec![(None, self.face(step, &step.face, luck))];
        for split in &step.splits {
            let mask = self.share(&split.share);
            faces.push((Some(mask), self.face(step, &split.then, luck)));
        }
        faces
    }

    fn face(&mut self, step: &Step, face: &Face, luck: Luck<'_>) -> FacePlan {
        let factor = self.factor(step.kind);
        let outside = step.clock == Clock::Outside || step.position != Position::Path;
        let work = if face.skipped || outside {
            Vec::new()
        } else {
            face.work
                .iter()
                .map(|part| {
                    let (origins, round) = luck.of(&part.origins);
                    let purpose = Purpose::Duration;
                    self.pool.value(purpose, &origins, round, factor, &part.law)
                })
                .collect()
        };
        FacePlan {
            skipped: face.skipped,
            work,
            limit: face
                .limit
                .filter(|_| step.clock == Clock::On)
                .map(|limit| on_grid(limit.days())),
            package: package(step, face),
            sittings: self.sittings(step, face),
        }
    }

    /// Where the case waits for a panel; a step that is no part of the wait has none.
    fn sittings(&mut self, step: &Step, face: &Face) -> Option<Sittings> {
        let meeting = face.meeting.as_ref()?;
        let waited = step.clock != Clock::Outside && step.position == Position::Path;
        let phase = [joined(&meeting.origins)].into();
        (waited && !face.skipped).then(|| Sittings {
            phase: self.pool.latent(Purpose::Meeting, &phase, 0, None),
            every: on_grid(meeting.every_days),
        })
    }

    pub fn factor(&self, kind: Kind) -> Option<Factor> {
        factor(self.workflow, kind)
    }

    fn share(&mut self, share: &Share) -> Mask {
        self.pool.share(share)
    }

    fn obtained(&mut self, step: &Step) -> Vec<Waited> {
        let materials = &step.face.materials;
        materials
            .iter()
            .filter(|id| !comes_later(step, id))
            .filter_map(|id| self.waited(id))
            .collect()
    }

    pub fn waited(&mut self, id: &str) -> Option<Waited> {
        let workflow = self.workflow;
        let material = workflow.material(id)?;
        let Obtained::After(duration) = &material.obtained else {
            return None;
        };
        let factor = Factor::applicants(workflow.friction.correlation.applicants);
        let origins = [format!("material:{id}")].into();
        let law = Law::from(duration.clone());
        let purpose = Purpose::Duration;
        Some(Waited {
            draw: self.pool.value(purpose, &origins, 0, factor, &law),
            supplied: self.supplied(material),
        })
    }

    fn supplied(&mut self, material: &Material) -> Vec<Mask> {
        material
            .supplied
            .iter()
            .map(|share| self.pool.share(share))
            .collect()
    }

    fn counter(&mut self, step: &Step) -> Option<Draw> {
        if covers(step).intake {
            return None;
        }
        let duration = match &step.intake {
            Intake::Friction | Intake::Window(None) => self.workflow.friction.intake.clone()?,
            Intake::Window(Some(duration)) => duration.clone(),
            Intake::Shared => return None,
        };
        let law = Law::from(duration);
        let purpose = Purpose::Intake;
        Some(self.pool.value(purpose, &step.origins, 0, None, &law))
    }

    fn corrections(&mut self, step: &Step) -> Option<Corrections> {
        let friction = &self.workflow.friction;
        let error_share = friction.material_error_share;
        if error_share <= 0.0 || covers(step).correction {
            return None;
        }
        let law = Law::from(friction.correction.clone()?);
        let factor = Factor::applicants(friction.correlation.applicants);
        let rounds = (1..=MOST_CORRECTIONS)
            .map(|round| {
                let bounce = Purpose::Bounce;
                let correction = Purpose::Correction;
                (
                    self.pool.latent(bounce, &step.origins, round, None),
                    self.pool
                        .value(correction, &step.origins, round, factor, &law),
                )
            })
            .collect();
        let workflow = self.workflow;
        let supplied = step
            .face
            .materials
            .iter()
            .filter(|id| !comes_later(step, id))
            .filter_map(|id| workflow.material(id))
            .flat_map(|material| &material.supplied)
            .map(|share| self.pool.share(share))
            .collect();
        Some(Corrections {
            rounds,
            error_share,
            supplied,
        })
    }

    fn rework(&mut self, step: &Step) -> Option<ReworkPlan> {
        let rework = step.rework.as_ref().filter(|rework| rework.share > 0.0)?;
        let by = joined(&step.origins);
        let workflow = self.workflow;
        let repeated: Vec<&Step> = rework
            .repeats
            .iter()
            .filter_map(|id| workflow.step(id))
            .map(|step| step.as_ref())
            .filter(|step| step.clock != Clock::Outside && step.position == Position::Path)
            .collect();
        let rounds = (1..=rework.max_rounds)
            .map(|round| {
                let happens = self.pool.again(&step.origins, round, rework.share);
                let luck = Luck::Again { by: &by, round };
                let again = repeated
                    .iter()
                    .map(|step| Again {
                        present: self.pool.guard(&step.when),
                        faces: self.faces(step, luck),
                        clock: step.clock,
                    })
                    .collect();
                (happens, again)
            })
            .collect();
        Some(ReworkPlan { rounds })
    }
}

/// Whether a missing material does not keep the step from starting.
fn comes_later(step: &Step, material: &String) -> bool {
    let mut gates = step.end_gates.iter();
    gates.any(|gate| gate.materials.contains(material))
}

/// Things that are looked at before acceptance; what may come later is not among them.
fn package(step: &Step, face: &Face) -> u32 {
    let now = face.materials.iter().filter(|id| !comes_later(step, id));
    let now = now.count();
    now as u32 + u32::from(face.form)
}

/// What the step's own record already contains.
fn covers(step: &Step) -> crate::duration::Covers {
    match step.face.work.first().map(|part| &part.law.base) {
        Some(Duration::LimitProfile { profile, .. }) => profile.covers,
        Some(_) | None => crate::duration::Covers::default(),
    }
}

/// Which factor a step's luck shares; an uncorrelated group has none.
pub(super) fn factor(workflow: &Workflow, kind: Kind) -> Option<Factor> {
    let correlation = workflow.friction.correlation;
    if kind.is_authority() {
        Factor::agencies(correlation.agencies)
    } else {
        Factor::applicants(correlation.applicants)
    }
}

/// Whose luck a step's work has.
#[derive(Clone, Copy)]
enum Luck<'a> {
    /// Its own.
    Own,
    /// Fresh, because `by` has it repeated.
    Again { by: &'a str, round: u32 },
}

impl Luck<'_> {
    fn of(self, origins: &Origins) -> (Origins, u32) {
        match self {
            Luck::Own => (origins.clone(), 0),
            Luck::Again { by, round } => (fresh(origins, by), round),
        }
    }
}

fn index_of(items: &mut Vec<String>, item: &str) -> usize {
    items
        .iter()
        .position(|other| other == item)
        .unwrap_or_else(|| {
            items.push(item.to_owned());
            items.len() - 1
        })
}

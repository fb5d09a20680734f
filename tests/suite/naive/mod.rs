//! A second simulator, written from the documentation alone: one case at a time, `f64` and `rand_distr`.
//!
//! It shares no code with the first beyond the workflow itself, and knows nothing of courses, blocks, lanes, tables or
//! transitive reductions. Only the rounding to ticks is done as documented, so that both can be compared without
//! allowance. It is slow and does not care.

use std::collections::{BTreeMap, HashMap};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Normal};
use redtape::duration::{Law, special::normal_cdf};
use redtape::sim::TICKS_PER_DAY;
use redtape::workflow::{
    Clock, Ending, Face, Guard, Handover, Intake, Obtained, Position, Share, Step, Tally, Workflow,
};

mod times;

pub use times::Outcome;

use crate::oracle::{draw, moved};
use times::{
    Check, Drawn, Gate, Panel, Stop, authority, covers, cut, gates, hand_offs, timeline,
    topological,
};

const TICKS: f64 = TICKS_PER_DAY as f64;
const DAY: i64 = TICKS_PER_DAY as i64;

/// Simulates `n` cases.
pub fn simulate(workflow: &Workflow, seed: u64, n: usize) -> Vec<Outcome> {
    let mut random = StdRng::seed_from_u64(seed);
    let order = topological(workflow);
    (0..n)
        .map(|_| Case::new(workflow, &mut random).run(&order))
        .collect()
}

/// One case's luck: what is asked twice is drawn once.
struct Case<'a> {
    workflow: &'a Workflow,
    random: &'a mut StdRng,
    shares: HashMap<String, f64>,
    materials: HashMap<String, i64>,
    panels: HashMap<String, f64>,
    /// By the two steps: how long handing over takes.
    handoffs: HashMap<(usize, usize), i64>,
    values: BTreeMap<String, String>,
    /// The luck that all authorities, and that all others, share.
    common: [f64; 2],
}

impl<'a> Case<'a> {
    fn new(workflow: &'a Workflow, random: &'a mut StdRng) -> Case<'a> {
        let normal = Normal::new(0.0, 1.0).expect("a standard normal");
        let common = [normal.sample(random), normal.sample(random)];
        let mut case = Case {
            workflow,
            random,
            shares: HashMap::new(),
            materials: HashMap::new(),
            panels: HashMap::new(),
            handoffs: HashMap::new(),
            values: BTreeMap::new(),
            common,
        };
        for attribute in &workflow.attributes {
            let uniform: f64 = case.random.random();
            if case.holds(&attribute.given) {
                let mut sum = 0.0;
                let value = attribute.shares.iter().find(|(_, share)| {
                    sum += share;
                    uniform < sum
                });
                let value = value.or(attribute.shares.last()).expect("there are values");
                case.values.insert(attribute.id.clone(), value.0.clone());
            }
        }
        case
    }

    fn run(mut self, order: &[usize]) -> Outcome {
        let workflow = self.workflow;
        let steps: Vec<&Step> = workflow.steps().map(|step| &**step).collect();
        let mut drawn: Vec<Drawn> = steps.iter().map(|step| self.draw(step)).collect();
        let present: Vec<bool> = drawn.iter().map(|step| step.present).collect();
        for (to, drawn) in drawn.iter_mut().enumerate() {
            for (from, is_handed) in hand_offs(workflow, &steps, &present, to) {
                let delay = if is_handed {
                    self.hand_over((from, to))
                } else {
                    0
                };
                drawn.waits_for.push((from, delay));
            }
        }
        for (from, to) in gates(workflow, &steps) {
            drawn[to].waits_for.push((from, 0));
        }
        let ending = cut(&mut drawn, order);
        let line = timeline(&drawn, order, None);
        let mut outcome = Outcome {
            elapsed: line.elapsed,
            counted: line.counted,
            ending,
            ..Outcome::default()
        };
        for (idx, step) in steps
            .iter()
            .enumerate()
            .filter(|(idx, _)| drawn[*idx].present)
        {
            drawn[idx].leaves_behind(step, &mut outcome);
            if !drawn[idx].on_path {
                continue;
            }
            let held_up = timeline(&drawn, order, Some(idx));
            if line.ends[idx] > line.ready[idx] && held_up.elapsed > line.elapsed {
                outcome.critical_elapsed.insert(step.id.clone());
            }
            if drawn[idx].counted > 0 && held_up.counted > line.counted {
                outcome.critical_counted.insert(step.id.clone());
            }
        }
        outcome
    }

    fn hand_over(&mut self, pair: (usize, usize)) -> i64 {
        let handoff = self.workflow.friction.handoff.clone();
        let takes = self.sample(&Law::from(handoff.expect("something is handed over")));
        *self.handoffs.entry(pair).or_insert(takes)
    }

    fn draw(&mut self, step: &Step) -> Drawn {
        let face = self.face(step);
        let on_path = step.position == Position::Path;
        let mut drawn = Drawn {
            on_path,
            present: self.holds(&step.when) && !face.skipped,
            ..Drawn::default()
        };
        if !drawn.present {
            return drawn;
        }
        let whole = |takes: i64| match self.workflow.handover {
            Handover::Immediate => takes,
            Handover::NextDay => (takes + DAY - 1) / DAY * DAY,
        };
        let is_timed = on_path && step.clock != Clock::Outside;
        let gated = |material: &String| {
            step.end_gates
                .iter()
                .any(|gate| gate.materials.contains(material))
        };
        for material in face.materials.iter().filter(|material| !gated(material)) {
            drawn.obtained = drawn.obtained.max(self.obtain(material));
        }
        if is_timed && authority(step.kind) {
            let intake = self.intake(step, &face);
            let (rounds, correction) = self.correct(step, &face);
            drawn.corrections = rounds;
            drawn.counter = whole(intake + correction);
        }
        let own = if is_timed { self.work(step, &face) } else { 0 };
        let panel = self.panel(&face).filter(|_| is_timed);
        drawn.works.push((panel, whole(own)));
        if step.clock == Clock::On {
            drawn.counted = whole(own);
        }
        if let Some(rework) = &step.rework {
            let mut round = 0;
            while round < rework.max_rounds && self.random.random::<f64>() < rework.share {
                round += 1;
                for id in &rework.repeats {
                    let again = self
                        .workflow
                        .step(id)
                        .expect("it repeats what exists")
                        .clone();
                    let face = self.face(&again);
                    if !self.holds(&again.when) || face.skipped || again.clock == Clock::Outside {
                        continue;
                    }
                    let takes = whole(self.work(&again, &face));
                    drawn.works.push((self.panel(&face), takes));
                    if again.clock == Clock::On {
                        drawn.counted += takes;
                    }
                }
            }
        }
        drawn.late = face
            .limit
            .is_some_and(|limit| whole(own) as f64 > limit.days() * TICKS + 0.5);
        self.check(step, &face, &mut drawn);
        for gate in &step.end_gates {
            let waits: Vec<i64> = gate.materials.iter().map(|id| self.obtain(id)).collect();
            drawn.gates.push(Gate {
                there: waits.into_iter().max().unwrap_or(0),
                within: (gate.within_days * TICKS).round() as i64,
                never: self.covered(&gate.never),
            });
        }
        if let Some(ending) = step.ends_case {
            drawn.stops.push(Stop { after: 0, ending });
        }
        drawn
    }

    fn check(&mut self, step: &Step, face: &Face, drawn: &mut Drawn) {
        for tally in &step.tallies {
            let Tally::AfterCheck {
                share,
                breach,
                rectify,
                among,
            } = tally
            else {
                continue;
            };
            let applies = among.as_ref().is_none_or(|among| self.covered(among));
            let checked = self.covered(share);
            let wrong = self.random.random::<f64>() < breach.share;
            if !(applies && checked) {
                drawn.present = false;
                continue;
            }
            let mut check = Check {
                wrong,
                rectification: 0,
            };
            match rectify {
                Some(rectify) if wrong => {
                    check.rectification = self.sample(&Law::from(rectify.clone()));
                }
                None if wrong => drawn.stops.push(Stop {
                    after: self.work(step, face),
                    ending: Ending::Revoked,
                }),
                Some(_) | None => {}
            }
            drawn.checks.push(check);
        }
    }

    fn work(&mut self, step: &Step, face: &Face) -> i64 {
        let correlation = self.workflow.friction.correlation;
        let (group, rho) = if authority(step.kind) {
            (0, correlation.agencies)
        } else {
            (1, correlation.applicants)
        };
        let parts: Vec<i64> = face
            .work
            .iter()
            .map(|part| self.correlated(&part.law, group, rho))
            .collect();
        parts.into_iter().max().unwrap_or(0)
    }

    fn intake(&mut self, step: &Step, face: &Face) -> i64 {
        let submits = face.form || !face.materials.is_empty();
        if !submits || covers(face, |covers| covers.intake) {
            return 0;
        }
        let takes = match &step.intake {
            Intake::Friction | Intake::Window(None) => self.workflow.friction.intake.clone(),
            Intake::Window(Some(own)) => Some(own.clone()),
            Intake::Shared => None,
        };
        takes.map_or(0, |takes| self.sample(&Law::from(takes)))
    }

    /// Each thing is wrong with the same chance; what was wrong is looked at again; at most three rounds.
    fn correct(&mut self, step: &Step, face: &Face) -> (u64, i64) {
        let friction = &self.workflow.friction;
        let Some(correction) = friction.correction.clone() else {
            return (0, 0);
        };
        if covers(face, |covers| covers.correction) {
            return (0, 0);
        }
        let (correction, share) = (Law::from(correction), friction.material_error_share);
        let later = |id: &String| {
            let mut gates = step.end_gates.iter();
            gates.any(|gate| gate.materials.contains(id))
        };
        let now: Vec<&String> = face.materials.iter().filter(|id| !later(id)).collect();
        let by_hand = now.into_iter().filter(|id| !self.supplied(id)).count();
        let mut looked_at = by_hand + usize::from(face.form);
        let rho = friction.correlation.applicants;
        let (mut rounds, mut delay) = (0, 0);
        for _ in 0..3 {
            looked_at = (0..looked_at)
                .filter(|_| self.random.random::<f64>() < share)
                .count();
            if looked_at == 0 {
                break;
            }
            rounds += 1;
            delay += self.correlated(&correction, 1, rho);
        }
        (rounds, delay)
    }

    fn obtain(&mut self, id: &str) -> i64 {
        let workflow = self.workflow;
        let Some(material) = workflow.material(id) else {
            return 0;
        };
        let Obtained::After(duration) = &material.obtained else {
            return 0;
        };
        let days = match self.materials.get(id) {
            Some(&known) => known,
            None => {
                let rho = workflow.friction.correlation.applicants;
                let drawn = self.correlated(&Law::from(duration.clone()), 1, rho);
                self.materials.insert(id.to_owned(), drawn);
                drawn
            }
        };
        if self.supplied(id) { 0 } else { days }
    }

    /// On any day of its rhythm with equal chance; on whole days where steps end with the day.
    fn panel(&mut self, face: &Face) -> Option<Panel> {
        let meeting = face.meeting.as_ref()?;
        let random = &mut *self.random;
        let key = format!("{:?}", meeting.origins);
        let phase = *self.panels.entry(key).or_insert_with(|| random.random());
        let (every, unit) = match self.workflow.handover {
            Handover::Immediate => ((meeting.every_days * TICKS).round(), 1),
            Handover::NextDay => (meeting.every_days.ceil(), DAY),
        };
        Some(Panel {
            first: (phase * every) as i64 * unit,
            every: every as i64 * unit,
        })
    }

    fn supplied(&mut self, id: &str) -> bool {
        let shares = self
            .workflow
            .material(id)
            .map(|material| material.supplied.clone());
        shares
            .unwrap_or_default()
            .iter()
            .any(|share| self.covered(share))
    }

    /// The last split that covers the case, else the step's own face.
    fn face(&mut self, step: &Step) -> Face {
        let mut face = &step.face;
        for split in &step.splits {
            if self.covered(&split.share) {
                face = &split.then;
            }
        }
        face.clone()
    }

    fn covered(&mut self, share: &Share) -> bool {
        let key = format!("{} {:?}", share.measure, share.origins);
        let random = &mut *self.random;
        *self.shares.entry(key).or_insert_with(|| random.random()) < share.share
    }

    fn holds(&self, guards: &[Guard]) -> bool {
        guards.iter().all(|guard| {
            let value = self.values.get(&guard.attribute);
            value.is_some_and(|value| guard.values.contains(value))
        })
    }

    fn correlated(&mut self, law: &Law, group: usize, rho: f64) -> i64 {
        if rho == 0.0 {
            return self.sample(law);
        }
        let own: f64 = Normal::new(0.0, 1.0)
            .expect("a standard normal")
            .sample(self.random);
        let z = rho.sqrt() * self.common[group] + (1.0 - rho).sqrt() * own;
        ticks(law.quantile(normal_cdf(z)))
    }

    fn sample(&mut self, law: &Law) -> i64 {
        ticks(law.moves.iter().fold(draw(&law.base, self.random), moved))
    }
}

fn ticks(days: f64) -> i64 {
    (days * TICKS).round() as i64
}

//! What the applicant hands in: materials, intake, corrections, and what may come later.

use super::compile::Compiler;
use super::faces::FaceOf;
use super::leg::Act;
use crate::duration::{Covers, Duration, Law};
use crate::sim::streams::{Factor, Purpose, Value, ValueSpec, When};
use crate::sim::tick::{TICKS_PER_DAY, ticks_of};
use crate::workflow::{EndGate, Face, Intake, Material, Obtained, Step};

/// Corrections after the third round pass.
const MOST_CORRECTIONS: u32 = 3;

impl Compiler<'_> {
    /// When the applicant has a material, and the cases to which the system supplies it.
    pub(super) fn obtained(&mut self, id: &str) -> Option<(Value, Vec<When>)> {
        let material = self.workflow.material(id)?;
        let Obtained::After(duration) = &material.obtained else {
            return None;
        };
        let supplied = self.supplied(material);
        if let Some(days) = whole_calendar_days(duration) {
            return Some((self.draws.value(ValueSpec::CalendarDays(days)), supplied));
        }
        let factor = Factor::applicants(self.workflow.friction.correlation.applicants);
        let origins = [format!("material:{id}")].into();
        let law = Law::from(duration.clone());
        let key = (Purpose::Duration, &origins, 0);
        Some((self.draws.draw(key, factor, &law), supplied))
    }

    fn supplied(&mut self, material: &Material) -> Vec<When> {
        let supplied = material.supplied.iter();
        supplied.map(|share| self.draws.share(share)).collect()
    }

    pub(super) fn intake(&mut self, step: &Step) -> Option<Value> {
        if covers(step).intake {
            return None;
        }
        let duration = match &step.intake {
            Intake::Friction | Intake::Window(None) => self.workflow.friction.intake.clone()?,
            Intake::Window(Some(duration)) => duration.clone(),
            Intake::Shared => return None,
        };
        let key = (Purpose::Intake, &step.origins, 0);
        Some(self.draws.draw(key, None, &Law::from(duration)))
    }

    /// Of every round of corrections the cases that bounce, and how long putting it right takes. What was wrong in one
    /// round is looked at again in the next; the third round passes.
    pub(super) fn corrections(&mut self, step: &Step, faces: &[FaceOf<'_>]) -> Vec<(When, Value)> {
        let friction = &self.workflow.friction;
        let error_share = friction.material_error_share;
        if error_share <= 0.0 || covers(step).correction {
            return Vec::new();
        }
        let Some(correction) = friction.correction.clone() else {
            return Vec::new();
        };
        let law = Law::from(correction);
        let factor = Factor::applicants(friction.correlation.applicants);
        let workflow = self.workflow;
        let now = step.face.materials.iter();
        let now = now.filter(|id| !comes_later(step, id));
        let supplied = now.filter_map(|id| workflow.material(id));
        let supplied: Vec<When> = supplied
            .flat_map(|material| &material.supplied)
            .map(|share| self.draws.share(share))
            .collect();
        let packages: Vec<(When, u32)> = faces
            .iter()
            .map(|face| (face.when, package(step, face.face)))
            .collect();
        let most = packages.iter().map(|&(_, things)| things).max();
        let most = most.unwrap_or(0);
        let mut wrong = self.draws.value(ValueSpec::Package(packages, supplied));
        (1..=MOST_CORRECTIONS)
            .map(|round| {
                let (bounce, correction) = (Purpose::Bounce, Purpose::Correction);
                let latent = self.draws.latent(bounce, &step.origins, round, None);
                wrong = self.draws.wrong(wrong, latent, error_share, most);
                let key = (correction, &step.origins, round);
                let takes = self.draws.draw(key, factor, &law);
                (self.draws.bounced(wrong), takes)
            })
            .collect()
    }

    pub(super) fn gate(&mut self, gate: &EndGate) -> Act {
        let waited = gate.materials.iter().filter_map(|id| self.obtained(id));
        let waited: Vec<(Value, Vec<When>)> = waited.collect();
        let there = waited.into_iter().map(|(there, supplied)| {
            let by_hand = self.draws.all(&[], &supplied);
            self.draws.only_where(there, by_hand)
        });
        let there = there.collect();
        let there = self.draws.longest(there);
        let within = ticks_of(gate.within_days);
        let never = match gate.never.share > 0.0 {
            true => self.draws.share(&gate.never),
            false => When::Never,
        };
        Act::Gate {
            // Acceptance is not before the case came.
            may_fail: never != When::Never || self.draws.most(there) > u64::from(within),
            there,
            never,
            within,
        }
    }
}

/// A fixed number of whole calendar days.
pub(super) fn whole_calendar_days(duration: &Duration) -> Option<u32> {
    let Duration::Fixed {
        days,
        calendar: true,
    } = duration
    else {
        return None;
    };
    let is_whole = days.fract() == 0.0 && *days < f64::from(u32::MAX / TICKS_PER_DAY);
    is_whole.then_some(*days as u32)
}

/// Whether a missing material does not keep the step from starting.
pub(super) fn comes_later(step: &Step, material: &String) -> bool {
    let mut gates = step.end_gates.iter();
    gates.any(|gate| gate.materials.contains(material))
}

/// Things that are looked at before acceptance; what may come later is not among them.
fn package(step: &Step, face: &Face) -> u32 {
    let now = face.materials.iter().filter(|id| !comes_later(step, id));
    now.count() as u32 + u32::from(face.form)
}

/// What the step's own record already contains.
fn covers(step: &Step) -> Covers {
    match step.face.work.first().map(|part| &part.law.base) {
        Some(Duration::LimitProfile { profile, .. }) => profile.covers,
        Some(_) | None => Covers::default(),
    }
}

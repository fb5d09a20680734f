//! Compiling who works on a step and how long: stations, panels, efforts and holds.

use super::compile::{Compiler, Refusal, ticks};
use super::model::{Column, Leg, PanelModel, StationModel, TICKS_PER_DAY, WorkFill};
use crate::duration::Law;
use crate::sim::compile::factor;
use crate::sim::draw::Purpose;
use crate::sim::origins::{fresh, joined};
use crate::sim::pool::Draw;
use crate::workflow::{Clock, Face, Handover, Origins, Position, Step};

/// Links of one step, each a visit of its own.
const MOST_LINKS: u32 = 1_000;

impl Compiler<'_> {
    /// The panel of a face, if it has one.
    pub fn sit(&mut self, step: &Step, face: &Face, when: Option<Column>) -> bool {
        let Some(meeting) = face.meeting.as_ref().filter(|_| takes_time(step)) else {
            return false;
        };
        let days = match self.workflow.handover {
            Handover::Immediate => meeting.every_days,
            Handover::NextDay => meeting.every_days.ceil(),
        };
        let model = PanelModel {
            origins: meeting.origins.clone(),
            every: u64::from(ticks(days)).max(1),
            seats: meeting.seats.unwrap_or(u32::MAX),
        };
        let known = self.panels.iter().position(|panel| *panel == model);
        let panel = known.unwrap_or_else(|| {
            self.panels.push(model);
            self.panels.len() - 1
        }) as u32;
        self.legs.push(Leg::Sit { panel, when });
        true
    }

    /// The station that works on a face: there are officers and something to do.
    pub fn station(&mut self, step: &Step, face: &Face) -> Option<u32> {
        if !is_touched(step, face) {
            return None;
        }
        let agency = self.workflow.agency(step.agency.as_deref()?)?;
        let officers = agency.officers?;
        let known = self
            .stations
            .iter()
            .position(|station| station.agency == agency.id);
        Some(known.unwrap_or_else(|| {
            self.stations.push(StationModel {
                agency: agency.id.clone(),
                officers,
                order: agency.order,
                roster: agency.roster.clone(),
            });
            self.stations.len() - 1
        }) as u32)
    }

    /// The work of one round on a face. Its luck is that of the duration it stands for.
    pub fn work_of(
        &mut self,
        step: &Step,
        face: &Face,
        by: &Origins,
        round: u32,
        station: Option<u32>,
    ) -> Result<WorkFill, Refusal> {
        if station.is_some() && face.links > MOST_LINKS {
            return Err(Refusal::TooManyLinks(step.id.clone()));
        }
        let factor = factor(self.workflow, step.kind);
        let again = |origins: &Origins| match round {
            0 => origins.clone(),
            _ => fresh(origins, &joined(by)),
        };
        if !is_touched(step, face) {
            let idle = face.skipped || !takes_time(step);
            let mut draws = Vec::new();
            for part in face.work.iter().filter(|_| !idle) {
                let purpose = Purpose::Duration;
                let origins = again(&part.origins);
                let draw = self.pool.value(purpose, &origins, round, factor, &part.law);
                self.bound(self.coarse(draw))?;
                draws.push(draw);
            }
            return Ok(WorkFill::Longest(draws));
        }
        let mut longest = 0;
        let mut parts = Vec::new();
        for effort in &step.efforts {
            let law = Law::from(effort.duration.clone());
            let (purpose, origins) = (Purpose::Duration, again(&effort.origins));
            let fine = (&law, TICKS_PER_DAY);
            let draw = self.pool.fine_value(purpose, &origins, factor, round, fine);
            let over_links = if effort.over_links == 0 {
                face.links
            } else {
                effort.over_links
            };
            let over_links = over_links.max(1);
            let most = self.pool.most(draw) * u64::from(face.links.max(1));
            longest += most / u64::from(over_links);
            parts.push((draw, over_links));
        }
        self.bound(longest)?;
        Ok(WorkFill::Sum {
            parts,
            links: face.links.max(1),
        })
    }

    pub fn hold(
        &mut self,
        step: &Step,
        face: &Face,
        by: Option<&Origins>,
        round: u32,
    ) -> Result<Option<(Draw, Column)>, Refusal> {
        let Some(hold) = face.hold.clone().filter(|_| is_touched(step, face)) else {
            return Ok(None);
        };
        let law = Law::from(hold);
        let origins = match by {
            None => step.origins.clone(),
            Some(by) => fresh(&step.origins, &joined(by)),
        };
        let fine = (&law, TICKS_PER_DAY);
        let draw = self
            .pool
            .fine_value(Purpose::Hold, &origins, None, round, fine);
        self.bound(self.pool.most(draw))?;
        Ok(Some((draw, self.column())))
    }
}

/// Whether the applicant's time runs during the step.
pub(super) fn takes_time(step: &Step) -> bool {
    step.clock != Clock::Outside && step.position == Position::Path
}

/// Whether officers touch the file: an after-check takes their time too.
pub(super) fn is_touched(step: &Step, face: &Face) -> bool {
    !step.efforts.is_empty() && step.clock != Clock::Outside && !is_at_once(face)
}

/// 秒批, 当场: decided without anybody's touch.
fn is_at_once(face: &Face) -> bool {
    face.skipped || face.work.iter().all(|part| part.law.bounds().1 == 0.0)
}

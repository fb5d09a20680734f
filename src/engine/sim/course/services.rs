//! Who works on a step, and how long: stations, efforts and holds.

use super::Officers;
use super::compile::{Compiler, Legs, Luck};
use super::faces::FaceOf;
use super::leg::{Act, Promise};
use super::network::Station;
use crate::duration::Law;
use crate::sim::streams::{Purpose, Value, ValueSpec, When};
use crate::workflow::{Clock, Face, Step};

impl Compiler<'_> {
    /// The station that works on a face: there are officers and something to do.
    pub(super) fn station(&mut self, step: &Step, face: &Face) -> Option<usize> {
        if self.officers == Officers::Free || !is_touched(step, face) {
            return None;
        }
        let agency = self.workflow.agency(step.agency.as_deref()?)?;
        let officers = agency.officers?;
        let known = self
            .stations
            .iter()
            .position(|station| station.agency == agency.id);
        Some(known.unwrap_or_else(|| {
            self.stations.push(Station {
                agency: agency.id.clone(),
                officers,
                order: agency.order,
                roster: agency.roster.clone(),
            });
            self.stations.len() - 1
        }))
    }

    /// The work of officers on a face; where the agency has none to wait for it takes its effort. `None`: nobody's work.
    pub(super) fn serve(&mut self, step: &Step, face: &Face, luck: Luck<'_>) -> Option<Act> {
        if self.officers == Officers::Free || !is_touched(step, face) {
            return None;
        }
        let effort = self.effort(step, face, luck);
        let clock = step.clock;
        Some(match self.station(step, face) {
            Some(station) => Act::Serve {
                station,
                links: face.links.max(1),
                effort,
                is_again: false,
                clock,
            },
            None => Act::Work {
                takes: effort,
                clock,
                promise: Promise::default(),
            },
        })
    }

    /// Touch time over all links of a face. Its luck is that of the duration it stands for.
    fn effort(&mut self, step: &Step, face: &Face, luck: Luck<'_>) -> Value {
        let factor = self.factor(step.kind);
        let links = face.links.max(1);
        let parts: Vec<(Value, u32)> = step
            .efforts
            .iter()
            .map(|effort| {
                let law = Law::from(effort.duration.clone());
                let (origins, round) = luck.of(&effort.origins);
                let key = (Purpose::Duration, &origins, round);
                let over = match effort.over_links {
                    0 => links,
                    over => over,
                };
                (self.draws.draw(key, factor, &law), over)
            })
            .collect();
        match parts[..] {
            [(only, over)] if over == links => only,
            _ => self.draws.value(ValueSpec::Effort { parts, links }),
        }
    }

    /// What no officer shortens.
    pub(super) fn hold(&mut self, step: &Step, face: &Face, luck: Luck<'_>) -> Option<Value> {
        let law = Law::from(face.hold.clone()?);
        let (origins, round) = luck.of(&step.origins);
        Some(
            self.draws
                .draw((Purpose::Hold, &origins, round), None, &law),
        )
    }

    /// What happens at the counter of officers: the first link finds what is wrong, and a file that was put right joins
    /// the queue again.
    pub(super) fn submit_to_officers(
        &mut self,
        step: &Step,
        of: &FaceOf<'_>,
        corrections: &[(When, Value)],
        legs: &mut Legs,
    ) {
        let serve = self.serve(step, of.face, Luck::Own);
        for &(bounced, takes) in corrections {
            let when = self.draws.all(&[of.when, bounced], &[]);
            if let Some(Act::Serve {
                station,
                links,
                effort,
                ..
            }) = serve
            {
                let effort = match links {
                    1 => effort,
                    _ => self.draws.value(ValueSpec::FirstLink(effort, links)),
                };
                legs.push(when, Act::Accept);
                let look = Act::Serve {
                    station,
                    links: 1,
                    effort,
                    is_again: true,
                    clock: Clock::Off,
                };
                legs.push(when, look);
            }
            legs.push(when, Act::Correct(takes));
            legs.end_days(when, Clock::Off);
        }
    }
}

/// Whether officers touch the file: an after-check takes their time too.
pub(super) fn is_touched(step: &Step, face: &Face) -> bool {
    !step.efforts.is_empty() && step.clock != Clock::Outside && !is_at_once(face)
}

/// 秒批, 当场: decided without anybody's touch.
fn is_at_once(face: &Face) -> bool {
    face.skipped || face.work.iter().all(|part| part.law.bounds().1 == 0.0)
}

//! From a step to its course: the only reader of a step's properties.

use super::faces::FaceOf;
use super::leg::{Act, Course, Days, Leg, Promise};
use super::network::{Panel, Station};
use super::papers::{comes_later, whole_calendar_days};
use crate::duration::Limit;
use crate::sim::origins::{fresh, joined};
use crate::sim::streams::{Draws, Factor, Purpose, Value, ValueSpec, When};
use crate::sim::tick::{TICKS_PER_DAY, ticks_of};
use crate::workflow::{
    Clock, Ending, Face, Handover, Kind, Origins, Position, Step, Tally, Workflow,
};

/// Whether cases wait for officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Officers {
    /// Every step takes its duration.
    Free,
    /// A step with an effort takes the work of officers, each after a wait.
    Busy,
}

/// Compiles the steps of one workflow.
#[derive(Debug)]
pub struct Compiler<'a> {
    /// Where the numbers and conditions go.
    pub draws: &'a mut Draws,
    pub(super) workflow: &'a Workflow,
    pub(super) officers: Officers,
    pub(super) panels: Vec<Panel>,
    pub(super) stations: Vec<Station>,
}

impl<'a> Compiler<'a> {
    /// A compiler for the steps of `workflow`.
    pub fn new(draws: &'a mut Draws, workflow: &'a Workflow, officers: Officers) -> Compiler<'a> {
        draws.ranks(&workflow.ranks);
        for attribute in &workflow.attributes {
            draws.attribute(attribute);
        }
        Compiler {
            draws,
            workflow,
            officers,
            panels: Vec::new(),
            stations: Vec::new(),
        }
    }

    /// The course of a step.
    pub fn course(&mut self, step: &Step) -> Course {
        if step.position == Position::WayBack {
            // Who goes back does it there.
            return Course {
                met: When::Never,
                legs: Vec::new(),
            };
        }
        let (met, faces) = self.faces(step, When::Always);
        let mut legs = Legs::new(self.workflow.handover);
        for id in step
            .face
            .materials
            .iter()
            .filter(|id| !comes_later(step, id))
        {
            if let Some((there, supplied)) = self.obtained(id) {
                let when = self.draws.all(&[met], &supplied);
                legs.push(when, Act::Until(there));
            }
        }
        legs.begin_days(met);
        let submits = step.kind.is_authority() && takes_time(step) && step.has_submission();
        if let Some(intake) = self.intake(step).filter(|_| submits) {
            legs.push(met, Act::Delay(intake));
        }
        let corrections = match submits {
            true => self.corrections(step, &faces),
            false => Vec::new(),
        };
        let are_busy = faces
            .iter()
            .any(|face| self.station(step, face.face).is_some());
        if !are_busy {
            for &(bounced, takes) in &corrections {
                let when = self.draws.all(&[met, bounced], &[]);
                legs.push(when, Act::Correct(takes));
            }
        }
        legs.end_days(met, Clock::Off);
        for face in &faces {
            if are_busy {
                self.submit_to_officers(step, face, &corrections, &mut legs);
            }
            legs.push(face.when, Act::Accept);
            self.sit(step, face, &mut legs);
            self.work(step, face, Luck::Own, &mut legs);
            let limit = face.face.limit.filter(|_| step.clock == Clock::On);
            if let Some(limit) = limit {
                legs.push(face.when, Act::Judge(ticks_of(limit.days())));
            }
        }
        self.rework(step, met, &mut legs);
        for gate in &step.end_gates {
            let gate = self.gate(gate);
            legs.push(met, gate);
        }
        self.endings(step, met, &mut legs);
        Course {
            met,
            legs: legs.finish(),
        }
    }

    /// The step's own work for the cases of one of its faces, whole days included.
    fn work(&mut self, step: &Step, of: &FaceOf<'_>, luck: Luck<'_>, legs: &mut Legs) {
        if let Some(served) = self.serve(step, of.face, luck) {
            legs.push(of.when, served);
            if let Some(hold) = self.hold(step, of.face, luck) {
                legs.push(of.when, Act::Delay(hold));
            }
        } else if takes_time(step) {
            let clock = step.clock;
            let promise = match luck {
                Luck::Own => promise(step, of.face),
                Luck::Again { .. } => Promise::default(),
            };
            let act = match calendar_days(of.face) {
                Some(days) => Act::CalendarDays {
                    days,
                    clock,
                    promise,
                },
                None => Act::Work {
                    takes: self.duration(step, of.face, luck),
                    clock,
                    promise,
                },
            };
            legs.push(of.when, act);
        }
        legs.end_days(of.when, step.clock);
    }

    /// The longest part of a face's work.
    fn duration(&mut self, step: &Step, face: &Face, luck: Luck<'_>) -> Value {
        let factor = self.factor(step.kind);
        let parts = face.work.iter().map(|part| {
            let (origins, round) = luck.of(&part.origins);
            let key = (Purpose::Duration, &origins, round);
            self.draws.draw(key, factor, &part.law)
        });
        let parts = parts.collect();
        self.draws.longest(parts)
    }

    /// A panel that the cases of a face wait for.
    fn sit(&mut self, step: &Step, of: &FaceOf<'_>, legs: &mut Legs) {
        let Some(meeting) = of.face.meeting.as_ref().filter(|_| takes_time(step)) else {
            return;
        };
        let (days, unit) = match self.workflow.handover {
            Handover::Immediate => (meeting.every_days, 1),
            Handover::NextDay => (meeting.every_days.ceil(), TICKS_PER_DAY),
        };
        let panel = Panel {
            origins: meeting.origins.clone(),
            every: ticks_of(days).max(1),
            seats: meeting.seats.unwrap_or(u32::MAX),
        };
        let every = panel.every;
        let known = self.panels.iter().position(|other| *other == panel);
        let panel = known.unwrap_or_else(|| {
            self.panels.push(panel);
            self.panels.len() - 1
        });
        let origin = [joined(&meeting.origins)].into();
        let latent = self.draws.latent(Purpose::Meeting, &origin, 0, None);
        let phase = self.draws.value(ValueSpec::Uniform(latent));
        let sit = Act::Sit {
            panel,
            phase,
            every,
            unit,
        };
        legs.push(of.when, sit);
    }

    /// Rounds of rework: what lies on the way back, then the chain again, each step with the face that the case meets.
    fn rework(&mut self, step: &Step, met: When, legs: &mut Legs) {
        let Some(rework) = step.rework.as_ref().filter(|rework| rework.share > 0.0) else {
            return;
        };
        let by = joined(&step.origins);
        let workflow = self.workflow;
        let again = rework.way_back.iter().chain(&rework.repeats);
        let again = again.filter_map(|id| workflow.step(id));
        let repeated: Vec<&Step> = again
            .map(|step| step.as_ref())
            .filter(|step| takes_time(step))
            .collect();
        let mut going_on = met;
        for round in 1..=rework.max_rounds {
            let again = self.draws.again(&step.origins, round, rework.share);
            going_on = self.draws.all(&[going_on, again], &[]);
            for step in &repeated {
                let (_, faces) = self.faces(step, going_on);
                for face in &faces {
                    self.sit(step, face, legs);
                    self.work(step, face, Luck::Again { by: &by, round }, legs);
                }
            }
        }
    }

    /// Where the case ends with the step: a decision that ends it, a promise that proves false and is not put right.
    fn endings(&mut self, step: &Step, met: When, legs: &mut Legs) {
        for tally in &step.tallies {
            let Tally::AfterCheck {
                breach,
                rectify: None,
                ..
            } = tally
            else {
                continue;
            };
            let breach = self.draws.share_for(Purpose::Breach, breach);
            let revoked = self.draws.all(&[met, breach], &[]);
            let check = self.duration(step, &step.face, Luck::Own);
            legs.push(revoked, Act::Delay(check));
            legs.push(revoked, Act::Stop(Ending::Revoked));
        }
        if let Some(ending) = step.ends_case {
            legs.push(met, Act::Stop(ending));
        }
    }

    pub(super) fn factor(&self, kind: Kind) -> Option<Factor> {
        let correlation = self.workflow.friction.correlation;
        match kind.is_authority() {
            true => Factor::agencies(correlation.agencies),
            false => Factor::applicants(correlation.applicants),
        }
    }
}

/// Legs in the making: none for nobody, and whole days only where a workflow hands over with the next day.
#[derive(Debug)]
pub(super) struct Legs {
    legs: Vec<Leg>,
    handover: Handover,
}

impl Legs {
    fn new(handover: Handover) -> Legs {
        Legs {
            legs: Vec::new(),
            handover,
        }
    }

    pub fn push(&mut self, when: When, act: Act) {
        if when != When::Never {
            self.legs.push(Leg { when, act });
        }
    }

    fn begin_days(&mut self, when: When) {
        if self.handover == Handover::NextDay {
            self.push(when, Act::DayBegins);
        }
    }

    pub fn end_days(&mut self, when: When, clock: Clock) {
        if self.handover == Handover::NextDay {
            self.push(when, Act::DayEnds(clock));
        }
    }

    fn finish(self) -> Vec<Leg> {
        self.legs
    }
}

/// Whose luck a step's work has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Luck<'a> {
    /// Its own.
    Own,
    /// Fresh, because `by` has it repeated.
    Again { by: &'a str, round: u32 },
}

impl Luck<'_> {
    pub fn of(self, origins: &Origins) -> (Origins, u32) {
        match self {
            Luck::Own => (origins.clone(), 0),
            Luck::Again { by, round } => (fresh(origins, by), round),
        }
    }
}

/// Whether the applicant's time runs during the step.
pub(super) fn takes_time(step: &Step) -> bool {
    step.clock != Clock::Outside
        && match step.position {
            Position::Path | Position::WayBack => true,
            Position::Beside | Position::Before => false,
        }
}

/// What a face takes in the deterministic timeline: on the clock its limit, else its median. The wait is scheduled by
/// the clock that the file gives the step, whatever a rule for counting says.
fn promise(step: &Step, face: &Face) -> Promise {
    let scheduled = |clock: Clock| Days::new(face.scheduled_days(clock));
    let filed = step.clock_as_filed.unwrap_or(step.clock);
    let counted = match step.clock {
        Clock::On => scheduled(Clock::On),
        Clock::Off | Clock::Outside => Days::default(),
    };
    let statutory = face.statutory.filter(|_| step.clock == Clock::On);
    Promise {
        counted,
        elapsed: scheduled(filed),
        statutory: statutory.map_or(Days::default(), |limit: Limit| Days::new(limit.days())),
    }
}

/// The calendar days that a face takes, where it takes nothing else.
fn calendar_days(face: &Face) -> Option<u32> {
    match &face.work[..] {
        [only] if only.law.moves.is_empty() => whole_calendar_days(&only.law.base),
        _ => None,
    }
}

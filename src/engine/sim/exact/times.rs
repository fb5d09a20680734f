//! What an element of a plan takes, written as a program over the sampler's own tables.

use super::super::forest::Total;
use super::super::plan::{Corrections, FaceOf, FacePlan, GRID, Node, Sittings, Waited};
use super::super::pool::{Draw, Mask, MaskSpec, Pool};
use super::elements::{What, takes_time};
use super::kinds::{Kind, Kinds};
use super::program::{Program, Time};
use crate::workflow::{Clock, Handover};

/// All that decides how long an element takes, beside the luck of the single case.
#[derive(Clone, Copy)]
pub struct Rules<'p> {
    pub pool: &'p Pool,
    pub kinds: &'p Kinds<'p>,
    pub handover: Handover,
    pub total: Total,
}

/// Writes what elements take into a program.
pub struct Times<'t, 'p> {
    pub rules: Rules<'t>,
    pub program: &'t mut Program<'p>,
}

impl Rules<'_> {
    /// Whether cases of this kind meet the step.
    pub fn meets(&self, node: &Node, kind: &Kind) -> bool {
        self.is_met(node.present, &node.faces, kind)
    }

    fn is_met(&self, present: Option<Mask>, faces: &[FaceOf], kind: &Kind) -> bool {
        let skips = faces.iter().any(|(_, face)| face.skipped);
        present.is_none_or(|mask| self.kinds.covers(mask, kind))
            && !(skips && self.face(faces, kind).skipped)
    }

    /// The last that covers wins.
    fn face<'f>(&self, faces: &'f [FaceOf], kind: &Kind) -> &'f FacePlan {
        let covers = |mask: Option<Mask>| mask.is_none_or(|mask| self.kinds.covers(mask, kind));
        let found = faces.iter().rev().find(|(mask, _)| covers(*mask));
        &found.expect("the first face is for all cases").1
    }

    fn n_covering(&self, masks: &[Mask], kind: &Kind) -> u32 {
        let covering = masks.iter().filter(|&&mask| self.kinds.covers(mask, kind));
        covering.count() as u32
    }
}

impl Times<'_, '_> {
    /// Of cases of these kinds, which know all that the element asks about.
    pub fn of(&mut self, what: &What<'_>, kinds: &[(f64, Kind)]) -> Time {
        let parts = kinds.iter();
        let parts: Vec<(f64, Time)> = parts
            .map(|(share, kind)| (*share, self.of_kind(what, kind)))
            .collect();
        self.program.mixture(&parts)
    }

    fn of_kind(&mut self, what: &What<'_>, kind: &Kind) -> Time {
        match what {
            What::Step(node) => self.step(node, kind),
            What::Handoff { draw, from, to } => {
                // A step that was skipped hands nothing over.
                let is_handed = self.rules.meets(from, kind) && self.rules.meets(to, kind);
                self.drawn_if(is_handed, *draw)
            }
            What::Material { waited, .. } => self.material(waited, kind),
        }
    }

    fn drawn_if(&mut self, is_drawn: bool, draw: Draw) -> Time {
        if is_drawn {
            self.program.draw(draw)
        } else {
            self.program.point(0)
        }
    }

    fn material(&mut self, waited: &Waited, kind: &Kind) -> Time {
        let is_supplied = self.rules.n_covering(&waited.supplied, kind) > 0;
        self.drawn_if(!is_supplied, waited.draw)
    }

    fn step(&mut self, node: &Node, kind: &Kind) -> Time {
        let is_timed = takes_time(node, self.rules.total);
        let nothing = self.program.point(0);
        if !(is_timed || node.rework.is_some()) || !self.rules.meets(node, kind) {
            return nothing;
        }
        let mut course = Course {
            before: nothing,
            since: nothing,
            period: None,
        };
        if is_timed {
            let face = self.rules.face(&node.faces, kind);
            if self.rules.total == Total::Elapsed {
                let counter = self.counter(node, face, kind);
                course.pass(counter, self.program);
            }
            self.go_through(face, &mut course);
        }
        self.rework(node, course, kind)
    }

    /// The panel and the work of a face.
    fn go_through(&mut self, face: &FacePlan, course: &mut Course) {
        if let (Total::Elapsed, Some(sittings)) = (self.rules.total, face.sittings) {
            course.sit(rhythm(sittings, self.rules.handover), self.program);
        }
        let mut longest = self.program.point(0);
        for &draw in &face.work {
            let drawn = self.program.draw(draw);
            longest = self.program.later(longest, drawn);
        }
        let work = self.handed_over(longest);
        course.pass(work, self.program);
    }

    fn handed_over(&mut self, time: Time) -> Time {
        match self.rules.handover {
            Handover::Immediate => time,
            Handover::NextDay => self.program.rounded_up(time, GRID),
        }
    }

    /// Intake and corrections.
    fn counter(&mut self, node: &Node, face: &FacePlan, kind: &Kind) -> Time {
        let mut counter = match node.counter {
            Some(draw) => self.program.draw(draw),
            None => self.program.point(0),
        };
        if let Some(corrections) = &node.corrections {
            let supplied = self.rules.n_covering(&corrections.supplied, kind);
            let package = face.package.saturating_sub(supplied);
            let correcting = self.correcting(corrections, package);
            counter = self.program.sum(counter, correcting);
        }
        self.handed_over(counter)
    }

    /// A thing in the package is wrong in so many rounds in a row with the share's power.
    fn correcting(&mut self, corrections: &Corrections, package: u32) -> Time {
        let mut parts = Vec::with_capacity(corrections.rounds.len() + 1);
        let (mut time, mut still_wrong, mut reached) = (self.program.point(0), 1.0, 1.0);
        for &(_, draw) in &corrections.rounds {
            still_wrong *= corrections.error_share;
            let right = (0..package).fold(1.0, |right, _| right * (1.0 - still_wrong));
            let goes_on = 1.0 - right;
            parts.push((reached - goes_on, time));
            reached = goes_on;
            let takes = self.program.draw(draw);
            time = self.program.sum(time, takes);
        }
        parts.push((reached, time));
        self.program.mixture(&parts)
    }

    fn rework(&mut self, node: &Node, mut course: Course, kind: &Kind) -> Time {
        let Some(rework) = &node.rework else {
            return course.total(self.program);
        };
        let mut parts = Vec::with_capacity(rework.rounds.len() + 1);
        let mut reached = 1.0;
        for (happens, repeats) in &rework.rounds {
            let share = chance(self.rules.pool, *happens);
            parts.push((reached * (1.0 - share), course.total(self.program)));
            reached *= share;
            for again in repeats {
                let is_timed = self.rules.total == Total::Elapsed || again.clock == Clock::On;
                if is_timed && self.rules.is_met(again.present, &again.faces, kind) {
                    let face = self.rules.face(&again.faces, kind);
                    self.go_through(face, &mut course);
                }
            }
        }
        parts.push((reached, course.total(self.program)));
        self.program.mixture(&parts)
    }
}

/// Time on its way through a step. Who is ready at any moment waits for the first sitting of a panel evenly
/// long, for later ones as long as the time since then leaves.
#[derive(Clone, Copy)]
struct Course {
    before: Time,
    since: Time,
    /// Of the panel that it has met.
    period: Option<u32>,
}

impl Course {
    fn pass(&mut self, time: Time, program: &mut Program<'_>) {
        let leg = match self.period {
            None => &mut self.before,
            Some(_) => &mut self.since,
        };
        *leg = program.sum(*leg, time);
    }

    fn sit(&mut self, (period, unit): (u32, u32), program: &mut Program<'_>) {
        match self.period {
            None => {
                let wait = program.even(period, unit);
                self.before = program.sum(self.before, wait);
                self.period = Some(period);
            }
            Some(period) => self.since = program.rounded_up(self.since, period),
        }
    }

    fn total(&self, program: &mut Program<'_>) -> Time {
        program.sum(self.before, self.since)
    }
}

/// Time between two sittings, and the unit in which they fall.
pub fn rhythm(sittings: Sittings, handover: Handover) -> (u32, u32) {
    match handover {
        Handover::Immediate => (sittings.every, 1),
        Handover::NextDay => (sittings.every.div_ceil(GRID) * GRID, GRID),
    }
}

/// How likely a round of rework is.
fn chance(pool: &Pool, mask: Mask) -> f64 {
    match &pool.masks[mask.0 as usize] {
        MaskSpec::Chance(_, chance) => chance.share(),
        MaskSpec::Guard(_) => panic!("a round of rework happens by chance"),
    }
}

//! What an element of a plan takes, as a distribution: read from the sampler's own tables.

use super::super::draw::Table;
use super::super::plan::{Corrections, FaceOf, FacePlan, GRID, Node, Sittings, Waited};
use super::super::pool::{Draw, Latent, Mask, MaskSpec, Pool};
use super::Timeline;
use super::elements::{What, takes_time};
use super::kinds::{Kind, Kinds};
use super::mass::Mass;
use crate::duration::special::normal_cdf;
use crate::workflow::{Clock, Handover};

/// What the luck that all steps of a case share is known to be; empty: nothing is known.
pub type Known = [(Latent, f64)];

/// All that decides how long an element takes, beside the luck of the single case.
#[derive(Clone, Copy)]
pub struct Times<'p> {
    pub pool: &'p Pool,
    pub kinds: &'p Kinds<'p>,
    pub handover: Handover,
    pub timeline: Timeline,
}

impl Times<'_> {
    /// Of cases of these kinds, which know all that the element asks about.
    pub fn of(&self, what: &What<'_>, kinds: &[(f64, Kind)], known: &Known) -> Mass {
        if let [(_, kind)] = kinds {
            return self.of_kind(what, kind, known);
        }
        let mut all = Mass::none();
        for (share, kind) in kinds {
            all.mix(*share, &self.of_kind(what, kind, known));
        }
        all
    }

    fn of_kind(&self, what: &What<'_>, kind: &Kind, known: &Known) -> Mass {
        match what {
            What::Step(node) => self.step(node, kind, known),
            What::Handoff { draw, from, to } => {
                // A step that was skipped hands nothing over.
                if self.meets(from, kind) && self.meets(to, kind) {
                    value(self.pool, *draw, known)
                } else {
                    Mass::point(0)
                }
            }
            What::Material { waited, .. } => self.material(waited, kind, known),
        }
    }

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

    fn material(&self, waited: &Waited, kind: &Kind, known: &Known) -> Mass {
        let mut supplied = waited.supplied.iter();
        if supplied.any(|&mask| self.kinds.covers(mask, kind)) {
            return Mass::point(0);
        }
        value(self.pool, waited.draw, known)
    }

    fn step(&self, node: &Node, kind: &Kind, known: &Known) -> Mass {
        let is_timed = takes_time(node, self.timeline) || node.rework.is_some();
        if !is_timed || !self.meets(node, kind) {
            return Mass::point(0);
        }
        let face = self.face(&node.faces, kind);
        let mut course = Course::new();
        match self.timeline {
            Timeline::Counted => {
                if takes_time(node, self.timeline) {
                    course.pass(&self.work(face, known));
                }
            }
            Timeline::Elapsed => {
                if let Some(counter) = self.counter(node, face, kind, known) {
                    course.pass(&counter);
                }
                self.sit(&mut course, face);
                course.pass(&self.work(face, known));
            }
        }
        self.rework(node, course, kind, known)
    }

    /// The longest of the face's draws.
    fn work(&self, face: &FacePlan, known: &Known) -> Mass {
        let mut draws = face.work.iter().map(|&draw| value(self.pool, draw, known));
        let first = draws.next().unwrap_or(Mass::point(0));
        self.handed_over(draws.fold(first, |longest, draw| longest.beside(&draw)))
    }

    fn handed_over(&self, mass: Mass) -> Mass {
        match self.handover {
            Handover::Immediate => mass,
            Handover::NextDay => mass.rounded_up(GRID),
        }
    }

    /// Intake and corrections.
    fn counter(&self, node: &Node, face: &FacePlan, kind: &Kind, known: &Known) -> Option<Mass> {
        let intake = node.counter.map(|draw| value(self.pool, draw, known));
        let bounces = node.corrections.as_ref().map(|corrections| {
            let supplied = corrections.supplied.iter();
            let supplied = supplied.filter(|&&mask| self.kinds.covers(mask, kind));
            let package = face.package.saturating_sub(supplied.count() as u32);
            self.corrections(corrections, package, known)
        });
        let counter = match (intake, bounces) {
            (Some(intake), Some(bounces)) => intake.then(&bounces),
            (one, other) => one.or(other)?,
        };
        Some(self.handed_over(counter))
    }

    /// Each thing in the package is wrong in so many rounds in a row with the share's power.
    fn corrections(&self, corrections: &Corrections, package: u32, known: &Known) -> Mass {
        let mut all = Mass::none();
        let (mut time, mut still_wrong, mut reached) = (Mass::point(0), 1.0, 1.0);
        for &(_, draw) in &corrections.rounds {
            still_wrong *= corrections.error_share;
            let right = (0..package).fold(1.0, |right, _| right * (1.0 - still_wrong));
            let goes_on = 1.0 - right;
            all.mix(reached - goes_on, &time);
            reached = goes_on;
            time = time.then(&value(self.pool, draw, known));
        }
        all.mix(reached, &time);
        all
    }

    fn sit(&self, course: &mut Course, face: &FacePlan) {
        if let Some(sittings) = face.sittings {
            course.sit(rhythm(sittings, self.handover));
        }
    }

    fn rework(&self, node: &Node, mut course: Course, kind: &Kind, known: &Known) -> Mass {
        let Some(rework) = &node.rework else {
            return course.total();
        };
        let mut all = Mass::none();
        let mut reached = 1.0;
        for (happens, repeats) in &rework.rounds {
            let share = chance(self.pool, *happens);
            all.mix(reached * (1.0 - share), &course.total());
            reached *= share;
            for again in repeats {
                if !self.is_met(again.present, &again.faces, kind) {
                    continue;
                }
                let face = self.face(&again.faces, kind);
                match self.timeline {
                    Timeline::Counted if again.clock != Clock::On => {}
                    Timeline::Counted => course.pass(&self.work(face, known)),
                    Timeline::Elapsed => {
                        self.sit(&mut course, face);
                        course.pass(&self.work(face, known));
                    }
                }
            }
        }
        all.mix(reached, &course.total());
        all
    }
}

/// Time on its way through a step. Who is ready at any moment waits for the first sitting of a panel evenly
/// long, for later ones as long as the time since then leaves.
#[derive(Clone)]
struct Course {
    before: Mass,
    since: Mass,
    rhythm: Option<u32>,
}

impl Course {
    fn new() -> Course {
        Course {
            before: Mass::point(0),
            since: Mass::point(0),
            rhythm: None,
        }
    }

    fn pass(&mut self, time: &Mass) {
        let leg = match self.rhythm {
            None => &mut self.before,
            Some(_) => &mut self.since,
        };
        *leg = leg.then(time);
    }

    fn sit(&mut self, (period, unit): (u32, u32)) {
        match self.rhythm {
            None => {
                let n = period / unit;
                let even = Mass::new(0, vec![1.0 / f64::from(n); n as usize]);
                self.before = self.before.then(&even.finer(unit));
                self.rhythm = Some(period);
            }
            Some(period) => self.since = self.since.rounded_up(period),
        }
    }

    fn total(&self) -> Mass {
        self.before.then(&self.since)
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

/// The law of a draw, given the common luck.
fn value(pool: &Pool, draw: Draw, known: &Known) -> Mass {
    let (latent, table, scale) = pool.draws[draw.0 as usize];
    let table = &pool.tables[table];
    if let Some(constant) = table.constant() {
        return Mass::point(constant * scale);
    }
    let factor = pool.latents[latent.0 as usize].factor;
    let given = factor.and_then(|(common, shared, own)| {
        let found = known.iter().find(|(latent, _)| *latent == common);
        found.map(|&(_, luck)| (f64::from(shared) * luck, f64::from(own)))
    });
    let mass = match given {
        None => from_cumulative(table, table.cumulative()),
        Some((shift, own)) => {
            // The larger comes when shift + own × a standard normal reaches the threshold.
            let below = |threshold: f64| {
                if own > 0.0 {
                    normal_cdf((threshold - shift) / own)
                } else {
                    f64::from(u8::from(shift < threshold))
                }
            };
            from_cumulative(table, table.normal_thresholds().map(below))
        }
    };
    if scale == 1 { mass } else { mass.finer(scale) }
}

fn from_cumulative(table: &Table, cumulative: impl Iterator<Item = f64>) -> Mass {
    let mut before = 0.0;
    let shares = cumulative.chain([1.0]).map(|below| {
        let share = (below - before).max(0.0);
        before = below;
        share
    });
    Mass::new(table.least(), shares.collect())
}

//! A block of cases: their draws, each computed when it is first read.

use super::spec::Strand;
use super::{Draws, Latent, MaskSpec, Value, ValueSpec, When, add_normals, uniforms_of};
use crate::sim::dates::{Dates, Starts};
use crate::sim::vectors::vectorised;

/// Cases that are computed together.
pub const BLOCK: usize = 256;

/// One number per case of a block.
pub type Lane = [u32; BLOCK];

/// The value of an attribute that does not apply to the case.
const NO_VALUE: u32 = u32::MAX;

const NONE: Lane = [0; BLOCK];
const ALL: Lane = [u32::MAX; BLOCK];

/// One block of cases: what was drawn so far.
#[derive(Debug)]
pub struct Block<'d> {
    draws: &'d Draws,
    dates: Option<Dates<'d>>,
    first_case: u64,
    uniforms: Vec<Lazy>,
    values: Vec<Lazy>,
    masks: Vec<Lazy>,
    attributes: Vec<Lazy>,
    /// Uniforms that are read only once, the last that were: they need not be kept.
    passing: Option<Box<Lane>>,
    /// Random numbers per case since the start.
    n_drawn: usize,
}

/// A lane that is computed at most once a block.
#[derive(Debug, Default)]
struct Lazy {
    lane: Option<Box<Lane>>,
    is_current: bool,
}

impl Lazy {
    fn several(n: usize) -> Vec<Lazy> {
        (0..n).map(|_| Lazy::default()).collect()
    }

    fn read(&self) -> &Lane {
        self.lane.as_deref().expect("computed before it is read")
    }

    /// The lane to fill, taken out so that other lanes can be read meanwhile.
    fn take(&mut self) -> Box<Lane> {
        self.lane.take().unwrap_or_else(|| Box::new(NONE))
    }

    fn put(&mut self, lane: Box<Lane>) {
        self.lane = Some(lane);
        self.is_current = true;
    }
}

impl<'d> Block<'d> {
    /// Room for blocks of cases that begin on the days of `starts`; without, calendar days become working days × 5/7.
    pub fn new(draws: &'d Draws, starts: Option<&'d Starts>) -> Block<'d> {
        Block {
            draws,
            dates: starts.map(Dates::new),
            first_case: 0,
            uniforms: Lazy::several(draws.latents.len()),
            values: Lazy::several(draws.values.len()),
            masks: Lazy::several(draws.masks.len()),
            attributes: Lazy::several(draws.attributes.len()),
            passing: None,
            n_drawn: 0,
        }
    }

    /// Forgets the old block and starts at `first_case`.
    pub fn start(&mut self, first_case: u64) {
        self.first_case = first_case;
        self.n_drawn = 0;
        for lanes in [
            &mut self.uniforms,
            &mut self.values,
            &mut self.masks,
            &mut self.attributes,
        ] {
            lanes.iter_mut().for_each(|lazy| lazy.is_current = false);
        }
        if let Some(dates) = &mut self.dates {
            dates.start(first_case);
        }
    }

    /// Random numbers per case that were drawn since the start.
    pub fn n_drawn(&self) -> usize {
        self.n_drawn
    }

    /// The dates of the cases, where they have any.
    pub fn dates(&self) -> Option<&Dates<'d>> {
        self.dates.as_ref()
    }

    /// The numbers of a value.
    pub fn value(&mut self, value: Value) -> &Lane {
        let idx = value.0 as usize;
        if !self.values[idx].is_current {
            let mut lane = self.values[idx].take();
            self.compute(value, &mut lane);
            self.values[idx].put(lane);
        }
        self.values[idx].read()
    }

    /// The numbers of a value that [`Block::value`] gave since the start of the block.
    pub fn computed(&self, value: Value) -> &Lane {
        self.values[value.0 as usize].read()
    }

    /// The numbers of a value, and all bits set where a condition holds.
    pub fn value_where(&mut self, value: Value, when: When) -> (&Lane, &Lane) {
        self.covered(when);
        self.value(value);
        (self.computed(value), self.is_covered(when))
    }

    /// What [`Block::covered`] gave since the start of the block.
    fn is_covered(&self, when: When) -> &Lane {
        match when {
            When::Always => &ALL,
            When::Never => &NONE,
            When::Mask(mask) => self.masks[mask as usize].read(),
        }
    }

    fn compute(&mut self, value: Value, lane: &mut Lane) {
        let draws = self.draws;
        match draws.spec(value) {
            ValueSpec::Fixed(number) => lane.fill(*number),
            ValueSpec::Drawn(latent, table) => {
                let table = &draws.tables[*table];
                match table.constant() {
                    Some(constant) => lane.fill(constant),
                    None => table.fill(self.uniform(*latent), &mut lane[..]),
                }
            }
            ValueSpec::Longest(values) => {
                lane.fill(0);
                for &value in values {
                    combine(lane, self.value(value), |longest, other| longest.max(other));
                }
            }
            ValueSpec::Effort { parts, links } => {
                lane.fill(0);
                for &(part, over) in parts {
                    let scaled = |effort: u32| {
                        (u64::from(effort) * u64::from(*links) / u64::from(over)) as u32
                    };
                    match over == *links {
                        true => combine(lane, self.value(part), |sum, effort| sum + effort),
                        false => {
                            combine(lane, self.value(part), |sum, effort| sum + scaled(effort))
                        }
                    }
                }
            }
            ValueSpec::FirstLink(value, links) => {
                *lane = self.value(*value).map(|effort| effort.div_ceil(*links));
            }
            ValueSpec::Where(value, when) => {
                *lane = *self.value(*value);
                let covered = self.covered(*when);
                combine(lane, covered, |number, covered| number & covered);
            }
            ValueSpec::Uniform(latent) => *lane = *self.kept_uniform(*latent),
            ValueSpec::CalendarDays(days) => match &self.dates {
                Some(dates) => *lane = dates.working_ticks_within(*days),
                None => lane.fill(crate::sim::dates::without_dates(*days)),
            },
            ValueSpec::Package(by_case, supplied) => {
                lane.fill(0);
                for &(when, things) in by_case {
                    let covered = self.covered(when);
                    combine(lane, covered, |sum, covered| sum | (things & covered));
                }
                for &when in supplied {
                    let covered = self.covered(when);
                    combine(lane, covered, |sum, covered| {
                        sum.saturating_sub(covered & 1)
                    });
                }
            }
            ValueSpec::Wrong {
                of,
                latent,
                error_share,
            } => {
                *lane = *self.value(*of);
                if lane.iter().any(|&things| things > 0) {
                    let tables = &draws.wrong[error_share];
                    let uniforms = self.uniform(*latent);
                    for (things, &uniform) in lane.iter_mut().zip(uniforms) {
                        *things = tables[*things as usize].value(uniform);
                    }
                }
            }
        }
    }

    /// All bits set where it holds for the case, none where not.
    pub fn covered(&mut self, when: When) -> &Lane {
        let mask = match when {
            When::Always => return &ALL,
            When::Never => return &NONE,
            When::Mask(mask) => mask as usize,
        };
        if !self.masks[mask].is_current {
            let mut lane = self.masks[mask].take();
            self.cover(mask, &mut lane);
            self.masks[mask].put(lane);
        }
        self.masks[mask].read()
    }

    fn cover(&mut self, mask: usize, lane: &mut Lane) {
        let draws = self.draws;
        match &draws.masks[mask] {
            MaskSpec::Chance(_, chance) if chance.share() == 0.0 => lane.fill(0),
            MaskSpec::Chance(_, chance) if chance.share() == 1.0 => lane.fill(u32::MAX),
            MaskSpec::Chance(latent, chance) => chance.mark(self.uniform(*latent), lane),
            MaskSpec::Guard(guards) => {
                lane.fill(u32::MAX);
                for (attribute, wanted) in guards {
                    keep_wanted(lane, self.attribute(*attribute), wanted);
                }
            }
            MaskSpec::All(of, but) => {
                lane.fill(u32::MAX);
                for &when in of {
                    combine(lane, self.covered(when), |all, one| all & one);
                }
                for &when in but {
                    combine(lane, self.covered(when), |all, one| all & !one);
                }
            }
            MaskSpec::Any(of) => {
                lane.fill(0);
                for &when in of {
                    combine(lane, self.covered(when), |any, one| any | one);
                }
            }
            MaskSpec::Above(value, bound) => {
                let bound = *bound;
                combine(lane, self.value(*value), |_, number| {
                    u32::from(number > bound).wrapping_neg()
                });
            }
        }
    }

    fn attribute(&mut self, idx: usize) -> &Lane {
        if !self.attributes[idx].is_current {
            let spec = &self.draws.attributes[idx];
            let mut lane = self.attributes[idx].take();
            spec.choice.fill(self.uniform(spec.latent), &mut lane[..]);
            if spec.given != When::Always {
                let applies = self.covered(spec.given);
                combine(&mut lane, applies, |value, applies| {
                    value | (NO_VALUE & !applies)
                });
            }
            self.attributes[idx].put(lane);
        }
        self.attributes[idx].read()
    }

    fn strand(&mut self, strand: &Strand, round: u32, lane: &mut Lane) {
        self.n_drawn += 1;
        strand
            .stream
            .uniforms(round, self.first_case, &mut lane[..]);
        if let Some((case, ranked)) = &strand.ranked {
            for (own, &case) in lane.iter_mut().zip(self.kept_uniform(*case)) {
                *own = ranked.luck(case, *own);
            }
        }
    }

    /// For the only one who reads it, or kept for the others.
    fn uniform(&mut self, latent: Latent) -> &Lane {
        if self.draws.latents[latent.0 as usize].n_readers > 1 {
            return self.kept_uniform(latent);
        }
        let mut lane = self.passing.take().unwrap_or_else(|| Box::new(NONE));
        self.draw(latent, &mut lane);
        self.passing.insert(lane)
    }

    fn kept_uniform(&mut self, latent: Latent) -> &Lane {
        let idx = latent.0 as usize;
        if !self.uniforms[idx].is_current {
            let mut lane = self.uniforms[idx].take();
            self.draw(latent, &mut lane);
            self.uniforms[idx].put(lane);
        }
        self.uniforms[idx].read()
    }

    /// The uniforms of a latent: of a stream as they are, else the ranks of √ρ · common + √(1 − ρ) · own, where own is
    /// the normalised sum over the strands.
    fn draw(&mut self, latent: Latent, lane: &mut Lane) {
        let spec = &self.draws.latents[latent.0 as usize];
        if spec.is_plain() {
            return self.strand(&spec.strands[0], spec.round, lane);
        }
        let mut normals = [0.0; BLOCK];
        for strand in &spec.strands {
            self.strand(strand, spec.round, lane);
            add_normals(&mut normals, &lane[..]);
        }
        let norm = 1.0 / (spec.strands.len() as f32).sqrt();
        match spec.factor {
            None => weigh(&mut normals, norm, &[0.0; BLOCK], 0.0),
            Some((common, shared, own)) => {
                let mut together = [0.0; BLOCK];
                add_normals(&mut together, self.kept_uniform(common));
                weigh(&mut normals, norm * own, &together, shared);
            }
        }
        uniforms_of(&normals, &mut lane[..]);
    }
}

/// `lane` becomes what `new` makes of it and of another.
#[inline(always)]
fn combine(lane: &mut Lane, other: &Lane, new: impl Fn(u32, u32) -> u32) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                lane[case] = new(lane[case], other[case]);
            }
        },
    );
}

/// `own` × `weight` + `common` × `shared`.
fn weigh(own: &mut [f32; BLOCK], weight: f32, common: &[f32; BLOCK], shared: f32) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                own[case] = own[case] * weight + common[case] * shared;
            }
        },
    );
}

/// Keeps the mask where the value is among the wanted ones.
fn keep_wanted(lane: &mut Lane, values: &Lane, wanted: &[u32]) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                let mut fits = 0;
                for &value in wanted {
                    fits |= u32::from(values[case] == value).wrapping_neg();
                }
                lane[case] &= fits;
            }
        },
    );
}

//! A block of cases: the draws of the pool, each computed when it is first read.

use super::draw::{Chance, Table, add_normals};
use super::lanes::{ZERO, blend, cover, is_nothing};
use super::pool::{Draw, Latent, Mask, MaskSpec, Pool, Strand};
use super::vectors::vectorised;

/// Cases that are computed together.
pub const BLOCK: usize = 512;

/// One number per case of a block.
pub type Lane = [u32; BLOCK];

/// The value of an attribute that does not apply to the case.
const NO_VALUE: u32 = u32::MAX;

/// One block of cases: what was drawn so far.
#[derive(Debug)]
pub struct Block<'p> {
    pool: &'p Pool,
    first_case: u64,
    uniforms: Vec<Lazy<u32>>,
    normals: Vec<Lazy<f32>>,
    /// Luck that is read only once, the last that was: it need not be kept.
    passing_uniforms: Lazy<u32>,
    passing_normals: Lazy<f32>,
    /// Random numbers per case since the start.
    n_drawn: usize,
    values: Vec<Lazy<u32>>,
    masks: Vec<Lazy<u32>>,
    attributes: Vec<Lazy<u32>>,
}

/// A lane that is computed at most once a block.
#[derive(Clone, Debug)]
struct Lazy<T> {
    lane: Option<Box<[T; BLOCK]>>,
    is_current: bool,
}

impl<T: Copy + Default> Lazy<T> {
    fn new() -> Lazy<T> {
        Lazy {
            lane: None,
            is_current: false,
        }
    }

    fn several(n: usize) -> Vec<Lazy<T>> {
        (0..n).map(|_| Lazy::new()).collect()
    }

    fn read(&self) -> &[T; BLOCK] {
        self.lane.as_deref().expect("drawn before it is read")
    }

    /// The lane to fill, taken out so that other lanes can be read meanwhile.
    fn take(&mut self) -> Box<[T; BLOCK]> {
        self.lane
            .take()
            .unwrap_or_else(|| Box::new([T::default(); BLOCK]))
    }

    fn put(&mut self, lane: Box<[T; BLOCK]>) {
        self.lane = Some(lane);
        self.is_current = true;
    }
}

impl<'p> Block<'p> {
    /// Room for the blocks of a pool.
    pub fn new(pool: &'p Pool) -> Block<'p> {
        Block {
            pool,
            first_case: 0,
            uniforms: Lazy::several(pool.latents.len()),
            normals: Lazy::several(pool.latents.len()),
            passing_uniforms: Lazy::new(),
            passing_normals: Lazy::new(),
            n_drawn: 0,
            values: Lazy::several(pool.draws.len()),
            masks: Lazy::several(pool.masks.len()),
            attributes: Lazy::several(pool.attributes.len()),
        }
    }

    /// Forgets the old block and starts at `first_case`.
    pub fn start(&mut self, first_case: u64) {
        self.first_case = first_case;
        self.n_drawn = 0;
        self.uniforms
            .iter_mut()
            .for_each(|lazy| lazy.is_current = false);
        self.normals
            .iter_mut()
            .for_each(|lazy| lazy.is_current = false);
        self.values
            .iter_mut()
            .for_each(|lazy| lazy.is_current = false);
        self.masks
            .iter_mut()
            .for_each(|lazy| lazy.is_current = false);
        self.attributes
            .iter_mut()
            .for_each(|lazy| lazy.is_current = false);
    }

    /// Random numbers per case that were drawn since the start.
    pub fn n_drawn(&self) -> usize {
        self.n_drawn
    }

    /// The values of a draw.
    pub fn value(&mut self, draw: Draw) -> &Lane {
        let idx = draw.0 as usize;
        if !self.values[idx].is_current {
            let (latent, table, scale) = self.pool.draws[idx];
            let table = &self.pool.tables[table];
            let mut lane = self.values[idx].take();
            if let Some(constant) = table.constant() {
                lane.fill(constant);
            } else if self.pool.latents[latent.0 as usize].is_plain() {
                table.fill(self.uniform(latent), &mut lane[..]);
            } else {
                table.fill_z(self.normal(latent), &mut lane[..]);
            }
            if scale != 1 {
                multiply(&mut lane, scale);
            }
            self.values[idx].put(lane);
        }
        self.values[idx].read()
    }

    /// The values of a draw that [`Block::value`] gave since the start of the block.
    pub fn drawn(&self, draw: Draw) -> &Lane {
        self.values[draw.0 as usize].read()
    }

    /// All bits set where the mask covers the case, none where not.
    pub fn mask(&mut self, mask: Mask) -> &Lane {
        let idx = mask.0 as usize;
        if !self.masks[idx].is_current {
            let mut lane = self.masks[idx].take();
            match &self.pool.masks[idx] {
                MaskSpec::Chance(latent, chance) => self.happens(*latent, *chance, &mut lane),
                MaskSpec::Guard(guards) => {
                    lane.fill(u32::MAX);
                    for (attribute, wanted) in guards {
                        keep_wanted(&mut lane, self.attribute(*attribute), wanted);
                    }
                }
            }
            self.masks[idx].put(lane);
        }
        self.masks[idx].read()
    }

    /// Puts in place of every number what the table of that number gives for the case; 0 stays 0.
    pub fn pick(&mut self, latent: Latent, tables: &[Table], numbers: &mut Lane) {
        if self.pool.latents[latent.0 as usize].is_plain() {
            let luck = self.kept_uniform(latent);
            replace(numbers, tables, |table, out| table.fill(luck, out));
        } else {
            let luck = self.kept_normal(latent);
            replace(numbers, tables, |table, out| table.fill_z(luck, out));
        }
    }

    /// The raw luck of each case: evenly spread over all integers of 32 bits.
    pub fn evenly(&mut self, latent: Latent) -> &Lane {
        self.kept_uniform(latent)
    }

    fn happens(&mut self, latent: Latent, chance: Chance, lane: &mut Lane) {
        let is_plain = self.pool.latents[latent.0 as usize].is_plain();
        if is_plain {
            chance.mark(self.uniform(latent), lane);
        } else {
            chance.mark_z(self.normal(latent), lane);
        }
    }

    fn attribute(&mut self, idx: usize) -> &Lane {
        if !self.attributes[idx].is_current {
            let spec = &self.pool.attributes[idx];
            let mut lane = self.attributes[idx].take();
            spec.table.fill(self.uniform(spec.latent), &mut lane[..]);
            if let Some(given) = spec.given {
                let applies = self.mask(given);
                vectorised(
                    #[inline(always)]
                    || {
                        for case in 0..BLOCK {
                            lane[case] |= NO_VALUE & !applies[case];
                        }
                    },
                );
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
        let spec = &self.pool.latents[latent.0 as usize];
        if spec.n_readers > 1 {
            return self.kept_uniform(latent);
        }
        let mut lane = self.passing_uniforms.take();
        self.strand(&spec.strands[0], spec.round, &mut lane);
        self.passing_uniforms.put(lane);
        self.passing_uniforms.read()
    }

    fn kept_uniform(&mut self, latent: Latent) -> &Lane {
        let idx = latent.0 as usize;
        if !self.uniforms[idx].is_current {
            let spec = &self.pool.latents[idx];
            let mut lane = self.uniforms[idx].take();
            self.strand(&spec.strands[0], spec.round, &mut lane);
            self.uniforms[idx].put(lane);
        }
        self.uniforms[idx].read()
    }

    /// For the only one who reads it, or kept for the others.
    fn normal(&mut self, latent: Latent) -> &[f32; BLOCK] {
        if self.pool.latents[latent.0 as usize].n_readers > 1 {
            return self.kept_normal(latent);
        }
        let mut lane = self.passing_normals.take();
        self.draw_normals(latent, &mut lane);
        self.passing_normals.put(lane);
        self.passing_normals.read()
    }

    fn kept_normal(&mut self, latent: Latent) -> &[f32; BLOCK] {
        let idx = latent.0 as usize;
        if !self.normals[idx].is_current {
            let mut lane = self.normals[idx].take();
            self.draw_normals(latent, &mut lane);
            self.normals[idx].put(lane);
        }
        self.normals[idx].read()
    }

    /// √ρ · common + √(1 − ρ) · own, where own is the normalised sum over the strands.
    fn draw_normals(&mut self, latent: Latent, lane: &mut [f32; BLOCK]) {
        let spec = &self.pool.latents[latent.0 as usize];
        lane.fill(0.0);
        let mut uniforms = self.passing_uniforms.take();
        for strand in &spec.strands {
            self.strand(strand, spec.round, &mut uniforms);
            add_normals(&mut lane[..], &uniforms[..]);
        }
        self.passing_uniforms.put(uniforms);
        let scale = 1.0 / (spec.strands.len() as f32).sqrt();
        match spec.factor {
            None => scale_all(lane, scale),
            Some((common, shared, own_weight)) => {
                let weight = own_weight * scale;
                let common = self.kept_normal(common);
                vectorised(
                    #[inline(always)]
                    || {
                        for case in 0..BLOCK {
                            lane[case] = lane[case] * weight + common[case] * shared;
                        }
                    },
                );
            }
        }
    }
}

fn scale_all(numbers: &mut [f32; BLOCK], scale: f32) {
    vectorised(
        #[inline(always)]
        || {
            for number in numbers {
                *number *= scale;
            }
        },
    );
}

/// Nothing where the value is none of the wanted ones.
fn keep_wanted(mask: &mut Lane, values: &Lane, wanted: &[u32]) {
    let mut is_wanted = ZERO;
    for &wanted in wanted {
        join_equal(&mut is_wanted, values, wanted);
    }
    cover(mask, &is_wanted);
}

fn multiply(values: &mut Lane, factor: u32) {
    vectorised(
        #[inline(always)]
        || {
            for value in values {
                *value *= factor;
            }
        },
    );
}

/// Puts in place of every number but 0 what `fill` makes of the table of that number.
fn replace(numbers: &mut Lane, tables: &[Table], fill: impl Fn(&Table, &mut Lane)) {
    let old = *numbers;
    let (least, most) = range(&old);
    if least == most && least > 0 {
        return fill(&tables[least as usize], numbers);
    }
    let mut new = ZERO;
    for number in least.max(1)..=most {
        let is_number = where_equal(&old, number);
        if !is_nothing(&is_number) {
            fill(&tables[number as usize], &mut new);
            blend(numbers, &new, &is_number);
        }
    }
}

/// The smallest and the largest number.
fn range(numbers: &Lane) -> (u32, u32) {
    vectorised(
        #[inline(always)]
        || {
            let (mut least, mut most) = (u32::MAX, 0);
            for &number in numbers {
                least = least.min(number);
                most = most.max(number);
            }
            (least, most)
        },
    )
}

/// All bits set where the number is this one.
fn where_equal(numbers: &Lane, wanted: u32) -> Lane {
    let mut is_wanted = ZERO;
    join_equal(&mut is_wanted, numbers, wanted);
    is_wanted
}

/// Covers also the cases with this number.
fn join_equal(mask: &mut Lane, numbers: &Lane, wanted: u32) {
    vectorised(
        #[inline(always)]
        move || {
            for case in 0..BLOCK {
                mask[case] |= u32::from(numbers[case] == wanted).wrapping_neg();
            }
        },
    );
}

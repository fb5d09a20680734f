//! The pool: every draw of a family of workflows once, by identity, law and round.
//!
//! A draw is lazy: a block of cases computes it when some workflow first asks for it, so rounds of
//! rework that nobody enters cost nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draw::{Chance, Purpose, Stream, Table, shared};
use super::origins::first_time;
use crate::duration::Law;
use crate::workflow::{Attribute, Guard, Origins, Ranked, Ranks, Share, Shared};

/// Fine tables have about this many entries: 64 KiB each.
const FINE_ENTRIES: f64 = 16_384.0;

/// In place of a round: one luck for all rounds.
const NESTED: u32 = 0;

/// A draw from a law: index into the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Draw(pub(super) u32);

/// A set of cases: index into the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mask(pub(super) u32);

/// A source of luck: index into the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Latent(pub(super) u32);

/// The part of a step's luck that all steps of a case share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    group: Group,
    correlation: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Agencies,
    Applicants,
}

impl Factor {
    /// Of authorities; `None` if they are uncorrelated.
    pub fn agencies(correlation: f64) -> Option<Factor> {
        Factor::of(Group::Agencies, correlation)
    }

    /// Of applicants, intermediaries and tenders; `None` if they are uncorrelated.
    pub fn applicants(correlation: f64) -> Option<Factor> {
        Factor::of(Group::Applicants, correlation)
    }

    fn of(group: Group, correlation: f64) -> Option<Factor> {
        (correlation > 0.0).then_some(Factor { group, correlation })
    }
}

/// All draws of a family.
#[derive(Debug)]
pub struct Pool {
    seed: u64,
    scenario: String,
    pub(super) latents: Vec<LatentSpec>,
    pub(super) tables: Vec<Arc<Table>>,
    /// Luck, table, and what its values are multiplied by.
    pub(super) draws: Vec<(Latent, usize, u32)>,
    pub(super) masks: Vec<MaskSpec>,
    pub(super) attributes: Vec<AttributeSpec>,
    attribute_ids: BTreeMap<String, usize>,
    ranks: Shared<Ranks>,
    known: BTreeMap<String, u32>,
}

/// One strand, or the normalised sum of several, perhaps with a common factor.
#[derive(Debug)]
pub(super) struct LatentSpec {
    pub strands: Vec<Strand>,
    pub round: u32,
    /// The common luck, its weight and the weight of the own.
    pub factor: Option<(Latent, f32, f32)>,
    /// How many draws, masks and attributes hang on it.
    pub n_readers: usize,
}

/// A stream, or the recorded ranks within which it decides: the luck that picks the case, and the ranks.
#[derive(Debug)]
pub(super) struct Strand {
    pub stream: Stream,
    pub ranked: Option<(Latent, Ranked)>,
}

impl LatentSpec {
    /// Whether the luck is a plain uniform, with no detour over normals.
    pub fn is_plain(&self) -> bool {
        self.strands.len() == 1 && self.factor.is_none()
    }
}

#[derive(Debug)]
pub(super) enum MaskSpec {
    /// Attribute values, all of which must fit.
    Guard(Vec<(usize, Vec<u32>)>),
    /// A uniform below a share.
    Chance(Latent, Chance),
}

#[derive(Debug)]
pub(super) struct AttributeSpec {
    pub latent: Latent,
    pub table: Table,
    pub values: Vec<String>,
    pub given: Option<Mask>,
}

impl Pool {
    /// An empty pool; `seed` and `scenario` key every draw.
    pub fn new(seed: u64, scenario: &str) -> Pool {
        Pool {
            seed,
            scenario: scenario.to_owned(),
            latents: Vec::new(),
            tables: Vec::new(),
            draws: Vec::new(),
            masks: Vec::new(),
            attributes: Vec::new(),
            attribute_ids: BTreeMap::new(),
            ranks: Shared::default(),
            known: BTreeMap::new(),
        }
    }

    /// Lets a workflow's ranks decide, from the next new luck on; all workflows of a pool have the same.
    pub fn ranks(&mut self, ranks: &Shared<Ranks>) {
        self.ranks = ranks.clone();
    }

    /// A draw from `law`.
    pub fn value(
        &mut self,
        purpose: Purpose,
        origins: &Origins,
        round: u32,
        factor: Option<Factor>,
        law: &Law,
    ) -> Draw {
        let latent = self.latent(purpose, origins, round, factor);
        let table = self.table(format!("table {law:?}"), || Table::new(law));
        self.draw(latent, table, 1)
    }

    /// A draw from `law` in fine steps, `per_day` of them a working day, a power of two: as fine as a
    /// table of moderate size can tell apart, with the same mean.
    pub fn fine_value(
        &mut self,
        purpose: Purpose,
        origins: &Origins,
        factor: Option<Factor>,
        round: u32,
        (law, per_day): (&Law, u32),
    ) -> Draw {
        let latent = self.latent(purpose, origins, round, factor);
        let (shortest, longest) = law.bounds();
        let mut steps = per_day;
        while steps > 1 && (longest - shortest) * f64::from(steps) > FINE_ENTRIES {
            steps /= 2;
        }
        let table = self.table(format!("table {law:?} {steps}"), || {
            if shortest == longest {
                Table::constant_of((longest * f64::from(steps)).round() as u32)
            } else {
                Table::on_grid(law, f64::from(steps))
            }
        });
        self.draw(latent, table, per_day / steps)
    }

    fn table(&mut self, key: String, lay_out: impl FnOnce() -> Table) -> u32 {
        self.once(key.clone(), |pool| {
            pool.tables.push(shared(&key, lay_out));
            pool.tables.len() - 1
        })
    }

    fn draw(&mut self, latent: Latent, table: u32, scale: u32) -> Draw {
        let key = format!("draw {} {table} {scale}", latent.0);
        Draw(self.once(key, |pool| {
            pool.read(latent);
            pool.draws.push((latent, table as usize, scale));
            pool.draws.len() - 1
        }))
    }

    /// The luck of a set of origins.
    pub fn latent(
        &mut self,
        purpose: Purpose,
        origins: &Origins,
        round: u32,
        factor: Option<Factor>,
    ) -> Latent {
        let key = format!("latent {purpose:?} {origins:?} {round} {factor:?}");
        let common = factor.map(|factor| {
            let name = match factor.group {
                Group::Agencies => "agencies",
                Group::Applicants => "applicants",
            };
            let common = self.latent(Purpose::Factor, &[name.to_owned()].into(), 0, None);
            let shared = factor.correlation.sqrt() as f32;
            let own = (1.0 - factor.correlation).max(0.0).sqrt() as f32;
            (common, shared, own)
        });
        let ranked: Vec<Option<(Latent, Ranked)>> = origins
            .iter()
            .map(|origin| self.ranked(purpose, origin, round))
            .collect();
        Latent(self.once(key, |pool| {
            let strands = origins.iter().zip(ranked);
            let strands = strands.map(|(origin, ranked)| Strand {
                stream: Stream::new(pool.seed, &pool.scenario, origin, purpose),
                ranked,
            });
            let strands = strands.collect();
            pool.latents.push(LatentSpec {
                strands,
                round,
                factor: common,
                n_readers: 0,
            });
            pool.latents.len() - 1
        }))
    }

    /// The recorded ranks of what an origin draws for a purpose; what is done again has those of the first time.
    fn ranked(&mut self, purpose: Purpose, origin: &str, round: u32) -> Option<(Latent, Ranked)> {
        let ranks = &self.ranks;
        let of = |columns: &BTreeMap<String, Ranked>, origin| columns.get(origin).cloned();
        let ranked = match purpose {
            Purpose::Duration => {
                of(&ranks.steps, origin).or_else(|| of(&ranks.steps, first_time(origin)))
            }
            Purpose::Rework if round == NESTED => of(&ranks.rework, origin),
            Purpose::Attribute => of(&ranks.attributes, origin),
            Purpose::Rework
            | Purpose::Effort
            | Purpose::Share
            | Purpose::Bounce
            | Purpose::Correction
            | Purpose::Breach
            | Purpose::Start
            | Purpose::Factor
            | Purpose::Intake
            | Purpose::Handoff
            | Purpose::Meeting
            | Purpose::Arrival
            | Purpose::Hold
            | Purpose::Assumption
            | Purpose::Record => None,
        }?;
        let case = self.latent(Purpose::Record, &["case".to_owned()].into(), 0, None);
        Some((case, ranked))
    }

    /// The cases in which something with chance `share` happens.
    pub fn chance(&mut self, purpose: Purpose, origins: &Origins, round: u32, share: f64) -> Mask {
        let latent = self.latent(purpose, origins, round, None);
        let key = format!("chance {} {share:?}", latent.0);
        Mask(self.once(key, |pool| {
            pool.read(latent);
            pool.masks
                .push(MaskSpec::Chance(latent, Chance::new(share)));
            pool.masks.len() - 1
        }))
    }

    /// The cases in which a step that was done so many times is done again. Where ranks say how often, one luck
    /// decides about all rounds: round r comes in `share` to the power of r of the cases.
    pub fn again(&mut self, origins: &Origins, round: u32, share: f64) -> Mask {
        let is_ranked = |origin| self.ranks.rework.contains_key(origin);
        let (round, share) = match origins.iter().all(is_ranked) {
            true => (NESTED, share.powi(round as i32)),
            false => (round, share),
        };
        self.chance(Purpose::Rework, origins, round, share)
    }

    /// The cases that an anonymous attribute covers: one uniform, whatever the target was made of.
    pub fn share(&mut self, share: &Share) -> Mask {
        let names: Vec<&str> = share.origins.iter().map(String::as_str).collect();
        let origin = format!("{}:{}", share.measure, names.join("+"));
        self.chance(Purpose::Share, &[origin].into(), 0, share.share)
    }

    /// Makes an attribute known; `given` must refer to earlier ones.
    pub fn attribute(&mut self, attribute: &Attribute) {
        if self.attribute_ids.contains_key(&attribute.id) {
            return;
        }
        let latent = self.latent(Purpose::Attribute, &[attribute.id.clone()].into(), 0, None);
        self.read(latent);
        let given = self.guard(&attribute.given);
        let shares: Vec<f64> = attribute.shares.iter().map(|(_, share)| *share).collect();
        self.attribute_ids
            .insert(attribute.id.clone(), self.attributes.len());
        self.attributes.push(AttributeSpec {
            latent,
            table: Table::discrete(&shares),
            values: attribute
                .shares
                .iter()
                .map(|(value, _)| value.clone())
                .collect(),
            given,
        });
    }

    /// The cases for which all of `guards` hold; `None`: every case.
    pub fn guard(&mut self, guards: &[Guard]) -> Option<Mask> {
        if guards.is_empty() {
            return None;
        }
        let wanted: Vec<(usize, Vec<u32>)> = guards
            .iter()
            .filter_map(|guard| {
                let attribute = *self.attribute_ids.get(&guard.attribute)?;
                let values = &self.attributes[attribute].values;
                let wanted = guard
                    .values
                    .iter()
                    .filter_map(|value| values.iter().position(|other| other == value))
                    .map(|value| value as u32)
                    .collect();
                Some((attribute, wanted))
            })
            .collect();
        let key = format!("guard {wanted:?}");
        Some(Mask(self.once(key, |pool| {
            pool.masks.push(MaskSpec::Guard(wanted));
            pool.masks.len() - 1
        })))
    }

    /// The largest value of a draw.
    pub fn most(&self, draw: Draw) -> u64 {
        let (_, table, scale) = self.draws[draw.0 as usize];
        u64::from(self.tables[table].max()) * u64::from(scale)
    }

    fn read(&mut self, latent: Latent) {
        self.latents[latent.0 as usize].n_readers += 1;
    }

    fn once(&mut self, key: String, make: impl FnOnce(&mut Pool) -> usize) -> u32 {
        if let Some(&idx) = self.known.get(&key) {
            return idx;
        }
        let idx = u32::try_from(make(self)).expect("fewer than four billion draws");
        self.known.insert(key, idx);
        idx
    }
}

//! Draws: every number and every condition that courses ask for, each once, by what it is made of.
//!
//! Workflows compiled into the same draws share all that has the same identity and law, so that baseline and reform
//! differ only where they must. A draw is lazy: a block of cases computes it when somebody first asks for it, so rounds
//! of rework that nobody enters cost nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::spec::{AttributeSpec, LatentKey, LatentSpec, Strand};
use super::{
    Chance, Choice, Factor, Latent, MaskSpec, Purpose, Stream, Table, Value, ValueSpec, When,
    shared,
};
use crate::duration::Law;
use crate::sim::origins::first_time;
use crate::table::Table as Map;
use crate::workflow::{Attribute, Guard, Origins, Ranked, Ranks, Share, Shared};

/// All draws of a family of workflows.
#[derive(Debug)]
pub struct Draws {
    seed: u64,
    scenario: String,
    pub(super) latents: Vec<LatentSpec>,
    pub(super) tables: Vec<Arc<Table>>,
    pub(super) values: Vec<ValueSpec>,
    pub(super) masks: Vec<MaskSpec>,
    pub(super) attributes: Vec<AttributeSpec>,
    attribute_ids: BTreeMap<String, usize>,
    ranks: Shared<Ranks>,
    known_latents: Map<LatentKey, Latent>,
    known_tables: Map<Vec<u64>, usize>,
    known_values: Map<ValueSpec, Value>,
    known_masks: Map<MaskSpec, u32>,
    /// By share of errors, as bits: what is wrong of packages of 0, 1, 2, ... things.
    pub(super) wrong: BTreeMap<u64, Vec<Choice>>,
}

/// In place of a round: one latent for all rounds.
const NESTED: u32 = 0;

impl Draws {
    /// No draws yet; `seed` and `scenario` key all of them.
    pub fn new(seed: u64, scenario: &str) -> Draws {
        Draws {
            seed,
            scenario: scenario.to_owned(),
            latents: Vec::new(),
            tables: Vec::new(),
            values: Vec::new(),
            masks: Vec::new(),
            attributes: Vec::new(),
            attribute_ids: BTreeMap::new(),
            ranks: Shared::default(),
            known_latents: Map::default(),
            known_tables: Map::default(),
            known_values: Map::default(),
            known_masks: Map::default(),
            wrong: BTreeMap::new(),
        }
    }

    /// Lets a workflow's ranks decide, from the next new latent on; all workflows of a family have the same.
    pub fn ranks(&mut self, ranks: &Shared<Ranks>) {
        self.ranks = ranks.clone();
    }

    /// A draw from `law`, ticks.
    pub fn draw(
        &mut self,
        (purpose, origins, round): (Purpose, &Origins, u32),
        factor: Option<Factor>,
        law: &Law,
    ) -> Value {
        let latent = self.latent(purpose, origins, round, factor);
        let key = law.bits();
        let table = match self.known_tables.get(&key) {
            Some(&table) => table,
            None => {
                self.tables.push(shared(key.clone(), || Table::new(law)));
                self.known_tables.insert(key, self.tables.len() - 1);
                self.tables.len() - 1
            }
        };
        self.value(ValueSpec::Drawn(latent, table))
    }

    /// The largest of some numbers.
    pub fn longest(&mut self, mut values: Vec<Value>) -> Value {
        values.sort_unstable();
        values.dedup();
        match values[..] {
            [only] => only,
            _ => self.value(ValueSpec::Longest(values)),
        }
    }

    /// A number for some cases, 0 for the others.
    pub fn only_where(&mut self, value: Value, when: When) -> Value {
        match when {
            When::Always => value,
            When::Never | When::Mask(_) => self.value(ValueSpec::Where(value, when)),
        }
    }

    /// The number that is made so.
    pub fn value(&mut self, spec: ValueSpec) -> Value {
        if let Some(&value) = self.known_values.get(&spec) {
            return value;
        }
        match &spec {
            ValueSpec::Drawn(latent, _)
            | ValueSpec::Uniform(latent)
            | ValueSpec::Wrong { latent, .. } => self.latents[latent.0 as usize].n_readers += 1,
            ValueSpec::Fixed(_)
            | ValueSpec::Longest(_)
            | ValueSpec::Effort { .. }
            | ValueSpec::FirstLink(..)
            | ValueSpec::Where(..)
            | ValueSpec::CalendarDays(_)
            | ValueSpec::Package(..) => {}
        }
        let value = Value(index(self.values.len()));
        self.values.push(spec.clone());
        self.known_values.insert(spec, value);
        value
    }

    /// How a number comes about.
    pub fn spec(&self, value: Value) -> &ValueSpec {
        &self.values[value.0 as usize]
    }

    /// The uniforms of a set of origins.
    pub fn latent(
        &mut self,
        purpose: Purpose,
        origins: &Origins,
        round: u32,
        factor: Option<Factor>,
    ) -> Latent {
        let correlated = factor.map(|factor| (factor.group, factor.correlation.to_bits()));
        let key = (purpose, origins.clone(), round, correlated);
        if let Some(&latent) = self.known_latents.get(&key) {
            return latent;
        }
        let common = factor.map(|factor| {
            let name = [factor.group.to_owned()].into();
            let common = self.latent(Purpose::Factor, &name, 0, None);
            self.latents[common.0 as usize].n_readers += 2;
            let shared = factor.correlation.sqrt() as f32;
            let own = (1.0 - factor.correlation).max(0.0).sqrt() as f32;
            (common, shared, own)
        });
        let ranked: Vec<Option<(Latent, Ranked)>> = origins
            .iter()
            .map(|origin| self.ranked(purpose, origin, round))
            .collect();
        let strands = origins.iter().zip(ranked);
        let strands = strands.map(|(origin, ranked)| Strand {
            stream: Stream::new(self.seed, &self.scenario, origin, purpose),
            ranked,
        });
        let latent = Latent(index(self.latents.len()));
        self.latents.push(LatentSpec {
            purpose,
            strands: strands.collect(),
            round,
            factor: common,
            n_readers: 0,
        });
        self.known_latents.insert(key, latent);
        latent
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
        self.latents[case.0 as usize].n_readers += 2;
        Some((case, ranked))
    }

    /// The cases in which something with chance `share` happens.
    fn chance(&mut self, purpose: Purpose, origins: &Origins, round: u32, share: f64) -> When {
        let chance = Chance::new(share);
        let latent = self.latent(purpose, origins, round, None);
        match chance.share() {
            0.0 => When::Never,
            1.0 => When::Always,
            _ => self.mask(MaskSpec::Chance(latent, chance)),
        }
    }

    /// The cases in which a step that was done so many times is done again. Where ranks say how often, one uniform
    /// decides about all rounds: round r comes in `share` to the power of r of the cases.
    pub fn again(&mut self, origins: &Origins, round: u32, share: f64) -> When {
        let is_ranked = |origin| self.ranks.rework.contains_key(origin);
        let (round, share) = match origins.iter().all(is_ranked) {
            true => (NESTED, share.powi(round as i32)),
            false => (round, share),
        };
        self.chance(Purpose::Rework, origins, round, share)
    }

    /// The cases that an anonymous attribute covers: one uniform, whatever the target was made of.
    pub fn share(&mut self, share: &Share) -> When {
        let names: Vec<&str> = share.origins.iter().map(String::as_str).collect();
        let origin = format!("{}:{}", share.measure, names.join("+"));
        // A share of all or of none stays one: the reference case and the worst one ask.
        let latent = self.latent(Purpose::Share, &[origin].into(), 0, None);
        self.mask(MaskSpec::Chance(latent, Chance::new(share.share)))
    }

    /// The cases that a share covers, by the uniform of its origins for a purpose.
    pub fn share_for(&mut self, purpose: Purpose, share: &Share) -> When {
        self.chance(purpose, &share.origins, 0, share.share)
    }

    /// Makes an attribute known; `given` must refer to earlier ones.
    pub fn attribute(&mut self, attribute: &Attribute) {
        if self.attribute_ids.contains_key(&attribute.id) {
            return;
        }
        let latent = self.latent(Purpose::Attribute, &[attribute.id.clone()].into(), 0, None);
        self.latents[latent.0 as usize].n_readers += 1;
        let given = self.guard(&attribute.given);
        let shares: Vec<f64> = attribute.shares.iter().map(|(_, share)| *share).collect();
        let values = attribute.shares.iter().map(|(value, _)| value.clone());
        self.attribute_ids
            .insert(attribute.id.clone(), self.attributes.len());
        self.attributes.push(AttributeSpec {
            id: attribute.id.clone(),
            latent,
            choice: Choice::new(&shares),
            shares,
            values: values.collect(),
            given,
        });
    }

    /// The cases for which all of `guards` hold.
    pub fn guard(&mut self, guards: &[Guard]) -> When {
        let wanted: Vec<(usize, Vec<u32>)> = guards
            .iter()
            .filter_map(|guard| {
                let attribute = *self.attribute_ids.get(&guard.attribute)?;
                let values = &self.attributes[attribute].values;
                let wanted = guard.values.iter().filter_map(|value| {
                    let place = values.iter().position(|other| other == value)?;
                    Some(place as u32)
                });
                Some((attribute, wanted.collect()))
            })
            .collect();
        match wanted.is_empty() {
            true => When::Always,
            false => self.mask(MaskSpec::Guard(wanted)),
        }
    }

    /// The cases for which all of the first hold and none of the others.
    pub fn all(&mut self, of: &[When], but: &[When]) -> When {
        if of.contains(&When::Never) || but.contains(&When::Always) {
            return When::Never;
        }
        let kept = |all: &[When], trivial: When| -> Vec<When> {
            let kept: BTreeSet<When> = all.iter().copied().filter(|&one| one != trivial).collect();
            kept.into_iter().collect()
        };
        let (of, but) = (kept(of, When::Always), kept(but, When::Never));
        match (&of[..], &but[..]) {
            ([], []) => When::Always,
            ([only], []) => *only,
            _ => self.mask(MaskSpec::All(of, but)),
        }
    }

    /// The cases for which any holds.
    pub fn any(&mut self, of: &[When]) -> When {
        if of.contains(&When::Always) {
            return When::Always;
        }
        let kept: BTreeSet<When> = of
            .iter()
            .copied()
            .filter(|&one| one != When::Never)
            .collect();
        let kept: Vec<When> = kept.into_iter().collect();
        match kept[..] {
            [] => When::Never,
            [only] => only,
            _ => self.mask(MaskSpec::Any(kept)),
        }
    }

    /// The cases in which a package bounces, given what of it is wrong.
    pub fn bounced(&mut self, wrong: Value) -> When {
        self.above(wrong, 0)
    }

    /// The cases in which a number is above so much.
    pub fn above(&mut self, value: Value, bound: u32) -> When {
        match self.most(value) > u64::from(bound) {
            true => self.mask(MaskSpec::Above(value, bound)),
            false => When::Never,
        }
    }

    /// What is wrong of a package of at most `most` things, each with chance `error_share`.
    pub fn wrong(&mut self, of: Value, latent: Latent, error_share: f64, most: u32) -> Value {
        let error_bits = error_share.to_bits();
        let tables = self.wrong.entry(error_bits).or_default();
        while tables.len() <= most as usize {
            tables.push(Choice::binomial(tables.len(), error_share));
        }
        self.value(ValueSpec::Wrong {
            of,
            latent,
            error_share: error_bits,
        })
    }

    fn mask(&mut self, spec: MaskSpec) -> When {
        if let Some(&mask) = self.known_masks.get(&spec) {
            return When::Mask(mask);
        }
        if let MaskSpec::Chance(latent, _) = &spec {
            self.latents[latent.0 as usize].n_readers += 1;
        }
        let mask = index(self.masks.len());
        self.masks.push(spec.clone());
        self.known_masks.insert(spec, mask);
        When::Mask(mask)
    }

    /// How the condition with this number comes about.
    pub fn mask_spec(&self, mask: u32) -> &MaskSpec {
        &self.masks[mask as usize]
    }

    /// What the uniforms of a latent are for.
    pub fn purpose(&self, latent: Latent) -> Purpose {
        self.latents[latent.0 as usize].purpose
    }

    /// How an attribute's values are distributed: its id, the cases that have one, values and their shares.
    pub fn attribute_law(&self, attribute: usize) -> (&str, When, &[String], &[f64]) {
        let spec = &self.attributes[attribute];
        (&spec.id, spec.given, &spec.values, &spec.shares)
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).expect("fewer than four billion draws")
}

//! Kinds of cases: what attributes and shares make of the cases that a plan tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::super::pool::{Latent, Mask, MaskSpec, Pool};

/// What decides whether a mask covers a case. Attributes come first, each after those it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// The value of an attribute.
    Attribute(usize),
    /// Between which of the shares that are asked about a uniform lies.
    Luck(Latent),
}

/// The masks of a plan, and where they cut the uniforms that they share.
pub struct Kinds<'p> {
    pool: &'p Pool,
    cuts: BTreeMap<Latent, Vec<f64>>,
}

/// Cases for which some variables have known values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kind {
    values: BTreeMap<Variable, u32>,
}

/// The value of an attribute that does not apply.
const NO_VALUE: u32 = u32::MAX;

/// No more combinations of values are looked at one by one.
const MOST_COMBINATIONS: usize = 1 << 14;

impl<'p> Kinds<'p> {
    /// For these masks.
    pub fn new(pool: &'p Pool, masks: &BTreeSet<Mask>) -> Kinds<'p> {
        let mut cuts: BTreeMap<Latent, Vec<f64>> = BTreeMap::new();
        for mask in masks {
            if let MaskSpec::Chance(latent, chance) = &pool.masks[mask.0 as usize] {
                cuts.entry(*latent).or_default().push(chance.share());
            }
        }
        for cuts in cuts.values_mut() {
            cuts.retain(|&cut| 0.0 < cut && cut < 1.0);
            cuts.sort_by(f64::total_cmp);
            cuts.dedup();
        }
        Kinds { pool, cuts }
    }

    /// What these masks hang on.
    pub fn variables<'m>(&self, masks: impl IntoIterator<Item = &'m Mask>) -> BTreeSet<Variable> {
        let mut found = BTreeSet::new();
        for &mask in masks {
            self.add_variables(mask, &mut found);
        }
        found
    }

    fn add_variables(&self, mask: Mask, found: &mut BTreeSet<Variable>) {
        match &self.pool.masks[mask.0 as usize] {
            MaskSpec::Chance(latent, chance) => {
                if 0.0 < chance.share() && chance.share() < 1.0 {
                    found.insert(Variable::Luck(*latent));
                }
            }
            MaskSpec::Guard(guards) => {
                for &(attribute, _) in guards {
                    let is_new = found.insert(Variable::Attribute(attribute));
                    let given = self.pool.attributes[attribute].given;
                    if let Some(given) = given.filter(|_| is_new) {
                        self.add_variables(given, found);
                    }
                }
            }
        }
    }

    /// Whether a mask covers cases of a kind that knows all its variables.
    pub fn covers(&self, mask: Mask, kind: &Kind) -> bool {
        match &self.pool.masks[mask.0 as usize] {
            MaskSpec::Chance(latent, chance) => {
                let share = chance.share();
                if share <= 0.0 || share >= 1.0 {
                    return share >= 1.0;
                }
                let interval = kind.values[&Variable::Luck(*latent)] as usize;
                let ends = self.cuts[latent].get(interval);
                ends.is_some_and(|&end| end <= share)
            }
            MaskSpec::Guard(guards) => guards.iter().all(|(attribute, wanted)| {
                let value = kind.values[&Variable::Attribute(*attribute)];
                wanted.contains(&value)
            }),
        }
    }

    /// All combinations of values with their shares of the cases, beside what `base` knows already; `None` if
    /// they are too many.
    pub fn split(&self, base: &Kind, variables: &BTreeSet<Variable>) -> Option<Vec<(f64, Kind)>> {
        let mut kinds = vec![(1.0, base.clone())];
        for &variable in variables {
            if base.values.contains_key(&variable) {
                continue;
            }
            let mut finer = Vec::new();
            for (share, kind) in &kinds {
                for (value, chance) in self.values(variable, kind) {
                    if chance > 0.0 {
                        let mut kind = kind.clone();
                        kind.values.insert(variable, value);
                        finer.push((share * chance, kind));
                    }
                }
            }
            if finer.len() > MOST_COMBINATIONS {
                return None;
            }
            kinds = finer;
        }
        Some(kinds)
    }

    /// The values of a variable for cases of a kind that knows what it hangs on.
    fn values(&self, variable: Variable, kind: &Kind) -> Vec<(u32, f64)> {
        let below: Vec<f64> = match variable {
            Variable::Attribute(attribute) => {
                let spec = &self.pool.attributes[attribute];
                if spec.given.is_some_and(|given| !self.covers(given, kind)) {
                    return vec![(NO_VALUE, 1.0)];
                }
                spec.table.cumulative().collect()
            }
            Variable::Luck(latent) => self.cuts[&latent].clone(),
        };
        let mut before = 0.0;
        let shares = below.into_iter().chain([1.0]).map(|below| {
            let share = below - before;
            before = below;
            share
        });
        (0..).zip(shares).collect()
    }
}

/// Kinds that the masks tell apart, those that they do not put together.
pub fn told_apart(kinds: &Kinds<'_>, all: Vec<(f64, Kind)>, masks: &[Mask]) -> Vec<(f64, Kind)> {
    let mut known: BTreeMap<Vec<bool>, (f64, Kind)> = BTreeMap::new();
    for (share, kind) in all {
        let covered = masks.iter().map(|&mask| kinds.covers(mask, &kind));
        let entry = known.entry(covered.collect()).or_insert((0.0, kind));
        entry.0 += share;
    }
    known.into_values().collect()
}

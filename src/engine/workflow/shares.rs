//! Shares within steps and materials: which kinds of cases they tell apart, and the workflow that each kind meets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Origins, Share, Workflow};

/// More kinds than that nobody would wait for: shares beyond them count from one half on.
const MOST_KINDS: usize = 1 << 10;

/// Shares with one key cover the same cases, as far as each of them goes.
type Key<'w> = (&'static str, &'w Origins);

impl Workflow {
    /// Whether any share covers some cases and not the others.
    pub fn has_partial_shares(&self) -> bool {
        self.shares().any(is_partial)
    }

    /// The shares that cover some cases and not the others.
    pub fn partial_shares(&self) -> impl Iterator<Item = f64> + Clone {
        let partial = self.shares().filter(|share| is_partial(share));
        partial.map(|share| share.share)
    }

    /// Kinds of cases that shares tell apart: of all cases how many each is, and the workflow that it meets, in which every
    /// share covers all or nobody. The first column adds up to 1.
    pub fn by_share(&self) -> Vec<(f64, Cow<'_, Workflow>)> {
        let mut ends: BTreeMap<Key<'_>, Vec<f64>> = BTreeMap::new();
        for share in self.shares().filter(|share| is_partial(share)) {
            let ends = ends.entry((share.measure, &share.origins)).or_default();
            ends.push(share.share);
        }
        let mut kinds: Vec<(f64, BTreeMap<Key<'_>, f64>)> = vec![(1.0, BTreeMap::new())];
        for (key, mut ends) in ends {
            ends.push(1.0);
            ends.sort_by(f64::total_cmp);
            ends.dedup();
            if kinds.len() * ends.len() > MOST_KINDS {
                break;
            }
            let begins = [0.0].into_iter().chain(ends.iter().copied());
            let parts: Vec<(f64, f64)> = begins.zip(ends.iter().copied()).collect();
            let split = kinds.iter().flat_map(|(share, upto)| {
                parts.iter().map(move |&(begin, end)| {
                    let mut upto = upto.clone();
                    upto.insert(key, end);
                    (share * (end - begin), upto)
                })
            });
            kinds = split.collect();
        }
        let met = kinds.into_iter().map(|(share, upto)| {
            let workflow = match upto.is_empty() {
                true => Cow::Borrowed(self),
                false => Cow::Owned(self.settled(&upto)),
            };
            (share, workflow)
        });
        met.collect()
    }

    fn shares(&self) -> impl Iterator<Item = &Share> + Clone {
        let splits = self.steps().flat_map(|step| &step.splits);
        let supplied = self
            .materials
            .iter()
            .flat_map(|material| &material.supplied);
        splits.map(|split| &split.share).chain(supplied)
    }

    /// What cases meet whose uniforms lie right below these ends.
    fn settled(&self, upto: &BTreeMap<Key<'_>, f64>) -> Workflow {
        let settle = |share: &mut Share| {
            if let Some(&end) = upto.get(&(share.measure, &share.origins)) {
                share.share = f64::from(u8::from(share.share >= end));
            }
        };
        let mut settled = self.clone();
        for &node in &self.order {
            let step = &self.graph[node];
            if !step.splits.is_empty() {
                let mut step = (**step).clone();
                for split in &mut step.splits {
                    settle(&mut split.share);
                }
                settled.put(node, step);
            }
        }
        for material in settled.materials.iter_mut() {
            material.supplied.iter_mut().for_each(settle);
        }
        settled
    }
}

fn is_partial(share: &Share) -> bool {
    share.share > 0.0 && share.share < 1.0
}

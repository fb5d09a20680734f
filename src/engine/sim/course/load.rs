//! Expected load: the officer days that a case asks of every agency, without any simulation (the traffic equations).

use std::collections::{BTreeMap, BTreeSet};

use super::leg::Act;
use super::network::Family;
use crate::sim::streams::{Draws, Latent, MaskSpec, Value, ValueSpec, When};
use crate::sim::tick;

/// Officer days per case at every station of workflow `idx`: attributes, shares, corrections, rework and cases that end
/// at an earlier step taken into account. A case that ends while another branch is under way, or because a material
/// comes too late, counts as if it went on: when that is no chance tells.
pub fn officer_days(family: &Family, idx: usize) -> Vec<f64> {
    let network = &family.networks[idx];
    let draws = &family.draws;
    let mut days = vec![0.0; network.stations.len()];
    let mut shares = BTreeMap::new();
    let mut ended: Vec<BTreeSet<Both>> = Vec::with_capacity(network.nodes.len());
    for node in &network.nodes {
        let before = node.predecessors.iter().flat_map(|edge| &ended[edge.from]);
        let mut after: BTreeSet<Both> = before.copied().collect();
        let before: Vec<Both> = after.iter().copied().collect();
        for leg in &node.course.legs {
            match leg.act {
                Act::Serve {
                    station, effort, ..
                } => {
                    let goes_on = GoesOn {
                        when: leg.when,
                        ended: before.clone(),
                    };
                    let share = shares
                        .entry(goes_on)
                        .or_insert_with_key(|on| share_of(draws, on));
                    days[station] += *share * mean_days(draws, effort);
                }
                Act::Gate { never, .. } => {
                    after.insert([leg.when, never]);
                }
                Act::Stop(_) => {
                    after.insert([leg.when, When::Always]);
                }
                Act::Until(_)
                | Act::Delay(_)
                | Act::Correct(_)
                | Act::Accept
                | Act::Sit { .. }
                | Act::Work { .. }
                | Act::CalendarDays { .. }
                | Act::DayBegins
                | Act::DayEnds(_)
                | Act::Judge(_) => {}
            }
        }
        ended.push(after);
    }
    days
}

/// Cases for which both hold.
type Both = [When; 2];

/// The cases for which something holds and that have not ended before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct GoesOn {
    when: When,
    ended: Vec<Both>,
}

impl From<When> for GoesOn {
    fn from(when: When) -> GoesOn {
        GoesOn {
            when,
            ended: Vec::new(),
        }
    }
}

impl GoesOn {
    fn all(&self) -> impl Iterator<Item = When> + '_ {
        std::iter::once(self.when).chain(self.ended.iter().flatten().copied())
    }

    /// As far as what is settled tells.
    fn holds(&self, draws: &Draws, settled: &Settled) -> Option<bool> {
        let ended = |both: &Both| every(both.iter().map(|&when| holds(draws, when, settled)));
        let goes_on = self
            .ended
            .iter()
            .map(|both| ended(both).map(|ended| !ended));
        every(std::iter::once(holds(draws, self.when, settled)).chain(goes_on))
    }
}

/// The mean of an effort, working days.
fn mean_days(draws: &Draws, effort: Value) -> f64 {
    match draws.spec(effort) {
        ValueSpec::Drawn(..) => draws.mean_days(effort),
        ValueSpec::Effort { parts, links } => parts
            .iter()
            .map(|&(part, over)| mean_days(draws, part) * f64::from(*links) / f64::from(over))
            .sum(),
        ValueSpec::FirstLink(value, links) => mean_days(draws, *value) / f64::from(*links),
        ValueSpec::CalendarDays(days) => {
            tick::days_of(f64::from(crate::sim::dates::without_dates(*days)))
        }
        ValueSpec::Fixed(ticks) => tick::days_of(f64::from(*ticks)),
        ValueSpec::Longest(_)
        | ValueSpec::Where(..)
        | ValueSpec::Uniform(_)
        | ValueSpec::Package(..)
        | ValueSpec::Wrong { .. } => unreachable!("no effort is made of these"),
    }
}

/// What decides whether a condition holds, each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Attribute(usize),
    Uniform(Latent),
    /// Whether something of a package is wrong.
    Wrong(Value),
}

/// What has been settled of some causes.
type Settled = BTreeMap<Cause, u32>;

/// The share of cases that go on: over all that can happen to what it hangs on.
fn share_of(draws: &Draws, goes_on: &GoesOn) -> f64 {
    let mut causes = BTreeSet::new();
    goes_on
        .all()
        .for_each(|when| add_causes(draws, when, &mut causes));
    let causes: Vec<Cause> = causes.into_iter().collect();
    sum(draws, goes_on, &causes, &mut Settled::new())
}

fn sum(draws: &Draws, goes_on: &GoesOn, open: &[Cause], settled: &mut Settled) -> f64 {
    // What holds already, or cannot hold any more, hangs on nothing else.
    if let Some(holds) = goes_on.holds(draws, settled) {
        return f64::from(u8::from(holds));
    }
    let [cause, open @ ..] = open else {
        unreachable!("all causes are settled")
    };
    let mut share = 0.0;
    for (outcome, chance) in outcomes(draws, *cause, goes_on, settled) {
        if chance > 0.0 {
            settled.insert(*cause, outcome);
            share += chance * sum(draws, goes_on, open, settled);
            settled.remove(cause);
        }
    }
    share
}

/// In place of a value: an attribute that does not apply to the case.
const NO_VALUE: u32 = u32::MAX;

/// What can come of a cause, given what is settled, each with its chance. A uniform is as good as the least one of its
/// stretch between two thresholds.
fn outcomes(draws: &Draws, cause: Cause, goes_on: &GoesOn, settled: &Settled) -> Vec<(u32, f64)> {
    match cause {
        Cause::Attribute(attribute) => {
            let (_, given, _, shares) = draws.attribute_law(attribute);
            match holds(draws, given, settled) {
                Some(false) => vec![(NO_VALUE, 1.0)],
                Some(true) => (0..).zip(shares.iter().copied()).collect(),
                None => unreachable!("an attribute is given by earlier ones"),
            }
        }
        Cause::Uniform(latent) => {
            let mut thresholds = BTreeSet::from([0, 1u64 << 32]);
            for when in goes_on.all() {
                add_thresholds(draws, when, latent, &mut thresholds);
            }
            let thresholds: Vec<u64> = thresholds.into_iter().collect();
            let stretches = thresholds.windows(2);
            let share = |from: u64, to: u64| (to - from) as f64 / 4_294_967_296.0;
            stretches
                .map(|stretch| (stretch[0] as u32, share(stretch[0], stretch[1])))
                .collect()
        }
        Cause::Wrong(wrong) => {
            let chance = bounces(draws, wrong, settled);
            vec![(1, chance), (0, 1.0 - chance)]
        }
    }
}

/// The chance that something of a package is wrong once more: each thing is handed in by itself.
fn bounces(draws: &Draws, wrong: Value, settled: &Settled) -> f64 {
    let mut error_share = 1.0;
    let mut of = wrong;
    loop {
        match draws.spec(of) {
            ValueSpec::Wrong {
                of: before,
                error_share: share,
                ..
            } => {
                error_share *= f64::from_bits(*share);
                of = *before;
            }
            ValueSpec::Package(by_case, supplied) => {
                let things = by_case.iter().filter(|&&(when, _)| {
                    // The faces of a step are settled before; else the largest package stands for all.
                    holds(draws, when, settled).unwrap_or(true)
                });
                let things = things.map(|&(_, things)| things).max().unwrap_or(0);
                let share = |&when: &When| share_of(draws, &GoesOn::from(when));
                let by_hand = supplied.iter().map(|when| 1.0 - share(when));
                let by_hand = by_hand.chain(std::iter::repeat(1.0)).take(things as usize);
                return 1.0
                    - by_hand
                        .map(|share| 1.0 - share * error_share)
                        .product::<f64>();
            }
            ValueSpec::Fixed(_)
            | ValueSpec::Drawn(..)
            | ValueSpec::Longest(_)
            | ValueSpec::Effort { .. }
            | ValueSpec::FirstLink(..)
            | ValueSpec::Where(..)
            | ValueSpec::Uniform(_)
            | ValueSpec::CalendarDays(_) => unreachable!("what is wrong is wrong of a package"),
        }
    }
}

/// Whether a condition holds, as far as what is settled tells.
fn holds(draws: &Draws, when: When, settled: &Settled) -> Option<bool> {
    let mask = match when {
        When::Always => return Some(true),
        When::Never => return Some(false),
        When::Mask(mask) => mask,
    };
    match draws.mask_spec(mask) {
        MaskSpec::Guard(guards) => every(guards.iter().map(|(attribute, wanted)| {
            let value = settled.get(&Cause::Attribute(*attribute))?;
            Some(wanted.contains(value))
        })),
        MaskSpec::Chance(latent, chance) => {
            let uniform = settled.get(&Cause::Uniform(*latent))?;
            Some(chance.happens(*uniform))
        }
        MaskSpec::All(of, but) => {
            let of = of.iter().map(|&one| holds(draws, one, settled));
            let but = but
                .iter()
                .map(|&one| holds(draws, one, settled).map(|holds| !holds));
            every(of.chain(but))
        }
        MaskSpec::Any(of) => {
            let none = of
                .iter()
                .map(|&one| holds(draws, one, settled).map(|holds| !holds));
            every(none).map(|none| !none)
        }
        MaskSpec::Above(value, _) => settled.get(&Cause::Wrong(*value)).map(|&wrong| wrong > 0),
    }
}

/// Whether all hold; one that does not decides, whatever is open.
fn every(of: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for one in of {
        match one {
            Some(false) => return Some(false),
            Some(true) => {}
            None => all = None,
        }
    }
    all
}

fn add_causes(draws: &Draws, when: When, causes: &mut BTreeSet<Cause>) {
    let When::Mask(mask) = when else { return };
    match draws.mask_spec(mask) {
        MaskSpec::Guard(guards) => {
            for (attribute, _) in guards {
                causes.insert(Cause::Attribute(*attribute));
                let (_, given, _, _) = draws.attribute_law(*attribute);
                add_causes(draws, given, causes);
            }
        }
        MaskSpec::Chance(latent, _) => {
            causes.insert(Cause::Uniform(*latent));
        }
        MaskSpec::All(of, but) => {
            let all = of.iter().chain(but);
            all.for_each(|&one| add_causes(draws, one, causes));
        }
        MaskSpec::Any(of) => of.iter().for_each(|&one| add_causes(draws, one, causes)),
        MaskSpec::Above(value, _) => {
            causes.insert(Cause::Wrong(*value));
        }
    }
}

fn add_thresholds(draws: &Draws, when: When, latent: Latent, all: &mut BTreeSet<u64>) {
    let When::Mask(mask) = when else { return };
    match draws.mask_spec(mask) {
        MaskSpec::Chance(own, chance) if *own == latent => {
            all.insert(chance.threshold());
        }
        MaskSpec::Chance(..) | MaskSpec::Guard(_) | MaskSpec::Above(..) => {}
        MaskSpec::All(of, but) => {
            let masks = of.iter().chain(but);
            masks.for_each(|&one| add_thresholds(draws, one, latent, all));
        }
        MaskSpec::Any(of) => of
            .iter()
            .for_each(|&one| add_thresholds(draws, one, latent, all)),
    }
}

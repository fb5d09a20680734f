//! Answers without sampling: the distribution of a total from the sampler's own tables.
//!
//! Where the steps of a plan make series and parallels, sums are convolutions and latest ends products of
//! distribution functions. Attributes and shares that several steps ask about are gone through kind by kind
//! of case; luck that all steps of a case share is averaged over by quadrature. What is left must be
//! independent. The answer differs from what sampling tends to by rounding (below 1e-9 of a share), by the grain of the
//! uniforms (2^-32 a draw) and by that of the sampler's normals (1e-4 of a standard deviation).

mod decompose;
mod elements;
mod kinds;
mod mass;
mod network;
mod obstacle;
mod quadrature;
mod sources;
mod times;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

pub use mass::Mass;
pub use obstacle::{Obstacle, Why};

use super::plan::{Family, GRID};
use super::pool::{Latent, Mask, Pool};
use crate::workflow::Handover;
use decompose::Tree;
use elements::{Element, What, elements};
use kinds::{Kind, Kinds, Variable, told_apart};
use network::{Network, network};
use times::{Known, Times};

/// Which total is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeline {
    /// 计时: time on the official clock along the counted chain.
    Counted,
    /// 历时: what the applicant waits.
    Elapsed,
}

/// Products of shares that may be computed for one answer: some seconds.
const MOST_PRODUCTS: f64 = 3e8;

/// Kinds of cases that are gone through.
const MOST_KINDS: usize = 1_024;

/// The distribution of a total of the family's workflow at `workflow`, in grid steps.
///
/// # Errors
/// What is in the way.
pub fn exact(
    family: &Family,
    workflow: usize,
    timeline: Timeline,
    stop: &AtomicBool,
) -> Result<Mass, Obstacle> {
    let (pool, plan) = (&family.pool, &family.plans[workflow]);
    let elements = elements(plan, timeline);
    let factors = sources::common_factors(pool, &elements, timeline, plan.handover)?;
    let masks: Vec<BTreeSet<Mask>> = elements
        .iter()
        .map(|one| one.what.masks(timeline))
        .collect();
    let kinds = Kinds::new(pool, &masks.iter().flatten().copied().collect());
    let question = Question {
        times: Times {
            pool,
            kinds: &kinds,
            handover: plan.handover,
            timeline,
        },
        elements: &elements,
        variables: masks.iter().map(|masks| kinds.variables(masks)).collect(),
        masks: &masks,
    };
    let classes = question.classes(pool)?;
    question.answer(&classes, &factors, stop)
}

struct Question<'q> {
    times: Times<'q>,
    elements: &'q [Element<'q>],
    /// What every element hangs on.
    variables: Vec<BTreeSet<Variable>>,
    masks: &'q [BTreeSet<Mask>],
}

/// Cases that are alike in all that several elements ask about.
struct Class {
    share: f64,
    /// For every element the kinds that it alone tells apart.
    kinds: Vec<Vec<(f64, Kind)>>,
    network: Network,
    /// All times are multiples of it.
    unit: u32,
    /// Products of shares for one answer.
    n_products: f64,
}

impl Question<'_> {
    fn classes(&self, pool: &Pool) -> Result<Vec<Class>, Obstacle> {
        let kinds = self.times.kinds;
        let shared = self.shared_variables();
        let too_many = || Why::Kinds.at([]);
        let all = kinds
            .split(&Kind::default(), &shared)
            .ok_or_else(too_many)?;
        let asked: Vec<Mask> = self.masks.iter().flatten().copied().collect();
        let given = pool
            .attributes
            .iter()
            .filter_map(|attribute| attribute.given);
        let asked: BTreeSet<Mask> = asked.into_iter().chain(given).collect();
        let asked: Vec<Mask> = asked
            .into_iter()
            .filter(|mask| kinds.variables([mask]).is_subset(&shared))
            .collect();
        let all = told_apart(kinds, all, &asked);
        if all.len() > MOST_KINDS {
            return Err(too_many());
        }
        all.into_iter()
            .map(|(share, kind)| self.class(share, &kind))
            .collect()
    }

    /// What several elements ask about, or what decides whether a case meets a step that others wait for with
    /// a delay.
    fn shared_variables(&self) -> BTreeSet<Variable> {
        let mut n_askers: BTreeMap<Variable, u32> = BTreeMap::new();
        for variable in self.variables.iter().flatten() {
            *n_askers.entry(*variable).or_default() += 1;
        }
        let shared = n_askers.into_iter().filter(|&(_, askers)| askers > 1);
        let mut shared: BTreeSet<Variable> = shared.map(|(variable, _)| variable).collect();
        if self.times.timeline == Timeline::Elapsed {
            let presence = self.elements.iter().flat_map(|one| one.what.presence());
            let presence: Vec<Mask> = presence.collect();
            shared.extend(self.times.kinds.variables(&presence));
        }
        shared
    }

    fn class(&self, share: f64, kind: &Kind) -> Result<Class, Obstacle> {
        let mut kinds = Vec::with_capacity(self.elements.len());
        for (variables, masks) in self.variables.iter().zip(self.masks) {
            let split = self.times.kinds.split(kind, variables);
            let split = split.ok_or_else(|| Why::Kinds.at([]))?;
            let asked: Vec<Mask> = masks.iter().copied().collect();
            kinds.push(match split.len() {
                1 => split,
                _ => told_apart(self.times.kinds, split, &asked),
            });
        }
        let masses: Vec<Mass> = self
            .elements
            .iter()
            .zip(&kinds)
            .map(|(element, kinds)| self.times.of(&element.what, kinds, &[]))
            .collect();
        let is_met: Vec<bool> = self
            .elements
            .iter()
            .map(|element| match element.what {
                What::Step(node) if self.times.timeline == Timeline::Elapsed => {
                    self.times.meets(node, kind)
                }
                What::Step(_) | What::Handoff { .. } | What::Material { .. } => true,
            })
            .collect();
        let network = network(self.elements, &masses, &is_met)?;
        let mut class = Class {
            share,
            kinds,
            network,
            unit: 0,
            n_products: 0.0,
        };
        class.measure(&masses);
        self.check_gates(&class, &is_met)?;
        self.check_panels(&class)?;
        Ok(class)
    }

    /// Missing materials may hold the end of a step only until a moment that has passed already.
    fn check_gates(&self, class: &Class, is_met: &[bool]) -> Result<(), Obstacle> {
        if self.times.timeline == Timeline::Counted {
            return Ok(());
        }
        for (idx, element) in self.elements.iter().enumerate() {
            let What::Step(node) = element.what else {
                continue;
            };
            let ready = u64::from(class.network.earliest_starts[idx]);
            let pool = self.times.pool;
            let holds = node.end_gates.iter().any(|gate| {
                let mut there = gate.obtained.iter().map(|waited| pool.most(waited.draw));
                pool.may_cover(gate.never) || there.any(|there| there > ready)
            });
            if holds && is_met[idx] {
                return Err(Why::EndGate.at([node.id.as_str()]));
            }
        }
        Ok(())
    }

    /// A panel that sits on whole days makes everybody wait evenly long only who comes on whole days.
    fn check_panels(&self, class: &Class) -> Result<(), Obstacle> {
        let is_elapsed = self.times.timeline == Timeline::Elapsed;
        let whole_days = self.times.handover == Handover::NextDay && is_elapsed;
        if !whole_days || class.unit.is_multiple_of(GRID) {
            return Ok(());
        }
        let meets = |element: &&Element<'_>| match element.what {
            What::Step(node) => node.faces.iter().any(|(_, face)| face.sittings.is_some()),
            What::Handoff { .. } | What::Material { .. } => false,
        };
        match self.elements.iter().find(meets) {
            Some(element) => Err(Why::Meeting.at(element.what.steps())),
            None => Ok(()),
        }
    }

    fn answer(
        &self,
        classes: &[Class],
        factors: &[Latent],
        stop: &AtomicBool,
    ) -> Result<Mass, Obstacle> {
        let n_products: f64 = classes.iter().map(|class| class.n_products).sum();
        if n_products * quadrature::n_points(factors.len()) > MOST_PRODUCTS {
            return Err(Why::TooLarge.at([]));
        }
        let given = |luck: &[f64]| {
            if stop.load(Ordering::Relaxed) {
                return Err(Why::Stopped.at([]));
            }
            let known: Vec<(Latent, f64)> =
                factors.iter().copied().zip(luck.iter().copied()).collect();
            let mut all = Mass::none();
            for class in classes {
                all.mix(class.share, &self.total(class, &known));
            }
            Ok(all)
        };
        let settled = quadrature::average(factors.len(), given)?;
        settled.map_err(|_| Why::Correlation.at([]))
    }

    /// The total of the cases of a class, given the common luck.
    fn total(&self, class: &Class, known: &Known) -> Mass {
        let Some(tree) = &class.network.tree else {
            return Mass::point(0);
        };
        let leaf = |idx: usize| {
            let mass = self
                .times
                .of(&self.elements[idx].what, &class.kinds[idx], known);
            mass.moved(class.network.shifts[idx]).coarser(class.unit)
        };
        total(tree, &leaf).finer(class.unit)
    }
}

impl Class {
    /// The grid that all times lie on, and what one answer costs.
    fn measure(&mut self, masses: &[Mass]) {
        let Some(tree) = &self.network.tree else {
            self.unit = GRID;
            return;
        };
        for idx in tree.leaves() {
            let mass = masses[idx].clone().moved(self.network.shifts[idx]);
            self.unit = mass.unit(self.unit);
        }
        let unit = self.unit as usize;
        let sizes: Vec<f64> = masses
            .iter()
            .map(|mass| mass.n_values().div_ceil(unit) as f64)
            .collect();
        self.n_products = cost(tree, &sizes).1;
    }
}

fn total(tree: &Tree, leaf: &impl Fn(usize) -> Mass) -> Mass {
    let fold = |parts: &[Tree], join: fn(&Mass, &Mass) -> Mass| {
        let mut masses = parts.iter().map(|part| total(part, leaf));
        let first = masses.next().expect("nothing is made of no parts");
        masses.fold(first, |sum, next| join(&sum, &next))
    };
    match tree {
        Tree::Leaf(idx) => leaf(*idx),
        Tree::Series(parts) => fold(parts, Mass::then),
        Tree::Parallel(parts) => fold(parts, Mass::beside),
    }
}

/// How many values a total has, and how many products of shares it takes.
fn cost(tree: &Tree, sizes: &[f64]) -> (f64, f64) {
    match tree {
        Tree::Leaf(idx) => (sizes[*idx], sizes[*idx]),
        Tree::Series(parts) => parts.iter().fold((1.0, 0.0), |(values, products), part| {
            let (more, theirs) = cost(part, sizes);
            (values + more, products + theirs + values * more)
        }),
        Tree::Parallel(parts) => parts.iter().fold((1.0, 0.0), |(values, products), part| {
            let (more, theirs) = cost(part, sizes);
            (values.max(more), products + theirs + values.max(more))
        }),
    }
}

//! Classes of cases that are alike in all that ties elements together, each laid out by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::forest::Total;
use super::super::plan::GRID;
use super::super::pool::Mask;
use super::decompose::Tree;
use super::elements::{Element, What};
use super::kinds::{Kind, Kinds, Variable, told_apart};
use super::network::{Network, network};
use super::obstacle::{Obstacle, Why};
use super::program::{Program, Time};
use super::times::{Rules, Times};
use crate::workflow::Handover;

/// Classes that are gone through.
const MOST_CLASSES: usize = 1_024;

/// What is asked about the elements of a plan.
pub struct Question<'q> {
    rules: Rules<'q>,
    elements: &'q [Element<'q>],
    /// What every element asks about.
    masks: &'q [BTreeSet<Mask>],
    /// What that hangs on.
    variables: Vec<BTreeSet<Variable>>,
}

/// Cases that are alike in all that several elements ask about.
pub struct Class {
    /// Of all cases.
    pub share: f64,
    /// What every element takes.
    pub times: Vec<Time>,
    /// By how much that is shifted.
    pub shifts: Vec<i64>,
    /// How it makes up the total; `None` if nothing takes time.
    pub tree: Option<Tree>,
}

impl Class {
    /// The elements that take time.
    pub fn leaves(&self) -> Vec<usize> {
        self.tree.as_ref().map_or(Vec::new(), Tree::leaves)
    }
}

impl<'q> Question<'q> {
    pub fn new(
        rules: Rules<'q>,
        elements: &'q [Element<'q>],
        masks: &'q [BTreeSet<Mask>],
    ) -> Question<'q> {
        let variables = masks.iter().map(|masks| rules.kinds.variables(masks));
        Question {
            variables: variables.collect(),
            rules,
            elements,
            masks,
        }
    }

    /// All classes, what their elements take written into the program.
    pub fn classes(
        &self,
        program: &mut Program<'_>,
        stop: &AtomicBool,
    ) -> Result<Vec<Class>, Obstacle> {
        let kinds = self.rules.kinds;
        let shared = self.shared_variables();
        let too_many = || Why::Kinds.at([]);
        let all = kinds
            .split(&Kind::default(), &shared)
            .ok_or_else(too_many)?;
        let asked = self.masks.iter().flatten().copied();
        let all = told_apart(kinds, all, &self.known_masks(asked, &shared));
        if all.len() > MOST_CLASSES {
            return Err(too_many());
        }
        let classes = all.iter();
        classes
            .map(|(share, kind)| {
                if stop.load(Ordering::Relaxed) {
                    return Err(Why::Stopped.at([]));
                }
                self.class(*share, kind, program)
            })
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
        if self.rules.total == Total::Elapsed {
            let presence = self.elements.iter().flat_map(|one| one.what.presence());
            let presence: Vec<Mask> = presence.collect();
            shared.extend(self.rules.kinds.variables(&presence));
        }
        shared
    }

    /// Those of the masks, and of those that say which cases an attribute applies to, that hang on nothing else.
    fn known_masks(
        &self,
        masks: impl Iterator<Item = Mask>,
        variables: &BTreeSet<Variable>,
    ) -> Vec<Mask> {
        let attributes = &self.rules.pool.attributes;
        let given = attributes.iter().filter_map(|attribute| attribute.given);
        let all: BTreeSet<Mask> = masks.chain(given).collect();
        let is_known = |mask: &Mask| self.rules.kinds.variables([mask]).is_subset(variables);
        all.into_iter().filter(is_known).collect()
    }

    fn class(&self, share: f64, kind: &Kind, program: &mut Program<'_>) -> Result<Class, Obstacle> {
        let mut times = Vec::with_capacity(self.elements.len());
        let mut writer = Times {
            rules: self.rules,
            program,
        };
        for ((element, variables), masks) in
            self.elements.iter().zip(&self.variables).zip(self.masks)
        {
            let kinds = own_kinds(self.rules.kinds, kind, variables, masks);
            let kinds = kinds.ok_or_else(|| Why::Kinds.at(element.what.steps()))?;
            times.push(writer.of(&element.what, &kinds));
        }
        let is_met: Vec<bool> = self
            .elements
            .iter()
            .map(|one| self.is_met(one, kind))
            .collect();
        let Network {
            tree,
            shifts,
            earliest_starts,
        } = network(self.elements, &times, &is_met, program)?;
        let class = Class {
            share,
            times,
            shifts,
            tree,
        };
        if self.rules.total == Total::Elapsed {
            self.check_gates(&earliest_starts, &is_met)?;
            self.check_panels(&class, program)?;
        }
        Ok(class)
    }

    fn is_met(&self, element: &Element<'_>, kind: &Kind) -> bool {
        match element.what {
            What::Step(node) if self.rules.total == Total::Elapsed => self.rules.meets(node, kind),
            What::Step(_) | What::Handoff { .. } | What::Material { .. } => true,
        }
    }

    /// Missing materials may hold the end of a step only until a moment that has passed already.
    fn check_gates(&self, earliest_starts: &[u32], is_met: &[bool]) -> Result<(), Obstacle> {
        for (idx, element) in self.elements.iter().enumerate() {
            let What::Step(node) = element.what else {
                continue;
            };
            let ready = u64::from(earliest_starts[idx]);
            let pool = self.rules.pool;
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
    fn check_panels(&self, class: &Class, program: &mut Program<'_>) -> Result<(), Obstacle> {
        let sits_on_days = |element: &&Element<'_>| match element.what {
            What::Step(node) => node.faces.iter().any(|(_, face)| face.sittings.is_some()),
            What::Handoff { .. } | What::Material { .. } => false,
        };
        let panel = match self.rules.handover {
            Handover::NextDay => self.elements.iter().find(sits_on_days),
            Handover::Immediate => None,
        };
        let Some(panel) = panel else {
            return Ok(());
        };
        let on_days = class.leaves().into_iter().all(|idx| {
            let time = program.moved(class.times[idx], class.shifts[idx]);
            program.extent(time).unit.is_multiple_of(GRID)
        });
        if on_days {
            Ok(())
        } else {
            Err(Why::Meeting.at(panel.what.steps()))
        }
    }
}

/// The kinds that an element alone tells apart among cases of a kind; `None` if they are too many.
fn own_kinds(
    kinds: &Kinds<'_>,
    kind: &Kind,
    variables: &BTreeSet<Variable>,
    masks: &BTreeSet<Mask>,
) -> Option<Vec<(f64, Kind)>> {
    let all = kinds.split(kind, variables)?;
    if all.len() == 1 {
        return Some(all);
    }
    let asked: Vec<Mask> = masks.iter().copied().collect();
    Some(told_apart(kinds, all, &asked))
}

//! The elements of a plan: steps, hand-offs and materials that something waits for, each waiting for others.

use std::collections::BTreeSet;

use super::super::forest::Total;
use super::super::plan::{FaceOf, Node, Plan, Waited};
use super::super::pool::{Draw, Mask};
use crate::workflow::Clock;

/// Something that takes time.
pub struct Element<'p> {
    pub what: What<'p>,
    /// Indices of the elements that it waits for; all come earlier.
    pub before: Vec<usize>,
    /// Whether the case is done no earlier.
    pub is_end: bool,
}

/// What an element is.
pub enum What<'p> {
    Step(&'p Node),
    /// The way of a file from one step to another.
    Handoff {
        draw: Draw,
        from: &'p Node,
        to: &'p Node,
    },
    /// Getting a material, from day zero on, and a step that waits for it.
    Material {
        waited: &'p Waited,
        step: &'p Node,
    },
}

/// The elements on the way to the end of a case, in an order in which each comes after what it waits for.
pub fn elements(plan: &Plan, total: Total) -> Vec<Element<'_>> {
    let mut all: Vec<Element<'_>> = Vec::with_capacity(plan.nodes.len());
    let mut place = Vec::with_capacity(plan.nodes.len());
    for (idx, node) in plan.nodes.iter().enumerate() {
        let mut before = Vec::new();
        for &(from, handoff) in &node.predecessors {
            before.push(place[from]);
            if let (Some(draw), Total::Elapsed) = (handoff, total) {
                let from_node = &plan.nodes[from];
                let handoff = What::Handoff {
                    draw,
                    from: from_node,
                    to: node,
                };
                before.push(push(&mut all, handoff, vec![place[from]]));
            }
        }
        if total == Total::Elapsed {
            for waited in &node.obtained {
                let same = all.iter().position(|one| is_material(one, waited));
                before.push(same.unwrap_or_else(|| {
                    push(&mut all, What::Material { waited, step: node }, Vec::new())
                }));
            }
        }
        let element = push(&mut all, What::Step(node), before);
        all[element].is_end = plan.last.contains(&idx);
        place.push(element);
    }
    on_the_way(all)
}

fn push<'p>(all: &mut Vec<Element<'p>>, what: What<'p>, before: Vec<usize>) -> usize {
    all.push(Element {
        what,
        before,
        is_end: false,
    });
    all.len() - 1
}

fn is_material(element: &Element<'_>, waited: &Waited) -> bool {
    match element.what {
        What::Material { waited: other, .. } => {
            other.draw == waited.draw && other.supplied == waited.supplied
        }
        What::Step(_) | What::Handoff { .. } => false,
    }
}

/// Without what no end waits for.
fn on_the_way(all: Vec<Element<'_>>) -> Vec<Element<'_>> {
    let mut is_needed: Vec<bool> = all.iter().map(|element| element.is_end).collect();
    for (idx, element) in all.iter().enumerate().rev() {
        if is_needed[idx] {
            element
                .before
                .iter()
                .for_each(|&before| is_needed[before] = true);
        }
    }
    let mut place = vec![0; all.len()];
    let mut kept = Vec::with_capacity(all.len());
    for (idx, mut element) in all.into_iter().enumerate() {
        if is_needed[idx] {
            place[idx] = kept.len();
            element
                .before
                .iter_mut()
                .for_each(|before| *before = place[*before]);
            kept.push(element);
        }
    }
    kept
}

impl Element<'_> {
    /// Whether nobody works on it.
    pub fn is_delay(&self) -> bool {
        self.is_handoff() || self.is_material()
    }

    pub fn is_handoff(&self) -> bool {
        matches!(self.what, What::Handoff { .. })
    }

    pub fn is_material(&self) -> bool {
        matches!(self.what, What::Material { .. })
    }
}

impl<'p> What<'p> {
    /// The step it is, or the two between which it stands.
    pub fn steps(&self) -> Vec<&'p str> {
        match self {
            What::Step(node) | What::Material { step: node, .. } => vec![&node.id],
            What::Handoff { from, to, .. } => vec![&from.id, &to.id],
        }
    }

    /// What decides whether a case meets it.
    pub fn presence(&self) -> Vec<Mask> {
        match self {
            What::Step(node) => presence(node.present, &node.faces),
            What::Handoff { from, to, .. } => {
                let mut masks = presence(from.present, &from.faces);
                masks.extend(presence(to.present, &to.faces));
                masks
            }
            What::Material { .. } => Vec::new(),
        }
    }

    /// All that decides what it takes, beside the luck of durations.
    pub fn masks(&self, total: Total) -> BTreeSet<Mask> {
        let mut masks: BTreeSet<Mask> = self.presence().into_iter().collect();
        match self {
            What::Handoff { .. } => {}
            What::Material { waited, .. } => masks.extend(&waited.supplied),
            What::Step(node) => {
                if takes_time(node, total) {
                    masks.extend(faces(&node.faces));
                } else if node.rework.is_none() {
                    // However the case meets it, it takes no time.
                    masks.clear();
                }
                if let (Some(corrections), Total::Elapsed) = (&node.corrections, total) {
                    masks.extend(&corrections.supplied);
                }
                let rounds = node.rework.iter().flat_map(|rework| &rework.rounds);
                for again in rounds.flat_map(|(_, again)| again) {
                    masks.extend(again.present);
                    masks.extend(faces(&again.faces));
                }
            }
        }
        masks
    }
}

/// Whether a step's own work counts in the total.
pub fn takes_time(node: &Node, total: Total) -> bool {
    match total {
        Total::Counted => node.clock == Clock::On,
        Total::Elapsed => true,
    }
}

fn faces(faces: &[FaceOf]) -> impl Iterator<Item = Mask> + '_ {
    faces.iter().filter_map(|(mask, _)| *mask)
}

fn presence(present: Option<Mask>, all: &[FaceOf]) -> Vec<Mask> {
    let skips = all.iter().any(|(_, face)| face.skipped);
    let masks = present.into_iter();
    masks.chain(faces(all).filter(|_| skips)).collect()
}

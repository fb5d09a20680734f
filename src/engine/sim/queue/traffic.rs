//! Traffic equations: the officer days that a case asks of every agency, without any simulation.

use std::collections::BTreeMap;

use super::model::QueueFamily;
use super::work::is_touched;
use crate::duration::Law;
use crate::workflow::{Attribute, Face, Gating, Guard, Step, Tally, Workflow};

/// Officer days per case at every agency of workflow `idx`, in the order of [`QueueFamily::agencies`]:
/// attributes, shares, corrections and rework taken into account. `workflow` is the one that was
/// compiled.
pub fn officer_days(family: &QueueFamily, idx: usize, workflow: &Workflow) -> Vec<f64> {
    let flat = workflow.flat(Gating::AsFiled);
    let plan = &family.family.plans[idx];
    let agencies = family.agencies(idx);
    let mut days = vec![0.0; agencies.len()];
    let mut add = |step: &Step, face: &Face, share: f64, links: f64| {
        let agency = agencies
            .iter()
            .position(|id| Some(*id) == step.agency.as_deref());
        if let Some(agency) = agency.filter(|_| is_touched(step, face)) {
            days[agency] += share * touch_days(step, face) * links;
        }
    };
    for (step, node) in flat.steps.iter().zip(&plan.nodes) {
        let reached = share_of(&step.when, &workflow.attributes);
        let met = reached * checked(step);
        let mut done = 0.0;
        for (face_idx, (face, share)) in faces(step).into_iter().enumerate() {
            let share = met * share;
            if face.skipped {
                continue;
            }
            done += share;
            add(step, face, share, 1.0);
            if let Some(corrections) = &node.corrections {
                let package = node.faces[face_idx].1.package;
                let supplied = supplied(step, workflow, package);
                let rounds: f64 = (1..=corrections.rounds.len() as i32)
                    .map(|round| bounces(&supplied, corrections.error_share.powi(round)))
                    .sum();
                add(step, face, share, rounds / f64::from(face.links.max(1)));
            }
        }
        let Some(rework) = &step.rework else { continue };
        let rounds = (1..=rework.max_rounds as i32).map(|round| rework.share.powi(round));
        let rounds: f64 = rounds.sum();
        for again in rework.repeats.iter().filter_map(|id| workflow.step(id)) {
            if again.id == step.id {
                for (face, share) in faces(step) {
                    add(step, face, met * share * rounds, 1.0);
                }
                continue;
            }
            // Of the cases that do the step, those that met the other one do that again.
            let guards: Vec<Guard> = step.when.iter().chain(&again.when).cloned().collect();
            let both =
                share_of(&guards, &workflow.attributes) * done / reached.max(f64::MIN_POSITIVE);
            for (face, share) in faces(again) {
                add(again, face, both * share * rounds, 1.0);
            }
        }
    }
    days
}

/// The mean touch time of a face.
fn touch_days(step: &Step, face: &Face) -> f64 {
    let efforts = step.efforts.iter().map(|effort| {
        let mean = Law::from(effort.duration.clone()).mean();
        if effort.over_links == 0 {
            mean
        } else {
            mean * f64::from(face.links.max(1)) / f64::from(effort.over_links)
        }
    });
    efforts.sum()
}

/// Faces with their shares; the last that covers a case is its face.
fn faces(step: &Step) -> Vec<(&Face, f64)> {
    let mut left = 1.0;
    let mut faces = Vec::with_capacity(step.splits.len() + 1);
    for split in step.splits.iter().rev() {
        let share = split.share.share.clamp(0.0, 1.0);
        faces.push((&split.then, left * share));
        left *= 1.0 - share;
    }
    faces.push((&step.face, left));
    faces.reverse();
    faces
}

/// The share of cases that an after-check looks at; 1 for other steps.
fn checked(step: &Step) -> f64 {
    let shares = step.tallies.iter().map(|tally| match tally {
        Tally::AfterCheck { share, among, .. } => {
            share.share * among.as_ref().map_or(1.0, |among| among.share)
        }
        Tally::SilentApproval => 1.0,
    });
    shares.product()
}

/// For each thing of a package the chance that the applicant hands it in himself.
fn supplied(step: &Step, workflow: &Workflow, package: u32) -> Vec<f64> {
    let supplied = step
        .face
        .materials
        .iter()
        .filter_map(|id| workflow.material(id))
        .flat_map(|material| &material.supplied)
        .map(|share| 1.0 - share.share);
    let mut by_hand: Vec<f64> = supplied.take(package as usize).collect();
    by_hand.resize(package as usize, 1.0);
    by_hand
}

/// The chance that at least one of these is wrong.
fn bounces(by_hand: &[f64], error_share: f64) -> f64 {
    let fine = by_hand.iter().map(|by_hand| 1.0 - by_hand * error_share);
    1.0 - fine.product::<f64>()
}

/// The share of cases for which all of `guards` hold.
fn share_of(guards: &[Guard], attributes: &[Attribute]) -> f64 {
    if guards.is_empty() {
        return 1.0;
    }
    // Only what the guards ask for, and what that depends on, in file order.
    let mut needed = vec![false; attributes.len()];
    for (idx, attribute) in attributes.iter().enumerate().rev() {
        let asked = |guards: &[Guard]| guards.iter().any(|guard| guard.attribute == attribute.id);
        let depends = attributes[idx + 1..]
            .iter()
            .zip(&needed[idx + 1..])
            .any(|(later, needed)| *needed && asked(&later.given));
        needed[idx] = asked(guards) || depends;
    }
    let needed: Vec<&Attribute> = attributes
        .iter()
        .zip(&needed)
        .filter_map(|(attribute, needed)| needed.then_some(attribute))
        .collect();
    share_from(&needed, guards, &mut BTreeMap::new())
}

fn share_from<'a>(
    attributes: &[&'a Attribute],
    guards: &[Guard],
    drawn: &mut BTreeMap<&'a str, &'a str>,
) -> f64 {
    let Some((attribute, later)) = attributes.split_first() else {
        return 1.0;
    };
    let holds = |guard: &Guard, value: Option<&str>| {
        value.is_some_and(|value| guard.values.iter().any(|wanted| wanted == value))
    };
    let fits = |value: Option<&str>| {
        let mut asked = guards
            .iter()
            .filter(|guard| guard.attribute == attribute.id);
        asked.all(|guard| holds(guard, value))
    };
    let applies = attribute
        .given
        .iter()
        .all(|guard| holds(guard, drawn.get(guard.attribute.as_str()).copied()));
    if !applies {
        return if fits(None) {
            share_from(later, guards, drawn)
        } else {
            0.0
        };
    }
    let matters = later.iter().any(|later| {
        later
            .given
            .iter()
            .any(|guard| guard.attribute == attribute.id)
    });
    let values = attribute
        .shares
        .iter()
        .filter(|(value, _)| fits(Some(value)));
    if !matters {
        let share: f64 = values.map(|(_, share)| share).sum();
        return share * share_from(later, guards, drawn);
    }
    let mut sum = 0.0;
    for (value, share) in values {
        drawn.insert(&attribute.id, value);
        sum += share * share_from(later, guards, drawn);
        drawn.remove(attribute.id.as_str());
    }
    sum
}

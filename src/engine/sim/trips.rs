//! Trips (跑动次数) that several steps share: for a material once, at a stage's one window once.

use std::collections::BTreeMap;

use super::block::{Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, overlay, uncover};
use super::plan::Plan;
use super::pool::{Mask, Pool};
use crate::workflow::{Face, Flat, Intake, Position, Step, Workflow};

/// Trips made once by a case that meets any of the steps they are for.
#[derive(Debug)]
pub(super) struct Trip {
    visits: u32,
    /// Indices of nodes, and for which of their faces.
    needed_by: Vec<(usize, Vec<NeededBy>)>,
    /// Cases to which the system supplies what the trip is for.
    supplied: Vec<Mask>,
}

/// The cases that a face is for, and whether it needs the trip.
type NeededBy = (Option<Mask>, bool);

/// Trips that a step makes by itself: none beside the path or before day zero, none of its own at one window.
pub(super) fn own_visits(step: &Step) -> u32 {
    if step.position != Position::Path || window_of(step).is_some() {
        0
    } else {
        step.visits
    }
}

/// The stage at whose one window a step is handed in.
fn window_of(step: &Step) -> Option<&str> {
    match step.intake {
        Intake::Window(_) | Intake::Shared => step.stage.as_deref(),
        Intake::Friction => None,
    }
}

/// Trips that steps share, windows first, then materials in file order.
pub(super) fn trips(pool: &mut Pool, workflow: &Workflow, flat: &Flat) -> Vec<Trip> {
    let steps = flat.steps.iter().enumerate();
    let on_path = steps.filter(|(_, step)| step.position == Position::Path);
    let on_path: Vec<(usize, &Step)> = on_path.map(|(node, step)| (node, step.as_ref())).collect();
    let mut windows: BTreeMap<&str, Vec<(usize, Vec<NeededBy>)>> = BTreeMap::new();
    for &(node, step) in on_path.iter().filter(|(_, step)| step.visits > 0) {
        if let Some(stage) = window_of(step) {
            let needed = needed_by(pool, step, |_| true);
            windows.entry(stage).or_default().push((node, needed));
        }
    }
    let windows = windows.into_values().map(|needed_by| Trip {
        visits: 1,
        needed_by,
        supplied: Vec::new(),
    });
    let mut trips: Vec<Trip> = windows.collect();
    for material in workflow.materials.iter().filter(|one| one.visits > 0) {
        let hands_in = |face: &Face| face.materials.contains(&material.id);
        let needed: Vec<_> = on_path
            .iter()
            .map(|&(node, step)| (node, needed_by(pool, step, hands_in)))
            .filter(|(_, faces)| faces.iter().any(|&(_, needed)| needed))
            .collect();
        if !needed.is_empty() {
            let supplied = material.supplied.iter().map(|share| pool.share(share));
            trips.push(Trip {
                visits: material.visits,
                supplied: supplied.collect(),
                needed_by: needed,
            });
        }
    }
    trips
}

fn needed_by(pool: &mut Pool, step: &Step, needs: impl Fn(&Face) -> bool) -> Vec<NeededBy> {
    let mut faces = vec![(None, needs(&step.face))];
    for split in &step.splits {
        faces.push((Some(pool.share(&split.share)), needs(&split.then)));
    }
    faces
}

impl Cases {
    /// Counts the trips that steps share, once all steps are through.
    pub(super) fn travel(&mut self, plan: &Plan, block: &mut Block<'_>) {
        for trip in &plan.trips {
            let mut made = ZERO;
            for (node, faces) in &trip.needed_by {
                let mut needed: Lane = ZERO;
                for &(mask, needs) in faces {
                    overlay(&mut needed, mask, if needs { u32::MAX } else { 0 }, block);
                }
                let present = &self.present[*node];
                for ((made, needed), present) in made.iter_mut().zip(&needed).zip(present) {
                    *made |= needed & present;
                }
            }
            for &supplied in &trip.supplied {
                uncover(&mut made, block.mask(supplied));
            }
            for (visits, made) in self.visits.iter_mut().zip(&made) {
                *visits += trip.visits & made;
            }
        }
    }
}

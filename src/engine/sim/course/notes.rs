//! Notes: what a step leaves behind beside time.

use std::collections::BTreeMap;

use super::compile::{Compiler, Luck, takes_time};
use crate::duration::Law;
use crate::sim::streams::{Factor, Purpose, Value, When};
use crate::sim::tick::ticks_of;
use crate::workflow::{Clock, Face, Flat, Intake, Position, Step, Tally};

/// What is counted of the cases that meet a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// Index of its item, if it is on the clock.
    pub item: Option<usize>,
    /// Trips that it makes by itself.
    pub visits: u32,
    /// After-checks that it is.
    pub checks: Vec<Check>,
    /// Cases that silence approves.
    pub silent: Option<When>,
}

impl Notes {
    /// Whether nothing is counted.
    pub fn are_none(&self) -> bool {
        *self == Notes::default()
    }
}

/// An after-check of the cases that meet the step.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Those whose promise was false.
    pub breach: When,
    /// How long putting it right takes; `None`: the decision is revoked.
    pub rectify: Option<Value>,
}

/// Trips made once by a case that meets any of the steps they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    /// How many.
    pub visits: u32,
    /// Indices of nodes, and which of their cases need it.
    pub needed_by: Vec<(usize, When)>,
    /// Cases to which the system supplies what the trip is for.
    pub supplied: Vec<When>,
}

impl Compiler<'_> {
    /// What is counted of a step; `items` are the items so far.
    pub(super) fn notes(&mut self, step: &Step, met: When, items: &mut Vec<String>) -> Notes {
        let item = step.item.as_ref().filter(|_| step.clock == Clock::On);
        let mut notes = Notes {
            item: item.map(|item| index_of(items, item)),
            visits: own_visits(step),
            ..Notes::default()
        };
        for tally in &step.tallies {
            match tally {
                Tally::AfterCheck {
                    breach, rectify, ..
                } => {
                    let breach = self.draws.share_for(Purpose::Breach, breach);
                    let breach = self.draws.all(&[met, breach], &[]);
                    let rectify = rectify.as_ref().map(|duration| {
                        let law = Law::from(duration.clone());
                        let correlation = self.workflow.friction.correlation;
                        let factor = Factor::applicants(correlation.applicants);
                        let key = (Purpose::Correction, &step.origins, 0);
                        self.draws.draw(key, factor, &law)
                    });
                    notes.checks.push(Check { breach, rectify });
                }
                Tally::SilentApproval => notes.silent = Some(self.silent(step)),
            }
        }
        notes
    }

    /// The cases in which the limit cut the duration; a face without a limit is never approved by silence.
    fn silent(&mut self, step: &Step) -> When {
        let (_, faces) = self.faces(step, When::Always);
        let factor = self.factor(step.kind);
        let mut silent = Vec::with_capacity(faces.len());
        for of in faces.iter().filter(|_| takes_time(step)) {
            let Some(limit) = of.face.limit else {
                continue;
            };
            let uncut = of.face.work.iter().map(|part| {
                let (origins, round) = Luck::Own.of(&part.origins);
                let key = (Purpose::Duration, &origins, round);
                self.draws.draw(key, factor, &part.law.uncut())
            });
            let uncut = uncut.collect();
            let uncut = self.draws.longest(uncut);
            let cut = self.draws.above(uncut, ticks_of(limit.days()));
            silent.push(self.draws.all(&[of.when, cut], &[]));
        }
        self.draws.any(&silent)
    }

    /// Trips that steps share, windows first, then materials in file order.
    pub(super) fn trips(&mut self, flat: &Flat) -> Vec<Trip> {
        let steps = flat.steps.iter().enumerate();
        let on_path = steps.filter(|(_, step)| step.position == Position::Path);
        let on_path: Vec<(usize, &Step)> =
            on_path.map(|(node, step)| (node, step.as_ref())).collect();
        let mut windows: BTreeMap<&str, Vec<(usize, When)>> = BTreeMap::new();
        for &(node, step) in on_path.iter().filter(|(_, step)| step.visits > 0) {
            if let Some(stage) = window_of(step) {
                let (met, _) = self.faces(step, When::Always);
                windows.entry(stage).or_default().push((node, met));
            }
        }
        let windows = windows.into_values().map(|needed_by| Trip {
            visits: 1,
            needed_by,
            supplied: Vec::new(),
        });
        let mut trips: Vec<Trip> = windows.collect();
        let workflow = self.workflow;
        for material in workflow.materials.iter().filter(|one| one.visits > 0) {
            let hands_in = |face: &Face| face.materials.contains(&material.id);
            let mut needed_by = Vec::new();
            for &(node, step) in &on_path {
                let (_, faces) = self.faces(step, When::Always);
                let needing = faces.iter().filter(|of| hands_in(of.face));
                let needing: Vec<When> = needing.map(|of| of.when).collect();
                let needing = self.draws.any(&needing);
                if needing != When::Never {
                    needed_by.push((node, needing));
                }
            }
            if !needed_by.is_empty() {
                let supplied = material.supplied.iter();
                trips.push(Trip {
                    visits: material.visits,
                    supplied: supplied.map(|share| self.draws.share(share)).collect(),
                    needed_by,
                });
            }
        }
        trips
    }
}

/// Trips that a step makes by itself: none beside the path or before day zero, none of its own at one window.
fn own_visits(step: &Step) -> u32 {
    match step.position != Position::Path || window_of(step).is_some() {
        true => 0,
        false => step.visits,
    }
}

/// The stage at whose one window a step is handed in.
fn window_of(step: &Step) -> Option<&str> {
    match step.intake {
        Intake::Window(_) | Intake::Shared => step.stage.as_deref(),
        Intake::Friction => None,
    }
}

fn index_of(items: &mut Vec<String>, item: &str) -> usize {
    items
        .iter()
        .position(|other| other == item)
        .unwrap_or_else(|| {
            items.push(item.to_owned());
            items.len() - 1
        })
}

//! `timeline`: every step of the reference case on the elapsed axis, before the reform and after it.

mod draw;
mod key;
mod lanes;
mod layout;
mod pack;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::theme::Side;
use super::{About, Draw, Reform};
use crate::compare::Told;
use crate::lang::Name;
use crate::workflow::{Basis, Clock, Limits, Step, Workflow};

pub use draw::draw;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "timeline",
    zh: "时间轴",
    shows: "every step at its limit, before and after: what runs beside what, which chain decides the counted days and which \
the applicant's wait",
    shows_zh: "改革前后各节点按时限排布：哪些并行，哪条链决定计时天数，哪条链决定申请人等待天数",
    draw: Draw::Reform(|reform, lang| Some(draw(&data(reform), lang))),
};

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The scenario's name and id.
    pub scenario: (Name, String),
    /// The reform's name and id.
    pub reform: (Name, String),
    /// The colour of the reform.
    pub side: Side,
    /// Working days on the counted chain that the reform aims at.
    pub target_days: Option<f64>,
    /// What counted days add up.
    pub basis: Basis,
    /// What the headline tells, before and after.
    pub told: [Told; 2],
    /// As it is.
    pub before: Panel,
    /// After the reform.
    pub after: Panel,
}

/// One workflow's timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Longest chain of time on the clock.
    pub counted_days: f64,
    /// Longest chain of all time.
    pub elapsed_days: f64,
    /// Stages that have steps, in order; last the steps without one.
    pub lanes: Vec<Lane>,
    /// The counted chain, end to end.
    pub counted_path: Vec<Piece>,
    /// The elapsed chain, end to end.
    pub elapsed_path: Vec<Piece>,
    /// Steps done before day zero.
    pub prepared: Vec<(Name, String)>,
}

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name and id; `None`: steps without a stage.
    pub stage: Option<(Name, String)>,
    /// Its part of the counted chain.
    pub counted_days: f64,
    /// Its steps by start, then by file order.
    pub bars: Vec<Bar>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its name and id.
    pub step: (Name, String),
    /// Earliest start on the elapsed axis.
    pub start_days: f64,
    /// Earliest end on the elapsed axis.
    pub end_days: f64,
    /// Which clock it runs on.
    pub clock: Clock,
    /// How much later it could end without moving the applicant's wait.
    pub slack_days: f64,
    /// Whether it is on the chain that decides the counted days.
    pub on_counted: bool,
    /// Whether it is on the chain that decides the wait.
    pub on_elapsed: bool,
}

/// A step of a chain laid end to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its name and id.
    pub step: (Name, String),
    /// Its length in working days.
    pub days: f64,
    /// Which clock it runs on.
    pub clock: Clock,
}

impl Data {
    /// Whether some step of either panel runs on that clock.
    fn has(&self, clock: Clock) -> bool {
        let panels = [&self.before, &self.after].into_iter();
        let mut bars = panels
            .flat_map(|panel| &panel.lanes)
            .flat_map(|lane| &lane.bars);
        bars.any(|bar| bar.clock == clock)
    }
}

/// Both timelines.
pub fn data(reform: &Reform<'_>) -> Data {
    let comparison = reform.comparison;
    Data {
        scenario: (comparison.name.clone(), comparison.id.clone()),
        reform: (reform.reform.name.clone(), reform.reform.id.clone()),
        side: Side::of_reform(reform.index),
        target_days: comparison.target_days,
        basis: comparison.basis(),
        told: [&comparison.baseline, &reform.reform.side].map(|side| side.told.clone()),
        before: panel(reform.baseline, &comparison.baseline.limits),
        after: panel(reform.reformed, &reform.reform.side.limits),
    }
}

fn panel(workflow: &Workflow, limits: &Limits) -> Panel {
    let case = workflow.reference_case();
    let on_counted: BTreeSet<&str> = ids(&limits.critical_path_counted);
    let on_elapsed: BTreeSet<&str> = ids(&limits.critical_path_elapsed);
    let mut by_stage: BTreeMap<Option<&str>, Vec<Bar>> = BTreeMap::new();
    for step in workflow
        .steps()
        .filter(|step| workflow.may_meet(step, &case))
    {
        let Some(slot) = limits.elapsed.steps.get(&step.id) else {
            continue;
        };
        let stage = step
            .stage
            .as_deref()
            .filter(|id| workflow.stage(id).is_some());
        by_stage.entry(stage).or_default().push(Bar {
            step: named(step),
            start_days: slot.start_days,
            end_days: slot.end_days,
            clock: step.clock,
            slack_days: slot.slack_days,
            on_counted: on_counted.contains(step.id.as_str()),
            on_elapsed: on_elapsed.contains(step.id.as_str()),
        });
    }
    let stages = workflow.stages.iter().map(|stage| {
        let name = (stage.name.clone(), stage.id.clone());
        (Some(stage.id.as_str()), Some(name))
    });
    let lanes = stages
        .chain([(None, None)])
        .filter_map(|(id, stage)| {
            let mut bars = by_stage.remove(&id)?;
            bars.sort_by(|a, b| a.start_days.total_cmp(&b.start_days));
            let counted = limits
                .by_stage
                .iter()
                .find(|(stage, _)| stage == id.unwrap_or_default());
            Some(Lane {
                stage,
                counted_days: counted.map_or(0.0, |(_, days)| *days),
                bars,
            })
        })
        .collect();
    let path = |ids: &[String], schedule: &crate::workflow::Schedule| -> Vec<Piece> {
        let steps = ids.iter().filter_map(|id| workflow.step(id));
        steps
            .filter_map(|step| {
                let slot = schedule.steps.get(&step.id)?;
                Some(Piece {
                    step: named(step),
                    days: slot.end_days - slot.start_days,
                    clock: step.clock,
                })
            })
            .collect()
    };
    Panel {
        counted_days: limits.counted_days,
        elapsed_days: limits.elapsed_days,
        lanes,
        counted_path: path(&limits.critical_path_counted, &limits.counted),
        elapsed_path: path(&limits.critical_path_elapsed, &limits.elapsed),
        prepared: workflow.prepared.iter().map(|step| named(step)).collect(),
    }
}

fn ids(path: &[String]) -> BTreeSet<&str> {
    path.iter().map(String::as_str).collect()
}

fn named(step: &Step) -> (Name, String) {
    (step.name.clone(), step.id.clone())
}

//! The model: a workflow compiled for the event loop, its draws in the family's pool.

use std::ops::Range;

use super::compile::{Refusal, compile};
use crate::sim::plan::{Family, GRID};
use crate::sim::pool::{Draw, Mask};
use crate::workflow::{Order, Origins, Roster, Workflow};

/// Ticks in a working day: less than half a second each.
pub const TICKS_PER_DAY: u32 = 1 << 16;

/// Ticks in a step of the coarse grid, on which delays without officers are drawn.
pub(super) const TICKS_PER_GRID: u32 = TICKS_PER_DAY / GRID;

/// A value that is not there: what it belongs to does not happen to this case.
pub(super) const ABSENT: u32 = u32::MAX;

/// Workflows that are simulated with the same arrivals and the same files.
#[derive(Debug)]
pub struct QueueFamily {
    pub(super) family: Family,
    pub(super) models: Vec<Model>,
}

impl QueueFamily {
    /// Compiles workflows; `scenario` keys their draws.
    ///
    /// # Errors
    /// A workflow that is too large for the event loop.
    pub fn new(seed: u64, scenario: &str, workflows: &[&Workflow]) -> Result<QueueFamily, Refusal> {
        let mut family = Family::new(seed, scenario, workflows);
        let mut models = Vec::with_capacity(workflows.len());
        for (idx, workflow) in workflows.iter().enumerate() {
            models.push(compile(&mut family, idx, workflow)?);
        }
        Ok(QueueFamily { family, models })
    }

    /// Workflows.
    pub fn len(&self) -> usize {
        self.models.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.models.is_empty()
    }

    /// Ids of the agencies of workflow `idx` that have a queue, in the order of [`super::Replication`].
    pub fn agencies(&self, idx: usize) -> Vec<&str> {
        let stations = self.models[idx].stations.iter();
        stations.map(|station| station.agency.as_str()).collect()
    }

    /// Officers of the agencies of workflow `idx` that have a queue.
    pub fn officers(&self, idx: usize) -> Vec<u32> {
        let stations = self.models[idx].stations.iter();
        stations.map(|station| station.officers).collect()
    }

    /// Ids of the steps of workflow `idx`, in the order of [`super::Replication`].
    pub fn steps(&self, idx: usize) -> Vec<&str> {
        let steps = self.models[idx].ids.iter();
        steps.map(String::as_str).collect()
    }
}

/// One workflow, ready for the event loop.
#[derive(Debug)]
pub(super) struct Model {
    /// Steps, and of each its id and how its columns are filled.
    pub nodes: Vec<NodeModel>,
    pub ids: Vec<String>,
    pub fills: Vec<Fill>,
    pub legs: Vec<Leg>,
    /// Of the steps one after another.
    pub successors: Vec<Successor>,
    pub stations: Vec<StationModel>,
    pub panels: Vec<PanelModel>,
    pub n_columns: usize,
    /// Kinds of cases, each with steps of its own.
    pub categories: Vec<Category>,
}

/// What one kind of cases goes through; within it steps are numbered from 0.
#[derive(Clone, Debug)]
pub(super) struct Category {
    /// Its steps among the model's.
    pub nodes: Range<usize>,
    /// Of them those that wait for no other.
    pub first_nodes: Vec<usize>,
    /// Steps that the applicant waits for.
    pub n_on_path: u32,
    /// The green channel: cases that go first where the order is by priority.
    pub class: Option<Column>,
    pub green: Option<Mask>,
    /// The stations that it knows, in the order of its own workflow.
    pub stations: Vec<usize>,
}

/// Index of a value in a case's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column(pub u32);

/// One agency with officers.
#[derive(Clone, Debug)]
pub(super) struct StationModel {
    pub agency: String,
    pub officers: u32,
    pub order: Order,
    pub roster: Roster,
}

/// 会议审批: a panel that sits every so many ticks from day zero on, for so many cases.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PanelModel {
    pub origins: Origins,
    pub every: u64,
    pub seats: u32,
}

/// What the event loop knows of one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeModel {
    /// Where its course begins and ends among the legs.
    pub first_leg: u32,
    pub last_leg: u32,
    /// Where its successors begin and end among all.
    pub successors: (u32, u32),
    pub waits_for: u32,
    /// [`ABSENT`] where the case does not meet the step.
    pub present: Option<Column>,
    /// Statutory limit, else the promised one, for the order by deadline.
    pub due: Option<u32>,
    pub on_path: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Successor {
    /// Within the category.
    pub node: u32,
    pub handoff: Option<Column>,
}

/// A piece of a step's course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Leg {
    /// Nothing: where a step waits for its hand-offs.
    Begin,
    /// Until so long after the case came.
    Until(Column),
    /// So long.
    Delay(Column),
    /// So much work by officers of the station, in equal parts one after another; unless it is looked at
    /// `again` after a correction, it is another file for them.
    Serve {
        station: u32,
        links: u32,
        effort: Column,
        again: bool,
    },
    /// Until the panel has a seat; only where the column is there.
    Sit { panel: u32, when: Option<Column> },
    /// The official clock begins, unless the column is absent.
    Accept(Option<Column>),
    /// Whole days are counted from here,
    DayBegins,
    /// and are over here.
    DayEnds,
    /// Is it late? The limit in ticks; only where the face is this one.
    Judge { limit: u32, when: Option<Column> },
    /// 容缺: until the material is there, at most `within` after the acceptance.
    Gate { there: Column, within: u32 },
    /// Done.
    End,
}

impl Model {
    /// A model of nothing.
    pub fn empty() -> Model {
        Model {
            nodes: Vec::new(),
            ids: Vec::new(),
            fills: Vec::new(),
            legs: Vec::new(),
            successors: Vec::new(),
            stations: Vec::new(),
            panels: Vec::new(),
            n_columns: 1,
            categories: Vec::new(),
        }
    }

    /// The legs of node `idx`.
    pub fn legs_of(&self, idx: usize) -> Range<usize> {
        let node = &self.nodes[idx];
        node.first_leg as usize..node.last_leg as usize + 1
    }

    /// The successors of node `idx`.
    pub fn successors_of(&self, idx: usize) -> &[Successor] {
        let (from, to) = self.nodes[idx].successors;
        &self.successors[from as usize..to as usize]
    }
}

impl Leg {
    /// The station that serves, if it is service.
    pub fn station(&self) -> Option<usize> {
        match self {
            Leg::Serve { station, .. } => Some(*station as usize),
            Leg::Begin
            | Leg::Until(_)
            | Leg::Delay(_)
            | Leg::Sit { .. }
            | Leg::Accept(_)
            | Leg::DayBegins
            | Leg::DayEnds
            | Leg::Judge { .. }
            | Leg::Gate { .. }
            | Leg::End => None,
        }
    }

    /// Whether it asks when the official clock began.
    pub fn reads_clock(&self, stations: &[StationModel]) -> bool {
        let by_deadline = |station: usize| stations[station].order == Order::Deadline;
        matches!(self, Leg::Judge { .. } | Leg::Gate { .. })
            || self.station().is_some_and(by_deadline)
    }
}

/// How the columns of a step are filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Fill {
    pub present: Option<Column>,
    pub obtained: Option<Column>,
    pub counter: Option<Column>,
    /// An after-check looks only at these.
    pub checked: Vec<Mask>,
    pub faces: Vec<FaceFill>,
    pub reworks: Vec<Vec<AgainFill>>,
    pub gates: Vec<Column>,
    /// Per successor of the node.
    pub handoffs: Vec<HandoffFill>,
}

#[derive(Clone, Debug)]
pub(super) struct FaceFill {
    pub work: WorkFill,
    pub column: Column,
    pub hold: Option<(Draw, Column)>,
    /// Per correction round: the first link's effort before it, and how long it takes.
    pub corrections: Vec<(Option<Column>, Column)>,
}

/// What a step's work is made of.
#[derive(Clone, Debug)]
pub(super) enum WorkFill {
    /// The longest of these, on the coarse grid.
    Longest(Vec<Draw>),
    /// The sum of these, in ticks, each × links / links it was stated for.
    Sum { parts: Vec<(Draw, u32)>, links: u32 },
}

#[derive(Clone, Debug)]
pub(super) struct AgainFill {
    /// Which of the repeated steps,
    pub step: usize,
    /// and which of its faces.
    pub face: usize,
    pub work: WorkFill,
    pub column: Column,
    pub hold: Option<(Draw, Column)>,
}

#[derive(Clone, Debug)]
pub(super) struct HandoffFill {
    pub draw: Draw,
    pub column: Column,
}

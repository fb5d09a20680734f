//! The approval workflow: steps, agencies, materials and the acyclic graph that orders them.

mod arrivals;
mod average;
mod build;
mod clock_rule;
mod counts;
mod drafts;
mod edit;
mod flat;
mod handoffs;
mod ledger;
mod limits;
mod merge;
mod missing;
mod parallel;
mod parts;
mod ranks;
mod rates;
mod resources;
mod roster;
mod shared;
mod shares;
mod step;

pub use arrivals::{Arrivals, Horizon, Order, Process};
pub use average::{AverageCase, CaseKind, CasePart};
pub use build::Ingredients;
pub use clock_rule::ClockRule;
pub use counts::{Counts, counts, counts_with, handed_in};
pub use drafts::Drafts;
pub use edit::{Editor, Leaving};
pub use flat::{Flat, FlatEdge, ShapeKey};
pub use ledger::{Change, Entry, Ledger, Mark, Value, properties};
pub use limits::{Basis, Gating, Limits, Schedule, Slot, Stated, WorstCase};
pub use merge::{Said, Working};
pub use parts::{
    Agency, Attribute, Correlation, Friction, Gate, Handover, Level, Material, MaterialKind,
    Obtained, Stage,
};
pub use ranks::{Ranked, Ranks};
pub use rates::{MinuteTable, Rates};
pub use roster::{Leave, MINUTES_A_DAY, Roster};
pub use shared::Shared;
pub use step::{
    Clock, Commissioner, Effort, EndGate, Ending, Face, Guard, Intake, Kind, Meeting, Origins,
    Part, Position, Rework, Share, Split, Step, Tally,
};

use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

use petgraph::Direction;
use petgraph::acyclic::Acyclic;
use petgraph::data::DataMapMut;
use petgraph::graph::NodeIndex;
use petgraph::stable_graph::StableDiGraph;
use petgraph::visit::NodeIndexable;

use crate::duration::{Law, Profile};
use crate::lang::Name;

/// Why one step waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Habit: a reform may cut it.
    Habit,
    /// Law: a reform may not.
    Legal,
}

/// One step waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Why.
    pub kind: EdgeKind,
    /// The identity of the hand-off delay on it; `None`: no file changes hands.
    pub handoff: Option<Arc<str>>,
}

/// A workflow: a DAG of steps and what they refer to. Never changed in place; see [`Editor`].
#[derive(Clone, Debug)]
pub struct Workflow {
    /// The scenario's id; keys its random draws.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Working days on the official clock that the reform aims at.
    pub target_days: Option<f64>,
    /// How many cases there are in the time the scenario is about; `None`: only a case is shown.
    pub cases: Option<f64>,
    /// In order.
    pub stages: Shared<Vec<Stage>>,
    /// In file order.
    pub agencies: Shared<Vec<Agency>>,
    /// In file order.
    pub materials: Shared<Vec<Material>>,
    /// In file order: a `given` refers to earlier ones.
    pub attributes: Shared<Vec<Attribute>>,
    /// How alike the luck of one case is, where that is recorded.
    pub ranks: Shared<Ranks>,
    /// Names of items that several steps share.
    pub items: Shared<BTreeMap<String, Name>>,
    /// Delays off the clock.
    pub friction: Friction,
    /// 绿色通道: conditions of the cases that go first where the order is by priority; all must hold.
    pub green_channel: Shared<Vec<Guard>>,
    /// Whether steps end on whole days.
    pub handover: Handover,
    /// What counts officially.
    pub clock_rule: ClockRule,
    /// Minutes and tariffs, if burden is to be counted.
    pub rates: Option<Rates>,
    /// Profiles that durations may name.
    pub profiles: Shared<BTreeMap<String, Arc<Profile>>>,
    /// Steps done before day zero: in no total and no count.
    pub prepared: Vec<Arc<Step>>,
    graph: Graph,
    /// File order; ties are broken by it.
    order: Vec<NodeIndex>,
}

type Graph = Acyclic<StableDiGraph<Arc<Step>, Edge>>;

/// Where each node stands in file order.
struct FileOrder(Vec<usize>);

impl Index<NodeIndex> for FileOrder {
    type Output = usize;

    fn index(&self, node: NodeIndex) -> &usize {
        &self.0[node.index()]
    }
}

/// Steps that a walk along the edges has come to.
#[derive(Default)]
pub struct Reached(Vec<bool>);

impl Workflow {
    /// Every step of the graph in file order, after-checks included.
    pub fn steps(&self) -> impl Iterator<Item = &Arc<Step>> + Clone {
        self.order.iter().map(|&node| &self.graph[node])
    }

    /// The step called `id`, if the graph has it.
    pub fn step(&self, id: &str) -> Option<&Arc<Step>> {
        self.node(id).map(|node| &self.graph[node])
    }

    /// Every edge, in file order of the waiting step, then of the step waited for.
    pub fn edges(&self) -> Vec<(&str, &str, &Edge)> {
        let rank = self.file_order();
        let mut edges: Vec<_> = self
            .graph
            .edge_indices()
            .filter_map(|edge| {
                let (from, to) = self.graph.edge_endpoints(edge)?;
                let weight = self.graph.edge_weight(edge)?;
                Some(((rank[to], rank[from]), from, to, weight))
            })
            .collect();
        edges.sort_by_key(|(key, ..)| *key);
        edges
            .into_iter()
            .map(|(_, from, to, weight)| {
                (
                    self.graph[from].id.as_str(),
                    self.graph[to].id.as_str(),
                    weight,
                )
            })
            .collect()
    }

    /// Ids of the steps that `id` waits for, in file order.
    pub fn predecessors(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, Direction::Incoming)
    }

    /// Ids of the steps that wait for `id`, in file order.
    pub fn successors(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, Direction::Outgoing)
    }

    /// The edge between two steps.
    pub fn edge(&self, from: &str, to: &str) -> Option<&Edge> {
        let edge = self.graph.find_edge(self.node(from)?, self.node(to)?)?;
        self.graph.edge_weight(edge)
    }

    /// Whether a path leads from one step to another.
    pub fn reaches(&self, from: &str, to: &str) -> bool {
        let mut reached = Reached::default();
        self.reach(&mut reached, from);
        self.is_reached(&reached, to)
    }

    /// Walks along the edges from a step to all that a path leads to.
    pub fn reach(&self, reached: &mut Reached, from: &str) {
        let mut open: Vec<NodeIndex> = self.node(from).into_iter().collect();
        reached.0.resize(self.graph.node_bound(), false);
        while let Some(node) = open.pop() {
            let seen = &mut reached.0[node.index()];
            if !*seen {
                *seen = true;
                open.extend(self.graph.neighbors_directed(node, Direction::Outgoing));
            }
        }
    }

    /// Whether the walks came to a step, or began there.
    pub fn is_reached(&self, reached: &Reached, id: &str) -> bool {
        let node = self.node(id);
        node.is_some_and(|node| reached.0.get(node.index()).copied().unwrap_or(false))
    }

    /// This workflow with every duration law replaced: steps, splits and their parts.
    pub fn with_laws(&self, change: impl Fn(&Law) -> Law) -> Workflow {
        let mut changed = self.clone();
        for &node in &self.order {
            let mut step = (*self.graph[node]).clone();
            for part in step.faces_mut().flat_map(|face| &mut face.work) {
                part.law = change(&part.law);
            }
            if let Some(slot) = changed.graph.node_weight_mut(node) {
                *slot = Arc::new(step);
            }
        }
        changed
    }

    /// The material called `id`.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// The agency called `id`.
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id == id)
    }

    /// The stage called `id`.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    fn node(&self, id: &str) -> Option<NodeIndex> {
        self.order
            .iter()
            .copied()
            .find(|&node| self.graph[node].id == id)
    }

    fn file_order(&self) -> FileOrder {
        let most = self.order.iter().map(|node| node.index() + 1).max();
        let mut ranks = vec![usize::MAX; most.unwrap_or(0)];
        for (rank, node) in self.order.iter().enumerate() {
            ranks[node.index()] = rank;
        }
        FileOrder(ranks)
    }

    fn put(&mut self, node: NodeIndex, step: Step) {
        if let Some(slot) = self.graph.node_weight_mut(node) {
            *slot = Arc::new(step);
        }
    }

    fn neighbours(&self, id: &str, direction: Direction) -> Vec<&str> {
        let Some(node) = self.node(id) else {
            return Vec::new();
        };
        self.order
            .iter()
            .filter(|&&other| match direction {
                Direction::Incoming => self.graph.contains_edge(other, node),
                Direction::Outgoing => self.graph.contains_edge(node, other),
            })
            .map(|&other| self.graph[other].id.as_str())
            .collect()
    }
}

/// The hand-off between two steps: a file changes hands only between two different authorities.
pub fn handoff_between(from: &Step, to: &Step) -> Option<Arc<str>> {
    let between_authorities = from.kind.is_authority() && to.kind.is_authority();
    let on_the_path = to.position == Position::Path;
    (between_authorities && on_the_path && from.agency != to.agency)
        .then(|| format!("{}>{}", joined(&from.origins), joined(&to.origins)).into())
}

fn joined(origins: &Origins) -> String {
    origins
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("+")
}

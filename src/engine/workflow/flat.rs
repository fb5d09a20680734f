//! A workflow laid flat: topological order and predecessor lists, for schedules and simulation.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::limits::Gating;
use super::{Gate, Position, Step, Workflow};

/// Steps in topological order (ties: file order) with the steps each waits for.
#[derive(Clone, Debug)]
pub struct Flat {
    /// After-checks included; they have no successors.
    pub steps: Vec<Arc<Step>>,
    /// For every step its predecessors, indices into `steps`, rising.
    pub predecessors: Vec<Vec<FlatEdge>>,
}

/// One predecessor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatEdge {
    /// Index into [`Flat::steps`].
    pub from: usize,
    /// Identity of the hand-off delay, if a file changes hands.
    pub handoff: Option<Arc<str>>,
}

/// What the order of a workflow's steps hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeKey {
    order: Vec<NodeIndex>,
    /// Stage and position of each step.
    placed: Vec<(Option<usize>, Position)>,
    gates: Vec<Gate>,
    edges: Vec<(NodeIndex, NodeIndex, Option<Arc<str>>)>,
}

/// The names of hand-offs are compared, not hashed: few keys differ in them alone.
impl Hash for ShapeKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for node in &self.order {
            state.write_u32(node.index() as u32);
        }
        for (from, to, _) in &self.edges {
            state.write_u64((from.index() as u64) << 32 | to.index() as u64);
        }
    }
}

impl Workflow {
    /// The workflow laid flat, with its stage gates as `gating` says.
    pub fn flat(&self, gating: Gating) -> Flat {
        let n_steps = self.order.len();
        let rank = self.file_order();
        let mut predecessors: Vec<Vec<FlatEdge>> = vec![Vec::new(); n_steps];
        for (to, &node) in self.order.iter().enumerate() {
            let edges = self.graph.edges_directed(node, Direction::Incoming);
            predecessors[to].extend(edges.map(|edge| FlatEdge {
                from: rank[edge.source()],
                handoff: edge.weight().handoff.clone(),
            }));
        }
        for (from, to) in self.gate_edges(gating) {
            if predecessors[to].iter().all(|edge| edge.from != from) {
                let handoff = None;
                predecessors[to].push(FlatEdge { from, handoff });
            }
        }
        self.sorted(predecessors)
    }

    /// What the order of the steps hangs on, to be compared with that of other variants: equal keys, equal
    /// [`Workflow::flat`] as far as the steps' places go.
    pub fn shape_key(&self) -> ShapeKey {
        let stage_of = |step: &Step| {
            let stage = step.stage.as_deref()?;
            self.stages.iter().position(|other| other.id == stage)
        };
        let edges = self.graph.edge_indices().filter_map(|edge| {
            let (from, to) = self.graph.edge_endpoints(edge)?;
            Some((from, to, self.graph[edge].handoff.clone()))
        });
        ShapeKey {
            order: self.order.clone(),
            placed: self
                .steps()
                .map(|step| (stage_of(step), step.position))
                .collect(),
            gates: self.stages.iter().map(|stage| stage.gate).collect(),
            edges: edges.collect(),
        }
    }

    /// Whether the steps stand in the same file order and wait for each other in the same way, gates
    /// and hand-offs included; the steps themselves may differ.
    pub fn has_shape_of(&self, other: &Workflow) -> bool {
        let placed = |a: &Step, b: &Step| a.stage == b.stage && a.position == b.position;
        let edges = |workflow: &Workflow| workflow.graph.edge_count();
        self.order == other.order
            && edges(self) == edges(other)
            && self.stages == other.stages
            && self
                .steps()
                .zip(other.steps())
                .all(|(a, b)| Arc::ptr_eq(a, b) || placed(a, b))
            && self.graph.edge_indices().all(|edge| {
                let ends = self.graph.edge_endpoints(edge);
                let theirs = ends.and_then(|(from, to)| other.graph.find_edge(from, to));
                theirs.is_some_and(|theirs| self.graph[edge].handoff == other.graph[theirs].handoff)
            })
    }

    /// Edges from every step of a closed stage to every step of later stages. A step that some step of
    /// that stage or an earlier one waits for is exempt: it cannot wait for what waits for it. Edges that a
    /// longer way implies are left out: from a step with a successor in its own stage, and to a step
    /// with a predecessor that the gate holds already.
    fn gate_edges(&self, gating: Gating) -> Vec<(usize, usize)> {
        let stage_of: Vec<Option<usize>> =
            self.steps().map(|step| self.gated_stage(step)).collect();
        let earliest_below = self.earliest_stage_below(&stage_of);
        let held = |step: usize, by: usize| {
            stage_of[step].is_some_and(|stage| stage > by)
                && earliest_below[step].is_none_or(|stage| stage > by)
        };
        let rank = self.file_order();
        let around = |step: usize, direction| {
            let nodes = self.graph.neighbors_directed(self.order[step], direction);
            nodes.map(|node| rank[node])
        };
        let mut edges = Vec::new();
        for (from, from_stage) in stage_of.iter().enumerate() {
            let Some(from_stage) = *from_stage else {
                continue;
            };
            let closed = match gating {
                Gating::AsFiled => self.stages[from_stage].gate == Gate::Closed,
                Gating::AllClosed => true,
            };
            let goes_on =
                around(from, Direction::Outgoing).any(|next| stage_of[next] == Some(from_stage));
            if !closed || goes_on {
                continue;
            }
            for to in 0..stage_of.len() {
                let waits_already =
                    || around(to, Direction::Incoming).any(|before| held(before, from_stage));
                if held(to, from_stage) && !waits_already() {
                    edges.push((from, to));
                }
            }
        }
        edges
    }

    fn gated_stage(&self, step: &Step) -> Option<usize> {
        let stage = step.stage.as_deref()?;
        (step.position == Position::Path)
            .then(|| self.stages.iter().position(|other| other.id == stage))
            .flatten()
    }

    /// For every step the earliest stage among the steps that wait for it, however indirectly.
    fn earliest_stage_below(&self, stage_of: &[Option<usize>]) -> Vec<Option<usize>> {
        let rank = self.file_order();
        let mut earliest = vec![None; stage_of.len()];
        let order: Vec<_> = self.graph.nodes_iter().collect();
        for &node in order.iter().rev() {
            let step = rank[node];
            for next in self.graph.neighbors_directed(node, Direction::Outgoing) {
                let below = [stage_of[rank[next]], earliest[rank[next]]];
                earliest[step] = below.into_iter().chain([earliest[step]]).flatten().min();
            }
        }
        earliest
    }

    /// Sorts steps in file order, with the steps that each waits for, topologically.
    fn sorted(&self, mut predecessors: Vec<Vec<FlatEdge>>) -> Flat {
        let n_steps = predecessors.len();
        let mut waiting: Vec<usize> = predecessors.iter().map(Vec::len).collect();
        let mut successors = vec![Vec::new(); n_steps];
        for (to, before) in predecessors.iter().enumerate() {
            for edge in before {
                successors[edge.from].push(to);
            }
        }
        let ready = (0..n_steps).filter(|&step| waiting[step] == 0);
        let mut ready: BinaryHeap<Reverse<usize>> = ready.map(Reverse).collect();
        let mut topological = Vec::with_capacity(n_steps);
        while let Some(Reverse(step)) = ready.pop() {
            topological.push(step);
            for &next in &successors[step] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    ready.push(Reverse(next));
                }
            }
        }
        assert_eq!(topological.len(), n_steps, "gates keep the order acyclic");
        let mut place = vec![0; n_steps];
        for (new, &old) in topological.iter().enumerate() {
            place[old] = new;
        }
        let step = |&old: &usize| Arc::clone(&self.graph[self.order[old]]);
        let before = |&old: &usize| {
            let mut edges = std::mem::take(&mut predecessors[old]);
            for edge in &mut edges {
                edge.from = place[edge.from];
            }
            edges.sort_unstable_by_key(|edge| edge.from);
            edges
        };
        Flat {
            steps: topological.iter().map(step).collect(),
            predecessors: topological.iter().map(before).collect(),
        }
    }
}

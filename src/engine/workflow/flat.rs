//! A workflow laid flat: topological order and predecessor lists, for schedules and simulation.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use petgraph::Direction;
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

impl Workflow {
    /// The workflow laid flat, with its stage gates as `gating` says.
    pub fn flat(&self, gating: Gating) -> Flat {
        let n_steps = self.order.len();
        let rank = self.ranks();
        let mut predecessors: Vec<BTreeMap<usize, Option<Arc<str>>>> =
            vec![BTreeMap::new(); n_steps];
        for (to, &node) in self.order.iter().enumerate() {
            for edge in self.graph.edges_directed(node, Direction::Incoming) {
                predecessors[to].insert(rank[&edge.source()], edge.weight().handoff.clone());
            }
        }
        for (from, to) in self.gate_edges(gating) {
            predecessors[to].entry(from).or_insert(None);
        }
        self.sorted(predecessors)
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
        let rank = self.ranks();
        let around = |step: usize, direction| {
            let nodes = self.graph.neighbors_directed(self.order[step], direction);
            nodes.map(|node| rank[&node])
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
        let rank = self.ranks();
        let mut earliest = vec![None; stage_of.len()];
        let order: Vec<_> = self.graph.nodes_iter().collect();
        for &node in order.iter().rev() {
            let step = rank[&node];
            for next in self.graph.neighbors_directed(node, Direction::Outgoing) {
                let below = [stage_of[rank[&next]], earliest[rank[&next]]];
                earliest[step] = below.into_iter().chain([earliest[step]]).flatten().min();
            }
        }
        earliest
    }

    fn sorted(&self, predecessors: Vec<BTreeMap<usize, Option<Arc<str>>>>) -> Flat {
        let n_steps = predecessors.len();
        let mut waiting: Vec<usize> = predecessors.iter().map(BTreeMap::len).collect();
        let mut successors = vec![Vec::new(); n_steps];
        for (to, before) in predecessors.iter().enumerate() {
            for &from in before.keys() {
                successors[from].push(to);
            }
        }
        let mut ready: std::collections::BTreeSet<usize> =
            (0..n_steps).filter(|&step| waiting[step] == 0).collect();
        let mut topological = VecDeque::with_capacity(n_steps);
        while let Some(step) = ready.pop_first() {
            topological.push_back(step);
            for &next in &successors[step] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    ready.insert(next);
                }
            }
        }
        assert_eq!(topological.len(), n_steps, "gates keep the order acyclic");
        let mut place = vec![0; n_steps];
        for (new, &old) in topological.iter().enumerate() {
            place[old] = new;
        }
        let mut flat = Flat {
            steps: Vec::with_capacity(n_steps),
            predecessors: Vec::with_capacity(n_steps),
        };
        for &old in &topological {
            flat.steps.push(Arc::clone(&self.graph[self.order[old]]));
            let mut edges: Vec<FlatEdge> = predecessors[old]
                .iter()
                .map(|(&from, handoff)| FlatEdge {
                    from: place[from],
                    handoff: handoff.clone(),
                })
                .collect();
            edges.sort_by_key(|edge| edge.from);
            flat.predecessors.push(edges);
        }
        flat
    }
}

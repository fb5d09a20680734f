//! Building a workflow from its parts; a cycle is an error that names the whole path.

use std::collections::BTreeMap;
use std::sync::Arc;

use petgraph::acyclic::Acyclic;
use petgraph::algo::astar;
use petgraph::data::Build;
use petgraph::graph::NodeIndex;

use super::{
    ClockRule, Commissioner, Edge, EdgeKind, Face, Friction, Graph, Handover, Intake, Kind, Part,
    Position, Shared, Step, Workflow, handoff_between,
};
use crate::duration::{Duration, Law};
use crate::error::Problem;
use crate::lang::Name;

/// Steps and edges of a workflow to be.
#[derive(Clone, Debug, Default)]
pub struct Ingredients {
    /// In file order, ids unique.
    pub steps: Vec<Step>,
    /// `(from, to, why)`; both ends exist. The index of a refused edge is reported.
    pub edges: Vec<(String, String, EdgeKind)>,
}

impl Step {
    /// A step about which the file says nothing but id and kind.
    pub fn blank(id: &str, kind: Kind) -> Step {
        let origins = [id.to_owned()].into();
        let law = Law::from(Duration::Fixed {
            days: 0.0,
            calendar: false,
        });
        Step {
            id: id.to_owned(),
            name: Name::default(),
            kind,
            item: None,
            stage: None,
            agency: None,
            clock: kind.clock(),
            clock_as_filed: None,
            commissioned_by: Commissioner::Owner,
            face: Face {
                skipped: false,
                limit: None,
                statutory: None,
                links: 0,
                form: false,
                materials: Vec::new(),
                work: vec![Part { law, origins }],
                meeting: None,
                hold: None,
            },
            splits: Vec::new(),
            position: Position::Path,
            when: Vec::new(),
            rework: None,
            intake: Intake::Friction,
            end_gates: Vec::new(),
            ends_case: None,
            tallies: Vec::new(),
            visits: 0,
            efforts: Vec::new(),
            origins: [id.to_owned()].into(),
        }
    }
}

impl Workflow {
    /// A workflow without steps, to be filled; see [`Workflow::with_graph`].
    pub fn empty(id: impl Into<String>) -> Workflow {
        Workflow {
            id: id.into(),
            name: Name::default(),
            target_days: None,
            cases: None,
            stages: Shared::default(),
            agencies: Shared::default(),
            materials: Shared::default(),
            attributes: Shared::default(),
            items: Shared::default(),
            friction: Friction::default(),
            green_channel: Shared::default(),
            ranks: Shared::default(),
            handover: Handover::default(),
            clock_rule: ClockRule::default(),
            rates: None,
            profiles: Shared::default(),
            prepared: Vec::new(),
            graph: Acyclic::new(),
            order: Vec::new(),
        }
    }

    /// This workflow with the graph made of `ingredients`.
    ///
    /// # Errors
    /// Every edge that would close a cycle or has an unknown end, with its index.
    pub fn with_graph(
        mut self,
        ingredients: Ingredients,
    ) -> Result<Workflow, Vec<(usize, Problem)>> {
        let mut graph: Graph = Acyclic::new();
        let mut nodes = BTreeMap::new();
        self.order = Vec::with_capacity(ingredients.steps.len());
        for step in ingredients.steps {
            let id = step.id.clone();
            let node = graph.add_node(Arc::new(step));
            nodes.insert(id, node);
            self.order.push(node);
        }
        let mut problems = Vec::new();
        for (idx, (from, to, kind)) in ingredients.edges.into_iter().enumerate() {
            let (Some(&from), Some(&to)) = (nodes.get(&from), nodes.get(&to)) else {
                problems.push((idx, Problem::error(format!("no step `{from}` or `{to}`"))));
                continue;
            };
            if let Err(problem) = join(&mut graph, from, to, kind) {
                problems.push((idx, problem));
            }
        }
        self.graph = graph;
        if problems.is_empty() {
            Ok(self)
        } else {
            Err(problems)
        }
    }
}

/// Adds or strengthens an edge; an edge that is already there keeps its hand-off.
pub(super) fn join(
    graph: &mut Graph,
    from: NodeIndex,
    to: NodeIndex,
    kind: EdgeKind,
) -> Result<(), Problem> {
    let handoff = handoff_between(&graph[from], &graph[to]);
    join_with(graph, from, to, Edge { kind, handoff })
}

/// [`join`] with the hand-off given.
pub(super) fn join_with(
    graph: &mut Graph,
    from: NodeIndex,
    to: NodeIndex,
    edge: Edge,
) -> Result<(), Problem> {
    if let Some(old) = graph.find_edge(from, to) {
        let kept = &graph[old];
        let stronger = Edge {
            kind: kept.kind.max(edge.kind),
            handoff: kept.handoff.clone(),
        };
        graph.remove_edge(old);
        graph
            .try_add_edge(from, to, stronger)
            .expect("an edge that was there closes no cycle");
        return Ok(());
    }
    graph
        .try_add_edge(from, to, edge)
        .map(|_| ())
        .map_err(|_| cycle(graph, from, to))
}

/// The error for the edge `from -> to`: the path that leads back.
fn cycle(graph: &Graph, from: NodeIndex, to: NodeIndex) -> Problem {
    let path = if from == to {
        vec![from]
    } else {
        let back = astar(graph.inner(), to, |node| node == from, |_| 1u32, |_| 0);
        back.map(|(_, path)| path).unwrap_or_default()
    };
    let mut names: Vec<String> = path
        .iter()
        .map(|&node| format!("`{}`", graph[node].id))
        .collect();
    names.push(format!("`{}`", graph[to].id));
    Problem::error(format!("steps wait for each other: {}", names.join(" → ")))
        .hint("take one of these edges away")
}

//! The editor: the only way to change a workflow. It writes the ledger, so the two cannot disagree.

use std::sync::Arc;

use petgraph::Direction;
use petgraph::data::{Build, DataMapMut};
use petgraph::graph::NodeIndex;

use super::build::{join, join_with};
use super::drafts::Draft;
use super::ledger::differences;
use super::{Change, Edge, EdgeKind, Entry, Ledger, Mark, Obtained, Position, Step, Workflow};
use crate::error::Problem;

/// Why a step leaves the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// 取消.
    Removed,
    /// 合并: it went into this step.
    Merged(String),
    /// Done before day zero.
    Moved,
}

/// A workflow being changed by the measures of a reform.
#[derive(Clone, Debug)]
pub struct Editor {
    pub(super) workflow: Workflow,
    pub(super) ledger: Ledger,
    measure: String,
    /// Where there is no ledger.
    pub(super) draft: Option<Draft>,
}

impl Editor {
    /// An editor on a copy of `workflow`; the original is never touched.
    pub fn new(workflow: &Workflow) -> Editor {
        Editor {
            workflow: workflow.clone(),
            ledger: Ledger::default(),
            measure: String::new(),
            draft: None,
        }
    }

    /// Says on whose account the next changes are.
    pub fn begin(&mut self, measure: &str) {
        measure.clone_into(&mut self.measure);
    }

    /// The workflow as it stands.
    pub fn workflow(&self) -> &Workflow {
        &self.workflow
    }

    /// The changed workflow and the ledger of all changes.
    pub fn finish(self) -> (Workflow, Ledger) {
        (self.workflow, self.ledger)
    }

    /// The step called `id`.
    ///
    /// # Errors
    /// There is none; says which measure took it away, or which step was meant.
    pub fn step(&self, id: &str) -> Result<&Arc<Step>, Problem> {
        self.workflow.step(id).ok_or_else(|| self.missing(id))
    }

    /// Changes a step's properties. Ids stay; edges are not a property.
    pub fn change_step(&mut self, id: &str, change: impl FnOnce(&mut Step)) -> Result<(), Problem> {
        let node = self.find(id)?;
        let before = Arc::clone(&self.workflow.graph[node]);
        let mut after = (*before).clone();
        change(&mut after);
        assert_eq!(before.id, after.id, "a step keeps its id");
        if self.draft.is_none() {
            for change in differences(&before, &after) {
                self.record(change);
            }
        }
        self.replace(node, after);
        Ok(())
    }

    /// Notes that a step is now decided in another way.
    pub fn mark(&mut self, id: &str, mark: Mark) -> Result<(), Problem> {
        self.find(id)?;
        self.record(Change::Marked {
            step: id.to_owned(),
            mark,
        });
        Ok(())
    }

    /// Takes a step out; its successors wait for its predecessors. Its after-checks go with it.
    pub fn remove_step(&mut self, id: &str) -> Result<(), Problem> {
        let node = self.find(id)?;
        for check in self.after_checks(node) {
            let check_id = self.workflow.graph[check].id.clone();
            self.drop_node(check, &check_id, Leaving::Removed);
        }
        self.take_out(node, id, Leaving::Removed);
        Ok(())
    }

    /// Takes a step out because it is done before day zero.
    pub fn move_before_day_zero(&mut self, id: &str) -> Result<(), Problem> {
        let node = self.find(id)?;
        let mut step = (*self.workflow.graph[node]).clone();
        step.position = Position::Before;
        self.take_out(node, id, Leaving::Moved);
        self.workflow.prepared.push(Arc::new(step));
        Ok(())
    }

    /// Adds an after-check beside the path, following `after` unless that was abolished.
    pub fn add_after_check(&mut self, check: Step, after: &str) -> Result<(), Problem> {
        assert_eq!(
            check.position,
            Position::Beside,
            "an after-check lies beside the path"
        );
        if self.workflow.step(&check.id).is_some() {
            return Err(Problem::error(format!(
                "there is a step `{}` already",
                check.id
            )));
        }
        let target = self.workflow.node(after);
        let id = check.id.clone();
        let node = self.add(check);
        self.workflow.order.push(node);
        self.record(Change::StepCame {
            step: id,
            from: Vec::new(),
        });
        match target {
            Some(target) => self.connect(target, node, EdgeKind::Habit),
            None => Ok(()),
        }
    }

    /// Cuts a habit edge.
    ///
    /// # Errors
    /// The edge is legal.
    pub fn cut_edge(&mut self, from: &str, to: &str) -> Result<(), Problem> {
        let (source, target) = (self.find(from)?, self.find(to)?);
        let Some(edge) = self.workflow.graph.find_edge(source, target) else {
            return Ok(());
        };
        if self.workflow.graph[edge].kind == EdgeKind::Legal {
            return Err(Problem::error(format!(
                "the law orders `{from}` before `{to}`: a reform may not cut that"
            ))
            .hint("`after_by_law` edges stay; `after` edges are habit"));
        }
        self.disconnect(source, target);
        Ok(())
    }

    /// Lets `to` wait for `from`.
    ///
    /// # Errors
    /// It would close a cycle; names the whole path.
    pub fn add_edge(&mut self, from: &str, to: &str) -> Result<(), Problem> {
        let (source, target) = (self.find(from)?, self.find(to)?);
        self.connect(source, target, EdgeKind::Habit)
    }

    pub(super) fn find(&self, id: &str) -> Result<NodeIndex, Problem> {
        self.workflow.node(id).ok_or_else(|| self.missing(id))
    }

    pub(super) fn record(&mut self, change: Change) {
        if self.draft.is_some() {
            return;
        }
        self.ledger.entries.push(Entry {
            measure: self.measure.clone(),
            change,
        });
    }

    /// Adds an edge and records it, with the hand-off that the two authorities make.
    pub(super) fn connect(
        &mut self,
        from: NodeIndex,
        to: NodeIndex,
        kind: EdgeKind,
    ) -> Result<(), Problem> {
        let is_new = self.workflow.graph.find_edge(from, to).is_none();
        join(&mut self.workflow.graph, from, to, kind)?;
        if is_new {
            self.record_edge(from, to, kind);
        }
        Ok(())
    }

    /// Adds an edge with a given hand-off and records it; one that is there keeps its own.
    pub(super) fn connect_with(
        &mut self,
        from: NodeIndex,
        to: NodeIndex,
        edge: Edge,
    ) -> Result<(), Problem> {
        let is_new = self.workflow.graph.find_edge(from, to).is_none();
        let kind = edge.kind;
        join_with(&mut self.workflow.graph, from, to, edge)?;
        if is_new {
            self.record_edge(from, to, kind);
        }
        Ok(())
    }

    pub(super) fn disconnect(&mut self, from: NodeIndex, to: NodeIndex) {
        if let Some(edge) = self.workflow.graph.find_edge(from, to) {
            self.workflow.graph.remove_edge(edge);
            let change = Change::EdgeLeft {
                from: self.workflow.graph[from].id.clone(),
                to: self.workflow.graph[to].id.clone(),
            };
            self.record(change);
        }
    }

    /// Neighbours in file order.
    pub(super) fn around(&self, node: NodeIndex, direction: Direction) -> Vec<NodeIndex> {
        let rank = self.workflow.file_order();
        let mut nodes: Vec<NodeIndex> = self
            .workflow
            .graph
            .neighbors_directed(node, direction)
            .collect();
        nodes.sort_by_key(|node| rank[*node]);
        nodes
    }

    /// After-checks of a step.
    pub(super) fn after_checks(&self, node: NodeIndex) -> Vec<NodeIndex> {
        self.around(node, Direction::Outgoing)
            .into_iter()
            .filter(|&next| self.workflow.graph[next].position == Position::Beside)
            .collect()
    }

    /// Removes a node with its edges, recording both, and forgets it in rework and materials.
    pub(super) fn drop_node(&mut self, node: NodeIndex, id: &str, leaving: Leaving) {
        for before in self.around(node, Direction::Incoming) {
            self.disconnect(before, node);
        }
        for after in self.around(node, Direction::Outgoing) {
            self.disconnect(node, after);
        }
        self.workflow.graph.remove_node(node);
        self.workflow.order.retain(|&other| other != node);
        let renamed = match &leaving {
            Leaving::Merged(into) => Some(into.clone()),
            Leaving::Removed | Leaving::Moved => None,
        };
        self.record(Change::StepLeft {
            step: id.to_owned(),
            leaving,
        });
        self.forget(id, renamed.as_deref());
    }

    pub(super) fn replace(&mut self, node: NodeIndex, step: impl Into<Arc<Step>>) {
        let slot = self
            .workflow
            .graph
            .node_weight_mut(node)
            .expect("the node was found");
        *slot = step.into();
        self.loosen(node);
    }

    /// A new step without edges, outside the order.
    pub(super) fn add(&mut self, step: Step) -> NodeIndex {
        let node = self.workflow.graph.add_node(Arc::new(step));
        self.loosen(node);
        node
    }

    /// Joins predecessors and successors, then drops the step.
    fn take_out(&mut self, node: NodeIndex, id: &str, leaving: Leaving) {
        let before = self.around(node, Direction::Incoming);
        let after: Vec<NodeIndex> = self
            .around(node, Direction::Outgoing)
            .into_iter()
            .filter(|&next| self.workflow.graph[next].position == Position::Path)
            .collect();
        for &from in &before {
            for &to in &after {
                let edge = self.through(from, node, to);
                self.connect_with(from, to, edge)
                    .expect("joining around a node closes no cycle");
            }
        }
        self.drop_node(node, id, leaving);
    }

    /// The edge that stands for `from -> node -> to`: legal if both are. It carries one of their
    /// hand-offs and never a new one, so that taking a step out cannot lengthen a case.
    fn through(&self, from: NodeIndex, node: NodeIndex, to: NodeIndex) -> Edge {
        let graph = &self.workflow.graph;
        let leg = |a, b| {
            let edge = graph.find_edge(a, b).expect("neighbours share an edge");
            &graph[edge]
        };
        let (first, second) = (leg(from, node), leg(node, to));
        let handoff = second.handoff.clone().or_else(|| first.handoff.clone());
        let same_agency = graph[from].agency == graph[to].agency;
        // Cases that skipped the step paid no hand-off around it.
        let conditional = !graph[node].when.is_empty()
            || graph[node].splits.iter().any(|split| split.then.skipped);
        Edge {
            kind: first.kind.min(second.kind),
            handoff: handoff.filter(|_| !same_agency && !conditional),
        }
    }

    /// A step that left is no longer repeated and issues nothing, or goes by its new name.
    fn forget(&mut self, id: &str, renamed: Option<&str>) {
        for node in self.workflow.order.clone() {
            let step = &self.workflow.graph[node];
            let Some(rework) = &step.rework else { continue };
            let mut named = rework.way_back.iter().chain(&rework.repeats);
            if !named.any(|other| other == id) {
                continue;
            }
            let mut step = (**step).clone();
            if let Some(rework) = &mut step.rework {
                rework.way_back = without(&rework.way_back, id, renamed);
                rework.repeats = without(&rework.repeats, id, renamed);
            }
            self.replace(node, step);
        }
        for material in &mut self.workflow.materials {
            if material.obtained == Obtained::IssuedBy(id.to_owned()) {
                material.obtained = match renamed {
                    Some(name) => Obtained::IssuedBy(name.to_owned()),
                    None => Obtained::AtHand,
                };
            }
        }
    }

    fn record_edge(&mut self, from: NodeIndex, to: NodeIndex, kind: EdgeKind) {
        let change = Change::EdgeCame {
            from: self.workflow.graph[from].id.clone(),
            to: self.workflow.graph[to].id.clone(),
            kind,
        };
        self.record(change);
    }
}

/// The steps of a round without the one that left, or with its new name in its place.
fn without(round: &[String], id: &str, renamed: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for other in round {
        let name = if other == id {
            renamed
        } else {
            Some(other.as_str())
        };
        if let Some(name) = name
            && kept.last().map(String::as_str) != Some(name)
        {
            kept.push(name.to_owned());
        }
    }
    kept
}

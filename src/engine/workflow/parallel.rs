//! Side by side: the editor's surgery for parallel approval (并联审批).

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::algo::has_path_connecting;
use petgraph::graph::NodeIndex;

use super::{EdgeKind, Editor, Position};
use crate::error::Problem;

impl Editor {
    /// Cuts the habit edges among `steps`; then each waits for the union of their outside
    /// predecessors, and every outside successor of any waits for all.
    ///
    /// A step that lies between two of them stays between: it is no common predecessor or successor.
    ///
    /// # Errors
    /// A legal edge orders two of them.
    pub fn run_in_parallel(&mut self, steps: &[&str]) -> Result<(), Problem> {
        let group = self.group(steps)?;
        for &from in &group {
            for &to in &group {
                if self.workflow.graph.contains_edge(from, to) {
                    let (from, to) = (self.id_of(from), self.id_of(to));
                    self.cut_edge(&from, &to)?;
                }
            }
        }
        let before = self.outside(&group, Direction::Incoming);
        let after = self.outside(&group, Direction::Outgoing);
        for &member in &group {
            for &from in &before {
                self.connect(from, member, EdgeKind::Habit)?;
            }
            for &to in &after {
                self.connect(member, to, EdgeKind::Habit)?;
            }
        }
        Ok(())
    }

    /// The nodes of `steps`, each once, at least two.
    pub(super) fn group(&self, steps: &[&str]) -> Result<Vec<NodeIndex>, Problem> {
        let mut group = Vec::with_capacity(steps.len());
        for id in steps {
            let node = self.find(id)?;
            if self.workflow.graph[node].position == Position::Beside {
                return Err(Problem::error(format!(
                    "step `{id}` is an after-check: nobody waits for it"
                ))
                .hint("join the steps that are checked; their checks come along"));
            }
            if self.workflow.graph[node].position == Position::WayBack {
                return Err(Problem::error(format!(
                    "step `{id}` is done only on a way back: nobody waits for it the first time"
                ))
                .hint("join steps of the path"));
            }
            if group.contains(&node) {
                return Err(Problem::error(format!("step `{id}` is named twice")));
            }
            group.push(node);
        }
        if group.len() < 2 {
            return Err(
                Problem::error("one step alone cannot be joined").allowed("two or more steps")
            );
        }
        Ok(group)
    }

    pub(super) fn id_of(&self, node: NodeIndex) -> String {
        self.workflow.graph[node].id.clone()
    }

    /// Whether `node` lies before some member (`Outgoing`) or behind some member (`Incoming`).
    pub(super) fn touches(&self, node: NodeIndex, group: &[NodeIndex], way: Direction) -> bool {
        let graph = self.workflow.graph.inner();
        group.iter().any(|&member| match way {
            Direction::Outgoing => has_path_connecting(graph, node, member, None),
            Direction::Incoming => has_path_connecting(graph, member, node, None),
        })
    }

    /// Neighbours outside the group that do not lie between two of its members, in file order.
    fn outside(&self, group: &[NodeIndex], direction: Direction) -> Vec<NodeIndex> {
        let rank = self.workflow.file_order();
        let neighbours: BTreeSet<(usize, NodeIndex)> = group
            .iter()
            .flat_map(|&member| self.around(member, direction))
            .filter(|node| !group.contains(node))
            .filter(|&node| self.workflow.graph[node].position == Position::Path)
            .filter(|&node| !self.touches(node, group, direction))
            .map(|node| (rank[node], node))
            .collect();
        neighbours.into_iter().map(|(_, node)| node).collect()
    }
}

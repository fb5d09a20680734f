//! Hand-offs that fall away when permits come under one roof.

use petgraph::graph::NodeIndex;

use super::build::join_with;
use super::{Edge, Editor};

impl Editor {
    /// Takes away the hand-off on every edge inside one agency; edges that had none get none.
    pub fn drop_inner_handoffs(&mut self) {
        let graph = &self.workflow.graph;
        let inner: Vec<(NodeIndex, NodeIndex)> = graph
            .edge_indices()
            .filter_map(|edge| {
                let (from, to) = graph.edge_endpoints(edge)?;
                let same_agency = graph[from].agency == graph[to].agency;
                (same_agency && graph[edge].handoff.is_some()).then_some((from, to))
            })
            .collect();
        for (from, to) in inner {
            let edge = self
                .workflow
                .graph
                .find_edge(from, to)
                .expect("just listed");
            let kind = self.workflow.graph[edge].kind;
            self.workflow.graph.remove_edge(edge);
            join_with(
                &mut self.workflow.graph,
                from,
                to,
                Edge {
                    kind,
                    handoff: None,
                },
            )
            .expect("an edge that was there closes no cycle");
        }
    }
}

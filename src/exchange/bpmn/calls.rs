//! Processes that call activities call: those of the file are inlined, one step stands for any other.

use super::inline::Inliner;
use super::model::{Node, Process};

impl<'m> Inliner<'m> {
    /// Whether a call is inlined.
    pub(super) fn is_inlined(&self, called: Option<&str>) -> bool {
        let is_it = |one: &&Process| Some(one.id.as_str()) == called;
        let found = self.model.processes.iter().find(is_it);
        found.is_some_and(|one| !one.scope.nodes.is_empty() && !self.open.contains(&one.id))
    }

    /// The process that a call activity calls, if the file has it.
    pub(super) fn called(&mut self, node: &Node, called: Option<&str>) -> Option<&'m Process> {
        let model = self.model;
        let found = model
            .processes
            .iter()
            .find(|one| Some(one.id.as_str()) == called);
        let found = found.filter(|one| !one.scope.nodes.is_empty());
        let (name, shown) = (called.unwrap_or("?"), node.shown());
        let Some(process) = found else {
            self.notes.inexact(
                &node.place,
                format!(
                    "`{shown}` calls `{name}`, which is not in the file: one step stands for it"
                ),
                format!("“{shown}”调用的 `{name}` 不在文件中，以一个节点代替"),
            );
            return None;
        };
        if self.open.contains(&process.id) {
            self.notes.inexact(
                &node.place,
                format!("`{shown}` calls `{name}`, which calls itself: one step stands for it"),
                format!("“{shown}”调用的 `{name}` 又调用自身，以一个节点代替"),
            );
            return None;
        }
        Some(process)
    }
}

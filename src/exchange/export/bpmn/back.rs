//! Ways back of a drawn scenario: a choice after the task, what is done on the way, and the task again.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Ids, Node, Shape};
use crate::format::StepSpec;

impl Graph {
    /// After a task whose rework has work on the way back: a choice, that work, and the way to the task again.
    pub(super) fn ways_back(
        &mut self,
        steps: &[StepSpec],
        ids: &Ids,
        aside: &BTreeMap<usize, (usize, usize)>,
    ) {
        let mut drawn = BTreeSet::new();
        for (place, spec) in steps.iter().enumerate() {
            let Some(rework) = &spec.rework else {
                continue;
            };
            let way = rework.way_back.iter().flatten();
            let way = way.filter_map(|id| ids.place(id));
            let way: Vec<usize> = way.filter(|&step| drawn.insert(step)).collect();
            let shown = &ids.shown[place];
            let is_task = |node: &Node| node.id == format!("step_{shown}");
            let (Some(task), false) = (self.nodes.iter().position(is_task), way.is_empty()) else {
                continue;
            };
            let lane = self.nodes[task].lane;
            let merge = self.gateway(Shape::Exclusive, "back", shown, lane);
            let choice = self.gateway(Shape::Exclusive, "again", shown, lane);
            let repeats_itself = rework.repeats.iter().flatten().next().is_some();
            for flow in &mut self.flows {
                if flow.from == task {
                    flow.from = choice;
                }
                if flow.to == task && repeats_itself {
                    flow.to = merge;
                }
            }
            match repeats_itself {
                true => {
                    self.flow(merge, task);
                    self.flow(task, choice);
                }
                false => {
                    self.flow(task, merge);
                    self.flow(merge, choice);
                }
            }
            let mut at = choice;
            for step in way {
                let (entry, exit) = aside[&step];
                self.flow(at, entry);
                at = exit;
            }
            self.flow(at, merge);
            if let Some(flow) = self.flows.last_mut() {
                flow.is_back = true;
            }
        }
    }
}

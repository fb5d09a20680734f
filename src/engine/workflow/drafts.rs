//! Steps as measures left them, so that thousands of variants change each step once.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::rc::Rc;
use std::sync::Arc;

use petgraph::data::DataMapMut;
use petgraph::graph::NodeIndex;

use super::{Editor, Step, Workflow};
use crate::error::Problem;
use crate::table::{Marks, Table};

/// The steps of many variants, equal ones kept once, and what measures make of them.
#[derive(Clone, Debug, Default)]
pub struct Drafts(Rc<RefCell<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// Addresses of the steps that are kept.
    addresses: Marks<usize>,
    /// By [`Step::rough_key`].
    steps: Table<u64, Vec<Arc<Step>>>,
    /// What a kept step becomes: by its address, the measure's number and which of its changes it is.
    changed: Table<(usize, usize, u64), Arc<Step>>,
}

/// Trying out one measure.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    drafts: Drafts,
    /// Always the same of the measure.
    measure: usize,
    /// Nodes with a step that is not a kept one.
    loose: Vec<NodeIndex>,
}

impl Drafts {
    /// A workflow to start from: equal steps are the kept ones.
    pub fn settled(&self, workflow: &Workflow) -> Workflow {
        let mut settled = workflow.clone();
        self.settle(&mut settled, &workflow.order);
        settled
    }

    /// Puts the kept steps in the place of equal ones; keeps those that are new.
    fn settle(&self, workflow: &mut Workflow, nodes: &[NodeIndex]) {
        let known = &mut *self.0.borrow_mut();
        for &node in nodes {
            // Some were taken out again.
            if let Some(slot) = workflow.graph.node_weight_mut(node) {
                *slot = known.keep(slot);
            }
        }
    }

    /// What a step becomes by a change of a measure: as the last time, or as `change` says now.
    fn changed(
        &self,
        before: &Arc<Step>,
        (measure, which): (usize, u64),
        change: impl FnOnce(&mut Step),
    ) -> Arc<Step> {
        let known = &mut *self.0.borrow_mut();
        let key = (address(before), measure, which);
        if let Some(after) = known.changed.get(&key) {
            return Arc::clone(after);
        }
        let mut after = (**before).clone();
        change(&mut after);
        let after = known.keep(&Arc::new(after));
        // Another step may come to the address of one that is not kept.
        if known.addresses.contains(&key.0) {
            known.changed.insert(key, Arc::clone(&after));
        }
        after
    }
}

impl Known {
    /// The kept step that is equal, or this one from now on.
    fn keep(&mut self, step: &Arc<Step>) -> Arc<Step> {
        let alike = self.steps.entry(step.rough_key()).or_default();
        if let Some(kept) = alike.iter().find(|kept| ***kept == **step) {
            return Arc::clone(kept);
        }
        alike.push(Arc::clone(step));
        self.addresses.insert(address(step));
        Arc::clone(step)
    }
}

fn address(step: &Arc<Step>) -> usize {
    Arc::as_ptr(step) as usize
}

impl Step {
    /// Tells most steps apart; those it does not are compared.
    pub fn rough_key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let face = &self.face;
        let limit = face.limit.map_or(-1.0, |limit| limit.days());
        (&self.id, &self.agency, &face.materials).hash(&mut hasher);
        (limit.to_bits(), face.form).hash(&mut hasher);
        (self.splits.len(), face.work.len()).hash(&mut hasher);
        discriminant(&self.intake).hash(&mut hasher);
        hasher.finish()
    }
}

impl Editor {
    /// An editor without a ledger for one measure, for trying out thousands of variants; among the variants
    /// that share `drafts` the measure always has this number.
    pub fn draft(workflow: &Workflow, drafts: Drafts, measure: usize) -> Editor {
        let mut editor = Editor::new(workflow);
        editor.draft = Some(Draft {
            drafts,
            measure,
            loose: Vec::new(),
        });
        editor
    }

    /// The changed workflow of a draft.
    pub fn finish_draft(mut self) -> Workflow {
        if let Some(draft) = &self.draft {
            draft.drafts.settle(&mut self.workflow, &draft.loose);
        }
        self.workflow
    }

    /// Notes that a node has another step than a kept one.
    pub(super) fn loosen(&mut self, node: NodeIndex) {
        if let Some(draft) = &mut self.draft {
            draft.loose.push(node);
        }
    }

    /// [`Editor::change_step`] where the change hangs on nothing but the step, the measure and `which` of the
    /// measure's changes it is.
    pub fn change_step_alike(
        &mut self,
        id: &str,
        which: u64,
        change: impl FnOnce(&mut Step),
    ) -> Result<(), Problem> {
        if self.draft.is_none() {
            return self.change_step(id, change);
        }
        let node = self.find(id)?;
        self.draft_change(node, which, change);
        Ok(())
    }

    /// Changes every step that `concerns` says in the same way, as [`Editor::change_step_alike`] would.
    pub fn change_steps_alike(
        &mut self,
        which: u64,
        concerns: impl Fn(&Step) -> bool,
        change: impl Fn(&mut Step),
    ) -> Result<(), Problem> {
        let concerned = |node: &NodeIndex| concerns(&self.workflow.graph[*node]);
        if self.draft.is_none() {
            let nodes: Vec<NodeIndex> = self
                .workflow
                .order
                .iter()
                .copied()
                .filter(concerned)
                .collect();
            return nodes
                .into_iter()
                .try_for_each(|node| self.change_step(&self.id_of(node), &change));
        }
        for rank in 0..self.workflow.order.len() {
            let node = self.workflow.order[rank];
            // What does not concern a step leaves it as it is: that, too, is known from the last time.
            self.draft_change(node, which, |step| {
                if concerns(step) {
                    change(step);
                }
            });
        }
        Ok(())
    }

    fn draft_change(&mut self, node: NodeIndex, which: u64, change: impl FnOnce(&mut Step)) {
        let (Some(draft), Some(slot)) = (&self.draft, self.workflow.graph.node_weight_mut(node))
        else {
            return;
        };
        let after = draft.drafts.changed(slot, (draft.measure, which), change);
        if !Arc::ptr_eq(slot, &after) {
            *slot = after;
        }
    }
}

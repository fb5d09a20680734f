//! Steps as measures left them, so that thousands of variants change each step once.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::rc::Rc;
use std::sync::Arc;

use petgraph::data::DataMapMut;

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

impl Drafts {
    /// Puts the kept step in the place of every step that is equal to one; keeps those that are new.
    pub(super) fn settle(&self, workflow: &mut Workflow) {
        let known = &mut *self.0.borrow_mut();
        for &node in &workflow.order {
            let Some(slot) = workflow.graph.node_weight_mut(node) else {
                continue;
            };
            if !known.addresses.contains(&address(slot)) {
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
        editor.drafts = Some((drafts, measure));
        editor
    }

    /// The changed workflow of a draft.
    pub fn finish_draft(mut self) -> Workflow {
        if let Some((drafts, _)) = &self.drafts {
            drafts.settle(&mut self.workflow);
        }
        self.workflow
    }

    /// [`Editor::change_step`] where the change hangs on nothing but the step, the measure and `which` of the
    /// measure's changes it is.
    pub fn change_step_alike(
        &mut self,
        id: &str,
        which: u64,
        change: impl FnOnce(&mut Step),
    ) -> Result<(), Problem> {
        let Some((drafts, measure)) = &self.drafts else {
            return self.change_step(id, change);
        };
        let node = self.find(id)?;
        let after = drafts.changed(&self.workflow.graph[node], (*measure, which), change);
        self.replace(node, after);
        Ok(())
    }
}

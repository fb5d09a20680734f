//! Applying a reform: each measure edits in turn, whole or not at all.

use super::{Measure, Reform};
use crate::error::Problem;
use crate::workflow::{Drafts, Editor, Ledger, Workflow};

/// A reformed workflow and what was changed to get there.
#[derive(Clone, Debug)]
pub struct Reformed {
    /// The new workflow.
    pub workflow: Workflow,
    /// Every change, by measure.
    pub ledger: Ledger,
}

/// The workflow after every measure of `reform`, in order.
///
/// # Errors
/// Every measure that cannot be applied, at its place; the others are applied, so that one run
/// finds all errors.
pub fn apply(workflow: &Workflow, reform: &Reform) -> Result<Reformed, Vec<Problem>> {
    let mut editor = Editor::new(workflow);
    let mut problems = Vec::new();
    for measure in &reform.measures {
        match attempt(&editor, measure) {
            Ok(edited) => editor = edited,
            Err(found) => problems.extend(found.into_iter().map(|problem| place(problem, measure))),
        }
    }
    if problems.is_empty() {
        let (workflow, ledger) = editor.finish();
        Ok(Reformed { workflow, ledger })
    } else {
        Err(problems)
    }
}

/// The workflow after those measures of a valid `reform` that `active` selects by index. A measure
/// whose target was to be made by an absent one has no effect; the indices of such are returned.
pub fn apply_some(
    workflow: &Workflow,
    reform: &Reform,
    active: impl Fn(usize) -> bool,
) -> (Reformed, Vec<usize>) {
    let mut editor = Editor::new(workflow);
    let mut without_target = Vec::new();
    for (idx, measure) in reform.measures.iter().enumerate() {
        if !active(idx) {
            continue;
        }
        match attempt(&editor, measure) {
            Ok(edited) => editor = edited,
            Err(_) => without_target.push(idx),
        }
    }
    let (workflow, ledger) = editor.finish();
    (Reformed { workflow, ledger }, without_target)
}

/// The workflow after each measure of a valid `reform` in turn, each with that measure's own changes.
pub fn step_by_step(workflow: &Workflow, reform: &Reform) -> Vec<Reformed> {
    let mut editor = Editor::new(workflow);
    let mut told = 0;
    let mut turns = Vec::with_capacity(reform.measures.len());
    for measure in &reform.measures {
        if let Ok(edited) = attempt(&editor, measure) {
            editor = edited;
        }
        let (workflow, mut ledger) = editor.clone().finish();
        let entries = ledger.entries.split_off(told);
        told += entries.len();
        turns.push(Reformed {
            workflow,
            ledger: Ledger { entries },
        });
    }
    turns
}

/// The workflow after one measure, without a ledger; `None` if the measure has no target in it.
pub fn apply_one(workflow: &Workflow, measure: &Measure) -> Option<Workflow> {
    Drafter::new(std::slice::from_ref(measure)).apply(workflow, 0)
}

/// Applies measures to thousands of variants, without ledgers; what a measure makes of a step is found once.
#[derive(Debug)]
pub struct Drafter<'a> {
    measures: &'a [Measure],
    drafts: Drafts,
}

impl<'a> Drafter<'a> {
    /// For these measures.
    pub fn new(measures: &'a [Measure]) -> Drafter<'a> {
        Drafter {
            measures,
            drafts: Drafts::default(),
        }
    }

    /// A workflow from which variants are to come; without this each of its steps is compared anew.
    pub fn start(&self, workflow: &Workflow) -> Workflow {
        self.drafts.settled(workflow)
    }

    /// The workflow after one of the measures; `None` if it has no target in it.
    pub fn apply(&self, workflow: &Workflow, measure: usize) -> Option<Workflow> {
        let mut editor = Editor::draft(workflow, self.drafts.clone(), measure);
        self.measures[measure].act.apply(&mut editor).ok()?;
        Some(editor.finish_draft())
    }
}

/// Edits a copy, so that a measure that fails half way leaves nothing behind; steps are shared.
fn attempt(editor: &Editor, measure: &Measure) -> Result<Editor, Vec<Problem>> {
    let mut edited = editor.clone();
    edited.begin(&measure.id);
    measure.act.apply(&mut edited)?;
    Ok(edited)
}

fn place(problem: Problem, measure: &Measure) -> Problem {
    if measure.place.is_empty() {
        problem
    } else {
        problem.at(measure.place.clone())
    }
}

//! A step that is not there: who took it away, or which one was meant.

use super::{Change, Editor, Leaving};
use crate::error::Problem;
use crate::text;

impl Editor {
    /// The error for a step that the workflow does not have.
    pub(super) fn missing(&self, id: &str) -> Problem {
        let gone = self
            .ledger
            .entries
            .iter()
            .rev()
            .find_map(|entry| match &entry.change {
                Change::StepLeft { step, leaving } if step == id => Some((leaving, &entry.measure)),
                _ => None,
            });
        match gone {
            Some((Leaving::Removed, measure)) => Problem::error(format!(
                "step `{id}` is gone: measure `{measure}` removed it before"
            ))
            .hint("put this measure before that one, or take it away"),
            Some((Leaving::Moved, measure)) => Problem::error(format!(
                "step `{id}` is gone: measure `{measure}` moved it before day zero"
            ))
            .hint("put this measure before that one, or take it away"),
            Some((Leaving::Merged(into), measure)) => Problem::error(format!(
                "step `{id}` is gone: measure `{measure}` merged it into `{into}`"
            ))
            .hint(format!(
                "name `{into}`, or put this measure before that one"
            )),
            None => {
                let ids: Vec<&str> = self.workflow.steps().map(|step| step.id.as_str()).collect();
                let problem = Problem::error(format!("no step is called `{id}`"));
                match text::did_you_mean(id, ids.iter().copied()) {
                    Some(close) => problem.hint(format!("did you mean `{close}`?")),
                    None => problem.allowed(text::list_up_to(&ids, text::MOST_LISTED)),
                }
            }
        }
    }
}

//! A workflow in other programs' formats: one file and one line each.

use crate::lang::{Lang, Name};
use crate::scenario::Scenario;
use crate::workflow::{Clock, EdgeKind, Step, Workflow};

/// What a reader should know of a format, and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its word on the command line.
    pub name: &'static str,
    /// What opens it.
    pub opens: &'static str,
    /// How it is written.
    pub write: fn(&Subject<'_>, Lang) -> Written,
}

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The scenario that it is of.
    pub scenario: &'a Scenario,
    /// Its baseline, or the workflow after a reform.
    pub workflow: &'a Workflow,
}

/// A file's content.
#[derive(Clone, Debug)]
pub struct Written {
    /// All of it.
    pub text: String,
    /// What the format has no words for, by name.
    pub left_out: Vec<Name>,
}

/// Adding a format is a file with `ABOUT`, and a line here.
macro_rules! registry {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every format, in the order of the documentation.
        pub const ALL: &[About] = &[$($module::ABOUT),*];
    };
}

registry! {
    bpmn,
    dot,
    mermaid,
    json,
}

impl Subject<'_> {
    /// What a reader sees of the workflow.
    fn title(&self, lang: Lang) -> &str {
        self.workflow.name.get(lang, &self.workflow.id)
    }

    /// Steps that an applicant waits for, or that are checked afterwards.
    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.workflow.steps().map(|step| &**step)
    }

    /// Edges as places in [`Subject::steps`].
    fn edges(&self) -> Vec<(usize, usize, EdgeKind)> {
        let ids: Vec<&str> = self.steps().map(|step| step.id.as_str()).collect();
        let place = |id: &str| ids.iter().position(|other| *other == id);
        let edges = self.workflow.edges().into_iter();
        edges
            .filter_map(|(from, to, edge)| Some((place(from)?, place(to)?, edge.kind)))
            .collect()
    }
}

/// A step's days as a diagram shows them: its limit on the clock, else its median.
fn shown_days(step: &Step, lang: Lang) -> Option<String> {
    let face = step.reference_face();
    let days = match step.clock {
        Clock::On | Clock::Off => face.scheduled_days(step.clock),
        Clock::Outside => return None,
    };
    let days = crate::text::days(days);
    let calendar = face.limit.is_some_and(|limit| match limit {
        crate::duration::Limit::Working(_) => false,
        crate::duration::Limit::Calendar(_) => step.clock == Clock::On,
    });
    Some(match (lang, calendar) {
        (Lang::En, false) => format!("{days} d"),
        (Lang::En, true) => format!("≈ {days} d"),
        (Lang::Zh, false) => format!("{days} 天"),
        (Lang::Zh, true) => format!("约 {days} 天"),
    })
}

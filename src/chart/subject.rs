//! What charts show: a programme, its scenarios, one reform of one scenario.

use crate::compare::{Comparison, ProgrammeLedger, ReformSide, SharedQueues};
use crate::lang::{Lang, Name};
use crate::workflow::Workflow;

/// All that one run compared.
#[derive(Clone, Debug)]
pub struct Programme<'a> {
    /// What a reader sees; `None` when a single file was run.
    pub name: Option<&'a Name>,
    /// The five cuts of all together; `None` when a single file was run.
    pub ledger: Option<ProgrammeLedger>,
    /// The queues of all cases, where its scenarios share their agencies.
    pub shared: Option<&'a SharedQueues>,
    /// In order; never empty.
    pub scenarios: Vec<Scenario<'a>>,
}

/// One scenario.
#[derive(Clone, Debug)]
pub struct Scenario<'a> {
    /// Its figures.
    pub comparison: &'a Comparison,
    /// The workflow as it is.
    pub baseline: &'a Workflow,
    /// The workflows after each reform, as `comparison.reforms` orders them.
    pub reformed: Vec<&'a Workflow>,
    /// The counted days of the baseline that a cited source states.
    pub published_days: Option<f64>,
}

/// One reform of one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Reform<'a> {
    /// The scenario's figures.
    pub comparison: &'a Comparison,
    /// The workflow as it is.
    pub baseline: &'a Workflow,
    /// Index among the scenario's reforms; 0 is the first.
    pub index: usize,
    /// The reform's figures.
    pub reform: &'a ReformSide,
    /// The workflow after it.
    pub reformed: &'a Workflow,
}

impl<'a> Scenario<'a> {
    /// Its reforms, in order.
    pub fn reforms(&self) -> impl Iterator<Item = Reform<'a>> {
        let (comparison, baseline) = (self.comparison, self.baseline);
        let figures = comparison.reforms.iter().zip(&self.reformed);
        figures
            .enumerate()
            .map(move |(index, (reform, reformed))| Reform {
                comparison,
                baseline,
                index,
                reform,
                reformed,
            })
    }

    /// What a reader sees.
    pub fn name(&self, lang: Lang) -> &'a str {
        let comparison = self.comparison;
        comparison.name.get(lang, &comparison.id)
    }
}

impl<'a> Reform<'a> {
    /// The scenario's name.
    pub fn scenario_name(&self, lang: Lang) -> &'a str {
        self.comparison.name.get(lang, &self.comparison.id)
    }

    /// The reform's name.
    pub fn name(&self, lang: Lang) -> &'a str {
        self.reform.name.get(lang, &self.reform.id)
    }
}

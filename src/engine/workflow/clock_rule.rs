//! Which steps count officially: rival rules in use, each deciding by the kind of a step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clock, Commissioner, Kind, Step, Workflow};

/// A rule for what counts. It moves no work: only what is called official time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ClockRule {
    /// What the published flow chart counts: the clock of each step as the file has it.
    #[default]
    #[serde(rename = "flow-chart")]
    FlowChart,
    /// 行政许可法 Art. 45: hearings, tenders, auctions, inspection, testing, quarantine, appraisal and
    /// expert review are not counted. So expert reviews and tenders are off the clock, and technical
    /// reviews by a body that is no authority (an agency without `level`): that is testing and appraisal.
    #[serde(rename = "licensing-law-45")]
    LicensingLaw45,
    /// Zhejiang 2019 (最多90天): besides the government's own time, intermediaries that the government
    /// commissions (`commissioned_by = "government"`) and utility connection count.
    #[serde(rename = "zhejiang-2019")]
    Zhejiang2019,
}

impl ClockRule {
    /// The word for it in files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            ClockRule::FlowChart => "flow-chart",
            ClockRule::LicensingLaw45 => "licensing-law-45",
            ClockRule::Zhejiang2019 => "zhejiang-2019",
        }
    }

    /// The clock that the rule gives a step; `None`: it says nothing about it.
    fn clock(self, step: &Step, by_authority: bool) -> Option<Clock> {
        match self {
            ClockRule::FlowChart => None,
            ClockRule::LicensingLaw45 => licensing_law_45(step.kind, by_authority),
            ClockRule::Zhejiang2019 => zhejiang_2019(step.kind, step.commissioned_by),
        }
    }
}

fn licensing_law_45(kind: Kind, by_authority: bool) -> Option<Clock> {
    match kind {
        Kind::ExpertReview | Kind::Tender => Some(Clock::Off),
        Kind::TechnicalReview => (!by_authority).then_some(Clock::Off),
        Kind::Approval
        | Kind::Filing
        | Kind::Registration
        | Kind::Acceptance
        | Kind::Utility
        | Kind::PublicNotice
        | Kind::Intermediary
        | Kind::Applicant
        | Kind::Construction => None,
    }
}

fn zhejiang_2019(kind: Kind, commissioned_by: Commissioner) -> Option<Clock> {
    match kind {
        Kind::Utility => Some(Clock::On),
        Kind::Intermediary => match commissioned_by {
            Commissioner::Government => Some(Clock::On),
            Commissioner::Owner => None,
        },
        Kind::Approval
        | Kind::TechnicalReview
        | Kind::Filing
        | Kind::Registration
        | Kind::Acceptance
        | Kind::ExpertReview
        | Kind::PublicNotice
        | Kind::Tender
        | Kind::Applicant
        | Kind::Construction => None,
    }
}

impl Workflow {
    /// This workflow under another rule for what counts.
    pub fn with_clock_rule(&self, rule: ClockRule) -> Workflow {
        let mut ruled = self.clone();
        ruled.clock_rule = rule;
        let order = ruled.order.clone();
        for node in order {
            let mut step = (*ruled.graph[node]).clone();
            ruled.rule(&mut step);
            ruled.put(node, step);
        }
        ruled
    }

    /// Gives a step the clock that the rule in force says.
    pub(super) fn rule(&self, step: &mut Step) {
        let agency = step.agency.as_ref().and_then(|id| self.agency(id));
        let by_authority = agency.is_none_or(|agency| agency.level.is_some());
        let filed = step.clock_as_filed.unwrap_or(step.clock);
        let ruled = self.clock_rule.clock(step, by_authority).unwrap_or(filed);
        step.clock = ruled;
        step.clock_as_filed = (ruled != filed).then_some(filed);
    }
}

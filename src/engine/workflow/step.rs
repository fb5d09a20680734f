//! A step (审批节点): a node of the workflow, something one agency or the applicant does.
//!
//! The simulators know steps by a closed set of properties, and every measure lowers to these: how long
//! it takes (possibly cut at a bound), the days on which its panel sits, its clock, rework, materials,
//! intake and hand-off, where it lies (on the path, beside it, before day zero), for which cases it is
//! needed, another face for a share of cases, materials that hold its end, and what is tallied when it
//! is done. A measure that needs more extends this list first.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::duration::{Duration, Law, Limit};
use crate::lang::Name;

/// What a step is; decides its clock and its defaults.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 审批: a licence.
    Approval,
    /// 技术审查: technical review of drawings or plans.
    TechnicalReview,
    /// 备案: filing.
    Filing,
    /// 登记: registration.
    Registration,
    /// 验收: acceptance of works.
    Acceptance,
    /// 市政公用服务: connection to a utility.
    Utility,
    /// 专家评审: expert review.
    ExpertReview,
    /// 公示: public notice.
    PublicNotice,
    /// 中介服务: work of an intermediary.
    Intermediary,
    /// 招标: tendering.
    Tender,
    /// 申请人: the applicant's own work.
    Applicant,
    /// 施工: construction works.
    Construction,
}

impl Kind {
    /// Every kind with its key in the scenario file, in the order of the documentation.
    pub const ALL: [(Kind, &'static str); 12] = [
        (Kind::Approval, "approval"),
        (Kind::TechnicalReview, "technical_review"),
        (Kind::Filing, "filing"),
        (Kind::Registration, "registration"),
        (Kind::Acceptance, "acceptance"),
        (Kind::Utility, "utility"),
        (Kind::ExpertReview, "expert_review"),
        (Kind::PublicNotice, "public_notice"),
        (Kind::Intermediary, "intermediary"),
        (Kind::Tender, "tender"),
        (Kind::Applicant, "applicant"),
        (Kind::Construction, "construction"),
    ];

    /// The clock a step of this kind has unless the file says otherwise.
    pub fn clock(self) -> Clock {
        match self {
            Kind::Approval
            | Kind::TechnicalReview
            | Kind::Filing
            | Kind::Registration
            | Kind::Acceptance
            | Kind::Utility => Clock::On,
            Kind::ExpertReview
            | Kind::PublicNotice
            | Kind::Intermediary
            | Kind::Tender
            | Kind::Applicant => Clock::Off,
            Kind::Construction => Clock::Outside,
        }
    }

    /// Whether an authority acts: files are handed over between authorities, not to or from others.
    pub fn is_authority(self) -> bool {
        match self {
            Kind::Approval
            | Kind::TechnicalReview
            | Kind::Filing
            | Kind::Registration
            | Kind::Acceptance
            | Kind::Utility
            | Kind::ExpertReview
            | Kind::PublicNotice => true,
            Kind::Intermediary | Kind::Tender | Kind::Applicant | Kind::Construction => false,
        }
    }
}

/// Which clock a step runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// 计时: counts officially.
    On,
    /// 不计时: the applicant waits, the official clock does not run.
    Off,
    /// 不计入: orders other steps but is in no total.
    Outside,
}

/// Who commissions an intermediary; some clock rules count what the government commissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Commissioner {
    /// 建设单位委托.
    #[default]
    Owner,
    /// 政府委托.
    Government,
}

/// Where a step lies relative to the applicant's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// The applicant waits for it.
    Path,
    /// An after-check: never waited for, in no total and no count.
    Beside,
    /// Done before day zero: in no total and no count.
    Before,
    /// Done only in rounds of rework: nothing waits for it the first time, in no limit and no count.
    WayBack,
}

/// How a case ends at a step, before everything else is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 准予: the decision is made, and whatever still goes on stops.
    Granted,
    /// 不予许可: refused.
    Refused,
    /// 撤回: withdrawn, or what is missing never comes.
    Withdrawn,
    /// 撤销: a decision on a promise that proved false is revoked. No step says so, only an after-check.
    #[serde(skip)]
    #[schemars(skip)]
    Revoked,
}

impl Ending {
    /// Every ending.
    pub const ALL: [Ending; 4] = [
        Ending::Granted,
        Ending::Refused,
        Ending::Withdrawn,
        Ending::Revoked,
    ];

    /// Its word in files and answers.
    pub fn word(self) -> &'static str {
        match self {
            Ending::Granted => "granted",
            Ending::Refused => "refused",
            Ending::Withdrawn => "withdrawn",
            Ending::Revoked => "revoked",
        }
    }
}

/// The identity of a draw: which baseline steps (or other named things) it belongs to.
pub type Origins = BTreeSet<String>;

/// One part of a step's work; a step lasts as long as its longest part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// How long it takes.
    pub law: Law,
    /// Whose luck it shares.
    pub origins: Origins,
}

/// Touch time: what officers themselves do on a step, split evenly over its links.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Working days over all links.
    pub duration: Duration,
    /// The links that it was stated for: a link that comes off takes its share along.
    pub over_links: u32,
    /// Whose luck it shares.
    pub origins: Origins,
}

/// What a step is like for a case: replaced as a whole by a [`Split`].
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Whether the step vanishes: no time, no friction, no counts.
    pub skipped: bool,
    /// 承诺时限: promised limit.
    pub limit: Option<Limit>,
    /// 法定时限: statutory limit.
    pub statutory: Option<Limit>,
    /// 环节: handling steps inside it.
    pub links: u32,
    /// Whether the applicant fills in its own application form.
    pub form: bool,
    /// Materials and certificates handed in, in file order.
    pub materials: Vec<String>,
    /// How long it takes: the longest of the parts. Never empty.
    pub work: Vec<Part>,
    /// 会议审批: decided when a panel sits; `None`: whenever it is ready.
    pub meeting: Option<Meeting>,
    /// Procedural delay that no officer shortens; only with queues.
    pub hold: Option<Duration>,
}

/// A panel that sits every so many working days. A case that is ready waits for the next sitting, off
/// the clock as for an expert review (行政许可法 Art. 45), then the step takes its own time. Without
/// queues nobody knows on which day a panel sits: the day is drawn evenly for every case.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// Working days from one sitting to the next, above 0.
    pub every_days: f64,
    /// Cases that one sitting decides; `None`: all that are ready. Only with queues.
    pub seats: Option<u32>,
    /// Whose sittings they are: cases that meet the same panel meet it on the same days.
    pub origins: Origins,
}

/// An anonymous attribute of a case: covered when its uniform is below `share`.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Between 0 and 1.
    pub share: f64,
    /// The kind of measure that made it.
    pub measure: &'static str,
    /// Sorted origins of the measure's target.
    pub origins: Origins,
}

/// Another face for a share of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Which cases.
    pub share: Share,
    /// What the step is like for them.
    pub then: Face,
}

/// A condition: the attribute has one of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Id of the attribute.
    pub attribute: String,
    /// Values for which the step is needed.
    pub values: Vec<String>,
}

/// Rework: with chance `share` the steps in `way_back`, then those in `repeats`, run in sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Rework {
    /// Chance after each completion.
    pub share: f64,
    /// 补正: steps that are done nowhere else, each round, before the others.
    pub way_back: Vec<String>,
    /// A chain of ancestors that ends in the step itself; may be empty where something is done on the way back.
    pub repeats: Vec<String>,
    /// After that many rounds the step passes.
    pub max_rounds: u32,
}

/// What the applicant goes through at the counter before acceptance.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake {
    /// As `[friction]` says.
    Friction,
    /// At the one window: `None` takes the time that `[friction]` says.
    Window(Option<Duration>),
    /// Already handed in at the one window, with an earlier step of the stage.
    Shared,
}

/// 容缺: a material that holds the end of the step, not its start.
#[derive(Clone, Debug, PartialEq)]
pub struct EndGate {
    /// The materials that may come later.
    pub materials: Vec<String>,
    /// Working days the applicant has.
    pub within_days: f64,
    /// Share of cases that never supply them and are withdrawn.
    pub never: Share,
}

/// What is counted when the step is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Tally {
    /// 事后核查: this step is an after-check of a decision on a promise, filing or abolition.
    AfterCheck {
        /// Cases that are checked.
        share: Share,
        /// Cases, among those checked, whose promise was false.
        breach: Share,
        /// How long putting it right takes; `None`: the decision is revoked.
        rectify: Option<Duration>,
        /// Only cases to which this applies (a commitment's uptake); `None`: all.
        among: Option<Share>,
    },
    /// 超时默认: silence counts as approval where the limit cut the duration.
    SilentApproval,
}

/// A node of the workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Unique id, `kebab-case`.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// What it is.
    pub kind: Kind,
    /// 事项: what is applied for; `None`: nothing.
    pub item: Option<String>,
    /// Id of its stage.
    pub stage: Option<String>,
    /// Id of its agency.
    pub agency: Option<String>,
    /// Whether it counts officially.
    pub clock: Clock,
    /// The file's own clock where a clock rule gave it another: the wait is scheduled by it, so that no
    /// rule for counting changes how long anybody waits.
    pub clock_as_filed: Option<Clock>,
    /// Who commissions it, if it is an intermediary.
    pub commissioned_by: Commissioner,
    /// What it is like for most cases.
    pub face: Face,
    /// What it is like for some; the last one that covers a case wins.
    pub splits: Vec<Split>,
    /// Where it lies.
    pub position: Position,
    /// All must hold, else the step is skipped.
    pub when: Vec<Guard>,
    /// Chance of doing it again.
    pub rework: Option<Rework>,
    /// 到此终结: a case that meets the step ends when it is done, rework included: no later step, and what goes on
    /// beside it stops at that moment. Of several such steps the first that is done decides.
    pub ends_case: Option<Ending>,
    /// The counter.
    pub intake: Intake,
    /// Materials that may come later.
    pub end_gates: Vec<EndGate>,
    /// What is counted when it is done.
    pub tallies: Vec<Tally>,
    /// Trips of the applicant to hand in or collect.
    pub visits: u32,
    /// Touch time, one part per step it was made of; they add up. Only the simulation with queues needs it.
    pub efforts: Vec<Effort>,
    /// Baseline steps that went into it.
    pub origins: Origins,
}

impl Step {
    /// The face that the reference case meets: the last split that covers at least half of the cases.
    pub fn reference_face(&self) -> &Face {
        self.splits
            .iter()
            .rev()
            .find(|split| split.share.share >= 0.5)
            .map_or(&self.face, |split| &split.then)
    }

    /// Its face and those of its splits.
    pub fn faces_mut(&mut self) -> impl Iterator<Item = &mut Face> {
        std::iter::once(&mut self.face).chain(self.splits.iter_mut().map(|split| &mut split.then))
    }

    /// Whether the applicant hands something in.
    pub fn has_submission(&self) -> bool {
        self.face.form || !self.face.materials.is_empty()
    }
}

impl Face {
    /// The median of the longest part, working days.
    pub fn median_days(&self) -> f64 {
        self.work
            .iter()
            .map(|part| part.law.median())
            .fold(0.0, f64::max)
    }

    /// Working days in the deterministic schedule: the limit on the clock, else the median.
    pub fn scheduled_days(&self, clock: Clock) -> f64 {
        match (clock, self.limit) {
            (Clock::On, Some(limit)) => limit.days(),
            (Clock::On, None) | (Clock::Off, _) => self.median_days(),
            (Clock::Outside, _) => 0.0,
        }
    }
}

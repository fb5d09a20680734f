//! The scenario file as it is written: one struct per table, unknown keys refused.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape_arrivals::{ArrivalsSpec, LeaveSpec};
use crate::at::At;
use crate::duration::DurationSpec;
use crate::workflow::{ClockRule, Gate, Handover, Kind, Level, MaterialKind, Order, StepSpec};

pub use super::burden::BurdenSpec;
pub use super::shape_reforms::{FactSpec, MeasureSpec, ProgrammeSpec, ReformSpec};

/// A scenario file: one workflow with its reforms. A catalogue has the same tables without steps.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "redtape scenario")]
pub struct ScenarioSpec {
    /// Unique id; keys the random draws.
    #[serde(default)]
    pub id: Option<At<String>>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// A catalogue beside this file.
    #[serde(default)]
    pub extends: Option<At<String>>,
    /// Working days on the official clock that the reform aims at.
    #[serde(default)]
    pub target_days: Option<At<f64>>,
    /// How many cases there are in the time that the scenario is about: savings are then also shown for all.
    #[serde(default)]
    pub cases: Option<At<f64>>,
    /// What every figure is that cites no source: `assumption` (the default), or the id of a source.
    #[serde(default)]
    pub basis: Option<At<String>>,
    /// 国标审批流程类型.
    #[serde(default)]
    pub national_type: Option<u32>,
    /// Whether steps end on whole days.
    #[serde(default)]
    pub handover: Option<Handover>,
    /// What counts officially; default `flow-chart`.
    #[serde(default)]
    pub clock_rule: Option<ClockRule>,
    /// Level of the government that reforms; default `city`.
    #[serde(default)]
    pub level: Option<Level>,
    /// Values of the case that limits describe.
    #[serde(default)]
    pub reference: BTreeMap<String, At<String>>,
    /// What every step of a kind has unless it says otherwise.
    #[serde(default)]
    pub defaults: BTreeMap<Kind, StepSpec>,
    /// Delays off the clock.
    #[serde(default)]
    pub friction: Option<FrictionSpec>,
    /// Working days.
    #[serde(default)]
    pub calendar: Option<CalendarSpec>,
    /// Working time and what it costs.
    #[serde(default)]
    pub burden: Option<BurdenSpec>,
    /// How cases arrive; only the simulation with queues needs it.
    #[serde(default)]
    pub arrivals: Option<ArrivalsSpec>,
    /// Sources.
    #[serde(default)]
    pub source: Vec<SourceSpec>,
    /// Stages, in order.
    #[serde(default)]
    pub stage: Vec<StageSpec>,
    /// Agencies.
    #[serde(default)]
    pub agency: Vec<AgencySpec>,
    /// Materials and certificates.
    #[serde(default)]
    pub material: Vec<MaterialSpec>,
    /// Names of items that several steps share.
    #[serde(default)]
    pub item: Vec<ItemSpec>,
    /// Attributes of a case.
    #[serde(default)]
    pub attribute: Vec<AttributeSpec>,
    /// How alike the luck of one case is, as recorded.
    #[serde(default)]
    pub ranks: Option<RanksSpec>,
    /// Profiles: the share of its limit that a step uses.
    #[serde(default)]
    pub profile: Vec<ProfileSpec>,
    /// Steps.
    #[serde(default)]
    pub step: Vec<StepSpec>,
    /// Reforms.
    #[serde(default)]
    pub reform: Vec<ReformSpec>,
    /// Published figures that the scenario must reproduce.
    #[serde(default)]
    pub fact: Vec<FactSpec>,
}

/// `[friction]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrictionSpec {
    /// Chance that one handed-in material is wrong.
    #[serde(default)]
    pub material_error_share: Option<At<f64>>,
    /// How long one correction round takes.
    #[serde(default)]
    pub correction_days: Option<At<DurationSpec>>,
    /// Delay on an edge between two authorities.
    #[serde(default)]
    pub handoff_days: Option<At<DurationSpec>>,
    /// Delay before acceptance, per submission.
    #[serde(default)]
    pub intake_days: Option<At<DurationSpec>>,
    /// How alike the luck of one case's steps is.
    #[serde(default)]
    pub case_correlation: Option<CorrelationSpec>,
    /// Figure → its plausible range.
    #[serde(default)]
    pub plausible: BTreeMap<String, At<(f64, f64)>>,
}

/// `case_correlation`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrelationSpec {
    /// Among steps of authorities, 0 to 0.99.
    #[serde(default)]
    pub agencies: Option<At<f64>>,
    /// Among steps of applicants and intermediaries, 0 to 0.99.
    #[serde(default)]
    pub applicants: Option<At<f64>>,
}

/// `[ranks]`: of every recorded case the rank of each of its times among all of that kind; every simulated case has
/// the ranks of one of them. Each list has one number a case: 0 is the shortest, -1 stands for a case without it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RanksSpec {
    /// Of durations, by the id of the step.
    #[serde(default)]
    pub steps: BTreeMap<String, At<Vec<i64>>>,
    /// Of how often a step is done again, by its id: 0 is the most often.
    #[serde(default)]
    pub rework: BTreeMap<String, At<Vec<i64>>>,
    /// Of values, in the order of the shares, by the id of the attribute.
    #[serde(default)]
    pub attributes: BTreeMap<String, At<Vec<i64>>>,
}

/// `[calendar]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// What it starts from; default `china`.
    #[serde(default)]
    pub base: Option<CalendarBase>,
    /// Days off, like 2021-10-01.
    #[serde(default)]
    pub holidays: Vec<At<String>>,
    /// Weekend days that are worked.
    #[serde(default)]
    pub make_up_days: Vec<At<String>>,
}

/// Calendars to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarBase {
    /// Chinese statutory holidays and make-up days.
    China,
    /// Monday to Friday.
    Weekdays,
}

/// `[[source]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Unique id.
    pub id: At<String>,
    /// Its title, in its own language.
    pub title: String,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// When.
    #[serde(default)]
    pub date: Option<At<String>>,
    /// Article of a statute.
    #[serde(default)]
    pub article: Option<String>,
    /// 文号.
    #[serde(default)]
    pub document_number: Option<String>,
    /// An address, as a help to find it.
    #[serde(default)]
    pub address: Option<String>,
}

/// `[[stage]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// The lead agency.
    #[serde(default)]
    pub lead: Option<At<String>>,
    /// Whether later stages wait for it; default `open`.
    #[serde(default)]
    pub gate: Option<Gate>,
}

/// `[[agency]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencySpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// Its level, if it is an authority.
    #[serde(default)]
    pub level: Option<Level>,
    /// Officers; only the simulation with queues needs them.
    #[serde(default)]
    pub officers: Option<At<u32>>,
    /// Who goes first; default `fifo`.
    #[serde(default)]
    pub order: Option<Order>,
    /// When its officers work, like `["09:00-12:00", "13:00-17:00"]`, within the eight hours of a working day from
    /// 09:00 to 17:00; default all day. Outside of them work rests.
    #[serde(default)]
    pub hours: Option<At<Vec<At<String>>>>,
    /// 休假: days on which it has fewer officers.
    #[serde(default)]
    pub leave: Vec<LeaveSpec>,
}

/// `[[material]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterialSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// What it is; default `document`.
    #[serde(default)]
    pub kind: Option<MaterialKind>,
    /// How long getting it takes, from day zero, off the clock.
    #[serde(default)]
    pub obtain_days: Option<At<DurationSpec>>,
    /// The step that issues it.
    #[serde(default)]
    pub issued_by: Option<At<String>>,
    /// Trips to get it.
    #[serde(default)]
    pub visits: Option<u32>,
    /// 容缺: whether it may come later.
    #[serde(default)]
    pub deferrable: bool,
    /// Figure → its plausible range.
    #[serde(default)]
    pub plausible: BTreeMap<String, At<(f64, f64)>>,
}

/// `[[item]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
}

/// `[[attribute]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// Value → share; they add up to 1.
    pub shares: At<Shares>,
    /// Only for these cases.
    #[serde(default)]
    pub given: Option<BTreeMap<String, Vec<At<String>>>>,
}

/// Values and shares in file order: on a tie the first one is the reference.
#[derive(Clone, Debug, Default)]
pub struct Shares(pub Vec<(String, f64)>);

impl<'de> Deserialize<'de> for Shares {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Shares, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Shares;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table of shares")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Shares, A::Error> {
                let mut shares = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    shares.push(entry);
                }
                Ok(Shares(shares))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl JsonSchema for Shares {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BTreeMap::<String, f64>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, f64>::json_schema(generator)
    }
}

/// `[[profile]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSpec {
    /// Unique id.
    pub id: At<String>,
    /// Pairs of probability and share of the limit, from 0 to 1.
    pub quantiles: At<Vec<(f64, f64)>>,
    /// Friction that the record already contains.
    #[serde(default)]
    pub covers: Vec<CoverSpec>,
    /// Id of its source.
    #[serde(default)]
    pub source: Option<At<String>>,
}

/// Friction that a record may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverSpec {
    /// Correction rounds.
    Correction,
    /// Intake.
    Intake,
    /// Hand-offs.
    Handoff,
}

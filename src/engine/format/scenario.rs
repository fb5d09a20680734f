//! The whole scenario file: every table that it may have.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};
use serde::{Deserialize, Serialize};

use super::{
    AgencySpec, ArrivalsSpec, AttributeSpec, BurdenSpec, CalendarSpec, FactSpec, FrictionSpec,
    ItemSpec, MaterialSpec, ProfileSpec, RanksSpec, ReformSpec, SourceSpec, StageSpec, StepSpec,
};
use crate::at::At;
use crate::key::{WORKING_DAYS, counted, decided, part};
use crate::workflow::{ClockRule, Handover, Kind, Level};

/// A scenario file: one workflow with its reforms. A catalogue has the same tables without steps. `A` is what stands
/// under `do`: a file of reforms is read and written alike whatever measures there are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "A: Deserialize<'de>"))]
#[schemars(title = "redtape scenario")]
pub struct ScenarioSpec<A> {
    /// Unique id; keys the random draws.
    #[schemars(extend("x-catalogue" = "never"))]
    pub id: Option<At<String>>,
    /// English name.
    #[schemars(extend("x-catalogue" = "never"))]
    pub en: Option<String>,
    /// 中文名.
    #[schemars(extend("x-catalogue" = "never"))]
    pub zh: Option<String>,
    /// A catalogue beside this file.
    #[schemars(extend("x-catalogue" = "never"))]
    pub extends: Option<At<String>>,
    /// Working days on the official clock that the reform aims at.
    #[schemars(extend("x-catalogue" = "never"))]
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("target", "目标").unit(WORKING_DAYS))
    )]
    pub target_days: Option<f64>,
    /// How many cases there are in the time that the scenario is about: savings are then also shown for all.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("cases in the time it is about", "所述时期的办件数"))
    )]
    pub cases: Option<f64>,
    /// What every figure is that cites no source: `assumption` (the default), or the id of a source.
    pub basis: Option<At<String>>,
    /// 国标审批流程类型.
    #[schemars(extend("x-catalogue" = "never"))]
    #[schemars(extend("x-key" = decided("national type of procedure", "国标审批流程类型")))]
    pub national_type: Option<u32>,
    /// Whether steps end on whole days.
    pub handover: Option<Handover>,
    /// What counts officially; default `flow-chart`.
    pub clock_rule: Option<ClockRule>,
    /// Level of the government that reforms; default `city`.
    pub level: Option<Level>,
    /// Values of the case that limits describe.
    #[schemars(extend("x-catalogue" = "never"))]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reference: BTreeMap<String, At<String>>,
    /// What every step of a kind has unless it says otherwise.
    #[schemars(extend("x-key" = part("steps that say nothing else", "未另行说明的节点")))]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defaults: BTreeMap<Kind, StepSpec>,
    /// Delays off the clock.
    pub friction: Option<FrictionSpec>,
    /// Working days.
    pub calendar: Option<CalendarSpec>,
    /// Working time and what it costs.
    pub burden: Option<BurdenSpec>,
    /// How cases arrive; only the simulation with queues needs it.
    #[schemars(extend("x-catalogue" = "never"))]
    pub arrivals: Option<ArrivalsSpec>,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<SourceSpec>,
    /// Stages, in order.
    #[schemars(extend("x-catalogue" = "whole"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<StageSpec>,
    /// Agencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agency: Vec<AgencySpec>,
    /// Materials and certificates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub material: Vec<MaterialSpec>,
    /// Names of items that several steps share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<ItemSpec>,
    /// Attributes of a case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute: Vec<AttributeSpec>,
    /// How alike the luck of one case is, as recorded.
    pub ranks: Option<RanksSpec>,
    /// Profiles: the share of its limit that a step uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile: Vec<ProfileSpec>,
    /// Steps.
    #[schemars(extend("x-catalogue" = "never"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step: Vec<StepSpec>,
    /// Reforms.
    #[schemars(extend("x-catalogue" = "never"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reform: Vec<ReformSpec<A>>,
    /// Published figures that the scenario must reproduce.
    #[schemars(extend("x-catalogue" = "never"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<FactSpec>,
}

impl<A: DeserializeOwned> Default for ScenarioSpec<A> {
    /// A file that says nothing. Not derived: what stands under `do` has no default.
    fn default() -> ScenarioSpec<A> {
        let nothing = std::iter::empty::<(&str, &str)>();
        ScenarioSpec::deserialize(MapDeserializer::<_, Error>::new(nothing))
            .expect("every key may be absent")
    }
}

//! `[[agency]]`: who does steps, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::key::counted;
use crate::workflow::{Agency, Level, Order, Roster};

/// `[[agency]]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencySpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// Its level, if it is an authority.
    pub level: Option<Level>,
    /// Officers; only the simulation with queues needs them.
    #[schemars(
        range(min = 1, max = 100_000),
        extend("x-key" = counted("officers", "人员数").hint("without `officers` nobody has to wait"))
    )]
    pub officers: Option<At<u32>>,
    /// Who goes first; default `fifo`.
    pub order: Option<Order>,
    /// When its officers work, like `["09:00-12:00", "13:00-17:00"]`, within the eight hours of a working day from
    /// 09:00 to 17:00; default all day. Outside of them work rests.
    pub hours: Option<At<Vec<At<String>>>>,
    /// 休假: days on which it has fewer officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave: Vec<LeaveSpec>,
}

/// 休假: some officers are away for a time, every year again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveSpec {
    /// The first day, like 2021-07-01.
    pub from: At<String>,
    /// The last day, less than a year later.
    pub to: At<String>,
    /// Officers away. Whoever has a file in hand finishes it first.
    #[schemars(range(min = 1), extend("x-key" = counted("officers away", "离岗人员数")))]
    pub officers: At<u32>,
}

impl AgencySpec {
    /// As a file writes an agency.
    pub fn of(agency: &Agency) -> AgencySpec {
        let Roster { hours, leave } = &agency.roster;
        let time = |minute: u32| format!("{:02}:{:02}", 9 + minute / 60, minute % 60);
        let hours = hours.iter();
        let hours: Vec<At<String>> = hours
            .map(|&(from, to)| At::from(format!("{}-{}", time(from), time(to))))
            .collect();
        let leave = leave.iter().map(|leave| LeaveSpec {
            from: At::from(leave.from.to_string()),
            to: At::from(leave.to.to_string()),
            officers: At::nowhere(leave.officers),
        });
        AgencySpec {
            id: At::from(&agency.id),
            en: agency.name.en.clone(),
            zh: agency.name.zh.clone(),
            level: agency.level,
            officers: agency.officers.map(At::nowhere),
            order: Some(agency.order).filter(|order| *order != Order::default()),
            hours: Some(hours)
                .filter(|hours| !hours.is_empty())
                .map(At::nowhere),
            leave: leave.collect(),
        }
    }
}

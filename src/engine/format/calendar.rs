//! `[calendar]`: working days.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;

/// `[calendar]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// What it starts from; default `china`.
    pub base: Option<CalendarBase>,
    /// Days off, like 2021-10-01.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<At<String>>,
    /// Weekend days that are worked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub make_up_days: Vec<At<String>>,
}

/// Calendars to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarBase {
    /// Chinese statutory holidays and make-up days.
    China,
    /// Monday to Friday.
    Weekdays,
    /// All seven days of the week.
    EveryDay,
}

//! `[arrivals]`: how cases come, and what is judged.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::key::{counted, decided, part};

/// `[arrivals]`: only the simulation with queues needs it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalsSpec {
    /// How cases arrive.
    pub process: At<ProcessSpec>,
    /// What is judged: the long run (the default) or a period.
    pub horizon: Option<At<HorizonSpec>>,
    /// Cases that lie there on day zero; default none.
    #[schemars(
        range(max = 100_000),
        extend("x-key" = counted("cases there on day zero", "期初积压").within("cases"))
    )]
    pub backlog: Option<u32>,
    /// 绿色通道: attribute → values of the cases that go first at agencies with `order = "priority"`; keys are
    /// ANDed, values ORed.
    pub green_channel: Option<BTreeMap<String, Vec<At<String>>>>,
    /// The dates of a recorded process, read from its file.
    #[serde(skip)]
    pub recorded: Vec<jiff::civil::Date>,
}

impl ArrivalsSpec {
    /// Cases that arrive so, and nothing more.
    pub fn of(process: ProcessSpec) -> ArrivalsSpec {
        ArrivalsSpec {
            process: At::nowhere(process),
            horizon: None,
            backlog: None,
            green_channel: None,
            recorded: Vec::new(),
        }
    }
}

/// How cases arrive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProcessSpec {
    /// Independently, at a steady rate.
    #[schemars(extend("x-key" = part("arrivals", "来件")))]
    Poisson {
        /// Cases a working day.
        #[schemars(
            range(min = 0.001, max = 10_000),
            extend("x-key" = counted("cases a day", "每日来件").within("cases a working day"))
        )]
        per_day: f64,
    },
    /// Independently, at a rate that depends on the month and on the day of the week.
    #[schemars(extend("x-key" = part("arrivals over the year", "全年来件")))]
    Seasonal {
        /// Cases a working day, on average over a year.
        #[schemars(
            range(min = 0.001, max = 10_000),
            extend("x-key" = counted("cases a day", "每日来件").within("cases a working day"))
        )]
        per_day: f64,
        /// Weights of January to December; default all alike.
        month_weights: Option<Vec<f64>>,
        /// Weights of Monday to Sunday; default all alike.
        weekday_weights: Option<Vec<f64>>,
    },
    /// Several at once.
    #[schemars(extend("x-key" = part("batches", "成批来件")))]
    Batch {
        /// Cases a batch.
        #[schemars(extend("x-key" = counted("cases a batch", "每批件数")))]
        size: u32,
        /// Working days between batches.
        #[schemars(
            range(min = 0.001, max = 1_000_000),
            extend("x-key" = counted("days between batches", "批次间隔（工作日）").within("working days"))
        )]
        every_days: f64,
    },
    /// A CSV file beside the scenario; every line begins with a date like 2021-09-22.
    Recorded(String),
}

/// What is judged.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HorizonSpec {
    /// The long run. By default the cases tell when it has settled, and there are many of them; both keys
    /// together say it instead.
    #[schemars(extend("x-key" = part("the long run", "长期")))]
    Steady {
        /// Working days left out at the beginning: more than nearly all cases take.
        #[schemars(
            range(min = 0, max = 10_000),
            extend("x-key" = decided("days left out at the beginning", "预热期（工作日）").within("working days"))
        )]
        warm_up_days: Option<f64>,
        /// Working days looked at, in every replication.
        days: Option<f64>,
    },
    /// A period.
    #[schemars(extend("x-key" = part("period", "时期")))]
    Terminating {
        /// Working days.
        days: f64,
    },
}

//! How cases arrive, who goes first, what is judged: only the simulation with queues needs it.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How cases arrive and what is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// How they come.
    pub process: Process,
    /// What is judged.
    pub horizon: Horizon,
    /// Cases that lie there on day zero.
    pub backlog: u32,
}

/// How cases come.
#[derive(Clone, Debug, PartialEq)]
pub enum Process {
    /// Independently, at a steady rate.
    Poisson {
        /// Cases a working day.
        per_day: f64,
    },
    /// Independently, at a rate that depends on the month and on the day of the week.
    Seasonal {
        /// Cases a working day, on average over a year.
        per_day: f64,
        /// January to December, in any unit.
        month_weights: [f64; 12],
        /// Monday to Sunday, in any unit.
        weekday_weights: [f64; 7],
    },
    /// Several at once, from day zero on.
    Batch {
        /// Cases a batch.
        size: u32,
        /// Working days between batches.
        every_days: f64,
    },
    /// On recorded dates, in order; those of one day evenly over it.
    Recorded(Arc<[Date]>),
}

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Horizon {
    /// The long run; how much is left out and how much is looked at follows from the cases.
    Steady,
    /// The long run, looked at for so long.
    SteadyFor {
        /// Working days left out at the beginning.
        warm_up_days: f64,
        /// Working days looked at.
        days: f64,
    },
    /// A period from day zero on.
    Terminating {
        /// Working days.
        days: f64,
    },
}

/// Who goes first at an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who came first.
    #[default]
    Fifo,
    /// 绿色通道: cases of the green channel, else who came first.
    Priority,
    /// Whose statutory limit (else promise) ends first.
    Deadline,
}

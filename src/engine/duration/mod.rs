//! How long things take: every distribution, and the law a step's duration follows.

mod kinds;
mod law;
mod profile;
mod profiles;
mod resolve;
mod shape;
pub mod special;
mod validate;
mod written;

pub use kinds::{Kind, kinds};
pub use law::{Law, Move, gauss_legendre};
pub use profile::{Covers, Profile};
pub use profiles::{shipped, shipped_ids};
pub use resolve::Resolve;
pub use validate::LONGEST_DAYS;
pub use written::{FILE, QUANTILES, RECORDED, Recorded, evenly};

use std::ops::Not;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::{DAYS, corner, part};
use kinds::kind;

/// Calendar days become working days at this rate wherever no real date is known.
pub const WORKING_DAYS_PER_CALENDAR_DAY: f64 = 5.0 / 7.0;

/// A promised or legal limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Working days.
    Working(f64),
    /// Calendar days.
    Calendar(f64),
}

impl Limit {
    /// The limit in working days; calendar days times 5/7.
    pub fn days(self) -> f64 {
        match self {
            Limit::Working(days) => days,
            Limit::Calendar(days) => days * WORKING_DAYS_PER_CALENDAR_DAY,
        }
    }
}

/// How long something takes, in working days: `{ triangular = { min_days = 1, mode_days = 2, max_days = 5 } }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Duration {
    /// Always the same.
    #[schemars(extend("x-kind" = kind(
        "{ fixed = { days = 3 } }",
        "always the same; `calendar = true` counts calendar days",
        "固定；calendar = true 表示日历天"
    )))]
    Fixed {
        /// Working days, or calendar days with `calendar = true`.
        #[schemars(extend("x-key" = part("", "").within(DAYS.0)))]
        days: f64,
        /// Whether `days` are calendar days.
        #[serde(default, skip_serializing_if = "Not::not")]
        calendar: bool,
    },
    /// Equally likely anywhere between two bounds.
    #[schemars(extend("x-kind" = kind(
        "{ uniform = { min_days = 1, max_days = 5 } }",
        "equally likely anywhere between two bounds",
        "均匀分布"
    )))]
    Uniform {
        /// Shortest.
        #[schemars(extend("x-key" = corner("shortest", "最短")))]
        min_days: f64,
        /// Longest.
        #[schemars(extend("x-key" = corner("longest", "最长")))]
        max_days: f64,
    },
    /// Triangular with its mode.
    #[schemars(extend("x-kind" = kind(
        "{ triangular = { min_days = 1, mode_days = 2, max_days = 5 } }",
        "rises to its mode and falls",
        "三角分布"
    )))]
    Triangular {
        /// Shortest.
        #[schemars(extend("x-key" = corner("shortest", "最短")))]
        min_days: f64,
        /// Most likely.
        #[schemars(extend("x-key" = corner("most likely", "最可能")))]
        mode_days: f64,
        /// Longest.
        #[schemars(extend("x-key" = corner("longest", "最长")))]
        max_days: f64,
    },
    /// Beta with mean (min + 4 mode + max) / 6, shape parameters summing to 6.
    #[schemars(extend("x-kind" = kind(
        "{ pert = { min_days = 1, mode_days = 2, max_days = 5 } }",
        "a Beta with mean (min + 4 mode + max) / 6",
        "PERT（贝塔）分布，均值为（最短+4×最可能+最长）/6"
    )))]
    Pert {
        /// Shortest.
        #[schemars(extend("x-key" = corner("shortest", "最短")))]
        min_days: f64,
        /// Most likely.
        #[schemars(extend("x-key" = corner("most likely", "最可能")))]
        mode_days: f64,
        /// Longest.
        #[schemars(extend("x-key" = corner("longest", "最长")))]
        max_days: f64,
    },
    /// Normal, cut at 0: negative draws count as 0.
    #[schemars(extend("x-kind" = kind(
        "{ normal = { mean_days = 10, sd_days = 2 } }",
        "normal; what falls below 0 counts as 0",
        "正态分布，负值按 0 计"
    )))]
    Normal {
        /// Mean before the cut.
        #[schemars(extend("x-key" = part("mean", "均值").unit(DAYS)))]
        mean_days: f64,
        /// Standard deviation before the cut.
        #[schemars(extend("x-key" = part("standard deviation", "标准差").unit(DAYS)))]
        sd_days: f64,
    },
    /// Exponential.
    #[schemars(extend("x-kind" = kind(
        "{ exponential = { mean_days = 4 } }",
        "without memory",
        "指数分布"
    )))]
    Exponential {
        /// Mean.
        #[schemars(extend("x-key" = part("mean", "均值").unit(DAYS)))]
        mean_days: f64,
    },
    /// Lognormal.
    #[schemars(extend("x-kind" = kind(
        "{ lognormal = { median_days = 15, sigma_log = 0.35 } }",
        "a long right tail; `sigma_log` is the spread of the logarithm",
        "对数正态分布；sigma_log 为对数标准差"
    )))]
    Lognormal {
        /// Median.
        #[schemars(extend("x-key" = part("median", "中位数").unit(DAYS)))]
        median_days: f64,
        /// Standard deviation of the logarithm.
        #[schemars(extend("x-key" = part("spread (of the logarithm)", "离散程度（对数标准差）")))]
        sigma_log: f64,
    },
    /// Gamma.
    #[schemars(extend("x-kind" = kind(
        "{ gamma = { shape = 2, mean_days = 8 } }",
        "a sum of waits",
        "伽马分布"
    )))]
    Gamma {
        /// Shape parameter.
        #[schemars(extend("x-key" = part("shape", "形状参数")))]
        shape: f64,
        /// Mean.
        #[schemars(extend("x-key" = part("mean", "均值").unit(DAYS)))]
        mean_days: f64,
    },
    /// Weibull.
    #[schemars(extend("x-kind" = kind(
        "{ weibull = { shape = 1.5, scale_days = 8 } }",
        "`scale_days` is the 63.2 % quantile",
        "韦布尔分布；scale_days 为 63.2% 分位数"
    )))]
    Weibull {
        /// Shape parameter.
        #[schemars(extend("x-key" = part("shape", "形状参数")))]
        shape: f64,
        /// Scale parameter: the 63.2 % quantile.
        #[schemars(extend("x-key" = part("63 % done within (days)", "63% 办结天数").within(DAYS.0)))]
        scale_days: f64,
    },
    /// Piecewise linear through recorded quantiles, `(probability, days)`, first 0, last 1.
    #[serde(with = "written::quantiles")]
    #[schemars(
        with = "Recorded",
        extend("x-kind" = kind(
            "{ empirical = { quantiles_days = [1, 2, 2.5, 4, 9] } }",
            "recorded quantiles at equal steps of probability, or `file` with one duration a line",
            "实录分位数（等概率间隔），或 file 每行一个数"
        ))
    )]
    Empirical {
        /// Strictly rising probabilities, non-decreasing days.
        quantiles_days: Arc<[(f64, f64)]>,
    },
    /// The share of its limit that a step uses; `limit_days` is the limit it was resolved with.
    #[serde(with = "written::profile")]
    #[schemars(
        with = "String",
        extend("x-kind" = kind(
            "{ limit_profile = \"cn-promised\" }",
            "the share of its limit that a step uses: a shipped profile or a `[[profile]]`",
            "用去时限的比例：内置或自定义分布"
        ))
    )]
    LimitProfile {
        /// The recorded or assumed shares.
        profile: Arc<Profile>,
        /// Working days.
        limit_days: f64,
    },
}

//! Every distribution with an example: one line each.

/// What a reader should know of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As the scenario file writes it.
    pub example: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// 含义.
    pub meaning_zh: &'static str,
}

const fn kind(example: &'static str, meaning: &'static str, meaning_zh: &'static str) -> Kind {
    Kind {
        example,
        meaning,
        meaning_zh,
    }
}

/// Every distribution, in the order of the documentation.
pub const KINDS: &[Kind] = &[
    kind(
        "{ fixed = { days = 3 } }",
        "always the same; `calendar = true` counts calendar days",
        "固定；calendar = true 表示日历天",
    ),
    kind(
        "{ uniform = { min_days = 1, max_days = 5 } }",
        "equally likely anywhere between two bounds",
        "均匀分布",
    ),
    kind(
        "{ triangular = { min_days = 1, mode_days = 2, max_days = 5 } }",
        "rises to its mode and falls",
        "三角分布",
    ),
    kind(
        "{ pert = { min_days = 1, mode_days = 2, max_days = 5 } }",
        "a Beta with mean (min + 4 mode + max) / 6",
        "PERT（贝塔）分布，均值为（最短+4×最可能+最长）/6",
    ),
    kind(
        "{ normal = { mean_days = 10, sd_days = 2 } }",
        "normal; what falls below 0 counts as 0",
        "正态分布，负值按 0 计",
    ),
    kind(
        "{ exponential = { mean_days = 4 } }",
        "without memory",
        "指数分布",
    ),
    kind(
        "{ lognormal = { median_days = 15, sigma_log = 0.35 } }",
        "a long right tail; `sigma_log` is the spread of the logarithm",
        "对数正态分布；sigma_log 为对数标准差",
    ),
    kind(
        "{ gamma = { shape = 2, mean_days = 8 } }",
        "a sum of waits",
        "伽马分布",
    ),
    kind(
        "{ weibull = { shape = 1.5, scale_days = 8 } }",
        "`scale_days` is the 63.2 % quantile",
        "韦布尔分布；scale_days 为 63.2% 分位数",
    ),
    kind(
        "{ empirical = { quantiles_days = [1, 2, 2.5, 4, 9] } }",
        "recorded quantiles at equal steps of probability, or `file` with one duration a line",
        "实录分位数（等概率间隔），或 file 每行一个数",
    ),
    kind(
        "{ limit_profile = \"cn-promised\" }",
        "the share of its limit that a step uses: a shipped profile or a `[[profile]]`",
        "用去时限的比例：内置或自定义分布",
    ),
];

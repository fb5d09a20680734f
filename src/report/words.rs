//! The words of tables, in both languages; the compiler sees to it that none is missing.

use crate::lang::Lang;

macro_rules! words {
    ($($word:ident => $en:literal, $zh:literal;)*) => {
        /// A word or heading that tables show.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($word,)* }

        impl Word {
            /// The word in a language.
            pub fn say(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Word::$word, Lang::En) => $en, (Word::$word, Lang::Zh) => $zh,)*
                }
            }
        }
    };
}

words! {
    Category => "Working days", "工作日";
    Law => "law", "法定";
    Limits => "clock", "计时";
    Median => "median", "中位";
    Trips => "trips", "跑动";
    Waits => "waits", "历时";
    Half => "half", "半数";
    NineOfTen => "9 in 10", "九成";
    Items => "items", "事项";
    Materials => "mater.", "材料";
    Proofs => "proofs", "证明";
    HowToRead => "waits: with work off the clock; half, 9 in 10: simulated cases done within, off-clock time included.",
        "历时：含不计时节点；半数、九成：模拟办件含不计时时间在此天数内办结的比例。";
    AllKinds => " Clock, waits and counts are averages over all kinds of cases.", "计时、历时和数量为各类办件平均。";
    FiveCuts => "Five cuts", "五减";
    ItemsLong => "items", "事项";
    MaterialsLong => "materials", "材料";
    MaterialTypes => "kinds of material", "材料种类";
    LinksLong => "links", "环节";
    CountedLimits => "counted days", "计时时限";
    ItemLimits => "limits of all items", "各事项时限合计";
    MediansOfCase => "Medians, working days", "中位数（工作日）";
    CertificateTypes => "kinds of certificate", "证明种类";
    TripsLong => "trips", "跑动次数";
    NoStage => "other steps", "其他节点";
    TripsPerCase => "trips, mean of a case", "跑动次数，每件平均";
    CertificatesLong => "certificates", "证明";
    AgainstPromises => "against promises", "较原承诺";
    AgainstLaw => "against the law", "较法定";
    HalfUnder => "Half of the cases done on the official clock within, if limits are used as in", "若时限用法如下，半数办件计时办结天数";
    Assumed => "assumed", "假设";
    Recorded => "recorded", "实录";
    Promise => "Limits are promises; how much of them is used is an assumption.", "时限是承诺；实际用去多少是假设。";
    AverageCases => "The average over all kinds of cases, at the limits, and what all cases save together:", "各类办件按占比平均（按时限），以及全部办件合计增减：";
    AverageCase => "  a case", "  每件";
    Gated => "With every stage closed until the one before it ends", "若各阶段严格先后（上一阶段办结方可进入下一阶段）";
    Then => "then", "其后";
    Or => "or", "或";
    WithinTarget => "within target", "达标率";
    Mean => "mean", "均值";
    Serial => "serial", "串行";
    Clock => "clock runs", "跑表";
    Counted => "official clock", "计时";
    WaitsLong => "applicant waits", "申请人历时";
    Before => "before", "改革前";
    LimitsOfCase => "Limits, working days", "承诺时限（工作日）";
    SimulatedCases => "Simulated, working days, with 95 % intervals", "模拟办件（工作日，95%置信区间）";
    AgainstPrevious => "against the reform before it", "较上一项改革";
    CalendarDays => "calendar days", "日历天";
    Links => "links", "环节";
    Overdue => "overdue items", "超期事项";
    Difference => "Change per case (paired cases)", "每件变化（配对）";
    WorstCase => "every conditional step", "全部条件节点";
    CriticalCounted => "Critical on the official clock", "计时关键路径";
    CriticalElapsed => "Critical for the wait", "历时关键路径";
    PerThousand => "Per 1,000 cases", "每千件";
    Corrections => "correction rounds", "补正";
    Visits => "visits", "跑动";
    Checks => "after-checks", "事后核查";
    Breaches => "false promises", "失信";
    CountsOfCase => "Counts", "数量";
    SimulatedMeans => "Simulated, working days: mean; half and 9 in 10 done within", "模拟办件（工作日）：平均；半数、九成办结";
    BurdenOfCase => "Working time of a case", "每件办理工作量";
    BurdenOfYear => "Working time of a year", "全年办理工作量";
    Applicant => "applicant", "申请人";
    Agencies => "agencies", "部门";
    Hours => "hours", "小时";
    OfTheseTrips => "of these for trips", "其中跑动";
    OfTheseCorrections => "of these for corrections", "其中补正";
    OfTheseChecks => "of these for after-checks", "其中事后核查";
    Saved => "saved", "节省";
    HoursByMaterial => "Applicant's hours by material", "申请人各材料用时（小时）";
    HoursByStep => "Applicant's hours by step, forms and materials", "申请人各节点用时（表单与材料，小时）";
    AgencyHoursByStep => "Agencies' hours by step", "部门各节点用时（小时）";
    Rectification => "days of putting right", "整改天数";
    NothingMoves => "Without queues nothing moves: no limit, no count and no simulated day.", "不考虑排队时无任何变化：时限、数量和模拟天数均不变。";
    After => "after", "改革后";
    Silent => "silent approvals", "默认许可";
    Changes => "What became of every item", "改革前后对照";
    Granted => "granted", "准予";
    GrantedSilently => "granted silently", "默认准予";
    Withdrawn => "withdrawn", "撤回";
    Revoked => "revoked", "撤销";
}

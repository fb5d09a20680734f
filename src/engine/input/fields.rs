//! What a column of a table may hold, and the headings that say so, in English and Chinese: one dictionary for every
//! table that is read.

use super::figures::{Unit, plain, unit_of};

/// One line a field: the headings by which its column is known, the likeliest first. The first two are its English and its
/// Chinese name.
macro_rules! fields {
    ($($(#[$about:meta])* $Field:ident = $words:literal,)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$about])* $Field,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Field] = &[$(Field::$Field,)*];

            /// The headings by which it is known, the likeliest first.
            fn words(self) -> impl Iterator<Item = &'static str> {
                let words = match self { $(Field::$Field => $words,)* };
                words.split('|')
            }
        }
    };
}

fields! {
    /// 事项.
    Item = "item|事项|事项名称|审批事项|审批事项名称|许可事项|许可事项名称|政务服务事项|政务服务事项名称|业务名称|办理事项|项目名称|名称|name",
    /// 事项类型.
    Kind = "kind|事项类型|事项类别|事项性质|权力类型|类型|类别",
    /// 阶段.
    Stage = "stage|阶段|审批阶段|所属阶段|阶段名称|办理阶段",
    /// 部门.
    Agency = "agency|部门|审批部门|责任部门|牵头部门|实施机关|实施主体|实施部门|办理部门|主管部门|责任单位|实施单位|承办科室|承办部门|承办单位|办理科室|department",
    /// 法定时限.
    Statutory = "statutory limit|法定时限|法定办结时限|法定期限|法定办理时限|法定办理期限|法定审批时限|法定工作日|statutory",
    /// 承诺时限.
    Promised = "promised limit|承诺时限|承诺办结时限|承诺期限|承诺办理时限|承诺办理期限|承诺审批时限|承诺工作日|办理时限|办结时限|审批时限|时限|promised|limit",
    /// 环节数.
    Links = "links|环节|环节数|环节数量|办理环节|办理环节数|审批环节|审批环节数|handling steps",
    /// 材料.
    Materials = "materials|材料|申请材料|申报材料|材料清单|申请材料清单|材料名称|申请材料名称|要件|材料数|材料数量|申请材料数|申请材料数量",
    /// 证明.
    Certificates = "certificates|证明|证明事项|证明材料|证明数|证明材料数|前置证明",
    /// 跑动次数.
    Visits = "trips|跑动次数|跑动|到场次数|到办事现场次数|到现场次数|现场次数|次数|visits",
    /// 前置事项.
    After = "after|前置事项|前置条件|前置|前置审批|紧前事项|前序事项|前置环节",
    /// 改革举措.
    Measure = "measure|改革举措|改革措施|优化措施|优化举措|举措|措施|改革内容|改革方式|处理方式|measures",
    /// 办件编号.
    Case = "case|办件编号|case_id|case:concept:name|办件编码|办件号|办件流水号|流水号|受理编号|受理号|申报号|申请编号|业务编号|业务流水号|案件编号|编号|id",
    /// 环节名称.
    Activity = "activity|环节名称|concept:name|event|task|activity_name|event_name|环节|办理环节|审批环节|步骤|步骤名称|节点|节点名称|办理步骤|活动",
    /// When an activity ends.
    Time = "time|结束时间|timestamp|time:timestamp|complete|complete_timestamp|completed|complete_utc|complete_time|end|end_time|end_timestamp|date|完成时间|环节结束时间|办结时间|办理时间|操作时间|时间",
    /// When it begins.
    Start = "start|开始时间|start_time|start_timestamp|started|start_utc|环节开始时间|接收时间|到达时间",
    /// Who does it.
    Group = "group|办理部门|org:group|org:role|role|department|agency|部门|承办科室|承办部门|承办单位|办理科室|科室|办理单位|处理部门|岗位|角色",
    /// Whether work begins or ends, or a status.
    Lifecycle = "lifecycle|生命周期|lifecycle:transition|transition",
    /// 申请时间.
    Applied = "applied|申请时间|received|application date|申请日期|收件时间|收件日期|申报时间|申报日期|提交时间|登记时间|接件时间",
    /// 补正告知时间.
    CorrectionAsked = "correction asked|补正告知时间|补正告知日期|补正通知时间|一次性告知时间|补正开始时间|告知补正时间",
    /// 补正完成时间.
    Corrected = "corrected|补正完成时间|补正完成日期|补正时间|补正结束时间|补正提交时间",
    /// 受理时间.
    Accepted = "accepted|受理时间|start|start_date|受理日期|立案时间|正式受理时间|开始时间|开始日期|begin",
    /// 特别程序天数.
    SpecialDays = "special days|特别程序天数|特别程序|特殊程序天数|特别程序时间|特别程序用时|特别程序时长|特殊环节天数",
    /// 特别程序开始时间.
    SpecialStart = "special start|特别程序开始时间|特别程序启动时间|特别程序开始日期|特殊程序开始时间",
    /// 特别程序结束时间.
    SpecialEnd = "special end|特别程序结束时间|特别程序完成时间|特别程序结束日期|特殊程序结束时间",
    /// 办结时间.
    Decided = "decided|办结时间|end|end_date|closed|办结日期|审批时间|决定时间|决定日期|办理完成时间|完成时间|结束时间|完成日期|结束日期|实际办结时间",
    /// 承诺办结时间.
    Deadline = "deadline|承诺办结时间|due|due_date|承诺办结日期|应办结时间|应办结日期|截止时间|截止日期|到期日|到期时间|办理期限|预计办结时间",
    /// 办件状态.
    Status = "status|办件状态|状态|办理状态|办理结果|办结状态|办结结果",
    /// A date, of a list of dates.
    Date = "date|日期|arrival|arrivals|time|时间|申请日期|申请时间|收件时间|受理时间",
    /// A duration, of a list of durations.
    Days = "days|天数|用时|工作日|办理天数|办理用时|时长|duration|durations|working days",
}

/// Before or after a reform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// The heading does not say.
    #[default]
    Any,
    /// 改革前.
    Before,
    /// 改革后.
    After,
}

impl Field {
    /// Its name in English and in Chinese, which are headings too.
    pub fn names(self) -> (&'static str, &'static str) {
        let mut words = self.words();
        let mut next = || words.next().unwrap_or_default();
        (next(), next())
    }

    /// Every heading by which one of some fields is known.
    pub fn all_words(fields: &[Field]) -> Vec<&'static str> {
        fields.iter().flat_map(|field| field.words()).collect()
    }
}

/// What a heading says.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// What the column holds.
    pub field: Field,
    /// Before or after a reform.
    pub when: When,
    /// The unit that it names.
    pub unit: Option<Unit>,
    /// How likely the word means that field, 0 the most.
    pub rank: usize,
}

/// Words that say before or after, the longer first.
const WHENS: [(&str, When); 22] = [
    ("改革前", When::Before),
    ("改革后", When::After),
    ("优化前", When::Before),
    ("优化后", When::After),
    ("压减前", When::Before),
    ("压减后", When::After),
    ("压缩前", When::Before),
    ("压缩后", When::After),
    ("精简前", When::Before),
    ("精简后", When::After),
    ("调整前", When::Before),
    ("调整后", When::After),
    ("整合前", When::Before),
    ("整合后", When::After),
    ("改造前", When::Before),
    ("改造后", When::After),
    ("before reform", When::Before),
    ("after reform", When::After),
    ("before", When::Before),
    ("after", When::After),
    ("原", When::Before),
    ("拟", When::After),
];

/// What a heading says, if it names one of the `wanted` fields: spaces, case, width, `_`, `-` and what stands in brackets
/// do not matter.
pub fn meaning(heading: &str, wanted: &[Field]) -> Option<Meaning> {
    let plain = plain(heading);
    let whole = squashed(&plain);
    let unit = unit_of(heading);
    let known = |name: &str| {
        wanted.iter().find_map(|&field| {
            let mut words = field.words();
            let rank = words.position(|word| squashed(word) == name)?;
            Some((field, rank))
        })
    };
    let found = |(field, rank), when| Meaning {
        field,
        when,
        unit,
        rank,
    };
    let outside = |text: &str| squashed(text.split('(').next().unwrap_or_default());
    if let Some(one) = known(&whole) {
        return Some(found(one, When::Any));
    }
    // Without 的, and without the word for before or after wherever it stands.
    let bare = plain.replace(['_', '-', '的'], "");
    let apart = WHENS.iter().find_map(|(word, when)| {
        let word = squashed(word);
        let rest = bare.contains(&word).then(|| bare.replacen(&word, "", 1))?;
        let rest = rest.strip_prefix([':', '/']).unwrap_or(&rest);
        known(&outside(rest)).map(|one| found(one, *when))
    });
    apart.or_else(|| known(&outside(&plain)).map(|one| found(one, When::Any)))
}

/// Whether a heading is known, of whatever field.
pub fn is_known(heading: &str) -> bool {
    meaning(heading, Field::ALL).is_some()
}

/// The English names of all fields.
pub fn known_meanings() -> Vec<&'static str> {
    Field::ALL.iter().map(|field| field.names().0).collect()
}

/// A word as headings are compared.
fn squashed(word: &str) -> String {
    let word = word.to_lowercase().replace([' ', '_', '-'], "");
    match word.strip_suffix("days").filter(|rest| !rest.is_empty()) {
        Some(rest) if !rest.ends_with("special") && !rest.ends_with("working") => rest.to_owned(),
        Some(_) | None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [Field; 6] = [
        Field::Item,
        Field::Agency,
        Field::Statutory,
        Field::Promised,
        Field::Materials,
        Field::After,
    ];

    fn read(heading: &str) -> Option<(Field, When)> {
        meaning(heading, &LIST).map(|meaning| (meaning.field, meaning.when))
    }

    #[test]
    fn before_and_after_stand_anywhere_in_a_heading() {
        for heading in [
            "改革前承诺时限",
            "承诺时限（改革前）",
            "承诺时限(工作日)（改革前）",
            "改革前的承诺办结时限",
            "原承诺时限",
            "Before: promised limit",
            "limit_before",
        ] {
            assert_eq!(
                read(heading),
                Some((Field::Promised, When::Before)),
                "{heading}"
            );
        }
        for heading in ["改革后承诺时限", "压减后时限", "limit after reform"] {
            assert_eq!(
                read(heading),
                Some((Field::Promised, When::After)),
                "{heading}"
            );
        }
    }

    #[test]
    fn a_heading_that_is_known_as_it_stands_says_nothing_of_before_and_after() {
        assert_eq!(read("after"), Some((Field::After, When::Any)));
        assert_eq!(
            read("法定办结时限（工作日）"),
            Some((Field::Statutory, When::Any))
        );
        assert_eq!(read("申请人"), None);
    }

    #[test]
    fn one_word_means_what_is_wanted() {
        let start = |wanted: &[Field]| meaning("开始时间", wanted).map(|meaning| meaning.field);
        assert_eq!(start(&[Field::Start, Field::Time]), Some(Field::Start));
        assert_eq!(
            start(&[Field::Accepted, Field::Decided]),
            Some(Field::Accepted)
        );
    }

    #[test]
    fn no_field_has_one_word_twice_and_every_field_has_words() {
        for field in Field::ALL {
            let mut sorted: Vec<String> = field.words().map(squashed).collect();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted.len(), field.words().count(), "{field:?}");
            assert!(sorted.len() >= 2);
        }
    }
}

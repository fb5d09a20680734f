//! What a step is by its Chinese name, where the law says that its time does not count (行政许可法 第四十五条).

use crate::workflow::Kind;

/// The kind of a step; `None`: it is an approval like others, or its name does not say.
pub fn kind(name: &str) -> Option<Kind> {
    const KINDS: [(&[&str], Kind); 3] = [
        (&["补正", "补齐"], Kind::Applicant),
        // 听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审.
        (
            &[
                "特别程序",
                "特殊程序",
                "特殊环节",
                "听证",
                "招标",
                "拍卖",
                "检验",
                "检测",
                "检疫",
                "鉴定",
                "专家评审",
            ],
            Kind::ExpertReview,
        ),
        (&["公示", "公告"], Kind::PublicNotice),
    ];
    let found = KINDS
        .iter()
        .find(|(words, _)| words.iter().any(|word| name.contains(word)));
    found.map(|(_, kind)| *kind)
}

/// Whether the official clock does not run on a step: it begins with acceptance, and stands still for what the law says.
pub fn is_off_the_clock(name: &str) -> bool {
    let is_before = ["收件", "接件", "申请", "受理"]
        .iter()
        .any(|word| name.starts_with(word));
    is_before || kind(name).is_some()
}

//! What the column of measures (改革举措) says of an item, as far as it can be told.

use super::items::Item;
use crate::input::figures::plain;

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing, or what the figures of the item say as well.
    Figures,
    /// Materials are no longer asked for, or come from the system.
    Materials,
    /// 告知承诺.
    Commit,
    /// 审批改备案.
    File,
    /// 并联.
    Parallel,
    /// 合并: the name of what it becomes part of.
    Merge {
        /// Another item, or a new one.
        into: String,
    },
    /// Words that name no other item, or that are not known.
    Unclear,
}

const FIGURES: [&str; 22] = [
    "时限",
    "压缩",
    "压减",
    "提速",
    "即办",
    "秒批",
    "环节",
    "流程",
    "跑动",
    "跑腿",
    "网办",
    "网上办",
    "不见面",
    "一次办",
    "最多跑一次",
    "邮寄",
    "快递",
    "取消",
    "保留",
    "不变",
    "一窗",
    "窗口",
];
const MATERIALS: [&str; 8] = [
    "材料",
    "数据共享",
    "电子证照",
    "免提交",
    "免于提交",
    "证明",
    "共享",
    "容缺",
];
const MERGED: [&str; 8] = [
    "合并",
    "并入",
    "整合",
    "归并",
    "合一",
    "合为",
    "联合办理",
    "merge",
];
/// What stands before the name of a new item.
const INTO: [&str; 9] = [
    "合并为",
    "合并成",
    "合并至",
    "合并到",
    "整合为",
    "整合成",
    "归并为",
    "归并到",
    "合为",
];

/// What the table says of an item.
pub fn told(item: &Item, items: &[Item]) -> Told {
    let Some(said) = item.measure.as_deref().filter(|_| item.after.is_some()) else {
        return Told::Figures;
    };
    let said_plain = plain(said);
    let has = |words: &[&str]| words.iter().any(|word| said_plain.contains(word));
    if has(&MERGED) {
        return merged(said, item, items);
    }
    if has(&["并联", "并行", "同步办理", "同步审批", "parallel"]) {
        return Told::Parallel;
    }
    if has(&["告知承诺", "承诺制", "commit"]) {
        return Told::Commit;
    }
    if has(&["改备案", "改为备案", "备案制", "filing"]) {
        return Told::File;
    }
    if has(&MATERIALS) {
        return Told::Materials;
    }
    match has(&FIGURES) {
        true => Told::Figures,
        false => Told::Unclear,
    }
}

/// With another item that is named, the one of the longest name; or into a new one that is named.
fn merged(said: &str, item: &Item, items: &[Item]) -> Told {
    let text = plain(said);
    let others = items
        .iter()
        .filter(|other| other.name.value != item.name.value);
    let named = others.filter(|other| text.contains(&plain(&other.name)));
    if let Some(other) = named.max_by_key(|other| other.name.chars().count()) {
        return Told::Merge {
            into: other.name.value.clone(),
        };
    }
    let new = INTO.iter().find_map(|word| said.split_once(word));
    let new = new.map(|(_, name)| {
        let ends = |letter: char| "“”\"《》，,；;。（(".contains(letter) || letter.is_whitespace();
        let name = name.trim_start_matches(ends);
        name.split(ends)
            .next()
            .unwrap_or_default()
            .trim_end_matches("办理")
            .to_owned()
    });
    match new.filter(|name| name.chars().count() > 1) {
        Some(into) => Told::Merge { into },
        None => Told::Unclear,
    }
}

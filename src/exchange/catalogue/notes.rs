//! How a catalogue was read: what was taken for what, what was filled in, what is not used.

use std::path::Path;

use super::FIELDS;
use super::items::{Item, Items};
use super::reform::Reform;
use crate::input::fields::Field;
use crate::input::headings::Headings;
use crate::input::{Encoding, Origin, Table};
use crate::lang::{Lang, Name};
use crate::text;

/// A line for each thing to know.
pub fn notes(
    path: &Path,
    table: &Table,
    headings: &Headings,
    items: &Items,
    reform: Option<&Reform>,
) -> Vec<Name> {
    let (shown, n) = (path.display(), items.all.len());
    let [en, zh] = read_as(table);
    let n_items = text::plural(n, "item", "items");
    let mut notes = vec![
        Name::both(
            format!("{shown}: {n_items}, read as {en}"),
            format!("{shown}：{n} 个事项，按{zh}读取"),
        ),
        Name::both(
            format!("columns: {}", headings.taken(Lang::En)),
            format!("列：{}", headings.taken(Lang::Zh)),
        ),
    ];
    unused(headings, &FIELDS, &mut notes);
    for (heading, lines) in &items.filled {
        let (en, zh) = (self::lines(lines, Lang::En), self::lines(lines, Lang::Zh));
        notes.push(Name::both(
            format!("{en}: `{heading}` is empty or merged and filled in from above"),
            format!("{zh}：“{heading}”为空或合并单元格，按上一行填充"),
        ));
    }
    let mut tell = |lines: Vec<usize>, en: &str, zh: &str| {
        if !lines.is_empty() {
            let [at, place] = [Lang::En, Lang::Zh].map(|lang| self::lines(&lines, lang));
            notes.push(Name::both(format!("{at}: {en}"), format!("{place}：{zh}")));
        }
    };
    tell(
        items.skipped.clone(),
        "a total or a note, left out",
        "合计或注释行，未计入",
    );
    let all = || items.all.iter();
    let of = |is_so: fn(&&Item) -> bool| all().filter(is_so).map(|item| item.line).collect();
    if all().any(|item| item.stage.is_some()) {
        tell(
            of(|item| item.stage.is_none()),
            "no stage, so it begins on day zero beside all others",
            "无阶段，自第 0 日起与其他事项同时开始",
        );
    }
    tell(
        of(|item| {
            let after = item
                .after
                .as_ref()
                .and_then(|after| after.promised.as_ref());
            let limits = [
                item.before.promised.as_ref(),
                item.statutory.as_ref(),
                after,
            ];
            limits.into_iter().flatten().any(|limit| limit.is_bare)
        }),
        "日 and 天 alone were read as calendar days; write 工作日 if working days are meant",
        "单写“日”“天”的按自然日读取；如为工作日，请写“工作日”",
    );
    tell(
        of(|item| item.before.promised.is_none()),
        "nothing is promised, so the statutory limit holds",
        "无承诺时限，按法定时限",
    );
    if let Some(reform) = reform {
        let n = reform.measures.len();
        notes.push(Name::both(
            format!("reform: {}", text::plural(n, "measure", "measures")),
            format!("改革：{n} 项举措"),
        ));
        notes.extend(reform.left_out.iter().cloned());
    }
    notes
}

/// How a table was written.
pub fn read_as(table: &Table) -> [String; 2] {
    let (en, zh) = match &table.origin {
        Origin::Text(Encoding::Utf8, _) => ("UTF-8", " UTF-8 编码"),
        Origin::Text(Encoding::Utf8Marked, _) => {
            ("UTF-8 with byte order mark", "带 BOM 的 UTF-8 编码")
        }
        Origin::Text(Encoding::Gb18030, _) => ("GB18030", " GB18030 编码"),
        Origin::Text(Encoding::Utf16, _) => ("UTF-16", " UTF-16 编码"),
        Origin::Sheet(name, others) if others.is_empty() => {
            return [format!("the worksheet `{name}`"), format!("工作表“{name}”")];
        }
        Origin::Sheet(name, others) => {
            let listed = text::list_up_to(others, text::MOST_LISTED);
            return [
                format!("the worksheet `{name}`; not {listed}: --sheet chooses"),
                format!(
                    "工作表“{name}”（另有“{}”，可用 --sheet 指定）",
                    others.join("”“")
                ),
            ];
        }
    };
    [en.to_owned(), zh.to_owned()]
}

/// Columns that are not read, each with the heading that was perhaps meant.
pub fn unused(headings: &Headings, fields: &[Field], notes: &mut Vec<Name>) {
    let free = fields
        .iter()
        .filter(|field| headings.column(**field).is_none());
    let words = Field::all_words(&free.copied().collect::<Vec<_>>());
    for (heading, _) in &headings.others {
        notes.push(match text::did_you_mean(heading, words.iter().copied()) {
            Some(meant) => Name::both(
                format!("column `{heading}` is not used; did you mean `{meant}`?"),
                format!("未使用“{heading}”列；是否应为“{meant}”？"),
            ),
            None => Name::both(
                format!("column `{heading}` is not used"),
                format!("未使用“{heading}”列"),
            ),
        });
    }
}

/// `line 3`, `lines 3, 4, 9 and 12 more`.
fn lines(lines: &[usize], lang: Lang) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = lines.iter().take(MOST).map(usize::to_string).collect();
    let n_more = lines.len() - shown.len();
    match (lang, n_more) {
        (Lang::En, 0) if lines.len() == 1 => format!("line {}", shown[0]),
        (Lang::En, 0) => format!("lines {}", shown.join(", ")),
        (Lang::En, more) => format!("lines {} and {more} more", shown.join(", ")),
        (Lang::Zh, 0) => format!("第 {} 行", shown.join("、")),
        (Lang::Zh, _) => format!("第 {} 等 {} 行", shown.join("、"), lines.len()),
    }
}

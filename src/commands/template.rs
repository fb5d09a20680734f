//! `redtape new` and `redtape schema`: a scenario to start from, and its schema for editors.

use std::path::{Path, PathBuf};

use super::Failure;
use crate::cli::{NewArgs, SchemaArgs};
use crate::exchange::catalogue::{Catalogue, catalogue};
use crate::input::Encoding;
use crate::lang::Lang;
use crate::output::{print_bytes, write_whole};
use crate::scenario::{TEMPLATE, schema as schema_text};
use crate::text;

/// Prints the commented template, or the scenario of a catalogue.
pub fn new(arguments: &NewArgs, lang: Lang) -> Result<(), Failure> {
    let Some(table) = &arguments.from else {
        return give(arguments.output.as_ref(), TEMPLATE);
    };
    let made = catalogue(table)?;
    give(arguments.output.as_ref(), &made.scenario)?;
    anstream::eprint!("{}", notes(&made, table, lang));
    Ok(())
}

/// Prints the JSON schema.
pub fn schema(arguments: &SchemaArgs) -> Result<(), Failure> {
    give(arguments.output.as_ref(), &schema_text())
}

/// To a file, or to standard output.
pub(super) fn give(output: Option<&PathBuf>, text: &str) -> Result<(), Failure> {
    match output {
        Some(path) => Ok(write_whole(path, text.as_bytes())?),
        None => Ok(print_bytes(text.as_bytes())?),
    }
}

/// How a table was read, a line for each thing to know.
fn notes(made: &Catalogue, table: &Path, lang: Lang) -> String {
    let encoding = match (made.encoding, lang) {
        (Encoding::Utf8, Lang::En) => "UTF-8",
        (Encoding::Utf8Marked, Lang::En) => "UTF-8 with byte order mark",
        (Encoding::Gb18030, Lang::En) => "GB18030",
        (Encoding::Utf8, Lang::Zh) => "UTF-8 编码",
        (Encoding::Utf8Marked, Lang::Zh) => "带 BOM 的 UTF-8 编码",
        (Encoding::Gb18030, Lang::Zh) => "GB18030 编码",
    };
    let shown = table.display();
    let mut notes = vec![match lang {
        Lang::En => format!(
            "{shown}: {}, read as {encoding}",
            text::plural(made.n_items, "item", "items")
        ),
        Lang::Zh => format!("{shown}：{} 个事项，按 {encoding}读取", made.n_items),
    }];
    for (heading, meant) in &made.unused {
        notes.push(match (lang, meant) {
            (Lang::En, Some(meant)) => {
                format!("column `{heading}` is not used; did you mean `{meant}`?")
            }
            (Lang::En, None) => format!("column `{heading}` is not used"),
            (Lang::Zh, Some(meant)) => format!("未使用“{heading}”列；是否应为“{meant}”？"),
            (Lang::Zh, None) => format!("未使用“{heading}”列"),
        });
    }
    if !made.bare_lines.is_empty() {
        let lines = lines(&made.bare_lines, lang);
        notes.push(match lang {
            Lang::En => format!("{lines}: 日 and 天 alone were read as calendar days; write 工作日 if working days are meant"),
            Lang::Zh => format!("{lines}：单写“日”“天”的按自然日读取；如为工作日，请写“工作日”"),
        });
    }
    if !made.unpromised_lines.is_empty() {
        let lines = lines(&made.unpromised_lines, lang);
        notes.push(match lang {
            Lang::En => format!("{lines}: nothing is promised, so the statutory limit holds"),
            Lang::Zh => format!("{lines}：无承诺时限，按法定时限"),
        });
    }
    notes.iter().map(|note| format!("{note}\n")).collect()
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

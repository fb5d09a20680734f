//! Lists in one cell: `1.申请表;2.营业执照(副本、复印件)`, `1、申请表 2、设计方案`.

/// The parts of a cell, each once. Numbers in front of the parts separate where there are any; else semicolons and
/// their like, else commas. What stands in brackets stays together.
pub fn split(cell: &str) -> Vec<String> {
    let strong =
        |letter: char| matches!(letter, ';' | '；' | '、' | '|' | '\n' | '\r' | '\u{2028}');
    let weak = |letter: char| matches!(letter, ',' | '，');
    let mut parts = numbered(cell);
    if parts.is_empty() {
        parts = split_at(cell, strong);
    }
    if parts.len() < 2 {
        parts = parts.iter().flat_map(|part| split_at(part, weak)).collect();
    }
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        let ends = |letter: char| {
            letter.is_whitespace() || strong(letter) || weak(letter) || letter == '。'
        };
        let part = part.trim_matches(ends);
        if !part.is_empty() && !found.iter().any(|one| one == part) {
            found.push(part.to_owned());
        }
    }
    found
}

/// The parts of a list that counts them from 1, however they are separated; empty if it does not.
fn numbered(cell: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = cell;
    let mut number = 1;
    while let Some((before, after)) = at_number(rest, number) {
        if number == 1 && !before.trim().is_empty() {
            return Vec::new();
        }
        if number > 1 {
            parts.push(before.to_owned());
        }
        rest = after;
        number += 1;
    }
    if number > 1 {
        parts.push(rest.to_owned());
    }
    parts
}

/// What stands before and behind a number of a list: `2、`, `2.`, `(2)`, `②`.
fn at_number(text: &str, number: u32) -> Option<(&str, &str)> {
    let circled = char::from_u32('①' as u32 + number - 1).filter(|_| number <= 20);
    let digits = number.to_string();
    let mut last = ' ';
    for (at, letter) in text.char_indices() {
        let behind = text[at..].strip_prefix(&digits).filter(|_| {
            // No part of a longer number, of a scale or of a version.
            !last.is_ascii_digit() && !matches!(last, '.' | ':' | '：' | '第')
        });
        if let Some(behind) = behind {
            let mut letters = behind.chars();
            let sign = letters.next();
            let is_figure = letters.next().is_some_and(|next| next.is_ascii_digit());
            let before = text[..at].trim_end();
            let opened = before.strip_suffix(['(', '（']);
            match (opened, sign) {
                (Some(before), Some(')' | '）')) => return Some((before, letters_after(behind))),
                (None, Some('、' | '.' | '．' | ')' | '）')) if !is_figure => {
                    return Some((&text[..at], letters_after(behind)));
                }
                _ => {}
            }
        }
        if circled == Some(letter) {
            return Some((&text[..at], &text[at + letter.len_utf8()..]));
        }
        last = letter;
    }
    None
}

/// A text without its first letter.
fn letters_after(text: &str) -> &str {
    let mut letters = text.chars();
    letters.next();
    letters.as_str()
}

fn split_at(cell: &str, separates: impl Fn(char) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    for letter in cell.chars() {
        match letter {
            '(' | '（' | '《' => depth += 1,
            ')' | '）' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let last = parts.last_mut().expect("there is always a part");
        if depth > 0 || !separates(letter) {
            last.push(letter);
        } else {
            parts.push(String::new());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_split_where_people_split_it() {
        for (cell, parts) in [
            ("申请表", vec!["申请表"]),
            (
                "申请表；营业执照; 身份证",
                vec!["申请表", "营业执照", "身份证"],
            ),
            ("1.申请表\n2.营业执照", vec!["申请表", "营业执照"]),
            ("1、申请表 2、设计方案", vec!["申请表", "设计方案"]),
            (
                "1.申请表2.设计方案（含1:500图）",
                vec!["申请表", "设计方案（含1:500图）"],
            ),
            ("①申请表②营业执照", vec!["申请表", "营业执照"]),
            ("1、申请表；2、营业执照", vec!["申请表", "营业执照"]),
            ("1.申请表", vec!["申请表"]),
            ("（1）申请表、(2)营业执照", vec!["申请表", "营业执照"]),
            (
                "图纸（平面图、立面图）、批文",
                vec!["图纸（平面图、立面图）", "批文"],
            ),
            ("form, licence", vec!["form", "licence"]),
            ("plan, 1:500; licence", vec!["plan, 1:500", "licence"]),
            ("2020 plan", vec!["2020 plan"]),
            ("表;;表;", vec!["表"]),
            ("GB 1.2 标准；图纸", vec!["GB 1.2 标准", "图纸"]),
        ] {
            assert_eq!(split(cell), parts, "{cell}");
        }
    }
}

//! Lists in one cell: `1.申请表;2.营业执照(副本、复印件)`.

/// The parts of a cell. Commas separate only where nothing stronger does; what stands in brackets stays
/// together; numbers in front of the parts go.
pub fn split(cell: &str) -> Vec<String> {
    let strong = |letter: char| matches!(letter, ';' | '；' | '、' | '|' | '\n' | '\r');
    let weak = |letter: char| matches!(letter, ',' | '，');
    let parts = split_at(cell, strong);
    let parts = if parts.len() > 1 {
        parts
    } else {
        split_at(cell, weak)
    };
    let named = parts
        .into_iter()
        .map(|part| without_number(&part).to_owned());
    let mut found: Vec<String> = Vec::new();
    for part in named.filter(|part| !part.is_empty()) {
        if !found.contains(&part) {
            found.push(part);
        }
    }
    found
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
        } else if !is_number(last) {
            // `1、` numbers what follows; it is no part of its own.
            parts.push(String::new());
        } else {
            last.clear();
        }
    }
    parts
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit())
}

/// `1.申请表` and `(1)申请表` are 申请表; `1:500 plan` stays.
fn without_number(part: &str) -> &str {
    let part = part.trim();
    let opened = part.trim_start_matches(['(', '（']);
    let rest = opened.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let ends = if opened.len() < part.len() {
        [')', '）']
    } else {
        ['.', '．']
    };
    match rest.strip_prefix(ends) {
        Some(name) if rest.len() < opened.len() => name.trim(),
        Some(_) | None => part,
    }
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
            ("1、申请表；2、营业执照", vec!["申请表", "营业执照"]),
            ("（1）申请表、(2)营业执照", vec!["申请表", "营业执照"]),
            (
                "图纸（平面图、立面图）、批文",
                vec!["图纸（平面图、立面图）", "批文"],
            ),
            ("form, licence", vec!["form", "licence"]),
            ("plan, 1:500; licence", vec!["plan, 1:500", "licence"]),
            ("2020 plan", vec!["2020 plan"]),
            ("表;;表;", vec!["表"]),
        ] {
            assert_eq!(split(cell), parts, "{cell}");
        }
    }
}

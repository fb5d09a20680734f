//! Columns on a terminal: a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` followed by spaces up to `columns`; longer text stays whole.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", fill(text, columns))
}

/// `text` after spaces, so that it ends in column `columns`, as numbers do.
pub fn pad_start(text: &str, columns: usize) -> String {
    format!("{}{text}", fill(text, columns))
}

/// `text`, or as much of it as fits into `columns` with a `…` at the end.
pub fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let head = &text[..fitting(text, room)];
    format!("{}…", head.trim_end())
}

/// Lines of at most `columns`: Latin text breaks at spaces, Chinese between characters, but never
/// before a closing mark (避头) or after an opening one (避尾). A longer word is cut. Line breaks stay.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| wrap_line(line, columns))
        .collect()
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) > columns && !line.is_empty() {
            lines.push(line.trim_end().to_string());
            line.clear();
        }
        let mut rest = piece;
        while fitting(rest, columns) < rest.trim_end().len() {
            // At least one character a line, or a column too narrow for Chinese would never end.
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let (head, tail) = rest.split_at(fitting(rest, columns).max(first));
            lines.push(head.to_string());
            rest = tail;
        }
        line.push_str(rest);
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_string());
    }
    lines
}

/// What must stay on one line, each with the spaces after it.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (index, letter) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, letter)) {
            pieces.push(&text[start..index]);
            start = index;
        }
        before = Some(letter);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。、；：！？）》」』】〕”’…%％,.;:!?)]}";
    const OPENING: &str = "（《「『【〔“‘([{";
    if after == ' ' {
        return false;
    }
    if before == ' ' {
        return true;
    }
    (is_wide(before) || is_wide(after)) && !CLOSING.contains(after) && !OPENING.contains(before)
}

fn is_wide(letter: char) -> bool {
    letter.width() == Some(2)
}

fn fill(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

/// Bytes of the longest head of `text` that fits into `columns`.
fn fitting(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (index, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            return index;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(width("用地预审 x"), 10);
        assert_eq!(pad("用地", 6), "用地  ");
        assert_eq!(pad_start("60", 4), "  60");
        assert_eq!(pad("longer", 3), "longer");
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(truncate("用地预审", 8), "用地预审");
        assert_eq!(truncate("用地预审", 7), "用地预…");
        assert_eq!(truncate("用地预审", 6), "用地…");
        assert_eq!(truncate("land permit", 6), "land…");
        assert_eq!(truncate("land", 0), "");
    }

    #[test]
    fn latin_text_breaks_at_spaces() {
        assert_eq!(
            wrap("which change bought which day", 12),
            ["which change", "bought which", "day"]
        );
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrap("incomprehensible", 6), ["incomp", "rehens", "ible"]);
    }

    #[test]
    fn chinese_breaks_anywhere_but_not_before_a_closing_mark() {
        assert_eq!(wrap("用地预审与选址", 8), ["用地预审", "与选址"]);
        assert_eq!(wrap("用地预审，选址", 8), ["用地预", "审，选址"]);
        assert_eq!(
            wrap("见《许可法》四十二条", 8),
            ["见《许可", "法》四十", "二条"]
        );
        assert_eq!(wrap("历时 178 个工作日", 9), ["历时 178", "个工作日"]);
    }

    #[test]
    fn no_column_is_too_narrow_to_end() {
        assert_eq!(wrap("用地", 1), ["用", "地"]);
        assert_eq!(wrap("ab", 0), ["a", "b"]);
        assert_eq!(wrap("", 0), [""]);
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_too_wide() {
        let text = "政府投资房屋建筑类 counted 100 → 60, 申请人等待 215 → 178 个工作日(约 36 周)。";
        for columns in 2..40 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}");
            let joined: String = lines.concat().split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>());
        }
    }
}

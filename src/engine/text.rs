//! Small pieces of language: lists, plurals, numbers, "did you mean", columns.

use std::borrow::Cow;

mod columns;
mod similar;

pub use columns::{pad, pad_start, pieces, truncate, width, wrap};
pub use similar::did_you_mean;

/// Longer lists of what is allowed help nobody.
pub const MOST_LISTED: usize = 12;

/// Names in backticks: `` `a`, `b` and `c` ``. Empty for no names.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    list_up_to(items, usize::MAX)
}

/// As [`list`], but after `limit` names only how many more there are: `` `a`, `b` and 12 more ``.
pub fn list_up_to<S: AsRef<str>>(items: &[S], limit: usize) -> String {
    let shown = items.len().min(limit);
    let mut parts: Vec<String> = items[..shown]
        .iter()
        .map(|item| format!("`{}`", item.as_ref()))
        .collect();
    if shown < items.len() {
        parts.push(format!("{} more", count((items.len() - shown) as i64)));
    }
    match parts.pop() {
        None => String::new(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}

/// A number with its noun: `1 step`, `2,566 steps`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as i64), if n == 1 { one } else { many })
}

/// A whole number with thousands separators: `2,566`, `-60`.
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if n < 0 {
        grouped.insert(0, '-');
    }
    grouped
}

/// Days with at most one decimal, halves away from zero: `60`, `0.3`, `1,215.5`. `–` if not finite.
pub fn days(days: f64) -> String {
    if !days.is_finite() {
        return "–".to_string();
    }
    // Saturates for numbers that no one reads as days.
    let tenths = (days * 10.0).round() as i64;
    let whole = count(tenths / 10);
    match tenths % 10 {
        0 => whole,
        tenth if tenths < 0 && tenths > -10 => format!("-{whole}.{}", -tenth),
        tenth => format!("{whole}.{}", tenth.abs()),
    }
}

/// Simulated days: whole ones, below ten with one decimal. Luck moves them by more than what is left out.
pub fn about(value: f64) -> String {
    match value.abs() < 9.95 {
        true => days(value),
        false => days(value.round()),
    }
}

/// A number as it was meant: `5`, `0.25`, `1e300`, `nan`.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "nan".to_owned()
    } else if size.is_finite() && size != 0.0 && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// `text` with a replacement character for each one that would not be seen but done: control characters, escape sequences of
/// terminals among them, marks that turn the direction of writing (Unicode UAX #9), and code points that are no character.
/// Line breaks and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.contains(is_hidden) {
        true => Cow::Owned(text.replace(is_hidden, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

/// A cell that a spreadsheet would compute (it begins with `=`, `+`, `-`, `@`, a tab or a return and is no number) begins
/// with an apostrophe instead.
pub fn no_formula(cell: &str) -> Cow<'_, str> {
    match begins_formula(cell) && cell.parse::<f64>().is_err() {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// The other way round: a cell without the apostrophe that kept it from being computed.
pub fn as_meant(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| begins_formula(rest))
        .unwrap_or(cell)
}

fn begins_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn is_hidden(letter: char) -> bool {
    let is_control = letter.is_control() && !matches!(letter, '\n' | '\t' | '\r');
    let turns = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_control
        || turns
        || u32::from(letter) & 0xfffe == 0xfffe
        || matches!(letter, '\u{fdd0}'..='\u{fdef}')
}

/// What the system said, in the words of our messages: lower case, without its number.
pub fn reason(error: &std::io::Error) -> String {
    let said = error.to_string();
    let said = said.split(" (os error").next().unwrap_or_default();
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_one_would_say_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b"]), "`a` and `b`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list_up_to(&["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
        assert_eq!(list_up_to(&["a", "b"], 2), "`a` and `b`");
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(plural(0, "step", "steps"), "0 steps");
        assert_eq!(plural(1, "step", "steps"), "1 step");
        assert_eq!(plural(2566, "permit", "permits"), "2,566 permits");
    }

    #[test]
    fn thousands_are_separated() {
        for (n, shown) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (-60, "-60"),
            (-1234567, "-1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(count(n), shown);
        }
    }

    #[test]
    fn what_would_be_done_is_shown_instead() {
        for (text, shown) in [
            ("节点 a\tb\n", "节点 a\tb\n"),
            ("N\u{1b}[31mRED", "N\u{fffd}[31mRED"),
            ("\u{9b}1mC1\u{7f}", "\u{fffd}1mC1\u{fffd}"),
            ("a\u{202e}b\u{2066}c", "a\u{fffd}b\u{fffd}c"),
            ("x\u{fffe}\u{1ffff}", "x\u{fffd}\u{fffd}"),
            // Scripts that are written from right to left, joined emoji and accents need no help.
            ("سلام 👨‍👩‍👧 é", "سلام 👨‍👩‍👧 é"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn the_system_speaks_in_our_voice() {
        let missing = std::io::Error::from_raw_os_error(2);
        assert!(missing.to_string().contains("os error"));
        assert!(!reason(&missing).contains("os error"));
        assert!(reason(&missing).starts_with(|letter: char| letter.is_lowercase()));
    }

    #[test]
    fn numbers_are_shown_as_they_were_meant() {
        for (value, shown) in [
            (5.0, "5"),
            (-0.25, "-0.25"),
            (0.0, "0"),
            (1e300, "1e300"),
            (3e-9, "3e-9"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(number(value), shown);
        }
    }

    #[test]
    fn days_have_at_most_one_decimal() {
        for (value, shown) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.04, "0"),
            (60.0, "60"),
            (0.25, "0.3"),
            (-0.25, "-0.3"),
            (59.96, "60"),
            (-3.5, "-3.5"),
            (1215.5, "1,215.5"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ] {
            assert_eq!(days(value), shown);
        }
    }
}

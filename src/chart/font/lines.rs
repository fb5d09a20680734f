//! Text in lines: shortened or wrapped by the width of its letters.

use super::{Weight, width};

/// As much of `text` as fits into `room` pixels, with dots if something is left out.
pub fn shorten(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_string();
    }
    let dots = dots(text);
    let cut = |end: usize| format!("{}{dots}", text[..end].trim_end());
    // A letter more never makes a line narrower, but for the kerning of its end.
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let fitting = ends.partition_point(|&end| width(&cut(end), size, weight) <= room);
    match fitting.checked_sub(1) {
        Some(last) => cut(ends[last]),
        None => dots.to_string(),
    }
}

/// The sign that letters are left out: a Chinese face has its `…` at half height, which is wrong behind Latin.
fn dots(text: &str) -> &'static str {
    if is_chinese(text) { "…" } else { "..." }
}

/// Whether Chinese is among the letters.
fn is_chinese(text: &str) -> bool {
    text.contains(|letter: char| ('\u{2e80}'..'\u{a000}').contains(&letter))
}

/// Whether letters were left out of `text`.
pub fn is_cut(text: &str) -> bool {
    text.contains('…') || text.contains("...")
}

/// Lines of `text` that fit into `room` pixels each: at most `limit`, the last one shortened. Latin
/// breaks at spaces and after hyphens, Chinese between characters.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64, limit: usize) -> Vec<String> {
    let fits = |line: &str| width(line.trim_end(), size, weight) <= room;
    let text = text.replace('\n', " ");
    let pieces = crate::text::pieces(&text).into_iter();
    let mut lines = vec![String::new()];
    for piece in pieces.flat_map(|piece| piece.split_inclusive('-')) {
        let last = lines.last_mut().expect("there is a first line");
        if last.is_empty() || fits(&format!("{last}{piece}")) {
            last.push_str(piece);
        } else {
            lines.push(piece.to_owned());
        }
    }
    let broken = lines.into_iter().flat_map(|line| broken(line, &fits));
    let mut lines: Vec<String> = broken.collect();
    if lines.len() > limit.max(1) {
        let rest = lines.split_off(limit.max(1) - 1).concat();
        lines.push(shorten(rest.trim_end(), size, weight, room));
    }
    let trimmed = lines.iter().map(|line| line.trim_end().to_owned());
    trimmed.collect()
}

/// As [`wrap`], with lines of about the same length where Chinese would leave one character for the last.
pub fn balanced(text: &str, size: f64, weight: Weight, room: f64, limit: usize) -> Vec<String> {
    let widest = wrap(text, size, weight, room, limit);
    let whole = |lines: &Vec<String>| lines.len() == widest.len();
    let (mut narrow, mut wide, mut best) = (0.5 * room, room, widest.clone());
    if !is_chinese(text) || widest.len() < 2 || widest.iter().any(|line| is_cut(line)) {
        return widest;
    }
    for _ in 0..5 {
        let middle = (narrow + wide) / 2.0;
        let lines = wrap(text, size, weight, middle, usize::MAX);
        if whole(&lines) {
            (wide, best) = (middle, lines);
        } else {
            narrow = middle;
        }
    }
    best
}

/// A word that is too long breaks anywhere.
fn broken(line: String, fits: &impl Fn(&str) -> bool) -> Vec<String> {
    if fits(&line) {
        return vec![line];
    }
    let mut parts = vec![String::new()];
    for letter in line.chars() {
        let last = parts.last_mut().expect("there is a first part");
        last.push(letter);
        if !fits(last) && last.chars().nth(1).is_some() {
            last.pop();
            parts.push(letter.to_string());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_wrap_or_shorten_into_their_room() {
        let name = "Preliminary design and budget approval 初步设计及概算审批";
        for room in [60.0, 120.0, 300.0] {
            for line in wrap(name, 20.0, Weight::Regular, room, 3) {
                assert!(
                    width(&line, 20.0, Weight::Regular) <= room || line == "…",
                    "{line}"
                );
            }
        }
        assert_eq!(wrap(name, 20.0, Weight::Regular, 2000.0, 3), [name]);
        assert_eq!(shorten("用地预审", 20.0, Weight::Regular, 70.0), "用地…");
    }

    #[test]
    fn names_break_after_hyphens_and_into_even_lines() {
        let wrapped = |text, room| wrap(text, 20.0, Weight::Regular, room, 3);
        assert_eq!(
            wrapped("Construction-drawing review", 150.0),
            ["Construction-", "drawing review"]
        );
        let even = |text, room| balanced(text, 20.0, Weight::Regular, room, 3);
        assert_eq!(
            even("可行性研究报告审批", 170.0),
            ["可行性研究", "报告审批"]
        );
        assert_eq!(even("用地预审", 170.0), ["用地预审"]);
    }
}

//! Times as people and tools write them: ISO 8601 durations, repeated ones, and labels like "7 days" or "5个工作日".

use toml::{Table, Value};

use crate::exchange::document::values::{number, rounded, tagged};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// Working days.
    Working(f64),
    /// Calendar days.
    Calendar(f64),
}

impl Span {
    /// Working days, five a week.
    pub fn working_days(self) -> f64 {
        match self {
            Span::Working(days) => days,
            Span::Calendar(days) => days * 5.0 / 7.0,
        }
    }

    /// `{ fixed = { days = .. } }`.
    pub fn fixed(self) -> Value {
        let mut figures = Table::new();
        let (days, calendar) = match self {
            Span::Working(days) => (days, false),
            Span::Calendar(days) => (days, true),
        };
        figures.insert("days".to_owned(), number(rounded(days)));
        if calendar {
            figures.insert("calendar".to_owned(), Value::Boolean(true));
        }
        tagged("fixed", Value::Table(figures))
    }
}

/// Longer than anybody waits.
const MOST_DAYS: f64 = 10_000.0;

/// What a text says of a length of time, if it is one.
pub fn span(text: &str) -> Option<Span> {
    let text = text.trim();
    // `R3/PT10H`: every ten hours; the first time is what is waited for.
    let once = match text.strip_prefix('R') {
        Some(rest) => rest.split('/').find(|part| part.starts_with('P')),
        None => Some(text),
    };
    let found = once
        .and_then(iso)
        .map(Span::Calendar)
        .or_else(|| label(text))?;
    let (Span::Working(days) | Span::Calendar(days)) = found;
    (days <= MOST_DAYS).then_some(found)
}

/// A duration of ISO 8601, like `P1DT12H` or `P1,5D`, in calendar days.
fn iso(text: &str) -> Option<f64> {
    let mut days = 0.0;
    let mut digits = String::new();
    let (mut is_time, mut has_part) = (false, false);
    for letter in text.strip_prefix('P')?.chars() {
        match letter {
            '0'..='9' | '.' => digits.push(letter),
            ',' => digits.push('.'),
            'T' if digits.is_empty() && !is_time => is_time = true,
            _ => {
                let count: f64 = std::mem::take(&mut digits).parse().ok()?;
                // By division: a twenty-fourth is no binary fraction.
                days += match (letter, is_time) {
                    ('Y', false) => count * 365.0,
                    ('M', false) => count * 30.0,
                    ('W', false) => count * 7.0,
                    ('D', false) => count,
                    ('H', true) => count / 24.0,
                    ('M', true) => count / 1_440.0,
                    ('S', true) => count / 86_400.0,
                    _ => return None,
                };
                has_part = true;
            }
        }
    }
    (has_part && digits.is_empty()).then_some(days)
}

/// A number and a unit, and nothing else but words like "after".
fn label(text: &str) -> Option<Span> {
    let text = text.to_lowercase();
    let is_digit = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    let start = match text.find(|letter: char| letter.is_ascii_digit()) {
        Some(start) => start,
        None => text.find(NUMERALS)?,
    };
    let figure = &text[start..];
    let is_spoken = !figure.starts_with(is_digit);
    let end = figure
        .find(|letter: char| match is_spoken {
            true => !NUMERALS.contains(&letter),
            false => !is_digit(letter),
        })
        .unwrap_or(figure.len());
    let count: f64 = match is_spoken {
        true => spoken(&figure[..end])?,
        false => figure[..end].replace(',', ".").parse().ok()?,
    };
    let before = text[..start].trim();
    let unit = figure[end..].trim().trim_end_matches(['.', '。']);
    let is_lead = [
        "", "after", "wait", "in", "within", "every", "+", "满", "等待", "经过",
    ];
    if !is_lead.contains(&before) {
        return None;
    }
    let unit = unit.strip_prefix('个').unwrap_or(unit);
    let unit = ["以后", "之后", "后", "内", "以内", " later", " passed"]
        .iter()
        .find_map(|end| unit.strip_suffix(end))
        .unwrap_or(unit);
    Some(match unit {
        "d" | "day" | "days" | "calendar day" | "calendar days" | "天" | "日" | "日历天"
        | "自然日" | "dag" | "dagen" | "tag" | "tage" | "tagen" => Span::Calendar(count),
        "working day" | "working days" | "business day" | "business days" | "workday"
        | "workdays" | "工作日" | "werkdag" | "werkdagen" | "arbeitstag" | "arbeitstage"
        | "werktage" => Span::Working(count),
        "h" | "hour" | "hours" | "hrs" | "小时" | "钟头" | "uur" | "stunde" | "stunden" => {
            Span::Calendar(count / 24.0)
        }
        "min" | "mins" | "minute" | "minutes" | "分钟" => Span::Calendar(count / 1_440.0),
        "w" | "week" | "weeks" | "周" | "星期" | "weken" | "woche" | "wochen" => {
            Span::Calendar(count * 7.0)
        }
        "month" | "months" | "月" | "maand" | "maanden" | "monat" | "monate" => {
            Span::Calendar(count * 30.0)
        }
        "year" | "years" | "年" => Span::Calendar(count * 365.0),
        _ => return None,
    })
}

/// Chinese numerals.
const NUMERALS: [char; 13] = [
    '半', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百',
];

/// A number of up to three digits in Chinese numerals: 十五, 三十, 一百二十.
fn spoken(text: &str) -> Option<f64> {
    let (mut whole, mut digit) = (0.0, None);
    for letter in text.chars() {
        match letter {
            '半' if text == "半" => return Some(0.5),
            '半' => return None,
            '十' => whole += digit.take().unwrap_or(1.0) * 10.0,
            '百' => whole += digit.take().unwrap_or(1.0) * 100.0,
            '两' => digit = Some(2.0),
            _ => {
                let place = NUMERALS.iter().position(|other| *other == letter)?;
                // Behind 二 stands 两.
                digit = Some(place as f64 - if place > 2 { 1.0 } else { 0.0 });
            }
        }
    }
    Some(whole + digit.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_chinese_numerals_too() {
        for (text, span) in [
            ("半天", Span::Calendar(0.5)),
            ("两周后", Span::Calendar(14.0)),
            ("三日内", Span::Calendar(3.0)),
            ("十个工作日", Span::Working(10.0)),
            ("十五个工作日", Span::Working(15.0)),
            ("满二十日", Span::Calendar(20.0)),
            ("三十天", Span::Calendar(30.0)),
            ("一百二十日", Span::Calendar(120.0)),
            ("六个月", Span::Calendar(180.0)),
            ("8 weken", Span::Calendar(56.0)),
            ("10 Arbeitstage", Span::Working(10.0)),
        ] {
            assert_eq!(super::span(text), Some(span), "{text}");
        }
        for wrong in ["一次性告知", "三审三校", "十", "两半天"] {
            assert_eq!(super::span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations_and_labels_are_read() {
        let calendar = [
            ("P8W", 56.0),
            ("P1DT12H", 1.5),
            ("PT36H", 1.5),
            ("P1,5D", 1.5),
            ("R3/PT12H", 0.5),
            ("R/2026-01-01T00:00:00/P7D", 7.0),
            ("7 days", 7.0),
            ("24 Hours", 1.0),
            ("after 2 weeks", 14.0),
            ("30天", 30.0),
            ("15日后", 15.0),
        ];
        for (text, days) in calendar {
            assert_eq!(span(text), Some(Span::Calendar(days)), "{text}");
        }
        for text in ["5个工作日", "5 working days", "5工作日内"] {
            assert_eq!(span(text), Some(Span::Working(5.0)), "{text}");
        }
        for wrong in [
            "",
            "P",
            "P1",
            "PT",
            "P1H",
            "P-1D",
            "P9999999W",
            "${days}",
            "R3",
            "7 cats",
            "day 7",
            "2026-03-01",
            "2026-03-01T00:00:00",
        ] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }
}

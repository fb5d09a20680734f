//! Figures as people write them in spreadsheets: `20个工作日`, `即办`, `60日`, `二十`, `5个`.

use crate::duration;
use crate::error::Problem;

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 工作日.
    Working,
    /// 自然日.
    Calendar,
}

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// How many.
    pub days: f64,
    /// Of what.
    pub unit: Unit,
    /// Whether the cell says 日 or 天 alone, which are calendar days unless a law says otherwise.
    pub is_bare: bool,
}

impl Limit {
    /// Without how it was written.
    pub fn plain(self) -> duration::Limit {
        match self.unit {
            Unit::Working => duration::Limit::Working(self.days),
            Unit::Calendar => duration::Limit::Calendar(self.days),
        }
    }
}

/// Larger limits are slips of the pen; the scenario file refuses them too.
const MOST_DAYS: f64 = 10_000.0;

/// Said of a step that is decided while the applicant waits.
const AT_ONCE: [&str; 12] = [
    "即办",
    "即办件",
    "即时办结",
    "即时办理",
    "即来即办",
    "当场",
    "当场办结",
    "当场办理",
    "立等可取",
    "immediate",
    "immediately",
    "onthespot",
];

/// Units of days, the longer names first.
const UNITS: [(&str, Unit, bool); 18] = [
    ("个工作日", Unit::Working, false),
    ("工作日", Unit::Working, false),
    ("个工作天", Unit::Working, false),
    ("工作天", Unit::Working, false),
    ("workingdays", Unit::Working, false),
    ("workingday", Unit::Working, false),
    ("workdays", Unit::Working, false),
    ("businessdays", Unit::Working, false),
    ("个自然日", Unit::Calendar, false),
    ("自然日", Unit::Calendar, false),
    ("日历日", Unit::Calendar, false),
    ("日历天", Unit::Calendar, false),
    ("calendardays", Unit::Calendar, false),
    ("calendarday", Unit::Calendar, false),
    // As everywhere in this program: `days` alone are working days.
    ("days", Unit::Working, false),
    ("day", Unit::Working, false),
    ("日", Unit::Calendar, true),
    ("天", Unit::Calendar, true),
];

/// Units that are no number of days.
const NO_DAYS: [(&str, &str); 10] = [
    ("月", "months"),
    ("months", "months"),
    ("month", "months"),
    ("周", "weeks"),
    ("星期", "weeks"),
    ("weeks", "weeks"),
    ("week", "weeks"),
    ("小时", "hours"),
    ("hours", "hours"),
    ("年", "years"),
];

/// The limit that a cell states; `heading` is the unit that the column's heading gives.
///
/// # Errors
/// What cannot be read as a number of days, said with a way out.
pub fn limit(cell: &str, heading: Option<Unit>) -> Result<Limit, Problem> {
    let plain = plain(cell);
    let text = within(&plain);
    let found = |days, unit, is_bare| Limit {
        days,
        unit,
        is_bare,
    };
    if AT_ONCE.contains(&text) {
        return Ok(found(0.0, Unit::Working, false));
    }
    for (ending, what) in NO_DAYS {
        if text.ends_with(ending) {
            let problem = format!("the limit `{cell}` counts {what}, not days");
            return Err(
                Problem::error(problem).hint("write the days, like `20个工作日` or `30个自然日`")
            );
        }
    }
    let unit = UNITS
        .iter()
        .find_map(|&(ending, unit, is_bare)| Some((text.strip_suffix(ending)?, unit, is_bare)));
    let (digits, unit, is_bare) = match (unit, heading) {
        (Some((digits, _, true)), Some(heading)) => (digits, heading, false),
        (Some((digits, unit, is_bare)), _) => (digits, unit, is_bare),
        (None, heading) => (text, heading.unwrap_or(Unit::Working), false),
    };
    if let Some(sign) = ["-", "~", "至", "到", "–"].iter().find(|sign| {
        let ends = digits.split_once(**sign);
        ends.is_some_and(|(low, high)| number(low).is_some() && number(high).is_some())
    }) {
        let last = digits.rsplit(sign).next().unwrap_or_default();
        let problem = Problem::error(format!("`{cell}` is a range, not a limit"));
        return Err(problem.hint(format!("a limit is the most it may take: write `{last}`")));
    }
    match number(digits) {
        Some(days) if (0.0..=MOST_DAYS).contains(&days) => Ok(found(days, unit, is_bare)),
        Some(_) => Err(Problem::error(format!("the limit `{cell}` is too long"))
            .allowed(format!("0 to {MOST_DAYS} days"))),
        None => Err(
            Problem::error(format!("the limit `{cell}` cannot be read as days")).allowed(
                "like `20`, `20个工作日`, `60日`, `30 calendar days`, `即办`; empty for none",
            ),
        ),
    }
}

/// A whole number with or without a classifier: `5`, `5个`, `五个环节`, `3 份`.
pub fn count(cell: &str) -> Option<u32> {
    let plain = plain(cell);
    let text = plain.trim_end_matches("环节").trim_end_matches("材料");
    let digits = text.trim_end_matches(['个', '项', '份', '种', '次', '步']);
    let value = number(digits)?;
    (value.fract() == 0.0 && (0.0..=1_000.0).contains(&value)).then_some(value as u32)
}

/// The unit in a heading's brackets or at its end: `承诺时限(工作日)`.
pub fn unit_of(heading: &str) -> Option<Unit> {
    let plain = plain(heading);
    let inside = plain.rsplit('(').next().unwrap_or_default();
    let inside = inside.trim_end_matches(')').trim_start_matches("单位:");
    let named = UNITS.iter().find(|(name, ..)| *name == inside);
    named.map(|&(_, unit, _)| unit)
}

/// Whether a cell says that there is nothing.
pub fn is_nothing(cell: &str) -> bool {
    const NOTHING: [&str; 11] = [
        "", "无", "没有", "/", "-", "--", "–", "—", "——", "none", "n/a",
    ];
    NOTHING.contains(&plain(cell).as_str())
}

/// Whether a cell says that the item is done away with: `取消`.
pub fn is_gone(cell: &str) -> bool {
    const GONE: [&str; 12] = [
        "取消",
        "已取消",
        "取消审批",
        "取消许可",
        "不再保留",
        "不再办理",
        "不再审批",
        "免办",
        "废止",
        "abolished",
        "removed",
        "cancelled",
    ];
    GONE.contains(&plain(cell).as_str())
}

/// Full-width letters, figures, signs and spaces made narrow.
pub fn narrow(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        '\u{3000}' => ' ',
        letter => letter,
    };
    text.chars().map(narrow).collect()
}

/// Full-width signs made narrow, lower case, no spaces.
pub fn plain(text: &str) -> String {
    narrow(text)
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// `不超过20个工作日内` says 20个工作日.
fn within(text: &str) -> &str {
    const BEFORE: [&str; 8] = [
        "自受理之日起",
        "受理之日起",
        "受理后",
        "不超过",
        "<=",
        "≤",
        "within",
        "atmost",
    ];
    const AFTER: [&str; 4] = ["办结", "之内", "以内", "内"];
    let mut rest = text;
    if AT_ONCE.contains(&rest) {
        return rest;
    }
    loop {
        let cut = BEFORE.iter().find_map(|start| rest.strip_prefix(start));
        let cut = cut.or_else(|| AFTER.iter().find_map(|end| rest.strip_suffix(end)));
        match cut {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// Days as a plain figure, with or without a unit: `2.7`, `30日`. What the days are is not asked.
pub fn days(cell: &str) -> Option<f64> {
    let plain = plain(cell);
    let text = plain.trim_end_matches(char::is_alphabetic);
    let is_unit = UNITS
        .iter()
        .any(|(unit, ..)| plain.strip_suffix(unit) == Some(text));
    if !(is_unit || text == plain) {
        return limit(cell, None).ok().map(|limit| limit.days);
    }
    number(text).filter(|days| (0.0..=MOST_DAYS).contains(days))
}

/// Digits, or a Chinese numeral below 1,000.
fn number(text: &str) -> Option<f64> {
    let is_figure = |letter: char| letter.is_ascii_digit() || letter == '.';
    if !text.is_empty() && text.chars().all(is_figure) {
        return text.parse().ok();
    }
    chinese(text)
}

fn chinese(text: &str) -> Option<f64> {
    let (mut total, mut digit) = (0, None);
    for letter in text.chars() {
        let size = match letter {
            '十' => 10,
            '百' => 100,
            '〇' | '零' => {
                digit = Some(0);
                continue;
            }
            '两' => {
                digit = Some(2);
                continue;
            }
            letter => {
                let place = "一二三四五六七八九".chars().position(|one| one == letter)?;
                if digit.is_some_and(|digit| digit > 0) {
                    return None;
                }
                digit = Some(place + 1);
                continue;
            }
        };
        total += digit.take().unwrap_or(1).max(1) * size;
    }
    (!text.is_empty()).then_some((total + digit.unwrap_or(0)) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> (f64, Unit, bool) {
        let limit = limit(cell, None).unwrap_or_else(|problem| panic!("{cell}: {problem}"));
        (limit.days, limit.unit, limit.is_bare)
    }

    #[test]
    fn working_days_in_every_spelling() {
        for cell in [
            "20",
            "20个工作日",
            "20 工作日",
            "20个工作日",
            "二十个工作日",
            "20个工作日内",
            "自受理之日起不超过20个工作日",
            "≤20 working days",
            "20 days",
            "20.0",
        ] {
            assert_eq!(read(cell), (20.0, Unit::Working, false), "{cell}");
        }
        for (cell, days) in [
            ("十五工作日", 15.0),
            ("一百二十个工作日", 120.0),
            ("两个工作日", 2.0),
            ("0.5个工作日", 0.5),
            ("一百〇五", 105.0),
        ] {
            assert_eq!(read(cell), (days, Unit::Working, false), "{cell}");
        }
    }

    #[test]
    fn what_is_decided_at_once_takes_no_day() {
        for cell in ["即办", "即办件", "当场办结", "即时办结", "On the spot", "0"] {
            assert_eq!(read(cell), (0.0, Unit::Working, false), "{cell}");
        }
    }

    #[test]
    fn days_alone_are_calendar_days_and_said_to_be_bare() {
        for cell in ["60日", "60天", "60 天", "六十日"] {
            assert_eq!(read(cell), (60.0, Unit::Calendar, true), "{cell}");
        }
        for cell in ["60个自然日", "60日历天", "60 calendar days"] {
            assert_eq!(read(cell), (60.0, Unit::Calendar, false), "{cell}");
        }
    }

    #[test]
    fn the_heading_decides_what_a_bare_day_is() {
        let working = unit_of("承诺时限（工作日）");
        assert_eq!(working, Some(Unit::Working));
        let found = limit("5天", working).expect("five days");
        assert_eq!((found.unit, found.is_bare), (Unit::Working, false));
        let calendar = unit_of("法定时限（单位：日）");
        assert_eq!(
            limit("20", calendar).map(|limit| limit.unit),
            Ok(Unit::Calendar)
        );
        assert_eq!(unit_of("承诺时限"), None);
    }

    #[test]
    fn what_is_no_number_of_days_is_refused_with_a_way_out() {
        for (cell, said) in [
            ("1个月", "months"),
            ("2周", "weeks"),
            ("24小时", "hours"),
            ("半年", "years"),
            ("5-10个工作日", "write `10`"),
            ("20000", "too long"),
            ("另行约定", "cannot be read"),
            ("-3", "cannot be read"),
            ("十个百", "cannot be read"),
            ("个工作日", "cannot be read"),
        ] {
            let problem = limit(cell, None).expect_err(cell).to_string();
            assert!(problem.contains(said), "{cell}: {problem}");
        }
    }

    #[test]
    fn counts_have_classifiers() {
        for (cell, n) in [
            ("5", 5),
            ("5个", 5),
            ("五个环节", 5),
            ("3 份材料", 3),
            ("12项", 12),
        ] {
            assert_eq!(count(cell), Some(n), "{cell}");
        }
        for cell in ["", "五五", "2.5", "营业执照", "100000"] {
            assert_eq!(count(cell), None, "{cell}");
        }
    }
}

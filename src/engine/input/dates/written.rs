//! The pieces of one date as it is written: figures, words and signs, in the order in which people set them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::Order;
use crate::input::figures::narrow;

/// The figures of a date.
#[derive(Clone, Copy, Debug)]
pub enum Figures {
    /// Year, month, day.
    Said(u32, u32, u32),
    /// As they stand, and whether the last has four digits.
    Unsaid(u32, u32, u32, bool),
}

/// A date as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Day, month and year.
    pub figures: Figures,
    /// From midnight on.
    pub seconds: i64,
    /// Of the last second.
    pub millis: i64,
    /// Minutes ahead of UTC.
    pub offset_minutes: Option<i16>,
    /// Whether there is no time.
    pub is_day: bool,
}

impl Written {
    /// The date, if the figures stand in this order.
    pub fn date(&self, order: Order) -> Option<Date> {
        let (year, month, day) = match (self.figures, order) {
            (Figures::Said(year, month, day), _) => (year, month, day),
            (Figures::Unsaid(month, day, year, _), Order::MonthFirst)
            | (Figures::Unsaid(day, month, year, _), Order::DayFirst) => (year, month, day),
            (Figures::Unsaid(.., true), Order::YearFirst) => return None,
            (Figures::Unsaid(year, month, day, false), Order::YearFirst) => (year, month, day),
        };
        let year = match year {
            0..70 => year + 2000,
            70..100 => year + 1900,
            year => year,
        };
        let part = |figure: u32| i8::try_from(figure).ok();
        Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()
    }
}

/// Pieces of a date.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Figure(u32, usize),
    Word(String),
    Sign(char),
}

/// Reads a date apart; `None`: it is none.
pub fn written(text: &str) -> Option<Written> {
    let text = narrow(text);
    let text = text.trim();
    if text.len() > 80 || text.is_empty() {
        return None;
    }
    if text
        .chars()
        .all(|sign| sign.is_ascii_digit() || sign == '.')
        && text.matches('.').count() < 2
    {
        return from_digits(text);
    }
    let pieces = pieces(text)?;
    let mut rest = Rest { pieces: &pieces };
    let figures = rest.date()?;
    let (seconds, millis, is_day) = rest.time()?;
    let offset_minutes = rest.offset()?;
    rest.pieces.is_empty().then_some(Written {
        figures,
        seconds,
        millis,
        offset_minutes,
        is_day,
    })
}

/// `20210731`, `20210731151219`, `44408.63`: a serial of Excel, whose day 1 is 1900-01-01 and which takes 1900 for a
/// leap year.
fn from_digits(text: &str) -> Option<Written> {
    let said = |day: Date, seconds: i64, millis, is_day| Written {
        figures: Figures::Said(
            day.year().unsigned_abs().into(),
            day.month().unsigned_abs().into(),
            day.day().unsigned_abs().into(),
        ),
        seconds,
        millis,
        offset_minutes: None,
        is_day,
    };
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    if !text.contains('.') && [8, 12, 14].contains(&text.len()) {
        let day = Date::new(part(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
        if !(1900..2200).contains(&day.year()) {
            return None;
        }
        let [hours, minutes] = [(8, 10), (10, 12)].map(|(from, to)| small(from, to));
        let (hours, minutes) = (hours.unwrap_or(0), minutes.unwrap_or(0));
        let time = i64::from(hours) * 3600 + i64::from(minutes) * 60;
        let seconds = time + i64::from(small(12, 14).unwrap_or(0));
        return (seconds < 86_400).then(|| said(day, seconds, 0, text.len() == 8));
    }
    let serial: f64 = text.parse().ok()?;
    if !(10_000.0..80_000.0).contains(&serial) {
        return None;
    }
    let day = date(1899, 12, 30)
        .checked_add((serial as i64).days())
        .ok()?;
    // A second is 1.2e-5 of a day: more digits are rounding.
    let seconds = (serial.fract() * 86_400.0).round() as i64;
    Some(said(day, seconds, 0, serial.fract() == 0.0))
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() {
            let mut digits = letter.to_string();
            while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            // Nine digits of a second are more than anybody needs.
            let value = digits.get(..digits.len().min(9))?.parse().ok()?;
            pieces.push(Piece::Figure(value, digits.len()));
        } else if letter.is_ascii_alphabetic() {
            let mut word = letter.to_ascii_lowercase().to_string();
            while let Some(next) = letters.next_if(char::is_ascii_alphabetic) {
                word.push(next.to_ascii_lowercase());
            }
            pieces.push(Piece::Word(word));
        } else if !letter.is_whitespace() {
            pieces.push(Piece::Sign(letter));
        } else if !matches!(pieces.last(), Some(Piece::Sign(' '))) {
            pieces.push(Piece::Sign(' '));
        }
    }
    Some(pieces)
}

/// What is not read yet.
struct Rest<'p> {
    pieces: &'p [Piece],
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Rest<'_> {
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        match self.pieces {
            [Piece::Sign(sign), rest @ ..] if signs.contains(sign) => {
                self.pieces = rest;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn figure(&mut self) -> Option<(u32, usize)> {
        match self.pieces {
            [Piece::Figure(value, width), rest @ ..] => {
                self.pieces = rest;
                Some((*value, *width))
            }
            _ => None,
        }
    }

    fn word(&mut self, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
        match self.pieces {
            [Piece::Word(word), rest @ ..] if is_wanted(word) => {
                self.pieces = rest;
                Some(word.clone())
            }
            _ => None,
        }
    }

    fn month(&mut self) -> Option<u32> {
        let is_month = |word: &str| month(word).is_some();
        let word = self.word(is_month)?;
        month(&word)
    }

    fn spaces(&mut self) {
        while self.sign(&[' ', ',']).is_some() {}
    }

    fn date(&mut self) -> Option<Figures> {
        const BETWEEN: [char; 6] = ['-', '/', '.', '年', '月', ' '];
        if let Some(month) = self.month() {
            // Jul 31, 2021.
            self.sign(&['.']);
            self.spaces();
            let (day, _) = self.figure()?;
            self.word(|word| ["st", "nd", "rd", "th"].contains(&word));
            self.spaces();
            let (year, _) = self.figure()?;
            return Some(Figures::Said(year, month, day));
        }
        let (first, first_width) = self.figure()?;
        let sign = self.sign(&BETWEEN)?;
        self.spaces();
        if let Some(month) = self.month() {
            // 31-Jul-2021.
            while self.sign(&BETWEEN).is_some() {}
            let (year, _) = self.figure()?;
            return Some(Figures::Said(year, month, first));
        }
        let (second, _) = self.figure()?;
        self.spaces();
        let other = self.sign(&BETWEEN)?;
        self.spaces();
        let (third, third_width) = self.figure()?;
        if sign == '年' {
            self.spaces();
            self.sign(&['日', '号'])?;
        } else if sign != other {
            return None;
        }
        match (sign, first_width, third_width) {
            ('年', ..) | (_, 4, 1..=2) => Some(Figures::Said(first, second, third)),
            // Nobody writes the month first with points between.
            ('.', 1..=2, 4) => Some(Figures::Said(third, second, first)),
            ('-' | '/', 1..=2, 4) => Some(Figures::Unsaid(first, second, third, true)),
            ('-' | '/' | '.', 1..=2, 2) => Some(Figures::Unsaid(first, second, third, false)),
            _ => None,
        }
    }

    /// Seconds and milliseconds from midnight, and whether there is no time.
    fn time(&mut self) -> Option<(i64, i64, bool)> {
        self.spaces();
        // A weekday tells nothing.
        self.sign(&['(']);
        if self.sign(&['星', '周']).is_some() {
            self.sign(&['期']);
            self.sign(&['一', '二', '三', '四', '五', '六', '日', '天'])?;
        }
        self.sign(&[')']);
        self.spaces();
        self.word(|word| word == "t");
        let mut half = self.half();
        self.spaces();
        if self.pieces.is_empty() {
            return Some((0, 0, true));
        }
        let (hours, width) = self.figure()?;
        if width > 2 {
            return None;
        }
        self.sign(&[':', '时', '点'])?;
        let minutes = self.figure().map_or(0, |(minutes, _)| minutes);
        let more = self.sign(&[':', '分']);
        let (mut seconds, mut millis) = (0, 0);
        if more.is_some()
            && let Some((figure, _)) = self.figure()
        {
            seconds = figure;
            if self.sign(&['.']).is_some() {
                let (fraction, width) = self.figure()?;
                let digits = width.min(9) as u32;
                millis = u64::from(fraction) * 1000 / 10u64.pow(digits);
            }
            self.sign(&['秒']);
        }
        self.spaces();
        half = half.or_else(|| self.half());
        let hours = match (half, hours) {
            (Some(Half::Before), 12) => 0,
            (Some(Half::After), 1..=11) => hours + 12,
            (_, hours) => hours,
        };
        if hours > 24 || minutes > 59 || seconds > 60 || (hours == 24 && minutes + seconds > 0) {
            return None;
        }
        let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds);
        Some((seconds, millis as i64, false))
    }

    fn half(&mut self) -> Option<Half> {
        let word = self.word(|word| ["am", "pm"].contains(&word));
        match word.as_deref() {
            Some("am") => return Some(Half::Before),
            Some(_) => return Some(Half::After),
            None => {}
        }
        let half = match self.pieces {
            [Piece::Sign('上'), Piece::Sign('午'), ..] => Half::Before,
            [Piece::Sign('下'), Piece::Sign('午'), ..] => Half::After,
            _ => return None,
        };
        self.pieces = &self.pieces[2..];
        Some(half)
    }

    fn offset(&mut self) -> Option<Option<i16>> {
        self.spaces();
        if self
            .word(|word| ["z", "utc", "gmt"].contains(&word))
            .is_some()
            && self.pieces.is_empty()
        {
            return Some(Some(0));
        }
        let Some(sign) = self.sign(&['+', '-']) else {
            return Some(None);
        };
        let (figure, width) = self.figure()?;
        let minutes = match width {
            1..=2 => {
                self.sign(&[':']);
                figure * 60 + self.figure().map_or(0, |(minutes, _)| minutes)
            }
            4 => figure / 100 * 60 + figure % 100,
            _ => return None,
        };
        let minutes = i16::try_from(minutes)
            .ok()
            .filter(|minutes| *minutes <= 18 * 60)?;
        Some(Some(if sign == '-' { -minutes } else { minutes }))
    }
}

enum Half {
    Before,
    After,
}

fn month(word: &str) -> Option<u32> {
    let start = word.get(..3)?;
    let place = MONTHS.iter().position(|month| *month == start)?;
    let is_long = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "sept",
        "october",
        "november",
        "december",
    ];
    (word.len() == 3 || is_long.contains(&word)).then_some(place as u32 + 1)
}

//! A log in CSV: columns given, or guessed by their headings.

use std::io::BufRead;

use csv::{ReaderBuilder, StringRecord};

use super::log::{Log, Malformed, Told};
use crate::error::Problem;
use crate::input::Patience;
use crate::text;

/// Headings by which a column is known, the likeliest first.
const GUESSES: [(&str, &[&str]); 5] = [
    (
        "case",
        &["case", "case_id", "caseid", "case:concept:name", "case id"],
    ),
    (
        "activity",
        &[
            "activity",
            "concept:name",
            "event",
            "task",
            "activity_name",
            "event_name",
        ],
    ),
    (
        "time",
        &[
            "time",
            "timestamp",
            "time:timestamp",
            "complete",
            "complete_timestamp",
            "completed",
            "complete_utc",
            "complete_time",
            "end",
            "end_time",
            "end_timestamp",
            "date",
        ],
    ),
    (
        "start",
        &[
            "start",
            "start_time",
            "start_timestamp",
            "started",
            "start_utc",
        ],
    ),
    (
        "group",
        &[
            "group",
            "org:group",
            "org:role",
            "role",
            "department",
            "agency",
        ],
    ),
];

/// Columns that the user names; others are guessed.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// By the words of [`GUESSES`].
    pub named: Vec<(&'static str, String)>,
}

/// Reads a log.
///
/// # Errors
/// Columns that are not there, or what is out of bounds.
pub fn read(
    mut source: impl BufRead,
    patience: &Patience,
    columns: &Columns,
    malformed: Malformed,
) -> Result<Log, Problem> {
    let delimiter = delimiter(&mut source)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(source);
    let headings = reader.headers().map_err(|error| wrong(&error))?.clone();
    let places = places(&headings, columns)?;
    let mut log = Log::default();
    for (word, place) in GUESSES.iter().map(|(word, _)| *word).zip(places) {
        if let Some(place) = place {
            log.columns.push((word, headings[place].to_owned()));
        }
    }
    let turn = headings
        .iter()
        .position(|one| ["lifecycle:transition", "lifecycle"].contains(&one));
    let mut record = StringRecord::new();
    loop {
        patience.renew();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(wrong(&error)),
        }
        let cell = |place: Option<usize>| {
            record
                .get(place?)
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
        };
        let [case, activity, time, start, group] = places.map(cell);
        let told = Told {
            case,
            activity,
            time,
            start,
            turn: cell(turn),
            group,
        };
        let line = record.position().map_or(0, csv::Position::line);
        log.take(told, || format!("line {line}"), malformed)?;
    }
    Ok(log)
}

/// The sign between the headings.
fn delimiter(source: &mut impl BufRead) -> Result<u8, Problem> {
    let start = source
        .fill_buf()
        .map_err(|error| Problem::error(error.to_string()))?;
    let first = start
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |sign: u8| first.iter().filter(|&&byte| byte == sign).count();
    Ok([b',', b';', b'\t']
        .into_iter()
        .max_by_key(|&sign| (count(sign), sign == b','))
        .unwrap_or(b','))
}

fn places(headings: &StringRecord, columns: &Columns) -> Result<[Option<usize>; 5], Problem> {
    let shown: Vec<&str> = headings.iter().take(text::MOST_LISTED).collect();
    let mut places = [None; 5];
    for (place, (word, guesses)) in places.iter_mut().zip(GUESSES) {
        let named = columns.named.iter().find(|(other, _)| *other == word);
        if let Some((_, name)) = named {
            *place = headings.iter().position(|heading| heading == name);
            if place.is_none() {
                let problem = Problem::error(format!("the log has no column `{name}`"));
                return Err(problem.allowed(text::list(&shown)));
            }
            continue;
        }
        let is_guess = |heading: &str, guess: &str| {
            heading
                .trim_start_matches('\u{FEFF}')
                .trim()
                .eq_ignore_ascii_case(guess)
        };
        *place = guesses
            .iter()
            .find_map(|guess| headings.iter().position(|heading| is_guess(heading, guess)));
    }
    if headings.is_empty() {
        return Err(Problem::error("the log is empty")
            .allowed("XES, or CSV with a line for each event under one that names the columns"));
    }
    for (place, (word, _)) in places.iter().zip(&GUESSES).take(3) {
        if place.is_none() {
            return Err(Problem::error(format!("no column is the {word}"))
                .allowed(text::list(&shown))
                .hint(format!("name it: --{word} COLUMN")));
        }
    }
    Ok(places)
}

fn wrong(error: &csv::Error) -> Problem {
    Problem::error(format!("not CSV: {error}")).hint("save it as UTF-8, a line for each event")
}

/// Rows of a table of cases: case, start, end, deadline.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its name.
    pub case: String,
    /// Milliseconds since 1970.
    pub start: i64,
    /// `None`: open.
    pub end: Option<i64>,
    /// `None`: no limit.
    pub deadline: Option<i64>,
}

/// Reads a table of cases.
///
/// # Errors
/// Columns that are not there, or what is out of bounds.
pub fn read_cases(mut source: impl BufRead, patience: &Patience) -> Result<Vec<CaseRow>, Problem> {
    const COLUMNS: [(&str, &[&str]); 4] = [
        ("case", &["case", "case_id", "caseid"]),
        ("start", &["start", "startdate", "start_date", "received"]),
        ("end", &["end", "enddate", "end_date", "closed", "decided"]),
        ("deadline", &["deadline", "due", "due_date"]),
    ];
    let delimiter = delimiter(&mut source)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(source);
    let headings = reader.headers().map_err(|error| wrong(&error))?.clone();
    let mut places = [0; 4];
    for (place, (word, guesses)) in places.iter_mut().zip(COLUMNS) {
        let found = guesses
            .iter()
            .find_map(|guess| headings.iter().position(|one| one.trim() == *guess));
        *place = found.ok_or_else(|| {
            let shown: Vec<&str> = headings.iter().take(text::MOST_LISTED).collect();
            Problem::error(format!("the table of cases has no column for the {word}"))
                .allowed(guesses.join(", "))
                .hint(format!("it has {}", text::list(&shown)))
        })?;
    }
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        patience.renew();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            Err(error) => return Err(wrong(&error)),
        }
        let cell = |place: usize| record.get(places[place]).unwrap_or_default();
        let time = |place: usize| super::log::millis(cell(place));
        let Some(start) = time(1) else {
            let line = record.position().map_or(0, csv::Position::line);
            return Err(Problem::error(format!(
                "line {line} of the table of cases has no start"
            )));
        };
        if rows.len() >= 2_000_000 {
            return Err(Problem::error("more than 2000000 cases"));
        }
        rows.push(CaseRow {
            case: cell(0).to_owned(),
            start,
            end: time(2),
            deadline: time(3),
        });
    }
}

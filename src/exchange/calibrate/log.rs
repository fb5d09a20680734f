//! An event log in memory: names once, events as numbers.

use std::collections::HashMap;

use crate::error::Problem;

/// More events than any authority logs in a lifetime of one process.
const MOST_EVENTS: usize = 10_000_000;
/// Different activities, resources and groups.
const MOST_NAMES: usize = 100_000;
const MOST_CASES: usize = 2_000_000;
/// Longer names are no names.
const MOST_LETTERS: usize = 500;
/// Malformed events that are named.
const MOST_NAMED: usize = 5;

/// A day in milliseconds.
pub const DAY: f64 = 86_400_000.0;

/// Whether work begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It begins.
    Start,
    /// It ends.
    Complete,
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Place of the case.
    pub case: u32,
    /// Place of the activity.
    pub activity: u32,
    /// Milliseconds since 1970 in UTC.
    pub time: i64,
    /// Whether work begins or ends.
    pub turn: Turn,
    /// Place of who did it.
    pub group: Option<u32>,
}

/// Names once each, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By place.
    pub all: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    /// The place of a name, which is added if it is new.
    pub fn place(&mut self, name: &str, most: usize) -> Result<u32, Problem> {
        if let Some(place) = self.places.get(name) {
            return Ok(*place);
        }
        if self.all.len() >= most {
            let problem = Problem::error(format!("more than {most} different names"));
            return Err(problem.hint("is this column the one that is meant?"));
        }
        if name.chars().count() > MOST_LETTERS {
            let start: String = name.chars().take(40).collect();
            let problem = Problem::error(format!("a name of more than {MOST_LETTERS} letters"));
            return Err(problem.hint(format!("it begins with `{start}`")));
        }
        let place = self.all.len() as u32;
        self.all.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        Ok(place)
    }

    /// The place of a name that is known.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }
}

/// A log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// In the order in which they came.
    pub events: Vec<Event>,
    /// Cases.
    pub cases: Names,
    /// Activities.
    pub activities: Names,
    /// Groups.
    pub groups: Names,
    /// How the columns were understood.
    pub columns: Vec<(&'static str, String)>,
    /// What is wrong with events, and where: the first few.
    pub malformed: Vec<String>,
    /// How many events were skipped as malformed.
    pub n_malformed: usize,
    /// Events that are neither a start nor an end of work.
    pub n_other: usize,
}

/// An event as a file tells it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'t> {
    /// Its case.
    pub case: Option<&'t str>,
    /// What was done.
    pub activity: Option<&'t str>,
    /// When.
    pub time: Option<&'t str>,
    /// When the work began, if the file has it beside the end.
    pub start: Option<&'t str>,
    /// The lifecycle's word.
    pub turn: Option<&'t str>,
    /// Who did it.
    pub group: Option<&'t str>,
}

/// What is done with an event that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It is counted and left out.
    Skip,
    /// The log is refused.
    Refuse,
}

impl Log {
    /// Takes an event in; `place` tells where it stands.
    ///
    /// # Errors
    /// A malformed event that is to be refused, or more than fits.
    pub fn take(
        &mut self,
        told: Told<'_>,
        place: impl Fn() -> String,
        malformed: Malformed,
    ) -> Result<(), Problem> {
        if self.events.len() >= MOST_EVENTS {
            return Err(Problem::error(format!("more than {MOST_EVENTS} events"))
                .hint("cut the log to some years"));
        }
        let wrong = match (told.case, told.activity, told.time.map(millis)) {
            (None, _, _) => "no case",
            (_, None, _) => "no activity",
            (_, _, None) => "no time",
            (_, _, Some(None)) => "a time that is none",
            (Some(case), Some(activity), Some(Some(time))) => {
                return self.put(case, activity, time, &told);
            }
        };
        self.n_malformed += 1;
        let said = match told.time {
            Some(time) if wrong == "a time that is none" => {
                format!(
                    "{}: {wrong}: `{}`",
                    place(),
                    time.chars().take(40).collect::<String>()
                )
            }
            Some(_) | None => format!("{}: {wrong}", place()),
        };
        if malformed == Malformed::Refuse {
            return Err(Problem::error(format!("malformed event at {said}"))
                .allowed("a case, an activity, and a time like 2021-09-22T08:30:00+08:00")
                .hint("without --strict it is skipped and counted"));
        }
        if self.malformed.len() < MOST_NAMED {
            self.malformed.push(said);
        }
        Ok(())
    }

    fn put(
        &mut self,
        case: &str,
        activity: &str,
        time: i64,
        told: &Told<'_>,
    ) -> Result<(), Problem> {
        let turn = match told.turn.map(str::to_ascii_lowercase).as_deref() {
            None | Some("complete" | "completed" | "unknown") => Turn::Complete,
            Some("start" | "started") => Turn::Start,
            Some(_) => {
                self.n_other += 1;
                return Ok(());
            }
        };
        let group = match told.group.filter(|group| !is_nobody(group)) {
            Some(group) => Some(self.groups.place(group, MOST_NAMES)?),
            None => None,
        };
        let event = Event {
            case: self.cases.place(case, MOST_CASES)?,
            activity: self.activities.place(activity, MOST_NAMES)?,
            time,
            turn,
            group,
        };
        if let Some(start) = told.start.and_then(millis) {
            self.events.push(Event {
                time: start.min(time),
                turn: Turn::Start,
                ..event
            });
        }
        self.events.push(event);
        Ok(())
    }
}

fn is_nobody(group: &str) -> bool {
    ["", "EMPTY", "UNDEFINED", "MISSING", "UNKNOWN", "nan"].contains(&group)
}

/// Milliseconds since 1970; a time without a zone is taken as UTC.
pub fn millis(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(time.as_millisecond());
    }
    let civil = text.parse::<jiff::civil::DateTime>().ok();
    let civil = civil.or_else(|| Some(text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0)));
    let zoned = civil?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_log_are_read() {
        for text in [
            "1970-01-02T01:00:00.000+01:00",
            "1970-01-02 00:00:00.000000+00:00",
            "1970-01-02T00:00:00Z",
            "1970-01-02 00:00:00",
            "1970-01-02",
        ] {
            assert_eq!(millis(text), Some(86_400_000), "{text}");
        }
        for wrong in ["", "yesterday", "1970-13-01", "99999999999999999999"] {
            assert_eq!(millis(wrong), None, "{wrong}");
        }
    }
}

//! An event log in memory: names once, events as numbers.

use std::collections::{BTreeMap, HashMap};

use crate::error::Problem;
use crate::input::dates::{Dates, Moment};
use crate::text;

/// More events than any authority logs in a lifetime of one process.
const MOST_EVENTS: usize = 10_000_000;
/// Different activities, resources and groups.
const MOST_NAMES: usize = 100_000;
const MOST_CASES: usize = 2_000_000;
/// Longer names are no names.
const MOST_LETTERS: usize = 500;
/// Malformed events, after which a log without any other is given up.
const MOST_IN_VAIN: usize = 1_000_000;
/// Malformed events that are named.
const MOST_NAMED: usize = 5;

/// A day in milliseconds.
pub const DAY: f64 = 86_400_000.0;

/// Offsets of one place: summer time is an hour apart.
const ONE_PLACE: i16 = 120;

/// Whether work begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It begins.
    Start,
    /// It ends.
    Complete,
    /// Another word of a lifecycle: a status that was reached.
    Status,
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Place of the case.
    pub case: u32,
    /// Place of the activity.
    pub activity: u32,
    /// Milliseconds since 1970 on the clock of the place.
    pub time: i64,
    /// Minutes that this clock is ahead of UTC, if the log says it.
    offset: Option<i16>,
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
    /// What is wrong with events, and where: the first few.
    pub malformed: Vec<String>,
    /// How many events were skipped as malformed.
    pub n_malformed: usize,
    /// Events that are neither a start nor an end of work.
    pub n_other: usize,
    /// Statuses that count as ends of work, because the log has hardly others.
    pub n_statuses: usize,
    /// Cases whose name an earlier one has.
    pub n_same_named: usize,
}

/// An event as a file tells it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'t> {
    /// Its case.
    pub case: Option<&'t str>,
    /// What was done.
    pub activity: Option<&'t str>,
    /// When.
    pub time: Time<'t>,
    /// When the work began, if the file has it beside the end.
    pub start: Time<'t>,
    /// The lifecycle's word.
    pub turn: Option<&'t str>,
    /// Who did it.
    pub group: Option<&'t str>,
}

/// A time as a file tells it.
#[derive(Clone, Copy, Debug, Default)]
pub enum Time<'t> {
    /// Nothing is written.
    #[default]
    None,
    /// It is read.
    Read(Moment),
    /// What is written is no time.
    Wrong(&'t str),
}

impl<'t> Time<'t> {
    /// Reads a cell.
    pub fn read(text: Option<&'t str>, dates: Dates) -> Time<'t> {
        match text.map(|text| (text, dates.read(text))) {
            None => Time::None,
            Some((_, Some(moment))) => Time::Read(moment),
            Some((text, None)) => Time::Wrong(text),
        }
    }
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
        if self.events.len() + self.n_malformed + self.n_other >= MOST_EVENTS {
            return Err(Problem::error(format!("more than {MOST_EVENTS} events"))
                .hint("cut the log to some years"));
        }
        if self.events.is_empty() && self.n_malformed >= MOST_IN_VAIN {
            return Err(self.nothing_usable());
        }
        let wrong = match (told.case, told.activity, told.time, told.start) {
            (None, ..) => "no case".to_owned(),
            (_, None, ..) => "no activity".to_owned(),
            (_, _, Time::None, _) => "no time".to_owned(),
            (_, _, Time::Wrong(text), _) | (.., Time::Wrong(text)) => {
                let start: String = text.chars().take(40).collect();
                format!("a time that is none: `{start}`")
            }
            (Some(case), Some(activity), Time::Read(time), start) => {
                return self.put(case, activity, time, start, &told);
            }
        };
        self.n_malformed += 1;
        let said = format!("{}: {wrong}", place());
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

    /// Why events were read and none is left.
    pub fn nothing_usable(&self) -> Problem {
        let n_read = text::count((self.n_malformed + self.n_other) as i64);
        match self.malformed.first() {
            None => Problem::error("the log has no event that ends work")
                .allowed("events without lifecycle, or with `complete`"),
            Some(first) => Problem::error(format!("none of {n_read} events can be used"))
                .allowed("events with an activity and a time, without lifecycle or with `complete`")
                .hint(format!("the first is {first}")),
        }
    }

    fn put(
        &mut self,
        case: &str,
        activity: &str,
        time: Moment,
        start: Time<'_>,
        told: &Told<'_>,
    ) -> Result<(), Problem> {
        let turn = match told.turn.map(str::to_ascii_lowercase).as_deref() {
            None | Some("complete" | "completed" | "unknown" | "完成" | "办结" | "结束") => {
                Turn::Complete
            }
            Some("start" | "started" | "开始") => Turn::Start,
            Some(other) if TRANSITIONS.contains(&other) => {
                self.n_other += 1;
                return Ok(());
            }
            Some(_) => Turn::Status,
        };
        let group = match told.group.filter(|group| !is_nobody(group)) {
            Some(group) => Some(self.groups.place(group, MOST_NAMES)?),
            None => None,
        };
        let event = Event {
            case: self.cases.place(case, MOST_CASES)?,
            activity: self.activities.place(activity, MOST_NAMES)?,
            time: time.local_millis(),
            offset: time.offset_minutes,
            turn,
            group,
        };
        if let Time::Read(start) = start {
            self.events.push(Event {
                time: start.local_millis().min(event.time),
                turn: Turn::Start,
                ..event
            });
        }
        self.events.push(event);
        Ok(())
    }

    /// Takes in an event that is no file's own. A status says only that the case was there.
    ///
    /// # Errors
    /// More than fits.
    pub fn put_one(
        &mut self,
        case: &str,
        activity: &str,
        time: i64,
        turn: Turn,
        group: Option<&str>,
    ) -> Result<(), Problem> {
        let group = group.map(|group| self.groups.place(group, MOST_NAMES));
        self.events.push(Event {
            case: self.cases.place(case, MOST_CASES)?,
            activity: self.activities.place(activity, MOST_NAMES)?,
            time,
            offset: None,
            turn,
            group: group.transpose()?,
        });
        Ok(())
    }

    /// When things happened.
    pub fn times(&self) -> Vec<i64> {
        self.events.iter().map(|event| event.time).collect()
    }

    /// A log that is read to its end: statuses are ends of work where there are hardly others, and times are those of one
    /// clock.
    pub fn settled(mut self) -> Log {
        let n_of = |turn| {
            self.events
                .iter()
                .filter(|event| event.turn == turn)
                .count()
        };
        let n_statuses = n_of(Turn::Status);
        if n_statuses > n_of(Turn::Complete) {
            self.n_statuses = n_statuses;
            for event in &mut self.events {
                if event.turn == Turn::Status {
                    event.turn = Turn::Complete;
                }
            }
        } else {
            self.n_other += n_statuses;
            self.events.retain(|event| event.turn != Turn::Status);
        }
        let mut offsets: BTreeMap<i16, usize> = BTreeMap::new();
        for offset in self.events.iter().filter_map(|event| event.offset) {
            *offsets.entry(offset).or_default() += 1;
        }
        let (first, last) = (offsets.keys().next(), offsets.keys().next_back());
        let is_one_place = first
            .zip(last)
            .is_none_or(|(first, last)| last - first <= ONE_PLACE);
        let usual = offsets
            .iter()
            .max_by_key(|(_, n)| **n)
            .map(|(offset, _)| *offset);
        if let (false, Some(usual)) = (is_one_place, usual) {
            for event in &mut self.events {
                let minutes = usual - event.offset.unwrap_or(usual);
                event.time += i64::from(minutes) * 60_000;
            }
        }
        self
    }
}

/// Transitions of the standard lifecycle (XES 1849-2016) that are no end of work.
const TRANSITIONS: [&str; 12] = [
    "schedule",
    "assign",
    "withdraw",
    "reassign",
    "suspend",
    "resume",
    "pi_abort",
    "ate_abort",
    "autoskip",
    "manualskip",
    "abort",
    "skip",
];

fn is_nobody(group: &str) -> bool {
    ["", "EMPTY", "UNDEFINED", "MISSING", "UNKNOWN", "nan"].contains(&group)
}

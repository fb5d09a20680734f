//! Event logs of simulated cases, which process-mining programs read: XES and CSV.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::civil::{Date, DateTime, Time};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use super::export::bpmn::clean;
use crate::calendar::Calendar;
use crate::lang::Lang;
use crate::sim::days_of;
use crate::text;
use crate::workflow::{Clock, Step, Workflow};

/// Seconds in it.
const SECONDS: f64 = 8.0 * 3_600.0;

/// What a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Something begins.
    Start,
    /// Something ends.
    End,
}

/// Formats of logs on the command line.
pub const FORMATS: [&str; 2] = ["xes", "csv"];

/// One step of one case.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// Number of the case, from 0.
    pub case: u64,
    /// The step.
    pub step: &'r Step,
    /// When it can begin.
    pub start: DateTime,
    /// When it ends.
    pub end: DateTime,
    /// Working days that it waited for officers, where cases compete for them.
    pub waited_days: Option<f64>,
}

/// Working days from one day on.
pub struct Days<'c> {
    calendar: &'c Calendar,
    days: Vec<Date>,
}

impl<'c> Days<'c> {
    /// Working days from the first one that is not before `start`; `None`: there is none.
    pub fn from(calendar: &'c Calendar, start: Date) -> Option<Days<'c>> {
        let first = if calendar.is_working_day(start) {
            start
        } else {
            calendar.next_working_day(start)?
        };
        Some(Days {
            calendar,
            days: vec![first],
        })
    }

    /// When work that takes from `ready` to `end`, in ticks from the morning of working day number `first`, begins and
    /// ends. What ends with a day ends in its evening. `None`: beyond all dates.
    pub fn span(&mut self, first: usize, ready: u32, end: u32) -> Option<(DateTime, DateTime)> {
        let from_day_zero = |ticks: u32| first as f64 + days_of(f64::from(ticks));
        let start = self.moment(from_day_zero(ready), Moment::Start)?;
        let until = match end == ready {
            true => Moment::Start,
            false => Moment::End,
        };
        Some((start, self.moment(from_day_zero(end), until)?))
    }

    /// Day zero.
    pub fn first(&self) -> Option<Date> {
        self.days.first().copied()
    }

    /// The moment of a working day that is so far from the morning of day zero; an `end` with a day is in its evening.
    /// `None`: beyond all dates.
    pub fn moment(&mut self, days: f64, moment: Moment) -> Option<DateTime> {
        let is_evening = moment == Moment::End && days > 0.0 && days.fract() == 0.0;
        let day = days.floor() - f64::from(u8::from(is_evening));
        let seconds = ((days - day) * SECONDS).round() as i64;
        let day = self.day(day as usize)?;
        let morning = day.to_datetime(Time::constant(9, 0, 0, 0));
        morning.checked_add(jiff::Span::new().seconds(seconds)).ok()
    }

    fn day(&mut self, day: usize) -> Option<Date> {
        while self.days.len() <= day {
            let last = *self.days.last()?;
            self.days.push(self.calendar.next_working_day(last)?);
        }
        Some(self.days[day])
    }
}

/// What is told of a step: name, agency, stage and clock.
struct Told<'t> {
    name: &'t str,
    resource: &'t str,
    stage: &'t str,
    clock: &'static str,
}

fn told<'t>(workflow: &'t Workflow, step: &'t Step, lang: Lang) -> Told<'t> {
    let agency = step.agency.as_deref();
    let stage = step.stage.as_deref();
    let resource = agency.map(|id| workflow.agency(id).map_or(id, |one| one.name.get(lang, id)));
    let stage = stage.map(|id| workflow.stage(id).map_or(id, |one| one.name.get(lang, id)));
    Told {
        name: step.name.get(lang, &step.id),
        resource: resource.unwrap_or_default(),
        stage: stage.unwrap_or_default(),
        clock: match step.clock {
            Clock::On => "on",
            Clock::Off => "off",
            Clock::Outside => "outside",
        },
    }
}

/// Days with three decimals: less than half a minute.
fn waited(days: f64) -> String {
    format!("{days:.3}")
}

/// Beijing time, as the calendar is China's.
fn stamp(time: DateTime) -> String {
    format!("{time}+08:00")
}

/// CSV with the headings that pm4py expects; names in English where there are any. No cell is a formula
/// ([`text::no_formula`]).
///
/// # Errors
/// What writing to `out` gives.
pub fn csv(workflow: &Workflow, rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let headings = [
        "case:concept:name",
        "concept:name",
        "time:timestamp",
        "lifecycle:transition",
        "org:resource",
        "step",
        "stage",
        "clock",
    ];
    // Only where cases compete for officers.
    let waits = rows.iter().any(|row| row.waited_days.is_some());
    let more = waits.then_some("waiting_days");
    writer.write_record(headings.into_iter().chain(more))?;
    for row in rows {
        let waited = row.waited_days.map(waited).unwrap_or_default();
        let told = told(workflow, row.step, Lang::En);
        let case = format!("case-{}", row.case + 1);
        for (turn, time) in [("start", row.start), ("complete", row.end)] {
            let time = stamp(time);
            let cells = [
                &case,
                told.name,
                &time,
                turn,
                told.resource,
                &row.step.id,
                told.stage,
                told.clock,
            ];
            let more = waits.then_some(if turn == "complete" { &waited } else { "" });
            let cells = cells.into_iter().chain(more);
            writer.write_record(cells.map(text::no_formula).map(Cow::into_owned))?;
        }
    }
    writer.flush()
}

/// XES 1.0 with the extensions concept, lifecycle, organisational and time.
///
/// # Errors
/// What writing to `out` gives.
pub fn xes(
    workflow: &Workflow,
    rows: &[Row<'_>],
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page(Writer::new_with_indent(out, b' ', 1));
    page.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let log = [
        ("xes.version", "1.0"),
        ("xmlns", "http://www.xes-standard.org/"),
    ];
    page.open("log", &log)?;
    for (name, prefix) in [
        ("Concept", "concept"),
        ("Lifecycle", "lifecycle"),
        ("Organizational", "org"),
        ("Time", "time"),
    ] {
        let uri = format!("http://www.xes-standard.org/{prefix}.xesext");
        let extension = [("name", name), ("prefix", prefix), ("uri", uri.as_str())];
        page.alone("extension", &extension)?;
    }
    page.open("global", &[("scope", "trace")])?;
    page.string("concept:name", "unknown")?;
    page.close("global")?;
    page.open("global", &[("scope", "event")])?;
    page.string("concept:name", "unknown")?;
    page.alone(
        "date",
        &[
            ("key", "time:timestamp"),
            ("value", "1970-01-01T00:00:00+00:00"),
        ],
    )?;
    page.string("lifecycle:transition", "complete")?;
    page.close("global")?;
    page.alone(
        "classifier",
        &[("name", "Activity"), ("keys", "concept:name")],
    )?;
    page.string(
        "concept:name",
        &clean(workflow.name.get(lang, &workflow.id)),
    )?;
    for case in rows.chunk_by(|a, b| a.case == b.case) {
        page.open("trace", &[])?;
        page.string("concept:name", &format!("case-{}", case[0].case + 1))?;
        // Events in the order of time: what begins later stands later.
        let mut events: Vec<(DateTime, u8, &Row<'_>)> = Vec::new();
        for row in case {
            events.push((row.start, 0, row));
            events.push((row.end, 1, row));
        }
        events.sort_by_key(|(time, ..)| *time);
        for (time, turn, row) in events {
            let told = told(workflow, row.step, lang);
            page.open("event", &[])?;
            page.string("concept:name", &clean(told.name))?;
            let time = stamp(time);
            page.alone("date", &[("key", "time:timestamp"), ("value", &time)])?;
            page.string(
                "lifecycle:transition",
                ["start", "complete"][usize::from(turn)],
            )?;
            page.string("org:resource", &clean(told.resource))?;
            page.string("step", &clean(&row.step.id))?;
            page.string("stage", &clean(told.stage))?;
            page.string("clock", told.clock)?;
            if let (1, Some(days)) = (turn, row.waited_days) {
                let days = waited(days);
                page.alone("float", &[("key", "waiting_days"), ("value", &days)])?;
            }
            page.close("event")?;
        }
        page.close("trace")?;
    }
    page.close("log")?;
    page.0.get_mut().write_all(b"\n")
}

/// What is written so far.
struct Page<'o>(Writer<&'o mut dyn Write>);

impl Page<'_> {
    fn event(&mut self, event: Event<'_>) -> io::Result<()> {
        self.0.write_event(event)
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.event(Event::End(BytesEnd::new(name)))
    }

    fn alone(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start))
    }

    fn string(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.alone("string", &[("key", key), ("value", value)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_fill_working_days_from_nine_to_five() {
        let calendar = Calendar::weekdays();
        // A Saturday.
        let start = Date::constant(2021, 9, 18);
        let mut days = Days::from(&calendar, start).expect("there is a Monday");
        let span = |days: &mut Days<'_>, ready, end| {
            let (start, end) = days.span(0, ready, end).expect("it is a date");
            format!("{start} {end}")
        };
        assert_eq!(
            span(&mut days, 0, 28_800),
            "2021-09-20T09:00:00 2021-09-20T17:00:00"
        );
        assert_eq!(
            span(&mut days, 28_800, 28_800),
            "2021-09-21T09:00:00 2021-09-21T09:00:00"
        );
        assert_eq!(
            span(&mut days, 79 * 1_800, 81 * 1_800),
            "2021-09-24T16:30:00 2021-09-27T09:30:00"
        );
    }
}

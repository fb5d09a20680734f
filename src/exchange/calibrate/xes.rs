//! XES read in a stream: cases and events, nothing else is kept.

use std::collections::HashSet;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::log::{Log, Malformed, Time, Told};
use crate::error::Problem;
use crate::input::Patience;
use crate::input::dates::Dates;

/// Deeper files than any log.
const MOST_DEPTH: usize = 100;

/// What an event says so far.
#[derive(Default)]
struct Said {
    activity: Option<String>,
    time: Option<String>,
    turn: Option<String>,
    role: Option<String>,
    group: Option<String>,
}

/// Reads a log.
///
/// # Errors
/// What is no XES, or out of bounds.
pub fn read(
    source: impl BufRead,
    patience: &Patience,
    malformed: Malformed,
) -> Result<Log, Problem> {
    let mut log = Log::default();
    let mut reader = Reader::from_reader(source);
    let (mut buffer, mut open) = (Vec::new(), Vec::<String>::new());
    let (mut case, mut said) = (None::<String>, Said::default());
    let (mut n_traces, mut n_events) = (0usize, 0usize);
    let mut names = HashSet::new();
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|error| Problem::error(format!("not XES after case {n_traces}: {error}")))?;
        let (tag, is_alone) = match event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(_) => {
                if let Some(closed) = open.pop()
                    && closed == "event"
                    && open.last().is_some_and(|parent| parent == "trace")
                {
                    let Said {
                        activity,
                        time,
                        turn,
                        role,
                        group,
                    } = std::mem::take(&mut said);
                    let named = match &case {
                        Some(case) => case,
                        // A trace is a case, with or without a name (XES 1849-2016).
                        None => &*case.insert(own_name(None, n_traces, &mut names)),
                    };
                    let told = Told {
                        case: Some(named),
                        activity: activity.as_deref(),
                        time: Time::read(time.as_deref(), Dates::PLAIN),
                        start: Time::None,
                        turn: turn.as_deref(),
                        group: group.as_deref().or(role.as_deref()),
                    };
                    let place = || format!("case {n_traces}, event {n_events}");
                    log.take(told, place, malformed)?;
                    patience.renew();
                }
                continue;
            }
            Event::DocType(_) => {
                return Err(Problem::error("the log declares a document type")
                    .hint("entities are not read: take the `<!DOCTYPE` away"));
            }
            Event::Eof => break,
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => continue,
        };
        let name = tag.local_name().as_ref().to_owned();
        match (open.len(), name.as_str()) {
            (0, "log") => {}
            (0, other) => {
                return Err(Problem::error(format!("`{other}` is no event log"))
                    .allowed("XES, which begins with `log`, or CSV"));
            }
            (1, "trace") => {
                n_traces += 1;
                n_events = 0;
                case = None;
            }
            (2, "event") => {
                n_events += 1;
                said = Said::default();
            }
            (2, _) if open[1] == "trace" => {
                if let Some((key, value)) = pair(&tag)?
                    && key == "concept:name"
                {
                    let named = own_name(Some(&value), n_traces, &mut names);
                    log.n_same_named += usize::from(named != value);
                    case = Some(named);
                }
            }
            (3, _) if open[2] == "event" => {
                if let Some((key, value)) = pair(&tag)? {
                    match key.as_str() {
                        "concept:name" => said.activity = Some(value),
                        "time:timestamp" => said.time = Some(value),
                        "lifecycle:transition" => said.turn = Some(value),
                        "org:group" => said.group = Some(value),
                        "org:role" => said.role = Some(value),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        if !is_alone {
            if open.len() >= MOST_DEPTH {
                let problem = format!("more than {MOST_DEPTH} elements inside each other");
                return Err(Problem::error(problem).hint("is this an event log?"));
            }
            open.push(name);
        }
    }
    if let Some(name) = open.last() {
        return Err(
            Problem::error(format!("the log ends within `{name}`, in case {n_traces}"))
                .hint("was it copied whole?"),
        );
    }
    Ok(log.settled())
}

/// A name for a trace that no other has: two traces of one name are two cases.
fn own_name(name: Option<&str>, number: usize, names: &mut HashSet<String>) -> String {
    let name = name.map_or_else(|| format!("trace {number}"), str::to_owned);
    if names.insert(name.clone()) {
        return name;
    }
    let own = format!("{name} (trace {number})");
    names.insert(own.clone());
    own
}

/// Key and value of an attribute.
fn pair(tag: &BytesStart<'_>) -> Result<Option<(String, String)>, Problem> {
    let (mut key, mut value) = (None, None);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Problem::error(format!("not XES: {error}")))?;
        let text = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Problem::error(format!("an entity that is not read: {error}")))?;
        match attribute.key.as_ref() {
            "key" => key = Some(text.into_owned()),
            "value" => value = Some(text.into_owned()),
            _ => {}
        }
    }
    Ok(key.zip(value))
}

//! Cases of a log: what was done in each, in order; fine activities rolled up, rare ones left out.

use std::collections::{BTreeMap, HashMap};

use super::log::{Log, Turn};

/// More steps than these tell a reader nothing.
pub const MOST_STEPS: usize = 60;

/// How fine activities become coarse ones.
#[derive(Clone, Debug, Default)]
pub enum RollUp {
    /// Not at all.
    #[default]
    None,
    /// By the first letters of the name.
    Prefix(usize),
    /// By a table: activity to phase. What it does not name stays.
    Table(HashMap<String, String>),
}

/// One thing done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Place of the step.
    pub step: usize,
    /// When work began, if the log says it.
    pub start: Option<i64>,
    /// When it ended.
    pub complete: i64,
    /// Who did it.
    pub group: Option<u32>,
}

/// A case.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Place of its name.
    pub case: u32,
    /// Its first event.
    pub start: i64,
    /// Its last event, of any activity.
    pub end: i64,
    /// By end.
    pub done: Vec<Done>,
}

/// All cases, by start.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    /// Names of steps.
    pub steps: Vec<String>,
    /// Cases.
    pub cases: Vec<Trace>,
    /// Activities, rolled up, that are not among the steps, and their events.
    pub n_rare: usize,
    /// Their events.
    pub n_rare_events: usize,
    /// Share of things done whose start is logged.
    pub started_share: f64,
}

/// The cases of a log. Steps are the most frequent activities that together have `coverage` of the events.
pub fn traces(log: &Log, roll_up: &RollUp, coverage: f64) -> Traces {
    let (names, step_of) = rolled(log, roll_up);
    let mut counts = vec![0usize; names.len()];
    for event in &log.events {
        if event.turn == Turn::Complete {
            counts[step_of[event.activity as usize]] += 1;
        }
    }
    let total: usize = counts.iter().sum();
    let mut order: Vec<usize> = (0..names.len()).filter(|&step| counts[step] > 0).collect();
    order.sort_by_key(|&step| (std::cmp::Reverse(counts[step]), step));
    let (mut kept, mut covered) = (Vec::new(), 0);
    for &step in &order {
        if kept.len() >= MOST_STEPS || covered as f64 >= coverage * total as f64 {
            break;
        }
        covered += counts[step];
        kept.push(step);
    }
    let mut place = vec![None; names.len()];
    for (new, &old) in kept.iter().enumerate() {
        place[old] = Some(new);
    }
    let mut traces = Traces {
        steps: kept.iter().map(|&step| names[step].clone()).collect(),
        n_rare: order.len() - kept.len(),
        n_rare_events: total - covered,
        ..Traces::default()
    };
    let mut events = log.events.clone();
    // Equal times keep the order of the log, but a start comes before an end.
    events.sort_by_key(|event| (event.case, event.time));
    let (mut n_done, mut n_started) = (0usize, 0usize);
    for group in events.chunk_by(|a, b| a.case == b.case) {
        let mut trace = Trace {
            case: group[0].case,
            start: group[0].time,
            end: group[group.len() - 1].time,
            done: Vec::new(),
        };
        let mut open: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
        for event in group {
            let Some(step) = place[step_of[event.activity as usize]] else {
                continue;
            };
            match event.turn {
                Turn::Status => {}
                Turn::Start => open.entry(event.activity).or_default().push(event.time),
                Turn::Complete => {
                    let begun = open
                        .get_mut(&event.activity)
                        .filter(|begun| !begun.is_empty());
                    let start = begun.map(|begun| begun.remove(0));
                    n_done += 1;
                    n_started += usize::from(start.is_some());
                    trace.done.push(Done {
                        step,
                        start,
                        complete: event.time,
                        group: event.group,
                    });
                }
            }
        }
        if !matches!(roll_up, RollUp::None) {
            merge_phases(&mut trace.done);
        }
        traces.cases.push(trace);
    }
    traces.cases.sort_by_key(|trace| (trace.start, trace.case));
    traces.started_share = n_started as f64 / n_done.max(1) as f64;
    traces
}

/// A phase is done once: from its first event to its last.
fn merge_phases(done: &mut Vec<Done>) {
    let mut last: BTreeMap<usize, Done> = BTreeMap::new();
    for one in done.iter() {
        let merged = last.entry(one.step).or_insert(*one);
        merged.complete = merged.complete.max(one.complete);
        merged.start = merged.start.min(one.start).or(one.start);
    }
    *done = last.into_values().collect();
    done.sort_by_key(|one| one.complete);
}

/// Names of coarse activities, and for each fine one its coarse one.
fn rolled(log: &Log, roll_up: &RollUp) -> (Vec<String>, Vec<usize>) {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let step_of = log.activities.all.iter().map(|activity| {
        let name: String = match roll_up {
            RollUp::None => activity.clone(),
            RollUp::Prefix(letters) => activity.chars().take(*letters).collect(),
            RollUp::Table(table) => table.get(activity).unwrap_or(activity).clone(),
        };
        *places.entry(name.clone()).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        })
    });
    let step_of = step_of.collect();
    (names, step_of)
}

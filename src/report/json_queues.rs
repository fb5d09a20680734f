//! The queues of one workflow in the JSON contract.

use serde_json::{Map, Value, json};

use super::json::{estimate, number};
use crate::compare::{AgencyQueue, Estimate, Moment, Queues, SharedQueues, StepQueue, Verdict};

/// How the runs are to be read.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Period => "period",
        Verdict::Settled => "settled",
        Verdict::Stated => "stated-warm-up",
        Verdict::NotSettled => "not-settled",
        Verdict::Growing => "growing-backlog",
    }
}

/// `"queues": {..}`.
pub fn queues(queues: &Queues) -> Value {
    let mut map = Map::new();
    map.insert("stable".into(), json!(queues.is_stable()));
    map.insert("verdict".into(), json!(word(queues.verdict)));
    map.insert("events".into(), json!(queues.events));
    map.insert("mixed_with".into(), json!(queues.mixed_with));
    map.insert("replications".into(), json!(queues.replications));
    map.insert("cases".into(), json!(queues.cases));
    map.insert("unfinished".into(), json!(queues.unfinished));
    map.insert("warm_up_days".into(), number(queues.warm_up_days));
    map.insert("days".into(), number(queues.days));
    let [mean, p50, p90] = queues.time_in_system;
    let times = [("mean", mean), ("p50", p50), ("p90", p90)];
    map.insert("time_in_system_days".into(), estimates(&times));
    estimate(&mut map, "on_time_share", queues.on_time);
    estimate(&mut map, "cases_on_time_share", queues.cases_on_time);
    estimate(&mut map, "throughput_per_day", queues.throughput_per_day);
    estimate(&mut map, "backlog_start", queues.backlog.0);
    estimate(&mut map, "backlog_end", queues.backlog.1);
    let agencies = queues.agencies.iter();
    let agencies = agencies.map(|one| (one.id.clone(), agency(one)));
    map.insert("agencies".into(), Value::Object(agencies.collect()));
    let steps = queues.steps.iter();
    let steps = steps.map(|one| (one.id.clone(), step(one)));
    map.insert("steps".into(), Value::Object(steps.collect()));
    let over_time = queues.over_time.iter().map(moment);
    map.insert("over_time".into(), Value::Array(over_time.collect()));
    Value::Object(map)
}

/// The queues of all scenarios together: as it is, and after every reform.
pub fn shared(shared: &SharedQueues) -> Value {
    let reforms = shared.sides.iter().filter_map(|side| {
        let (id, _) = side.reform.as_ref()?;
        Some(json!({"id": id, "queues": queues(&side.queues)}))
    });
    json!({
        "baseline": {"queues": queues(&shared.sides[0].queues)},
        "reforms": reforms.collect::<Vec<_>>(),
    })
}

/// What is open on one day of the window.
fn moment(moment: &Moment) -> Value {
    let mut map = Map::new();
    map.insert("day".into(), number(moment.day));
    estimate(&mut map, "open_cases", moment.open);
    estimate(&mut map, "waiting_files", moment.waiting);
    Value::Object(map)
}

fn agency(agency: &AgencyQueue) -> Value {
    let mut map = Map::new();
    map.insert("officers".into(), json!(agency.officers));
    map.insert("on_duty".into(), number(agency.on_duty));
    map.insert("offered_load".into(), number(agency.offered_load));
    estimate(&mut map, "utilisation", agency.utilisation);
    map.insert(
        "waiting_days".into(),
        estimates(&[("mean", agency.waiting_days)]),
    );
    map.insert(
        "queue_length".into(),
        estimates(&[("mean", agency.queue_length)]),
    );
    optional(&mut map, "on_time_share", agency.on_time);
    map.insert("officers_needed".into(), json!(agency.officers_needed));
    Value::Object(map)
}

fn step(step: &StepQueue) -> Value {
    let mut map = Map::new();
    map.insert(
        "waiting_days".into(),
        estimates(&[("mean", step.waiting_days)]),
    );
    map.insert("time_days".into(), estimates(&[("mean", step.time_days)]));
    optional(&mut map, "on_time_share", step.on_time);
    Value::Object(map)
}

fn optional(map: &mut Map<String, Value>, name: &str, value: Option<Estimate>) {
    match value {
        Some(value) => estimate(map, name, value),
        None => {
            map.insert(name.to_owned(), Value::Null);
        }
    }
}

fn estimates(values: &[(&str, Estimate)]) -> Value {
    let mut map = Map::new();
    for (name, value) in values {
        estimate(&mut map, name, *value);
    }
    Value::Object(map)
}

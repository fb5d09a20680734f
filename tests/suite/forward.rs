//! Where no file comes back to an agency, agency after agency works ahead: the answer is that of event after event.

use serde_json::Value;

const BRANCHES: &str = "tests/cases/forward.toml";
const SERIES: &str = "benches/peers/stations.toml";

/// What `run` says of a scenario text, by the way it chooses and event by event, apart from how many events that took.
fn both_ways(text: &str, seed: &str) -> [Value; 2] {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).expect("it can be written");
    let path = path.display().to_string();
    let output = folder.path().join("out").display().to_string();
    let mut arguments = vec!["run", &path, "--no-charts", "--format", "json"];
    arguments.extend(["--output", &output, "--seed", seed, "--replications", "200"]);
    [None, Some("1")].map(|plain| {
        let mut command = crate::program(&arguments);
        command.envs(plain.map(|plain| ("REDTAPE_PLAIN_LOOPS", plain)));
        let output = command.output().expect("the program starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        let mut answer: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"));
        without_events(&mut answer);
        answer
    })
}

/// Whoever works ahead does some more of what counts for nothing.
fn without_events(value: &mut Value) {
    match value {
        Value::Object(keys) => {
            keys.remove("events");
            keys.values_mut().for_each(without_events);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_events),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(crate::root().join(path)).expect("the file is part of the project")
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replace(old, new)
}

#[test]
fn branches_that_meet_again_come_out_the_same() {
    let period = read(BRANCHES);
    let horizon = "horizon = { terminating = { days = 250 } }";
    let short = replaced(
        &period,
        horizon,
        "horizon = { terminating = { days = 12 } }",
    );
    let settled = replaced(
        &period,
        horizon,
        "horizon = { steady = { warm_up_days = 20, days = 10 } }",
    );
    for text in [short, settled] {
        // Of files that come to an agency within the same tick the order may differ. Here none does that it matters to.
        for seed in ["2", "3", "4", "5", "6", "7", "8", "9"] {
            let [ahead, by_event] = both_ways(&text, seed);
            let of = |answer: &Value| answer["scenarios"][0]["reforms"][0]["queues"].clone();
            assert!(of(&ahead)["agencies"]["water"]["waiting_days"]["mean"].as_f64() > Some(0.0));
            assert!(ahead == by_event, "seed {seed}");
        }
    }
}

#[test]
fn a_backlog_and_whole_batches_come_out_the_same() {
    let text = read(SERIES);
    let (process, horizon) = ("poisson = { per_day = 2.55 }", "horizon = { steady = {} }");
    let text = replaced(&text, process, "batch = { size = 5, every_days = 2 }");
    let text = replaced(
        &text,
        horizon,
        "horizon = { terminating = { days = 60 } }\nbacklog = 40",
    );
    let [ahead, by_event] = both_ways(&text, "1");
    let first = &ahead["scenarios"][0]["baseline"]["queues"]["over_time"][0];
    assert_eq!(first["waiting_files"], 37, "three officers have begun");
    assert!(ahead == by_event);
    let by_rank = text.replace("officers = 3", "officers = 3\norder = \"deadline\"");
    let [ahead, by_event] = both_ways(&by_rank, "1");
    assert!(ahead == by_event, "by deadline");
}

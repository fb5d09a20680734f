//! The JSON of `run` is a contract: these names, this nesting, no key ever absent, the same bytes always.

use std::collections::BTreeSet;

use serde_json::{Value, json};

const EVERYTHING: &str = "tests/cases/everything.toml";
const PLAIN: &str = "tests/cases/plain.toml";
const PROGRAMME: &str = "scenarios/shuozhou-2021";
const QUEUED: &str = "scenarios/approval-hall.toml";

/// What `run` prints for a path, as JSON, with further arguments.
fn text(path: &str, more: &[&str]) -> String {
    let output = tempfile::tempdir().expect("a temporary folder");
    let folder = output.path().to_string_lossy().into_owned();
    let mut arguments = vec![
        "run",
        path,
        "--format",
        "json",
        "--no-charts",
        "--output",
        &folder,
    ];
    arguments.extend(more);
    if !more.contains(&"--replications") {
        arguments.extend(["--replications", "5000"]);
    }
    crate::printed(&arguments)
}

fn document(path: &str) -> Value {
    serde_json::from_str(&text(path, &[])).expect("it is JSON")
}

/// The contract as the documentation of the program prints it. `{}` stands for a shape that was shown before;
/// an object whose only key is `id` is a map by ids.
fn contract() -> Value {
    let limits = json!({"counted_days": 100, "clock_days": 120, "elapsed_days": 215, "serial_days": 158,
        "statutory_counted_days": 257, "gated_counted_days": 100,
        "by_stage": [{"stage": "land", "counted_days": 35}],
        "critical_path_counted": [], "critical_path_elapsed": []});
    let counts = json!({"items": 23, "steps": 34, "clocked_steps": 23, "links": 108, "materials": 100,
        "material_types": 49, "certificates": 7, "visits": 0});
    let summary = json!({"mean": 0, "sd": 0, "p10": 0, "p50": 0, "p90": 0, "p95": 0});
    let simulated = json!({"replications": 20480, "counted_days": summary, "elapsed_days": summary,
        "calendar_days": summary, "share_within_target": 0, "overdue_item_share": 0, "outcomes": {},
        "criticality": {"counted": {}, "elapsed": {}}});
    let queues = json!({"stable": true, "events": 0, "time_in_system_days": {"mean": 0, "p50": 0, "p90": 0},
        "agencies": {}, "steps": {},
        "over_time": [{"day": 0, "open_cases": 0, "waiting_files": 0}]});
    let paired = json!({"mean": 0, "p50": 0, "p90": 0});
    let difference = json!({"counted_days": paired, "elapsed_days": paired});
    let ledger = json!({"items": -11, "materials": -57, "material_types": -16, "links": -60, "certificates": -7,
        "counted_share": -0.4, "limit_share_promised": 0, "limit_share_statutory": 0,
        "moved_before_day_zero": {"items": 0}});
    let change = json!({"item": "", "what": "kept", "into": "null", "measure": ""});
    json!({"scenarios": [{"id": "gov-building",
        "baseline": {"limits": limits, "counts": counts, "simulated": simulated, "queues": queues},
        "reforms": [{"id": "sixty-days", "limits": limits, "counts": counts, "simulated": simulated,
            "queues": queues, "difference": difference, "difference_previous": difference, "ledger": ledger,
            "changes": [change], "materials_removed": [], "certificates_removed": []}]}],
        "programme": {"ledger": {}}})
}

/// Places that may be `null`: not computed for every input.
const MAY_BE_NULL: [&str; 9] = [
    ".queues",
    ".difference_previous",
    ".programme.ledger",
    ".calendar_days",
    ".share_within_target",
    ".into",
    ".time_in_system_days",
    // What the file does not state.
    ".statutory_counted_days",
    ".limit_share_statutory",
];

fn missing(contract: &Value, answer: &Value, place: &str, found: &mut Vec<String>) {
    match (contract, answer) {
        (Value::Object(keys), Value::Object(actual)) => {
            for (key, inner) in keys {
                let place = format!("{place}.{key}");
                match actual.get(key) {
                    None => found.push(format!("{place} is absent")),
                    Some(Value::Null) if MAY_BE_NULL.iter().any(|end| place.ends_with(end)) => {}
                    Some(value) => missing(inner, value, &place, found),
                }
            }
        }
        (Value::Array(shape), Value::Array(actual)) => {
            for (element, value) in shape.iter().cycle().zip(actual) {
                missing(element, value, &format!("{place}[]"), found);
            }
        }
        (shape, value) => {
            let same = match shape {
                Value::Number(_) => value.is_number(),
                Value::String(_) => value.is_string(),
                Value::Bool(_) => value.is_boolean(),
                Value::Null | Value::Object(_) | Value::Array(_) => false,
            };
            if !same {
                found.push(format!("{place} is {value}"));
            }
        }
    }
}

#[test]
fn no_key_of_the_contract_is_ever_absent() {
    for path in [EVERYTHING, PLAIN, PROGRAMME, QUEUED] {
        let mut found = Vec::new();
        missing(&contract(), &document(path), path, &mut found);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    let what = [
        "kept",
        "shortened",
        "merged",
        "removed",
        "moved",
        "committed",
        "filed",
        "added",
    ];
    for scenario in document(PROGRAMME)["scenarios"]
        .as_array()
        .expect("scenarios")
    {
        for change in scenario["reforms"][0]["changes"]
            .as_array()
            .expect("changes")
        {
            let said = change["what"].as_str().expect("a word");
            assert!(what.contains(&said), "{said}");
        }
    }
}

/// Every path of keys with the kind of its value; ids become `*`.
fn tree(value: &Value, place: String, found: &mut BTreeSet<String>) {
    let by_id = [
        "overdue_by_item",
        "criticality.counted",
        "criticality.elapsed",
        "agencies",
        "queues.steps",
    ];
    match value {
        Value::Object(keys) => {
            let ids = by_id.iter().any(|end| place.ends_with(end));
            for (key, inner) in keys {
                let key = if ids { "*" } else { key };
                tree(inner, format!("{place}.{key}"), found);
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for element in elements {
                tree(element, format!("{place}[]"), found);
            }
        }
        Value::Array(_) => {
            found.insert(format!("{place}[]"));
        }
        Value::Null => {
            found.insert(format!("{place}: null"));
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.insert(place);
        }
    }
}

#[test]
fn the_tree_of_keys_is_the_recorded_one() {
    let mut found = BTreeSet::new();
    for path in [EVERYTHING, PLAIN, PROGRAMME, QUEUED] {
        tree(&document(path), String::new(), &mut found);
    }
    let lines: Vec<String> = found.into_iter().collect();
    crate::golden("json-keys.txt", &(lines.join("\n") + "\n"));
}

#[test]
fn the_answer_is_the_recorded_one_in_every_build() {
    // The same file is compared in debug and in release builds, on any machine.
    crate::golden(
        "everything.json",
        &text(EVERYTHING, &["--replications", "3000"]),
    );
}

#[test]
fn the_bytes_do_not_depend_on_threads_or_language() {
    let one = text(EVERYTHING, &["--threads", "1"]);
    for threads in ["2", "3", "7"] {
        assert!(
            text(EVERYTHING, &["--threads", threads]) == one,
            "{threads} threads"
        );
    }
    assert!(text(EVERYTHING, &["--lang", "zh"]) == one, "in Chinese");
    let more = ["--replications", "1500"];
    let one = text(PROGRAMME, &[&more[..], &["--threads", "1"]].concat());
    let three = text(
        PROGRAMME,
        &[&more[..], &["--threads", "3", "--lang", "zh"]].concat(),
    );
    assert!(one == three, "a programme on three threads");
}

#[test]
fn the_bytes_do_not_depend_on_the_vectors_of_the_machine() {
    for path in [EVERYTHING, PROGRAMME] {
        let arguments = [
            "run",
            path,
            "--format",
            "json",
            "--no-charts",
            "--replications",
            "2000",
        ];
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = crate::program(&arguments);
        command.arg("--output").arg(folder.path());
        let plain = command.env("REDTAPE_PLAIN_LOOPS", "1").output();
        let plain = plain.expect("the program starts").stdout;
        let wide = text(path, &["--replications", "2000"]);
        assert!(!plain.is_empty() && plain == wide.as_bytes(), "{path}");
    }
}

#[test]
fn the_seed_decides_the_draws_and_nothing_else() {
    let seeded = |seed| text(EVERYTHING, &["--seed", seed]);
    assert!(seeded("7") == seeded("7"));
    assert!(seeded("7") != seeded("8"));
    let limits = |text: &str| {
        let document: Value = serde_json::from_str(text).expect("it is JSON");
        document["scenarios"][0]["baseline"]["limits"].clone()
    };
    assert_eq!(limits(&seeded("7")), limits(&seeded("8")));
}

#[test]
fn estimates_lie_within_their_intervals() {
    fn walk(value: &Value, checked: &mut usize) {
        if let Value::Object(keys) = value {
            for (key, inner) in keys {
                let bound = |end: &str| keys.get(&format!("{key}_{end}")).and_then(Value::as_f64);
                if let (Some(value), Some(low), Some(high)) =
                    (inner.as_f64(), bound("low"), bound("high"))
                {
                    assert!(low <= value && value <= high, "{key}: {low} {value} {high}");
                    *checked += 1;
                }
                walk(inner, checked);
            }
        } else if let Value::Array(elements) = value {
            elements.iter().for_each(|element| walk(element, checked));
        }
    }
    let mut checked = 0;
    walk(&document(EVERYTHING), &mut checked);
    assert!(checked > 50, "{checked}");
}

//! Event logs of cases that compete for officers: by hand, and never more files in hand than officers.

use std::collections::BTreeMap;

use crate::printed;

const OFFICE: &str = r#"
id = "office"
[arrivals]
process = { batch = { size = 3, every_days = 100 } }
[calendar]
base = "weekdays"
[[agency]]
id = "desk"
en = "The desk"
officers = 1
hours = ["09:00-12:00", "13:00-17:00"]
[[step]]
id = "permit"
agency = "desk"
links = 1
limit_days = 5
effort = { fixed = { days = 0.375 } }
hold = { fixed = { days = 0.125 } }
[[step]]
id = "notice"
kind = "public_notice"
after = ["permit"]
duration = { fixed = { days = 1 } }
"#;

/// The log of `text` in a format.
fn log(text: &str, format: &str, cases: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("office.toml");
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.display().to_string();
    printed(&["export", &path, "--format", format, "--cases", cases])
}

/// Case, step, turn, time and wait of every event.
fn events(csv: &str) -> Vec<[String; 5]> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("the log is well formed");
        [0, 5, 3, 2, 8].map(|column| row[column].to_owned())
    });
    rows.collect()
}

#[test]
fn files_are_taken_up_one_after_another_within_the_hours() {
    let csv = log(OFFICE, "csv", "3");
    assert!(csv.starts_with("case:concept:name,"), "{csv}");
    let events = events(&csv);
    let told: Vec<String> = events
        .iter()
        .filter(|event| event[1] == "permit")
        .map(|[case, _, turn, time, wait]| {
            let time = time
                .trim_start_matches("2021-01-")
                .trim_end_matches(":00+08:00");
            format!("{case} {turn} {time} {wait}").trim_end().to_owned()
        })
        .collect();
    // Three hours of work each, then an hour that nobody shortens.
    let by_hand = [
        "case-1 start 04T09:00",
        "case-1 complete 04T13:00 0.000",
        "case-2 start 04T13:00",
        "case-2 complete 04T17:00 0.500",
        "case-3 start 04T16:00",
        "case-3 complete 05T12:00 0.875",
    ];
    assert_eq!(told, by_hand);
    let notices = events.iter().filter(|event| event[1] == "notice");
    let waits: Vec<&str> = notices.map(|event| event[4].as_str()).collect();
    assert_eq!(waits, ["", "0.000", "", "0.000", "", "0.000"]);
}

#[test]
fn nobody_has_two_files_in_hand() {
    let busy = OFFICE
        .replace(
            "batch = { size = 3, every_days = 100 }",
            "poisson = { per_day = 6 }",
        )
        .replace("officers = 1", "officers = 3")
        .replace("hold = { fixed = { days = 0.125 } }\n", "");
    let csv = log(&busy, "csv", "400");
    let events = events(&csv);
    assert_eq!(events.len(), 400 * 4);
    // At the same moment files are put down before others are taken up; times are whole seconds.
    let mut moments: BTreeMap<(String, i32), i32> = BTreeMap::new();
    for [_, step, turn, time, _] in &events {
        let change = match (step.as_str(), turn.as_str()) {
            ("permit", "start") => 1,
            ("permit", _) => -1,
            _ => continue,
        };
        *moments.entry((time.clone(), change)).or_default() += change;
    }
    let (mut in_hand, mut most) = (0, 0);
    for change in moments.values() {
        in_hand += change;
        most = most.max(in_hand);
    }
    assert_eq!((in_hand, most), (0, 3));
    let waited = events.iter().filter(|event| !event[4].is_empty());
    let waited = waited.filter(|event| event[4].parse::<f64>().is_ok_and(|days| days > 0.0));
    assert!(waited.count() > 50);
}

#[test]
fn xes_says_the_same_as_csv() {
    let (xes, csv) = (log(OFFICE, "xes", "3"), log(OFFICE, "csv", "3"));
    for [_, _, _, time, wait] in events(&csv) {
        assert!(xes.contains(&time), "{time}");
        assert!(
            xes.contains(&format!("value=\"{wait}\"")) || wait.is_empty(),
            "{wait}"
        );
    }
    assert_eq!(xes.matches("key=\"waiting_days\"").count(), 6);
    assert!(xes.contains("value=\"The desk\""));
}

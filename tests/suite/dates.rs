//! Where the dates of cases come from, and where those of calendars end.

use crate::cli::{folder, stderr, text};

/// Cases of three days, from a file of dates.
const RECORDED: &str = r#"
id = "q2"
calendar = { base = "weekdays" }
arrivals = { process = { recorded = "arr.csv" }, horizon = { terminating = { days = 40 } } }
[[agency]]
id = "o"
officers = 1
[[step]]
id = "a"
agency = "o"
duration = { fixed = { days = 3 } }
effort = { fixed = { days = 3 } }
"#;

#[test]
fn the_first_recorded_case_is_day_zero() {
    let place = folder();
    for (name, content) in [
        (
            "arr.csv",
            "date\n2021-01-04\n2021-01-11\n2021-01-18\n2021-01-25\n",
        ),
        ("q2.toml", RECORDED),
    ] {
        std::fs::write(place.path().join(name), content).expect("it can be written");
    }
    let answer = crate::answered(&place.path().join("q2.toml"), &[]);
    let queues = &answer["scenarios"][0]["baseline"]["queues"];
    assert_eq!(queues["time_in_system_days"]["mean"], 3.0, "{queues:#}");
    // Four cases of three days in forty.
    assert_eq!(queues["agencies"]["o"]["offered_load"], 0.3);
}

#[test]
fn it_is_said_where_the_published_holidays_end() {
    let place = folder();
    let path = place.path().join("a.toml");
    std::fs::write(
        &path,
        "id = 'a'\n[[step]]\nid = 's'\nduration = { fixed = { days = 20 } }\n",
    )
    .expect("it can be written");
    for (start, warns) in [
        ("2031-01-28", true),
        ("2027-09-27", true),
        ("2026-12-10", true),
        ("2021-09-30", false),
    ] {
        let output = place.path().join("out");
        let shown = crate::redtape(&[
            "run",
            text(&path),
            "--no-charts",
            "--start",
            start,
            "--output",
            text(&output),
        ]);
        assert_eq!(
            stderr(&shown).contains("no holidays are published after 2026-12-31"),
            warns,
            "{start}: {}",
            stderr(&shown)
        );
    }
}

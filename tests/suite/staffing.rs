//! The staffing curve: `sweep` over officers against M/M/1 and Erlang's M/M/2, and what nobody can answer.

use serde_json::Value;

use crate::{printed, redtape};

/// One case every other working day, a day's work each: with one officer the load is 0.5.
const OFFICE: &str = r#"
id = "office"
[arrivals]
process = { poisson = { per_day = 0.5 } }
[[agency]]
id = "office"
officers = 1
[[step]]
id = "permit"
agency = "office"
links = 1
limit_days = 5
effort = { exponential = { mean_days = 1 } }
"#;

/// What the program answers to a sweep of `text` over one to three officers.
fn swept(text: &str, further: &[&str]) -> (tempfile::TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("office.toml");
    std::fs::write(&path, text).expect("the file can be written");
    let mut arguments = vec![
        "sweep".to_owned(),
        path.display().to_string(),
        "--no-charts".to_owned(),
    ];
    arguments.extend(further.iter().map(|&one| one.to_owned()));
    (folder, arguments)
}

fn strs(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

const OFFICERS: &str = "agency.office.officers=1..3:3";

#[test]
fn the_curve_is_erlangs_and_names_the_fewest_officers() {
    let further = ["--vary", OFFICERS, "--within", "4", "--format", "json"];
    let (_folder, arguments) = swept(OFFICE, &further);
    let answer: Value = serde_json::from_str(&printed(&strs(&arguments))).expect("it is JSON");
    let sweep = &answer["sweeps"][0];
    // M/M/1: the time in system is exponential with rate 1 - 0.5.
    for (point, exact) in [(0, 10f64.ln() / 0.5), (1, tail_reached(0.1))] {
        let queues = &sweep["points"][point]["queues"][0];
        let p90 = queues["p90"].as_f64().expect("there is a long run");
        let high = queues["p90_high"].as_f64().expect("it has an interval");
        let half = high - p90;
        // Four standard errors.
        assert!((p90 - exact).abs() < 2.0 * half, "{p90} {exact} {half}");
        assert!(half < 0.05 * exact, "{half}");
    }
    assert_eq!(sweep["staffing"]["fewest"][0]["officers"], 2);
}

/// When the tail of the time in system of M/M/2, arrivals 0.5 and service 1 a day, falls to `share`: one case in
/// ten waits (Erlang C), exponentially with rate 1.5, before its service.
fn tail_reached(share: f64) -> f64 {
    let tail = |t: f64| 1.2 * (-t).exp() - 0.2 * (-1.5 * t).exp();
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if tail(middle) > share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[test]
fn what_no_number_of_officers_reaches_is_said() {
    let (_folder, arguments) = swept(OFFICE, &["--vary", OFFICERS, "--within", "1"]);
    let table = printed(&strs(&arguments));
    let said = "no number up to 3 is enough for nine of ten cases within 1 working day;";
    assert!(table.replace('\n', " ").contains(said), "{table}");
}

#[test]
fn a_growing_backlog_has_no_number() {
    let busy = OFFICE.replace("per_day = 0.5", "per_day = 1.5");
    let further = [
        "--vary",
        OFFICERS,
        "--within",
        "8",
        "--replications",
        "2048",
    ];
    let (_folder, mut arguments) = swept(&busy, &further);
    let table = printed(&strs(&arguments));
    assert!(table.contains("grows"), "{table}");
    arguments.extend(["--format", "csv"].map(str::to_owned));
    let csv = printed(&strs(&arguments));
    let mut rows = csv.lines();
    assert!(
        rows.next()
            .is_some_and(|row| row.ends_with(",queues_p90_days"))
    );
    assert!(rows.next().is_some_and(|row| row.ends_with(',')), "{csv}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let without = OFFICE.replace(
        "[arrivals]\nprocess = { poisson = { per_day = 0.5 } }\n",
        "",
    );
    for (text, further, said) in [
        (OFFICE, vec!["--within", "4"], "how many officers"),
        (
            OFFICE,
            vec!["--within", "0", "--vary", OFFICERS],
            "more than 0",
        ),
        (
            OFFICE,
            vec!["--within", "4", "--vary", "step.permit.limit_days=5,8"],
            "agency.ID.officers",
        ),
        (
            &*without,
            vec!["--within", "4", "--vary", OFFICERS],
            "`[arrivals]`",
        ),
    ] {
        let (_folder, arguments) = swept(text, &further);
        let output = redtape(&strs(&arguments));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(said), "{errors}");
    }
}

//! Categories that share their agencies: one section, one answer, officers that are nowhere twice.

use serde_json::Value;

use redtape::scenario::{Loaded, load_text};

fn answer(path: &str, further: &[&str]) -> String {
    let output = tempfile::tempdir().expect("a folder can be made");
    let output = output.path().display().to_string();
    let arguments = ["run", path, "--no-charts", "--output", &output];
    crate::printed(&[&arguments[..], further].concat())
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Estimate, and 4 standard errors of it.
fn with_error(parent: &Value, key: &str) -> (f64, f64) {
    let end = |end: &str| number(&parent[format!("{key}_{end}")]);
    (
        number(&parent[key]),
        4.0 * (end("high") - end("low")) / (2.0 * 1.96),
    )
}

fn one(text: &str) -> Loaded {
    load_text(std::path::Path::new("one.toml"), text).expect("the scenario is right")
}

/// One agency with a step that is reformed by `measure`.
fn reformed(measure: &str) -> redtape::workflow::Workflow {
    let text = format!(
        r#"
id = "one"
[[agency]]
id = "land"
officers = 5
[[agency]]
id = "bureau"
[[step]]
id = "permit"
agency = "land"
links = 4
limit_days = 10
effort = {{ fixed = {{ days = 2 }} }}
hold = {{ fixed = {{ days = 3 }} }}
[[reform]]
id = "reform"
  [[reform.measure]]
  id = "measure"
  {measure}
"#
    );
    let scenario = one(&text).scenarios.remove(0);
    scenario.reformed[0].workflow.clone()
}

#[test]
fn who_stays_with_an_agency_does_not_move_to_the_bureau() {
    let all = "do.one_seal = { agencies = [\"land\"], into = \"bureau\"";
    let officers = |measure: &str| {
        let workflow = reformed(measure);
        ["land", "bureau"].map(|id| workflow.agency(id).and_then(|agency| agency.officers))
    };
    assert_eq!(officers(&format!("{all} }}")), [Some(5), Some(5)]);
    assert_eq!(
        officers(&format!("{all}, stay = {{ land = 2 }} }}")),
        [Some(2), Some(3)]
    );
}

#[test]
fn what_is_decided_on_a_promise_or_filed_waits_for_no_site_visit() {
    let hold = |measure: &str| {
        reformed(measure)
            .step("permit")
            .map(|step| step.face.hold.is_some())
    };
    assert_eq!(
        hold("do.set_limit = { step = \"permit\", limit_days = 7 }"),
        Some(true)
    );
    assert_eq!(
        hold("do.commit = { step = \"permit\", limit_days = 1 }"),
        Some(false)
    );
    assert_eq!(
        hold("do.file_instead = { step = \"permit\", limit_days = 1 }"),
        Some(false)
    );
}

#[test]
fn a_long_run_of_given_length_leaves_out_and_looks_at_what_the_file_says() {
    // M/D/1 at 0.8 waits two days.
    let text = r#"
id = "one"
[arrivals]
process = { poisson = { per_day = 0.8 } }
horizon = { steady = { warm_up_days = 200, days = 4000 } }
[[agency]]
id = "desk"
officers = 1
[[step]]
id = "permit"
agency = "desk"
links = 1
limit_days = 5
effort = { fixed = { days = 1 } }
"#;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("one.toml").display().to_string();
    std::fs::write(&path, text).expect("it can be written");
    let document: Value =
        serde_json::from_str(&answer(&path, &["--format", "json"])).expect("it is JSON");
    let queues = &document["scenarios"][0]["baseline"]["queues"];
    assert_eq!(queues["verdict"], "settled");
    assert_eq!(
        (number(&queues["warm_up_days"]), number(&queues["days"])),
        (200.0, 4000.0)
    );
    let (wait, error) = with_error(&queues["agencies"]["desk"]["waiting_days"], "mean");
    assert!(
        (wait - 2.0).abs() < error && error < 0.3,
        "{wait} ± {error}"
    );
    assert_eq!(document["programme"]["queues"], Value::Null);
    let exported = crate::printed(&["export", &path, "--format", "json"]);
    let exported: Value = serde_json::from_str(&exported).expect("it is JSON");
    let steady = &exported["arrivals"]["horizon"]["steady"];
    assert_eq!(
        (number(&steady["warm_up_days"]), number(&steady["days"])),
        (200.0, 4000.0)
    );
}

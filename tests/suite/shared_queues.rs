//! Categories that share their agencies: one section, one answer, officers that are nowhere twice.

use serde_json::Value;

use redtape::scenario::{Loaded, load, load_text};
use redtape::text::width;

const SHUOZHOU: &str = "scenarios/shuozhou-2021";

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

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Estimate, and 4 standard errors of it.
fn with_error(parent: &Value, key: &str) -> (f64, f64) {
    let end = |end: &str| number(&parent[format!("{key}_{end}")]);
    (
        number(&parent[key]),
        4.0 * (end("high") - end("low")) / (2.0 * 1.96),
    )
}

#[test]
fn the_queues_of_shuozhou_lose_no_case_and_are_as_busy_as_the_traffic_equations_say() {
    let document: Value =
        serde_json::from_str(&answer(SHUOZHOU, &["--format", "json"])).expect("it is JSON");
    let office = &document["programme"]["queues"];
    let sides = || std::iter::once(&office["baseline"]).chain(list(&office["reforms"]));
    assert_eq!(sides().count(), 3);
    // 35 + 25 + 20 + 55 projects a year of 250 working days.
    let per_day = 135.0 / 250.0;
    let cases: Vec<u64> = sides()
        .map(|side| side["queues"]["cases"].as_u64().unwrap_or(0))
        .collect();
    assert!(
        cases.iter().all(|n| *n == cases[0]),
        "the same cases: {cases:?}"
    );
    for side in sides().map(|side| &side["queues"]) {
        assert_eq!(side["verdict"], "stated-warm-up");
        assert_eq!(side["unfinished"], 0);
        let (throughput, error) = with_error(side, "throughput_per_day");
        assert!((throughput - per_day).abs() < error, "{throughput}");
        // Little's law: what is open is what comes a day times how long it stays.
        let moments = list(&side["over_time"]);
        let open: f64 = moments
            .iter()
            .map(|moment| number(&moment["open_cases"]))
            .sum();
        let open = open / moments.len() as f64;
        let (_, error) = with_error(&moments[moments.len() / 2], "open_cases");
        let expected = per_day * number(&side["time_in_system_days"]["mean"]);
        assert!((open - expected).abs() < error, "{open}, not {expected}");
        for (id, agency) in side["agencies"].as_object().expect("agencies") {
            let (busy, error) = with_error(agency, "utilisation");
            let load = number(&agency["offered_load"]);
            assert!((busy - load).abs() < error, "{id}: {busy}, not {load}");
        }
    }
    // By hand: soil plans of all and water permits of 20; environmental documents of all. Touch time 1.2 days; what
    // is handed in anew takes a fifth of that, for up to a tenth of the files.
    let before = &office["baseline"]["queues"]["agencies"];
    for (id, files) in [("water", 135.0 + 20.0), ("ecology-environment", 135.0)] {
        let by_hand = files * 1.2 / 250.0;
        let load = number(&before[id]["offered_load"]);
        assert!(
            (by_hand..1.05 * by_hand).contains(&load),
            "{id}: {load}, {by_hand}"
        );
    }
    // All together are those of each.
    let scenarios = list(&document["scenarios"]);
    let own = |pointer: &str| -> u64 {
        let sides = scenarios
            .iter()
            .filter_map(|scenario| scenario.pointer(pointer));
        sides
            .map(|side| side["queues"]["cases"].as_u64().unwrap_or(0))
            .sum()
    };
    assert_eq!((own("/baseline"), own("/reforms/0")), (cases[0], cases[0]));
    for scenario in scenarios {
        assert_eq!(list(&scenario["baseline"]["queues"]["mixed_with"]).len(), 3);
    }
    // Where the stretch goal is tried, the others have had their reform: two officers are left at one agency.
    let last = &list(&office["reforms"])[1]["queues"]["agencies"];
    assert_eq!(last["natural-resources"]["officers"], 2);
    assert_eq!(last["approval-bureau"]["officers"], 9);
}

#[test]
fn the_reform_of_shuozhou_neither_hires_nor_dismisses() {
    let loaded = load(&crate::root().join(SHUOZHOU)).expect("it is without error");
    for scenario in &loaded.scenarios {
        let workflow = &scenario.reformed[0].workflow;
        let officers = |ids: &[&str], workflow: &redtape::workflow::Workflow| -> u32 {
            let agencies = ids.iter().filter_map(|id| workflow.agency(id)?.officers);
            agencies.sum()
        };
        let departments = [
            "development-reform",
            "natural-resources",
            "housing-construction",
            "civil-defence",
            "water",
            "urban-management",
            "ecology-environment",
        ];
        let before = officers(&departments, &scenario.baseline);
        // Who stays at an agency without work is in a joint body.
        let after = [
            "natural-resources",
            "approval-bureau",
            "joint-drawing-body",
            "joint-acceptance-team",
        ];
        assert_eq!(
            (before, officers(&after, workflow)),
            (17, 17),
            "{}",
            scenario.id
        );
    }
}

#[test]
fn a_programme_with_shared_agencies_has_one_short_section_on_queues() {
    for (lang, begins, rows) in [
        (
            "en",
            "With queues",
            [
                "Government-funded building",
                "Natural Resources Bureau",
                "Administrative Approval",
                "in all",
            ],
        ),
        (
            "zh",
            "计入排队",
            [
                "政府投资房屋建筑类",
                "自然资源局",
                "行政审批服务管理局",
                "合计",
            ],
        ),
    ] {
        let table = answer(SHUOZHOU, &["--lang", lang]);
        assert_eq!(table.matches(begins).count(), 1, "{table}");
        let line = table.split("\n\n").find(|part| part.starts_with(begins));
        let line = line.expect("it is there");
        assert!(line.lines().count() <= 3, "{line}");
        let table = answer(SHUOZHOU, &["--lang", lang, "--details", "queues"]);
        let section = table.split("\n\n").filter(|part| part.starts_with(begins));
        let section = section.max_by_key(|part| part.lines().count());
        let lines: Vec<&str> = section.expect("it is there").lines().collect();
        assert!(lines.len() <= 23, "{} lines", lines.len());
        for line in &lines {
            assert!(width(line) <= 80, "{line}");
        }
        for row in rows {
            assert!(
                lines.iter().any(|line| line.starts_with(row)),
                "no {row}: {lines:#?}"
            );
        }
        let land = lines
            .iter()
            .find(|line| line.starts_with(rows[1]))
            .expect("a row");
        assert!(land.contains("5 → 2"), "{land}");
        // Who asks for details has a block for every file and every reform.
        let details = answer(SHUOZHOU, &["--lang", lang, "--details"]);
        assert_eq!(details.matches(begins).count(), 2 + 4 + 5);
    }
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
horizon = { steady = { warm_up_days = 200, days = 9000 } }
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
    assert_eq!(queues["verdict"], "stated-warm-up");
    assert_eq!(
        (number(&queues["warm_up_days"]), number(&queues["days"])),
        (200.0, 9000.0)
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
        (200.0, 9000.0)
    );
}

#[test]
fn a_sweep_over_officers_asks_the_office_that_all_share() {
    let few = ["--replications", "1024", "--format", "json"];
    let run: Value = serde_json::from_str(&answer(SHUOZHOU, &few)).expect("it is JSON");
    let vary = ["--vary", "agency.natural-resources.officers=4,5"];
    let words = [&["sweep", SHUOZHOU, "--no-charts"], &vary[..], &few[..]].concat();
    let sweep: Value = serde_json::from_str(&crate::printed(&words)).expect("it is JSON");
    let pairs = list(&run["scenarios"]).iter().zip(list(&sweep["sweeps"]));
    assert_eq!(pairs.clone().count(), 4);
    for (scenario, swept) in pairs {
        let sides = std::iter::once(&scenario["baseline"]).chain(list(&scenario["reforms"]));
        let expected: Vec<&Value> = sides
            .map(|side| &side["queues"]["time_in_system_days"]["p90"])
            .collect();
        // Five is what the files say.
        let as_filed = list(&swept["points"][1]["queues"]);
        let found: Vec<&Value> = as_filed.iter().map(|side| &side["p90"]).collect();
        assert_eq!(found, expected, "{}", scenario["id"]);
        // One category alone could do with four.
        let fewer = &swept["points"][0]["queues"][0];
        assert_eq!(fewer["verdict"], "growing-backlog");
    }
}

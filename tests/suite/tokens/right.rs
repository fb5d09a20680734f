//! Drawn models whose days are known by hand: the imported scenario has them.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use redtape::exchange::bpmn::{Imported, import};
use redtape::scenario::load_text;
use toml::{Table, Value};

use super::cases::Scenario;
use crate::data_folder;

const N_CASES: u32 = 40_000;

fn made(text: &str) -> Imported {
    import(text, 1, None, None).unwrap_or_else(|problem| panic!("{problem}"))
}

fn model(name: &str) -> String {
    std::fs::read_to_string(format!("tests/models/{name}.bpmn")).expect("it can be read")
}

/// The mean days of an imported scenario whose steps take what `days` says by their names.
fn mean(scenario: &str, days: &[(&str, f64)]) -> f64 {
    let mut table: Table = scenario.parse().expect("it is TOML");
    let steps = table
        .get_mut("step")
        .and_then(Value::as_array_mut)
        .expect("it has steps");
    for step in steps.iter_mut().filter_map(Value::as_table_mut) {
        let name = step.get("en").and_then(Value::as_str).unwrap_or_default();
        if let Some((_, days)) = days.iter().find(|(own, _)| *own == name) {
            let fixed: Table = format!("fixed = {{ days = {days} }}")
                .parse()
                .expect("it is TOML");
            step.insert("duration".to_owned(), Value::Table(fixed));
        }
    }
    let text = toml::to_string(&table).expect("it can be written");
    let loaded = load_text(Path::new("import.toml"), &text);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}\n{text}", failed.told()));
    let played = Scenario::new(&loaded.scenarios[0].baseline);
    let mut random = StdRng::seed_from_u64(1);
    let total: f64 = (0..N_CASES).map(|_| played.play(&mut random).days).sum();
    total / f64::from(N_CASES)
}

#[track_caller]
fn assert_mean(text: &str, days: &[(&str, f64)], right: f64) {
    let made = made(text);
    let found = mean(&made.scenario, days);
    // Four standard errors: no case of these lies further from the mean than the mean itself.
    let error = 4.0 * right / f64::from(N_CASES).sqrt();
    assert!(
        (found - right).abs() < error,
        "{found} for {right}\n{}",
        made.scenario
    );
}

#[test]
fn a_parallel_join_needs_a_token_of_each_branch() {
    let days = [
        ("Fire review", 1.0),
        ("Environment review", 10.0),
        ("Issue permit", 5.0),
        ("Write refusal", 1.0),
    ];
    let text = model("and-join-early-out");
    assert_mean(&text, &days, 8.5);
    let plain = text.replace("<terminateEventDefinition/>", "");
    assert_mean(&plain, &days, 12.5);
}

#[test]
fn a_default_flow_is_taken_if_no_condition_holds() {
    let text = model("default-flow-of-a-task");
    assert_mean(
        &text,
        &[("Check", 1.0), ("Ask applicant", 5.0), ("Decide", 10.0)],
        8.5,
    );
    let text = model("default-flow-inclusive");
    let days = [
        ("Fire check", 5.0),
        ("Heritage check", 5.0),
        ("Standard check", 20.0),
        ("Decide", 1.0),
    ];
    assert_mean(&text, &days, 9.75);
    // Without a default at least one branch is taken: of eight combinations one is none.
    let forced = text.replace(" default=\"fd\"", "").replace(
        "id=\"fd\" sourceRef=\"g\" targetRef=\"C\">",
        "id=\"fd\" sourceRef=\"g\" targetRef=\"C\"><conditionExpression>${c}</conditionExpression>",
    );
    assert_mean(&forced, &days, (4.0 * 20.0 + 3.0 * 5.0) / 7.0 + 1.0);
}

#[test]
fn terminate_ends_the_case_at_once() {
    assert_mean(
        &model("terminate"),
        &[("Withdraw", 1.0), ("Review", 10.0)],
        1.0,
    );
}

#[test]
fn work_on_the_way_back_is_done_by_those_who_go_back() {
    let text = made(&model("work-on-the-way-back")).scenario;
    let days = [
        ("Submit", 1.0),
        ("Check", 1.0),
        ("Fix", 10.0),
        ("Decide", 1.0),
    ];
    let half = text
        .replace("share = 0.1", "share = 0.5")
        .replace("max_rounds = 4", "max_rounds = 20");
    let found = mean(&half, &days);
    assert!((found - 14.0).abs() < 0.3, "{found}\n{half}");
}

#[test]
fn a_deadline_is_left_at_its_moment() {
    let made = made(&model("boundary-timer"));
    assert!(
        made.scenario.contains("days = 7\ncalendar = true")
            || made.scenario.contains("days = 7, calendar = true"),
        "{}",
        made.scenario
    );
}

/// A subprocess with ways of its own, one day a task: 7/3.
#[test]
fn a_recorded_model_takes_what_its_tokens_take() {
    let Some(folder) = data_folder("bpmn") else {
        println!("skipped: A.2.1");
        return;
    };
    let text = std::fs::read_to_string(folder.join("A.2.1.bpmn")).expect("it can be read");
    assert_mean(&text, &[], 7.0 / 3.0);
}

//! Burden: hours and money of a case against sums worked out by hand.

use std::path::Path;

use redtape::compare::{Burden, burden};
use redtape::scenario::load_text;
use serde_json::Value;

use crate::cli::{folder, text};
use crate::printed;

const SCENARIO: &str = r#"
id = "burden"

[burden]
table = "de-medium"
visit_minutes = 90
certificate_minutes = 120
applicant_tariff_per_hour = 80
currency = "CNY"
cases_per_year = 250

[[material]]
id = "licence"

[[material]]
id = "proof"
kind = "certificate"
visits = 1

[[step]]
id = "permit"
limit_days = 10
links = 5
form = true
visits = 1
materials = ["licence", "proof"]

[[step]]
id = "registration"
kind = "registration"
after = ["permit"]
limit_days = 5
links = 2
materials = ["licence"]

[[reform]]
id = "reform"
  [[reform.measure]]
  id = "no-proof"
  do.waive_certificates = { certificates = ["proof"] }
"#;

fn both() -> [Burden; 2] {
    let loaded = load_text(Path::new("burden"), SCENARIO).expect("it loads");
    let scenario = &loaded.scenarios[0];
    let after = &scenario.reformed[0].workflow;
    [&scenario.baseline, after].map(|workflow| burden(workflow, 0.0, 0.0).expect("it has rates"))
}

#[test]
fn hours_and_money_are_those_worked_out_by_hand() {
    let [before, after] = both();
    // A form 5, the licence twice (10 to get, 20 to prepare), the proof 120, two trips of 90.
    assert_eq!(before.applicant.hours, (5.0 + 60.0 + 120.0 + 180.0) / 60.0);
    assert_eq!(before.applicant.money, Some(365.0 / 60.0 * 80.0));
    // Two submissions (30 to check, 10 to answer), seven links of 60.
    assert_eq!(before.agency.hours, (80.0 + 420.0) / 60.0);
    assert_eq!(before.agency.money, None, "no tariff, only hours");
    // The proof goes with its trip.
    assert_eq!(after.applicant.hours, (5.0 + 60.0 + 90.0) / 60.0);
    assert_eq!(after.agency.hours, before.agency.hours);
}

#[test]
fn the_parts_add_up_to_the_whole() {
    for burden in both() {
        let applicant: f64 = burden.by_step.iter().map(|step| step.1).sum();
        let agency: f64 = burden.by_step.iter().map(|step| step.2).sum();
        assert!((applicant + burden.visit_hours - burden.applicant.hours).abs() < 1e-9);
        assert!((agency - burden.agency.hours).abs() < 1e-9);
        let licence = burden.by_material.iter().find(|(id, _)| id == "licence");
        assert_eq!(licence.map(|(_, hours)| *hours), Some(1.0));
    }
}

/// `run` on a path, as JSON.
fn answer(path: &str) -> Value {
    let place = folder();
    let answer = printed(&[
        "run",
        path,
        "--format",
        "json",
        "--no-charts",
        "--output",
        text(place.path()),
    ]);
    serde_json::from_str(&answer).expect("it is JSON")
}

fn figure(value: &Value, path: &str) -> f64 {
    let found = value.pointer(path).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("no number at {path}"))
}

#[test]
fn the_hours_of_settling_in_are_those_worked_out_by_hand() {
    let answer = answer("scenarios/talent-one-stop");
    let scenario = &answer["scenarios"][0];
    let (before, after) = (&scenario["baseline"], &scenario["reforms"][0]);
    // German minutes of medium difficulty: 8 forms of 5, 28 papers of 10 + 20, 8 proofs of 10, 8 trips of 60.
    let applicant = (8.0 * 5.0 + 28.0 * 30.0 + 8.0 * 10.0 + 8.0 * 60.0) / 60.0;
    // 8 submissions of 30 + 10, 40 links of 60.
    let agency = (8.0 * 40.0 + 40.0 * 60.0) / 60.0;
    // 19 papers and every proof go, and one trip a stage is left; links stay.
    let applicant_after = (8.0 * 5.0 + 9.0 * 30.0 + 2.0 * 60.0) / 60.0;
    for (side, applicant, agency) in [
        (before, applicant, agency),
        (after, applicant_after, agency),
    ] {
        let corrections = figure(side, "/simulated/corrections_per_case");
        assert!(corrections > 0.0);
        // A round is 10 for who puts it right and 40 for who looks again.
        let expected = [
            applicant + corrections / 6.0,
            agency + corrections * 40.0 / 60.0,
        ];
        for (who, expected) in ["applicant", "agency"].into_iter().zip(expected) {
            let hours = figure(side, &format!("/burden/{who}/hours"));
            assert!(
                (hours - expected).abs() < 1e-5,
                "{who}: {hours}, not {expected}"
            );
        }
    }
    let saved = figure(after, "/burden_saved/per_case/applicant/hours");
    let per_year = figure(after, "/burden_saved/per_year/applicant/hours");
    assert!((per_year - 200.0 * saved).abs() < 1e-3, "{per_year}");
    assert!(
        (saved - (applicant - applicant_after)).abs() < 0.3,
        "{saved}"
    );
    assert_eq!(figure(after, "/burden_saved/per_case/visits"), 6.0);
    assert!(
        after["burden"]["applicant"]["money"].is_null(),
        "no tariff is known"
    );
}

#[test]
fn after_checks_cost_agencies_time() {
    let loaded = load_text(Path::new("burden"), SCENARIO).expect("it loads");
    let baseline = &loaded.scenarios[0].baseline;
    let [none, some] =
        [0.0, 0.25].map(|checks| burden(baseline, 0.0, checks).expect("it has rates"));
    // A quarter of all cases, 60 minutes each.
    assert_eq!(some.check_hours, 0.25);
    assert!((some.agency.hours - none.agency.hours - 0.25).abs() < 1e-12);
    assert_eq!(some.applicant, none.applicant);
}

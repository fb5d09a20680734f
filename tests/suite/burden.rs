//! Burden: hours and money of a case against sums worked out by hand.

use std::path::Path;

use redtape::compare::{Burden, burden};
use redtape::scenario::load_text;

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
    [&scenario.baseline, after].map(|workflow| burden(workflow).expect("it has rates"))
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

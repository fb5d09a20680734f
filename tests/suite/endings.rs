//! Cases that end early, and work that is done only on the way back: read, written and counted.

use std::path::Path;

use redtape::exchange::export::{ALL, Subject};
use redtape::lang::Lang;
use redtape::scenario::{Scenario, load_text};
use redtape::sim::{Family, Officers, days_of, every_case, limits};
use redtape::workflow::{Ending, Position, Rework};

use crate::export::assert_same;

const PERMIT: &str = r#"
id = "permit"
[[attribute]]
id = "fire-ok"
shares = { no = 0.5, yes = 0.5 }
[[step]]
id = "check"
limit_days = 1
rework = { share = 0.5, way_back = ["correct"], max_rounds = 20 }
[[step]]
id = "correct"
kind = "applicant"
duration = { fixed = { days = 10 } }
[[step]]
id = "fire-review"
after = ["check"]
limit_days = 1
[[step]]
id = "environment-review"
after = ["check"]
limit_days = 10
[[step]]
id = "refuse"
after = ["fire-review"]
limit_days = 2
when = { fire-ok = ["no"] }
ends_case = "refused"
[[step]]
id = "issue"
after = ["fire-review", "environment-review"]
limit_days = 5
when = { fire-ok = ["yes"] }
"#;

fn only(text: &str) -> Scenario {
    let loaded = load_text(Path::new("permit.toml"), text);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}", failed.told()));
    loaded.scenarios.into_iter().next().expect("one is loaded")
}

#[test]
fn a_step_may_end_the_case_and_another_lie_on_the_way_back() {
    let workflow = only(PERMIT).baseline;
    let step = |id: &str| workflow.step(id).expect("it is there");
    assert_eq!(step("refuse").ends_case, Some(Ending::Refused));
    assert_eq!(step("issue").ends_case, None);
    assert_eq!(step("correct").position, Position::WayBack);
    let rework = Rework {
        share: 0.5,
        way_back: vec!["correct".to_owned()],
        repeats: vec!["check".to_owned()],
        max_rounds: 20,
    };
    assert_eq!(step("check").rework, Some(rework));
}

#[test]
fn every_format_that_is_read_again_keeps_both() {
    let scenario = only(PERMIT);
    let workflow = &scenario.baseline;
    let about = ALL.iter().find(|about| about.name == "json");
    let about = about.expect("the format is registered");
    let subject = Subject {
        scenario: &scenario,
        workflow,
    };
    let written = (about.write)(&subject, Lang::En);
    assert_eq!(written.left_out, []);
    let back = load_text(Path::new("permit.json"), &written.text);
    let back = back.unwrap_or_else(|failed| panic!("{}", failed.told()));
    assert_same("json", &scenario, &back.scenarios[0]);
}

/// The reference case is refused (the first value on a tie): check 1, fire review 1, refusal 2.
#[test]
fn limits_stop_where_the_case_ends() {
    let found = limits(&only(PERMIT).baseline);
    assert_eq!((found.elapsed_days, found.counted_days), (4.0, 4.0));
    // Check 1, fire review 1, refusal 2, and of the environment review the three days until then.
    assert_eq!(found.serial_days, 7.0);
    assert_eq!(found.worst_case.elapsed_days, 16.0);
    let granted = PERMIT.replace("no = 0.5, yes = 0.5", "no = 0.4, yes = 0.6");
    assert_eq!(limits(&only(&granted).baseline).elapsed_days, 16.0);
}

/// Half of the cases are refused: check with its ways back 1 + Σ ½ᵏ × 11 = 12 days, fire review 1, refusal 2. The others
/// wait for the environment review, 10, and the permit, 5.
#[test]
fn a_case_that_ends_early_waits_for_nothing_more() {
    let lasts_its_limit = |text: String, days: u32| {
        let limit = format!("limit_days = {days}\n");
        let duration = format!("{limit}duration = {{ fixed = {{ days = {days} }} }}\n");
        text.replace(&limit, &duration)
    };
    let text = [1, 2, 5, 10]
        .into_iter()
        .fold(PERMIT.to_owned(), lasts_its_limit);
    let workflow = only(&text).baseline;
    let family = Family::new(7, "permit", &[&workflow], Officers::Free);
    let cases = every_case(&family, None, 400).remove(0);
    let days: Vec<f64> = cases
        .iter()
        .map(|&(elapsed, _)| days_of(f64::from(elapsed)))
        .collect();
    let n = days.len() as f64;
    let mean = days.iter().sum::<f64>() / n;
    let variance = days.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let right = 0.5 * (12.0 + 3.0) + 0.5 * (12.0 + 15.0);
    // The twentieth round passes: what is missing after it is less than a ten-thousandth of a day.
    assert!(
        (mean - right).abs() < 4.0 * (variance / n).sqrt() + 1e-4,
        "{mean}"
    );
}

//! Trips of simulated cases (跑动次数): to hand in, for materials, and at the one window.

use serde_json::Value;

use crate::cli::{folder, text};
use crate::printed;

/// Two steps ask for the same proof, which takes two trips to get; the second only in a quarter of all cases.
const SCENARIO: &str = r#"
id = "trips"
[[attribute]]
id = "size"
shares = { small = 0.75, large = 0.25 }
[[stage]]
id = "only"
[[material]]
id = "proof"
kind = "certificate"
visits = 2
[[material]]
id = "plan"
visits = 3
[[step]]
id = "permit"
stage = "only"
limit_days = 5
visits = 1
materials = ["proof"]
[[step]]
id = "review"
stage = "only"
after = ["permit"]
when = { size = ["large"] }
limit_days = 5
visits = 2
materials = ["proof", "plan"]
[[reform]]
id = "window"
[[reform.measure]]
id = "one-window"
do.one_window = {}
[[reform]]
id = "shared"
[[reform.measure]]
id = "share"
do.share_data = { materials = ["proof"], share = 0.4 }
[[reform]]
id = "regional"
[[reform.measure]]
id = "region"
do.assess_region = { step = "permit", covered_share = 0.3 }
"#;

const CASES: f64 = 8192.0;

fn visits() -> Vec<f64> {
    let place = folder();
    let path = place.path().join("trips.toml");
    std::fs::write(&path, SCENARIO).expect("the file can be written");
    let output = place.path().join("output");
    let answer = printed(&[
        "run",
        text(&path),
        "--format",
        "json",
        "--no-charts",
        "--replications",
        "8192",
        "--output",
        text(&output),
    ]);
    let answer: Value = serde_json::from_str(&answer).expect("it is JSON");
    let scenario = &answer["scenarios"][0];
    let reforms = scenario["reforms"].as_array().expect("a list");
    std::iter::once(&scenario["baseline"])
        .chain(reforms)
        .map(|side| {
            side["simulated"]["visits_per_case"]
                .as_f64()
                .expect("a number")
        })
        .collect()
}

#[test]
fn a_simulated_case_makes_every_trip_once() {
    let [before, window, shared, regional] = visits().try_into().expect("four workflows");
    let near = |found: f64, expected: f64, most: f64| {
        // 4 standard errors of a mean of independent cases, none with more than `most` trips.
        let tolerance = 4.0 * most / 2.0 / CASES.sqrt();
        assert!(
            (found - expected).abs() < tolerance,
            "{found}, not {expected}"
        );
    };
    // One to hand in and two for the proof; a large case two more and three for the plan.
    near(before, 3.0 + 0.25 * 5.0, 5.0);
    // One visit a stage.
    near(window, 3.0 + 0.25 * 3.0, 3.0);
    // Two of five are spared the trips for the proof.
    near(shared, 1.0 + 0.6 * 2.0 + 0.25 * 5.0, 7.0);
    // Without the permit only a large case needs the proof.
    near(
        regional,
        0.7 * 1.0 + (1.0 - 0.3 * 0.75) * 2.0 + 0.25 * 5.0,
        8.0,
    );
}

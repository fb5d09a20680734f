//! Luck that hangs together as recorded, beside what probability theory says.

use std::path::PathBuf;

/// Two steps side by side, each evenly from 0 to 10 days, with ranks.
fn beside(ranks: &str) -> String {
    format!(
        r#"
id = "ranks"
en = "Ranks"
[[step]]
id = "a"
duration = {{ uniform = {{ min_days = 0, max_days = 10 }} }}
[[step]]
id = "b"
duration = {{ uniform = {{ min_days = 0, max_days = 10 }} }}
{ranks}
"#
    )
}

/// What is simulated of a scenario.
fn simulated(scenario: &str) -> serde_json::Value {
    let (_place, file) = written(scenario);
    crate::simulated(&file)
}

/// A scenario in a folder that lasts as long as it is kept.
fn written(scenario: &str) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a folder can be made");
    let file = place.path().join("ranks.toml");
    std::fs::write(&file, scenario).expect("it can be written");
    (place, file)
}

fn mean_and_error(simulated: &serde_json::Value) -> (f64, f64) {
    let elapsed = &simulated["elapsed_days"];
    let figure = |key: &str| elapsed[key].as_f64().expect("it is computed");
    let cases = simulated["replications"].as_f64().expect("it is counted");
    (figure("mean"), figure("sd") / cases.sqrt())
}

#[test]
fn the_later_of_two_ends_as_their_ranks_say() {
    let rising: Vec<String> = (0..100).map(|rank| rank.to_string()).collect();
    let falling: Vec<String> = (0..100).rev().map(|rank| rank.to_string()).collect();
    let (rising, falling) = (rising.join(", "), falling.join(", "));
    let table = |b: &str| format!("[ranks.steps]\na = [{rising}]\nb = [{b}]");
    // By themselves the later of two uniforms; alike but for the place within the rank, a hundredth; one slow where
    // the other is quick: of u and 1 - u the larger.
    let alike = 5.0 + 0.1 * (2.0 / 3.0 - 0.5);
    for (ranks, expected) in [
        (String::new(), 20.0 / 3.0),
        (table(&rising), alike),
        (table(&falling), 7.5),
    ] {
        let (mean, error) = mean_and_error(&simulated(&beside(&ranks)));
        assert!(
            (mean - expected).abs() < 4.0 * error,
            "{mean} ± {error}, not {expected}"
        );
    }
}

#[test]
fn what_is_done_again_has_the_ranks_of_the_first_time_and_as_often_as_share_says() {
    // Half of the cases do it again, those that were slow: 2 × 7.5 or 2.5 days, at most one round.
    let slow_again: Vec<String> = (0..100).rev().map(|rank| rank.to_string()).collect();
    let rising: Vec<String> = (0..100).map(|rank| rank.to_string()).collect();
    let scenario = format!(
        r#"
id = "again"
en = "Again"
[[step]]
id = "a"
duration = {{ uniform = {{ min_days = 0, max_days = 10 }} }}
rework = {{ share = 0.5, max_rounds = 1 }}
[ranks.steps]
a = [{}]
[ranks.rework]
a = [{}]
"#,
        rising.join(", "),
        slow_again.join(", ")
    );
    let (mean, error) = mean_and_error(&simulated(&scenario));
    let expected = 0.5 * 2.5 + 0.5 * 2.0 * 7.5;
    assert!((mean - expected).abs() < 4.0 * error, "{mean} ± {error}");
    // Two rounds: a quarter of all cases, the slowest, do it twice more.
    let nested = scenario.replace("max_rounds = 1", "max_rounds = 2");
    let (mean, error) = mean_and_error(&simulated(&nested));
    let expected = 0.5 * 2.5 + 0.25 * 2.0 * 6.25 + 0.25 * 3.0 * 8.75;
    assert!((mean - expected).abs() < 4.0 * error, "{mean} ± {error}");
}

#[test]
fn an_attribute_goes_with_the_times_that_it_had() {
    let ranks: Vec<String> = (0..100).map(|rank| rank.to_string()).collect();
    let ranks = ranks.join(", ");
    // The slow half of the cases needs the second step, too.
    let scenario = format!(
        r#"
id = "path"
en = "Path"
[[attribute]]
id = "path"
shares = {{ short = 0.5, long = 0.5 }}
[[step]]
id = "a"
duration = {{ uniform = {{ min_days = 0, max_days = 10 }} }}
[[step]]
id = "b"
after = ["a"]
when = {{ path = ["long"] }}
duration = {{ uniform = {{ min_days = 0, max_days = 10 }} }}
[ranks.steps]
a = [{ranks}]
b = [{}]
[ranks.attributes]
path = [{ranks}]
"#,
        // Of those that need it the ranks go the other way.
        (0..100)
            .map(|case: i32| if case < 50 { -1 } else { 99 - case }.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    );
    let json = simulated(&scenario);
    let (mean, error) = mean_and_error(&json);
    // Short: 2.5; long: 7.5 and 5.
    let expected = 0.5 * 2.5 + 0.5 * 12.5;
    assert!((mean - expected).abs() < 4.0 * error, "{mean} ± {error}");
    // The slow ones are quick at the second step: 5 + x/2 and 10 - x make at least 10 days, at most 15.
    let p75 = json["elapsed_days"]["p75"]
        .as_f64()
        .expect("it is computed");
    assert!((p75 - 12.5).abs() < 0.2, "{p75}");
}

//! `explain`, `optimise` and `sweep` from end to end: what they print and write, and reforms of forty measures.

use serde_json::Value;

use crate::cli::{EVERYTHING, folder, names, stderr, stdout, text};
use crate::{printed, redtape};

const SCENARIO: &str = "scenarios/measures/set_limit.toml";

/// Forty steps of five days, ten in a row four times over, and a measure that takes out each.
fn forty_measures() -> String {
    let mut text = "id = \"forty\"\n".to_owned();
    for step in 0..40 {
        text.push_str(&format!(
            "[[step]]\nid = \"s{step}\"\nlimit_days = {}\n",
            3 + step % 5
        ));
        if step >= 4 {
            text.push_str(&format!("after = [\"s{}\"]\n", step - 4));
        }
    }
    text.push_str("[[reform]]\nid = \"all\"\n");
    for step in 0..40 {
        text.push_str(&format!(
            "[[reform.measure]]\nid = \"m{step}\"\ncost = {}\ndo.remove_step = {{ step = \"s{step}\" }}\n",
            1 + step % 3
        ));
    }
    text
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).expect("it is JSON")
}

#[test]
fn forty_measures_are_explained_by_sampled_orders() {
    let place = folder();
    let path = place.path().join("forty.toml");
    std::fs::write(&path, forty_measures()).expect("the file can be written");
    let answer = json(&[
        "explain",
        text(&path),
        "--format",
        "json",
        "--no-charts",
        "--replications",
        "256",
        "--orders",
        "16",
    ]);
    let explanations = answer["explanations"].as_array().expect("a list");
    assert!(!explanations.is_empty());
    for one in explanations {
        let measures = one["measures"].as_array().expect("a list");
        assert_eq!(measures.len(), 40);
        let shapley = measures
            .iter()
            .map(|measure| measure["shapley"].as_f64().expect("a number"));
        let total = one["total"].as_f64().expect("a number");
        assert!((shapley.sum::<f64>() - total).abs() < 1e-3, "{one}");
        let pairs = one["interactions"].as_array().expect("a list");
        assert!(pairs.iter().all(|pair| pair["standard_error"].is_number()));
    }
}

#[test]
fn a_search_among_forty_measures_ends_and_states_its_gap() {
    let place = folder();
    let path = place.path().join("forty.toml");
    std::fs::write(&path, forty_measures()).expect("the file can be written");
    let output = redtape(&[
        "optimise",
        text(&path),
        "--target",
        "counted limits <= 40",
        "--format",
        "json",
        "--no-charts",
        "--replications",
        "256",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answer: Value = serde_json::from_str(&stdout(&output)).expect("it is JSON");
    assert!(answer.to_string().contains("least_cost"), "{answer}");
}

#[test]
fn each_study_draws_its_picture_and_answers_in_every_format() {
    let studies: [(&[&str], &str); 4] = [
        (&["explain", SCENARIO], "waterfall"),
        (
            &["optimise", SCENARIO, "--target", "counted limits <= 60"],
            "frontier",
        ),
        (&["sweep", EVERYTHING], "sensitivity"),
        (
            &[
                "sweep",
                SCENARIO,
                "--vary",
                "step.planning-permit.limit_days=5,8",
            ],
            "sweep",
        ),
    ];
    for (arguments, picture) in studies {
        let place = folder();
        for format in ["table", "json", "csv"] {
            let mut all = arguments.to_vec();
            all.extend([
                "--replications",
                "512",
                "--format",
                format,
                "--output",
                text(place.path()),
            ]);
            let output = redtape(&all);
            assert_eq!(
                output.status.code(),
                Some(0),
                "{all:?}\n{}",
                stderr(&output)
            );
            assert!(!stdout(&output).is_empty(), "{all:?}");
            if format == "json" {
                serde_json::from_str::<Value>(&stdout(&output)).expect("it is JSON");
            }
        }
        let files = names(place.path());
        assert!(
            files.iter().any(|file| file.starts_with(picture)),
            "{picture}: {files:?}"
        );
    }
}

#[test]
fn a_target_out_of_reach_is_exit_code_one_with_what_is_in_the_way() {
    let output = redtape(&[
        "optimise",
        SCENARIO,
        "--target",
        "counted limits <= 0.1",
        "--no-charts",
        "--replications",
        "256",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for part in ["cannot be reached; the best is", "are in the way:"] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn a_target_that_is_met_without_measures_is_said_in_a_sentence() {
    for (lang, sentence) in [
        (
            "en",
            "Nothing need be chosen: without any measure it is so.",
        ),
        ("zh", "无须选取举措：现状已达到目标。"),
    ] {
        let output = redtape(&[
            "optimise",
            SCENARIO,
            "--target",
            "counted limits <= 9000",
            "--no-charts",
            "--replications",
            "256",
            "--lang",
            lang,
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let said = stdout(&output);
        assert!(said.contains(sentence), "{said}");
    }
}

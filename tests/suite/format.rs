//! The scenario file as a format: its schema against shipped and wrong files, and `check --resolved`.

use std::path::{Path, PathBuf};

use redtape::scenario::{load, load_text, resolved};
use serde_json::Value;

use crate::cli::text;
use crate::printed;

/// Every file of scenarios and catalogues that ships.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file as JSON, where dates are text.
fn as_json(path: &Path) -> Value {
    let written = std::fs::read_to_string(path).expect("the file can be read");
    let table: toml::Table = written.parse().expect("it is TOML");
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(plain).collect(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, value)| (key, plain(value)))
                .collect(),
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(boolean) => boolean.into(),
        }
    }
    plain(toml::Value::Table(table))
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&printed(&["schema"])).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
}

#[test]
fn every_shipped_file_meets_the_schema() {
    let validator = validator();
    let paths = files(&crate::root().join("scenarios"));
    let programme = |path: &&PathBuf| path.ends_with("programme.toml");
    for path in paths.iter().filter(|path| !programme(path)) {
        let wrong: Vec<String> = validator
            .iter_errors(&as_json(path))
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
}

#[test]
fn the_schema_refuses_what_is_misspelt() {
    let validator = validator();
    for name in [
        "misspelt-distribution",
        "misspelt-key",
        "misspelt-kind",
        "misspelt-measure",
        "misspelt-measure-field",
        "misspelt-table",
        "two-measures-under-one-do",
        "text-for-a-number",
        "measure-field-missing",
    ] {
        let path = crate::root().join(format!("tests/invalid/{name}.toml"));
        assert!(
            !validator.is_valid(&as_json(&path)),
            "{name} meets the schema"
        );
    }
}

/// The resolved file stands alone and gives the same answer as the scenario with its catalogue.
#[test]
fn a_resolved_scenario_stands_alone_and_gives_the_same_answer() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for path in [
        "scenarios/shuozhou-2021/enterprise-filing.toml",
        "scenarios/innovation-platform/one-call.toml",
    ] {
        let merged = printed(&["check", path, "--resolved"]);
        assert!(
            merged.contains("catalogue.toml:"),
            "origins are named: {merged}"
        );
        assert!(!merged.contains("extends ="), "{merged}");
        let alone = folder.path().join("alone.toml");
        std::fs::write(&alone, &merged).expect("it can be written");
        let answer = |path: &str| {
            printed(&[
                "run",
                path,
                "--format",
                "json",
                "--no-charts",
                "--replications",
                "512",
                "--output",
                text(folder.path()),
            ])
        };
        assert_eq!(answer(path), answer(text(&alone)), "{path}");
        let again = load(&alone).expect("it loads");
        let lines = |shown: &str| {
            shown
                .lines()
                .map(|line| line.split(" # ").next().unwrap_or("").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            lines(&resolved(&again)),
            lines(&merged),
            "resolving twice changes nothing"
        );
    }
}

/// A scenario with a figure of every role.
const FIGURES: &str = r#"
id = "figures"
target_days = 20
[[source]]
id = "law"
title = "A law"
article = "1"
[[agency]]
id = "office"
officers = 4
[[step]]
id = "review"
agency = "office"
limit_days = 8
statutory_days = 20
links = 3
duration = { pert = { min_days = 1, mode_days = 4, max_days = 9 } }
effort = { lognormal = { median_days = 2, sigma_log = 0.4 } }
meets = { every_days = 5, seats = 8 }
rework = { share = 0.9, max_rounds = 2 }
[[step]]
id = "permit"
after = ["review"]
limit_days = 6
duration = { fixed = { days = 5 } }
cite = { limit_days = "law", duration = "law" }
plausible = { limit_days = [1, 20] }
[[reform]]
id = "quick"
[[reform.measure]]
id = "promise"
do.commit = { step = "review", limit_days = 1, uptake_share = 0.5 }
"#;

fn figures() -> Vec<redtape::format::Figure> {
    let mut loaded = load_text(Path::new("figures.toml"), FIGURES).expect("the scenario loads");
    loaded.figures.remove(0)
}

#[test]
fn only_what_is_declared_an_assumption_moves_by_itself() {
    let figures = figures();
    let range = |address: &str| {
        let found = figures.iter().find(|figure| figure.address == address);
        found.unwrap_or_else(|| panic!("no {address}")).range()
    };
    assert_eq!(range("step.review.limit_days"), Some((6.0, 10.0)));
    assert_eq!(
        range("step.review.duration.pert.mode_days"),
        Some((3.0, 5.0))
    );
    // A share stays one.
    assert_eq!(range("step.review.rework.share"), Some((0.675, 1.0)));
    assert_eq!(
        range("reform.quick.measure.promise.do.commit.uptake_share"),
        Some((0.375, 0.625))
    );
    for decided_or_counted in [
        "target_days",
        "agency.office.officers",
        "step.review.statutory_days",
        "step.review.links",
        "step.review.meets.every_days",
        "step.review.meets.seats",
        "step.review.rework.max_rounds",
        "reform.quick.measure.promise.do.commit.limit_days",
    ] {
        assert_eq!(range(decided_or_counted), None, "{decided_or_counted}");
    }
    // A published figure never moves, whatever the file says of it.
    for cited in ["step.permit.limit_days", "step.permit.duration.fixed.days"] {
        assert_eq!(range(cited), None, "{cited}");
    }
}

#[test]
fn the_corners_of_a_distribution_move_together() {
    let figures = figures();
    let moves_with = |last: &str| {
        let found = figures.iter().find(|figure| figure.address.ends_with(last));
        found.unwrap_or_else(|| panic!("no {last}")).moves_with()
    };
    assert_eq!(moves_with(".min_days"), moves_with(".max_days"));
    assert_ne!(moves_with(".median_days"), moves_with(".sigma_log"));
}

#[test]
fn every_number_of_the_format_has_a_role_or_lies_in_one_that_has() {
    let schema: Value = serde_json::from_str(&printed(&["schema"])).expect("the schema is JSON");
    let definitions = schema["$defs"].as_object().expect("it has definitions");
    // The figures of a distribution are choices, no properties: they are as what lies around them.
    let mut without = Vec::new();
    for (name, definition) in definitions.iter().chain([(&String::new(), &schema)]) {
        let properties = definition["properties"].as_object();
        for (key, property) in properties.into_iter().flatten() {
            let kinds = &property["type"];
            let is_number = |kind: &Value| kind == "number" || kind == "integer";
            let is_number = is_number(kinds)
                || kinds
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(is_number));
            if is_number && property["x-key"]["role"].is_null() {
                without.push(format!("{name}.{key}"));
            }
        }
    }
    assert_eq!(without, ["FactSpec.value"], "a new number says what it is");
}

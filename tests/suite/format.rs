//! The scenario file as a format: its schema against shipped and wrong files, and `check --resolved`.

use std::path::{Path, PathBuf};

use redtape::scenario::{load, resolved};
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

//! The one integration test binary: linking is slow.

mod analytic;
mod approval_systems;
mod arrivals;
mod assumptions;
mod browser;
mod burden;
mod by_hand;
mod calibrate;
mod catalogue;
mod chains;
mod chart_data;
mod charts;
mod cli;
mod clock_rules;
mod contract;
mod coverage;
mod critical_paths;
mod dates;
mod described;
mod distributions;
mod drawn;
mod driven;
mod dropped;
mod duty;
mod endings;
mod event_log;
mod examples;
mod explain;
mod export;
mod figures;
mod fonts;
mod format;
mod gallery;
mod hard;
mod import;
mod independent;
mod invalid;
mod keyboard;
mod laws;
mod legible;
mod levels;
mod lints;
mod mix;
mod mutated;
mod naive;
mod numbers;
mod office;
mod oracle;
mod panels;
mod queue_answers;
mod queue_charts;
mod queue_laws;
mod queue_log;
mod queueing;
mod random;
mod ranks;
mod readme;
mod recorded;
mod recorded_cases;
mod repaired;
mod report;
mod same_figures;
mod scenarios;
mod shared_queues;
mod shorter;
mod staffing;
mod strangers;
mod studies;
mod study_charts;
mod study_commands;
mod tables;
mod terminal;
mod tidy;
mod tokens;
mod told;
mod trips;
mod variants;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of recorded data that is not part of the project, if it is there.
pub fn data_folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REDTAPE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    Some(root.join(name)).filter(|folder| folder.is_dir())
}

/// Compares with `tests/golden/<name>`; `GOLDEN=write cargo test` rewrites it.
pub fn golden(name: &str, actual: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
        let folder = path.parent().expect("golden files stand in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(&path, actual).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = expected.lines().zip(actual.lines());
    let first = lines
        .enumerate()
        .find(|(_, (expected, actual))| expected != actual);
    assert!(
        expected == actual,
        "{} differs, first at {first:#?}\nif that is right: GOLDEN=write cargo test",
        path.display()
    );
}

/// The project's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program with these arguments, to be run in the project's own folder, English unless they say otherwise.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redtape"));
    command.args(arguments).current_dir(root());
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"] {
        command.env(variable, "C");
    }
    command
}

/// What the program says to these arguments.
pub fn redtape(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program starts")
}

/// What it simulates of the baseline of a scenario file, as in the JSON contract.
pub fn simulated(scenario: &Path) -> serde_json::Value {
    answered(scenario, &[])["scenarios"][0]["baseline"]["simulated"].clone()
}

/// All that `run` says of a scenario file with these options, as in the JSON contract.
pub fn answered(scenario: &Path, options: &[&str]) -> serde_json::Value {
    let shown = scenario.display().to_string();
    let output = format!("{shown}.out");
    let mut words = vec!["run", &shown, "--no-charts", "--format", "json"];
    words.extend(["--output", &output]);
    words.extend(options);
    serde_json::from_str(&printed(&words)).expect("it is JSON")
}

/// What it prints when all goes well.
pub fn printed(arguments: &[&str]) -> String {
    let output = redtape(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{arguments:?}: {:?}\n{errors}",
        output.status.code()
    );
    assert_eq!(errors, "", "{arguments:?}");
    String::from_utf8(output.stdout).expect("results are UTF-8")
}

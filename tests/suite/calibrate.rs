//! What `calibrate` makes of logs: the recorded scenarios, what was recorded of real ones, and hostile files.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use redtape::exchange::calibrate::{
    Calibrated, Malformed, RollUp, Settings, calibrate, read, read_deadlines,
};
use redtape::scenario::load_text;

use crate::{golden, redtape};

/// Settings that the command line has by default.
pub fn settings() -> Settings {
    Settings {
        sheet: None,
        columns: Vec::new(),
        order: None,
        hours: None,
        malformed: Malformed::Skip,
        roll_up: RollUp::None,
        coverage: 0.98,
        seed: 1,
    }
}

/// The scenario of a log, and of a table of its cases.
pub fn made(
    log: &Path,
    deadlines: Option<&Path>,
    settings: &Settings,
) -> Result<Calibrated, String> {
    let source = read(log, settings).map_err(|error| error.problem().to_string())?;
    let part = source
        .part(None, settings)
        .map_err(|problem| problem.to_string())?;
    let cases = deadlines.map(|path| read_deadlines(path, settings).expect("it can be read"));
    calibrate("log", &part, cases.as_deref(), settings).map_err(|problem| problem.to_string())
}

/// Panics unless a scenario loads.
pub fn loads(text: &str) {
    if let Err(failed) = load_text(Path::new("log.toml"), text) {
        panic!("{}\n{text}", failed.told());
    }
}

#[test]
fn every_log_gives_its_recorded_scenario_or_message() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir("tests/logs")
        .expect("the logs can be read")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| !path.to_string_lossy().contains("-deadlines"))
        .collect();
    paths.sort();
    for path in paths {
        let shown = path.display().to_string();
        let deadlines = path
            .with_file_name("permits-deadlines.csv")
            .display()
            .to_string();
        let mut arguments = vec!["calibrate", &shown];
        if shown.ends_with("permits.csv") {
            arguments.extend(["--deadlines", &deadlines]);
        }
        let output = redtape(&arguments);
        let scenario = String::from_utf8_lossy(&output.stdout);
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            loads(&scenario);
        } else {
            assert_eq!((output.status.code(), &*scenario), (Some(1), ""), "{shown}");
        }
        let name = path.file_name().expect("it has a name").to_string_lossy();
        golden(
            &format!("calibrate/{name}.txt"),
            &format!("{scenario}---\n{said}"),
        );
    }
}

#[test]
fn the_same_events_in_xes_and_in_csv_give_the_same_scenario() {
    let csv = made(Path::new("tests/logs/permits.csv"), None, &settings()).expect("it is read");
    let xes = made(Path::new("tests/logs/permits.xes"), None, &settings()).expect("it is read");
    assert_eq!(csv.scenario, xes.scenario);
}

#[test]
fn a_malformed_event_is_refused_if_the_user_says_so() {
    let output = redtape(&["calibrate", "tests/logs/malformed.csv", "--strict"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("malformed event at line 3: no case"),
        "{said}"
    );
}

#[test]
fn order_parallel_work_shares_and_rework_are_found() {
    let found = made(Path::new("tests/logs/permits.csv"), None, &settings()).expect("it is read");
    let step = |name: &str| {
        let steps = found.model.steps.iter();
        let found = steps.enumerate().find(|(_, step)| step.name == name);
        found.unwrap_or_else(|| panic!("no step {name}"))
    };
    let (receive, _) = step("Receive");
    let (plan, plan_review) = step("Plan review");
    let (fire, fire_review) = step("Fire review");
    let (_, decide) = step("Decide");
    assert_eq!(plan_review.after, [receive]);
    assert_eq!(fire_review.after, [receive]);
    let mut both = [plan, fire];
    both.sort_unstable();
    assert_eq!(decide.after, both);
    assert!(
        (plan_review.again - 0.13).abs() < 0.05,
        "{}",
        plan_review.again
    );
    assert_eq!(fire_review.again, 0.0);
    let with_fire = found
        .model
        .patterns
        .iter()
        .filter(|(pattern, _)| pattern & (1 << fire) != 0);
    let share: f64 = with_fire.map(|(_, share)| share).sum();
    assert!((share - 0.7).abs() < 0.1, "{share}");
    // Ranks are there for whoever had a step, and the pattern's go with them.
    let ranks = &found.model.ranks;
    let n_without = |ranks: &[i64]| ranks.iter().filter(|rank| **rank == -1).count();
    assert_eq!(n_without(&ranks.steps[plan].ranks), 0);
    assert_eq!(n_without(&ranks.steps[fire].ranks), 120 - 81);
    let pairs = ranks.steps[fire].ranks.iter().zip(&ranks.patterns.ranks);
    assert!(
        pairs
            .into_iter()
            .all(|(rank, place)| (*rank == -1) == (*place >= 81))
    );
    assert!(!plan_review.effort_days.is_empty());
}

fn packed(place: &Path, parts: usize, part: &[u8]) -> PathBuf {
    let path = place.join("log.csv.gz");
    let file = std::fs::File::create(&path).expect("it can be made");
    let mut packer = GzEncoder::new(file, Compression::fast());
    packer
        .write_all(b"case,activity,time\n")
        .expect("it can be written");
    for _ in 0..parts {
        packer.write_all(part).expect("it can be written");
    }
    packer.finish().expect("it can be written");
    path
}

#[test]
fn a_small_file_that_unpacks_without_end_is_stopped() {
    let place = tempfile::tempdir().expect("a folder can be made");
    let path = packed(place.path(), 64, &vec![b'x'; 1 << 20]);
    assert!(path.metadata().expect("it is there").len() < 1 << 20);
    let said = made(&path, None, &settings()).expect_err("it is stopped");
    assert!(said.contains("more than 8 MiB without an event"), "{said}");
}

#[test]
fn a_log_that_nests_without_end_is_stopped() {
    let place = tempfile::tempdir().expect("a folder can be made");
    let path = place.path().join("deep.xes");
    std::fs::write(&path, format!("<log>{}", "<trace>".repeat(200_000)))
        .expect("it can be written");
    let said = made(&path, None, &settings()).expect_err("it is stopped");
    assert!(
        said.contains("more than 100 elements inside each other"),
        "{said}"
    );
}

#[test]
fn a_damaged_packed_log_is_named() {
    let place = tempfile::tempdir().expect("a folder can be made");
    let path = packed(place.path(), 100, b"c1,a,2021-01-04\n");
    let mut bytes = std::fs::read(&path).expect("it can be read");
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&path, bytes).expect("it can be written");
    assert!(made(&path, None, &settings()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a log: a scenario that loads, or a message; never a panic.
    #[test]
    fn a_damaged_log_is_read_or_refused(
        is_xes: bool,
        cuts in proptest::collection::vec((0.0..1.0f64, 0usize..60, "[<>/&\"'=,; a-z0-9:T-]{0,8}"), 1..8),
    ) {
        let source = if is_xes { "tests/logs/permits.xes" } else { "tests/logs/permits.csv" };
        // The head of a log is where it matters most.
        let mut text: String = std::fs::read_to_string(source).expect("it can be read").chars().take(6_000).collect();
        for (at, length, put) in cuts {
            let from = (at * text.len() as f64) as usize;
            let to = (from + length).min(text.len());
            text.replace_range(from..to, &put);
        }
        let place = tempfile::tempdir().expect("a folder can be made");
        let path = place.path().join("log");
        std::fs::write(&path, text).expect("it can be written");
        if let Ok(found) = made(&path, None, &settings()) {
            loads(&found.scenario);
        }
    }
}

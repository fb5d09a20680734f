//! The face of the program: flags, exit codes, files.

use std::path::Path;
use std::process::Output;

use crate::{printed, program, redtape};

pub const EVERYTHING: &str = "tests/cases/everything.toml";

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

/// `run` on the small scenario with few cases, files into `output`.
pub fn run(output: &Path, more: &[&str]) -> Output {
    let mut arguments = vec![
        "run",
        EVERYTHING,
        "--replications",
        "1024",
        "--output",
        text(output),
    ];
    arguments.extend(more);
    redtape(&arguments)
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("results are UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn done_is_zero_and_says_nothing_on_stderr() {
    let place = folder();
    let output = run(place.path(), &["--no-charts"]);
    assert_eq!(
        (output.status.code(), stderr(&output).as_str()),
        (Some(0), "")
    );
    assert_eq!(names(place.path()), ["changes.csv"]);
    assert!(
        stdout(&output).contains(text(place.path())),
        "{}",
        stdout(&output)
    );
}

#[test]
fn wrong_input_is_one_with_the_reason_on_stderr_and_no_file() {
    let place = folder();
    let wrong = place.path().join("wrong.toml");
    std::fs::write(
        &wrong,
        "id = \"x\"\n[[step]]\nid = \"a\"\nafter = [\"b\"]\n",
    )
    .expect("it can be written");
    let output = redtape(&[
        "run",
        text(&wrong),
        "--output",
        text(&place.path().join("out")),
    ]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "")
    );
    assert!(
        stderr(&output).contains("error") && stderr(&output).contains('b'),
        "{}",
        stderr(&output)
    );
    assert_eq!(names(place.path()), ["wrong.toml"]);
}

#[test]
fn an_unmet_fact_is_one() {
    let place = folder();
    let path = place.path().join("unmet.toml");
    let text_of = "id = \"x\"\n[[source]]\nid = \"s\"\ntitle = \"T\"\npublisher = \"P\"\ndate = 2021-01-04\n\
                   [[step]]\nid = \"a\"\nlimit_days = 3\n\
                   [[fact]]\nquantity = \"baseline.limits.counted_days\"\nvalue = 4\nsource = \"s\"\n";
    std::fs::write(&path, text_of).expect("it can be written");
    let output = redtape(&["check", text(&path)]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("baseline.limits.counted_days"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_wrong_command_line_is_two() {
    let wrong: [&[&str]; 10] = [
        &[],
        &["fly"],
        &["run"],
        &["run", EVERYTHING, "--fly"],
        &["run", EVERYTHING, "--replications", "0"],
        &["run", EVERYTHING, "--threads", "0"],
        &["run", EVERYTHING, "--seed", "-1"],
        &["run", EVERYTHING, "--format", "xml"],
        &["run", EVERYTHING, "--start", "2021-02-30"],
        &["measures", "merge_stepps"],
    ];
    for arguments in wrong {
        let output = redtape(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert_ne!(stderr(&output), "", "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_read_or_written_is_three() {
    let missing = redtape(&["run", "no-such-file.toml"]);
    assert_eq!(missing.status.code(), Some(3), "{}", stderr(&missing));
    assert!(stderr(&missing).contains("no-such-file.toml"));
    let place = folder();
    let file = place.path().join("file");
    std::fs::write(&file, "kept").expect("it can be written");
    // Not even root can make a folder inside a file.
    let output = run(&file.join("inside"), &["--no-charts"]);
    assert_eq!(output.status.code(), Some(3));
    // The answer is shown all the same, without the files that it does not have.
    let shown = stdout(&output);
    assert!(shown.starts_with("Official clock"), "{shown}");
    assert!(!shown.contains("Written"), "{shown}");
    assert!(
        stderr(&output).contains("cannot write"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "kept");
    assert_eq!(names(place.path()), ["file"]);
    let output = redtape(&["new", "--output", text(&file.join("inside.toml"))]);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn help_and_version_are_zero() {
    assert!(printed(&["--help"]).contains("run"));
    assert!(printed(&["run", "--help"]).contains("--replications"));
    assert!(printed(&["--version"]).starts_with("redtape "));
}

#[test]
fn every_flag_of_run_has_its_effect() {
    let place = folder();
    let output = run(place.path(), &["--no-charts", "--format", "csv"]);
    let table = stdout(&output);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.headers().expect("a heading").get(0), Some("scenario"));
    assert_eq!(rows.records().count(), 3, "{table}");
    let chinese = run(
        place.path(),
        &["--no-charts", "--format", "csv", "--lang", "zh"],
    );
    assert_eq!(stdout(&chinese), table);

    let short = stdout(&run(place.path(), &["--no-charts"]));
    let long = stdout(&run(place.path(), &["--no-charts", "--details"]));
    assert!(long.lines().count() > short.lines().count() + 20);

    let calendar = |start: &str| {
        let output = run(
            place.path(),
            &["--no-charts", "--format", "json", "--start", start],
        );
        let document: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        document["scenarios"][0]["baseline"]["simulated"].clone()
    };
    let (spring, autumn) = (calendar("2021-01-25"), calendar("2021-10-11"));
    assert_eq!(spring["elapsed_days"], autumn["elapsed_days"]);
    // Spring Festival against no holiday at all.
    let mean = |of: &serde_json::Value| of["calendar_days"]["mean"].as_f64().expect("a mean");
    assert!(
        mean(&spring) > mean(&autumn) + 3.0,
        "{} {}",
        mean(&spring),
        mean(&autumn)
    );

    let json = |more: &[&str]| {
        stdout(&run(
            place.path(),
            &[&["--no-charts", "--format", "json"], more].concat(),
        ))
    };
    assert_ne!(json(&["--seed", "2"]), json(&[]));
    assert_eq!(json(&["--threads", "2"]), json(&[]));
    assert!(json(&[]).contains("\"replications\": 1024"));
}

#[test]
fn a_date_outside_every_calendar_is_no_panic() {
    let place = folder();
    for start in [
        "0001-01-01",
        "1990-02-03",
        "2021-10-01",
        "9999-12-30",
        "9999-12-31",
    ] {
        let output = run(place.path(), &["--no-charts", "--start", start]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{start}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn without_output_files_go_to_a_folder_named_for_the_scenario() {
    let place = folder();
    let scenario = crate::root().join(EVERYTHING);
    let output = program(&[
        "run",
        text(&scenario),
        "--no-charts",
        "--replications",
        "512",
    ])
    .current_dir(place.path())
    .output()
    .expect("the program starts");
    assert!(output.status.success());
    assert_eq!(
        names(&place.path().join("output/everything")),
        ["changes.csv"]
    );
}

#[test]
fn the_template_is_a_scenario_that_runs() {
    let place = folder();
    let path = place.path().join("mine.toml");
    assert_eq!(printed(&["new", "--output", text(&path)]), "");
    assert_eq!(
        std::fs::read_to_string(&path).expect("it was written"),
        printed(&["new"])
    );
    assert!(redtape(&["check", text(&path)]).status.success());
    let output = text(place.path());
    let arguments = [
        "run",
        text(&path),
        "--no-charts",
        "--replications",
        "512",
        "--output",
        output,
    ];
    assert!(redtape(&arguments).status.success());
}

#[test]
fn the_schema_is_json_that_knows_every_measure() {
    let schema = printed(&["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    let text = schema.to_string();
    for about in redtape::reform::measures::ALL {
        assert!(
            text.contains(&format!("\"{}\"", about.name)),
            "{}",
            about.name
        );
        assert!(printed(&["measures"]).contains(about.name));
        assert!(printed(&["measures", about.name]).contains(about.zh));
    }
    assert!(printed(&["distributions"]).contains("lognormal"));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            printed(&["completions", shell]).contains("redtape"),
            "{shell}"
        );
    }
    assert_eq!(redtape(&["completions", "cmd"]).status.code(), Some(2));
}

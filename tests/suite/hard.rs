//! Files made to break something: each has an answer or a named refusal, in bounded time and memory.

use std::path::{Path, PathBuf};

use crate::cli::{folder, names, stderr, stdout, text};

fn case(name: &str) -> PathBuf {
    crate::root()
        .join("tests/cases/hard")
        .join(name)
        .with_extension("toml")
}

/// `run` with few cases and all files into `output`.
fn run(name: &str, output: &Path, more: &[&str]) -> std::process::Output {
    let path = case(name);
    let mut words = vec![
        "run",
        text(&path),
        "--output",
        text(output),
        "--replications",
        "500",
    ];
    words.extend(more);
    crate::redtape(&words)
}

/// Whether a terminal, or a reader of right-to-left script, would do something at a letter.
fn acts(letter: char) -> bool {
    letter.is_control() && letter != '\n'
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

#[test]
fn names_do_nothing_wherever_they_are_shown() {
    for name in ["ansi", "bidi", "xml-fffe"] {
        let place = folder();
        let shown = run(name, place.path(), &["--chart-format", "svg"]);
        assert_eq!(shown.status.code(), Some(0), "{name}: {}", stderr(&shown));
        let mut all = vec![stdout(&shown), stderr(&shown)];
        for file in names(place.path()) {
            all.push(std::fs::read_to_string(place.path().join(file)).expect("it is text"));
        }
        for format in ["bpmn", "dot", "mermaid", "json"] {
            all.push(crate::printed(&[
                "export",
                text(&case(name)),
                "--format",
                format,
            ]));
        }
        for written in all {
            assert_eq!(written.find(acts), None, "{name}: {written}");
            assert_eq!(written.find('\u{fffe}'), None, "{name}: {written}");
        }
    }
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let place = folder();
    let shown = run("csv", place.path(), &["--no-charts", "--format", "csv"]);
    let changes = std::fs::read(place.path().join("changes.csv")).expect("it is there");
    for table in [changes, shown.stdout] {
        let table = String::from_utf8(table).expect("it is UTF-8");
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let mut n_cells = 0;
        for row in reader.records() {
            for cell in &row.expect("it is a table") {
                n_cells += 1;
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!is_formula || cell.parse::<f64>().is_ok(), "{cell}");
            }
        }
        assert!(n_cells > 10);
    }
}

#[test]
fn a_step_that_was_the_only_one_may_go_where_cases_queue() {
    let place = folder();
    let shown = run(
        "panic-remove-only-step",
        place.path(),
        &["--no-charts", "--format", "json"],
    );
    let answer: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("it is JSON");
    let reform = &answer["scenarios"][0]["reforms"][0];
    assert_eq!(reform["limits"]["elapsed_days"], 0.0, "{}", stderr(&shown));
    assert_eq!(
        reform["queues"]["time_in_system_days"]["mean"], 0.0,
        "{reform:#}"
    );
}

#[test]
fn too_many_options_are_refused_before_any_work() {
    let path = case("panic-optimise-26-levels");
    let shown = crate::redtape(&["optimise", text(&path), "--target", "counted p90 <= 20"]);
    assert_eq!(shown.status.code(), Some(1));
    let said = stderr(&shown);
    assert!(
        said.starts_with("error: 260 options") && said.contains("\nallowed: up to 256\n"),
        "{said}"
    );
}

#[test]
fn more_cases_than_memory_holds_are_refused_by_name() {
    let place = folder();
    let shown = run("q-batch", place.path(), &["--no-charts"]);
    assert_eq!(
        (shown.status.code(), stdout(&shown).as_str()),
        (Some(1), "")
    );
    let said = stderr(&shown);
    assert!(
        said.contains("cases of `batch` would be open at a time"),
        "{said}"
    );
}

#[test]
fn an_office_with_far_too_much_work_is_told_without_a_long_run() {
    let place = folder();
    let shown = run(
        "q-one-seal-effort-999",
        place.path(),
        &["--no-charts", "--format", "json"],
    );
    let answer: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("it is JSON");
    let queues = &answer["scenarios"][0]["baseline"]["queues"];
    assert_eq!(queues["verdict"], "period", "{}", stderr(&shown));
    let loads = queues["agencies"].as_object().expect("there are agencies");
    let load = |agency: &serde_json::Value| agency["offered_load"].as_f64().unwrap_or(0.0);
    assert!(loads.values().map(load).fold(0.0, f64::max) > 100.0);
}

#[test]
fn an_answer_is_shown_where_its_files_cannot_be_written() {
    let place = folder();
    let file = place.path().join("in-the-way");
    std::fs::write(&file, b"kept").expect("it can be written");
    let shown = run("csv", &file.join("inside"), &[]);
    assert_eq!(shown.status.code(), Some(3));
    assert!(
        stdout(&shown).starts_with("Official clock 15 → 10"),
        "{}",
        stdout(&shown)
    );
    assert!(
        stderr(&shown).starts_with("error: cannot write `"),
        "{}",
        stderr(&shown)
    );
    assert_eq!(
        std::fs::read(&file).ok().as_deref(),
        Some(b"kept".as_slice())
    );
}

#[test]
fn a_long_id_makes_names_that_a_system_takes() {
    let place = folder();
    let shown = run("id-long", place.path(), &[]);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let files = names(place.path());
    assert!(
        files.len() > 5 && files.iter().all(|name| name.len() < 200),
        "{files:?}"
    );
}

/// Nothing can be told there.
#[cfg(target_os = "linux")]
#[test]
fn where_standard_error_is_full_or_closed_nothing_breaks() {
    let place = folder();
    for (target, name, code) in [
        ("2>/dev/full", "ansi", 0),
        ("2>&-", "ansi", 0),
        ("2>/dev/full", "q-batch", 1),
        ("2>&-", "q-batch", 1),
    ] {
        let (program, path) = (env!("CARGO_BIN_EXE_redtape"), case(name));
        let words = format!(
            "{program} run {} --replications 500 --output {} {target}",
            text(&path),
            text(place.path())
        );
        let shown = std::process::Command::new("sh")
            .args(["-c", &words])
            .output();
        assert_eq!(
            shown.expect("sh is there").status.code(),
            Some(code),
            "{words}"
        );
    }
}

/// Large or endless, under the documented limits or over them: at most 30 seconds of CPU, 2 GiB of addresses.
#[cfg(unix)]
#[test]
fn what_is_large_ends_soon_and_within_memory() {
    use std::fmt::Write;
    let place = folder();
    let file = |name: &str, bytes: &[u8]| {
        let path = place.path().join(name);
        std::fs::write(&path, bytes).expect("it can be written");
        text(&path).to_owned()
    };
    let packed = |text: &str, times: usize| {
        use std::io::Write;
        let level = flate2::Compression::fast();
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
        writer.write_all(b"<log>").expect("memory takes it");
        for _ in 0..times {
            writer.write_all(text.as_bytes()).expect("memory takes it");
        }
        writer.finish().expect("memory takes it")
    };
    let several = |line: &dyn Fn(usize) -> String| {
        (0..100_000).fold(String::new(), |mut all, number| {
            write!(all, "{}", line(number)).expect("memory takes it");
            all
        })
    };
    let head = "id = 'a'\nen = 'A'\n".to_owned();
    let step = "[[step]]\nid = 's'\nlimit_days = 1\n";
    let known = several(&|number| format!("\"v{number}\": 1e-5,"));
    let known = known.trim_end_matches(',');
    let unknown = several(&|number| format!("k{number} = 1\n"));
    let broken = several(&|number| format!("k{number} = \n"));
    let same = several(&|_| "[[step]]\nid = 's'\n".to_owned());
    let keys = format!(
        r#"{{"id": "a", "en": "A", "step": [{{"id": "s", "limit_days": 1}}],
            "attribute": [{{"id": "k", "shares": {{{known}}}}}]}}"#
    );
    let everything = text(&crate::root().join("tests/cases/everything.toml")).to_owned();
    let log = text(&place.path().join("log.xes")).to_owned();
    let check = |name: &str, bytes: &[u8]| vec!["check".to_owned(), file(name, bytes)];
    let calibrate = |name: &str, bytes: &[u8]| vec!["calibrate".to_owned(), file(name, bytes)];
    let export = [
        "export",
        &everything,
        "--format",
        "xes",
        "--cases",
        "10000",
        "--output",
        &log,
    ];
    for (words, code, said) in [
        (check("keys.json", keys.as_bytes()), 0, "A: 1 step"),
        (
            check("unknown.toml", (unknown + step).as_bytes()),
            1,
            "100,000 errors",
        ),
        (
            check("broken.toml", (broken + step).as_bytes()),
            1,
            "and 100",
        ),
        (
            check("same.toml", (head + &same).as_bytes()),
            1,
            "100,000 errors",
        ),
        (
            calibrate(
                "events.xes.gz",
                &packed("<trace><event></event></trace>", 2_000_000),
            ),
            1,
            "none of 1,000,000 events can be used",
        ),
        (
            calibrate("traces.xes.gz", &packed("<trace/>", 3_000_000)),
            1,
            "more than 8 MiB without an event",
        ),
        (export.map(str::to_owned).to_vec(), 0, ""),
    ] {
        let output = crate::repaired::bounded(&words);
        let told = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(said), "{words:?}: {told}");
    }
    let written = std::fs::read_to_string(&log).expect("it is there");
    assert_eq!(written.matches("<trace>").count(), 10_000);
}

/// Every command in every phase: reading, independent cases, events within one replication, orders, sets, drawing, writing.
#[cfg(unix)]
#[test]
fn signals_end_every_phase_soon_and_leave_no_file() {
    use std::os::unix::process::ExitStatusExt;
    use std::time::{Duration, Instant};
    let links = case("q-one-seal-effort-999");
    let links = text(&links);
    let (many, hall) = ("scenarios/shuozhou-2021", "scenarios/approval-hall.toml");
    let target = "counted p90 <= 20";
    let (cases, n_cases) = ("--replications", "200000");
    let mut n_stopped = 0;
    for (words, signal, code, after_ms) in [
        (vec!["run", links, cases, n_cases], "-INT", 130, 20),
        (vec!["run", links, cases, n_cases], "-INT", 130, 120),
        (vec!["run", links, cases, n_cases], "-TERM", 143, 700),
        (vec!["run", many, cases, n_cases], "-INT", 130, 200),
        (vec!["run", many, cases, n_cases], "-TERM", 143, 1_500),
        (vec!["run", many, cases, "256"], "-INT", 130, 2_500),
        (vec!["run", many, cases, "256"], "-TERM", 143, 4_000),
        (
            vec!["run", many, "--assumptions", "1000"],
            "-INT",
            130,
            1_000,
        ),
        (vec!["explain", many, cases, n_cases], "-TERM", 143, 900),
        (
            vec!["optimise", hall, cases, n_cases, "--target", target],
            "-INT",
            130,
            800,
        ),
        (vec!["sweep", many, cases, n_cases], "-TERM", 143, 800),
        (vec!["report", many, cases, n_cases], "-INT", 130, 1_200),
    ] {
        let place = folder();
        let output = place.path().join("out");
        let mut words = words;
        words.extend(["--output", text(&output)]);
        let mut child = crate::program(&words)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(after_ms));
        if child.try_wait().expect("it can be asked").is_some() {
            continue;
        }
        let sent = Instant::now();
        let kill = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(kill.expect("kill is there").success());
        let status = child.wait().expect("it ends");
        // Other tests run beside it: five times what is promised.
        assert!(
            sent.elapsed() < Duration::from_millis(1_500),
            "{words:?}: {signal} after {after_ms} ms took {:?}",
            sent.elapsed()
        );
        let before_it_was_caught = status.signal().is_some();
        // Some may be through before the signal comes.
        assert!(
            status.code() == Some(code) || before_it_was_caught || status.success(),
            "{words:?}: {signal} after {after_ms} ms: {status:?}"
        );
        n_stopped += usize::from(status.code() == Some(code));
        assert!(
            names(&output)
                .iter()
                .all(|name| !name.starts_with(".redtape-")),
            "{:?}",
            names(&output)
        );
    }
    assert!(n_stopped >= 6, "{n_stopped} of 12 were stopped");
}

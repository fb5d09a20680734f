//! The code keeps its own rules: who may use whom, the line limit, the first line.

use std::path::{Path, PathBuf};

/// For every module the modules it may use beside itself; leaves are free for all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("workflow", &[]),
    ("format", &["workflow"]),
    ("reform", &["workflow", "format"]),
    ("input", &[]),
    // Lints and published facts ask for the limits, which are read off courses.
    (
        "scenario",
        &["input", "format", "workflow", "reform", "sim"],
    ),
    ("sim", &["workflow"]),
    ("compare", &["workflow", "reform", "sim"]),
    ("study", &["workflow", "reform", "sim", "compare"]),
    (
        "exchange",
        &["input", "format", "scenario", "workflow", "reform", "sim"],
    ),
    ("chart", &["workflow", "compare", "study"]),
    ("report", &["workflow", "compare", "study"]),
    ("output", &[]),
];

const LEAVES: &[&str] = &[
    "at", "calendar", "duration", "error", "key", "lang", "source", "table", "text",
];

/// Libraries that only one module may name.
const ONLY_IN: &[(&str, &str)] = &[
    ("petgraph::", "workflow"),
    ("plotters::", "chart"),
    ("tiny_skia::", "chart"),
    ("clap::", "cli"),
];

const MOST_LINES: usize = 400;

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("sources are text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The top module of a file under `src`, in either crate.
fn module(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = path.strip_prefix(root).expect("the file lies under src");
    let inside = inside.strip_prefix("engine").unwrap_or(inside);
    let first = inside.iter().next().expect("a path has parts");
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn every_file_begins_with_one_sentence_and_stays_short() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        let lines = text.lines().count();
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: does not begin with `//!`", path.display()));
        }
        if lines > MOST_LINES {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let module = module(&path);
        let allowed: &[&str] = match MAY_USE.iter().find(|(name, _)| *name == module) {
            Some((_, allowed)) => allowed,
            None if LEAVES.contains(&module.as_str()) => &[],
            None => continue,
        };
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let name: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let known = MAY_USE.iter().any(|(other, _)| *other == name)
                    || LEAVES.contains(&name.as_str())
                    || ["cli", "commands"].contains(&name.as_str());
                let fine = name == module
                    || LEAVES.contains(&name.as_str())
                    || allowed.contains(&name.as_str());
                if known && !fine {
                    wrong.push(format!(
                        "{}:{}: `{module}` uses `{name}`",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_is_named_in_one_module() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        for (library, home) in ONLY_IN {
            if text.contains(library) && module(&path) != *home {
                wrong.push(format!("{}: names `{library}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_pipeline_reads_no_file_no_clock_and_no_environment() {
    let forbidden = [
        "std::fs",
        "std::env",
        "println!",
        "Instant::now",
        "SystemTime",
        "Zoned::now",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        if ["workflow", "reform", "sim", "compare", "study"].contains(&module(&path).as_str()) {
            for word in forbidden {
                if text.contains(word) {
                    wrong.push(format!("{}: {word}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! Scenario files changed at random, and repaired so that most still load: every command has an answer or a named refusal, in
//! bounded time and memory.
//!
//! A change alone is nearly always refused where it is read; what a removal leaves dangling is mended here, so that the
//! change gets as far as the simulators, the searches and the papers. `benches/repaired` tries a hundred thousand.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rayon::prelude::*;
use toml::Table;

use crate::cli::{stderr, text};

mod change;
mod known;

pub use change::{NUMBERS, all_places, at, like};
use change::{change, queue};
use known::Known;

/// Files that are changed, each in a folder of its own with its neighbours.
const SCENARIOS: [&str; 12] = [
    "scenarios/commitment-scheme/scheme.toml",
    "scenarios/innovation-platform/one-call.toml",
    "scenarios/ip-pledge-loan/loan.toml",
    "scenarios/licence-separation-2021/by-items-2021.toml",
    "scenarios/phases-2019-2021/phases.toml",
    "scenarios/shuozhou-2021/enterprise-filing.toml",
    "scenarios/talent-one-stop/talent.toml",
    "scenarios/year-end-rush.toml",
    "tests/cases/everything.toml",
    "tests/cases/numbers/calendar-notice.toml",
    "tests/cases/numbers/withdrawn-goes-on.toml",
    "tests/cases/numbers/skipped-step-hands-over.toml",
];

/// Every command with options that keep it small; `OUT` stands for a file or a folder.
const COMMANDS: [&str; 18] = [
    "check FILE",
    "check FILE --resolved",
    "run FILE --replications 64 --no-charts --output OUT",
    "run FILE --replications 64 --no-charts --output OUT --details --lang zh",
    "run FILE --replications 64 --no-charts --output OUT --format json --start 2025-09-26",
    "run FILE --replications 64 --no-charts --output OUT --format csv --clock-rule zhejiang-2019",
    "run FILE --replications 64 --no-charts --output OUT --assumptions 3",
    "run FILE --replications 64 --chart-format svg --output OUT",
    "report FILE --replications 64 --output OUT.html",
    "explain FILE --replications 64 --orders 2 --no-charts --output OUT",
    "explain FILE --replications 64 --orders 2 --chart-format svg --format json --output OUT",
    "optimise FILE --replications 64 --no-charts --output OUT --target COUNTED",
    "sweep FILE --replications 64 --no-charts --output OUT",
    "export FILE --format bpmn",
    "export FILE --format mermaid --lang zh",
    "export FILE --format xes --cases 20",
    "export FILE --format csv --cases 20 --start 2026-12-28",
    "export FILE --format json",
];

/// How many are tried, and which: by default those of a run of the suite.
fn volume() -> (u64, u64) {
    let number = |name, default| {
        let given = std::env::var(name).ok();
        given.map_or(default, |given| given.parse().expect("it is a number"))
    };
    (number("REPAIRED", 2_000), number("REPAIRED_SEED", 1))
}

#[test]
fn every_command_answers_or_refuses_by_name_whatever_a_file_says() {
    let (n, seed) = volume();
    let n_loaded = AtomicUsize::new(0);
    let failures: Vec<String> = (0..n)
        .into_par_iter()
        .filter_map(|number| {
            let mut random = StdRng::seed_from_u64(seed << 32 | number);
            match tried(&mut random) {
                Ok(is_loaded) => {
                    n_loaded.fetch_add(usize::from(is_loaded), Ordering::Relaxed);
                    None
                }
                Err(failure) => Some(format!("number {number}: {failure}")),
            }
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    let n_loaded = n_loaded.into_inner() as u64;
    println!("{n_loaded} of {n} loaded");
    assert!(
        (n / 3..n * 19 / 20).contains(&n_loaded),
        "{n_loaded} of {n} loaded"
    );
}

/// Changes one file and runs one command on it: whether it was answered.
fn tried(random: &mut impl Rng) -> Result<bool, String> {
    let original = Path::new(SCENARIOS.choose(random).expect("there are some"));
    let place = crate::cli::folder();
    let file = beside_its_neighbours(original, &place.path().join("in"));
    let written = std::fs::read_to_string(&file).expect("it was just copied");
    let mut tree: Table = written.parse().expect("it is whole");
    let known = Known::of(&tree);
    for _ in 0..random.random_range(1..4) {
        change(&mut tree, random);
    }
    if random.random_bool(0.4) {
        queue(&mut tree, random);
    }
    known.repair(&mut tree, random);
    let changed = toml::to_string(&tree).expect("a tree is TOML");
    std::fs::write(&file, &changed).expect("it can be written");
    let command = COMMANDS.choose(random).expect("there are some");
    let out = place.path().join("out");
    let words: Vec<String> = command
        .split(' ')
        .map(|word| match word {
            "FILE" => text(&file).to_owned(),
            "COUNTED" => "counted p90 <= 20".to_owned(),
            word => word.replace("OUT", text(&out)),
        })
        .collect();
    let output = bounded(&words);
    let said = stderr(&output);
    match output.status.code() {
        Some(0) => Ok(true),
        Some(1..=3) if said.contains("error") || said.contains("错误") => Ok(false),
        // `check` and `explain` tell by it that a fact is not met, or that there is nothing to divide.
        Some(1) if !output.stdout.is_empty() => Ok(true),
        code => Err(format!(
            "`{command}` ended with {code:?} ({:?}): {said}\n{changed}",
            output.status
        )),
    }
}

/// The program, with at most 30 seconds of CPU and 2 GiB of addresses.
pub fn bounded(words: &[String]) -> Output {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let program = crate::program(&words);
    let mut shell = Command::new("sh");
    shell
        .args([
            "-c",
            r#"ulimit -t 30 && ulimit -v 2097152 && exec "$0" "$@""#,
        ])
        .arg(program.get_program())
        .args(program.get_args())
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(crate::root());
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    shell.stdin(Stdio::null()).output().expect("sh is there")
}

/// Copies a file and what lies in its folder.
fn beside_its_neighbours(original: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder can be made");
    let from = crate::root().join(original);
    let beside = from.parent().expect("a file has a folder");
    for entry in std::fs::read_dir(beside).expect("it is there").flatten() {
        let is_small = entry
            .metadata()
            .is_ok_and(|data| data.is_file() && data.len() < 1 << 18);
        if is_small && original.starts_with("scenarios") && original.components().count() > 2 {
            std::fs::copy(entry.path(), folder.join(entry.file_name())).expect("it can be copied");
        }
    }
    let name = original.file_name().expect("it has a name");
    std::fs::copy(&from, folder.join(name)).expect("it can be copied");
    folder.join(name)
}

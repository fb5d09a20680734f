//! Damaged scenario files: whatever is changed, loading tells errors or gives a scenario that can be computed.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redtape::compare::{Input, ReformInput, Settings, compare};
use redtape::scenario::{Loaded, check_facts, lints, load_text};
use redtape::sim::{Start, Watch, limits};
use redtape::workflow::counts;

use crate::repaired::{NUMBERS, all_places, at, like};

/// Words that mean something somewhere, and numbers at the edge of what they may be.
const WORDS: [&str; 22] = [
    "0",
    "-1",
    "1e300",
    "nan",
    "inf",
    "-0.0",
    "4294967296",
    "\"\"",
    "\"a\"",
    "[]",
    "{}",
    "true",
    "2021-02-30",
    "\"2021-09-22\"",
    "[\"a\", \"a\"]",
    "\"none\"",
    "0.5",
    "20",
    "10000",
    "\"审批\"",
    "[[step]]",
    "1_0",
];

/// One thing that goes wrong with a text; positions are shares of its length.
#[derive(Clone, Debug)]
enum Slip {
    DropLine(Index),
    RepeatLine(Index),
    SwapLines(Index, Index),
    /// What stands after `=` becomes another word.
    OtherValue(Index, Index),
    /// What stands after `=` is that of another line.
    ValueOf(Index, Index),
    Cut(Index),
    Insert(Index, char),
}

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<Index>;
    prop_oneof![
        2 => at().prop_map(Slip::DropLine),
        2 => at().prop_map(Slip::RepeatLine),
        1 => (at(), at()).prop_map(|(one, other)| Slip::SwapLines(one, other)),
        4 => (at(), at()).prop_map(|(line, word)| Slip::OtherValue(line, word)),
        4 => (at(), at()).prop_map(|(line, other)| Slip::ValueOf(line, other)),
        1 => at().prop_map(Slip::Cut),
        1 => (at(), any::<char>()).prop_map(|(place, letter)| Slip::Insert(place, letter)),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return String::new();
    }
    let n_lines = lines.len();
    let replaced = |line: &str, value: &str| match line.split_once('=') {
        Some((key, _)) => format!("{key}= {value}"),
        None => value.to_owned(),
    };
    match slip {
        Slip::DropLine(line) => drop(lines.remove(line.index(n_lines))),
        Slip::RepeatLine(line) => {
            lines.insert(line.index(n_lines), lines[line.index(n_lines)].clone())
        }
        Slip::SwapLines(one, other) => lines.swap(one.index(n_lines), other.index(n_lines)),
        Slip::OtherValue(line, word) => {
            let line = &mut lines[line.index(n_lines)];
            *line = replaced(line, WORDS[word.index(WORDS.len())]);
        }
        Slip::ValueOf(line, other) => {
            let value = lines[other.index(n_lines)]
                .split_once('=')
                .map_or("", |(_, value)| value)
                .to_owned();
            let line = &mut lines[line.index(n_lines)];
            *line = replaced(line, &value);
        }
        Slip::Cut(place) => {
            let letters: Vec<char> = text.chars().collect();
            return letters[..place.index(letters.len())].iter().collect();
        }
        Slip::Insert(place, letter) => {
            let mut letters: Vec<char> = text.chars().collect();
            letters.insert(place.index(letters.len()), *letter);
            return letters.into_iter().collect();
        }
    }
    lines.join("\n")
}

/// Loads a damaged file; what loads is computed. Returns whether it loaded.
fn survives(path: &Path, slips: &[Slip]) -> bool {
    let whole = std::fs::read_to_string(path).expect("the file can be read");
    computed(
        path,
        &slips.iter().fold(whole, |text, slip| slipped(&text, slip)),
    )
}

/// Loads a text; what loads is computed. Returns whether it loaded.
fn computed(path: &Path, text: &str) -> bool {
    match load_text(path, text) {
        Ok(loaded) => {
            compute(&loaded);
            true
        }
        Err(failed) => {
            let said = failed.told();
            assert!(said.contains("error"), "a refusal says why: {said}");
            false
        }
    }
}

fn compute(loaded: &Loaded) {
    let scenario = &loaded.scenarios[0];
    let _ = (limits(&scenario.baseline), counts(&scenario.baseline));
    let _ = (lints(scenario), check_facts(scenario));
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    let input = Input {
        baseline: &scenario.baseline,
        reforms: reforms
            .map(|(reform, reformed)| ReformInput {
                id: &reform.id,
                name: &reform.name,
                measures: &reform.measures,
                workflow: &reformed.workflow,
                ledger: &reformed.ledger,
                builds_on: None,
            })
            .collect(),
        calendar: &scenario.calendar,
        arrivals: None,
    };
    let settings = Settings {
        seed: 1,
        replications: 64,
        start: Start::During(scenario.start_year),
        profiles: &[],
    };
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    // Cases longer than the grid holds are refused with a message of their own.
    let _ = compare(&input, &settings, watch);
}

const FILES: [&str; 3] = [
    "tests/cases/everything.toml",
    "scenarios/talent-one-stop/talent.toml",
    "scenarios/shuozhou-2021/enterprise-filing.toml",
];
const SLIPS: usize = 150;

#[test]
fn a_damaged_file_is_refused_or_computed() {
    let mut runner = TestRunner::deterministic();
    let several = prop::collection::vec(slip(), 1..3);
    for file in FILES {
        assert!(survives(Path::new(file), &[]), "{file} is whole");
        let mut n_loaded = 0;
        for _ in 0..SLIPS {
            let slips = several
                .new_tree(&mut runner)
                .expect("slips can be made")
                .current();
            let outcome = std::panic::catch_unwind(|| survives(Path::new(file), &slips));
            n_loaded += usize::from(outcome.unwrap_or_else(|_| panic!("{file} after {slips:?}")));
        }
        // Else one of the two ways out was not tried.
        assert!(
            (5..SLIPS - 5).contains(&n_loaded),
            "{file}: {n_loaded} of {SLIPS} loaded"
        );
    }
}

/// Each figure of a file at the edges of what keys, types and sums hold, one after another.
#[test]
fn every_number_at_its_edges_is_refused_or_computed() {
    let (mut n_tried, mut n_loaded) = (0, 0);
    let files = [FILES[0], FILES[1]].into_iter().map(|file| {
        let written = std::fs::read_to_string(file).expect("the file can be read");
        let whole: toml::Table = written.parse().expect("it is TOML");
        all_places(&whole)
            .into_iter()
            .map(move |place| (Path::new(file), whole.clone(), place))
    });
    for (path, whole, place) in files.flatten() {
        let mut tree = whole.clone();
        let value = at(&mut tree, &place).expect("it is there").clone();
        if !value.is_integer() && !value.is_float() {
            continue;
        }
        for number in NUMBERS {
            *at(&mut tree, &place).expect("it is there") = like(&value, number);
            let changed = toml::to_string(&tree).expect("a tree is TOML");
            let outcome = std::panic::catch_unwind(|| computed(path, &changed));
            n_tried += 1;
            n_loaded += usize::from(outcome.unwrap_or_else(|_| panic!("{place:?} = {number}")));
        }
    }
    assert!(
        n_tried > 500 && (n_tried / 10..n_tried).contains(&n_loaded),
        "{n_loaded} of {n_tried}"
    );
}

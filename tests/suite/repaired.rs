//! Scenario files changed at random, and repaired so that most still load: every command has an answer or a named refusal, in
//! bounded time and memory.
//!
//! A change alone is nearly always refused where it is read; what a removal leaves dangling is mended here, so that the
//! change gets as far as the simulators, the searches and the papers. `benches/repaired` tries a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, RngExt, SeedableRng};
use rayon::prelude::*;
use toml::{Table, Value};

use crate::cli::{stderr, text};

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

/// What figures become: the edges of what keys, types and sums hold.
pub const NUMBERS: [f64; 10] = [
    0.0,
    1.0,
    0.5,
    -1.0,
    1e-9,
    20.0,
    10_000.0,
    4_294_967_296.0,
    1e300,
    f64::NAN,
];

/// What names become.
const NAMES: [&str; 6] = [
    "",
    "\u{202e}\u{1b}[31m",
    "=1+1",
    "</svg><script>",
    "鄠邑区（甪里堃）审批",
    "CON",
];

/// Keys whose text only people read.
const READ_BY_PEOPLE: [&str; 5] = ["en", "zh", "title", "publisher", "note"];

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
        .args(["-c", r#"ulimit -t 30 && ulimit -v 2097152 && exec "$0" "$@""#])
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

/// Where something stands in a tree: keys, and numbers in lists.
pub type Place = Vec<String>;

/// Every place of a tree, parents first.
fn places(value: &Value, at: &mut Place, found: &mut Vec<Place>) {
    let mut inside = |key: String, value: &Value| {
        at.push(key);
        found.push(at.clone());
        places(value, at, found);
        at.pop();
    };
    match value {
        Value::Table(table) => table
            .iter()
            .for_each(|(key, value)| inside(key.clone(), value)),
        Value::Array(list) => {
            let numbered = list.iter().enumerate();
            numbered.for_each(|(number, value)| inside(number.to_string(), value));
        }
        _ => {}
    }
}

pub fn all_places(tree: &Table) -> Vec<Place> {
    let mut found = Vec::new();
    places(&Value::Table(tree.clone()), &mut Vec::new(), &mut found);
    found
}

pub fn at<'t>(tree: &'t mut Table, place: &[String]) -> Option<&'t mut Value> {
    let (first, rest) = place.split_first()?;
    let mut value = tree.get_mut(first)?;
    for key in rest {
        value = match value {
            Value::Table(table) => table.get_mut(key)?,
            Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

fn remove(tree: &mut Table, place: &[String]) {
    let Some((last, above)) = place.split_last() else {
        return;
    };
    if above.is_empty() {
        tree.remove(last);
        return;
    }
    match at(tree, above) {
        Some(Value::Table(table)) => drop(table.remove(last)),
        Some(Value::Array(list)) => {
            if let Ok(number) = last.parse::<usize>() {
                list.remove(number);
            }
        }
        _ => {}
    }
}

/// A number as the one that stands there is written, where it can be.
pub fn like(value: &Value, number: f64) -> Value {
    match value.is_integer() && number.fract() == 0.0 && number.abs() < 1e15 {
        true => Value::Integer(number as i64),
        false => Value::Float(number),
    }
}

/// One change.
fn change(tree: &mut Table, random: &mut impl Rng) {
    let places = all_places(tree);
    let mut of = |wanted: &dyn Fn(&Place, &Value) -> bool, random: &mut _| -> Option<Place> {
        let fits = places.iter().filter(|place| {
            let value = at(tree, place);
            value.is_some_and(|value| wanted(place, value))
        });
        let fits: Vec<&Place> = fits.collect();
        IteratorRandom::choose(fits.into_iter(), random).cloned()
    };
    let is_number = |_: &Place, value: &Value| value.is_integer() || value.is_float();
    let is_element = |place: &Place, value: &Value| {
        value.is_table()
            && place
                .last()
                .is_some_and(|last| last.parse::<usize>().is_ok())
    };
    match random.random_range(0..6) {
        0 => {
            if let Some(place) = of(&is_element, random) {
                remove(tree, &place);
            }
        }
        1 => {
            if let Some(place) = of(&|_, _| true, random) {
                remove(tree, &place);
            }
        }
        2 => {
            if let Some(place) = of(&is_number, random) {
                let number = *NUMBERS.choose(random).expect("there are some");
                let value = at(tree, &place).expect("it is there");
                *value = like(value, number);
            }
        }
        3 => {
            // The value that the same key has elsewhere.
            let Some(place) = of(&|_, _| true, random) else {
                return;
            };
            let same = |other: &Place, _: &Value| other.last() == place.last();
            if let Some(other) = of(&same, random) {
                let value = at(tree, &other).expect("it is there").clone();
                *at(tree, &place).expect("it is there") = value;
            }
        }
        4 => {
            // A twin under another name.
            if let Some(place) = of(&is_element, random) {
                let (_, above) = place.split_last().expect("an element has a list");
                let mut twin = at(tree, &place).expect("it is there").clone();
                if let Some(id) = twin.get_mut("id") {
                    *id = Value::String(format!("twin-{}", random.random_range(0..1_000)));
                }
                if let Some(Value::Array(list)) = at(tree, above) {
                    list.push(twin);
                }
            }
        }
        _ => {
            let named = |place: &Place, value: &Value| {
                let key = place.last().map_or("", String::as_str);
                value.is_str() && READ_BY_PEOPLE.contains(&key)
            };
            if let Some(place) = of(&named, random) {
                let name = NAMES.choose(random).expect("there are some");
                *at(tree, &place).expect("it is there") = Value::from(*name);
            }
        }
    }
}

/// Lets cases compete for officers, for a short time.
fn queue(tree: &mut Table, random: &mut impl Rng) {
    let arrivals = format!(
        "process = {{ poisson = {{ per_day = {} }} }}\nhorizon = {{ terminating = {{ days = 20 }} }}",
        [0.2, 1.0, 5.0].choose(random).expect("there are some")
    );
    tree.insert(
        "arrivals".to_owned(),
        Value::Table(arrivals.parse().expect("it is TOML")),
    );
    for key in ["agency", "step"] {
        let elements = tree.get_mut(key).and_then(Value::as_array_mut);
        for element in elements
            .into_iter()
            .flatten()
            .filter_map(Value::as_table_mut)
        {
            if key == "agency" {
                element
                    .entry("officers")
                    .or_insert(Value::Integer(random.random_range(1..4)));
            } else if element.contains_key("agency") && random.random_bool(0.5) {
                let effort: Table = "fixed = { days = 0.25 }".parse().expect("it is TOML");
                element.entry("effort").or_insert(Value::Table(effort));
            }
        }
    }
}

/// What a file declares, before it is changed.
struct Known {
    /// Id → the list that declares it.
    ids: BTreeMap<String, String>,
}

impl Known {
    fn of(tree: &Table) -> Known {
        let mut ids = BTreeMap::new();
        for (list, id) in declared(tree) {
            ids.insert(id, list);
        }
        Known { ids }
    }

    /// What refers to something that is gone refers to something else of its kind, or is gone too; nothing refers to itself,
    /// names stand once in a list, and shares of an attribute sum to 1.
    fn repair(&self, tree: &mut Table, random: &mut impl Rng) {
        let now: Vec<(String, String)> = declared(tree);
        let there: BTreeSet<&str> = now.iter().map(|(_, id)| id.as_str()).collect();
        let gone = |id: &str| self.ids.contains_key(id) && !there.contains(id);
        let mut places = all_places(tree);
        // From the end, so that what is removed moves nothing that is still to come.
        places.reverse();
        for place in places {
            let key = place.last().map_or("", String::as_str);
            if gone(key) {
                remove(tree, &place);
                continue;
            }
            if ["id", "en", "zh"].contains(&key) {
                continue;
            }
            let Some(Value::String(word)) = at(tree, &place) else {
                continue;
            };
            let word = word.clone();
            let itself = own_id(tree, &place);
            if !gone(&word) && itself.as_deref() != Some(&word) {
                continue;
            }
            let list = self.ids.get(&word);
            let others = now.iter().filter(|(other, id)| {
                Some(other) == list && Some(id.as_str()) != itself.as_deref()
            });
            match others.choose(random) {
                Some((_, id)) if gone(&word) => {
                    *at(tree, &place).expect("it is there") = Value::from(id.as_str())
                }
                _ if place.iter().any(|key| key == "repeats") => {}
                _ => remove(tree, &place),
            }
        }
        for place in all_places(tree) {
            match at(tree, &place) {
                Some(Value::Array(list)) if list.iter().all(Value::is_str) => {
                    let mut seen = BTreeSet::new();
                    list.retain(|word| seen.insert(word.to_string()));
                }
                Some(Value::Table(shares)) if place.last().is_some_and(|key| key == "shares") => {
                    let number = |value: &Value| {
                        let whole = value.as_integer().map(|whole| whole as f64);
                        value
                            .as_float()
                            .or(whole)
                            .filter(|share| *share >= 0.0)
                            .unwrap_or(0.0)
                    };
                    let sum: f64 = shares.iter().map(|(_, share)| number(share)).sum();
                    if sum > 0.0 && sum.is_finite() {
                        for (_, share) in shares.iter_mut() {
                            *share = Value::Float(number(share) / sum);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Ids that lists of a tree declare, and the values of attributes.
fn declared(tree: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (list, elements) in tree {
        let elements = elements
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_table);
        for element in elements {
            if let Some(id) = element.get("id").and_then(Value::as_str) {
                found.push((list.clone(), id.to_owned()));
                let shares = element.get("shares").and_then(Value::as_table);
                for (value, _) in shares.into_iter().flatten() {
                    found.push((format!("values of {id}"), value.clone()));
                }
            }
        }
    }
    found
}

/// The id of the element of a list at the top that a place lies in.
fn own_id(tree: &mut Table, place: &[String]) -> Option<String> {
    let element = at(tree, place.get(..2)?)?;
    element.get("id")?.as_str().map(str::to_owned)
}

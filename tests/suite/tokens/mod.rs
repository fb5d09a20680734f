//! The importer against a token game of its own: random models, drawn as blocks and as they come, and recorded ones.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use rand::SeedableRng;
use rand::rngs::StdRng;
use redtape::calendar::Calendar;
use redtape::compare::{Input, Settings, compare};
use redtape::exchange::bpmn::{Imported, Note, import};
use redtape::lang::Name;
use redtape::scenario::load_text;
use redtape::sim::{Start, Watch};
use redtape::workflow::{Step, Workflow};

use crate::data_folder;
use crate::independent::seed;

mod cases;
mod drawer;
mod game;
mod model;
mod recorded;
mod right;

use cases::Scenario;
use drawer::Drawer;
use game::Game;
use model::Model;
use recorded::recorded;

/// Models of each kind that are compared.
const N_COMPARED: usize = 250;
/// Seeds of each kind that are tried.
const MOST_DRAWN: u64 = 400;
/// Recorded processes that agree.
const N_RECORDED: u32 = 15;
const N_CASES: u64 = 1_000;
/// A difference beyond four standard errors is looked at again with so many times the cases.
const AGAIN: u64 = 16;

/// Means and shares: of what, how much, and its variance per case.
type Figures = BTreeMap<String, (f64, f64)>;
/// Tasks by name.
type Names = BTreeMap<usize, String>;

#[test]
fn an_imported_model_does_what_its_tokens_do() {
    let first = 2 * MOST_DRAWN * seed().saturating_sub(1);
    let (mut all_drawn, mut all_named) = (0, 0);
    for (parity, drawn) in [
        (0, Drawer::structured as fn(Drawer) -> Model),
        (1, Drawer::unstructured),
    ] {
        let (mut n_agree, mut n_drawn) = (0, 0);
        let mut named: BTreeMap<String, u32> = BTreeMap::new();
        let mut wrong = Vec::new();
        for place in 0..MOST_DRAWN {
            let seed = first + 2 * place + parity;
            let model = drawn(Drawer::new(seed));
            let names = names(&model);
            if names.is_empty() {
                continue;
            }
            n_drawn += 1;
            let text = model.bpmn();
            let made = match import(&text, 1, &[], None) {
                Ok(made) => made,
                // No case reaches any of its tasks.
                Err(problem) if problem.message.contains("has no task") => {
                    *named.entry("no task".to_owned()).or_default() += 1;
                    continue;
                }
                Err(problem) => panic!("model {seed}: {problem}\n{text}"),
            };
            if let Some(note) = made.notes.iter().find(|note| note.is_inexact) {
                *named.entry(kind(note)).or_default() += 1;
                continue;
            }
            match difference((&model, &names), &made, seed) {
                None => n_agree += 1,
                Some(told) => {
                    wrong.push(format!("model {seed}: {told}\n{text}\n{}", made.scenario));
                }
            }
            if n_agree + wrong.len() == N_COMPARED {
                break;
            }
        }
        let way = ["drawn as blocks", "drawn as they come"][parity as usize];
        println!("{way}: {n_agree} of {N_COMPARED} agree; {named:?} of {n_drawn}");
        assert!(wrong.is_empty(), "{} models\n{}", wrong.len(), wrong[0]);
        assert_eq!(n_agree, N_COMPARED);
        all_drawn += n_drawn;
        all_named += named.values().sum::<u32>();
    }
    // All but a tenth are carried over whole.
    assert!(all_named * 10 <= all_drawn, "{all_named} of {all_drawn}");
}

/// Names of the tasks of a drawn model.
fn names(model: &Model) -> Names {
    let nodes = 0..model.nodes.len();
    let tasks = nodes.filter(|&node| model.days(node).is_some());
    tasks.map(|node| (node, format!("Task {node}"))).collect()
}

/// What a note says, without the names in it: that of the element comes first.
fn kind(note: &Note) -> String {
    let text = note.text.en.as_deref().unwrap_or_default();
    let parts: Vec<&str> = text.split('`').collect();
    assert!(parts.len() > 2, "it names no element: {text}");
    let said = parts.iter().step_by(2).copied();
    said.collect::<Vec<_>>().join("_")
}

/// Models that other programs wrote, with days and shares of our own.
#[test]
fn a_recorded_model_does_what_its_tokens_do() {
    let Some(folder) = data_folder("bpmn") else {
        println!("skipped: models of other tools");
        return;
    };
    let (mut n_agree, mut n_named, mut n_beyond) = (0, 0, 0);
    let mut wrong = Vec::new();
    for path in crate::import::files(&folder) {
        let text = redtape::input::read_markup(&path)
            .expect("it can be read")
            .content;
        for pool in crate::import::pools(&text) {
            let pools: Vec<&str> = pool.iter().map(String::as_str).collect();
            let name = format!("{} {}", path.display(), pools.join(""));
            let import = |text: &str| {
                let made = import(text, 1, &pools, None);
                made.unwrap_or_else(|problem| panic!("{name}: {problem}"))
            };
            if let Some(told) = said(&import(&text)) {
                n_named += 1;
                println!("{name}: {told}");
                continue;
            }
            let mut found = match recorded(&text, pool.as_deref()) {
                Ok(found) => found,
                Err(what) => {
                    n_beyond += 1;
                    println!("{name}: the token game does not read `{what}`");
                    continue;
                }
            };
            let made = import(&found.drawn(&text, 1));
            if let Some(told) = said(&made) {
                n_named += 1;
                println!("{name}: {told}");
                continue;
            }
            match difference((&found.model, &found.names), &made, 1) {
                None => n_agree += 1,
                Some(told) => wrong.push(format!("{name}: {told}\n{}", made.scenario)),
            }
        }
    }
    println!(
        "of the recorded processes {n_agree} agree, {n_named} say what they cannot, {n_beyond} are beyond the token game"
    );
    assert!(wrong.is_empty(), "{} models\n{}", wrong.len(), wrong[0]);
    assert!(n_agree >= N_RECORDED, "{n_agree}");
    assert_eq!(n_beyond, 0);
}

/// What a scenario says otherwise than its model; that a process which is not in the file counts as one step is what
/// the token game takes it for too.
fn said(made: &Imported) -> Option<String> {
    let inexact = made.notes.iter().filter(|note| note.is_inexact);
    let texts = inexact.filter_map(|note| note.text.en.clone());
    let mut texts = texts.filter(|text| !text.contains("one step stands for it"));
    texts.next()
}

/// The first figure that differs by more than four standard errors, whenever it is looked at.
fn difference(model: (&Model, &Names), made: &Imported, seed: u64) -> Option<String> {
    let loaded = load_text(Path::new("import.toml"), &made.scenario);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}\n{}", failed.told(), made.scenario));
    let workflow = &loaded.scenarios[0].baseline;
    let found = |seed, n_cases| {
        let right = of_game(model, seed + 500_000, n_cases);
        let cases = of_cases(workflow, seed, n_cases);
        far(&cases, &right, n_cases).or_else(|| {
            let days = BTreeMap::from([("days".to_owned(), right["days"])]);
            far(&of_program(workflow, seed, n_cases), &days, n_cases)
        })
    };
    found(seed, N_CASES)?;
    found(seed + 1_000_000, N_CASES * AGAIN)
}

/// The first figure that is far from the right one; what we do not have is 0.
fn far(ours: &Figures, right: &Figures, n_cases: u64) -> Option<String> {
    let n = n_cases as f64;
    right.iter().find_map(|(what, &(right, right_variance))| {
        let (ours, variance) = ours.get(what).copied().unwrap_or((0.0, 0.0));
        let error = ((variance + right_variance) / n).sqrt().max(2.0 / n);
        let is_far = (ours - right).abs() > 4.0 * error;
        is_far.then(|| format!("{what}: {ours} for {right} ± {error}"))
    })
}

fn of_game((model, names): (&Model, &Names), seed: u64, n_cases: u64) -> Figures {
    let game = Game::new(model);
    let mut random = StdRng::seed_from_u64(seed);
    let mut sums = Sums::default();
    for _ in 0..n_cases {
        let outcome = game.play(&mut random);
        let done = names
            .iter()
            .map(|(&node, name)| (name.as_str(), outcome.done[node]));
        sums.add(outcome.days, done);
    }
    sums.figures(n_cases)
}

/// Cases of the scenario, played by its documentation.
fn of_cases(workflow: &Workflow, seed: u64, n_cases: u64) -> Figures {
    let scenario = Scenario::new(workflow);
    // A step whose name is its id has no other.
    let name = |step: &&Step| {
        let Name { en, zh } = &step.name;
        en.as_ref().or(zh.as_ref()).unwrap_or(&step.id).clone()
    };
    let names: Vec<String> = scenario.steps.iter().map(name).collect();
    let mut random = StdRng::seed_from_u64(seed);
    let mut sums = Sums::default();
    for _ in 0..n_cases {
        let outcome = scenario.play(&mut random);
        sums.add(
            outcome.days,
            names.iter().map(String::as_str).zip(outcome.done),
        );
    }
    sums.figures(n_cases)
}

/// What the program itself says of the scenario: days alone.
fn of_program(workflow: &Workflow, seed: u64, n_cases: u64) -> Figures {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let settings = Settings {
        seed,
        replications: n_cases,
        start: Start::During(2026),
        profiles: &[],
    };
    let input = Input {
        baseline: workflow,
        reforms: Vec::new(),
        calendar: &Calendar::china(),
        arrivals: None,
    };
    let compared = compare(&input, &settings, watch).expect("the cases fit the grid");
    let elapsed = &compared.baseline.simulated.elapsed;
    let days = (elapsed.mean.value, elapsed.sd * elapsed.sd);
    BTreeMap::from([("days".to_owned(), days)])
}

#[derive(Default)]
struct Sums(BTreeMap<String, (f64, f64)>);

impl Sums {
    /// Adds a case; of tasks with one name any that is done counts.
    fn add<'n>(&mut self, days: f64, done: impl IntoIterator<Item = (&'n str, bool)>) {
        let mut values: BTreeMap<&str, f64> = BTreeMap::from([("days", days)]);
        for (name, is_done) in done {
            let value = values.entry(name).or_default();
            *value = value.max(f64::from(u8::from(is_done)));
        }
        for (what, value) in values {
            let sum = self.0.entry(what.to_owned()).or_default();
            sum.0 += value;
            sum.1 += value * value;
        }
    }

    fn figures(self, n_cases: u64) -> Figures {
        let n = n_cases as f64;
        let sums = self.0.into_iter();
        sums.map(|(what, (sum, squares))| {
            let mean = sum / n;
            (what, (mean, (squares / n - mean * mean).max(0.0)))
        })
        .collect()
    }
}

//! The importer against a token game of its own: random models, drawn as blocks and as they come.

use std::collections::BTreeMap;
use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use redtape::exchange::bpmn::{Imported, import};
use redtape::scenario::load_text;
use redtape::workflow::Workflow;

mod cases;
mod game;
mod model;
mod right;

use cases::Scenario;
use game::Game;
use model::{Drawer, Kind, Model};

/// Models of each kind.
const N_MODELS: u64 = 250;
const N_CASES: u64 = 1_000;
/// A difference beyond four standard errors is looked at again with so many times the cases.
const AGAIN: u64 = 16;

/// Means and shares: of what, how much, and its variance per case.
type Figures = BTreeMap<String, (f64, f64)>;

#[test]
fn an_imported_model_does_what_its_tokens_do() {
    let mut n_named = 0;
    let mut wrong = Vec::new();
    for seed in 0..2 * N_MODELS {
        let drawer = Drawer::new(seed);
        let model = match seed % 2 {
            0 => drawer.structured(),
            _ => drawer.unstructured(),
        };
        let text = model.bpmn();
        let has_task = model.nodes.iter().any(|kind| matches!(kind, Kind::Task(_)));
        let made = match import(&text, 1, None, None) {
            Ok(made) => made,
            Err(problem) => {
                let is_nothing = !has_task || problem.message.contains("has no task");
                assert!(is_nothing, "model {seed}: {problem}\n{text}");
                continue;
            }
        };
        if made.notes.iter().any(|note| note.is_inexact) {
            n_named += 1;
            continue;
        }
        let told = difference(&model, &made, seed, N_CASES);
        if told.is_some()
            && let Some(told) = difference(&model, &made, seed + 1_000_000, N_CASES * AGAIN)
        {
            wrong.push(format!("model {seed}: {told}\n{text}\n{}", made.scenario));
        }
    }
    assert!(wrong.is_empty(), "{} models\n{}", wrong.len(), wrong[0]);
    println!("{n_named} of {} models say what they cannot", 2 * N_MODELS);
    // Most are carried over whole.
    assert!(n_named <= N_MODELS / 5, "{n_named}");
}

/// The first figure that differs by more than four standard errors.
fn difference(model: &Model, made: &Imported, seed: u64, n_cases: u64) -> Option<String> {
    let loaded = load_text(Path::new("import.toml"), &made.scenario);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}\n{}", failed.told(), made.scenario));
    let (ours, right) = (
        of_scenario(&loaded.scenarios[0].baseline, seed, n_cases),
        of_game(model, seed + 500_000, n_cases),
    );
    let n = n_cases as f64;
    right.iter().find_map(|(what, &(right, right_variance))| {
        let (ours, variance) = ours.get(what).copied().unwrap_or((0.0, 0.0));
        let error = ((variance + right_variance) / n).sqrt().max(2.0 / n);
        let is_far = (ours - right).abs() > 4.0 * error;
        is_far.then(|| format!("{what}: {ours} for {right} ± {error}"))
    })
}

fn of_game(model: &Model, seed: u64, n_cases: u64) -> Figures {
    let game = Game::new(model);
    let mut random = StdRng::seed_from_u64(seed);
    let mut sums = Sums::default();
    for _ in 0..n_cases {
        let outcome = game.play(&mut random);
        let tasks = model.nodes.iter().enumerate();
        let tasks = tasks.filter(|(_, kind)| matches!(kind, Kind::Task(_)));
        let done = tasks.map(|(node, _)| (format!("Task {node}"), outcome.done[node]));
        sums.add(outcome.days, done);
    }
    sums.figures(n_cases)
}

fn of_scenario(workflow: &Workflow, seed: u64, n_cases: u64) -> Figures {
    let scenario = Scenario::new(workflow);
    let mut random = StdRng::seed_from_u64(seed);
    let mut sums = Sums::default();
    for _ in 0..n_cases {
        let outcome = scenario.play(&mut random);
        let mut done: BTreeMap<String, bool> = BTreeMap::new();
        for (step, is_done) in scenario.steps.iter().zip(outcome.done) {
            let name = step.name.en.clone().unwrap_or_default();
            *done.entry(name).or_default() |= is_done;
        }
        sums.add(outcome.days, done);
    }
    sums.figures(n_cases)
}

#[derive(Default)]
struct Sums(BTreeMap<String, (f64, f64)>);

impl Sums {
    fn add(&mut self, days: f64, done: impl IntoIterator<Item = (String, bool)>) {
        let shares = done
            .into_iter()
            .map(|(name, is_done)| (name, f64::from(u8::from(is_done))));
        for (what, value) in std::iter::once(("days".to_owned(), days)).chain(shares) {
            let sum = self.0.entry(what).or_default();
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

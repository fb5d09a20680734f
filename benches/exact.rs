//! Answers without sampling against a yardstick: what a whole distribution costs.
//!
//! `cargo bench --bench exact` computes the counted days of 30 steps in ten rows of three, each row
//! waiting for the one before, on one thread, from a compiled workflow to the distribution. Cost is told in
//! the time of 300,000 REF, as many draws as 10,000 cases take. Aim: 0.2 where steps end on whole days.

mod reference;

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use redtape::scenario::load_text;
use redtape::sim::exact::exact;
use redtape::sim::{Family, Total};

const STEPS: usize = 30;
const DRAWS: f64 = 300_000.0;
const REPEATS: usize = 200;

fn main() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.expect("one thread starts");
    for (name, handover, correlation) in [
        ("whole days", "next-day", 0.0),
        ("sixteenths of a day", "immediate", 0.0),
        ("whole days, correlated", "next-day", 0.3),
    ] {
        let text = scenario(handover, correlation);
        let loaded = load_text(Path::new("bench.toml"), &text).unwrap_or_else(|failed| {
            panic!("the scenario is valid: {:?}", failed.problems);
        });
        let family = Family::new(1, "bench", &[&loaded.scenarios[0].baseline]);
        let yardsticks = (0..5).map(|_| reference::nanoseconds());
        let yardstick = yardsticks.fold(f64::MAX, f64::min) * DRAWS;
        let repeats = if correlation > 0.0 {
            REPEATS / 20
        } else {
            REPEATS
        };
        let once = || alone.install(|| nanoseconds(&family));
        let took = (0..repeats).map(|_| once()).fold(f64::MAX, f64::min);
        println!(
            "{name}: {:.0} µs = {:.2} of the {:.0} µs that {DRAWS} REF take",
            took / 1e3,
            took / yardstick,
            yardstick / 1e3
        );
    }
}

/// Of one distribution.
fn nanoseconds(family: &Family) -> f64 {
    let stop = AtomicBool::new(false);
    let begun = Instant::now();
    let mass = exact(family, 0, Total::Counted, &stop).expect("nothing is in the way");
    let took = begun.elapsed().as_secs_f64() * 1e9;
    assert!(black_box(mass).mean() > 0.0);
    took
}

/// Ten rows of three steps, each waiting for all of the row before.
fn scenario(handover: &str, correlation: f64) -> String {
    let mut text = format!(
        "id = \"bench\"\ntarget_days = 120\nhandover = \"{handover}\"\n[[stage]]\nid = \"only\"\n[[agency]]\nid = \"bureau\"\n\
         [friction]\ncase_correlation = {{ agencies = {correlation}, applicants = {correlation} }}\n"
    );
    for step in 0..STEPS {
        let row = step / 3;
        let before: Vec<String> = (0..3)
            .filter(|_| row > 0)
            .map(|column| format!("\"s{}\"", 3 * (row - 1) + column))
            .collect();
        text.push_str(&format!(
            "[[step]]\nid = \"s{step}\"\nstage = \"only\"\nagency = \"bureau\"\nlimit_days = 10\nafter = [{}]\n\
             duration = {{ triangular = {{ min_days = 2, mode_days = 5, max_days = {} }} }}\n",
            before.join(", "),
            12 + step % 3
        ));
    }
    text
}

//! The simulation without queues against a yardstick: what a case costs, with everything that is reported.
//!
//! `cargo bench --bench kernel` simulates 30 steps with parallel branches on one thread: both clocks, which
//! steps are critical on each, mean, standard deviation, all quantiles, share within the target. Cost is
//! per case and draw, in multiples of REF; a draw is one random number that a case uses. Aims: 1.3 REF with mixed
//! laws, rework, corrections and attributes; correlation between the steps of a case at most 0.6 more.

mod reference;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use redtape::scenario::load_text;
use redtape::sim::{Family, Officers, Watch, draws_per_case, simulate};

const CASES: u64 = 1 << 18;
const STEPS: usize = 30;
const REPEATS: usize = 5;

/// What the steps are made of.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    is_mixed: bool,
    is_correlated: bool,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "triangular",
        is_mixed: false,
        is_correlated: false,
    },
    Kind {
        name: "triangular, correlated",
        is_mixed: false,
        is_correlated: true,
    },
    Kind {
        name: "mixed",
        is_mixed: true,
        is_correlated: false,
    },
    Kind {
        name: "mixed, correlated",
        is_mixed: true,
        is_correlated: true,
    },
];

fn main() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.expect("one thread starts");
    for kind in KINDS {
        let text = scenario(kind);
        let loaded = load_text(Path::new("bench.toml"), &text).unwrap_or_else(|failed| {
            panic!("the scenario is valid: {:?}", failed.problems);
        });
        let family = Family::new(1, "bench", &[&loaded.scenarios[0].baseline], Officers::Free);
        let draws = draws_per_case(&family, 64);
        let (yardstick, case) = (0..REPEATS)
            .map(|_| (reference::nanoseconds(), alone.install(|| case(&family))))
            .fold((f64::MAX, f64::MAX), |best, now| {
                (best.0.min(now.0), best.1.min(now.1))
            });
        println!(
            "{}: {case:.0} ns a case of {STEPS} steps, {:.2} draws a step: {:.2} ns a draw = {:.2} REF of \
             {yardstick:.2} ns; {:.1} million steps a second",
            kind.name,
            draws / STEPS as f64,
            case / draws,
            case / draws / yardstick,
            1e3 * STEPS as f64 / case
        );
    }
}

/// Nanoseconds of one case.
fn case(family: &Family) -> f64 {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let begun = Instant::now();
    let runs = simulate(family, CASES, None, watch).expect("nobody stops it");
    assert_eq!(runs[0].elapsed.histogram.n(), CASES);
    begun.elapsed().as_secs_f64() * 1e9 / CASES as f64
}

/// Ten rows of three steps, each waiting for two of the row before.
fn scenario(kind: Kind) -> String {
    let correlation = if kind.is_correlated { 0.3 } else { 0.0 };
    let friction = if kind.is_mixed {
        "material_error_share = 0.03\ncorrection_days = { pert = { min_days = 1, mode_days = 3, max_days = 10 } }\n"
    } else {
        ""
    };
    let mut text = format!(
        "id = \"bench\"\ntarget_days = 120\n[[stage]]\nid = \"only\"\n[[agency]]\nid = \"bureau\"\n\
         [[material]]\nid = \"map\"\n[[attribute]]\nid = \"site\"\nshares = {{ state = 0.7, private = 0.3 }}\n\
         [friction]\n{friction}\
         case_correlation = {{ agencies = {correlation}, applicants = {correlation} }}\n"
    );
    for step in 0..STEPS {
        let (row, column) = (step / 3, step % 3);
        let after = match row {
            0 => String::new(),
            _ => format!(
                "after = [\"s{}\", \"s{}\"]\n",
                3 * (row - 1) + column,
                3 * (row - 1) + (column + 1) % 3
            ),
        };
        let duration = match step % 4 {
            _ if !kind.is_mixed => {
                "{ triangular = { min_days = 2, mode_days = 5, max_days = 14 } }"
            }
            0 => "{ triangular = { min_days = 2, mode_days = 5, max_days = 14 } }",
            1 => "{ limit_profile = \"cn-promised\" }",
            2 => "{ lognormal = { median_days = 6, sigma_log = 0.54 } }",
            _ => "{ pert = { min_days = 1, mode_days = 4, max_days = 12 } }",
        };
        text += &format!(
            "[[step]]\nid = \"s{step}\"\nstage = \"only\"\nagency = \"bureau\"\n{after}limit_days = 10\n\
             duration = {duration}\n"
        );
        if kind.is_mixed && step % 3 == 0 {
            text += "materials = [\"map\"]\n";
        }
        if kind.is_mixed && step % 10 == 9 {
            text +=
                &format!("rework = {{ share = 0.06, repeats = [\"s{step}\"], max_rounds = 3 }}\n");
        }
        if kind.is_mixed && step % 10 == 5 {
            text += "when = { site = [\"private\"] }\n";
        }
    }
    text
}

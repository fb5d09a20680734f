//! All 65,536 subsets of 16 measures: nanoseconds per subset and case, against a plain scalar draw.
//!
//! `cargo bench --bench coalitions` prints the time to lay the variants out, the time to read mean and
//! P90 of the wait, and their ratio to REF: one splitmix64 draw as f64, an addition and a maximum. The
//! goal is 0.5 for one-step measures on a workflow of 30 steps, 10,000 cases, one thread.

mod reference;

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use redtape::reform::{Drafter, Measure};
use redtape::scenario::load_text;
use redtape::sim::{Laid, Point, Total, Variants};
use redtape::workflow::Workflow;

const CASES: usize = 10_000;
const N_MEASURES: usize = 16;

/// Measures of a task; the first ones are fixed, so that points of time fit into memory.
const FREE: usize = 12;

/// Points that are read together.
const TOGETHER: usize = 512;

fn main() {
    let reference = reference::nanoseconds();
    println!("REF {reference:.2} ns");
    for (name, n_global) in [("16 one-step measures", 0), ("12 and 4 global ones", 4)] {
        let text = scenario(n_global);
        let loaded = load_text(Path::new("bench.toml"), &text).unwrap_or_else(|failed| {
            panic!("the scenario is valid: {:?}", failed.problems);
        });
        let scenario = &loaded.scenarios[0];
        let measures = &scenario.reforms[0].measures;
        let (lay, read) = subsets(&scenario.baseline, measures, n_global);
        let each = |seconds: f64| seconds * 1e9 / (f64::from(1 << N_MEASURES) * CASES as f64);
        println!(
            "{name}: laid out in {lay:.2} s, mean and P90 in {read:.2} s, {:.2} ns per subset and case = {:.2} REF",
            each(read),
            each(read) / reference,
        );
    }
}

/// Thirty steps in ten rows of three, each waiting for two of the row before; every second one is shortened.
fn scenario(n_global: usize) -> String {
    let mut text = String::from(
        "id = \"bench\"\n[[stage]]\nid = \"only\"\n[[agency]]\nid = \"bureau\"\n[[material]]\nid = \"map\"\n\
         [friction]\nintake_days = { fixed = { days = 1 } }\n",
    );
    for step in 0..30 {
        let (row, column) = (step / 3, step % 3);
        let after = match row {
            0 => String::new(),
            _ => format!(
                "after = [\"s{}\", \"s{}\"]\n",
                3 * (row - 1) + column,
                3 * (row - 1) + (column + 1) % 3
            ),
        };
        text += &format!(
            "[[step]]\nid = \"s{step}\"\nstage = \"only\"\nagency = \"bureau\"\n{after}limit_days = 10\n\
             materials = [\"map\"]\nduration = {{ limit_profile = \"cn-promised\" }}\n"
        );
    }
    text += "[[reform]]\nid = \"reform\"\n";
    for measure in 0..N_MEASURES - n_global {
        let step = (measure * 29) / (N_MEASURES - n_global - 1);
        text += &format!(
            "[[reform.measure]]\nid = \"m{measure}\"\ndo.set_limit = {{ step = \"s{step}\", limit_days = 6 }}\n"
        );
    }
    let global = [
        "do.one_window = { intake_days = { fixed = { days = 0.5 } } }",
        "do.scale_limits = { factor = 0.9 }",
        "do.share_data = { materials = [\"map\"] }",
        "do.scale_limits = { factor = 0.8 }",
    ];
    for (measure, act) in global.iter().take(n_global).enumerate() {
        text += &format!("[[reform.measure]]\nid = \"g{measure}\"\n{act}\n");
    }
    text
}

/// Seconds to lay all subsets out and to read them.
fn subsets(start: &Workflow, measures: &[Measure], n_global: usize) -> (f64, f64) {
    let mut variants = Variants::new(1, &start.id, CASES, 64 << 20);
    let (mut lay, mut read) = (0.0, 0.0);
    let n_fixed = measures.len() - FREE;
    let drafter = Drafter::new(measures);
    let start = &drafter.start(start);
    for fixed in 0..1usize << n_fixed {
        variants.forget();
        let began = Instant::now();
        let mut walked: Vec<(usize, Laid)> = Vec::with_capacity(1 << FREE);
        let root = variants.lay(start);
        walk(
            &mut variants,
            &drafter,
            0,
            fixed,
            n_fixed,
            (start, &root, 0),
            &mut walked,
        );
        variants.draw();
        lay += began.elapsed().as_secs_f64();
        let mut points = vec![None; 1 << FREE];
        for (bits, laid) in &walked {
            points[bits >> n_fixed] = Some(laid.total(Total::Elapsed));
        }
        let began = Instant::now();
        // The last step's measure changes most often, the global ones least.
        let bit = |place: usize| match place < FREE - n_global {
            true => FREE - n_global - 1 - place,
            false => place,
        };
        let reading: Vec<Point> = (0..1usize << FREE)
            .map(|number| {
                let gray = number ^ (number >> 1);
                let subset =
                    (0..FREE).fold(0, |all, place| all | (gray >> place & 1) << bit(place));
                points[subset].expect("every subset was laid")
            })
            .collect();
        for together in reading.chunks(TOGETHER) {
            let figures = variants.mean_and_p90(together, Total::Elapsed);
            black_box(figures.expect("times fit"));
        }
        read += began.elapsed().as_secs_f64();
    }
    (lay, read)
}

fn walk(
    variants: &mut Variants,
    drafter: &Drafter<'_>,
    next: usize,
    fixed: usize,
    n_fixed: usize,
    (workflow, laid, bits): (&Workflow, &Laid, usize),
    walked: &mut Vec<(usize, Laid)>,
) {
    if bits & ((1 << n_fixed) - 1) == fixed {
        walked.push((bits, laid.clone()));
    }
    for measure in next..N_MEASURES {
        if measure < n_fixed && fixed >> measure & 1 == 0 {
            continue;
        }
        // Fixed measures that were passed over cannot come later.
        let passed =
            (0..measure.min(n_fixed)).any(|one| fixed >> one & 1 == 1 && bits >> one & 1 == 0);
        if passed {
            break;
        }
        let changed = drafter.apply(workflow, measure);
        let changed = changed.expect("every measure has a target");
        let beside = variants.lay_beside(&changed, (workflow, laid));
        let state = (&changed, &beside, bits | 1 << measure);
        walk(
            variants,
            drafter,
            measure + 1,
            fixed,
            n_fixed,
            state,
            walked,
        );
    }
}

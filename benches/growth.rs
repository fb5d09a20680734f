//! How time and memory grow with cases, steps, edges and measures: each row doubles or multiplies one of them.
//!
//! `cargo bench --bench growth` runs every row in a process of its own on one thread, so that the largest memory
//! that it ever had is its own. A row that costs the same per case and step as the row before grows linearly.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use redtape::reform::apply_one;
use redtape::scenario::load_text;
use redtape::sim::{Family, Officers, Watch, simulate};

/// What is simulated.
#[derive(Clone, Copy)]
struct Size {
    cases: u64,
    steps: usize,
    /// Steps of the row before that each step waits for.
    waits: usize,
    measures: usize,
}

const BASE: Size = Size {
    cases: 100_000,
    steps: 30,
    waits: 2,
    measures: 0,
};

/// Steps side by side.
const ROW: usize = 5;

fn main() {
    let arguments: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if let [cases, steps, waits, measures] = arguments[..] {
        let cases = cases as u64;
        report(Size {
            cases,
            steps,
            waits,
            measures,
        });
        return;
    }
    println!("    cases  steps   edges  measures        s  ns a case and step  MB at most");
    let vary = |change: fn(usize) -> Size, values: &[usize]| {
        values.iter().map(|&value| change(value)).for_each(row);
    };
    vary(
        |value| Size {
            cases: value as u64,
            ..BASE
        },
        &[100_000, 1_000_000, 10_000_000, 100_000_000],
    );
    vary(
        |value| Size {
            steps: value,
            cases: 50_000,
            ..BASE
        },
        &[50, 500, 5_000],
    );
    vary(
        |value| Size {
            waits: value,
            steps: 500,
            cases: 50_000,
            ..BASE
        },
        &[1, 2, 4],
    );
    vary(
        |value| Size {
            measures: value,
            steps: 500,
            cases: 50_000,
            ..BASE
        },
        &[20, 60, 180],
    );
}

/// Runs a row in a process of its own.
fn row(size: Size) {
    let program = std::env::current_exe().expect("the benchmark knows itself");
    let sizes = [size.cases as usize, size.steps, size.waits, size.measures];
    let status = Command::new(program)
        .args(sizes.map(|size| size.to_string()))
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the row ran");
}

fn report(size: Size) {
    let began = Instant::now();
    let text = scenario(size);
    let loaded = load_text(Path::new("bench.toml"), &text).unwrap_or_else(|failed| {
        panic!("the scenario is valid: {:?}", failed.problems);
    });
    let scenario = &loaded.scenarios[0];
    let baseline = &scenario.baseline;
    let n_edges = (size.steps - ROW) * size.waits;
    let mut reformed = baseline.clone();
    for measure in scenario.reforms.iter().flat_map(|reform| &reform.measures) {
        reformed = apply_one(&reformed, measure).expect("every measure has a target");
    }
    let both = [baseline, &reformed];
    let family = Family::new(
        1,
        "bench",
        &both[..1 + usize::from(size.measures > 0)],
        Officers::Free,
    );
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.expect("one thread starts");
    let runs = alone.install(|| simulate(&family, size.cases, None, watch));
    let n_variants = runs.expect("nobody stops it").len();
    let seconds = began.elapsed().as_secs_f64();
    let each = seconds * 1e9 / (size.cases as f64 * (size.steps * n_variants) as f64);
    println!(
        "{:>9} {:>6} {n_edges:>7} {:>9} {seconds:>8.2} {each:>19.2} {:>11}",
        size.cases,
        size.steps,
        size.measures,
        most_memory_mb().map_or("unknown".to_owned(), |mb| format!("{mb:.0}"))
    );
}

/// The largest memory of this process so far, where the system tells.
fn most_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

fn scenario(size: Size) -> String {
    let mut text =
        String::from("id = \"bench\"\n[[stage]]\nid = \"only\"\n[[agency]]\nid = \"bureau\"\n");
    for step in 0..size.steps {
        let (row, column) = (step / ROW, step % ROW);
        let before = |place: usize| format!("\"s{}\"", ROW * (row - 1) + (column + place) % ROW);
        let after: Vec<String> = match row {
            0 => Vec::new(),
            _ => (0..size.waits).map(before).collect(),
        };
        text += &format!(
            "[[step]]\nid = \"s{step}\"\nstage = \"only\"\nagency = \"bureau\"\nafter = [{}]\nlimit_days = 10\n\
             duration = {{ triangular = {{ min_days = 2, mode_days = 5, max_days = 14 }} }}\n",
            after.join(", ")
        );
    }
    if size.measures > 0 {
        text += "[[reform]]\nid = \"reform\"\n";
    }
    for measure in 0..size.measures {
        text += &format!(
            "[[reform.measure]]\nid = \"m{measure}\"\n\
             do.set_limit = {{ step = \"s{}\", limit_days = 6 }}\n",
            measure * size.steps / size.measures
        );
    }
    text
}

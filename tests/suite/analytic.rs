//! The deterministic timeline and the simulator against closed forms and published examples.

use std::sync::atomic::AtomicBool;

use redtape::duration::{Duration, Law, Limit};
use redtape::sim::{Family, Run, Watch, simulate};
use redtape::workflow::{Clock, EdgeKind, Ingredients, Kind, Step, Workflow, limits};

/// A step of the applicant's own with a duration, so that nothing but the duration acts.
pub fn plain(id: &str, duration: Duration) -> Step {
    let mut step = Step::blank(id, Kind::Applicant);
    step.face.work[0].law = Law::from(duration);
    step
}

pub fn fixed(days: f64) -> Duration {
    Duration::Fixed {
        days,
        calendar: false,
    }
}

pub fn workflow(id: &str, steps: Vec<Step>, edges: &[(&str, &str)]) -> Workflow {
    let ingredients = Ingredients {
        steps,
        edges: edges
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned(), EdgeKind::Habit))
            .collect(),
    };
    Workflow::empty(id)
        .with_graph(ingredients)
        .expect("the edges close no cycle")
}

pub fn run(workflow: &Workflow, seed: u64, replications: u64) -> Run {
    let family = Family::new(seed, &workflow.id, &[workflow]);
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let mut runs = simulate(&family, replications, None, watch).expect("nobody stops it");
    runs.remove(0)
}

/// Mean and its standard error, days.
pub fn mean(run: &Run) -> (f64, f64) {
    let histogram = &run.elapsed.histogram;
    let error = histogram.sd() / (histogram.n() as f64).sqrt();
    (histogram.mean() / 16.0, error / 16.0)
}

#[test]
fn parallel_branches_wait_for_the_slowest() {
    // Eight checks: 4.0 standard errors each keep the false alarm in all below 0.1 %.
    let table = include_str!("../reference/and_joins.csv");
    let mut checked = 0;
    for row in table.lines().filter(|row| !row.starts_with('#')).skip(1) {
        let [law, branches, exact] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("a row has three fields: {row}");
        };
        let duration = match law {
            "exponential 1" => Duration::Exponential { mean_days: 1.0 },
            "uniform 0 1" => Duration::Uniform {
                min_days: 0.0,
                max_days: 1.0,
            },
            "normal 20 4" => Duration::Normal {
                mean_days: 20.0,
                sd_days: 4.0,
            },
            other => panic!("unknown law {other}"),
        };
        let n: usize = branches.parse().expect("a number of branches");
        let steps = (0..n)
            .map(|idx| plain(&format!("branch{idx}"), duration.clone()))
            .collect();
        let joined = workflow("and-join", steps, &[]);
        let exact: f64 = exact.parse().expect("a mean");
        let (mean, error) = mean(&run(&joined, 5, 204_800));
        assert!(
            (mean - exact).abs() < 4.0 * error,
            "{row}: {mean} ± {error}"
        );
        checked += 1;
    }
    assert_eq!(checked, 8);
}

#[test]
fn a_chain_adds_up_means_and_variances() {
    let steps = vec![
        plain(
            "a",
            Duration::Triangular {
                min_days: 1.0,
                mode_days: 2.0,
                max_days: 6.0,
            },
        ),
        plain(
            "b",
            Duration::Gamma {
                shape: 2.0,
                mean_days: 4.0,
            },
        ),
        plain(
            "c",
            Duration::Uniform {
                min_days: 0.0,
                max_days: 3.0,
            },
        ),
    ];
    let chain = workflow("chain", steps, &[("a", "b"), ("b", "c")]);
    let run = run(&chain, 9, 204_800);
    let (mean, error) = mean(&run);
    assert!(
        (mean - (3.0 + 4.0 + 1.5)).abs() < 4.0 * error,
        "{mean} ± {error}"
    );
    // Variances: (a² + b² + c² − ab − ac − bc) / 18, mean² / shape, width² / 12.
    let variance: f64 = (1.0 + 4.0 + 36.0 - 2.0 - 6.0 - 12.0) / 18.0 + 16.0 / 2.0 + 9.0 / 12.0;
    let sd = run.elapsed.histogram.sd() / 16.0;
    // The standard error of an sd is below sd · √(kurtosis / 4n); kurtosis here is under 6.
    let error = sd * (6.0f64 / (4.0 * 204_800.0)).sqrt();
    assert!(
        (sd - variance.sqrt()).abs() < 4.0 * error,
        "{sd} {}",
        variance.sqrt()
    );
}

#[test]
fn rework_repeats_a_geometric_number_of_times() {
    let mut step = plain("a", fixed(2.0));
    step.rework = Some(redtape::workflow::Rework {
        share: 0.3,
        repeats: vec!["a".to_owned()],
        max_rounds: 3,
    });
    let once = workflow("rework", vec![step], &[]);
    let (mean, error) = mean(&run(&once, 21, 204_800));
    let exact = 2.0 * (1.0 + 0.3 + 0.09 + 0.027);
    assert!(
        (mean - exact).abs() < 4.0 * error,
        "{mean} ± {error}, {exact}"
    );
}

#[test]
fn an_attribute_sends_its_share_of_cases_through_a_step() {
    let mut rare = plain("rare", fixed(10.0));
    rare.when = vec![redtape::workflow::Guard {
        attribute: "kind".to_owned(),
        values: vec!["b".to_owned(), "c".to_owned()],
    }];
    let mut mixed = workflow(
        "mixed",
        vec![plain("always", fixed(1.0)), rare],
        &[("always", "rare")],
    );
    mixed.attributes = vec![redtape::workflow::Attribute {
        id: "kind".to_owned(),
        name: Default::default(),
        shares: vec![
            ("a".to_owned(), 0.5),
            ("b".to_owned(), 0.3),
            ("c".to_owned(), 0.2),
        ],
        given: Vec::new(),
        reference: "a".to_owned(),
    }]
    .into();
    assert_eq!(limits(&mixed).elapsed_days, 1.0);
    assert_eq!(limits(&mixed).worst_case.elapsed_days, 11.0);
    let (mean, error) = mean(&run(&mixed, 2, 204_800));
    assert!((mean - 6.0).abs() < 4.0 * error, "{mean} ± {error}");
}

#[test]
fn the_published_cpm_example_comes_out() {
    // CRAN critpath 0.2.2, vignette CPMandPERT: length 8, critical C and F, total floats, earliest starts.
    let days = [
        ("A", 3.0),
        ("B", 2.0),
        ("C", 5.0),
        ("D", 1.0),
        ("E", 1.0),
        ("F", 3.0),
    ];
    let steps = days
        .iter()
        .map(|(id, days)| plain(id, fixed(*days)))
        .collect();
    let edges = [("A", "D"), ("B", "E"), ("C", "F"), ("D", "F"), ("E", "F")];
    let limits = limits(&workflow("cpm", steps, &edges));
    assert_eq!(limits.elapsed_days, 8.0);
    assert_eq!(limits.critical_path_elapsed, ["C", "F"]);
    let published = [
        ("A", 1.0, 0.0),
        ("B", 2.0, 0.0),
        ("C", 0.0, 0.0),
        ("D", 1.0, 3.0),
        ("E", 2.0, 2.0),
        ("F", 0.0, 5.0),
    ];
    for (id, float, earliest) in published {
        let slot = limits.elapsed.steps[id];
        assert_eq!(
            (slot.slack_days, slot.start_days),
            (float, earliest),
            "{id}"
        );
    }
}

#[test]
fn the_published_pert_example_comes_out() {
    // CRAN critpath 0.2.2, vignette CPMandPERT: expected 31, critical A, B, E, H, I; sd of the critical
    // path 1.490712 with the (max − min)² / 36 that PERT assumes.
    let steps = [
        ("A", 3.0, 5.0, 7.0),
        ("B", 5.0, 7.0, 9.0),
        ("C", 5.0, 5.0, 8.0),
        ("D", 1.0, 6.0, 8.0),
        ("E", 6.0, 8.0, 10.0),
        ("F", 2.0, 6.0, 7.0),
        ("G", 5.0, 6.0, 7.0),
        ("H", 3.0, 5.0, 7.0),
        ("I", 4.0, 6.0, 8.0),
    ];
    let edges = [
        ("A", "B"),
        ("B", "C"),
        ("B", "D"),
        ("B", "E"),
        ("C", "F"),
        ("D", "G"),
        ("E", "H"),
        ("F", "I"),
        ("G", "I"),
        ("H", "I"),
    ];
    let pert = |min_days, mode_days, max_days| Duration::Pert {
        min_days,
        mode_days,
        max_days,
    };
    let at_means = steps
        .iter()
        .map(|(id, low, mode, high)| plain(id, fixed(pert(*low, *mode, *high).mean())))
        .collect();
    let limits = limits(&workflow("pert", at_means, &edges));
    assert!((limits.elapsed_days - 31.0).abs() < 1e-9);
    assert_eq!(limits.critical_path_elapsed, ["A", "B", "E", "H", "I"]);
    let critical: f64 = steps
        .iter()
        .filter(|(id, ..)| ["A", "B", "E", "H", "I"].contains(id))
        .map(|(_, low, _, high)| (high - low) * (high - low) / 36.0)
        .sum();
    assert!((critical.sqrt() - 1.490_712).abs() < 1e-6);
    // Waiting for the slowest can only take longer than the chain of means: PERT's known bias.
    let random = steps
        .iter()
        .map(|(id, low, mode, high)| plain(id, pert(*low, *mode, *high)))
        .collect();
    let (mean, error) = mean(&run(&workflow("pert", random, &edges), 4, 40_960));
    assert!(mean > 31.0 + 4.0 * error, "{mean} ± {error}");
}

#[test]
fn the_critical_paths_of_psplib_projects_come_out() {
    let Some(folder) = crate::data_folder("psplib") else {
        println!("skipped: the_critical_paths_of_psplib_projects_come_out (no PSPLIB files)");
        return;
    };
    let table = include_str!("../reference/psplib.csv");
    for row in table.lines().filter(|row| !row.starts_with('#')).skip(1) {
        let [instance, activities, edges, length] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("a row has four fields: {row}");
        };
        let text = std::fs::read_to_string(folder.join(instance)).expect("the file is there");
        let project = project(instance, &text);
        assert_eq!(
            project.steps().count().to_string(),
            activities,
            "{instance}"
        );
        assert_eq!(project.edges().len().to_string(), edges, "{instance}");
        let limits = limits(&project);
        assert_eq!(limits.counted_days.to_string(), length, "{instance}");
        let (mean, error) = mean(&run(&project, 1, 512));
        assert_eq!(
            (mean.to_string().as_str(), error),
            (length, 0.0),
            "{instance}"
        );
    }
}

/// A PSPLIB project as a workflow of clocked steps with fixed durations.
fn project(id: &str, text: &str) -> Workflow {
    let rows = |section: &str| -> Vec<Vec<usize>> {
        text.lines()
            .skip_while(|line| !line.starts_with(section))
            .skip(2)
            .map(|line| {
                line.split_whitespace()
                    .map_while(|word| word.parse().ok())
                    .collect()
            })
            .skip_while(Vec::is_empty)
            .take_while(|row: &Vec<usize>| !row.is_empty())
            .collect()
    };
    let steps = rows("REQUESTS/DURATIONS")
        .iter()
        .map(|row| {
            let mut step = plain(&format!("job{}", row[0]), fixed(row[2] as f64));
            step.clock = Clock::On;
            step.face.limit = Some(Limit::Working(row[2] as f64));
            step
        })
        .collect();
    let mut ingredients = Ingredients {
        steps,
        edges: Vec::new(),
    };
    for row in rows("PRECEDENCE RELATIONS") {
        for next in &row[3..] {
            ingredients.edges.push((
                format!("job{}", row[0]),
                format!("job{next}"),
                EdgeKind::Habit,
            ));
        }
    }
    Workflow::empty(id)
        .with_graph(ingredients)
        .expect("projects have no cycles")
}

//! The deterministic timeline and the simulator against published projects.

use redtape::duration::{Duration, Limit};
use redtape::sim::limits;
use redtape::workflow::{Clock, EdgeKind, Ingredients, Workflow};

use crate::analytic::{fixed, mean, plain, run, workflow};

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

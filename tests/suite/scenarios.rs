//! Every shipped scenario loads, runs, meets its published facts and equals its golden table.

use std::path::{Path, PathBuf};

use redtape::scenario::{self, Loaded, Scenario, check_facts};
use redtape::sim::limits;
use redtape::workflow::{Counts, Limits, counts};

/// Every programme and every scenario file that belongs to none, under `scenarios/`.
pub fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&crate::root().join("scenarios"), &mut found);
    assert!(!found.is_empty(), "scenarios ship");
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.join("programme.toml").is_file() {
            found.push(path);
        } else if path.is_dir() {
            walk(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = std::fs::read_to_string(&path).expect("scenarios are text");
            // A catalogue has no steps.
            if text.contains("[[step]]") {
                found.push(path);
            }
        }
    }
}

fn load(path: &Path) -> Loaded {
    scenario::load(path).unwrap_or_else(|failed| {
        panic!("{}", failed.told());
    })
}

#[test]
fn every_scenario_meets_its_published_facts() {
    for path in shipped() {
        for scenario in &load(&path).scenarios {
            for fact in check_facts(scenario) {
                assert!(
                    fact.is_met(),
                    "{}: {} is {}, published {}",
                    scenario.id,
                    fact.quantity,
                    fact.computed,
                    fact.published
                );
            }
        }
        let path = path.to_string_lossy();
        let arguments = ["check", path.as_ref()];
        assert!(crate::redtape(&arguments).status.success(), "check {path}");
    }
}

#[test]
fn every_scenario_equals_its_golden_table() {
    for path in shipped() {
        let name = path
            .strip_prefix(crate::root().join("scenarios"))
            .expect("it lies under scenarios")
            .with_extension("");
        let output = tempfile::tempdir().expect("a temporary folder");
        let folder = output.path().to_string_lossy();
        let path = path.to_string_lossy();
        let table = crate::printed(&[
            "run",
            &path,
            "--no-charts",
            "--format",
            "csv",
            "--output",
            &folder,
        ]);
        let golden = PathBuf::from("scenarios").join(&name);
        crate::golden(&format!("{}.csv", golden.display()), &table);
        let changes =
            std::fs::read_to_string(output.path().join("changes.csv")).expect("it was written");
        crate::golden(&format!("{}-changes.csv", golden.display()), &changes);
    }
}

/// Minimal examples name only what they show.
const UNNAMED: [&str; 3] = ["measures", "approval-hall.toml", "year-end-rush.toml"];

#[test]
fn every_scenario_of_the_source_is_named_in_both_languages() {
    let is_example = |path: &PathBuf| UNNAMED.iter().any(|name| path.ends_with(name));
    for path in shipped().into_iter().filter(|path| !is_example(path)) {
        for scenario in &load(&path).scenarios {
            all_are_named(scenario);
        }
    }
}

fn all_are_named(scenario: &Scenario) {
    let named = |what: &str, name: &redtape::lang::Name| {
        let both = name.en.is_some() && name.zh.is_some();
        assert!(both, "{}: {what} lacks a name", scenario.id);
    };
    let workflow = &scenario.baseline;
    named("the scenario", &scenario.name);
    for step in workflow.steps() {
        named(&step.id, &step.name);
    }
    for stage in &workflow.stages {
        named(&stage.id, &stage.name);
    }
    for agency in &workflow.agencies {
        named(&agency.id, &agency.name);
    }
    for material in &workflow.materials {
        named(&material.id, &material.name);
    }
    for reform in &scenario.reforms {
        named(&reform.id, &reform.name);
        for measure in &reform.measures {
            named(&measure.id, &measure.name);
        }
    }
}

fn shuozhou() -> Vec<Scenario> {
    load(&crate::root().join("scenarios/shuozhou-2021")).scenarios
}

/// Limits and counts of the baseline and of a reform.
fn sides(id: &str, reform: &str) -> [(Limits, Counts); 2] {
    let scenarios = shuozhou();
    let scenario = scenarios.iter().find(|scenario| scenario.id == id);
    let scenario = scenario.unwrap_or_else(|| panic!("no scenario `{id}`"));
    let at = scenario.reforms.iter().position(|other| other.id == reform);
    let reformed = &scenario.reformed[at.unwrap_or_else(|| panic!("no reform `{reform}`"))];
    [&scenario.baseline, &reformed.workflow].map(|workflow| (limits(workflow), counts(workflow)))
}

#[test]
fn the_four_categories_add_up_to_what_was_worked_out_by_hand() {
    // Counted 100 and 60 are published; what is behind them was added up by a second hand.
    // counted, clock, elapsed, serial, items, links, materials, certificates; the law's counted days.
    type Row = [(f64, f64); 8];
    let categories: [(&str, Row, f64); 4] = [
        (
            "gov-building",
            [
                (100., 60.),
                (120., 74.),
                (215., 178.),
                (158., 82.),
                (23., 12.),
                (108., 48.),
                (100., 43.),
                (7., 0.),
            ],
            257.0,
        ),
        (
            "gov-linear",
            [
                (100., 60.),
                (120., 74.),
                (215., 178.),
                (148., 96.),
                (21., 14.),
                (98., 55.),
                (92., 48.),
                (7., 0.),
            ],
            262.0,
        ),
        (
            "enterprise-approval",
            [
                (100., 60.),
                (110., 72.),
                (186., 149.),
                (195., 101.),
                (23., 11.),
                (108., 44.),
                (91., 36.),
                (6., 0.),
            ],
            217.0,
        ),
        (
            "enterprise-filing",
            [
                (100., 60.),
                (112., 60.),
                (159., 119.),
                (178., 77.),
                (23., 13.),
                (104., 48.),
                (89., 40.),
                (3., 0.),
            ],
            212.0,
        ),
    ];
    let shown = |(limits, counts): &(Limits, Counts)| {
        [
            limits.counted_days,
            limits.clock_days,
            limits.elapsed_days,
            limits.serial_days,
            counts.items,
            counts.links,
            counts.materials,
            counts.certificates,
        ]
    };
    for (id, expected, statutory) in categories {
        let [before, after] = sides(id, "sixty-days");
        assert_eq!(
            shown(&before),
            expected.map(|(before, _)| before),
            "{id}, before"
        );
        assert_eq!(
            shown(&after),
            expected.map(|(_, after)| after),
            "{id}, after"
        );
        let by_law = before.0.statutory_counted_days;
        assert_eq!(by_law, Some(statutory), "{id}, by law");
    }
}

#[test]
fn the_stretch_reform_reaches_twenty_two_days() {
    let [_, (limits, _)] = sides("enterprise-filing", "stretch");
    assert_eq!((limits.counted_days, limits.elapsed_days), (22.0, 81.0));
    let scenarios = shuozhou();
    let filing = scenarios
        .iter()
        .find(|scenario| scenario.id == "enterprise-filing");
    let stretch =
        filing.and_then(|filing| filing.reforms.iter().find(|reform| reform.id == "stretch"));
    let builds_on = stretch.and_then(|stretch| stretch.builds_on.as_ref());
    assert_eq!(builds_on.map(|id| id.as_str()), Some("sixty-days"));
}

#[test]
fn closed_stages_cost_the_reformed_approval_category_nine_days_and_the_table_says_so() {
    let [_, (limits, _)] = sides("enterprise-approval", "sixty-days");
    assert_eq!(limits.gated_counted_days, 69.0);
    let output = tempfile::tempdir().expect("a temporary folder");
    let folder = output.path().to_string_lossy();
    let table = crate::printed(&[
        "run",
        "scenarios/shuozhou-2021",
        "--no-charts",
        "--output",
        &folder,
        "--replications",
        "512",
        "--details",
        "stages",
    ]);
    assert!(table.contains("69, not 60"), "{table}");
}

#[test]
fn the_stages_of_government_buildings_split_the_counted_days() {
    let stages = |limits: &Limits| {
        limits
            .by_stage
            .iter()
            .map(|(_, days)| *days)
            .collect::<Vec<_>>()
    };
    let [(before, _), (after, _)] = sides("gov-building", "sixty-days");
    assert_eq!(stages(&before), [35.0, 23.0, 27.0, 15.0]);
    assert_eq!(stages(&after), [21.0, 14.0, 15.0, 10.0]);
}

//! The picture of queues: figures worked out by hand, legible whatever it shows, and as recorded.

use std::path::Path;

use redtape::chart::{Picture, pictures, queues, svg};
use redtape::compare::{self, SharedQueues, SharedSide};
use redtape::lang::{Lang, Name};
use redtape::scenario::{Scenario, load, load_text};
use redtape::workflow::Workflow;

use crate::drawn::{Drawn, Made, programme, queued, shipped};
use crate::legible::{OF_QUEUES, check, shows_all, stems};

fn scenario(text: &str) -> Scenario {
    let loaded = load_text(Path::new("office.toml"), text).expect("the scenario is right");
    loaded.scenarios.into_iter().next().expect("there is one")
}

fn drawings(drawn: &[Drawn], lang: Lang) -> Vec<Picture> {
    of_queues(pictures(&programme(drawn), lang))
}

fn of_queues(mut all: Vec<Picture>) -> Vec<Picture> {
    all.retain(|picture| OF_QUEUES.iter().any(|name| picture.stem.starts_with(name)));
    all
}

/// Four cases on day 0, one officer, a day each.
const FOUR: &str = r#"
id = "four"
[arrivals]
process = { batch = { size = 4, every_days = 1000 } }
horizon = { terminating = { days = 12 } }
[[agency]]
id = "office"
officers = 1
[[step]]
id = "permit"
agency = "office"
links = 1
limit_days = 3
effort = { fixed = { days = 1 } }
"#;

#[test]
fn four_cases_and_one_officer_are_open_one_day_longer_each() {
    let drawn = [shipped(&scenario(FOUR))];
    let all = programme(&drawn);
    let data = queues::data(&all.scenarios[0]).expect("there are arrivals and officers");
    let moments = &data.sides[0].moments;
    // 120 samples of 12 days.
    for (sample, open, waiting) in [
        (5, 4.0, 3.0),
        (15, 3.0, 2.0),
        (35, 1.0, 0.0),
        (45, 0.0, 0.0),
    ] {
        let moment = moments[sample];
        assert!(
            (moment.day - sample as f64 / 10.0).abs() < 1e-9,
            "{moment:?}"
        );
        assert_eq!((moment.open.value, moment.waiting.value), (open, waiting));
    }
    let load = data.agencies[0].loads[0].expect("it has an officer");
    assert!((load.utilisation.value - 4.0 / 12.0).abs() < 1e-9);
    assert!((load.waiting_days.value - 1.5).abs() < 1e-9);
}

#[test]
fn without_arrivals_there_is_no_picture() {
    let mut quiet = scenario(FOUR);
    quiet.arrivals = None;
    assert!(drawings(&[shipped(&quiet)], Lang::En).is_empty());
}

#[test]
fn queues_of_the_shipped_scenarios_are_legible_and_as_recorded() {
    for file in ["approval-hall", "year-end-rush"] {
        let path = crate::root().join(format!("scenarios/{file}.toml"));
        let loaded = load(&path).expect("shipped scenarios are without error");
        let drawn: Vec<Drawn> = loaded.scenarios.iter().map(shipped).collect();
        for (lang, ending) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let pictures = drawings(&drawn, lang);
            assert_eq!(pictures.len(), 1);
            check(&pictures);
            assert!(pictures[0].scene.missing_glyphs().is_empty());
            let name = format!("charts/{}.{ending}.svg", pictures[0].stem);
            crate::golden(&name, &svg(&pictures[0].scene));
        }
    }
}

/// Agencies one after the other with `officers` each, all names long.
fn row_of(n_agencies: usize, officers: u32, name: &str) -> Scenario {
    let horizon = "horizon = { steady = {} }";
    let mut text = format!(
        "id = \"row\"\nen = \"{name}\"\n[arrivals]\nprocess = {{ poisson = {{ per_day = 1.5 }} }}\n{horizon}\n"
    );
    for idx in 0..n_agencies {
        text += &format!("[[agency]]\nid = \"a{idx}\"\nen = \"{name}\"\nofficers = {officers}\n");
        text +=
            &format!("[[step]]\nid = \"s{idx}\"\nagency = \"a{idx}\"\nlinks = 1\nlimit_days = 5\n");
        text += "effort = { exponential = { mean_days = 1 } }\n";
    }
    scenario(&text)
}

/// A scenario's queues as if they were those of several.
fn as_one_office(drawn: &Drawn) -> SharedQueues {
    let comparison = &drawn.comparison;
    let side = |reform: Option<(String, Name)>, side: &compare::Side| SharedSide {
        reform,
        queues: side.queues.clone().expect("cases arrive"),
    };
    let reforms = comparison.reforms.iter().map(|reform| {
        let named = (reform.id.clone(), reform.name.clone());
        side(Some(named), &reform.side)
    });
    SharedQueues {
        scenarios: vec![comparison.id.clone()],
        names: comparison.names.clone(),
        sides: std::iter::once(side(None, &comparison.baseline))
            .chain(reforms)
            .collect(),
    }
}

#[test]
fn growing_backlogs_many_agencies_and_long_names_are_legible() {
    let name = "Bureau for the preliminary design and the budget reviews of buildings with very long names";
    let made = |scenario: &Scenario, id: &str| Made {
        id: id.to_owned(),
        name: Name::both(
            name,
            "建设项目环境影响评价文件审批与水土保持方案审批及节能审查合并办理",
        ),
        workflow: scenario.baseline.clone(),
        ledger: redtape::workflow::Ledger::default(),
    };
    for (n_agencies, officers, n_reforms) in [
        (1, 1, 0),
        (1, 2, 1),
        (4, 1, 3),
        (30, 2, 2),
        (1, 1, 12),
        (12, 1, 12),
    ] {
        let before = row_of(n_agencies, officers, name);
        let after = row_of(n_agencies.div_ceil(2), 2, "Other");
        let reforms = (0..n_reforms).map(|number| made(&after, &format!("reform{number}")));
        let arrivals = before.arrivals.as_ref();
        let workflow: Workflow = before.baseline.clone();
        let drawn = [queued(workflow, reforms.collect(), arrivals)];
        let (shared, name) = (as_one_office(&drawn[0]), drawn[0].comparison.name.clone());
        for lang in [Lang::En, Lang::Zh] {
            let mut all = programme(&drawn);
            (all.name, all.shared) = (Some(&name), Some(&shared));
            let pictures = of_queues(pictures(&all, lang));
            assert_eq!(pictures.len(), 2);
            check(&pictures);
            shows_all(stems(&pictures), &OF_QUEUES);
        }
    }
}

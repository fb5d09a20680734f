//! Every registered chart: nothing cut off, no label over another, and the drawings as golden SVG text.

use std::sync::atomic::AtomicBool;

use redtape::calendar::Calendar;
use redtape::chart::scene::{Rect, Scene};
use redtape::chart::{self, Programme, pictures, svg};
use redtape::compare::{Comparison, Input, ReformInput, Settings, compare};
use redtape::duration::{Duration, Law, Limit};
use redtape::lang::{Lang, Name};
use redtape::scenario::{Loaded, Scenario, load};
use redtape::sim::draw::Philox;
use redtape::sim::{Start, Watch};
use redtape::workflow::{Clock, EdgeKind, Gate, Ingredients, Kind, Ledger, Stage, Step, Workflow};

use crate::random;

/// Few cases: drawings are looked at here, not numbers.
const REPLICATIONS: u64 = 256;

/// One scenario for the charts: a baseline, reforms, their comparison.
struct Drawn {
    baseline: Workflow,
    reformed: Vec<Workflow>,
    comparison: Comparison,
}

/// Whatever a chart draws, people must be able to read it.
fn check(stem: &str, scene: &Scene) {
    let canvas = Rect::new(0.0, 0.0, scene.width, scene.height);
    let labels = scene.labels();
    let mut by_top: Vec<_> = labels.iter().collect();
    by_top.sort_by(|a, b| a.area.y.total_cmp(&b.area.y));
    for (idx, label) in by_top.iter().enumerate() {
        assert!(
            canvas.contains(&label.area),
            "{stem}: cut off: {label:?} on {canvas:?}"
        );
        assert!(
            !label.content.is_empty(),
            "{stem}: an empty label {label:?}"
        );
        let near = by_top[idx + 1..]
            .iter()
            .take_while(|other| other.area.y < label.area.bottom());
        for other in near {
            assert!(
                !label.area.overlaps(&other.area),
                "{stem}: {label:?} lies under {other:?}"
            );
        }
    }
    assert!(!scene.title.is_empty(), "{stem}: has no title");
    assert!(
        scene.height <= 10_000.0,
        "{stem}: {} pixels high",
        scene.height
    );
}

/// Draws every registered chart in both languages and checks each.
fn check_all(drawn: &[Drawn]) {
    for lang in [Lang::En, Lang::Zh] {
        for picture in pictures(&programme(drawn), lang) {
            check(&format!("{} {lang:?}", picture.stem), &picture.scene);
        }
    }
}

fn programme(drawn: &[Drawn]) -> Programme<'_> {
    Programme {
        name: None,
        scenarios: drawn
            .iter()
            .map(|one| chart::Scenario {
                comparison: &one.comparison,
                baseline: &one.baseline,
                reformed: one.reformed.iter().collect(),
                published_days: one.comparison.target_days.map(|days| days / 0.6),
            })
            .collect(),
    }
}

/// A workflow after a reform.
struct Made {
    id: String,
    name: Name,
    workflow: Workflow,
    ledger: Ledger,
}

/// Compares workflows as if reforms had made the later ones from the first.
fn drawn(baseline: Workflow, reforms: Vec<Made>) -> Drawn {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        tick: &|_| {},
        stop: &stop,
    };
    let settings = Settings {
        seed: 1,
        replications: REPLICATIONS,
        start: Start::During(2026),
        profiles: &[],
    };
    let input = Input {
        baseline: &baseline,
        reforms: reforms
            .iter()
            .map(|made| ReformInput {
                id: &made.id,
                name: &made.name,
                measures: &[],
                workflow: &made.workflow,
                ledger: &made.ledger,
                builds_on: None,
            })
            .collect(),
        calendar: &Calendar::china(),
        arrivals: None,
    };
    let comparison = compare(&input, &settings, watch).expect("the cases fit the grid");
    Drawn {
        comparison,
        baseline,
        reformed: reforms.into_iter().map(|made| made.workflow).collect(),
    }
}

fn shipped(scenario: &Scenario) -> Drawn {
    let reforms = scenario.reforms.iter().zip(&scenario.reformed);
    let made = reforms.map(|(reform, reformed)| Made {
        id: reform.id.clone(),
        name: reform.name.clone(),
        workflow: reformed.workflow.clone(),
        ledger: reformed.ledger.clone(),
    });
    drawn(scenario.baseline.clone(), made.collect())
}

fn shuozhou() -> Vec<Drawn> {
    let path = crate::root().join("scenarios/shuozhou-2021");
    let loaded: Loaded = load(&path).expect("shipped scenarios are without error");
    loaded.scenarios.iter().map(shipped).collect()
}

/// Two workflows made of nothing but the awkward: as many steps, stages and days, and names as long.
fn awkward(n_steps: usize, n_stages: usize, days: &[f64], name: &Name) -> Drawn {
    let workflow = |shrink: f64| {
        let mut workflow = Workflow::empty("awkward");
        workflow.name = name.clone();
        workflow.target_days = Some(days[0]);
        workflow.stages = (0..n_stages)
            .map(|idx| Stage {
                id: format!("stage{idx}"),
                name: name.clone(),
                lead: None,
                gate: Gate::Open,
            })
            .collect();
        let mut ingredients = Ingredients::default();
        for idx in 0..n_steps {
            let kinds = [
                Kind::Approval,
                Kind::Intermediary,
                Kind::Approval,
                Kind::Construction,
            ];
            let mut step = Step::blank(&format!("s{idx}"), kinds[idx % kinds.len()]);
            let length = days[idx % days.len()] * shrink;
            step.name = name.clone();
            step.stage = (n_stages > 0).then(|| format!("stage{}", idx * n_stages / n_steps));
            step.face.limit = (step.clock == Clock::On).then_some(Limit::Working(length));
            step.face.work[0].law = Law::from(Duration::Fixed {
                days: length,
                calendar: false,
            });
            if idx >= 3 {
                let edge = (format!("s{}", idx - 3), format!("s{idx}"), EdgeKind::Habit);
                ingredients.edges.push(edge);
            }
            ingredients.steps.push(step);
        }
        let built = workflow.with_graph(ingredients);
        built.expect("edges lead forward")
    };
    let reforms = [0.5, 0.1].map(|shrink| made(name, workflow(shrink)));
    drawn(workflow(1.0), reforms.into())
}

fn made(name: &Name, workflow: Workflow) -> Made {
    Made {
        id: "reform".to_owned(),
        name: name.clone(),
        workflow,
        ledger: Ledger::default(),
    }
}

#[test]
fn charts_of_the_shipped_scenarios_are_legible_and_as_recorded() {
    let drawn = shuozhou();
    check_all(&drawn);
    for (lang, ending) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        for picture in pictures(&programme(&drawn), lang) {
            // Of charts per scenario the one with two reforms: it has all there is to see.
            let others = ["gov-building", "gov-linear", "enterprise-approval"];
            if others.iter().any(|other| picture.stem.contains(other)) {
                continue;
            }
            assert!(
                picture.scene.missing_glyphs().is_empty(),
                "{}",
                picture.stem
            );
            let name = format!("charts/{}.{ending}.svg", picture.stem);
            crate::golden(&name, &svg(&picture.scene));
        }
    }
}

#[test]
fn charts_of_random_workflows_are_legible() {
    for seed in 0..12 {
        let mut random = Philox::new(seed);
        let baseline = random::workflow(&mut random);
        let other = random::workflow(&mut random);
        check_all(&[drawn(baseline, vec![made(&Name::default(), other)])]);
    }
}

#[test]
fn charts_stand_the_awkward() {
    let long = Name::both(
        "Preliminary design and the budget reviews",
        "建设项目环境影响评价文件审批与水土保持方案审批及节能审查合并办理事项全称四十个字",
    );
    let short = Name::both("A", "甲");
    for (n_steps, n_stages, days) in [
        (1, 1, &[0.0][..]),
        (1, 0, &[10_000.0]),
        (2, 2, &[0.0, 0.3]),
        (34, 4, &[6.0, 10.0, 15.0, 3.0, 20.0]),
        (200, 6, &[5.0, 0.0, 12.0, 1.0]),
        (200, 1, &[10_000.0, 0.0, 1.0]),
        (40, 40, &[10.0]),
        (300, 70, &[1.0, 30.0, 0.0]),
    ] {
        for name in [&long, &short] {
            let one = awkward(n_steps, n_stages, days, name);
            let other = awkward(n_steps.min(9), n_stages, days, name);
            check_all(&[one, other]);
        }
    }
}

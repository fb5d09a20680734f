//! Every registered chart: nothing cut off, no label over another, and the drawings as golden SVG text.

use redtape::chart::pictures;
use redtape::chart::svg;
use redtape::compare::programme_ledger;
use redtape::duration::{Duration, Law, Limit};
use redtape::lang::{Lang, Name};
use redtape::scenario::{Loaded, load};
use redtape::sim::streams::Philox;
use redtape::workflow::{
    Agency, Clock, EdgeKind, Gate, Ingredients, Kind, Ledger, Material, MaterialKind, Obtained,
    Order, Rates, Roster, Stage, Step, Workflow,
};

use crate::drawn::{Drawn, Made, drawn, programme, shipped};
use crate::legible::{OF_RUNS, check, misplaced_percents, said, shows_all, stems};
use crate::random;

/// Draws every registered chart in both languages and checks each; returns the names of the English ones.
fn check_all(drawn: &[Drawn]) -> Vec<String> {
    let name = Name::both("All together", "全部");
    let mut all = programme(drawn);
    all.name = Some(&name);
    let before: Vec<&Workflow> = drawn.iter().map(|one| &one.baseline).collect();
    let after: Vec<&Workflow> = drawn.iter().filter_map(|one| one.reformed.last()).collect();
    all.ledger = Some(programme_ledger(&before, &after, &[]));
    let both = [Lang::En, Lang::Zh].map(|lang| (lang, pictures(&all, lang)));
    for (lang, pictures) in &both {
        check(pictures);
        let said = pictures.iter().flat_map(|picture| said(&picture.scene));
        assert_eq!(misplaced_percents(said, *lang), Vec::<&str>::new());
    }
    let [(_, english), _] = &both;
    stems(english).map(str::to_owned).collect()
}

fn shuozhou() -> Vec<Drawn> {
    let path = crate::root().join("scenarios/shuozhou-2021");
    let mut loaded: Loaded = load(&path).expect("shipped scenarios are without error");
    for scenario in &mut loaded.scenarios {
        // Their queues are those of one office, and drawn as one.
        scenario.arrivals = None;
    }
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
        workflow.agencies = (0..n_stages.max(9)).map(|idx| agency(idx, name)).collect();
        workflow.materials = (0..n_steps.min(60))
            .map(|idx| material(idx, name))
            .collect();
        workflow.rates = Some(Rates {
            form_minutes: 3.0,
            material_minutes: days[0],
            visit_minutes: 90.0,
            link_minutes: 60.0,
            applicant_tariff_per_hour: Some(1e6),
            agency_tariff_per_hour: Some(0.1),
            cases_per_year: Some(1e6),
            ..Rates::default()
        });
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
            step.item = (step.clock == Clock::On).then(|| format!("s{idx}"));
            step.agency = Some(format!("agency{}", idx % n_stages.max(9)));
            step.face.materials = vec![format!("material{}", idx % 60)];
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

fn agency(idx: usize, name: &Name) -> Agency {
    Agency {
        id: format!("agency{idx}"),
        name: name.clone(),
        level: None,
        officers: None,
        order: Order::default(),
        roster: Roster::default(),
    }
}

fn material(idx: usize, name: &Name) -> Material {
    Material {
        id: format!("material{idx}"),
        name: name.clone(),
        kind: MaterialKind::Document,
        obtained: Obtained::AtHand,
        visits: 0,
        supplied: Vec::new(),
        deferrable: false,
    }
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
    let mut all = Vec::new();
    for (n_steps, n_stages, days) in [
        (1, 1, &[0.0][..]),
        (1, 0, &[10_000.0]),
        (2, 2, &[0.0, 0.3]),
        (34, 4, &[6.0, 10.0, 15.0, 3.0, 20.0]),
        (200, 6, &[5.0, 0.0, 12.0, 1.0]),
        (200, 1, &[1_000.0, 0.0, 1.0]),
        (40, 40, &[10.0]),
        (300, 70, &[1.0, 30.0, 0.0]),
    ] {
        for name in [&long, &short] {
            let one = awkward(n_steps, n_stages, days, name);
            let other = awkward(n_steps.min(9), n_stages, days, name);
            all.extend(check_all(&[one, other]));
        }
    }
    shows_all(all.iter().map(String::as_str), &OF_RUNS);
}

#[test]
fn charts_of_twelve_reforms_are_legible() {
    let name = Name::both(
        "Preliminary design and the budget reviews",
        "建设项目环境影响评价文件审批与水土保持方案审批及节能审查合并办理事项全称四十个字",
    );
    for days in [&[7.0, 10_000.0, 0.0][..], &[0.0], &[3.0, 12.0]] {
        let one = awkward(9, 3, days, &name);
        let again = one.reformed.iter().cycle().take(12).enumerate();
        let reforms = again.map(|(idx, workflow)| Made {
            id: format!("reform{idx}"),
            ..made(&name, workflow.clone())
        });
        check_all(&[drawn(one.baseline.clone(), reforms.collect())]);
    }
}

#[test]
fn charts_of_twelve_scenarios_are_legible() {
    let name = Name::both(
        "Preliminary design and the budget reviews",
        "建设项目环境影响评价文件审批与水土保持方案审批",
    );
    for n_scenarios in [3, 12] {
        let all: Vec<Drawn> = (0..n_scenarios)
            .map(|idx| awkward(1 + 3 * idx, idx % 5, &[7.0, 10_000.0, 0.0], &name))
            .collect();
        check_all(&all);
    }
}

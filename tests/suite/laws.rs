//! Laws that every measure keeps on random workflows, with rework and correlation on.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, RngExt};
use redtape::at::At;
use redtape::format::part;
use redtape::lang::Name;
use redtape::reform::{Act, Measure, Reform, Reformed, apply};
use redtape::sim::streams::Philox;
use redtape::sim::{Family, Officers, every_case};
use redtape::workflow::{
    Change, Clock, EdgeKind, Leaving, Ledger, Position, Value, Workflow, properties,
};
use serde::Deserialize;

use crate::random;

/// Workflows per law and measure.
const WORKFLOWS: u64 = 60;

/// One measure of every kind on steps of `workflow`, as a scenario file would write it.
fn some_measures(workflow: &Workflow, random: &mut impl Rng) -> Vec<(String, Act)> {
    let ids: Vec<String> = workflow.steps().map(|step| step.id.clone()).collect();
    let clocked: Vec<String> = workflow
        .steps()
        .filter(|step| step.clock == Clock::On)
        .map(|step| step.id.clone())
        .collect();
    let mut one = |from: &[String]| from[random.random_range(0..from.len())].clone();
    let (any, other, third) = (one(&ids), one(&ids), one(&ids));
    let mut texts = vec![
        format!("remove_step = {{ step = '{any}' }}"),
        format!("prepare_land = {{ steps = ['{any}'] }}"),
        "scale_limits = { factor = 0.6 }".to_owned(),
        "scale_limits = { factor = 0.6, response = 'cap' }".to_owned(),
        "drop_materials = { materials = ['m1', 'm4'] }".to_owned(),
        "share_data = { materials = ['m1', 'm2', 'm5'], share = 0.7 }".to_owned(),
        "share_data = { materials = ['m2'] }".to_owned(),
        "waive_certificates = { certificates = ['m0', 'm3'] }".to_owned(),
        format!("drop_materials = {{ materials = ['m1', 'm2'], steps = ['{any}'] }}"),
        format!("simplify_step = {{ step = '{other}', links = 1, visits = 0 }}"),
        "one_window = {}".to_owned(),
        "one_window = { once_per_stage = true, intake_days = { fixed = { days = 0.5 } } }".to_owned(),
        "one_seal = { agencies = ['agency0', 'agency1', 'agency2'], into = 'agency3', links_minus = 1 }"
            .to_owned(),
        format!("assess_region = {{ step = '{any}', covered_share = 0.4 }}"),
        "accept_with_gaps = { materials = ['m2', 'm3'], within_days = 15 }".to_owned(),
        "accept_with_gaps = { materials = ['m2'], within_days = 5, never_share = 0.1 }".to_owned(),
        "add_officers = { agency = 'agency1', officers = 2 }".to_owned(),
    ];
    if any != other {
        texts.push(format!(
            "merge_steps = {{ steps = ['{any}', '{other}'], into = {{ id = 'joint' }} }}"
        ));
        texts.push(format!(
            "joint_review = {{ steps = ['{any}', '{other}'], slowest = true, into = {{ id = 'joint' }} }}"
        ));
        texts.push(format!(
            "run_in_parallel = {{ steps = ['{any}', '{other}'] }}"
        ));
        if third != any && third != other {
            texts.push(format!(
                "merge_steps = {{ steps = ['{third}', '{any}', '{other}'], into = {{ limit_days = 3 }} }}"
            ));
            texts.push(format!(
                "run_in_parallel = {{ steps = ['{other}', '{third}', '{any}'] }}"
            ));
        }
    }
    if !clocked.is_empty() {
        let step = one(&clocked);
        texts.push(format!("set_limit = {{ step = '{step}', limit_days = 1 }}"));
        texts.push(format!(
            "set_limit = {{ step = '{step}', limit_days = 1, response = {{ share = 0.5 }} }}"
        ));
        texts.push(format!(
            "commit = {{ step = '{step}', limit_days = 1, links = 2, uptake_share = 0.6, breach_share = 0.1, \
             check = {{ share = 0.5, within_days = 40 }} }}"
        ));
        texts.push(format!(
            "file_instead = {{ step = '{step}', limit_days = 1 }}"
        ));
        texts.push(format!("deemed_approval = {{ step = '{step}' }}"));
        texts.push(format!("automate = {{ step = '{step}', share = 0.3 }}"));
        let items = workflow.steps().filter_map(|step| step.item.clone());
        let item = one(&items.collect::<Vec<_>>());
        texts.push(format!(
            "abolish = {{ item = '{item}', check = {{ share = 0.05, within_days = 60 }} }}"
        ));
    }
    let panels: Vec<String> = workflow
        .steps()
        .filter(|step| step.face.meeting.is_some())
        .map(|step| step.id.clone())
        .collect();
    if !panels.is_empty() {
        let step = one(&panels);
        texts.push(format!(
            "meet_more_often = {{ step = '{step}', every_days = 5 }}"
        ));
    }
    texts
        .into_iter()
        .map(|text| (text.clone(), act(&text)))
        .collect()
}

#[derive(Deserialize)]
struct Holder {
    r#do: Act,
}

fn act(text: &str) -> Act {
    let holder: Holder =
        part(&format!("do.{text}")).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
    holder.r#do
}

fn reform(act: Act) -> Reform {
    Reform {
        id: "reform".to_owned(),
        name: Name::default(),
        effective: None,
        builds_on: None,
        measures: vec![Measure {
            id: "measure".to_owned(),
            name: Name::default(),
            group: None,
            cost: None,
            cost_per_day: None,
            excludes: Vec::new(),
            requires: Vec::new(),
            act,
            place: 0..0,
        }],
    }
}

/// Calls `law` with random workflows and every measure that applies to them.
pub fn for_every_measure(seed: u64, mut law: impl FnMut(&Workflow, &str, &Reformed)) {
    let mut applied = BTreeSet::new();
    let mut random = Philox::new(seed);
    for _ in 0..WORKFLOWS {
        let workflow = random::workflow(&mut random);
        for (text, act) in some_measures(&workflow, &mut random) {
            let kind = text.split(' ').next().unwrap_or_default().to_owned();
            // A legal edge may stand in the way; that the error says so is another test's job.
            if let Ok(reformed) = apply(&workflow, &reform(act)) {
                applied.insert(kind);
                law(&workflow, &text, &reformed);
            }
        }
    }
    assert!(
        applied.len() >= 20,
        "too few kinds of measures were tried: {applied:?}"
    );
}

fn edges(workflow: &Workflow) -> BTreeSet<(String, String)> {
    workflow
        .edges()
        .into_iter()
        .map(|(from, to, _)| (from.to_owned(), to.to_owned()))
        .collect()
}

fn steps(workflow: &Workflow) -> BTreeSet<String> {
    workflow.steps().map(|step| step.id.clone()).collect()
}

fn all_properties(workflow: &Workflow) -> BTreeMap<String, BTreeMap<&'static str, Value>> {
    workflow
        .steps()
        .map(|step| (step.id.clone(), properties(step).into_iter().collect()))
        .collect()
}

#[test]
fn the_ledger_is_the_difference_of_the_graphs() {
    for_every_measure(11, |before, text, reformed| {
        let mut steps_now = steps(before);
        let mut edges_now = edges(before);
        let mut known = all_properties(before);
        for entry in &reformed.ledger.entries {
            match &entry.change {
                Change::StepLeft { step, .. } => {
                    assert!(
                        steps_now.remove(step) || came(&reformed.ledger, step),
                        "{text}: {step}"
                    );
                    known.remove(step);
                }
                Change::StepCame { step, .. } => {
                    steps_now.insert(step.clone());
                }
                Change::EdgeCame { from, to, .. } => {
                    assert!(
                        edges_now.insert((from.clone(), to.clone())),
                        "{text}: {from} {to}"
                    );
                }
                Change::EdgeLeft { from, to } => {
                    assert!(
                        edges_now.remove(&(from.clone(), to.clone())),
                        "{text}: {from} {to}"
                    );
                }
                Change::Set {
                    step,
                    property,
                    before,
                    after,
                } => {
                    let old = known
                        .get_mut(step)
                        .and_then(|step| step.insert(property, after.clone()));
                    assert_eq!(old.as_ref(), Some(before), "{text}: {step}.{property}");
                }
                Change::Marked { .. }
                | Change::MaterialSupplied { .. }
                | Change::Officers { .. } => {}
            }
        }
        for step in reformed
            .ledger
            .entries
            .iter()
            .filter_map(|entry| match &entry.change {
                Change::StepCame { step, .. } => Some(step),
                _ => None,
            })
        {
            steps_now.insert(step.clone());
        }
        assert_eq!(steps_now, steps(&reformed.workflow), "{text}");
        assert_eq!(edges_now, edges(&reformed.workflow), "{text}");
        for (step, now) in all_properties(&reformed.workflow) {
            if let Some(told) = known.get(&step).filter(|_| !came(&reformed.ledger, &step)) {
                assert_eq!(told, &now, "{text}: {step}");
            }
        }
    });
}

fn came(ledger: &Ledger, step: &str) -> bool {
    ledger
        .entries
        .iter()
        .any(|entry| matches!(&entry.change, Change::StepCame { step: other, .. } if other == step))
}

#[test]
fn the_baseline_is_untouched() {
    let mut random = Philox::new(12);
    for _ in 0..WORKFLOWS {
        let workflow = random::workflow(&mut random);
        let picture = |workflow: &Workflow| {
            (
                edges(workflow),
                format!("{:?}", workflow.steps().collect::<Vec<_>>()),
            )
        };
        let before = picture(&workflow);
        for (text, act) in some_measures(&workflow, &mut random) {
            let _ = apply(&workflow, &reform(act));
            assert_eq!(picture(&workflow), before, "{text}");
        }
    }
}

#[test]
fn no_step_loses_its_last_successor_unless_that_one_went() {
    for_every_measure(13, |before, text, reformed| {
        let gone =
            |id: &str| {
                reformed.ledger.entries.iter().any(
                    |entry| matches!(&entry.change, Change::StepLeft { step, .. } if step == id),
                )
            };
        let group = text.contains("parallel");
        for step in reformed
            .workflow
            .steps()
            .filter(|step| step.position == Position::Path)
        {
            let had: Vec<&str> = before.successors(&step.id);
            let has = reformed.workflow.successors(&step.id);
            let kept_some = !has.is_empty() || had.is_empty();
            let all_went = had
                .iter()
                .all(|id| gone(id) || (group && text.contains(id)));
            assert!(kept_some || all_went, "{text}: {} had {had:?}", step.id);
        }
    });
}

#[test]
fn no_legal_edge_between_steps_that_stay_is_lost() {
    for_every_measure(14, |before, text, reformed| {
        for (from, to, edge) in before.edges() {
            let both_stay =
                reformed.workflow.step(from).is_some() && reformed.workflow.step(to).is_some();
            if edge.kind == EdgeKind::Legal && both_stay && from != "joint" && to != "joint" {
                assert!(
                    reformed.workflow.reaches(from, to),
                    "{text}: {from} -> {to}"
                );
            }
        }
    });
}

#[test]
fn the_name_of_a_merged_step_changes_no_number() {
    let mut random = Philox::new(16);
    let mut merged = 0;
    for _ in 0..WORKFLOWS {
        let workflow = random::workflow(&mut random);
        let with_id = |id: &str| {
            let text =
                format!("merge_steps = {{ steps = ['s1', 's3'], into = {{ id = '{id}' }} }}");
            apply(&workflow, &reform(act(&text)))
        };
        let (Ok(one), Ok(other)) = (with_id("joint"), with_id("another-name")) else {
            continue;
        };
        merged += 1;
        let family = Family::new(3, "law", &[&one.workflow, &other.workflow], Officers::Free);
        let cases = every_case(&family, None, 1);
        assert_eq!(cases[0], cases[1]);
    }
    assert!(merged > WORKFLOWS / 2);
}

#[test]
fn a_measure_on_a_step_that_is_gone_says_who_took_it() {
    let mut random = Philox::new(17);
    let workflow = random::workflow(&mut random);
    let mut twice = reform(act("remove_step = { step = 's1' }"));
    let mut second = twice.measures[0].clone();
    second.id = "second".to_owned();
    second.act = act("set_limit = { step = 's1', limit_days = 1 }");
    twice.measures.push(second);
    let problems = apply(&workflow, &twice).expect_err("the step is gone");
    assert!(
        problems[0].message.contains("measure `measure` removed it"),
        "{}",
        problems[0]
    );
    let never = At::nowhere("s99".to_owned());
    assert!(workflow.step(&never).is_none());
    let _ = Leaving::Removed;
}

//! Small cases worked out by hand, most of them once wrong.

use redtape::duration::{Duration, Law, Limit};
use redtape::sim::days_of;
use redtape::workflow::{
    Attribute, Clock, Guard, Material, MaterialKind, Obtained, Rework, Share, Split, Step, Workflow,
};

use crate::analytic::{fixed, mean, plain, run, workflow};

fn certificate(id: &str, obtained: Obtained) -> Material {
    Material {
        id: id.to_owned(),
        name: Default::default(),
        kind: MaterialKind::Certificate,
        obtained,
        visits: 0,
        deferrable: false,
        supplied: Vec::new(),
    }
}

/// Shares of cases in which the step is on a longest elapsed chain.
fn criticality(workflow: &Workflow, step: &str) -> f64 {
    let run = run(workflow, 1, 512);
    let found = run.criticality.iter().find(|(id, ..)| id == step);
    found.expect("the step is there").1 as f64 / 512.0
}

#[test]
fn who_waits_for_a_material_is_not_held_up_by_the_step_before() {
    let mut second = plain("second", fixed(3.0));
    second.face.materials = vec!["proof".to_owned()];
    let mut slow_proof = workflow(
        "proof",
        vec![plain("first", fixed(5.0)), second],
        &[("first", "second")],
    );
    slow_proof.materials = vec![certificate("proof", Obtained::After(fixed(20.0)))].into();
    assert_eq!(mean(&run(&slow_proof, 1, 512)).0, 23.0);
    assert_eq!(criticality(&slow_proof, "first"), 0.0);
    assert_eq!(criticality(&slow_proof, "second"), 1.0);
    slow_proof.materials[0].obtained = Obtained::After(fixed(4.0));
    assert_eq!(mean(&run(&slow_proof, 1, 512)).0, 8.0);
    assert_eq!(criticality(&slow_proof, "first"), 1.0);
}

fn size(share_of_large: f64) -> (Attribute, Guard) {
    let shares = [("small", 1.0 - share_of_large), ("large", share_of_large)];
    let attribute = Attribute {
        id: "size".to_owned(),
        name: Default::default(),
        shares: shares
            .map(|(value, share)| (value.to_owned(), share))
            .into(),
        given: Vec::new(),
        reference: "small".to_owned(),
    };
    let guard = Guard {
        attribute: "size".to_owned(),
        values: vec!["large".to_owned()],
    };
    (attribute, guard)
}

#[test]
fn a_step_that_the_case_skips_is_not_done_again() {
    let (attribute, only_large) = size(0.5);
    let mut drafting = plain("drafting", fixed(10.0));
    drafting.when = vec![only_large];
    let mut review = plain("review", fixed(1.0));
    review.rework = Some(Rework {
        way_back: Vec::new(),
        share: 1.0,
        repeats: vec!["drafting".to_owned(), "review".to_owned()],
        max_rounds: 1,
    });
    let mut redone = workflow("redone", vec![drafting, review], &[("drafting", "review")]);
    redone.attributes = vec![attribute].into();
    let histogram = run(&redone, 1, 512).elapsed.histogram;
    let seen: Vec<f64> = histogram
        .iter()
        .map(|(ticks, _)| days_of(ticks.into()))
        .collect();
    assert_eq!(seen, [1.0 + 1.0, 2.0 * (10.0 + 1.0)]);
}

#[test]
fn a_step_decided_on_a_promise_is_done_again_as_promised() {
    let mut step = plain("permit", fixed(10.0));
    let mut promised = step.face.clone();
    promised.work[0].law = Law::from(fixed(1.0));
    step.splits = vec![Split {
        share: Share {
            share: 0.5,
            measure: "commit",
            origins: step.origins.clone(),
        },
        then: promised,
    }];
    step.rework = Some(Rework {
        way_back: Vec::new(),
        share: 1.0,
        repeats: vec!["permit".to_owned()],
        max_rounds: 2,
    });
    let histogram = run(&workflow("promised", vec![step], &[]), 1, 512)
        .elapsed
        .histogram;
    let seen: Vec<f64> = histogram
        .iter()
        .map(|(ticks, _)| days_of(ticks.into()))
        .collect();
    assert_eq!(seen, [3.0, 30.0]);
}

#[test]
fn works_outside_all_totals_wait_at_no_counter() {
    let mut works = plain("works", fixed(100.0));
    works.kind = redtape::workflow::Kind::Acceptance;
    works.clock = Clock::Outside;
    works.face.form = true;
    works.face.limit = Some(Limit::Working(100.0));
    let mut outside = workflow(
        "outside",
        vec![plain("before", fixed(2.0)), works],
        &[("before", "works")],
    );
    outside.friction.intake = Some(Duration::Fixed {
        days: 5.0,
        calendar: false,
    });
    assert_eq!(mean(&run(&outside, 1, 512)).0, 2.0);
}

#[test]
fn a_step_of_no_time_off_the_clock_changes_nothing_where_all_time_counts() {
    let exponential = |mean_days| Duration::Exponential { mean_days };
    let mut steps = ["first", "other", "both", "again"].map(|id| plain(id, exponential(3.0)));
    for step in &mut steps {
        step.clock = Clock::On;
    }
    let (attribute, guard) = size(0.4);
    steps[1].when = vec![guard];
    steps[3].rework = Some(Rework {
        way_back: Vec::new(),
        share: 0.5,
        repeats: vec!["other".to_owned(), "again".to_owned()],
        max_rounds: 2,
    });
    let edges = [("first", "both"), ("other", "both"), ("other", "again")];
    let of = |steps: Vec<Step>| {
        let mut workflow = workflow("clock", steps, &edges);
        workflow.attributes = vec![attribute.clone()].into();
        run(&workflow, 1, 5000)
    };
    let nothing = plain("nothing", fixed(0.0));
    let (with, without) = (of([&steps[..], &[nothing]].concat()), of(steps.into()));
    assert_eq!(without.counted, without.elapsed);
    assert_eq!(
        (&without.counted, &without.elapsed),
        (&with.counted, &with.elapsed)
    );
    for (id, elapsed, counted) in &without.criticality {
        assert!(elapsed == counted && with.criticality.contains(&(id.clone(), *elapsed, *counted)));
    }
}

//! Steps that wait for a panel to sit: the wait is even, off the clock, and shorter for more sittings.

use redtape::duration::{Duration, Law, Limit};
use redtape::sim::{Family, Officers, TICKS_PER_DAY, days_of, every_case, limits};
use redtape::workflow::{
    EdgeKind, Handover, Ingredients, Kind, Material, MaterialKind, Meeting, Obtained, Rework, Step,
    Workflow,
};

use crate::analytic::run;

const BLOCKS: u64 = 80;

fn fixed(days: f64) -> Law {
    Law::from(Duration::Fixed {
        days,
        calendar: false,
    })
}

/// A draft of random length, then a panel that sits every `every_days` and takes a day, on the clock.
fn panel(every_days: Option<f64>) -> Workflow {
    let mut draft = Step::blank("draft", Kind::Applicant);
    draft.face.work[0].law = Law::from(Duration::Uniform {
        min_days: 3.0,
        max_days: 40.0,
    });
    let mut decision = Step::blank("decision", Kind::Approval);
    decision.face.limit = Some(Limit::Working(1.0));
    decision.face.work[0].law = fixed(1.0);
    decision.face.meeting = every_days.map(|every_days| Meeting {
        every_days,
        seats: None,
        origins: ["decision".to_owned()].into(),
    });
    let ingredients = Ingredients {
        steps: vec![draft, decision],
        edges: vec![("draft".to_owned(), "decision".to_owned(), EdgeKind::Habit)],
    };
    Workflow::empty("panel")
        .with_graph(ingredients)
        .expect("no cycle")
}

/// Elapsed and counted ticks of every case of several workflows with the same luck.
fn cases(workflows: &[&Workflow]) -> Vec<Vec<(u32, u32)>> {
    let family = Family::new(1, "panel", workflows, Officers::Free);
    every_case(&family, None, BLOCKS)
}

#[test]
fn the_wait_for_a_sitting_is_even_and_off_the_clock() {
    let all = cases(&[&panel(None), &panel(Some(10.0))]);
    let waits: Vec<f64> = all[0]
        .iter()
        .zip(&all[1])
        .map(|(without, with)| days_of(f64::from(with.0) - f64::from(without.0)))
        .collect();
    assert!(
        all[1].iter().all(|case| case.1 == TICKS_PER_DAY),
        "off the clock"
    );
    assert!(waits.iter().all(|wait| (0.0..10.0).contains(wait)));
    // Even on 0 to 10.
    let n = waits.len() as f64;
    let mean = waits.iter().sum::<f64>() / n;
    let error = (100.0 / 12.0 / n).sqrt();
    assert!((mean - 5.0).abs() < 4.0 * error, "{mean} ± {error}");
    let early = waits.iter().filter(|wait| **wait < 2.5).count() as f64 / n;
    assert!((early - 0.25).abs() < 4.0 * (0.25f64 * 0.75 / n).sqrt());
}

#[test]
fn a_panel_that_sits_twice_as_often_keeps_its_days_and_never_lengthens_a_case() {
    let all = cases(&[&panel(Some(10.0)), &panel(Some(5.0))]);
    let saved: Vec<i64> = all[0]
        .iter()
        .zip(&all[1])
        .map(|(seldom, often)| i64::from(seldom.0) - i64::from(often.0))
        .collect();
    let five_days = 5 * i64::from(TICKS_PER_DAY);
    assert!(saved.iter().all(|saved| [0, five_days].contains(saved)));
    assert!(saved.contains(&0) && saved.contains(&five_days));
}

#[test]
fn limits_take_half_the_time_between_two_sittings_for_the_wait() {
    let limits = limits(&panel(Some(10.0)));
    assert_eq!(limits.elapsed_days, 21.5 + 5.0 + 1.0);
    assert_eq!(limits.counted_days, 1.0);
    assert_eq!(limits.clock_days, 1.0);
    assert_eq!(limits.worst_case.elapsed_days, 27.5);
}

#[test]
fn where_steps_end_on_whole_days_panels_sit_on_whole_days() {
    let mut whole = panel(Some(5.0));
    whole.handover = Handover::NextDay;
    let all = cases(&[&whole]);
    let whole = |ticks: u32| ticks.is_multiple_of(TICKS_PER_DAY);
    assert!(all[0].iter().all(|case| whole(case.0) && whole(case.1)));
}

#[test]
fn a_step_on_whole_days_is_counted_and_judged_from_the_sitting() {
    // The applicant is there at any hour, the panel on whole days; 0.9 of a day of work are a day, within the limit.
    let mut whole = panel(Some(5.0));
    whole.handover = Handover::NextDay;
    let mut steps: Vec<Step> = whole.steps().map(|step| (**step).clone()).collect();
    steps[1].item = Some("decision".to_owned());
    steps[1].face.work[0].law = fixed(0.9);
    steps[1].face.materials = vec!["plan".to_owned()];
    let edges = vec![("draft".to_owned(), "decision".to_owned(), EdgeKind::Habit)];
    whole = whole
        .with_graph(Ingredients { steps, edges })
        .expect("no cycle");
    whole.materials = vec![Material {
        id: "plan".to_owned(),
        name: Default::default(),
        kind: MaterialKind::Document,
        obtained: Obtained::After(Duration::Uniform {
            min_days: 30.0,
            max_days: 60.0,
        }),
        visits: 0,
        deferrable: false,
        supplied: Vec::new(),
    }]
    .into();
    let all = cases(&[&whole]);
    assert!(all[0].iter().all(|case| case.1 == TICKS_PER_DAY));
    assert_eq!(run(&whole, 1, 512).items, [("decision".to_owned(), 512, 0)]);
}

#[test]
fn a_case_that_is_sent_back_waits_for_another_sitting() {
    let mut again = panel(Some(8.0));
    let mut steps: Vec<Step> = again.steps().map(|step| (**step).clone()).collect();
    steps[1].rework = Some(Rework {
        way_back: Vec::new(),
        share: 1.0,
        repeats: vec!["decision".to_owned()],
        max_rounds: 2,
    });
    let edges = vec![("draft".to_owned(), "decision".to_owned(), EdgeKind::Habit)];
    again = Workflow::empty("panel")
        .with_graph(Ingredients { steps, edges })
        .expect("no cycle");
    let all = cases(&[&panel(Some(8.0)), &again]);
    // Each round: the day that the decision took, then until the panel sits again, then a day.
    for (once, thrice) in all[0].iter().zip(&all[1]) {
        assert_eq!(thrice.0 - once.0, 16 * TICKS_PER_DAY);
    }
}

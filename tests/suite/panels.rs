//! Steps that wait for a panel to sit: the wait is even, off the clock, and shorter for more sittings.

use redtape::duration::{Duration, Law, Limit};
use redtape::sim::{Family, every_case};
use redtape::workflow::{
    EdgeKind, Handover, Ingredients, Kind, Meeting, Rework, Step, Workflow, limits,
};

const GRID: f64 = 16.0;
const BLOCKS: u64 = 40;

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

/// Elapsed and counted days of every case of several workflows with the same luck.
fn cases(workflows: &[&Workflow]) -> Vec<Vec<(f64, f64)>> {
    let family = Family::new(1, "panel", workflows);
    let days = |case: (u32, u32)| (f64::from(case.0) / GRID, f64::from(case.1) / GRID);
    let every = every_case(&family, BLOCKS).into_iter();
    every
        .map(|cases| cases.into_iter().map(days).collect())
        .collect()
}

#[test]
fn the_wait_for_a_sitting_is_even_and_off_the_clock() {
    let all = cases(&[&panel(None), &panel(Some(10.0))]);
    let waits: Vec<f64> = all[0]
        .iter()
        .zip(&all[1])
        .map(|(without, with)| with.0 - without.0)
        .collect();
    assert!(all[1].iter().all(|case| case.1 == 1.0), "off the clock");
    assert!(waits.iter().all(|wait| (0.0..10.0).contains(wait)));
    // Even on 0, 1/16, ..., 159/16: mean 159/32, variance (160² − 1) / 12 / 16².
    let n = waits.len() as f64;
    let mean = waits.iter().sum::<f64>() / n;
    let error = ((160.0f64 * 160.0 - 1.0) / 12.0 / 256.0 / n).sqrt();
    assert!(
        (mean - 159.0 / 32.0).abs() < 4.0 * error,
        "{mean} ± {error}"
    );
    let early = waits.iter().filter(|wait| **wait < 2.5).count() as f64 / n;
    assert!((early - 0.25).abs() < 4.0 * (0.25f64 * 0.75 / n).sqrt());
}

#[test]
fn a_panel_that_sits_twice_as_often_keeps_its_days_and_never_lengthens_a_case() {
    let all = cases(&[&panel(Some(10.0)), &panel(Some(5.0))]);
    let saved: Vec<f64> = all[0]
        .iter()
        .zip(&all[1])
        .map(|(seldom, often)| seldom.0 - often.0)
        .collect();
    assert!(saved.iter().all(|saved| *saved == 0.0 || *saved == 5.0));
    assert!(saved.contains(&0.0) && saved.contains(&5.0));
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
    assert!(all[0].iter().all(|case| case.0.fract() == 0.0));
}

#[test]
fn a_case_that_is_sent_back_waits_for_another_sitting() {
    let mut again = panel(Some(8.0));
    let mut steps: Vec<Step> = again.steps().map(|step| (**step).clone()).collect();
    steps[1].rework = Some(Rework {
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
        assert_eq!(thrice.0 - once.0, 16.0);
    }
}

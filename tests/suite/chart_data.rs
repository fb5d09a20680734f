//! What charts show of a workflow of fixed durations, against figures worked out by hand.

use std::path::Path;

use redtape::chart::workflow::{Change, Fate};
use redtape::chart::{
    burden, categories, criticality, distribution, ledger, programme_ledger, timeline, workflow,
};
use redtape::lang::Name;
use redtape::scenario::{Scenario, load_text};

use crate::drawn::{Drawn, programme, shipped};

const SCENARIO: &str = r#"
id = "hall"
target_days = 15

[burden]
form_minutes = 60
link_minutes = 30
submission_minutes = 15
visit_minutes = 120

[[stage]]
id = "first"
[[stage]]
id = "second"

[[step]]
id = "survey"
kind = "intermediary"
stage = "first"
duration = { fixed = { days = 4 } }

[[step]]
id = "plan"
stage = "first"
after = ["survey"]
limit_days = 10
links = 2
form = true
visits = 1
duration = { fixed = { days = 5 } }

[[step]]
id = "fire"
stage = "first"
after = ["survey"]
limit_days = 6
links = 2
form = true
duration = { fixed = { days = 6 } }

[[step]]
id = "permit"
stage = "second"
after = ["plan", "fire"]
limit_days = 8
links = 3
form = true
duration = { fixed = { days = 8 } }

[[step]]
id = "archive"
kind = "filing"
stage = "second"
after = ["plan"]
limit_days = 2
links = 1
duration = { fixed = { days = 2 } }

[[reform]]
id = "joint"
  [[reform.measure]]
  id = "one-review"
  do.merge_steps.steps = ["plan", "fire"]
  do.merge_steps.into = { id = "review", limit_days = 7, links = 2, duration = { fixed = { days = 5 } } }
  [[reform.measure]]
  id = "no-archive"
  do.remove_step = { step = "archive" }
"#;

/// A hall whose steps take fixed days, and its reform.
pub fn hall_scenario() -> Scenario {
    let mut loaded = load_text(Path::new("hall"), SCENARIO).expect("it loads");
    loaded.scenarios.remove(0)
}

fn hall() -> Drawn {
    shipped(&hall_scenario())
}

/// Hands `look` the scenario as charts get it.
fn with_hall(look: impl Fn(&redtape::chart::Programme<'_>)) {
    let drawn = [hall()];
    look(&programme(&drawn));
}

#[test]
fn the_workflow_tells_what_became_of_every_step() {
    with_hall(|programme| {
        let scenario = &programme.scenarios[0];
        let reform = scenario.reforms().next().expect("there is a reform");
        let before = workflow::data(scenario, None);
        let ids: Vec<&str> = before
            .nodes
            .iter()
            .map(|node| node.step.1.as_str())
            .collect();
        assert_eq!(ids, ["survey", "plan", "fire", "permit", "archive"]);
        assert!(
            before
                .nodes
                .iter()
                .all(|node| node.fate == Fate::Kept && node.is_met)
        );
        let on_counted: Vec<bool> = before.nodes.iter().map(|node| node.on_counted).collect();
        assert_eq!(on_counted, [false, true, false, true, false]);
        assert_eq!(before.links.len(), 5);

        let after = workflow::data(scenario, Some(&reform));
        let told: Vec<(&str, Fate)> = after
            .nodes
            .iter()
            .map(|node| (node.step.1.as_str(), node.fate))
            .collect();
        assert_eq!(
            told,
            [
                ("survey", Fate::Kept),
                ("review", Fate::Merged),
                ("permit", Fate::Kept),
                ("archive", Fate::Removed)
            ]
        );
        let swallowed: Vec<&str> = after.nodes[1]
            .swallowed
            .iter()
            .map(|step| step.1.as_str())
            .collect();
        assert_eq!(swallowed, ["fire", "plan"]);
        let days: Vec<_> = after.nodes.iter().map(|node| node.days).collect();
        assert_eq!(
            days,
            [
                (Some(4.0), Some(4.0)),
                (None, Some(7.0)),
                (Some(8.0), Some(8.0)),
                (Some(2.0), None)
            ]
        );
        let links: Vec<_> = after
            .links
            .iter()
            .map(|link| {
                (
                    link.from,
                    link.to,
                    link.is_gone,
                    link.on_counted,
                    link.on_elapsed,
                )
            })
            .collect();
        assert_eq!(
            links,
            [
                (0, 1, false, false, true),
                (1, 2, false, true, true),
                (1, 3, true, false, false)
            ]
        );
        let change = |before, after| Change {
            before,
            after: Some(after),
        };
        assert_eq!(after.counted_days, change(18.0, 15.0));
        assert_eq!(after.elapsed_days, change(22.0, 19.0));
        assert_eq!(after.n_steps, change(5.0, 3.0));
    });
}

#[test]
fn criticality_tells_which_steps_decide_how_often() {
    with_hall(|programme| {
        let reform = programme.scenarios[0]
            .reforms()
            .next()
            .expect("there is a reform");
        let data = criticality::data(&reform);
        let told: Vec<_> = (data.steps.iter())
            .map(|one| {
                let pair = |shares: Option<criticality::Shares>| {
                    shares.map(|shares| (shares.elapsed, shares.counted))
                };
                (one.step.as_str(), pair(one.before), pair(one.after))
            })
            .collect();
        // Before, the fire review takes 6 days and the plan 5.
        let all = Some((1.0, 1.0));
        assert_eq!(
            told.iter().find(|row| row.0 == "permit"),
            Some(&("permit", all, all))
        );
        assert_eq!(
            told.iter().find(|row| row.0 == "review"),
            Some(&("review", None, all))
        );
        assert_eq!(
            told.iter().find(|row| row.0 == "fire"),
            Some(&("fire", all, None))
        );
        assert_eq!(told.iter().find(|row| row.0 == "plan"), None);
        let survey = told
            .iter()
            .find(|row| row.0 == "survey")
            .expect("it is waited for");
        assert_eq!(
            (
                survey.1.map(|shares| shares.0),
                survey.2.map(|shares| shares.0)
            ),
            (Some(1.0), Some(1.0))
        );
        assert_eq!(
            data.steps[data.steps.len() - 1].step,
            "fire",
            "what is gone comes last"
        );
    });
}

#[test]
fn burden_tells_hours_by_step() {
    with_hall(|programme| {
        let reform = programme.scenarios[0]
            .reforms()
            .next()
            .expect("there is a reform");
        let data = burden::data(&reform).expect("the file has rates");
        // Three forms of an hour and a trip of two; then two forms and a trip.
        assert_eq!(data.applicant.map(|cost| cost.hours), [5.0, 4.0]);
        // Links: 8 of half an hour before, 5 after; submissions of a quarter: 3, then 2.
        assert_eq!(data.agency.map(|cost| cost.hours), [4.75, 3.0]);
        assert_eq!(data.trips, [2.0, 2.0]);
        assert_eq!(data.materials, []);
        let step = |id: &str| {
            data.steps
                .iter()
                .find(|(other, _)| other == id)
                .map(|(_, cells)| *cells)
        };
        assert_eq!(step("permit"), Some([[1.0, 1.0], [1.75, 1.75]]));
        assert_eq!(step("plan"), Some([[1.0, 0.0], [1.25, 0.0]]));
        assert_eq!(step("review"), Some([[0.0, 1.0], [0.0, 1.25]]));
        assert_eq!(step("archive"), Some([[0.0, 0.0], [0.5, 0.0]]));
    });
}

#[test]
fn the_timeline_places_every_step_on_the_elapsed_axis() {
    with_hall(|programme| {
        let reform = programme.scenarios[0]
            .reforms()
            .next()
            .expect("there is a reform");
        let data = timeline::data(&reform);
        assert_eq!(
            (data.before.counted_days, data.before.elapsed_days),
            (18.0, 22.0)
        );
        let bars: Vec<_> = data
            .before
            .lanes
            .iter()
            .flat_map(|lane| &lane.bars)
            .map(|bar| {
                (
                    bar.step.1.as_str(),
                    bar.start_days,
                    bar.end_days,
                    bar.slack_days,
                )
            })
            .collect();
        assert_eq!(
            bars,
            [
                ("survey", 0.0, 4.0, 0.0),
                ("plan", 4.0, 14.0, 0.0),
                ("fire", 4.0, 10.0, 4.0),
                ("permit", 14.0, 22.0, 0.0),
                ("archive", 14.0, 16.0, 6.0)
            ]
        );
        let counted: Vec<f64> = data
            .before
            .lanes
            .iter()
            .map(|lane| lane.counted_days)
            .collect();
        assert_eq!(counted, [10.0, 8.0]);
        let path: Vec<_> = data
            .after
            .elapsed_path
            .iter()
            .map(|piece| (piece.step.1.as_str(), piece.days))
            .collect();
        assert_eq!(path, [("survey", 4.0), ("review", 7.0), ("permit", 8.0)]);
    });
}

#[test]
fn the_distribution_of_fixed_durations_is_one_bin() {
    with_hall(|programme| {
        let reform = programme.scenarios[0]
            .reforms()
            .next()
            .expect("there is a reform");
        let data = distribution::data(&reform);
        let [counted, waits] = &data.panels;
        let days = |panel: &distribution::Panel| {
            panel
                .curves
                .clone()
                .map(|curve| (curve.promise_days, curve.p50_days, curve.p90_days))
        };
        assert_eq!(days(counted), [(18.0, 14.0, 14.0), (15.0, 13.0, 13.0)]);
        assert_eq!(days(waits), [(22.0, 18.0, 18.0), (19.0, 17.0, 17.0)]);
        assert_eq!((counted.target_days, waits.target_days), (Some(15.0), None));
        assert_eq!(data.within, Some((1.0, 1.0)));
        let full: Vec<f64> = waits.curves[0]
            .shares
            .iter()
            .copied()
            .filter(|share| *share > 0.0)
            .collect();
        assert_eq!(full, [1.0]);
    });
}

#[test]
fn categories_and_the_five_cuts_repeat_the_comparison() {
    with_hall(|programme| {
        let data = categories::data(programme);
        let rows: Vec<_> = data.groups[0]
            .rows
            .iter()
            .map(|row| {
                (
                    row.counted_days,
                    row.elapsed_days,
                    row.half_days,
                    row.nine_of_ten_days,
                )
            })
            .collect();
        assert_eq!(rows, [(18.0, 22.0, 18.0, 18.0), (15.0, 19.0, 17.0, 17.0)]);
        let data = ledger::data(&programme.scenarios[0]);
        let values: Vec<Vec<f64>> = data
            .panels
            .iter()
            .map(|panel| panel.values.clone())
            .collect();
        assert_eq!(
            values[..5],
            [[4.0, 2.0], [3.0, 2.0], [18.0, 15.0], [8.0, 5.0], [0.0, 0.0]]
        );
        assert_eq!(values[5..], [[1.0, 1.0]]);
    });
}

#[test]
fn a_programme_counts_what_scenarios_share_once() {
    let drawn = [hall(), hall()];
    let name = Name::both("Halls", "大厅");
    let mut both = programme(&drawn);
    assert_eq!(
        programme_ledger::data(&both),
        None,
        "without a name it is no programme"
    );
    both.name = Some(&name);
    let before: Vec<_> = drawn.iter().map(|one| &one.baseline).collect();
    let after: Vec<_> = drawn.iter().map(|one| &one.reformed[0]).collect();
    both.ledger = Some(redtape::compare::programme_ledger(&before, &after, &[]));
    let data = programme_ledger::data(&both).expect("there are two scenarios");
    let values: Vec<Vec<f64>> = data
        .panels
        .iter()
        .map(|panel| panel.values.clone())
        .collect();
    // Limits: 10 + 6 + 8 + 2 of four items, then 7 + 8 of two.
    assert_eq!(
        values,
        [[4.0, 2.0], [0.0, 0.0], [26.0, 15.0], [8.0, 5.0], [0.0, 0.0]]
    );
}

//! Rules for counting move the counted total; nobody waits less.

use std::path::Path;

use redtape::scenario::{Loaded, load, load_text};
use redtape::sim::{Family, Officers, every_case, limits};
use redtape::workflow::ClockRule;

fn shuozhou() -> Loaded {
    load(Path::new("scenarios/shuozhou-2021")).expect("it loads")
}

#[test]
fn drawing_review_off_the_clock_turns_a_hundred_into_ninety_and_nobody_waits_less() {
    // Facts: baseline 100 → 90 in all four flows; reform 60 → 50, 58, 50, 48.
    let expected = [
        ("gov-building", 50.0),
        ("gov-linear", 58.0),
        ("enterprise-approval", 50.0),
        ("enterprise-filing", 48.0),
    ];
    let charted = shuozhou().scenarios;
    let ruled = shuozhou()
        .with_clock_rule(ClockRule::LicensingLaw45)
        .scenarios;
    for (id, after) in expected {
        let find = |scenarios: &[redtape::scenario::Scenario]| {
            let idx = scenarios.iter().position(|one| one.id == id);
            idx.expect("the flow is there")
        };
        let (chart, rule) = (&charted[find(&charted)], &ruled[find(&ruled)]);
        let pairs = [
            (&chart.baseline, &rule.baseline, 100.0, 90.0),
            (
                &chart.reformed[0].workflow,
                &rule.reformed[0].workflow,
                60.0,
                after,
            ),
        ];
        for (chart, rule, was, is) in pairs {
            let (before, after) = (limits(chart), limits(rule));
            assert_eq!((before.counted_days, after.counted_days), (was, is), "{id}");
            assert_eq!(before.elapsed_days, after.elapsed_days, "{id}");
            let family = Family::new(1, id, &[chart, rule], Officers::Free);
            let cases = every_case(&family, None, 2);
            for (one, other) in cases[0].iter().zip(&cases[1]) {
                assert_eq!(one.0, other.0, "{id}: the wait is the same");
                assert!(other.1 <= one.1, "{id}");
            }
        }
    }
}

#[test]
fn going_back_to_the_flow_chart_restores_every_clock() {
    let ruled = shuozhou().with_clock_rule(ClockRule::Zhejiang2019);
    let ruled = ruled.with_clock_rule(ClockRule::LicensingLaw45);
    let back = ruled.with_clock_rule(ClockRule::FlowChart).scenarios;
    for (scenario, again) in shuozhou().scenarios.iter().zip(&back) {
        let steps = |scenario: &redtape::scenario::Scenario| {
            let steps = scenario.baseline.steps();
            steps.map(|step| (**step).clone()).collect::<Vec<_>>()
        };
        assert_eq!(steps(scenario), steps(again));
    }
}

#[test]
fn zhejiang_counts_what_the_government_commissions_and_utilities() {
    let text = r#"
id = "commissioned"
clock_rule = "zhejiang-2019"
[[step]]
id = "survey"
kind = "intermediary"
commissioned_by = "government"
duration = { fixed = { days = 7 } }
[[step]]
id = "design"
kind = "intermediary"
after = ["survey"]
duration = { fixed = { days = 20 } }
[[step]]
id = "water-connection"
kind = "utility"
clock = "off"
after = ["design"]
limit_days = 5
duration = { fixed = { days = 5 } }
"#;
    let loaded = load_text(Path::new("commissioned"), text).expect("it loads");
    let scenario = &loaded.scenarios[0];
    assert_eq!(limits(&scenario.baseline).counted_days, 12.0);
    assert_eq!(limits(&scenario.baseline).elapsed_days, 32.0);
    let charted = scenario.baseline.with_clock_rule(ClockRule::FlowChart);
    assert_eq!(limits(&charted).counted_days, 0.0);
}

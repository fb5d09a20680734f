//! Table, pictures, page, CSV and JSON of every shipped scenario tell the same figures.

use redtape::chart::{categories, ledger, timeline};
use redtape::compare::{Comparison, Side};
use redtape::lang::Lang;
use redtape::report::page::{Page, Section, page};
use redtape::report::{json, scenarios_csv, table};
use redtape::scenario::load;
use redtape::text::days;
use serde_json::Value;

use crate::drawn::{Drawn, programme, unqueued};

fn sides(comparison: &Comparison) -> Vec<&Side> {
    let reforms = comparison.reforms.iter().map(|reform| &reform.side);
    std::iter::once(&comparison.baseline)
        .chain(reforms)
        .collect()
}

/// The default table.
pub fn shown(drawn: &Drawn, lang: Lang) -> String {
    table::overview(std::slice::from_ref(&drawn.comparison), None, None, lang)
}

/// The JSON contract's scenario.
pub fn document(drawn: &Drawn) -> Value {
    let mut document = json::document(std::slice::from_ref(&drawn.comparison), None, None);
    document["scenarios"][0].take()
}

fn html(comparison: &Comparison) -> String {
    let section = Section {
        comparison,
        figures: Vec::new(),
        sources: &[],
        assumptions: Vec::new(),
        switches: Vec::new(),
        warnings: Vec::new(),
    };
    page(&Page {
        title: comparison.name.clone(),
        sections: vec![section],
        programme: None,
        figures: Vec::new(),
        lang: Lang::En,
    })
}

/// What a picture says.
pub fn said(scene: &redtape::chart::scene::Scene) -> String {
    redtape::chart::svg(scene)
}

/// Table, JSON, CSV, page and pictures tell the same figures of every workflow.
pub fn assert_same(one: &Drawn) {
    let comparison = &one.comparison;
    let name = &comparison.id;
    let document = document(one);
    let table = shown(one, Lang::En);
    let html = html(comparison);
    let csv = scenarios_csv(std::slice::from_ref(comparison));
    let mut csv = csv::Reader::from_reader(csv.as_slice());
    let headings = csv.headers().expect("there is a heading").clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("it is a row")).collect();
    let all = programme(std::slice::from_ref(one));
    let categories = categories::data(&all);
    let ledger = ledger::data(&all.scenarios[0]);
    let timelines: Vec<timeline::Data> = all.scenarios[0]
        .reforms()
        .map(|one| timeline::data(&one))
        .collect();
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    for (idx, side) in sides(comparison).into_iter().enumerate() {
        let told = &side.told.case;
        let answer = match idx {
            0 => &document["baseline"],
            _ => &document["reforms"][idx - 1],
        };
        let figures = [
            ("counted_days", told.counted_days),
            ("elapsed_days", told.elapsed_days),
            ("items", told.items),
            ("links", told.links),
            ("materials", told.materials),
            ("certificates", told.certificates),
            ("visits", told.visits),
        ];
        for (key, value) in figures {
            let place = format!("{name}, side {idx}: {key}");
            assert_eq!(
                answer["headline"][key].as_f64(),
                Some(rounded(value)),
                "{place}"
            );
            if !side.told.of_all_kinds {
                let group = if key.ends_with("days") {
                    "limits"
                } else {
                    "counts"
                };
                assert_eq!(answer[group][key].as_f64(), Some(rounded(value)), "{place}");
            }
            let column = headings
                .iter()
                .position(|heading| heading == key)
                .expect("a column");
            assert_eq!(
                rows[idx][column].parse::<f64>().ok(),
                Some(rounded(value)),
                "{place}"
            );
        }
        let row = &categories.groups[0].rows[idx];
        assert_eq!(
            (row.counted_days, row.elapsed_days, row.trips),
            (told.counted_days, told.elapsed_days, told.visits),
            "{name}: categories"
        );
        for panel in &ledger.panels {
            let value = match panel.cut {
                ledger::Cut::Items => told.items,
                ledger::Cut::Materials => told.materials,
                ledger::Cut::Limits => told.counted_days,
                ledger::Cut::Links => told.links,
                ledger::Cut::Certificates => told.certificates,
                ledger::Cut::Trips => told.visits,
            };
            assert_eq!(panel.values[idx], value, "{name}: ledger");
        }
        if idx == 0 {
            continue;
        }
        let before = &comparison.baseline.told.case;
        let timeline = &timelines[idx - 1];
        assert_eq!(timeline.told[1], side.told, "{name}: timeline");
        if !side.told.of_all_kinds {
            let drawn = (timeline.after.counted_days, timeline.after.elapsed_days);
            assert_eq!(
                drawn,
                (told.counted_days, told.elapsed_days),
                "{name}: timeline"
            );
        }
        for (was, is) in [
            (before.counted_days, told.counted_days),
            (before.elapsed_days, told.elapsed_days),
            (before.items, told.items),
            (before.materials, told.materials),
            (before.certificates, told.certificates),
        ] {
            let change = format!("{} → {}", days(was), days(is));
            assert!(table.contains(&change), "{name}: no {change} in\n{table}");
            let cell = format!(
                "<span class=\"before\">{}</span> → <strong>{}</strong>",
                days(was),
                days(is)
            );
            assert!(html.contains(&cell), "{name}: no {cell} on the page");
        }
        let share = document["reforms"][idx - 1]["ledger"]["counted_share"].as_f64();
        let exact = match before.counted_days > 0.0 {
            true => told.counted_days / before.counted_days - 1.0,
            false => 0.0,
        };
        assert_eq!(share, Some(rounded(exact)), "{name}: the share of limits");
    }
}

#[test]
fn every_shipped_scenario_tells_each_figure_once() {
    for path in crate::scenarios::shipped() {
        let loaded = load(&path).unwrap_or_else(|failed| panic!("{}", failed.told()));
        for scenario in &loaded.scenarios {
            assert_same(&unqueued(scenario));
        }
    }
}

/// What the program prints of a shipped scenario in few cases.
fn printed(path: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = folder.path().to_str().expect("it is text");
    let mut all = vec!["run", path, "--no-charts", "--replications", "256"];
    all.extend(["--output", output]);
    all.extend(more);
    crate::printed(&all)
}

#[test]
fn what_two_figures_have_no_common_name_for_has_two_names() {
    // Eight certificates are handed in, of seven kinds; 65 → 30 days of the chain, 75 → 35 of all items.
    let text = printed("scenarios/talent-one-stop", &[]).replace('\n', " ");
    assert!(
        text.contains("8 → 0") && text.contains("kinds of certificate −7"),
        "{text}"
    );
    assert!(text.contains("limits of all items −53.3 %"), "{text}");
    let loaded = load(&crate::root().join("scenarios/talent-one-stop"));
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}", failed.told()));
    let one = [unqueued(&loaded.scenarios[0])];
    let all = programme(&one);
    let picture = said(&ledger::draw(&ledger::data(&all.scenarios[0]), Lang::En));
    assert!(picture.contains("counted days −53.8 %, links 0, certificates −8, trips −6"));
}

#[test]
fn the_city_tells_its_published_share_and_nobodys_officers_four_times() {
    let text = printed("scenarios/five-cuts", &["--details"]).replace('\n', " ");
    assert!(
        text.contains("limits of all items −54 % (against the law; −39.3 % against promises)"),
        "{text}"
    );
    assert!(text.contains("Queues are not told"), "{text}");
    assert!(!text.contains("With queues"), "{text}");
}

#[test]
fn the_default_answer_fits_a_screen_and_sections_are_picked_by_name() {
    for lang in ["en", "zh"] {
        let text = printed("scenarios/shuozhou-2021", &["--lang", lang]);
        assert!(text.lines().count() <= 32, "{text}");
        let one = printed(
            "scenarios/shuozhou-2021",
            &["--lang", lang, "--details", "stages"],
        );
        let more = one.lines().count() - text.lines().count();
        assert!((2..=8).contains(&more), "{one}");
    }
}

//! `run --assumptions`: what the assumed figures are worth together, against cases where that is known.

use std::path::Path;

use serde_json::Value;

use crate::cli::{folder, stderr, stdout, text};
use crate::{printed, redtape};

/// The answer for files of these names and texts, run together.
fn document(files: &[(&str, &str)], more: &[&str]) -> Value {
    let place = folder();
    for (name, content) in files {
        std::fs::write(place.path().join(name), content).expect("the file can be written");
    }
    let output = place.path().join("output");
    let mut arguments = vec!["run", text(place.path()), "--format", "json", "--no-charts"];
    arguments.extend(["--output", text(&output), "--replications", "2048"]);
    arguments.extend(more);
    serde_json::from_str(&printed(&arguments)).expect("it is JSON")
}

fn band(bands: &Value, path: &str) -> (f64, f64) {
    let band = bands
        .pointer(path)
        .unwrap_or_else(|| panic!("no {path} in {bands}"));
    let end = |key: &str| band[key].as_f64().expect("a number");
    (end("low"), end("high"))
}

/// The applicant drafts for 10 days, which is an assumption; a licence of 6 days is published.
const DRAFT: &str = r#"
id = "draft"
[[source]]
id = "law"
title = "A law"
article = "1"
[[step]]
id = "draft"
kind = "applicant"
duration = { fixed = { days = 10 } }
[[step]]
id = "licence"
after = ["draft"]
limit_days = 6
duration = { fixed = { days = 6 } }
cite = { limit_days = "law" }
[[reform]]
id = "online"
[[reform.measure]]
id = "no-draft"
do.remove_step = { step = "draft" }
"#;

#[test]
fn one_assumed_duration_gives_the_band_of_a_uniform() {
    // The licence's own duration is assumed too: make it published by leaving it to its limit.
    let text = DRAFT.replace("duration = { fixed = { days = 6 } }\n", "");
    let profile = "[[profile]]\nid = \"all\"\nquantiles = [[0, 1], [1, 1]]\n[defaults.approval]\nduration = { limit_profile = \"all\" }\n";
    let text = text.replace(
        "[[step]]\nid = \"draft\"",
        &format!("{profile}[[step]]\nid = \"draft\""),
    );
    let n = 200;
    let answer = document(&[("draft.toml", &text)], &["--assumptions", "200"]);
    let scenario = &answer["scenarios"][0];
    assert_eq!(scenario["assumptions"]["figures"], 1);
    assert_eq!(scenario["assumptions"]["variants"], n);
    // Uniform from 7.5 to 12.5, so 5 to 95 % is 7.75 to 12.25; a stratum is 5/200 wide.
    let stratum = 5.0 / f64::from(n);
    let near = |(low, high): (f64, f64), (expected_low, expected_high): (f64, f64)| {
        assert!(
            (low - expected_low).abs() <= stratum && (high - expected_high).abs() <= stratum,
            "{low} to {high}, not {expected_low} to {expected_high}"
        );
    };
    let before = &scenario["baseline"]["assumption_bands"];
    near(band(before, "/limits/elapsed_days"), (13.75, 18.25));
    for quantile in ["/elapsed_days/p50", "/elapsed_days/p90"] {
        near(band(before, quantile), (13.75, 18.25));
    }
    // What is published stays.
    for counted in [
        "/limits/counted_days",
        "/limits/clock_days",
        "/counted_days/p50",
    ] {
        assert_eq!(band(before, counted), (6.0, 6.0), "{counted}");
    }
    let reform = &scenario["reforms"][0];
    assert_eq!(
        band(&reform["assumption_bands"], "/elapsed_days/p90"),
        (6.0, 6.0)
    );
    let saved = &reform["difference_bands"];
    near(band(saved, "/limits/elapsed_days"), (-12.25, -7.75));
    near(band(saved, "/elapsed_days/p50"), (-12.25, -7.75));
}

#[test]
fn a_file_based_on_a_source_assumes_nothing() {
    let based = DRAFT.replace(
        "id = \"draft\"\n[[source]]",
        "id = \"draft\"\nbasis = \"law\"\n[[source]]",
    );
    assert_ne!(based, DRAFT);
    for (text, figures) in [(DRAFT, 2), (based.as_str(), 0)] {
        let answer = document(&[("draft.toml", text)], &["--assumptions", "20"]);
        assert_eq!(answer["scenarios"][0]["assumptions"]["figures"], figures);
        let bands = &answer["scenarios"][0]["baseline"]["assumption_bands"];
        let (low, high) = band(bands, "/limits/elapsed_days");
        assert_eq!(low < high, figures > 0, "{low} to {high}");
    }
}

#[test]
fn two_independent_assumptions_in_a_row_give_the_band_of_a_trapezium() {
    // 10 and 6 days, each ± 25 %: uniforms of width 5 and 3 add up to a trapezium on 12 to 20. Its lower
    // corner is a triangle of area x² / (2 · 5 · 3); 5 % lie below x = √1.5.
    let corner = 1.5f64.sqrt();
    let answer = document(&[("draft.toml", DRAFT)], &["--assumptions", "2000"]);
    let before = &answer["scenarios"][0]["baseline"]["assumption_bands"];
    let (low, high) = band(before, "/elapsed_days/p50");
    // 4 standard errors of a quantile of 2,000 independent draws: √(0.05 · 0.95 / 2000) over the density there.
    let tolerance = 4.0 * (0.05 * 0.95 / 2000.0f64).sqrt() / (corner / 15.0);
    assert!((low - (12.0 + corner)).abs() < tolerance, "{low}");
    assert!((high - (20.0 - corner)).abs() < tolerance, "{high}");
}

#[test]
fn nothing_but_the_bands_is_added() {
    let [mut without, mut with] =
        [&[][..], &["--assumptions", "20"]].map(|more| document(&[("draft.toml", DRAFT)], more));
    let bands = ["assumptions", "assumption_bands", "difference_bands"];
    let mut n_null = 0;
    strip(&mut without, &bands, &mut |value| {
        n_null += usize::from(value.is_null())
    });
    assert_eq!(n_null, 4, "without the flag every band is null");
    strip(&mut with, &bands, &mut |value| assert!(value.is_object()));
    assert_eq!(with, without, "estimates and their sampling intervals stay");
}

fn strip(value: &mut Value, keys: &[&str], seen: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(map) => {
            for key in keys {
                map.remove(*key).iter().for_each(&mut *seen);
            }
            map.values_mut().for_each(|inner| strip(inner, keys, seen));
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| strip(inner, keys, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn applicant(id: &str, duration: &str, more: &str) -> String {
    format!(
        "id = \"{id}\"\n[[step]]\nid = \"draft\"\nkind = \"applicant\"\nduration = {duration}\n{more}\n"
    )
}

#[test]
fn the_corners_of_a_distribution_move_together_and_never_cross() {
    // Quantiles are linear in the corners, so the median moves as they do: by a quarter either way.
    let text = applicant(
        "corners",
        "{ triangular = { min_days = 8, mode_days = 8, max_days = 8.5 } }",
        "",
    );
    let answer = document(&[("corners.toml", &text)], &["--assumptions", "100"]);
    let scenario = &answer["scenarios"][0];
    let median = 8.5 - 0.5 * 0.5f64.sqrt();
    let (low, high) = band(
        &scenario["baseline"]["assumption_bands"],
        "/limits/elapsed_days",
    );
    assert!(
        (low - 0.775 * median).abs() < 0.05 && (high - 1.225 * median).abs() < 0.05,
        "{low} {high}"
    );
}

#[test]
fn a_range_for_a_duration_is_one_for_its_place() {
    let law = "{ lognormal = { median_days = 10, sigma_log = 0 } }";
    let text = applicant("range", law, "plausible = { duration = [5, 25] }");
    let answer = document(&[("range.toml", &text)], &["--assumptions", "200"]);
    let (low, high) = band(
        &answer["scenarios"][0]["baseline"]["assumption_bands"],
        "/limits/elapsed_days",
    );
    assert!(
        (low - 6.0).abs() < 0.11 && (high - 24.0).abs() < 0.11,
        "{low} {high}"
    );
}

#[test]
fn one_address_in_two_files_moves_over_the_range_of_each() {
    let [short, long] = [("a", 4), ("b", 40)]
        .map(|(id, days)| applicant(id, &format!("{{ fixed = {{ days = {days} }} }}"), ""));
    let answer = document(
        &[("a.toml", &short), ("b.toml", &long)],
        &["--assumptions", "100"],
    );
    let band_of = |idx: usize| {
        let bands = &answer["scenarios"][idx]["baseline"]["assumption_bands"];
        band(bands, "/limits/elapsed_days")
    };
    let ((low, high), (long_low, long_high)) = (band_of(0), band_of(1));
    assert!(
        (low - 3.1).abs() < 0.02 && (high - 4.9).abs() < 0.02,
        "{low} {high}"
    );
    // JSON has six decimals.
    assert!((long_low - 10.0 * low).abs() < 1e-4 && (long_high - 10.0 * high).abs() < 1e-4);
}

#[test]
fn the_bands_do_not_depend_on_threads() {
    let [one, three] = ["1", "3"].map(|threads| {
        document(
            &[("draft.toml", DRAFT)],
            &["--assumptions", "40", "--threads", threads],
        )
    });
    assert_eq!(one, three);
}

#[test]
fn a_range_for_what_is_not_there_is_refused_where_it_stands() {
    let place = folder();
    let path = place.path().join("x.toml");
    let content = applicant(
        "x",
        "{ fixed = { days = 4 } }",
        "plausible = { durration = [1, 9] }",
    );
    std::fs::write(&path, content).expect("the file can be written");
    let output = redtape(&["check", text(&path)]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("which is no figure here") && said.contains("did you mean `duration`"),
        "{said}"
    );
    assert!(stdout(&output).is_empty());
}

#[test]
fn the_table_names_the_bands_and_keeps_them_apart_from_sampling_error() {
    for (lang, named, apart) in [
        ("en", "What the assumptions are worth", "No sampling error"),
        ("zh", "假设的分量", "不含抽样误差"),
    ] {
        let place = folder();
        let scenario = Path::new("scenarios/ip-pledge-loan");
        let shown = printed(&[
            "run",
            text(scenario),
            "--no-charts",
            "--output",
            text(place.path()),
            "--lang",
            lang,
            "--replications",
            "512",
            "--assumptions",
            "20",
        ]);
        assert!(shown.contains(named) && shown.contains(apart), "{shown}");
    }
}

//! Recorded cases as they come: dates of every program, XES of every sort, a row for each step or for each case, to values
//! found by hand or with another program.

use std::path::{Path, PathBuf};

use redtape::exchange::calibrate::{Calibrated, Cases, Group, Settings, Source, Week, read};

use crate::calibrate::{loads, made, settings};
use crate::cli::{folder, stderr, text};
use crate::{answered, redtape};

fn path(name: &str) -> PathBuf {
    Path::new("tests/recorded").join(name)
}

fn calibrated(name: &str) -> Calibrated {
    let found =
        made(&path(name), None, &settings()).unwrap_or_else(|said| panic!("{name}: {said}"));
    loads(&found.scenario);
    found
}

fn median(days: &[f64]) -> f64 {
    days[(days.len() - 1) / 2]
}

fn said(found: &Calibrated) -> String {
    let lines = found.report.iter().filter_map(|line| line.en.clone());
    lines.collect::<Vec<_>>().join("\n")
}

/// 60 cases whose median is 3.13 calendar days from first event to last.
#[test]
fn dates_of_every_program_are_read() {
    let iso = calibrated("t_iso.csv");
    assert_eq!(iso.recorded_days.len(), 60);
    assert!(
        said(&iso).contains("calendar days: P50 3.13"),
        "{}",
        said(&iso)
    );
    for name in [
        "t_slash.csv",
        "t_us.csv",
        "t_excel.csv",
        "x_ok.xes",
        "x_nocase.xes",
        "x_utf16.xes",
        "x_nz.xes",
    ] {
        let found = calibrated(name);
        assert_eq!(found.recorded_days.len(), 60, "{name}");
        // Serials are rounded to a second.
        let gap = (median(&found.recorded_days) - median(&iso.recorded_days)).abs();
        assert!(gap < 1e-4, "{name}: {gap}");
    }
}

#[test]
fn days_are_those_of_the_offset_that_is_written() {
    for name in ["x_nz.xes", "x_ok.xes"] {
        assert_eq!(calibrated(name).working_days.weekend_share, 0.0, "{name}");
    }
}

#[test]
fn dates_that_stay_ambiguous_are_named_by_line_and_text() {
    let folder = folder();
    let log = folder.path().join("log.csv");
    std::fs::write(
        &log,
        "case,activity,time\nA,a,3/1/2021 9:00\nA,b,3/2/2021 9:00\n",
    )
    .expect("it can be written");
    let output = redtape(&["calibrate", text(&log)]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("line 2: `3/1/2021 9:00` leaves open which figure is the day"),
        "{said}"
    );
    let output = redtape(&["calibrate", text(&log), "--dates", "month-first"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn traces_of_one_name_are_cases_of_their_own() {
    let folder = folder();
    let log = folder.path().join("log.xes");
    let trace = |day: u32| {
        format!(
            "<trace><string key=\"concept:name\" value=\"A\"/><event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2021-03-0{day}T09:00:00+08:00\"/></event></trace>"
        )
    };
    std::fs::write(&log, format!("<log>{}{}</log>", trace(1), trace(2)))
        .expect("it can be written");
    let found = made(&log, None, &settings()).expect("it is read");
    assert_eq!(found.recorded_days.len(), 2);
    assert!(
        said(&found).contains("1 trace has the name of an earlier one"),
        "{}",
        said(&found)
    );
}

/// A quarter of the cases of `d_ok` are late, whatever the dates look like; a limit runs to the end of its day.
#[test]
fn deadlines_are_dates_to_the_end_of_their_day() {
    for (deadlines, share) in [
        ("d_ok.csv", 0.25),
        ("d_endslash.csv", 0.25),
        ("d_sameday.csv", 0.0),
    ] {
        let found =
            made(&path("t_iso.csv"), Some(&path(deadlines)), &settings()).expect("it is read");
        let whole = found.whole.expect("there are deadlines");
        let (n_late, n_due) = whole.late;
        assert_eq!(
            (n_late as f64 / n_due as f64, whole.n_open),
            (share, 0),
            "{deadlines}"
        );
    }
    let folder = folder();
    let table = folder.path().join("d.csv");
    std::fs::write(
        &table,
        "case,start,end,deadline\nC0,2021-03-01,soon,2021-03-05\n",
    )
    .expect("it can be written");
    let output = redtape(&[
        "calibrate",
        "tests/recorded/t_iso.csv",
        "--deadlines",
        text(&table),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("line 2: `end` is no time: `soon`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_is_written_of_many_patterns_loads_and_keeps_who_needs_a_step() {
    let found = calibrated("many-patterns.csv");
    let at = found
        .model
        .steps
        .iter()
        .position(|step| step.name.eq_ignore_ascii_case("appeal"));
    let at = at.expect("it is a step");
    let patterns = found
        .model
        .patterns
        .iter()
        .filter(|(pattern, _)| pattern & (1 << at) != 0);
    let share: f64 = patterns.map(|(_, share)| share).sum();
    assert!((share - 64.0 / 214.0).abs() < 1e-9, "{share}");
    assert!(!found.scenario.contains("path = []"));
}

#[test]
fn no_calendar_is_assumed_where_work_goes_on_at_weekends() {
    let found = calibrated("weekend.csv");
    assert_eq!(found.working_days.week, Week::Seven);
    let folder = folder();
    let scenario = folder.path().join("weekend.toml");
    std::fs::write(&scenario, &found.scenario).expect("it can be written");
    let days = &answered(&scenario, &["--start", "2015-01-05"])["scenarios"][0]["baseline"]["simulated"]
        ["calendar_days"];
    for figure in ["mean", "p10", "p90"] {
        let days = days[figure].as_f64().expect("it is computed");
        assert!((days - 40.0).abs() < 0.01, "{figure}: {days}");
    }
}

#[test]
fn open_cases_are_left_out_and_named() {
    let found = calibrated("open.csv");
    let mean = found.recorded_days.iter().sum::<f64>() / found.recorded_days.len() as f64;
    assert!((mean - 100.0).abs() < 1.0, "{mean}");
    assert!(said(&found).contains("open cases: "), "{}", said(&found));
}

#[test]
fn statuses_count_as_done_and_it_is_said() {
    let found = calibrated("bpic13.csv");
    assert!(found.model.steps.len() >= 2);
    assert!(said(&found).contains("statuses: "), "{}", said(&found));
}

fn cases(settings: &Settings) -> Cases {
    match read(&path("banjian_case.csv"), settings).expect("it is read") {
        Source::Cases(_, cases) => cases,
        Source::Xes(_) | Source::Events(..) => panic!("a row is a case"),
    }
}

fn near(found: &[f64], expected: &[f64]) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 0.006, "{found} for {expected}");
    }
}

/// By pandas: working days of 09-17, Monday to Friday.
#[test]
fn a_row_for_each_case_tells_the_clock_from_the_wait() {
    let cases = cases(&settings());
    let all = Group::of(&cases, None);
    assert_eq!(
        (all.n_decided, all.n_open, cases.items().len()),
        (300, 0, 4)
    );
    near(&all.counted(), &[1.65, 3.18, 5.44, 3.40]);
    near(&all.whole(), &[2.30, 5.77, 11.54, 6.38]);
    let [late, with_special] = all.late_shares().expect("something is promised");
    assert!((late - 1.0 / 300.0).abs() < 1e-9 && (with_special - 55.0 / 300.0).abs() < 1e-9);
    assert!((all.corrected_share() - 0.23).abs() < 1e-9);
    assert_eq!(cases.clock.week, Week::Five);
    // The list does not keep the Chinese holidays, so they are not assumed.
    assert_eq!(cases.clock.hours.shown().as_deref(), Some("09:00–17:00"));
}

#[test]
fn each_item_of_a_list_of_cases_becomes_a_scenario_with_its_limits() {
    let folder = folder();
    let output = redtape(&[
        "calibrate",
        "tests/recorded/banjian_case.csv",
        "--output",
        text(folder.path()),
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let check = redtape(&["check", text(folder.path())]);
    assert!(check.status.success(), "{}", stderr(&check));
    let food = folder.path().join("食品经营许可核发.toml");
    let answer = answered(&food, &[]);
    let baseline = &answer["scenarios"][0]["baseline"];
    // Promised 8 days, of the law's 20; neither correction nor special procedures count.
    assert_eq!(baseline["limits"]["counted_days"], 8.0);
    assert_eq!(baseline["limits"]["statutory_counted_days"], 20.0);
    let item = Group::of(&cases(&settings()), Some("食品经营许可核发"));
    let simulated = &baseline["simulated"];
    let p50 = |clock: &str| simulated[clock]["p50"].as_f64().expect("it is computed");
    assert!(
        (p50("counted_days") - item.counted()[1]).abs() < 0.15,
        "{}",
        p50("counted_days")
    );
    assert!(
        (p50("elapsed_days") - item.whole()[1]).abs() < 0.3,
        "{}",
        p50("elapsed_days")
    );
}

#[test]
fn one_item_is_asked_for_by_name() {
    let words = ["calibrate", "tests/recorded/banjian_case.csv", "--item"];
    let output = redtape(&[&words[..], &["公共场所卫生许可"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("cases: 70 decided, 0 open, 1 item"),
        "{}",
        stderr(&output)
    );
    let output = redtape(&[&words[..], &["公共场所卫生许"]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("did you mean `公共场所卫生许可`?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_row_for_each_step_is_read_without_renaming() {
    let found = calibrated("banjian_huanjie.csv");
    let expected = [
        ("收件", 0.24),
        ("补正", 3.08),
        ("受理", 0.17),
        ("审查", 1.71),
        ("特别程序（现场勘验）", 4.20),
        ("决定", 0.83),
        ("制证送达", 0.16),
    ];
    assert_eq!(found.model.steps.len(), expected.len());
    for (name, days) in expected {
        let step = found.model.steps.iter().find(|step| step.name == name);
        let step = step.unwrap_or_else(|| panic!("no step {name}"));
        let knots = &step.quantiles_days;
        let middle = knots[(knots.len() - 1) / 2];
        assert!((middle - days).abs() < 0.06, "{name}: {middle} for {days}");
    }
    let scenario = &found.scenario;
    assert!(
        scenario.contains("kind = \"applicant\"") && scenario.contains("kind = \"expert_review\""),
        "{scenario}"
    );
}

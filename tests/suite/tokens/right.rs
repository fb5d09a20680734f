//! Drawn models whose days are known by hand: the imported scenario has them.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use redtape::exchange::bpmn::{Imported, import};
use redtape::scenario::load_text;
use toml::{Table, Value};

use super::cases::Scenario;
use crate::data_folder;

const N_CASES: u32 = 40_000;

fn made(text: &str) -> Imported {
    import(text, 1, &[], None).unwrap_or_else(|problem| panic!("{problem}"))
}

fn model(name: &str) -> String {
    std::fs::read_to_string(format!("tests/models/{name}.bpmn")).expect("it can be read")
}

/// The mean days of an imported scenario whose steps take what `days` says by their names.
fn mean(scenario: &str, days: &[(&str, f64)]) -> f64 {
    let mut table: Table = scenario.parse().expect("it is TOML");
    let steps = table
        .get_mut("step")
        .and_then(Value::as_array_mut)
        .expect("it has steps");
    for step in steps.iter_mut().filter_map(Value::as_table_mut) {
        let name = step.get("en").and_then(Value::as_str).unwrap_or_default();
        if let Some((_, days)) = days.iter().find(|(own, _)| *own == name) {
            let fixed: Table = format!("fixed = {{ days = {days} }}")
                .parse()
                .expect("it is TOML");
            step.insert("duration".to_owned(), Value::Table(fixed));
        }
    }
    let text = toml::to_string(&table).expect("it can be written");
    let loaded = load_text(Path::new("import.toml"), &text);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}\n{text}", failed.told()));
    let played = Scenario::new(&loaded.scenarios[0].baseline);
    let mut random = StdRng::seed_from_u64(1);
    let total: f64 = (0..N_CASES).map(|_| played.play(&mut random).days).sum();
    total / f64::from(N_CASES)
}

#[track_caller]
fn assert_mean(text: &str, days: &[(&str, f64)], right: f64) {
    let made = made(text);
    let found = mean(&made.scenario, days);
    // Four standard errors: no case of these lies further from the mean than the mean itself.
    let error = 4.0 * right / f64::from(N_CASES).sqrt();
    assert!(
        (found - right).abs() < error,
        "{found} for {right}\n{}",
        made.scenario
    );
}

#[test]
fn a_parallel_join_needs_a_token_of_each_branch() {
    let days = [
        ("Fire review", 1.0),
        ("Environment review", 10.0),
        ("Issue permit", 5.0),
        ("Write refusal", 1.0),
    ];
    let text = model("and-join-early-out");
    assert_mean(&text, &days, 8.5);
    let plain = text.replace("<terminateEventDefinition/>", "");
    assert_mean(&plain, &days, 12.5);
}

#[test]
fn a_default_flow_is_taken_if_no_condition_holds() {
    let text = model("default-flow-of-a-task");
    assert_mean(
        &text,
        &[("Check", 1.0), ("Ask applicant", 5.0), ("Decide", 10.0)],
        8.5,
    );
    let text = model("default-flow-inclusive");
    let days = [
        ("Fire check", 5.0),
        ("Heritage check", 5.0),
        ("Standard check", 20.0),
        ("Decide", 1.0),
    ];
    assert_mean(&text, &days, 9.75);
    // Without a default at least one branch is taken: of eight combinations one is none.
    let forced = text.replace(" default=\"fd\"", "").replace(
        "id=\"fd\" sourceRef=\"g\" targetRef=\"C\">",
        "id=\"fd\" sourceRef=\"g\" targetRef=\"C\"><conditionExpression>${c}</conditionExpression>",
    );
    assert_mean(&forced, &days, (4.0 * 20.0 + 3.0 * 5.0) / 7.0 + 1.0);
}

#[test]
fn terminate_ends_the_case_at_once() {
    assert_mean(
        &model("terminate"),
        &[("Withdraw", 1.0), ("Review", 10.0)],
        1.0,
    );
}

#[test]
fn work_on_the_way_back_is_done_by_those_who_go_back() {
    let text = made(&model("work-on-the-way-back")).scenario;
    let days = [
        ("Submit", 1.0),
        ("Check", 1.0),
        ("Fix", 10.0),
        ("Decide", 1.0),
    ];
    let half = text
        .replace("share = 0.1", "share = 0.5")
        .replace("max_rounds = 4", "max_rounds = 20");
    let found = mean(&half, &days);
    assert!((found - 14.0).abs() < 0.3, "{found}\n{half}");
    // A half, a quarter and an eighth of the cases go back.
    let three = half.replace("max_rounds = 20", "max_rounds = 3");
    let found = mean(&three, &days);
    assert!((found - 12.625).abs() < 0.25, "{found}\n{three}");
}

const OPEN: &str = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:q=\"http://www.qbp-simulator.com/Schema201212\">";

/// A wait of up to 20 working days, all alike, that 7 calendar days cut off: 2.5 for a quarter of the cases, 5 for the rest.
#[test]
fn whoever_is_not_done_by_a_deadline_leaves_then() {
    let text = format!(
        "{OPEN}<process id=\"p\"><startEvent id=\"s\"/><task id=\"w\" name=\"Wait\"/>\
         <boundaryEvent id=\"b\" name=\"Late\" attachedToRef=\"w\"><timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition></boundaryEvent>\
         <task id=\"g\" name=\"Go on\"/><task id=\"l\" name=\"Give up\"/>\
         <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"w\"/><sequenceFlow id=\"f2\" sourceRef=\"w\" targetRef=\"g\"/><sequenceFlow id=\"f3\" sourceRef=\"b\" targetRef=\"l\"/></process>\
         <q:processSimulationInfo><q:element elementId=\"w\"><q:durationDistribution type=\"UNIFORM\" arg1=\"0\" arg2=\"{}\"/></q:element></q:processSimulationInfo></definitions>",
        20 * 28_800
    );
    assert_mean(
        &text,
        &[("Go on", 0.0), ("Give up", 0.0)],
        0.25 * 2.5 + 0.75 * 5.0,
    );
    assert_mean(
        &text,
        &[("Go on", 4.0), ("Give up", 0.0)],
        0.25 * 6.5 + 0.75 * 5.0,
    );
}

#[test]
fn a_deadline_is_left_at_its_moment() {
    let made = made(&model("boundary-timer"));
    assert!(
        made.scenario.contains("days = 7\ncalendar = true")
            || made.scenario.contains("days = 7, calendar = true"),
        "{}",
        made.scenario
    );
}

/// A subprocess with ways of its own, one day a task: 7/3.
#[test]
fn a_recorded_model_takes_what_its_tokens_take() {
    let Some(folder) = data_folder("bpmn") else {
        println!("skipped: A.2.1");
        return;
    };
    let text = std::fs::read_to_string(folder.join("A.2.1.bpmn")).expect("it can be read");
    assert_mean(&text, &[], 7.0 / 3.0);
}

#[test]
fn figures_of_bpsim_are_those_of_the_model() {
    let text = model("bpsim");
    let made = made(&text);
    let law = "uniform = { min_days = 10, max_days = 20 }";
    assert!(made.scenario.contains(law), "{}", made.scenario);
    // The mean of U(10, 20), and a tenth of the cases one day more.
    assert_mean(&text, &[("Ask again", 1.0)], 15.1);
}

/// Officers of 1 and 3 days who work round the clock, a case a day, and a normal law between 90,000 and 110,000 seconds.
#[test]
fn figures_of_prosimos_are_those_of_the_file() {
    let json = std::fs::read_to_string("tests/models/parameters.json").expect("it can be read");
    let json = serde_json::from_str(&json).expect("it is JSON");
    let made = import(&model("parameters"), 1, &[], Some(&json)).expect("it is a model");
    let table: Table = made.scenario.parse().expect("it is TOML");
    let base = table["calendar"]["base"].as_str();
    assert_eq!(base, Some("every_day"));
    let per_day = &table["arrivals"]["process"]["poisson"]["per_day"];
    let per_day = per_day
        .as_float()
        .or(per_day.as_integer().map(|whole| whole as f64));
    assert!(
        (per_day.expect("a number") - 1.0).abs() < 1e-3,
        "{per_day:?}"
    );
    let quantiles = |step: usize| -> Vec<f64> {
        let days = &table["step"][step]["duration"]["empirical"]["quantiles_days"];
        let days = days.as_array().expect("a list").iter();
        days.map(|one| {
            one.as_float()
                .or(one.as_integer().map(|whole| whole as f64))
        })
        .map(|one| one.expect("a number"))
        .collect()
    };
    let mean = |days: &[f64]| {
        days.windows(2)
            .map(|two| (two[0] + two[1]) / 2.0)
            .sum::<f64>()
            / (days.len() - 1) as f64
    };
    let (check, decide) = (quantiles(0), quantiles(1));
    assert!((mean(&check) - 2.0).abs() < 0.01, "{}", mean(&check));
    assert_eq!((check[0], check[check.len() - 1]), (1.0, 3.0));
    let within = 90_000.0 / 86_400.0 - 1e-4..=110_000.0 / 86_400.0 + 1e-4;
    assert!(
        decide.iter().all(|days| within.contains(days)),
        "{decide:?}"
    );
    assert!((mean(&decide) - 100_000.0 / 86_400.0).abs() < 0.01);
    for unused in ["cost_per_hour", "take different times"] {
        let said = |note: &redtape::exchange::bpmn::Note| {
            note.text
                .en
                .as_deref()
                .is_some_and(|en| en.contains(unused))
        };
        assert!(made.notes.iter().any(said), "{unused}");
    }
}

/// A level of 1 + 2 days: twice in turn 6, twice side by side 3, and again in a tenth of the cases each time 3 / 0.9.
#[test]
fn a_subprocess_is_done_as_often_as_it_says() {
    for (several, right) in [
        (
            "<multiInstanceLoopCharacteristics isSequential=\"true\"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
            6.0,
        ),
        (
            "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
            3.0,
        ),
        ("<standardLoopCharacteristics/>", 3.0 / 0.9),
    ] {
        let text = format!(
            "{OPEN}<process id=\"p\"><subProcess id=\"r\" name=\"Round\">{several}<task id=\"h\" name=\"Hear\"/><task id=\"w\" name=\"Write\"/><sequenceFlow id=\"i\" sourceRef=\"h\" targetRef=\"w\"/></subProcess></process></definitions>"
        );
        assert_mean(&text, &[("Hear", 1.0), ("Write", 2.0)], right);
        assert!(made(&text).notes.iter().all(|note| !note.is_inexact));
    }
}

/// Two hours by an office of four hours a day, and 25 % and 75 % written as percents.
#[test]
fn hours_and_percents_of_bpsim_are_read() {
    let made = made(&model("bpsim-hours"));
    let table: Table = made.scenario.parse().expect("it is TOML");
    let law = table["step"][0]["duration"]["triangular"].to_string();
    assert_eq!(law, "{ min_days = 0.25, mode_days = 0.5, max_days = 1 }");
    let process = table["arrivals"]["process"].to_string();
    assert_eq!(process, "{ poisson = { per_day = 2 } }");
    let shares = table["attribute"][1]["shares"].to_string();
    assert_eq!(shares, "{ \"Ask again\" = 0.25, Draft = 0.75 }");
}

/// Half a day by an office of 40 hours a week, half a day round the clock, and three cases a day.
#[test]
fn timetables_of_bimp_are_those_of_whoever_does_a_task() {
    let made = made(&model("bimp-hours"));
    let table: Table = made.scenario.parse().expect("it is TOML");
    for step in 0..2 {
        let law = table["step"][step]["duration"]["fixed"].to_string();
        assert_eq!(law, "{ days = 0.5 }", "{}", made.scenario);
    }
    let process = table["arrivals"]["process"].to_string();
    assert_eq!(process, "{ poisson = { per_day = 3 } }");
}

#[test]
fn what_a_machine_does_is_assumed_and_marked_too() {
    let made = made(&model("send-and-service-tasks"));
    let marked = made.scenario.matches("# how long it takes is assumed");
    assert_eq!(marked.count(), 2, "{}", made.scenario);
    let note = &made.notes[0].text;
    let (en, zh) = (
        note.en.as_deref().unwrap_or(""),
        note.zh.as_deref().unwrap_or(""),
    );
    assert!(
        en.contains("0 days") && en.contains("Land register check"),
        "{en}"
    );
    assert!(
        zh.contains("0 天") && zh.contains("Land register check"),
        "{zh}"
    );
}

#[test]
fn timers_are_read_as_they_are_written() {
    let timer = |text: &str, name: &str| {
        let text = format!(
            "{OPEN}<process id=\"p\"><intermediateCatchEvent id=\"t\" name=\"{name}\"><timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition></intermediateCatchEvent></process></definitions>"
        );
        made(&text)
    };
    for (text, name, days) in [
        ("P1,5D", "Wait", "days = 1.5, calendar = true"),
        ("PT36H", "Wait", "days = 1.5, calendar = true"),
        ("", "7 days", "days = 7, calendar = true"),
        ("", "24 Hours", "days = 1, calendar = true"),
        ("", "5个工作日", "days = 5 }"),
    ] {
        let made = timer(text, name);
        assert!(
            made.scenario.contains(days),
            "{text} {name}\n{}",
            made.scenario
        );
    }
    let made = timer("${days}", "Wait");
    let named = made.notes.iter().find(|note| note.is_inexact);
    let text = &named.expect("it is named").text;
    assert!(
        text.en.as_deref().is_some_and(|en| en.contains("${days}")),
        "{text:?}"
    );
}

#[test]
fn pools_of_one_name_are_told_by_their_ids() {
    let text = model("two-pools-one-name");
    let refused = import(&text, 1, &[], None).expect_err("there are two");
    let allowed = refused.allowed.unwrap_or_default();
    assert_eq!(allowed, "--pool with `p1` and `p2`");
    for pool in ["p1", "p2"] {
        assert_eq!(
            import(&text, 1, &[pool], None).expect("it is one").n_steps,
            1
        );
    }
}

/// 2 days to apply, 5 to examine, 1 to decide, 3 to build: whoever receives a message waits for it.
#[test]
fn pools_that_exchange_messages_are_one_scenario() {
    let text = format!(
        "{OPEN}<collaboration id=\"c\"><participant id=\"a\" name=\"Applicant\" processRef=\"pa\"/><participant id=\"o\" name=\"Office\" processRef=\"po\"/>\
         <messageFlow id=\"m1\" name=\"Application\" sourceRef=\"apply\" targetRef=\"come\"/><messageFlow id=\"m2\" name=\"Permit\" sourceRef=\"decide\" targetRef=\"get\"/></collaboration>\
         <process id=\"pa\"><startEvent id=\"s\"/><task id=\"apply\" name=\"Apply\"/><receiveTask id=\"get\" name=\"Get the permit\"/><task id=\"build\" name=\"Build\"/>\
         <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"apply\"/><sequenceFlow id=\"f2\" sourceRef=\"apply\" targetRef=\"get\"/><sequenceFlow id=\"f3\" sourceRef=\"get\" targetRef=\"build\"/></process>\
         <process id=\"po\"><startEvent id=\"come\"><messageEventDefinition/></startEvent><task id=\"examine\" name=\"Examine\"/><sendTask id=\"decide\" name=\"Decide\"/>\
         <sequenceFlow id=\"f4\" sourceRef=\"come\" targetRef=\"examine\"/><sequenceFlow id=\"f5\" sourceRef=\"examine\" targetRef=\"decide\"/></process></definitions>"
    );
    let made = import(&text, 1, &["Applicant", "Office"], None).expect("it is a model");
    let days = [
        ("Apply", 2.0),
        ("Examine", 5.0),
        ("Decide", 1.0),
        ("Build", 3.0),
    ];
    let found = mean(&made.scenario, &days);
    assert!((found - 11.0).abs() < 1e-9, "{found}\n{}", made.scenario);
    let alone = import(&text, 1, &["Office"], None).expect("it is a model");
    assert!((mean(&alone.scenario, &days) - 6.0).abs() < 1e-9);
    let not_carried = |made: &Imported| {
        let told = made.notes.iter().filter_map(|note| note.text.en.as_deref());
        told.filter(|en| en.contains("not carried over")).count()
    };
    assert_eq!((not_carried(&made), not_carried(&alone)), (0, 2));
}

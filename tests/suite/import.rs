//! What `import` makes of models: the recorded scenarios, the way back from an export, and hostile files.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use redtape::exchange::bpmn::{Note, import};
use redtape::exchange::export::{ALL, Subject};
use redtape::lang::Lang;
use redtape::scenario::{Scenario, load, load_text};

use crate::export::{assert_same, shipped};
use crate::{data_folder, golden, redtape};

/// Models of our own.
pub fn models() -> Vec<PathBuf> {
    let folder = std::fs::read_dir("tests/models").expect("the models can be read");
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "bpmn"))
        .collect();
    paths.sort();
    paths
}

fn loaded(name: &str, text: &str) -> Scenario {
    let loaded = load_text(Path::new("import.toml"), text);
    let loaded = loaded.unwrap_or_else(|failed| {
        let said = failed.told();
        panic!("{name}: {said}\n{text}")
    });
    loaded.scenarios.into_iter().next().expect("one is loaded")
}

#[test]
fn every_model_gives_its_recorded_scenario_or_message() {
    for path in models() {
        let model = path.display().to_string();
        let parameters = path.with_extension("json");
        let mut arguments = vec!["import", &model];
        let shown = parameters.display().to_string();
        if parameters.is_file() {
            arguments.extend(["--parameters", &shown]);
        }
        if model.ends_with("pools.bpmn") {
            let output = redtape(&arguments);
            assert_eq!(output.status.code(), Some(1));
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                said.contains("--pool with `Applicant` and `City`"),
                "{said}"
            );
            arguments.extend(["--pool", "City"]);
        }
        let output = redtape(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        let scenario = String::from_utf8_lossy(&output.stdout);
        if output.status.success() {
            loaded(&model, &scenario);
        } else {
            assert_eq!((output.status.code(), &*scenario), (Some(1), ""), "{model}");
        }
        let name = path.file_stem().expect("it has a name").to_string_lossy();
        golden(
            &format!("import/{name}.txt"),
            &format!("{scenario}---\n{said}"),
        );
    }
}

#[test]
fn an_imported_export_is_the_same_workflow() {
    let about = ALL.iter().find(|about| about.name == "bpmn");
    let about = about.expect("the format is registered");
    let mut n_compared = 0;
    for path in shipped() {
        // A catalogue has no steps.
        let Ok(found) = load(&path) else { continue };
        let scenario = &found.scenarios[0];
        if scenario.arrivals.as_ref().is_some_and(|arrivals| {
            matches!(arrivals.process, redtape::workflow::Process::Recorded(_))
        }) {
            continue;
        }
        for lang in [Lang::En, Lang::Zh] {
            let workflow = &scenario.baseline;
            let model = (about.write)(&Subject { scenario, workflow }, lang).text;
            let name = path.display().to_string();
            let made =
                import(&model, 1, &[], None).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert_eq!(made.notes, [], "{name}");
            assert_same(&name, scenario, &loaded(&name, &made.scenario));
        }
        n_compared += 1;
    }
    assert!(n_compared > 20, "{n_compared}");
}

#[test]
fn every_recorded_model_loads_or_says_why_not() {
    let Some(folder) = data_folder("bpmn") else {
        println!("skipped: models of other tools");
        return;
    };
    let n_loaded: usize = files(&folder).iter().map(|path| every_pool(path)).sum();
    assert!(n_loaded >= 19, "{n_loaded}");
}

/// Models in a folder and those within it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "bpmn") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Imports the process of a model, or each of its pools; what is to be known of it is said in both languages.
fn every_pool(path: &Path) -> usize {
    let text = redtape::input::read_markup(path)
        .expect("it can be read")
        .content;
    let name = path.display().to_string();
    let pools = pools(&text);
    for pool in &pools {
        let chosen: Vec<&str> = pool.iter().map(String::as_str).collect();
        let made = import(&text, 1, &chosen, None);
        let made = made.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        loaded(&name, &made.scenario);
        made.notes.iter().for_each(assert_in_both_languages);
    }
    pools.len()
}

/// The pools of a model, as the program names them; `None`: there is one process.
pub fn pools(text: &str) -> Vec<Option<String>> {
    let Err(problem) = import(text, 1, &[], None) else {
        return vec![None];
    };
    let allowed = problem.allowed.unwrap_or_default();
    let pools = allowed.split('`').skip(1).step_by(2);
    let pools: Vec<Option<String>> = pools.map(|pool| Some(pool.to_owned())).collect();
    assert!(pools.len() > 1, "{}", problem.message);
    pools
}

fn assert_in_both_languages(note: &Note) {
    let [en, zh] = [&note.text.en, &note.text.zh].map(|text| text.clone().unwrap_or_default());
    let is_han = |letter: char| ('\u{4E00}'..='\u{9FFF}').contains(&letter);
    assert!(!en.is_empty() && zh.contains(is_han), "{en} / {zh}");
    // The same figures and names in both.
    let digits = |text: &str| -> Vec<char> {
        let mut digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    assert_eq!(digits(&en), digits(&zh), "{en} / {zh}");
}

#[test]
fn every_note_of_a_model_is_said_in_both_languages() {
    let mut n_notes = 0;
    for path in models() {
        let text = redtape::input::read_markup(&path)
            .expect("it can be read")
            .content;
        let json = std::fs::read_to_string(path.with_extension("json")).ok();
        let json = json.map(|json| serde_json::from_str(&json).expect("it is JSON"));
        for pools in [&[] as &[&str], &["City"], &["p1", "p2"]] {
            if let Ok(made) = import(&text, 1, pools, json.as_ref()) {
                made.notes.iter().for_each(assert_in_both_languages);
                n_notes += made.notes.len();
            }
        }
    }
    assert!(n_notes >= 40, "{n_notes}");
}

const OPEN: &str = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">";

fn refused(text: &str) -> String {
    let refused = import(text, 1, &[], None).map(|made| made.n_steps);
    refused.expect_err("it is refused").to_string()
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{OPEN}{}", "<process>".repeat(100_000));
    assert!(refused(&deep).contains("more than 100 elements inside each other"));
    let lanes = format!("{OPEN}<process id=\"p\">{}", "<subProcess>".repeat(99));
    assert!(refused(&lanes).contains("inside each other") || refused(&lanes).contains("not XML"));
}

#[test]
fn many_elements_are_refused() {
    let many = format!("{OPEN}<process id=\"p\">{}", "<a/>".repeat(400_000));
    assert!(refused(&many).contains("more than 300000 elements"));
}

#[test]
fn calls_that_multiply_are_refused() {
    let mut text = OPEN.to_owned();
    for level in 0..25 {
        let calls: String = (0..10)
            .map(|call| {
                format!(
                    "<callActivity id=\"c{call}\" calledElement=\"p{}\"/>",
                    level + 1
                )
            })
            .collect();
        text += &format!("<process id=\"p{level}\">{calls}</process>");
    }
    text += "<process id=\"p25\"><task id=\"t\" name=\"T\"/></process></definitions>";
    let said = refused(&text);
    assert!(said.contains("more than 20000 nodes"), "{said}");
}

#[test]
fn many_splits_into_many_joins_are_refused() {
    let tasks = |side: char| -> String {
        (0..600)
            .map(|n| format!("<task id=\"{side}{n}\"/>"))
            .collect()
    };
    let flows: String = (0..600)
        .map(|n| format!("<sequenceFlow sourceRef=\"a{n}\" targetRef=\"g\"/><sequenceFlow sourceRef=\"g\" targetRef=\"b{n}\"/>"))
        .collect();
    let text = format!(
        "{OPEN}<process id=\"p\">{}<parallelGateway id=\"g\"/>{}{flows}</process></definitions>",
        tasks('a'),
        tasks('b')
    );
    let said = refused(&text);
    assert!(said.contains("more than 50000 waits"), "{said}");
}

#[test]
fn a_model_names_no_file() {
    let step = |key: &str, value: &str| {
        format!(
            "{OPEN}<process id=\"p\"><task id=\"t\" name=\"T\"><extensionElements><r:property xmlns:r=\"{}\" name=\"{key}\" value=\"{value}\"/></extensionElements></task></process></definitions>",
            redtape::exchange::export::bpmn::NAMESPACE
        )
    };
    let text = step(
        "duration",
        "{&quot;empirical&quot;:{&quot;file&quot;:&quot;../../secret.csv&quot;}}",
    );
    let made = import(&text, 1, &[], None).expect("the rest is fine");
    assert!(!made.scenario.contains("secret"), "{}", made.scenario);
    let text = step("extends", "&quot;/etc/passwd&quot;");
    let made = import(&text, 1, &[], None).expect("the rest is fine");
    assert!(!made.scenario.contains("passwd"), "{}", made.scenario);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a model: a scenario that can be read, or a message; never a panic.
    #[test]
    fn a_damaged_model_is_read_or_refused(
        which in 0usize..100,
        cuts in proptest::collection::vec((0.0..1.0f64, 0usize..40, "[<>/&\"'= a-z0-9#;]{0,6}"), 1..6),
    ) {
        let models = models();
        let path = &models[which % models.len()];
        let mut text = std::fs::read_to_string(path).expect("it can be read");
        for (at, length, put) in cuts {
            let floor = |mut byte: usize| {
                while !text.is_char_boundary(byte) {
                    byte -= 1;
                }
                byte
            };
            let from = floor((at * text.len() as f64) as usize);
            let to = floor((from + length).min(text.len())).max(from);
            text.replace_range(from..to, &put);
        }
        if let Ok(made) = import(&text, 1, &[], None) {
            let _ = load_text(Path::new("import.toml"), &made.scenario);
        }
    }
}

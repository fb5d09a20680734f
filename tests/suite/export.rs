//! What `export` writes: every figure comes back, names stay names, and the text is the recorded one.

use std::path::{Path, PathBuf};

use redtape::exchange::export::{ALL, Subject};
use redtape::lang::Lang;
use redtape::scenario::{Loaded, Scenario, load, load_text};
use redtape::sim::limits;
use redtape::workflow::{Workflow, counts};

use crate::{golden, printed, redtape};

/// Every scenario that ships, and the test cases.
pub fn shipped() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("scenarios"), PathBuf::from("tests/cases")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".toml") && name != "programme.toml" {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn written(scenario: &Scenario, workflow: &Workflow, format: &str, lang: Lang) -> String {
    let about = ALL.iter().find(|about| about.name == format);
    let about = about.expect("the format is registered");
    (about.write)(&Subject { scenario, workflow }, lang).text
}

/// Panics unless the two workflows are the same to both simulators.
pub fn assert_same(name: &str, a: &Scenario, b: &Scenario) {
    let steps = |one: &Scenario| one.baseline.steps().cloned().collect::<Vec<_>>();
    for (left, right) in steps(a).iter().zip(&steps(b)) {
        assert_eq!(left, right, "{name}");
    }
    assert_eq!(steps(a).len(), steps(b).len(), "{name}");
    assert_eq!(a.baseline.edges(), b.baseline.edges(), "{name}");
    assert_eq!(a.baseline.id, b.baseline.id, "{name}");
    assert_eq!(a.baseline.attributes, b.baseline.attributes, "{name}");
    assert_eq!(a.baseline.ranks, b.baseline.ranks, "{name}");
    assert_eq!(a.baseline.friction, b.baseline.friction, "{name}");
    assert_eq!(a.baseline.materials, b.baseline.materials, "{name}");
    assert_eq!(a.baseline.cases, b.baseline.cases, "{name}");
    assert_eq!(a.baseline.rates, b.baseline.rates, "{name}");
    assert_eq!(a.baseline.target_days, b.baseline.target_days, "{name}");
    assert_eq!(a.baseline.handover, b.baseline.handover, "{name}");
    assert_eq!(a.baseline.stages, b.baseline.stages, "{name}");
    assert_eq!(a.baseline.agencies, b.baseline.agencies, "{name}");
    assert_eq!(a.baseline.green_channel, b.baseline.green_channel, "{name}");
    assert_eq!(limits(&a.baseline), limits(&b.baseline), "{name}");
    assert_eq!(counts(&a.baseline), counts(&b.baseline), "{name}");
    assert_eq!(a.arrivals, b.arrivals, "{name}");
}

fn only(loaded: Loaded) -> Scenario {
    loaded.scenarios.into_iter().next().expect("one is loaded")
}

#[test]
fn a_workflow_that_went_through_json_is_the_same_workflow() {
    let mut n_compared = 0;
    for path in shipped() {
        let name = path.display().to_string();
        // A catalogue has no steps.
        let Ok(loaded) = load(&path) else { continue };
        let scenario = only(loaded);
        let json = written(&scenario, &scenario.baseline, "json", Lang::En);
        let back = load_text(Path::new("export.json"), &json);
        let back = only(back.unwrap_or_else(|failed| panic!("{name}: {:?}", failed.problems)));
        assert_same(&name, &scenario, &back);
        n_compared += 1;
    }
    assert!(n_compared > 20, "{n_compared}");
}

#[test]
fn a_reform_in_json_has_its_limits() {
    let loaded = load(Path::new("scenarios/shuozhou-2021")).expect("it loads");
    for scenario in &loaded.scenarios {
        for reformed in &scenario.reformed {
            let json = written(scenario, &reformed.workflow, "json", Lang::En);
            let back = load_text(Path::new("export.json"), &json);
            let back = only(back.unwrap_or_else(|failed| panic!("{:?}", failed.problems)));
            let (before, after) = (limits(&reformed.workflow), limits(&back.baseline));
            assert_eq!(before.counted_days, after.counted_days, "{}", scenario.id);
            assert_eq!(before.serial_days, after.serial_days, "{}", scenario.id);
        }
    }
}

#[test]
fn every_format_writes_the_recorded_text_in_both_languages() {
    let scenario = only(load(Path::new("tests/cases/everything.toml")).expect("it loads"));
    for about in ALL {
        for (lang, word) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let text = written(&scenario, &scenario.baseline, about.name, lang);
            golden(&format!("export/everything-{word}.{}", about.name), &text);
        }
    }
}

#[test]
fn names_full_of_markup_stay_names() {
    let toml = r#"id = "x"
[[stage]]
id = "s"
en = "\"]; end <script>alert(1)</script>"
[[step]]
id = "a\"];b -> \u0001"
en = "A & B <task/> \"quoted\" \u0001 --> ]]>"
stage = "s"
limit_days = 3
[[step]]
id = "施工 许可"
zh = "施工\n许可"
after = ["a\"];b -> \u0001"]
limit_days = 3
"#;
    let scenario = only(load_text(Path::new("x.toml"), toml).expect("it loads"));
    for about in ALL {
        let text = written(&scenario, &scenario.baseline, about.name, Lang::Zh);
        if about.name != "json" {
            assert!(
                !text.contains("\"quoted\"") && !text.contains('\u{1}'),
                "{text}"
            );
        }
        if ["bpmn", "mermaid"].contains(&about.name) {
            assert!(
                !text.contains("<script") && !text.contains("<task/>"),
                "{text}"
            );
        }
    }
}

#[test]
fn an_export_goes_to_a_file_or_to_standard_output() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("a.dot");
    let shown = file.display().to_string();
    let arguments = ["export", "tests/cases/plain.toml", "--format", "dot"];
    let text = printed(&arguments);
    assert!(text.starts_with("digraph \"plain\""), "{text}");
    let to_file = [&arguments[..], &["--output", &shown]].concat();
    assert_eq!(printed(&to_file), "");
    assert_eq!(std::fs::read_to_string(file).expect("it was written"), text);
}

#[test]
fn what_cannot_be_chosen_is_named_with_what_can() {
    let cases = [
        (
            ["--reform", "frist"],
            "error: no reform is called `frist`\nhint: did you mean `first`?\n",
        ),
        (
            ["--scenario", "x"],
            "error: no scenario is called `x`\nallowed: `everything`\n",
        ),
    ];
    for (choice, said) in cases {
        let start = ["export", "tests/cases/everything.toml", "--format", "dot"];
        let output = redtape(&[&start[..], &choice].concat());
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8_lossy(&output.stderr), said);
    }
    let output = redtape(&["export", "scenarios/shuozhou-2021", "--format", "dot"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("allowed: --scenario with `gov-building`"),
        "{said}"
    );
}

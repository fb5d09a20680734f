//! Every measure has a minimal scenario that uses it, and its figures come out as worked out by hand.

use redtape::reform::measures::{ALL, example};
use redtape::scenario::load_text;

#[test]
fn every_measure_has_a_minimal_scenario_that_uses_it_alone() {
    for about in ALL {
        let text = example(about.name).expect("every measure has one");
        let loaded = load_text(about.name.as_ref(), text).expect("it loads");
        let scenario = &loaded.scenarios[0];
        let [reform] = &scenario.reforms[..] else {
            panic!("{}: one reform", about.name);
        };
        let used: Vec<&str> = reform
            .measures
            .iter()
            .map(|measure| measure.act.about().name)
            .collect();
        assert_eq!(used, [about.name]);
        assert!(scenario.facts.len() >= 2, "{}: figures", about.name);
    }
}

#[test]
fn the_figures_of_every_minimal_scenario_come_out_as_worked_out_by_hand() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_redtape"))
        .args(["check", "scenarios/measures", "--lang", "en"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let unmet: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("NOT MET"))
        .collect();
    assert!(unmet.is_empty(), "{}", unmet.join("\n"));
    assert!(output.status.success(), "{said}");
    assert!(said.matches(": met").count() > 100, "{said}");
}

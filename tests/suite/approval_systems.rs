//! Approval systems beyond construction: what their scenarios say, against figures worked out by hand.

use std::path::Path;

use redtape::scenario::{Loaded, Scenario, lints, load};
use redtape::sim::average_case;
use serde_json::Value;

fn shipped(path: &str) -> Loaded {
    load(&crate::root().join("scenarios").join(path)).expect("shipped scenarios load")
}

fn answer(path: &Path) -> Value {
    let output = tempfile::tempdir().expect("a temporary folder");
    let text = crate::printed(&[
        "run",
        &path.to_string_lossy(),
        "--format",
        "json",
        "--no-charts",
        "--output",
        &output.path().to_string_lossy(),
    ]);
    serde_json::from_str(&text).expect("the answer is JSON")
}

/// Loads a scenario that a test writes.
fn written(text: &str) -> Scenario {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).expect("the file can be written");
    let mut loaded = load(&path).expect("the scenario is right");
    loaded.scenarios.remove(0)
}

#[test]
fn all_2566_permits_save_what_was_worked_out_by_hand() {
    let answer = answer(&crate::root().join("scenarios/licence-separation-2021"));
    // Shares of abolished, filed, committed, streamlined.
    let weightings = [
        ("by-items-2019", [0.0249, 0.0152, 0.1146, 0.8453]),
        ("by-items-2021", [0.1302, 0.0284, 0.0709, 0.7705]),
        ("pilot-like", [0.4801, 0.0082, 0.0612, 0.4505]),
    ];
    let saved_by_mode = [
        ("counted_days", [20.0, 19.5, 19.0, 10.0]),
        ("links", [5.0, 3.0, 3.0, 1.0]),
        ("materials", [6.0, 3.0, 5.0, 2.0]),
        ("certificates", [1.0, 1.0, 2.0, 1.0]),
    ];
    for (idx, (id, shares)) in weightings.iter().enumerate() {
        let scenario = &answer["scenarios"][idx];
        assert_eq!(scenario["id"], *id);
        assert_eq!(scenario["cases"], 2566.0);
        let reform = &scenario["reforms"][0];
        for (figure, saved) in saved_by_mode {
            let a_case: f64 = shares
                .iter()
                .zip(saved)
                .map(|(share, saved)| share * saved)
                .sum();
            let figure_of = |value: &Value| value[figure].as_f64().expect("a number");
            let before = figure_of(&scenario["baseline"]["average_case"]);
            let after = figure_of(&reform["average_case"]);
            assert!(
                (before - after - a_case).abs() < 1e-3,
                "{id}, {figure} a case"
            );
            let all = -figure_of(&reform["all_cases"]);
            assert!(
                (all - 2566.0 * a_case).abs() < 1.0,
                "{id}, {figure} in all: {all}"
            );
        }
    }
}

#[test]
fn the_average_goes_over_dependent_attributes_and_leaves_out_what_no_step_asks_for() {
    // A third are large; of the large half need an inspection; nobody asks for the colour.
    let scenario = written(
        "id = \"kinds\"\n\
         [[attribute]]\nid = \"colour\"\nshares = { red = 0.5, blue = 0.5 }\n\
         [[attribute]]\nid = \"size\"\nshares = { large = 0.25, small = 0.75 }\n\
         [[attribute]]\nid = \"inspection\"\nshares = { yes = 0.5, no = 0.5 }\ngiven = { size = [\"large\"] }\n\
         [[step]]\nid = \"inspection\"\nlimit_days = 8\nlinks = 4\nwhen = { inspection = [\"yes\"] }\n\
         [[step]]\nid = \"permit\"\nafter = [\"inspection\"]\nlimit_days = 10\nlinks = 2\n",
    );
    let kinds = scenario.baseline.kinds().expect("there are few");
    let shares: Vec<f64> = kinds.iter().map(|kind| kind.share).collect();
    assert_eq!(shares, [0.125, 0.125, 0.75]);
    let (average, parts) = average_case(&scenario.baseline).expect("there are few kinds");
    assert_eq!((average.counted_days, average.links), (11.0, 2.5));
    let parts: Vec<_> = parts
        .iter()
        .map(|part| (part.counted_days, part.share))
        .collect();
    assert_eq!(parts, [(10.0, 0.875), (18.0, 0.125)]);
}

#[test]
fn more_kinds_of_cases_than_anybody_waits_for_have_no_average() {
    let mut text = String::from("id = \"many\"\n");
    for idx in 0..40 {
        text += &format!("[[attribute]]\nid = \"a{idx}\"\nshares = {{ yes = 0.5, no = 0.5 }}\n");
    }
    for idx in 0..40 {
        text += &format!(
            "[[step]]\nid = \"s{idx}\"\nlimit_days = 1\nwhen = {{ a{idx} = [\"yes\"] }}\n"
        );
    }
    assert_eq!(average_case(&written(&text).baseline), None);
}

#[test]
fn a_measure_that_shortens_other_kinds_of_cases_is_not_called_without_effect() {
    let scenario = written(
        "id = \"others\"\n\
         [[attribute]]\nid = \"size\"\nshares = { small = 0.7, large = 0.3 }\n\
         [[step]]\nid = \"small\"\nlimit_days = 10\nwhen = { size = [\"small\"] }\n\
         [[step]]\nid = \"large\"\nlimit_days = 30\nwhen = { size = [\"large\"] }\n\
         [[reform]]\nid = \"reform\"\n\
           [[reform.measure]]\n  id = \"for-the-large\"\n  do.set_limit = { step = \"large\", limit_days = 20 }\n",
    );
    let names: Vec<&str> = lints(&scenario).iter().map(|lint| lint.name).collect();
    assert!(!names.contains(&"without_effect"), "{names:?}");
}

#[test]
fn the_one_seal_has_the_size_of_jincheng_29_departments_and_313_items() {
    let loaded = shipped("one-seal/one-seal.toml");
    let baseline = &loaded.scenarios[0].baseline;
    let departments = baseline
        .attributes
        .iter()
        .find(|one| one.id == "department");
    let shares = &departments.expect("cases ask a department").shares;
    assert_eq!(shares.len(), 29);
    let items: f64 = shares
        .iter()
        .map(|(_, share)| (share * 313.0).round())
        .sum();
    assert_eq!(items, 313.0);
    // After it the bureau holds every permit, and the inspection stays where it was.
    let reformed = &loaded.scenarios[0].reformed[0].workflow;
    let holders: std::collections::BTreeSet<&str> = reformed
        .steps()
        .filter_map(|step| step.agency.as_deref())
        .collect();
    assert_eq!(Vec::from_iter(holders), ["bureau", "inspection-centre"]);
}

#[test]
fn commitment_stops_paying_between_one_and_two_false_promises_in_a_hundred() {
    let answer = answer(&crate::root().join("scenarios/commitment-scheme/scheme.toml"));
    let reforms = answer["scenarios"][0]["reforms"]
        .as_array()
        .expect("reforms");
    let figure = |id: &str, pick: fn(&Value) -> &Value| {
        let reform = reforms.iter().find(|reform| reform["id"] == id);
        pick(reform.expect("the reform is there"))
            .as_f64()
            .expect("a number")
    };
    let waits = |id: &str| figure(id, |reform| &reform["simulated"]["elapsed_days"]["mean"]);
    let rights = |id: &str| {
        figure(
            id,
            |reform| &reform["simulated"]["rectification_days_per_case"],
        )
    };
    // Days that committing saves beyond what the government provides; what it costs to put promises right.
    let saved = waits("provided-only") - waits("false-1-percent");
    assert!((3.0..3.6).contains(&saved), "{saved}");
    assert!(rights("false-1-percent") < saved, "one in a hundred pays");
    assert!(rights("false-2-percent") > saved, "two in a hundred do not");
    // Eight promises, 30 days each.
    let bound = saved / (8.0 * 30.0);
    assert!((0.0125..0.015).contains(&bound), "{bound}");
}

/// A programme of one flow whose only item is `permit`, with a catalogue.
fn programme(catalogue: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("the file can be written");
    };
    write(
        "programme.toml",
        "scenarios = [\"flow.toml\"]\ncatalogue = \"items.csv\"\n",
    );
    write(
        "flow.toml",
        "id = \"flow\"\n[[step]]\nid = \"permit\"\nlimit_days = 10\nstatutory_days = 20\nlinks = 5\n\
         [[reform]]\nid = \"reform\"\n  [[reform.measure]]\n  id = \"five\"\n  \
         do.set_limit = { step = \"permit\", limit_days = 5 }\n",
    );
    write("items.csv", catalogue);
    folder
}

const HEADINGS: &str = "item,en,zh,basis,statutory_days,limit_days,limit_days_after,links,links_after,materials,\
                        materials_after,certificates,certificates_after\n";

#[test]
fn an_item_of_the_catalogue_that_a_flow_describes_counts_once() {
    let rows = "permit,Permit,许可,assumption,20,10,5,5,5,3,3,0,0\n\
                other,Other,其他,synthetic,20,20,10,4,3,2,1,1,0\n\
                gone,Gone,取消,assumption,20,20,,4,,2,,0,\n";
    let folder = programme(&format!("{HEADINGS}{rows}"));
    let ledger = &answer(folder.path())["programme"]["ledger"];
    assert_eq!(ledger["before"]["items"], 3);
    assert_eq!(ledger["items"], -1);
    assert_eq!(ledger["links"], -5);
    assert_eq!(ledger["material_types"], -3);
    assert_eq!(ledger["certificates"], -1);
    // 10 + 20 + 20 promised and 60 by law, 5 + 10 after.
    assert_eq!(ledger["limit_share_promised"], -0.7);
    assert_eq!(ledger["limit_share_statutory"], -0.75);
    assert_eq!(ledger["catalogue"]["items"], 2);
    assert_eq!(ledger["catalogue"]["synthetic"], 1);
    assert_eq!(ledger["scenarios"]["links"], 0);
}

#[test]
fn a_wrong_catalogue_is_refused_with_its_line() {
    for (rows, said) in [
        (
            "a,A,甲,assumption,20,10,5,5,,3,3,0,0\n",
            "line 2 of `items.csv`: `a` has some figures",
        ),
        (
            "a,A,甲,assumption,20,1e9,5,5,5,3,3,0,0\n",
            "line 2 of `items.csv`: 1000000000 days",
        ),
        (
            "a,A,甲,guess,20,10,5,5,5,3,3,0,0\n",
            "line 2 of `items.csv`: ",
        ),
        (
            "a,A,甲,assumption,20,10,5,5,5,3,3,0,0\na,A,甲,assumption,20,10,5,5,5,3,3,0,0\n",
            "two items `a`",
        ),
    ] {
        let folder = programme(&format!("{HEADINGS}{rows}"));
        let output = crate::redtape(&["check", &folder.path().to_string_lossy()]);
        assert_eq!(output.status.code(), Some(1), "{rows}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains(said), "{errors}");
    }
}

//! Reforms that build on each other, and reforms to choose from: which one a sentence tells, and tables that are wide.

use std::fmt::Write;

/// A permit of 300 days, and reforms of it: (id, limit, id of the reform it builds on).
fn permit(reforms: &[(&str, u32, Option<&str>)], target: Option<u32>) -> String {
    let mut file = String::from("id = \"permit\"\n");
    if let Some(target) = target {
        writeln!(file, "target_days = {target}").expect("a string takes it");
    }
    file.push_str(
        "[[step]]\nid = \"drafting\"\nkind = \"applicant\"\nduration = { fixed = { days = 120 } }\n\
         [[step]]\nid = \"permit\"\nafter = [\"drafting\"]\nlinks = 100\nlimit_days = 300\nstatutory_days = 300\n",
    );
    for (id, limit, builds_on) in reforms {
        write!(file, "[[reform]]\nid = \"{id}\"\n").expect("a string takes it");
        if let Some(previous) = builds_on {
            writeln!(file, "builds_on = \"{previous}\"").expect("a string takes it");
        }
        write!(
            file,
            "  [[reform.measure]]\n  id = \"{id}\"\n  do.set_limit = {{ step = \"permit\", limit_days = {limit} }}\n"
        )
        .expect("a string takes it");
    }
    file
}

/// What `run` prints, and the ledger as drawn.
fn run(file: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("permit.toml");
    std::fs::write(&path, file).expect("the file can be written");
    let table = crate::printed(&[
        "run",
        &path.to_string_lossy(),
        "--chart-format",
        "svg",
        "--replications",
        "512",
        "--output",
        &folder.path().to_string_lossy(),
    ]);
    let ledger = std::fs::read_to_string(folder.path().join("ledger-permit.svg"));
    (table, ledger.expect("it was drawn"))
}

const CHAIN: [(&str, u32, Option<&str>); 3] = [
    ("nation", 200, None),
    ("province", 150, Some("nation")),
    ("city", 75, Some("province")),
];

#[test]
fn of_reforms_that_build_on_each_other_the_last_is_told() {
    let (table, ledger) = run(&permit(&CHAIN, None));
    assert!(table.contains("permit 300 → 200 → 150 → 75."), "{table}");
    assert!(table.contains("counted days −75 %"), "{table}");
    assert!(
        ledger.contains("counted days −75 %"),
        "the title tells the city's"
    );
}

#[test]
fn of_reforms_that_build_on_each_other_the_first_to_reach_the_target_is_told() {
    let (table, ledger) = run(&permit(&CHAIN, Some(150)));
    assert!(table.contains("Official clock 300 → 150"), "{table}");
    assert!(table.contains("counted days −50 %"), "{table}");
    assert!(
        ledger.contains("counted days −50 %"),
        "the title tells the province's"
    );
}

#[test]
fn of_reforms_to_choose_from_each_is_told_and_the_cuts_are_those_of_the_first() {
    let choice = [("small", 270, None), ("large", 150, None)];
    let (table, ledger) = run(&permit(&choice, None));
    assert!(table.contains("permit 300 → 270 or 150."), "{table}");
    assert!(table.contains("counted days −10 %"), "{table}");
    assert!(
        ledger.contains("counted days −10 %"),
        "the title tells the first"
    );
}

#[test]
fn wide_figures_stand_under_their_own_reform_and_no_row_is_lost() {
    let mut file = permit(&CHAIN, None);
    // Longer figures than any shipped scenario has.
    file = file.replace("limit_days = 300", "limit_days = 3000.5");
    file = file.replace(
        "statutory_days = 300\n",
        "statutory_days = 4000\nform = true\n",
    );
    file = file.replace("days = 120", "days = 12000");
    let (table, _) = run(&file);
    let lines: Vec<&str> = table.lines().collect();
    let under = |name: &str| {
        let at = lines.iter().position(|line| *line == name);
        let at = at.unwrap_or_else(|| panic!("no line `{name}` in\n{table}"));
        lines[at + 1]
    };
    for (name, clock) in [
        ("permit", "3,000.5 → 200"),
        ("then: province", "3,000.5 → 150"),
        ("then: city", "3,000.5 → 75"),
    ] {
        assert!(under(name).contains(clock), "{name}:\n{table}");
    }
    assert!(under("Working days").contains("9 in 10"), "{table}");
}

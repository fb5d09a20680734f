//! `redtape new --from`: every table under `tests/catalogues` gives exactly what is recorded beside it.

use std::path::{Path, PathBuf};

use redtape::scenario::load_text;

use crate::cli::{folder, stderr, stdout, text};
use crate::redtape;

fn corpus() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/catalogues").expect("the corpus can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let mut tables: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    tables.sort();
    tables
}

/// What a user sees: messages, then the scenario.
fn said(table: &Path) -> String {
    let output = redtape(&["new", "--from", text(table)]);
    format!(
        "exit {}\n{}\n{}",
        output.status.code().expect("it ends by itself"),
        stderr(&output),
        stdout(&output)
    )
}

#[test]
fn every_table_gives_what_is_recorded() {
    let tables = corpus();
    assert!(tables.len() >= 25, "{} tables", tables.len());
    let mut moved = Vec::new();
    for table in tables {
        let said = said(&table);
        let recorded = table.with_extension("csv.txt");
        if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
            std::fs::write(&recorded, &said).expect("the record can be written");
        }
        if std::fs::read_to_string(&recorded).unwrap_or_default() != said {
            moved.push(format!("{}\n{said}", recorded.display()));
        }
    }
    assert!(
        moved.is_empty(),
        "not as recorded; if that is right: GOLDEN=write cargo test\n{}",
        moved.join("\n")
    );
}

/// The scenario of a table, which must load.
fn scenario(bytes: &[u8]) -> (String, String) {
    let folder = folder();
    let table = folder.path().join("items.csv");
    std::fs::write(&table, bytes).expect("the table can be written");
    let output = redtape(&["new", "--from", text(&table)]);
    let made = stdout(&output);
    let said = stderr(&output).replace(text(&table), "items.csv");
    assert!(output.status.success(), "{said}");
    let loaded = load_text(Path::new("made.toml"), &made);
    if let Err(failed) = loaded {
        panic!("{}\n{made}", failed.told());
    }
    (made, said)
}

#[test]
fn check_accepts_and_run_runs_what_is_made_of_every_good_table() {
    let good = corpus()
        .into_iter()
        .filter(|table| said(table).starts_with("exit 0"));
    let mut n_good = 0;
    for table in good {
        let folder = folder();
        let made = folder.path().join("made.toml");
        let output = redtape(&["new", "--from", text(&table), "--output", text(&made)]);
        assert!(
            output.status.success() && output.stdout.is_empty(),
            "{}",
            table.display()
        );
        let check = redtape(&["check", text(&made)]);
        assert!(
            check.status.success(),
            "{}\n{}",
            table.display(),
            stderr(&check)
        );
        let run = redtape(&[
            "run",
            text(&made),
            "--replications",
            "512",
            "--output",
            text(folder.path()),
        ]);
        assert!(
            run.status.success(),
            "{}\n{}",
            table.display(),
            stderr(&run)
        );
        n_good += 1;
    }
    assert!(n_good >= 5, "{n_good} good tables");
}

#[test]
fn one_table_in_three_encodings_makes_one_scenario_and_says_which_it_was() {
    let table = std::fs::read_to_string("tests/catalogues/messy.csv").expect("the table is there");
    let (plain, said) = scenario(table.as_bytes());
    assert!(said.contains("read as UTF-8\n"), "{said}");
    let (marked, said) = scenario(format!("\u{feff}{table}").as_bytes());
    assert!(
        said.contains("read as UTF-8 with byte order mark"),
        "{said}"
    );
    let (gb18030, ..) = encoding_rs::GB18030.encode(&table);
    let (chinese, said) = scenario(&gb18030);
    assert!(said.contains("read as GB18030"), "{said}");
    assert_eq!(marked, plain);
    assert_eq!(chinese, plain);
}

#[test]
fn whatever_a_cell_says_stays_text() {
    let nasty = [
        "\"\"\"\"\"\"",
        "'''",
        "\\u0041\\",
        "]] [[step]]",
        "a = 1 # x",
        "{}",
        "%s",
        "\u{1F3D7}",
        "\u{202E}abc",
        "\u{7f}\u{1}x",
        "=1+1",
    ];
    let mut table = "item,stage,agency,limit,materials,after\n".to_owned();
    for (idx, text) in nasty.iter().enumerate() {
        let cell = format!("\"{}\"", text.replace('"', "\"\""));
        table.push_str(&format!(
            "\"{idx} {}\",{cell},{cell},5,{cell},\n",
            text.replace('"', "\"\"")
        ));
    }
    let (made, _) = scenario(table.as_bytes());
    let loaded = load_text(Path::new("made.toml"), &made).expect("it was loaded before");
    assert_eq!(loaded.scenarios[0].baseline.steps().count(), nasty.len());
}

#[test]
fn a_table_as_long_as_a_scenario_may_be_is_read_in_no_time_and_a_longer_one_refused() {
    let row = |number: usize| match number {
        0 => "step 0,1,\n".to_owned(),
        number => format!("step {number},1,step {}\n", number - 1),
    };
    let table = |n: usize| -> String {
        let rows: String = (0..n).map(row).collect();
        format!("item,limit,after\n{rows}")
    };
    scenario(table(5_000).as_bytes());
    let folder = folder();
    let path = folder.path().join("items.csv");
    std::fs::write(&path, table(5_001)).expect("the table can be written");
    let output = redtape(&["new", "--from", text(&path)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("5,001 items"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_table_that_is_not_there_is_a_read_error() {
    let output = redtape(&["new", "--from", "tests/catalogues/mesy.csv"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("messy.csv"), "{}", stderr(&output));
}

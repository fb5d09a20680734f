//! What an approval bureau has at hand: item lists and before/after lists of every spreadsheet program.

use std::path::Path;

use redtape::scenario::load_text;
use serde_json::Value;

use crate::cli::{folder, stderr, stdout, text};
use crate::{answered, redtape};

/// The scenario of a table under `tests/tables`, and what is said of it.
fn new(table: &str, options: &[&str]) -> (String, String) {
    let path = format!("tests/tables/{table}");
    let mut words = vec!["new", "--from", &path];
    words.extend(options);
    let output = redtape(&words);
    let said = stderr(&output);
    assert!(output.status.success(), "{table}: {said}");
    let made = stdout(&output);
    if let Err(failed) = load_text(Path::new("made.toml"), &made) {
        panic!("{}\n{made}", failed.told());
    }
    (made, said)
}

/// What `run` says of a scenario.
fn run(made: &str) -> Value {
    let folder = folder();
    let path = folder.path().join("made.toml");
    std::fs::write(&path, made).expect("the scenario can be written");
    answered(&path, &["--replications", "512"])["scenarios"][0].clone()
}

#[test]
fn a_before_and_after_list_becomes_a_scenario_with_its_reform() {
    let (workbook, said) = new("before_after.xlsx", &[]);
    let (gbk, _) = new("before_after_gbk.csv", &[]);
    assert!(said.contains("6 items, read as the worksheet"), "{said}");
    assert!(
        said.contains("改革前承诺时限 = promised limit before"),
        "{said}"
    );
    assert!(said.contains("column `序号` is not used"), "{said}");
    // What the last column says and nothing follows from.
    for unclear in [
        "涉税办理（含申领发票）: `并联`",
        "社会保险登记: `合并`",
        "银行开户: `预约开户`",
    ] {
        assert!(said.contains(unclear), "{unclear}\n{said}");
    }
    // The same but for the name of the file and the title that only the workbook has.
    let body = |made: &str| {
        made.split_once("[[stage]]")
            .map(|(_, body)| body.to_owned())
    };
    assert_eq!(body(&workbook), body(&gbk));

    let answer = run(&workbook);
    let (before, after) = (&answer["baseline"], &answer["reforms"][0]);
    // Stages follow one another: 3 and 7 beside each other, 2, 5, 0, 3; after 2, 0.5, 0.5, 0, 1.
    assert_eq!(before["limits"]["counted_days"], 17.0);
    assert_eq!(after["limits"]["counted_days"], 4.0);
    assert_eq!(before["limits"]["serial_days"], 20.0);
    for (count, expected) in [
        ("items", [6, 5]),
        // 2 + 5 + 3 + 4 + 2 + 3; 2 + 1 + 1 + 1 + 1.
        ("links", [19, 6]),
        // 1 + 2 + 1 + 2 + 1 + 1; 1 + 0 + 0 + 0 + 0.
        ("visits", [8, 1]),
        // 2 + 5 + 3 + 4 + 2 + 3; 3 + 1 + 1 + 0 + 1.
        ("materials", [19, 6]),
    ] {
        let counts = [before, after].map(|side| side["counts"][count].as_i64());
        assert_eq!(counts, expected.map(Some), "{count}");
    }
    let removed = &answer["reforms"][0]["changes"];
    let gone = removed
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["what"] == "removed");
    assert_eq!(gone.count(), 1);
}

/// The scenario of a table that is written here.
fn written(table: &str) -> (String, String) {
    let folder = folder();
    let path = folder.path().join("items.csv");
    std::fs::write(&path, table).expect("the table can be written");
    let output = redtape(&["new", "--from", text(&path)]);
    assert!(output.status.success(), "{}", stderr(&output));
    let made = stdout(&output);
    if let Err(failed) = load_text(Path::new("made.toml"), &made) {
        panic!("{}\n{made}", failed.told());
    }
    (made, stderr(&output))
}

#[test]
fn the_last_column_tells_measures_where_it_names_what_becomes_of_what() {
    let (made, said) = written(
        "事项,承诺时限（改革前）,承诺时限（改革后）,证明（改革前）,证明（改革后）,改革举措\n\
         用地预审,10,8,无犯罪证明;资金证明,资金证明,并入规划选址办理\n\
         规划选址,12,9,,,压缩时限\n\
         卫生许可,20,1,,,实行告知承诺制\n\
         消防验收,15,0,,,审批改备案\n\
         开户,3,3,,,整合为“企业一件事”办理\n\
         社保,2,1,,,整合为“企业一件事”办理\n\
         环评,30,30,,,并联\n\
         水保,20,20,,,并联\n\
         旧证,5,/,,,不再保留\n\
         合计,117,,,,\n",
    );
    for measure in [
        "do.merge_steps = { steps = [\"用地预审\", \"规划选址\"], into = { id = \"规划选址\", zh = \"规划选址\", limit_days = 9 } }",
        "do.commit = { step = \"卫生许可\", limit_days = 1 }",
        "do.file_instead = { step = \"消防验收\", limit_days = 0 }",
        "do.merge_steps = { steps = [\"开户\", \"社保\"], into = { id = \"企业一件事\", zh = \"企业一件事\", limit_days = 3 } }",
        "do.run_in_parallel = { steps = [\"环评\", \"水保\"] }",
        "do.remove_step = { step = \"旧证\" }",
        "do.waive_certificates = { certificates = [\"无犯罪证明\"], steps = [\"用地预审\"] }",
    ] {
        assert!(made.contains(measure), "{measure}\n{made}");
    }
    assert!(
        said.contains("line 11: a total or a note, left out"),
        "{said}"
    );
    assert!(!said.contains("does not say"), "{said}");
}

#[test]
fn headings_in_two_rows_and_items_over_several_rows_are_understood() {
    let (made, said) = written(
        "某局事项改革对照表,,,,,\n\
         序号,事项名称,改革前,,改革后,\n\
         ,,办理时限,申请材料,办理时限,申请材料\n\
         1,甲,10,申请表,5,申请表\n\
         ,,,身份证,,\n\
         2,乙,8,申请表,8,申请表\n\
         注：时限均为工作日,,,,,\n",
    );
    assert!(said.contains("2 items"), "{said}");
    assert!(
        made.contains("materials = [\"申请表\", \"身份证\"]"),
        "{made}"
    );
    assert!(
        made.contains("do.set_limit = { step = \"甲\", limit_days = 5 }"),
        "{made}"
    );
    let dropped = "do.drop_materials = { materials = [\"身份证\"], steps = [\"甲\"] }";
    assert!(made.contains(dropped), "{made}");
}

#[test]
fn titles_above_the_headings_are_skipped_whatever_the_encoding() {
    let (made, said) = new("with_title_gbk.csv", &[]);
    assert!(said.contains("6 items, read as GB18030"), "{said}");
    assert!(made.contains("zh = \"XX市企业开办事项清单\""), "{made}");
    assert!(made.contains("limit_days = 0"), "{made}");
}

#[test]
fn merged_cells_are_filled_down_and_stages_follow_one_another() {
    let (made, said) = new("merged.csv", &[]);
    assert!(
        said.contains("lines 3, 5: `阶段` is empty or merged and filled in from above"),
        "{said}"
    );
    assert!(
        said.contains("lines 3, 6: `部门` is empty or merged and filled in from above"),
        "{said}"
    );
    // 10 and 8, 12 and 10 beside each other, 5.
    assert_eq!(run(&made)["baseline"]["limits"]["counted_days"], 27.0);
    assert_eq!(made.matches("stage = \"立项用地\"").count(), 2, "{made}");
}

#[test]
fn numbered_lists_in_a_cell_are_materials_that_items_share() {
    let (made, _) = new("nummat.csv", &[]);
    assert_eq!(made.matches("[[material]]").count(), 3, "{made}");
    assert!(
        made.contains("materials = [\"申请表\", \"设计方案\"]"),
        "{made}"
    );
    assert!(
        made.contains("materials = [\"申请表\", \"身份证\"]"),
        "{made}"
    );
}

#[test]
fn the_user_says_what_a_column_holds() {
    let folder = folder();
    let path = folder.path().join("items.csv");
    std::fs::write(&path, "事由,多久,备注\n甲,10,x\n").expect("the table can be written");
    let output = redtape(&["new", "--from", text(&path)]);
    assert_eq!(output.status.code(), Some(1));
    let columns = ["--column", "事由=ITEM", "--column", "多久=承诺时限"];
    let output = redtape(&[&["new", "--from", text(&path)][..], &columns].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("limit_days = 10"));
    let output = redtape(&["new", "--from", text(&path), "--column", "事由=什么"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_no_table_is_called_what_it_is() {
    let folder = folder();
    let path = folder.path().join("清单.xlsx");
    for (bytes, said) in [
        (&b"%PDF-1.7 ..."[..], "is a PDF, not text"),
        (
            b"PK\x03\x04 word/document.xml",
            "is a Word document, not text",
        ),
        (
            b"PK\x03\x04 xl/workbook.xml",
            "cannot be read as a workbook",
        ),
    ] {
        std::fs::write(&path, bytes).expect("the file can be written");
        for words in [
            ["new", "--from", text(&path)].as_slice(),
            &["calibrate", text(&path)],
        ] {
            let output = redtape(words);
            assert_eq!(output.status.code(), Some(1));
            assert!(stderr(&output).contains(said), "{}", stderr(&output));
        }
    }
}

#[test]
fn a_wrong_cell_of_a_worksheet_is_named_as_spreadsheets_do() {
    let output = redtape(&[
        "new",
        "--from",
        "tests/tables/before_after.xlsx",
        "--column",
        "改革前环节数=改革前承诺时限",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("K2: two columns hold the promised limit"),
        "{said}"
    );
}

//! The report page carries everything it shows: nothing fetched, no id twice, both languages.

use std::collections::BTreeSet;
use std::process::Command;

/// The page of the four categories.
pub fn shuozhou_page(folder: &std::path::Path) -> String {
    let path = folder.join("report.html");
    let done = Command::new(env!("CARGO_BIN_EXE_redtape"))
        .args([
            "report",
            "scenarios/shuozhou-2021",
            "--lang",
            "en",
            "--output",
        ])
        .arg(&path)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    std::fs::read_to_string(&path).expect("the page was written")
}

#[test]
fn a_report_is_one_file_that_fetches_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let page = shuozhou_page(folder.path());
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let without_names = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for outside in ["http://", "https://", "src=", "@import", "url(\"", "<link"] {
        assert!(!without_names.contains(outside), "the page has `{outside}`");
    }
    let mut ids = BTreeSet::new();
    for part in page.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap_or_default();
        assert!(ids.insert(id), "the page has the id `{id}` twice");
    }
    for name in ["Government-funded building", "政府投资房屋建筑类"] {
        assert!(page.contains(name), "the page lacks `{name}`");
    }
}

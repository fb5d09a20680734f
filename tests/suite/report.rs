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

/// What a reader may doubt: figures without a source are listed with their ranges, published ones are not.
#[test]
fn a_report_lists_the_assumptions_and_no_published_figure() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("scenario.toml");
    let text = "id = \"x\"\n\
        [[source]]\nid = \"law\"\ntitle = \"Licensing Law\"\narticle = \"42\"\n\
        [[step]]\nid = \"a\"\nlimit_days = 8\nstatutory_days = 20\ncite = { statutory_days = \"law\" }\n\
        plausible = { limit_days = [6, 9] }\n\
        [[step]]\nid = \"b\"\nafter = [\"a\"]\nlimit_days = 4\n";
    std::fs::write(&path, text).expect("it can be written");
    let page = folder.path().join("page.html");
    let arguments = [
        "report",
        crate::cli::text(&path),
        "--output",
        crate::cli::text(&page),
    ];
    crate::printed(&arguments);
    let page = std::fs::read_to_string(&page).expect("the page was written");
    let row = |address: &str| {
        let (_, rest) = page.split_once(&format!("<code>{address}</code>"))?;
        let row = rest.split("</tr>").next()?;
        let values = row.split("data-value=\"").skip(1);
        Some(
            values
                .filter_map(|value| value.split('"').next()?.parse().ok())
                .collect::<Vec<f64>>(),
        )
    };
    assert_eq!(row("step.a.limit_days"), Some(vec![8.0, 6.0, 9.0]));
    assert_eq!(
        row("step.b.limit_days"),
        Some(vec![4.0, 3.0, 5.0]),
        "± 25 %"
    );
    assert_eq!(row("step.a.statutory_days"), None, "the law says it");
}

//! Every wrong input under `tests/invalid` gives exactly the message recorded beside it.

use std::path::{Path, PathBuf};

use redtape::scenario::load;

/// Everything to load: files, and folders, which are programmes.
fn corpus() -> Vec<PathBuf> {
    let folder = Path::new("tests/invalid");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus can be read")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.is_dir() || is_scenario(path))
        .collect();
    paths.sort();
    paths
}

fn is_scenario(path: &Path) -> bool {
    let kind = path.extension().unwrap_or_default();
    kind == "toml" || kind == "json"
}

/// What a user reads, without colours.
fn message(path: &Path) -> Option<String> {
    let failed = load(path).err()?;
    let text = failed.told();
    Some(anstream::adapter::strip_str(&text).to_string())
}

#[test]
fn every_wrong_input_gives_its_recorded_message() {
    let paths = corpus();
    assert!(paths.len() > 100, "{} inputs", paths.len());
    let mut moved = Vec::new();
    for path in paths {
        let Some(said) = message(&path) else {
            panic!("{} loads", path.display());
        };
        let mut recorded = path.into_os_string();
        recorded.push(".txt");
        if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
            std::fs::write(&recorded, &said).expect("the message can be written");
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

#[test]
fn a_file_of_more_than_four_mebibytes_is_refused_unread() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("large.toml");
    let line = "# one comment after another\n";
    let text = line.repeat((4 << 20) / line.len() + 1);
    std::fs::write(&path, text).expect("the file can be written");
    let said = message(&path).expect("it is refused");
    assert!(
        said.contains("too large") && said.contains("4 MiB"),
        "{said}"
    );
}

#[test]
fn more_than_can_be_simulated_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("steps.toml");
    let steps: String = (0..5_001)
        .map(|number| format!("[[step]]\nid = \"s{number}\"\nlimit_days = 1\n"))
        .collect();
    std::fs::write(&path, format!("id = \"x\"\n{steps}")).expect("the file can be written");
    let said = message(&path).expect("it is refused");
    assert!(
        said.contains("5001 steps") && said.contains("up to 5000"),
        "{said}"
    );

    let measures: String = (0..201)
        .map(|number| {
            format!(
                "[[reform.measure]]\nid = \"m{number}\"\ndo.set_limit = {{ step = \"s\", limit_days = 1 }}\n"
            )
        })
        .collect();
    let text = format!(
        "id = \"x\"\n[[step]]\nid = \"s\"\nlimit_days = 2\n[[reform]]\nid = \"r\"\n{measures}"
    );
    std::fs::write(&path, text).expect("the file can be written");
    let said = message(&path).expect("it is refused");
    assert!(
        said.contains("201 measures") && said.contains("up to 200"),
        "{said}"
    );
}

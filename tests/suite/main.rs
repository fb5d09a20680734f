//! The one integration test binary: linking is slow.

mod analytic;
mod burden;
mod charts;
mod clock_rules;
mod examples;
mod explain;
mod forest;
mod laws;
mod lints;
mod office;
mod panels;
mod queue_answers;
mod queue_laws;
mod queueing;
mod random;
mod report;
mod tidy;

use std::path::{Path, PathBuf};

/// A folder of recorded data that is not part of the project, if it is there.
pub fn data_folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REDTAPE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    Some(root.join(name)).filter(|folder| folder.is_dir())
}

/// Compares with `tests/golden/<name>`; `GOLDEN=write cargo test` rewrites it.
pub fn golden(name: &str, actual: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
        let folder = path.parent().expect("golden files stand in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(&path, actual).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = expected.lines().zip(actual.lines());
    let first = lines
        .enumerate()
        .find(|(_, (expected, actual))| expected != actual);
    assert!(
        expected == actual,
        "{} differs, first at {first:#?}\nif that is right: GOLDEN=write cargo test",
        path.display()
    );
}

/// The project's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

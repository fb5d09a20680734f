//! The one integration test binary: linking is slow.

mod analytic;
mod clock_rules;
mod examples;
mod laws;
mod lints;
mod office;
mod panels;
mod queue_laws;
mod queueing;
mod random;
mod report;
mod tidy;

use std::path::PathBuf;

/// A folder of recorded data that is not part of the project, if it is there.
pub fn data_folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REDTAPE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    Some(root.join(name)).filter(|folder| folder.is_dir())
}

//! Where files that a file names may lie: below the parent of the folder that holds what the user named, links resolved.
//!
//! A folder of scenarios may use its siblings. A scenario from a stranger reads nothing else of the machine.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Problem;

static ANYWHERE: AtomicBool = AtomicBool::new(false);

/// From now on files may name files anywhere: the user trusts them.
pub fn allow_outside() {
    ANYWHERE.store(true, Ordering::Relaxed);
}

/// The folder below which files lie that may be named.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Without links. `None`: it is not known, and nothing above a file's own folder may be named.
    root: Option<PathBuf>,
}

impl Reach {
    /// Around the folder that holds the scenario or programme which the user named.
    pub fn around(folder: &Path) -> Reach {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        let whole = folder.canonicalize().ok();
        Reach {
            root: whole.map(|whole| whole.parent().map_or(whole.clone(), Path::to_path_buf)),
        }
    }

    /// The file that a file in `folder` calls `name`; whether it is there is not asked.
    ///
    /// # Errors
    /// It begins at the root, or lies outside.
    pub fn path(&self, folder: &Path, name: &str) -> Result<PathBuf, Problem> {
        if Path::new(name).is_absolute() {
            return Err(Problem::error(format!("`{name}` begins at the root"))
                .hint("name a file relative to this one"));
        }
        let path = folder.join(name);
        match ANYWHERE.load(Ordering::Relaxed) || self.holds(folder, &path) {
            true => Ok(path),
            false => Err(
                Problem::error(format!("`{name}` lies outside of what may be read"))
                    .allowed("files below the parent of the folder that was named, links resolved")
                    .hint("--allow-outside reads it all the same"),
            ),
        }
    }

    fn holds(&self, folder: &Path, path: &Path) -> bool {
        let Some(root) = &self.root else {
            return !path.components().any(|part| part == Component::ParentDir);
        };
        // What does not exist is told by name only, and only below the root.
        let whole = path
            .canonicalize()
            .ok()
            .or_else(|| written_out(folder, path));
        whole.is_some_and(|whole| whole.starts_with(root))
    }
}

/// The path without `..`, its folder without links.
fn written_out(folder: &Path, path: &Path) -> Option<PathBuf> {
    let folder_whole = match folder.as_os_str().is_empty() {
        true => Path::new(".").canonicalize().ok()?,
        false => folder.canonicalize().ok()?,
    };
    let mut whole = folder_whole;
    for part in path.strip_prefix(folder).ok()?.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::Normal(name) => whole.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_are_in_reach_and_what_lies_above_is_not() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let own = place.path().join("all/own");
        std::fs::create_dir_all(own.join("below")).expect("it can be made");
        std::fs::create_dir_all(place.path().join("all/sibling")).expect("it can be made");
        for file in ["secret", "all/sibling/a", "all/own/below/b"] {
            std::fs::write(place.path().join(file), "").expect("it can be written");
        }
        let reach = Reach::around(&own);
        let reads = |name: &str| reach.path(&own, name).is_ok();
        assert!(
            reads("below/b") && reads("../sibling/a") && reads("missing") && reads("below/../x")
        );
        assert!(!reads("../../secret") && !reads("../../missing") && !reads("/etc/hostname"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../../secret", own.join("link")).expect("it can be made");
            assert!(!reads("link"));
        }
    }

    #[test]
    fn without_a_folder_only_what_lies_below_is_in_reach() {
        let reach = Reach::default();
        assert!(reach.path(Path::new("a"), "b/c").is_ok());
        assert!(reach.path(Path::new("a"), "../c").is_err());
    }
}

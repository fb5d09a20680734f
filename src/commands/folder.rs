//! Where the files of an answer go, and what they may be called.

use std::path::{Path, PathBuf};

use super::Failure;
use crate::lang::Lang;
use crate::output::check_folder;
use crate::scenario::Loaded;
use crate::text;

/// Where answers go unless it is said.
const DEFAULT: &str = "output";

/// Bytes of a name, its ending left out: file systems take 255, with a number behind it too.
const MOST_BYTES: usize = 120;

/// The folder for the files of an answer: `given`, else one in `output` that is named for the programme or the scenario.
///
/// # Errors
/// The default lies behind a link, which might lead anywhere.
pub fn of(loaded: &Loaded, given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given {
        return Ok(folder.to_path_buf());
    }
    let id = match (&loaded.programme, loaded.scenarios.first()) {
        (Some(programme), _) => &programme.id,
        (None, Some(scenario)) => &scenario.id,
        (None, None) => "",
    };
    let folder = Path::new(DEFAULT).join(file_name(id));
    let link = [Path::new(DEFAULT), &folder]
        .into_iter()
        .find(|path| path.is_symlink());
    match link {
        None => Ok(folder),
        Some(link) => Err(Failure::Usage(format!(
            "`{}` is a link, which may lead anywhere\nhint: say where the files go: --output {}",
            link.display(),
            folder.display()
        ))),
    }
}

/// [`of`], and why it can't be written if it can't, before anything is computed.
///
/// # Errors
/// See [`of`].
pub fn tried(
    loaded: &Loaded,
    given: Option<&Path>,
) -> Result<(PathBuf, Result<(), Failure>), Failure> {
    let folder = of(loaded, given)?;
    let tried = check_folder(&folder).map_err(Failure::from);
    Ok((folder, tried))
}

/// Where files were written, and what they are called.
pub fn listed(files: &[PathBuf], lang: Lang) -> String {
    let folder = files.first().and_then(|file| file.parent());
    let names: Vec<String> = files
        .iter()
        .filter_map(|file| file.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let folder = folder
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    let line = match lang {
        Lang::En => format!("Written to {folder}: {}", names.join(", ")),
        Lang::Zh => format!("已写入 {folder}：{}", names.join("、")),
    };
    text::wrap(&line, 80).join("\n") + "\n"
}

/// An id as a file name of every system: nothing in it may lead out of the folder, name a device or be too long.
pub fn file_name(id: &str) -> String {
    let safe = |letter: char| match letter.is_alphanumeric() || "-_.".contains(letter) {
        true => letter,
        false => '-',
    };
    let safe: String = id.chars().map(safe).collect();
    let mut ends = (0..=safe.len().min(MOST_BYTES)).rev();
    let end = ends.find(|&end| safe.is_char_boundary(end)).unwrap_or(0);
    let name = safe[..end].trim_matches('.');
    match name {
        "" => "scenario".to_owned(),
        name if is_device(name) => format!("{name}-"),
        name => name.to_owned(),
    }
}

/// Names that Windows keeps for devices, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| {
            matches!(number.chars().next(), Some('0'..='9' | '¹' | '²' | '³'))
                && number.chars().count() == 1
        })
    });
    numbered || ["con", "prn", "aux", "nul"].contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_takes_the_name() {
        for (id, name) in [
            ("shuozhou-2021", "shuozhou-2021"),
            ("建设工程/规划", "建设工程-规划"),
            ("../../etc", "-..-etc"),
            ("..", "scenario"),
            ("", "scenario"),
            ("con", "con-"),
            ("NUL.tar", "NUL.tar-"),
            ("Com1", "Com1-"),
            ("com10", "com10"),
            ("console", "console"),
        ] {
            assert_eq!(file_name(id), name);
        }
        let long = file_name(&"县".repeat(300));
        assert_eq!((long.len(), long.chars().count()), (120, 40));
    }
}

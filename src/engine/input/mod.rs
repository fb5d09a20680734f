//! The only reader of files: size limit before reading, encoding named when it is wrong; tables of every spreadsheet
//! program, with one reader of dates, one of figures and one dictionary of headings.

pub mod dates;
mod encoding;
pub mod fields;
pub mod figures;
pub mod headings;
mod kind;
mod reach;
mod stream;
pub mod table;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::text;

pub use encoding::Encoding;
pub use reach::{Reach, allow_outside};
pub use stream::{Patience, Stream, open_markup, read_unpacked};
pub use table::{Cell, Origin, Row, Table, read_table};

/// The largest file that a person writes: scenarios, catalogues.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The largest table that a program writes: event logs, exports of cases; unpacked.
pub const MAX_LOG_BYTES: u64 = 1024 * 1024 * 1024;

/// A file in UTF-8, without byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// What it says.
    pub content: String,
}

/// Why a file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The system did not let us read it (exit code 3).
    #[error("cannot read `{}`: {}", path.display(), text::reason(source))]
    Io {
        /// The path as the user gave it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
        /// A file of a similar name, if this one does not exist.
        hint: Option<String>,
    },
    /// It was read, and is not what we can use (exit code 1).
    #[error(transparent)]
    Content(#[from] Problem),
}

impl InputError {
    fn io(path: &Path, source: io::Error) -> InputError {
        let hint = match source.kind() {
            io::ErrorKind::NotFound => neighbour(path),
            _ => None,
        };
        InputError::Io {
            path: path.to_path_buf(),
            source,
            hint,
        }
    }

    /// The error as a problem without place, to be shown like any other.
    pub fn problem(&self) -> Problem {
        match self {
            InputError::Content(problem) => problem.clone(),
            InputError::Io { hint, .. } => Problem {
                hint: hint.clone(),
                ..Problem::error(self.to_string())
            },
        }
    }
}

/// Reads a text file of at most [`MAX_FILE_BYTES`] in UTF-8, with or without byte order mark.
pub fn read_text(path: &Path) -> Result<Text, InputError> {
    let bytes = read_bytes(path, MAX_FILE_BYTES)?;
    Ok(Text {
        path: path.to_path_buf(),
        content: encoding::decode(&path.display().to_string(), bytes)?,
    })
}

/// Reads an XML file of at most [`MAX_FILE_BYTES`], in the encoding that it declares.
pub fn read_markup(path: &Path) -> Result<Text, InputError> {
    let bytes = read_bytes(path, MAX_FILE_BYTES)?;
    Ok(Text {
        path: path.to_path_buf(),
        content: encoding::decode_markup(&path.display().to_string(), bytes)?,
    })
}

/// Reads a file of at most `max_bytes`: recorded data have limits of their own.
pub fn read_bytes(path: &Path, max_bytes: u64) -> Result<Vec<u8>, InputError> {
    // Asked before opening: to open a named pipe waits for its writer, perhaps for ever.
    let metadata = fs::metadata(path).map_err(|source| InputError::io(path, source))?;
    let shown = path.display();
    if metadata.is_dir() {
        return Err(Problem::error(format!("`{shown}` is a folder, not a file")).into());
    }
    if !metadata.is_file() {
        return Err(Problem::error(format!("`{shown}` is not a regular file"))
            .hint("pipes and devices are not read; save the content to a file first")
            .into());
    }
    if metadata.len() > max_bytes {
        return Err(too_large(path, metadata.len(), max_bytes).into());
    }
    let file = File::open(path).map_err(|source| InputError::io(path, source))?;
    let mut bytes = Vec::new();
    // A file may grow after its size was asked.
    file.take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| InputError::io(path, source))?;
    if bytes.len() as u64 > max_bytes {
        return Err(too_large(path, bytes.len() as u64, max_bytes).into());
    }
    Ok(bytes)
}

/// The `.toml` files directly in `folder`, sorted by name; hidden ones are left out.
pub fn list_toml(folder: &Path) -> Result<Vec<PathBuf>, InputError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| InputError::io(folder, source))? {
        let path = entry
            .map_err(|source| InputError::io(folder, source))?
            .path();
        let hidden = name_of(&path).is_none_or(|name| name.starts_with('.'));
        if !hidden && path.extension().is_some_and(|ending| ending == "toml") && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn too_large(path: &Path, bytes: u64, max_bytes: u64) -> Problem {
    let (size, limit) = (size(bytes), size(max_bytes));
    Problem::error(format!("`{}` is too large: {size}", path.display()))
        .allowed(format!("at most {limit}"))
}

fn size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes {
        _ if bytes >= MIB && bytes.is_multiple_of(MIB) => format!("{} MiB", bytes / MIB),
        _ => format!("{} bytes", text::count(bytes.min(i64::MAX as u64) as i64)),
    }
}

/// A hint naming the file beside `path` that was probably meant.
fn neighbour(path: &Path) -> Option<String> {
    let folder = match path.parent()? {
        parent if parent.as_os_str().is_empty() => Path::new("."),
        parent => parent,
    };
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let meant = text::did_you_mean(name_of(path)?, names.iter().map(String::as_str))?;
    let meant = path.with_file_name(meant);
    Some(format!("did you mean `{}`?", meant.display()))
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let folder = folder_with(&[("a.toml", b"\xEF\xBB\xBFid = 1"), ("b.toml", b"id = 1")]);
        for name in ["a.toml", "b.toml"] {
            let text = read_text(&folder.path().join(name)).unwrap();
            assert_eq!(text.content, "id = 1");
        }
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_one_byte_more_is_refused() {
        let folder = folder_with(&[("a", b"1234"), ("b", b"12345")]);
        assert_eq!(read_bytes(&folder.path().join("a"), 4).unwrap(), b"1234");
        let error = read_bytes(&folder.path().join("b"), 4).unwrap_err();
        assert!(matches!(error, InputError::Content(_)));
        assert!(
            error
                .to_string()
                .ends_with("` is too large: 5 bytes (allowed: at most 4 bytes)")
        );
    }

    #[test]
    fn a_missing_file_is_an_io_error_with_its_likely_name() {
        let folder = folder_with(&[("programme.toml", b"")]);
        let error = read_text(&folder.path().join("program.toml")).unwrap_err();
        assert!(matches!(error, InputError::Io { .. }));
        let problem = error.problem();
        assert!(
            problem
                .message
                .ends_with("program.toml`: no such file or directory")
        );
        assert!(problem.hint.unwrap().ends_with("programme.toml`?"));
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = folder_with(&[]);
        let error = read_text(folder.path()).unwrap_err();
        assert!(matches!(error, InputError::Content(_)));
        assert!(error.to_string().ends_with("is a folder, not a file"));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_before_it_is_opened() {
        let error = read_text(Path::new("/dev/zero")).unwrap_err();
        assert!(matches!(error, InputError::Content(_)));
        assert!(
            error
                .to_string()
                .contains("`/dev/zero` is not a regular file")
        );
    }

    #[test]
    fn toml_files_are_listed_by_name() {
        let folder = folder_with(&[
            ("b.toml", b""),
            ("a.toml", b""),
            (".c.toml", b""),
            ("d.csv", b""),
        ]);
        fs::create_dir(folder.path().join("e.toml")).unwrap();
        let files = list_toml(folder.path()).unwrap();
        let names: Vec<_> = files.iter().filter_map(|path| name_of(path)).collect();
        assert_eq!(names, ["a.toml", "b.toml"]);
        let missing = list_toml(&folder.path().join("missing"));
        assert!(matches!(missing, Err(InputError::Io { .. })));
    }
}

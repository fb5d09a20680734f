//! Files that are whole or absent: written beside their place, then moved there, those of one answer together.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::OutputError;

/// Writes `bytes` to `path`, replacing what is there in one move; missing folders are made.
///
/// A symbolic link is followed. A device (`/dev/stdout`, `/dev/null`) is written to, not replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    write_piecewise(path, |file| file.write_all(bytes))
}

/// [`write_whole`] of what `write` writes, piece by piece, so that it need not fit into memory.
pub fn write_piecewise(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), OutputError> {
    let refused = |source: io::Error| {
        Err(OutputError::File {
            path: path.to_path_buf(),
            source,
        })
    };
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => refused(io::ErrorKind::IsADirectory.into()),
        // Moving over it would succeed, against what its owner asked for.
        Ok(metadata) if metadata.is_file() && metadata.permissions().readonly() => {
            refused(io::ErrorKind::PermissionDenied.into())
        }
        Ok(metadata) if metadata.is_file() => replace(path, write, Some(metadata.permissions())),
        Ok(_) => {
            let device = fs::OpenOptions::new().write(true).open(path);
            let written = device.and_then(|mut device| write(&mut device));
            written.or_else(refused)
        }
        Err(_) => replace(path, write, None),
    }
}

/// Writes files into `folder`: all of them, or none. What is there by their names is replaced, a link by the file itself.
///
/// # Errors
/// The first that can't be written; then all are as they were.
pub fn write_together(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Vec<PathBuf>, OutputError> {
    let mut staged = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = folder.join(name);
        let write = |file: &mut dyn Write| file.write_all(&bytes);
        let found = fs::symlink_metadata(&path).ok();
        let written = match found {
            Some(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Some(found) if found.is_file() && found.permissions().readonly() => {
                Err(io::Error::from(io::ErrorKind::PermissionDenied))
            }
            Some(found) => stage(
                &path,
                write,
                Some(found.permissions()).filter(|_| found.is_file()),
            ),
            None => stage(&path, write, None),
        };
        match written {
            Ok(file) => staged.push(file),
            Err(source) => return Err(OutputError::File { path, source }),
        }
    }
    // Nobody is stopped between two of them.
    let mut pending = lock();
    let mut paths = Vec::with_capacity(staged.len());
    for file in staged {
        paths.push(file.path.clone());
        file.put(&mut pending)?;
    }
    Ok(paths)
}

/// Whether files can be written into `folder`, which need not be there yet. Nothing is left behind.
///
/// # Errors
/// They can't.
pub fn check_folder(folder: &Path) -> Result<(), OutputError> {
    let mut there = folder.ancestors();
    let there = there.find(|folder| folder.as_os_str().is_empty() || folder.exists());
    let place = match there {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let _pending = lock();
    let tried = tempfile::Builder::new().prefix(PREFIX).tempfile_in(place);
    tried.map(drop).map_err(|source| OutputError::File {
        path: folder.to_path_buf(),
        source,
    })
}

/// Ends the program, once no file is being moved; files that are not yet in their place go.
pub fn leave(code: u8) -> ! {
    let pending = lock();
    for path in pending.iter() {
        // It ends either way.
        let _ = fs::remove_file(path);
    }
    std::process::exit(i32::from(code))
}

/// What temporary files begin with.
const PREFIX: &str = ".redtape-";

/// Files that are written, or to be moved.
static PENDING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn lock() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file beside its place.
struct Staged {
    path: PathBuf,
    file: NamedTempFile,
}

impl Staged {
    fn put(self, pending: &mut BTreeSet<PathBuf>) -> Result<(), OutputError> {
        let beside = self.file.path().to_path_buf();
        let put = self.file.persist(&self.path);
        pending.remove(&beside);
        match put {
            Ok(_) => Ok(()),
            Err(error) => Err(OutputError::File {
                path: self.path,
                source: error.error,
            }),
        }
    }
}

fn stage(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    kept: Option<fs::Permissions>,
) -> io::Result<Staged> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder)?;
    // Temporary files are private by default; a result is as readable as any new file.
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = {
        let mut pending = lock();
        let file = builder.tempfile_in(&folder)?;
        pending.insert(file.path().to_path_buf());
        file
    };
    let mut buffer = io::BufWriter::new(&mut file);
    write(&mut buffer)?;
    buffer.flush()?;
    drop(buffer);
    if let Some(permissions) = kept {
        file.as_file().set_permissions(permissions)?;
    }
    // After a power cut the name leads to what was there before, or to all of this.
    file.as_file().sync_all()?;
    Ok(Staged {
        path: path.to_path_buf(),
        file,
    })
}

fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    kept: Option<fs::Permissions>,
) -> Result<(), OutputError> {
    let target = match kept {
        Some(_) => fs::canonicalize(path),
        None => Ok(path.to_path_buf()),
    };
    let staged = target.and_then(|target| stage(&target, write, kept));
    let staged = staged.map_err(|source| OutputError::File {
        path: path.to_path_buf(),
        source,
    })?;
    staged.put(&mut lock())
}

/// The folder that holds `path`; a bare name stands in the working folder.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_folders_are_made_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/changes.csv");
        write_whole(&path, b"first").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
    }

    #[test]
    fn files_of_one_answer_are_all_new_or_all_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), b"kept").unwrap();
        fs::create_dir(path("b")).unwrap();
        let both = |text: &[u8]| {
            ["a", "b"]
                .map(|name| (name.to_owned(), text.to_vec()))
                .to_vec()
        };
        let error = write_together(folder.path(), both(b"new")).unwrap_err();
        let expected = format!("cannot write `{}`: is a directory", path("b").display());
        assert_eq!(error.to_string(), expected);
        assert_eq!(fs::read(path("a")).unwrap(), b"kept");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        fs::remove_dir(path("b")).unwrap();
        assert_eq!(
            write_together(folder.path(), both(b"new")).unwrap().len(),
            2
        );
        assert_eq!(fs::read(path("a")).unwrap(), b"new");
    }

    #[test]
    fn whether_a_folder_can_be_written_is_known_before_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        check_folder(&inner).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(folder.path().join("a"), b"").unwrap();
        assert!(check_folder(&inner).is_err());
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_whole(folder.path(), b"").unwrap_err().to_string();
        let expected = format!("cannot write `{}`: is a directory", folder.path().display());
        assert_eq!(error, expected);
    }

    #[test]
    fn a_file_where_a_folder_should_be_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, b"kept").unwrap();
        assert!(write_whole(&file.join("b"), b"").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"kept");
    }

    #[test]
    fn a_read_only_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, b"kept").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(write_whole(&file, b"").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"kept");
    }

    #[cfg(unix)]
    #[test]
    fn results_are_readable_links_are_followed_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let (plain, path, link) = (
            folder.path().join("plain"),
            folder.path().join("path"),
            folder.path().join("link"),
        );
        fs::write(&plain, b"").unwrap();
        write_whole(&path, b"first").unwrap();
        assert_eq!(mode(&path), mode(&plain));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("path", &link).unwrap();
        write_whole(&link, b"second").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(mode(&path), 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let device = Path::new("/dev/null");
        write_whole(device, b"gone").unwrap();
        assert!(!fs::metadata(device).unwrap().is_file());
    }
}

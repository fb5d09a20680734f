//! Files that are whole or absent: written beside their place, then moved there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::OutputError;

/// Writes `bytes` to `path`, replacing what is there in one move; missing folders are made.
///
/// A symbolic link is followed. A device (`/dev/stdout`, `/dev/null`) is written to, not replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let written = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        // Moving over it would succeed, against what its owner asked for.
        Ok(metadata) if metadata.is_file() && metadata.permissions().readonly() => {
            Err(io::Error::from(io::ErrorKind::PermissionDenied))
        }
        Ok(metadata) if metadata.is_file() => replace(path, bytes, Some(metadata.permissions())),
        Ok(_) => fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut device| device.write_all(bytes)),
        Err(_) => replace(path, bytes, None),
    };
    written.map_err(|source| OutputError::File {
        path: path.to_path_buf(),
        source,
    })
}

fn replace(path: &Path, bytes: &[u8], kept: Option<fs::Permissions>) -> io::Result<()> {
    let target = match kept {
        Some(_) => fs::canonicalize(path)?,
        None => path.to_path_buf(),
    };
    let folder = folder_of(&target);
    fs::create_dir_all(&folder)?;
    // Temporary files are private by default; a result is as readable as any new file.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".redtape-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(&folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = kept {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
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

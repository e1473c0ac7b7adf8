//! Turns the name of a file into one that is written first, so that the file is there when it is whole, and only then.

use std::{fs::File, io, path::Path};

use tempfile::TempPath;
use tokio::{io::AsyncWriteExt as _, task::spawn_blocking};

use crate::{Error, ErrorKind};

/// Creates an empty file beside `path`, that is removed unless it is finished.
pub(crate) async fn create(path: &Path) -> Result<(File, TempPath), Error> {
    let name = path.file_name().ok_or_else(|| failed(path, &io::ErrorKind::IsADirectory.into()))?;
    // A name may be as long as the system allows, and this one is longer.
    let prefix = format!(".{}.", name.to_string_lossy().chars().take(50).collect::<String>());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (folder, target) = (folder.to_owned(), path.to_owned());
    let created = off_thread(move || {
        // Said before anything is fetched, because only the last step would fail.
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".part");
        let permissions = usual_permissions();
        if let Some(permissions) = permissions {
            builder.permissions(permissions);
        }
        builder.tempfile_in(folder)
    });
    Ok(created.await.map_err(|error| failed(path, &error))?.into_parts())
}

/// Gives the finished file its name.
pub(crate) async fn finish(mut file: tokio::fs::File, part: TempPath, path: &Path) -> Result<(), Error> {
    let at_path = |error: io::Error| failed(path, &error);
    file.flush().await.map_err(at_path)?;
    // A crash after the rename must not leave an empty file where the result should be.
    file.sync_all().await.map_err(at_path)?;
    drop(file);
    let target = path.to_owned();
    off_thread(move || part.persist(target).map_err(io::Error::from)).await.map_err(at_path)
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Request, format!("cannot write `{}`: {error}", path.display()))
}

/// Returns the permissions of a file that is no secret, from which the system takes what the user's mask says.
#[cfg(unix)]
fn usual_permissions() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<std::fs::Permissions> {
    None
}

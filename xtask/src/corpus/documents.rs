//! A folder to the documents in it, and the names that they go by.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Lists the documents of a folder and of those in it, ordered by path.
pub(super) fn list(folder: &Path, only: Option<&str>) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |path: &Path, error: std::io::Error| {
        Failure::io(path, "read", &error, "name a folder with OpenAPI documents")
    };
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))? {
            let path = entry.map_err(|error| unreadable(&folder, error))?.path();
            let is_document =
                path.extension().is_some_and(|it| ["json", "yaml", "yml"].iter().any(|known| it == *known));
            if path.is_dir() {
                folders.push(path);
            } else if is_document && only.is_none_or(|only| path.to_string_lossy().contains(only)) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        let text = format!("error: there is no such document in {}", folder.display());
        return Err(Failure::new(format!("{text}\n  help: a document is called .json, .yaml or .yml")));
    }
    Ok(found)
}

/// Names a document by its path in the folder, without its extension.
pub(super) fn name(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).with_extension("").to_string_lossy().replace('\\', "/")
}

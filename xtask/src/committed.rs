//! Files as they were committed last: what a change is held against.

use std::path::Path;
use std::process::{Command, Stdio};

/// Returns what was committed of a file; nothing when it never was, or when there is no repository.
pub(crate) fn file(path: &Path) -> Option<Vec<u8>> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name()?.to_str()?;
    let shown = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["show", &format!("HEAD:./{name}")])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    shown.status.success().then_some(shown.stdout)
}

/// Returns what was committed of a file that is text.
pub(crate) fn text(path: &Path) -> Option<String> {
    String::from_utf8(file(path)?).ok()
}

/// Returns what reads the files that a document refers to, as they were committed.
pub(crate) fn beside(document: &Path) -> impl Fn(&str) -> Option<String> + use<> {
    let folder = document.parent().unwrap_or(Path::new("")).to_owned();
    move |path| text(&folder.join(path))
}

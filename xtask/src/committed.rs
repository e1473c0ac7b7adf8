//! Files as they were committed last: what a change is held against.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns what was committed of a file; nothing when it never was, or when there is no repository.
pub(crate) fn file(path: &Path) -> Option<Vec<u8>> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name()?.to_str()?;
    git(Command::new("git").arg("-C").arg(folder).args(["show", &format!("HEAD:./{name}")]), &[])
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

/// Returns a name for a content, by which it is known again.
pub(crate) fn fingerprint(content: &str) -> Option<String> {
    let name = git(Command::new("git").args(["hash-object", "--stdin"]), content.as_bytes())?;
    Some(String::from_utf8_lossy(&name).chars().take(12).collect())
}

fn git(command: &mut Command, input: &[u8]) -> Option<Vec<u8>> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // What it does not read it does not need.
    let _ = child.stdin.take()?.write_all(input);
    let output = child.wait_with_output().ok()?;
    output.status.success().then_some(output.stdout)
}

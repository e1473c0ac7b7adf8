//! The real program, run in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// What the program said, as a person sees it.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program in a folder; times and versions of the system's messages are taken out of what it says.
pub(crate) fn xtask(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program can be run");
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).expect("it speaks UTF-8");
        text.lines().map(without_time).collect::<Vec<_>>().join("\n")
    };
    Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn without_time(line: &str) -> String {
    match line.rsplit_once(" in ") {
        Some((start, time)) if time.ends_with(" s") => format!("{start} in TIME"),
        _ => line.to_owned(),
    }
}

/// Makes a folder with a document in it.
pub(crate) fn folder_with(text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("pets.yaml"), text).expect("the document can be written");
    folder
}

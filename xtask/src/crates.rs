//! A document to a crate, and the crate through cargo, each in a process of its own that is measured.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::corpus::Facts;
use crate::measured::{self, Measured};

/// What a step has taken.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Seconds of the processor.
    pub(crate) cpu: f64,
    /// MiB.
    pub(crate) peak: f64,
}

impl From<&Measured> for Cost {
    fn from(measured: &Measured) -> Self {
        Self { cpu: measured.cpu, peak: measured.peak }
    }
}

/// Generates the crate of a document into a folder, with a program that tries its examples if `samples` says so.
pub(crate) fn generate(path: &Path, folder: &Path, samples: bool, limit: Duration) -> io::Result<Measured> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("corpus").args(samples.then_some("--samples"));
    measured::run(command.arg(path).arg("--one").arg(folder), limit)
}

/// Returns what a process that has generated a crate says of it, or why it says nothing.
pub(crate) fn facts(measured: &Measured) -> Result<Facts, String> {
    serde_json::from_str(measured.out.trim()).map_err(|_| first_line(&measured.err))
}

/// Has cargo do something with a crate, with settings of its environment. Crates share the folder that they are built
/// into, and so what they are built of.
pub(crate) fn cargo(
    what: &[&str],
    folder: &Path,
    target: &Path,
    environment: &[(&str, &str)],
    limit: Duration,
) -> io::Result<Measured> {
    let mut command = Command::new(env!("CARGO"));
    command.args(what).args(["--quiet", "--message-format", "short", "--manifest-path"]);
    command.arg(folder.join("Cargo.toml")).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
    measured::run(command.envs(environment.iter().copied()), limit)
}

/// Returns what the compiler has against a crate.
pub(crate) fn complaint(measured: &Measured) -> Option<String> {
    if measured.status.success() {
        return None;
    }
    let errors = measured.err.lines().filter(|line| line.contains(": error")).count();
    let first = measured.err.lines().find(|line| line.contains(": error"));
    let errors = crate::counted(errors, "error");
    Some(format!("{errors} of rustc: {}", first.unwrap_or(&first_line(&measured.err))))
}

/// Returns the first line that says something.
pub(crate) fn first_line(text: &str) -> String {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned()
}

/// Makes a package name of the name of a document.
pub(crate) fn package(purpose: &str, name: &str) -> String {
    let small = name.to_lowercase();
    let words = small.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("{purpose}-{}", words.collect::<Vec<_>>().join("-"))
}

/// Lists the Rust files of a crate.
pub(crate) fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

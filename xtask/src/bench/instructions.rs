//! `cargo xtask bench instructions`: a document to the number of instructions that generating its crate takes.
//!
//! It is the same on a busy machine as on an idle one, so it shows a change that times do not.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::codegen::{unreadable, workspace};
use crate::crates::{self, first_line};
use crate::failure::Failure;
use crate::measured;

/// How long it may take; valgrind is some fifty times slower than the processor.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// The flags of `cargo xtask bench instructions`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// An OpenAPI document; that of this workspace, if it is not given.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Runs the command; returns the number.
pub(super) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let document = arguments.file.clone().unwrap_or_else(|| workspace().join("spec/musicgpt.yaml"));
    fs::metadata(&document).map_err(|error| unreadable(&document, &error).usage())?;
    let (out, profile) =
        (super::folder().join("crates/bench-instructions"), super::folder().join("callgrind.out"));
    let unwritable = |error| Failure::io(&out, "write", &error, "make room there");
    fs::create_dir_all(&out).map_err(unwritable)?;
    let this = env::current_exe().map_err(|error| Failure::new(format!("error: {error}")))?;
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display())).arg(this);
    command.arg("corpus").arg(&document).arg("--one").arg(out);
    let measured = measured::run(&mut command, LIMIT).map_err(|error| missing(&error))?;
    let failed = |reason: String| Failure::new(format!("error: valgrind counts nothing: {reason}"));
    if measured.was_stopped {
        return Err(failed(format!("it took more than {} minutes", LIMIT.as_secs() / 60)));
    }
    let facts = crates::facts(&measured).map_err(failed)?;
    if let Some(refusal) = facts.refusal {
        return Err(Failure::new(format!("error: {} is refused: {refusal}", document.display())));
    }
    let count = collected(&measured.err).ok_or_else(|| failed(first_line(&measured.err)))?;
    Ok(format!(
        "{}: {:.1} million instructions, {:.2} million an operation\n`callgrind_annotate {}` says where",
        document.display(),
        count / 1e6,
        count / 1e6 / (facts.operations.max(1) as f64),
        profile.display(),
    ))
}

fn missing(error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "error: cannot run `valgrind`: {error}\n  help: install valgrind; no other command needs it"
    ))
}

/// Finds the number in what callgrind says.
fn collected(said: &str) -> Option<f64> {
    let (_, after) = said.split_once("Collected :")?;
    after.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_number_is_the_one_that_was_collected() {
        let said = "==7== Events    : Ir\n==7== Collected : 1234567\n==7==\n==7== I   refs:      1,234,567\n";
        assert_eq!(collected(said), Some(1_234_567.0));
        assert_eq!(collected("==7== Events : Ir"), None);
    }
}

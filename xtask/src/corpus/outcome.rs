//! One document to its row in the table: generated, compiled, refused by name, or failed.

use std::env;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::measured::{self, Measured};
use super::one::{self, Facts};

/// How many seconds of the processor a document may take, and how many MiB.
const SECONDS: f64 = 10.0;
const MEMORY: f64 = 2048.0;
/// How long it may take by the clock on the wall, which a busy machine makes longer.
const HANG: Duration = Duration::from_secs(120);
/// How long a crate may take to be checked.
const CHECK: Duration = Duration::from_secs(15 * 60);

/// What became of a document.
#[derive(Debug)]
pub(super) enum Outcome {
    Generated,
    Compiled,
    Refused(String),
    Failed(String),
}

/// A document in the table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) outcome: Outcome,
    pub(super) facts: Facts,
    pub(super) generation: Cost,
    pub(super) check: Cost,
    /// What was lost of the examples, a line each: the place, a tab, and what.
    pub(super) losses: Vec<String>,
}

/// What is done with a document besides generating it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    pub(super) compile: bool,
    pub(super) samples: bool,
}

/// What a step has taken.
#[derive(Debug, Default)]
pub(super) struct Cost {
    /// Seconds of the processor.
    pub(super) cpu: f64,
    /// MiB.
    pub(super) peak: f64,
}

impl Row {
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

/// Generates a document, and does with its crate what `steps` say.
pub(super) fn of(path: &Path, name: String, out: &Path, steps: Steps) -> Row {
    let folder = one::folder(out, &name);
    let mut row = Row {
        name,
        outcome: Outcome::Generated,
        facts: Facts::default(),
        generation: Cost::default(),
        check: Cost::default(),
        losses: Vec::new(),
    };
    match generate(path, &folder, steps.samples) {
        Ok(measured) => {
            row.generation = Cost { cpu: measured.cpu, peak: measured.peak };
            (row.outcome, row.facts) = generated(&measured);
        }
        Err(error) => row.outcome = Outcome::Failed(error.to_string()),
    }
    if steps.compile && matches!(row.outcome, Outcome::Generated) {
        match cargo(&["check"], &folder, out) {
            Ok(measured) => {
                row.check = Cost { cpu: measured.cpu, peak: measured.peak };
                row.outcome = compiled(&measured);
            }
            Err(error) => row.outcome = Outcome::Failed(error.to_string()),
        }
    }
    if row.facts.samples > 0 && !row.has_failed() {
        match cargo(&["run", "--example", &one::program(&folder)], &folder, out) {
            Ok(measured) if measured.status.success() => {
                row.losses = measured.out.lines().map(str::to_owned).collect();
            }
            Ok(measured) => row.outcome = Outcome::Failed(first_line(&measured.err)),
            Err(error) => row.outcome = Outcome::Failed(error.to_string()),
        }
    }
    row
}

fn generate(path: &Path, folder: &Path, samples: bool) -> io::Result<Measured> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("corpus").args(samples.then_some("--samples"));
    measured::run(command.arg(path).arg("--one").arg(folder), HANG)
}

fn generated(measured: &Measured) -> (Outcome, Facts) {
    let failed = |reason: String| (Outcome::Failed(reason), Facts::default());
    if measured.was_stopped || measured.cpu > SECONDS {
        return failed(format!("took more than {SECONDS} s of the processor, or {HANG:?}"));
    }
    if measured.peak > MEMORY {
        return failed(format!("took {:.0} MiB of memory", measured.peak));
    }
    let Ok(facts) = serde_json::from_str::<Facts>(measured.out.trim()) else {
        return failed(first_line(&measured.err));
    };
    match &facts.refusal {
        Some(reason) => (Outcome::Refused(reason.clone()), facts),
        None => (Outcome::Generated, facts),
    }
}

/// Has cargo do something with a crate; all crates share what they are built of.
fn cargo(what: &[&str], folder: &Path, out: &Path) -> io::Result<Measured> {
    let mut command = Command::new(env!("CARGO"));
    command.args(what).args(["--quiet", "--message-format", "short", "--manifest-path"]);
    command.arg(folder.join("Cargo.toml")).env("CARGO_TARGET_DIR", out.join("target"));
    command.env("CARGO_INCREMENTAL", "0").env("RUSTFLAGS", "--deny warnings");
    measured::run(&mut command, CHECK)
}

fn compiled(measured: &Measured) -> Outcome {
    if measured.status.success() {
        return Outcome::Compiled;
    }
    let errors = measured.err.lines().filter(|line| line.contains(": error")).count();
    let first = measured.err.lines().find(|line| line.contains(": error"));
    Outcome::Failed(format!("{errors} errors of rustc: {}", first.unwrap_or(&first_line(&measured.err))))
}

fn first_line(text: &str) -> String {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned()
}

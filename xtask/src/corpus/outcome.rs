//! One document to its row in the table: generated, compiled, refused by name, or failed.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::one::{self, Facts};
use crate::crates::{self, Cost, first_line};
use crate::measured::Measured;

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
    match crates::generate(path, &folder, steps.samples, HANG) {
        Ok(measured) => {
            row.generation = Cost::from(&measured);
            (row.outcome, row.facts) = generated(&measured);
        }
        Err(error) => row.outcome = Outcome::Failed(error.to_string()),
    }
    if steps.compile && matches!(row.outcome, Outcome::Generated) {
        match cargo(&["check"], &folder, out) {
            Ok(measured) => {
                row.check = Cost::from(&measured);
                row.outcome = crates::complaint(&measured).map_or(Outcome::Compiled, Outcome::Failed);
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

fn generated(measured: &Measured) -> (Outcome, Facts) {
    let failed = |reason: String| (Outcome::Failed(reason), Facts::default());
    if measured.was_stopped || measured.cpu > SECONDS {
        return failed(format!("took more than {SECONDS} s of the processor, or {HANG:?}"));
    }
    if measured.peak > MEMORY {
        return failed(format!("took {:.0} MiB of memory", measured.peak));
    }
    match crates::facts(measured) {
        Ok(facts) => (facts.refusal.clone().map_or(Outcome::Generated, Outcome::Refused), facts),
        Err(reason) => failed(reason),
    }
}

/// Has cargo do something with a crate, warnings denied.
fn cargo(what: &[&str], folder: &Path, out: &Path) -> io::Result<Measured> {
    crates::cargo(what, folder, &out.join("target"), &[("RUSTFLAGS", "--deny warnings")], CHECK)
}

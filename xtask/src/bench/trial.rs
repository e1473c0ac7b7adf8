//! A crate that is generated and checked several times, to what that takes.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::Settings;
use crate::crates::{self, Cost};
use crate::measured::Measured;

/// How long a step may take by the clock on the wall.
pub(super) const LIMIT: Duration = Duration::from_secs(10 * 60);

/// What became of a document.
#[derive(Debug, Default)]
pub(super) struct Trial {
    /// How many operations the crate has, if that is known.
    pub(super) operations: usize,
    pub(super) lines: usize,
    /// What generating takes; nothing if it fails.
    pub(super) generation: Option<Cost>,
    /// What checking the crate takes, when all that it is built of is there; nothing if it fails.
    pub(super) check: Option<Cost>,
    /// Why there is nothing.
    pub(super) problem: Option<String>,
}

impl Trial {
    /// Returns what there is of something for each operation, if there are any.
    pub(super) fn each(&self, value: f64) -> Option<f64> {
        (self.operations > 0).then(|| value / self.operations as f64)
    }
}

/// Generates a document of ours into a folder; returns what it took and how many operations there are.
pub(super) fn ours(document: &Path, folder: &Path) -> Result<(Cost, usize), String> {
    let measured = crates::generate(document, folder, false, LIMIT).map_err(|error| error.to_string())?;
    in_time(&measured)?;
    let facts = crates::facts(&measured)?;
    match facts.refusal {
        Some(reason) => Err(reason),
        None => Ok((Cost::from(&measured), facts.operations)),
    }
}

/// Fails if a command was ended because it took too long.
pub(super) fn in_time(measured: &Measured) -> Result<(), String> {
    if measured.was_stopped {
        return Err(format!("was ended after {} minutes", LIMIT.as_secs() / 60));
    }
    Ok(())
}

/// Generates a crate anew, as often as the settings say, and checks it as often.
pub(super) fn of(
    folder: &Path,
    settings: &Settings,
    check: bool,
    generate: impl Fn(&Path) -> Result<(Cost, usize), String>,
) -> Trial {
    let mut trial = Trial::default();
    let mut costs = Vec::new();
    for _ in 0..settings.runs {
        match emptied(folder).and_then(|()| generate(folder)) {
            Ok((cost, operations)) => {
                costs.push(cost);
                trial.operations = operations;
            }
            Err(reason) => return Trial { problem: Some(format!("does not generate: {reason}")), ..trial },
        }
    }
    trial.generation = Some(median(&costs));
    let checked = lines(folder).and_then(|lines| {
        trial.lines = lines;
        if check { checked(folder, settings.runs).map(Some) } else { Ok(None) }
    });
    match checked {
        Ok(check) => Trial { check, ..trial },
        Err(reason) => Trial { problem: Some(format!("does not compile: {reason}")), ..trial },
    }
}

/// Removes what is left of an earlier run, so that everything is written anew.
fn emptied(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display())),
    }
}

fn lines(folder: &Path) -> Result<usize, String> {
    // Read piece by piece, because the memory that this process takes would be counted as that of its children.
    let count = |path: &Path| File::open(path).map(|file| BufReader::new(file).split(b'\n').count());
    let counts = crates::sources(folder).and_then(|paths| paths.iter().map(|it| count(it)).sum());
    counts.map_err(|error| format!("cannot read {}: {error}", folder.display()))
}

/// Checks a crate: once, uncounted, so that all that it is built of is there, and then as often as it is to be.
fn checked(folder: &Path, runs: u8) -> Result<Cost, String> {
    check(folder)?;
    let costs: Result<Vec<Cost>, String> =
        (0..runs).map(|_| touch(folder).and_then(|()| check(folder))).collect();
    costs.map(|costs| median(&costs))
}

fn check(folder: &Path) -> Result<Cost, String> {
    let target = super::folder().join("target");
    let measured = crates::cargo(&["check"], folder, &target, &[], LIMIT);
    let measured = measured.map_err(|error| format!("cannot run cargo: {error}"))?;
    in_time(&measured)?;
    match crates::complaint(&measured) {
        Some(complaint) => Err(complaint),
        None => Ok(Cost::from(&measured)),
    }
}

/// Makes cargo believe that the crate has changed.
fn touch(folder: &Path) -> Result<(), String> {
    let now = SystemTime::now();
    let touch = |path: &Path| File::options().append(true).open(path)?.set_modified(now);
    let touched = crates::sources(folder).and_then(|paths| paths.iter().try_for_each(|path| touch(path)));
    touched.map_err(|error| format!("cannot touch {}: {error}", folder.display()))
}

/// Returns the medians of times and of memory.
fn median(costs: &[Cost]) -> Cost {
    let middle = |value: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost { cpu: middle(|it| it.cpu), peak: middle(|it| it.peak) }
}

#[cfg(test)]
mod tests {
    use super::{Cost, median};

    #[test]
    fn one_run_that_was_disturbed_changes_nothing() {
        let costs = [(1.0, 30.0), (9.0, 31.0), (1.2, 90.0)].map(|(cpu, peak)| Cost { cpu, peak });
        let middle = median(&costs);
        assert_eq!((middle.cpu, middle.peak), (1.2, 31.0));
    }
}

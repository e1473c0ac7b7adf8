//! `cargo xtask bench documents`: documents to a table of what their crates take to generate and to check.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::Settings;
use super::table::{markdown, notes, number};
use super::trial::{self, Trial};
use crate::codegen;
use crate::crates;
use crate::failure::Failure;

/// What the columns are called, and those of checking.
const COLUMNS: &[&str] = &["document", "operations", "CPU s", "peak MiB", "lines", "lines/op", "CPU ms/op"];
pub(super) const CHECK: &[&str] = &["check CPU s", "check MiB", "check ms/op"];

/// The flags of `cargo xtask bench documents`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// OpenAPI documents.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Generate only.
    #[arg(long)]
    no_check: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command; returns its table, and fails below it when a document has.
pub(super) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let names = named(&arguments.files)?;
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (path, name) in arguments.files.iter().zip(&names) {
        let trial = measure(path, name, !arguments.no_check, &arguments.settings);
        rows.push(row(name, &trial, !arguments.no_check));
        problems.extend(trial.problem.map(|problem| format!("`{name}` {problem}")));
    }
    let columns = if arguments.no_check { COLUMNS.to_vec() } else { [COLUMNS, CHECK].concat() };
    let text = format!("{}\n{}", markdown(&columns, 1, &rows), arguments.settings.told());
    if problems.is_empty() {
        return Ok(text);
    }
    println!("{text}\n\n{}", notes(&problems));
    let failed = crate::counted(problems.len(), "document");
    Err(Failure::new(format!("error: {failed} could not be measured whole")))
}

/// Names documents by their files, and fails when there is one that cannot be read.
pub(super) fn named(files: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        // Not read here: the memory that this process takes would be counted as that of its children.
        File::open(file).map_err(|error| codegen::unreadable(file, &error).usage())?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let count = names.iter().filter(|it| **it == stem).count();
        names.push(if count == 0 { stem } else { file.display().to_string() });
    }
    Ok(names)
}

/// Measures what we take for a document.
pub(super) fn measure(document: &Path, name: &str, check: bool, settings: &Settings) -> Trial {
    eprintln!("bench: {name}");
    let folder = settings.out().join("crates").join(crates::package("bench", name));
    trial::of(&folder, settings, check, |folder| trial::ours(document, folder))
}

/// Writes the cells of checking.
pub(super) fn check_cells(trial: &Trial) -> [String; 3] {
    [
        number(trial.check.map(|it| it.cpu), 1),
        number(trial.check.map(|it| it.peak), 0),
        number(trial.check.and_then(|it| trial.each(it.cpu * 1e3)), 1),
    ]
}

fn row(name: &str, trial: &Trial, check: bool) -> Vec<String> {
    let generation = trial.generation;
    let mut row = vec![
        name.to_owned(),
        number(generation.map(|_| trial.operations as f64), 0),
        number(generation.map(|it| it.cpu), 2),
        number(generation.map(|it| it.peak), 0),
        number(generation.map(|_| trial.lines as f64), 0),
        number(generation.and_then(|_| trial.each(trial.lines as f64)), 1),
        number(generation.and_then(|it| trial.each(it.cpu * 1e3)), 2),
    ];
    if check {
        row.extend(check_cells(trial));
    }
    row
}

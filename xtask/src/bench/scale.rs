//! `cargo xtask bench scale`: documents of more and more operations to a table that shows how costs grow.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::growth::{self, Point, Verdict};
use super::table::{markdown, number};
use super::trial::{self, Trial};
use super::{Settings, documents};
use crate::failure::Failure;
use crate::measured;

/// What the columns are called, before those of `--check`.
const COLUMNS: &[&str] = &["operations", "CPU s", "peak MiB", "lines", "lines/op", "CPU ms/op"];

/// The flags of `cargo xtask bench scale`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How many operations the documents have.
    #[arg(
        long, value_name = "N", value_delimiter = ',', default_values_t = [100, 1_000, 10_000],
        value_parser = clap::value_parser!(u32).range(2..=1_000_000)
    )]
    operations: Vec<u32>,
    /// Check the crates with cargo, too.
    #[arg(long)]
    check: bool,
    /// Write the documents as YAML instead of JSON.
    #[arg(long)]
    yaml: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command; returns its table, and fails when costs grow faster than documents.
pub(super) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let mut sizes: Vec<u32> = arguments.operations.clone();
    sizes.sort_unstable();
    sizes.dedup();
    // What a document of one operation takes is what it takes to start up.
    let start = measure(1, false, arguments)?;
    let mut trials = Vec::new();
    for size in sizes {
        trials.push(measure(size, arguments.check, arguments)?);
    }
    told(arguments, &start, &trials)
}

fn measure(operations: u32, check: bool, arguments: &Arguments) -> Result<Trial, Failure> {
    let out = arguments.settings.out();
    let unwritable = |error| Failure::io(&out, "write", &error, "name another folder with `--out`");
    fs::create_dir_all(&out).map_err(unwritable)?;
    let document =
        out.join(format!("synthetic-{operations}.{}", if arguments.yaml { "yaml" } else { "json" }));
    write(operations, &document)?;
    let name = format!("synthetic-{operations}");
    let trial = documents::measure(&document, &name, check, &arguments.settings);
    match trial.problem {
        Some(problem) => Err(Failure::new(format!(
            "error: the document of {operations} operations {problem}\n  help: it is {}",
            document.display()
        ))),
        None => Ok(trial),
    }
}

/// Writes a document, in a process of its own: the memory that this one takes would be counted as that of its children.
fn write(operations: u32, document: &Path) -> Result<(), Failure> {
    let failed = |reason: &str| Failure::new(format!("error: cannot write {}: {reason}", document.display()));
    let this: PathBuf = env::current_exe().map_err(|error| failed(&error.to_string()))?;
    let mut command = Command::new(this);
    command.args(["bench", "--as-built", "synthetic", &operations.to_string()]).arg(document);
    let measured = measured::run(&mut command, trial::LIMIT).map_err(|error| failed(&error.to_string()))?;
    if measured.status.success() { Ok(()) } else { Err(failed(measured.err.trim())) }
}

fn told(arguments: &Arguments, start: &Trial, trials: &[Trial]) -> Result<String, Failure> {
    let first = point(start);
    let points: Vec<Point> = trials.iter().map(point).collect();
    let rows: Vec<Vec<String>> =
        trials.iter().zip(&points).map(|(trial, point)| row(arguments, trial, point.each(&first))).collect();
    let columns = if arguments.check { [COLUMNS, documents::CHECK].concat() } else { COLUMNS.to_vec() };
    println!("{}", markdown(&columns, 0, &rows));
    println!("{} What starting up takes, {:.3} s, is not in ms/op.", arguments.settings.told(), first.cpu);
    match growth::verdict(&first, &points) {
        Verdict::Linear(text) => Ok(format!("growth: linear: {text}")),
        Verdict::MoreThanLinear(text) => {
            Err(Failure::new(format!("error: growth is more than linear: {text}")))
        }
        Verdict::Unknown => Ok("growth: cannot be told from documents this small".to_owned()),
    }
}

fn point(trial: &Trial) -> Point {
    let cpu = trial.generation.unwrap_or_default().cpu;
    Point { operations: trial.operations, cpu, lines: trial.lines }
}

fn row(arguments: &Arguments, trial: &Trial, each: Option<f64>) -> Vec<String> {
    let generation = trial.generation.unwrap_or_default();
    let mut row = vec![
        trial.operations.to_string(),
        number(Some(generation.cpu), 2),
        number(Some(generation.peak), 0),
        trial.lines.to_string(),
        number(trial.each(trial.lines as f64), 1),
        number(each.map(|it| it * 1e3), 2),
    ];
    if arguments.check {
        row.extend(documents::check_cells(trial));
    }
    row
}

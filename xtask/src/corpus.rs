//! `cargo xtask corpus DIR`: every document of a folder to a crate, and what became of each in one table.

mod documents;
mod one;
mod outcome;
mod table;
mod validity;

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::codegen::workspace;
use crate::failure::Failure;
pub(crate) use one::Facts;
use outcome::{Row, Steps};

/// The flags of `cargo xtask corpus`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder with the documents; those of folders in it belong to it.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Check each crate with cargo, warnings denied.
    #[arg(long)]
    compile: bool,
    /// Read and write every example of the documents with the types of their crates, and report what is lost.
    #[arg(long)]
    samples: bool,
    /// How many documents are worked on at a time.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
    /// Take only documents whose path contains this text.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Where the table is written for other programs.
    #[arg(long, value_name = "FILE")]
    tsv: Option<PathBuf>,
    /// Generates one document and says what it came to: what this command calls for each.
    #[arg(long, hide = true, value_name = "OUT")]
    one: Option<PathBuf>,
}

/// Runs the command; returns its summary, or fails with it when a document has failed.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    if let Some(out) = &arguments.one {
        return one::run(&arguments.folder, out, arguments.samples);
    }
    let paths = documents::list(&arguments.folder, arguments.only.as_deref())?;
    let out = workspace().join("target/corpus");
    fs::create_dir_all(&out).map_err(|error| unwritable(&out, &error))?;
    let rows = work(arguments, paths, &out);

    let tsv = arguments.tsv.clone().unwrap_or_else(|| out.join("corpus.tsv"));
    fs::write(&tsv, table::tsv(&rows)).map_err(|error| unwritable(&tsv, &error))?;
    if arguments.samples {
        let losses = out.join("samples.tsv");
        fs::write(&losses, table::losses(&rows)).map_err(|error| unwritable(&losses, &error))?;
    }
    let samples = if arguments.samples { table::samples(&rows) } else { String::new() };
    let text = format!("{}\n{samples}{}", table::text(&rows, arguments.compile), table::summary(&rows));
    if rows.iter().any(Row::has_failed) { Err(Failure::new(text)) } else { Ok(text) }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(path, "write", error, "make room for the results there, or name another file with `--tsv`")
}

/// Works on all documents, some at a time, and returns their rows in the order of their paths.
fn work(arguments: &Arguments, paths: Vec<PathBuf>, out: &Path) -> Vec<Row> {
    let bar = ProgressBar::new(paths.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} {elapsed} {msg}") {
        bar.set_style(style);
    }
    let queue: Mutex<VecDeque<PathBuf>> = Mutex::new(paths.into());
    let rows = Mutex::new(Vec::new());
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    thread::scope(|scope| {
        for _ in 0..arguments.jobs {
            scope.spawn(|| {
                while let Some(path) = take() {
                    let name = documents::name(&arguments.folder, &path);
                    bar.set_message(name.clone());
                    let steps = Steps { compile: arguments.compile, samples: arguments.samples };
                    let row = outcome::of(&path, name, out, steps);
                    rows.lock().unwrap_or_else(PoisonError::into_inner).push(row);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

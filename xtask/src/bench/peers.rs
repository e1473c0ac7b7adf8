//! `cargo xtask bench peers`: the same documents through other generators and ours, to one table.
//!
//! Nothing is installed. Crates of others are checked with what they depend on, which cargo fetches.

mod installed;
mod standalone;
mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

use super::table::{markdown, notes, number};
use super::trial::{self, Trial};
use super::{Settings, documents};
use crate::crates::{self, Cost};
use crate::failure::Failure;
use crate::measured;
use installed::Installed;
use tools::{TOOLS, Tool};

/// What this generator is called in the table.
const OURS: &str = "ours";

/// What the columns are called.
const COLUMNS: &[&str] = &[
    "document",
    "tool",
    "generates?",
    "compiles?",
    "CPU s",
    "peak MiB",
    "lines",
    "check CPU s",
    "check MiB",
];

/// The flags of `cargo xtask bench peers`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// OpenAPI documents.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Run these only.
    #[arg(long, value_name = "TOOL", value_delimiter = ',', value_parser = names())]
    only: Vec<String>,
    #[command(flatten)]
    settings: Settings,
}

fn names() -> clap::builder::PossibleValuesParser {
    std::iter::once(OURS).chain(TOOLS.iter().map(|it| it.name)).collect::<Vec<_>>().into()
}

/// Runs the command; returns its table, and fails below it when we have.
pub(super) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let names = documents::named(&arguments.files)?;
    let wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|it| it == name);
    let tools = TOOLS.iter().filter(|it| wanted(it.name));
    let (absent, peers) = split(tools);
    let (mut rows, mut problems, mut ours_failed) = (Vec::new(), Vec::new(), false);
    for (path, name) in arguments.files.iter().zip(&names) {
        let mut add = |tool: &str, trial: &Trial| {
            rows.push(row(name, tool, trial));
            problems.extend(trial.problem.iter().map(|problem| format!("`{tool}` on `{name}` {problem}")));
        };
        if wanted(OURS) {
            let trial = documents::measure(path, name, true, &arguments.settings);
            ours_failed |= trial.problem.is_some();
            add(OURS, &trial);
        }
        for peer in &peers {
            add(
                &format!("{} {}", peer.tool.name, peer.version),
                &measure(peer, path, name, &arguments.settings),
            );
        }
    }
    problems.extend(
        absent.iter().map(|tool| format!("`{}` is absent: not on the path as {}", tool.name, programs(tool))),
    );
    let table = markdown(COLUMNS, 4, &rows);
    let text = format!("{table}\n{}\n\n{}", arguments.settings.told(), notes(&problems));
    if !ours_failed {
        return Ok(text.trim_end().to_owned());
    }
    println!("{text}");
    Err(Failure::new("error: there is a document that has failed here, and not only elsewhere"))
}

/// Tells what is installed from what is not.
fn split(tools: impl Iterator<Item = &'static Tool>) -> (Vec<&'static Tool>, Vec<Installed>) {
    let (mut absent, mut peers) = (Vec::new(), Vec::new());
    for tool in tools {
        match installed::find(tool) {
            Some(peer) => peers.push(peer),
            None => absent.push(tool),
        }
    }
    (absent, peers)
}

fn programs(tool: &Tool) -> String {
    let names: Vec<String> = tool.programs.iter().map(|it| format!("`{it}`")).collect();
    names.join(" or ")
}

fn measure(peer: &Installed, document: &Path, name: &str, settings: &Settings) -> Trial {
    eprintln!("bench: {name} by {}", peer.tool.name);
    let package = crates::package(peer.tool.name, name);
    let folder = settings.out().join("peers").join(&package);
    trial::of(&folder, settings, true, |folder| generate(peer, document, folder, &package))
}

fn generate(
    peer: &Installed,
    document: &Path,
    folder: &Path,
    package: &str,
) -> Result<(Cost, usize), String> {
    let absolute = |path: &Path| match std::path::absolute(path) {
        Ok(path) => Ok(path.display().to_string()),
        Err(error) => Err(format!("cannot find {}: {error}", path.display())),
    };
    let (document, out) = (absolute(document)?, absolute(folder)?);
    let mut command = Command::new(&peer.program);
    command.args(peer.tool.arguments(&document, &out, package)).current_dir(folder);
    let measured = measured::run(&mut command, trial::LIMIT).map_err(|error| error.to_string())?;
    trial::in_time(&measured)?;
    if !measured.status.success() {
        let said = if measured.err.trim().is_empty() { &measured.out } else { &measured.err };
        return Err(complaint(said));
    }
    standalone::make(folder, package, peer.tool.gives)?;
    Ok((Cost::from(&measured), 0))
}

/// Returns the first line about an error, or the first line.
fn complaint(said: &str) -> String {
    let is_error = |line: &&str| {
        ["error", "panicked", "fail", "exception"].iter().any(|it| line.to_lowercase().contains(it))
    };
    said.lines().find(is_error).map_or_else(|| crates::first_line(said), |line| line.trim().to_owned())
}

fn row(document: &str, tool: &str, trial: &Trial) -> Vec<String> {
    let said = |cost: Option<Cost>| if cost.is_some() { "yes" } else { "no" }.to_owned();
    let (generation, check) = (trial.generation, trial.check);
    vec![
        document.to_owned(),
        tool.to_owned(),
        said(generation),
        said(check),
        number(generation.map(|it| it.cpu), 2),
        number(generation.map(|it| it.peak), 0),
        number(generation.map(|_| trial.lines as f64), 0),
        number(check.map(|it| it.cpu), 1),
        number(check.map(|it| it.peak), 0),
    ]
}

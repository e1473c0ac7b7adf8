//! `cargo xtask check`: what is wrong with a document, and nothing else.

use std::io::IsTerminal;
use std::path::PathBuf;

use generator::Document;

use crate::codegen::{beside, read_document};
use crate::failure::Failure;
use crate::overlays::Overlays;
use crate::report::Reporting;

/// The flags of `cargo xtask check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An OpenAPI document.
    file: PathBuf,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command; returns its last line.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let file = arguments.file.to_string_lossy();
    let bytes = read_document(&arguments.file).map_err(Failure::usage)?;
    let overlays = arguments.overlays.read(&arguments.file).map_err(Failure::usage)?;
    let document = Document::load_with_overlays(bytes, &overlays, &beside(&arguments.file));
    let found = document.and_then(|document| generator::check(&document));
    let found = arguments.reporting.without_allowed(found.unwrap_or_else(|it| it));
    let shown = arguments.reporting.shown(&found, &file, std::io::stdout().is_terminal());
    if !shown.is_empty() {
        println!("{shown}");
    }
    let verdict = arguments.reporting.verdict(&found, &file)?;
    Ok(if arguments.reporting.is_for_tools() { String::new() } else { verdict })
}

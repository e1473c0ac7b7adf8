//! `cargo xtask bench synthetic`: a number of operations to a file with the document of so many.

use std::fs;
use std::path::PathBuf;

use synthetic::Format;

use crate::failure::Failure;

/// The flags of `cargo xtask bench synthetic`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How many operations the document has.
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    operations: u32,
    /// Where it is written: as JSON if that is the end of the name, as YAML otherwise.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Writes the document; returns what it has become.
pub(super) fn run(arguments: &Arguments) -> Result<String, Failure> {
    let is_json = arguments.file.extension().is_some_and(|it| it == "json");
    let text =
        synthetic::text(arguments.operations as usize, if is_json { Format::Json } else { Format::Yaml });
    let unwritable = |error| Failure::io(&arguments.file, "write", &error, "name a file that you may write");
    fs::write(&arguments.file, &text).map_err(unwritable)?;
    let (shown, lines) = (arguments.file.display(), text.lines().count());
    Ok(format!("{shown}: {}, {lines} lines", crate::counted(arguments.operations as usize, "operation")))
}

//! `cargo xtask bench`: what generating and checking crates takes, measured in processes of their own, as Markdown tables.

mod documents;
mod growth;
mod instructions;
mod peers;
mod scale;
mod synthetic;
mod table;
mod trial;

use std::path::PathBuf;
use std::process::Command;

use crate::codegen::workspace;
use crate::failure::Failure;
use crate::programs;

/// The flags of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
    /// Measure this program as it is, even if it was built without optimizations.
    #[arg(long, global = true)]
    as_built: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Generates documents of more and more operations; fails when an operation costs more in a large one.
    Scale(scale::Arguments),
    /// Generates and checks the crates of documents.
    Documents(documents::Arguments),
    /// Generates and checks the crates of documents with other generators, too, as far as they are installed.
    Peers(peers::Arguments),
    /// Counts the instructions that generating a crate takes; needs valgrind.
    Instructions(instructions::Arguments),
    /// Writes the document of so many operations that `scale` measures.
    Synthetic(synthetic::Arguments),
}

/// How everything is measured.
#[derive(Clone, Debug, clap::Args)]
struct Settings {
    /// How often everything is measured; what is shown are medians.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=99))]
    runs: u8,
    /// The folder for crates, which replace those of the same name; `target/bench` if it is not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Settings {
    /// Returns the folder that things are written to.
    fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(folder)
    }

    /// Says under a table how its numbers came about.
    fn told(&self) -> String {
        format!("Medians of {}, each in a process of its own. Seconds are those of the processor.", self.runs)
    }
}

/// Runs the command; returns its table.
pub(crate) fn run(arguments: &Arguments) -> Result<String, Failure> {
    if cfg!(debug_assertions) && !arguments.as_built {
        return with_optimizations();
    }
    match &arguments.what {
        What::Scale(arguments) => scale::run(arguments),
        What::Documents(arguments) => documents::run(arguments),
        What::Peers(arguments) => peers::run(arguments),
        What::Instructions(arguments) => instructions::run(arguments),
        What::Synthetic(arguments) => synthetic::run(arguments),
    }
}

/// Builds this program as users would have it, and becomes that.
fn with_optimizations() -> Result<String, Failure> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--release", "--quiet", "--package", "xtask", "--manifest-path"]);
    command.arg(workspace().join("Cargo.toml")).arg("--").args(std::env::args_os().skip(1));
    programs::hand_over("bench", command)
}

fn folder() -> PathBuf {
    workspace().join("target/bench")
}

//! The commands of this workspace: `cargo xtask <command>`.
//!
//! The only program that touches the tree. What it does is in one module for each command.

mod bench;
mod changelog;
mod check;
mod ci;
mod codegen;
mod committed;
mod corpus;
mod crates;
mod diff;
mod failure;
mod fuzz;
mod interop;
mod measured;
mod overlays;
mod programs;
mod report;
mod tree;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client crate from its OpenAPI document.
    Codegen(codegen::Arguments),
    /// Says what is wrong with an OpenAPI document: 0 for warnings only, 1 for errors, 2 for wrong usage.
    Check(check::Arguments),
    /// Says what another version of a document changes for callers of the crate, and the version number that asks for.
    Diff(diff::Arguments),
    /// Generates every document of a folder, and says what became of each.
    Corpus(corpus::Arguments),
    /// Measures what generating and checking crates takes, and how that grows; beside other generators, too.
    Bench(bench::Arguments),
    /// Generates documents that are changed at random, for so many seconds.
    Fuzz(fuzz::Arguments),
    /// Runs all checks: format, lints, tests, documentation, features.
    Ci,
    /// Compares with the vendor's own calls, Prism and schemathesis; needs Python and Node.
    Interop,
    /// Serves a stand-in for the MusicGPT API on this machine; `cargo xtask simulate --help` lists its flags.
    #[command(disable_help_flag = true)]
    Simulate(programs::Arguments),
    /// Masters a track and generates a song against that stand-in, into `target/demo`.
    #[command(disable_help_flag = true)]
    Demo(programs::Arguments),
    /// Proves with thousands of jobs, while much goes wrong, that none is paid twice and none is lost.
    #[command(disable_help_flag = true)]
    Soak(programs::Arguments),
    /// Measures the memory that an upload and a download of a large file take.
    #[command(disable_help_flag = true)]
    Memory(programs::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Ci => ci::run(),
        Command::Interop => interop::run(),
        Command::Simulate(arguments) => programs::run("simulate", &arguments),
        Command::Demo(arguments) => programs::run("demo", &arguments),
        Command::Soak(arguments) => programs::run("soak", &arguments),
        Command::Memory(arguments) => programs::run("memory", &arguments),
    };
    match result {
        Ok(summary) => {
            if !summary.is_empty() {
                // A reader that has seen enough, like `head`, is no reason to fail.
                let _ = writeln!(std::io::stdout(), "{summary}");
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code())
        }
    }
}

/// Says how many there are of something: `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

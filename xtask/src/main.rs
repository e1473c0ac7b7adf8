//! The commands of this workspace: `cargo xtask <command>`.
//!
//! The only program that touches the tree. What it does is in one module for each command.

mod ci;
mod codegen;
mod failure;
mod tree;

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
    /// Runs all checks: format, lints, tests, documentation, features.
    Ci,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Ci => ci::run(),
    };
    match result {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

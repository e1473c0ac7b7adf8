//! `cargo xtask simulate`, `demo`, `soak` and `memory`: programs beside the simulator, which use the client.
//!
//! They are not part of this program, because it has to work when the client is not there yet.

use std::process::Command;

use crate::codegen::workspace;
use crate::failure::Failure;

/// What is handed on as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<String>,
}

/// Builds a program and becomes it, so that an interrupt ends it and its exit code is ours.
pub(crate) fn run(program: &str, arguments: &Arguments) -> Result<String, Failure> {
    let mut command = Command::new(env!("CARGO"));
    let manifest = workspace().join("Cargo.toml");
    command.args(["run", "--quiet", "--package", "simulator", "--example", program, "--manifest-path"]);
    command.arg(manifest).arg("--").args(&arguments.arguments);
    hand_over(program, command)
}

/// Becomes a command where a process can, and runs it to its end elsewhere.
#[cfg(unix)]
pub(crate) fn hand_over(program: &str, mut command: Command) -> Result<String, Failure> {
    use std::os::unix::process::CommandExt;

    Err(unstarted(program, &command.exec()))
}

#[cfg(not(unix))]
pub(crate) fn hand_over(program: &str, mut command: Command) -> Result<String, Failure> {
    let status = command.status().map_err(|error| unstarted(program, &error))?;
    std::process::exit(status.code().unwrap_or(1))
}

fn unstarted(program: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("error: cannot run cargo for `{program}`: {error}"))
}

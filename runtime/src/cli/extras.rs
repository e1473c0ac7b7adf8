//! Turns the command line itself into completions for shells and pages for `man`.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::{Failure, Screen};

pub(super) const COMPLETIONS: &str = "completions";
pub(super) const MAN: &str = "man";

const SHELL: &str = "shell";
const FOLDER: &str = "folder";

/// Returns the commands that need no API.
pub(super) fn commands() -> [Command; 2] {
    let shell = Arg::new(SHELL).value_name("SHELL").value_parser(value_parser!(Shell)).required(true);
    let folder = Arg::new(FOLDER).value_name("FOLDER").value_parser(value_parser!(PathBuf)).required(true);
    [
        Command::new(COMPLETIONS)
            .about("Print what completes this command in a shell")
            .arg(shell.help("The shell that reads it")),
        Command::new(MAN)
            .about("Write a page for `man` about each command")
            .arg(folder.help("Where the pages go; it is made if it is not there")),
    ]
}

/// Prints what completes a command in a shell.
pub(super) fn complete(mut command: Command, matches: &ArgMatches, screen: &Screen) -> Result<(), Failure> {
    let shell: &Shell = matches.get_one(SHELL).expect("clap requires it");
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut command, name, &mut script);
    screen.write(&script)
}

/// Writes the pages of a command, and of all that are below it.
pub(super) fn pages(command: Command, matches: &ArgMatches) -> Result<(), Failure> {
    let folder: &PathBuf = matches.get_one(FOLDER).expect("clap requires it");
    let failed =
        |error: std::io::Error| Failure::Local(format!("cannot write to `{}`: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(command, folder).map_err(failed)
}

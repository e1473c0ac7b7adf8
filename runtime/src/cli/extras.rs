//! Turns the command line itself into completions for shells and pages for `man`.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::{Failure, Program, Screen, description::Commands, grammar};

const COMPLETIONS: &str = "completions";
const MAN: &str = "man";

/// Returns the commands that need no API.
pub(super) fn commands() -> [Command; 2] {
    let shell = Arg::new("shell").value_name("SHELL").value_parser(value_parser!(Shell)).required(true);
    let folder = Arg::new("folder").value_name("FOLDER").value_parser(value_parser!(PathBuf)).required(true);
    [
        Command::new(COMPLETIONS)
            .about("Print what completes this command in a shell")
            .arg(shell.help("The shell that reads it")),
        Command::new(MAN)
            .about("Write a page for `man` about each command")
            .arg(folder.help("Where the pages go; it is made if it is not there")),
    ]
}

/// Does one of them.
pub(super) fn run(
    program: &Program,
    commands: &Commands,
    matches: &ArgMatches,
    screen: &Screen,
) -> Result<(), Failure> {
    let mut command = grammar::command(program, commands);
    if let Some(shell) = matches.try_get_one::<Shell>("shell").ok().flatten() {
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command, program.name, &mut script);
        return screen.write(&script);
    }
    let folder = matches.get_one::<PathBuf>("folder").expect("clap requires it");
    let failed =
        |error: std::io::Error| Failure::Local(format!("cannot write to `{}`: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(command, folder).map_err(failed)
}

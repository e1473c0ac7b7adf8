//! Turns the arguments of a process into calls of an API, and what comes back into text, files and an exit code.
//!
//! ```text
//!  cli.json ─ description ─ grammar ─→ clap::Command
//!                                          │ arguments of the process
//!                                          ▼
//!                                        inputs ─ request ─→ Request ─ answer or job ─→ stdout, files
//!                                                                          │
//!                                                                        failure ─→ stderr, exit code
//! ```
//!
//! A generated crate has a command that is nothing but [`run`] with the [`Program`] of its document. This is the one
//! module of the library that prints: it is the body of a binary.

mod answer;
mod choices;
mod description;
mod extras;
mod failure;
mod files;
mod grammar;
mod inputs;
mod interrupt;
mod job;
mod plan;
mod progress;
mod reading;
mod request;
mod result;
mod screen;
mod summary;

use std::{ffi::OsString, process::ExitCode};

use clap::ArgMatches;

use crate::{ApiDescription, ClientBuilder, JobDescription, Transport};
use answer::answer;
use description::{Commands, Operation};
use failure::Failure;
use grammar::{Chosen, JSON};
use inputs::Inputs;
use screen::Screen;

/// What the command line of an API is made of.
#[derive(Debug)]
pub struct Program {
    /// The name of the command.
    pub name: &'static str,
    /// The version of the package.
    pub version: &'static str,
    /// What the document says of the API as a whole.
    pub api: &'static ApiDescription,
    /// The jobs that operations start.
    pub jobs: &'static [&'static [&'static JobDescription]],
    /// The operations, as JSON that the generator writes.
    pub commands: &'static str,
}

/// What a command needs besides its arguments.
struct Session<'a> {
    program: &'a Program,
    commands: &'a Commands,
    transport: Transport,
    screen: &'a Screen,
}

/// Does what the arguments of this process ask for, and returns its exit code.
#[must_use]
pub fn run(program: &'static Program) -> ExitCode {
    let commands = Commands::read(program.commands);
    let matches = match grammar::command(program, &commands).try_get_matches_from(arguments()) {
        Ok(matches) => matches,
        Err(error) => return Failure::from(error).print(&Screen::plain()),
    };
    let screen = Screen::new(matches.get_flag(JSON));
    match dispatch(program, &commands, &matches, &screen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(&screen),
    }
}

fn arguments() -> impl Iterator<Item = OsString> {
    std::env::args_os()
}

fn dispatch(
    program: &'static Program,
    commands: &Commands,
    matches: &ArgMatches,
    screen: &Screen,
) -> Result<(), Failure> {
    let chosen = grammar::chosen(commands, matches);
    if let Chosen::Extra(matches) = chosen {
        return extras::run(program, commands, matches, screen);
    }
    // Made before the runtime: a missing key is said at once, and before a file is read.
    let transport: Transport = ClientBuilder::new(program.api).from_env()?.build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let session = Session { program, commands, transport, screen };
        match chosen {
            Chosen::Operation(operation, matches) => call(&session, operation, matches).await,
            Chosen::Resume(matches) | Chosen::Extra(matches) => job::resume(&session, matches).await,
        }
    })
}

/// Makes the call of an operation.
async fn call(session: &Session<'_>, operation: &Operation, matches: &ArgMatches) -> Result<(), Failure> {
    let problem = |message: &str| grammar::problem(session.program, session.commands, operation, message);
    choices::check(operation, matches).map_err(|message| problem(&message))?;
    let inputs = Inputs::read(operation, matches).map_err(|refused| refused.failure(problem))?;
    match operation.answer.kind.as_str() {
        "job" => job::start(session, operation, inputs, matches).await,
        _ => answer(session, operation, inputs, matches).await,
    }
}

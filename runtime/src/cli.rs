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
mod words;

use std::process::ExitCode;

use clap::ArgMatches;

use crate::{ApiDescription, ClientBuilder, JobDescription, Transport};
use answer::answer;
use description::{Commands, Operation};
use failure::Failure;
use grammar::{Chosen, JSON};
use inputs::Inputs;
use screen::Screen;
use words::AnswerKind;

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

impl Program {
    fn jobs(&self) -> impl Iterator<Item = &'static JobDescription> + use<> {
        self.jobs.iter().flat_map(|jobs| jobs.iter().copied())
    }
}

/// Does what the arguments of this process ask for, and returns its exit code.
#[must_use]
pub fn run(program: &'static Program) -> ExitCode {
    // Asked before clap knows: that an argument is wrong is said in JSON, too.
    let screen = Screen::new(std::env::args_os().any(|it| it == format!("--{JSON}").as_str()));
    match dispatch(program, &screen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(&screen),
    }
}

fn dispatch(program: &'static Program, screen: &Screen) -> Result<(), Failure> {
    let commands = Commands::read(program.commands);
    let command = grammar::command(program, &commands);
    let matches = command.clone().try_get_matches_from(std::env::args_os())?;
    let chosen = match grammar::chosen(&commands, &matches) {
        Chosen::Completions(matches) => return extras::complete(command, matches, screen),
        Chosen::Man(matches) => return extras::pages(command, matches),
        chosen => chosen,
    };
    // Made before the runtime: a missing key is said at once, and before a file is read.
    let transport: Transport = ClientBuilder::new(program.api).from_env()?.build()?;
    let session = Session { program, commands: &commands, transport, screen };
    // The thread of its own is for Ctrl-C, which is seen even while the output cannot be written.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        interrupt::listen();
        match chosen {
            Chosen::Operation(operation, matches) => call(&session, operation, matches).await,
            Chosen::Resume(matches) => job::resume(&session, matches).await,
            Chosen::Completions(_) | Chosen::Man(_) => Ok(()),
        }
    })
}

/// Makes the call of an operation.
async fn call(session: &Session<'_>, operation: &Operation, matches: &ArgMatches) -> Result<(), Failure> {
    let problem = |message: &str| grammar::problem(session.program, session.commands, operation, message);
    choices::check(operation, matches).map_err(|message| problem(&message))?;
    let inputs = Inputs::read(operation, matches).map_err(|refused| refused.failure(problem))?;
    match operation.answer.kind {
        AnswerKind::Job => job::start(session, operation, inputs, matches).await,
        _ => answer(session, operation, inputs, matches).await,
    }
}

//! Turns the arguments about a job into what is done with it, and whatever ends that early into how to go on.

use clap::ArgMatches;
use serde_json::Value;

use super::{
    Failure, Session,
    files::Target,
    grammar::{NO_WAIT, WAIT},
    screen::quoted,
};
use crate::{Error, ErrorKind, Job, JobDescription, JobToken};

/// What is done with a job once it has an id.
pub(super) struct Plan {
    pub(super) waits: bool,
    pub(super) target: Option<Target>,
    /// The arguments that say where results go, for the command that takes up the job again.
    output: String,
}

impl Plan {
    pub(super) fn read(session: &Session<'_>, matches: &ArgMatches) -> Result<Self, Failure> {
        let target = Target::read(matches)?;
        let asked_for = matches.get_flag(WAIT) || target.is_some();
        let waits = !matches.get_flag(NO_WAIT) && (asked_for || session.screen.is_terminal);
        let output = target.as_ref().map(|it| format!(" --output {}", quoted(&it.path().to_string_lossy())));
        Ok(Self { waits, target, output: output.unwrap_or_default() })
    }
}

/// How a session speaks of jobs.
impl Session<'_> {
    pub(super) fn jobs(&self) -> impl Iterator<Item = &'static JobDescription> {
        self.program.jobs.iter().flat_map(|jobs| jobs.iter().copied())
    }

    /// Reads what names a job: a token, the same with the name of the command, or an id where that says it all.
    pub(super) fn read_token(&self, text: &str) -> Result<JobToken, String> {
        let mut starting = self.jobs().map(|it| it.operation);
        if !text.contains([':', '{']) {
            return match (starting.next(), starting.next()) {
                (Some(only), None) => Ok(JobToken::new(only, text)),
                (first, _) => Err(format!(
                    "an id alone does not say what started the job: write OPERATION:ID, such as {}:{text}",
                    first.unwrap_or_default()
                )),
            };
        }
        let token: JobToken = text.parse().map_err(|error| format!("`{text}`: {error}"))?;
        let command = self.commands.operations().find(|it| it.name == token.operation());
        match command.filter(|_| !self.jobs().any(|it| it.operation == token.operation())) {
            Some(command) => Ok(token.of(&command.operation)),
            None => Ok(token),
        }
    }

    /// Returns what names a job in the fewest words.
    pub(super) fn token<R>(&self, job: &Job<Value, R>) -> Option<String> {
        job.token().map(|token| self.shortest(token))
    }

    pub(super) fn shortest(&self, token: &JobToken) -> String {
        let job = self.jobs().find(|it| it.operation == token.operation());
        job.and_then(|job| token.short(job)).unwrap_or_else(|| token.to_string())
    }

    /// Returns the command that takes up a job.
    pub(super) fn resume<R>(&self, job: &Job<Value, R>, plan: &Plan) -> String {
        self.command(job.token(), plan)
    }

    fn command(&self, token: Option<&JobToken>, plan: &Plan) -> String {
        let token = token.map_or_else(|| "TOKEN".to_owned(), |token| quoted(&self.shortest(token)));
        format!("{} resume {token}{}", self.program.name, plan.output)
    }

    pub(super) fn interrupted<R>(&self, job: &Job<Value, R>, plan: &Plan) -> Failure {
        Failure::Interrupted(format!("interrupted: the job goes on; {}", self.resume(job, plan)))
    }

    /// Makes the failure of a call about a job, with the command that takes the job up.
    pub(super) fn failure(&self, error: Error, plan: &Plan) -> Failure {
        let goes_on = error.token().filter(|_| error.kind() != ErrorKind::JobFailed);
        let resume = goes_on.map(|token| self.command(Some(token), plan));
        Failure::Call { error: Box::new(error), resume }
    }

    /// Makes the failure of what was done with a result.
    pub(super) fn about<R>(&self, job: &Job<Value, R>, error: Error, plan: &Plan) -> Failure {
        Failure::Call { error: Box::new(error), resume: Some(self.resume(job, plan)) }
    }
}

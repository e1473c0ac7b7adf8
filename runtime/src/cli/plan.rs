//! Turns the arguments about a job into what is done with it, and whatever ends that early into how to go on.

use clap::ArgMatches;

use super::{
    Failure, Session,
    files::Target,
    grammar::{NO_WAIT, WAIT},
    screen::quoted,
};
use crate::{Error, ErrorKind, JobDescription, JobToken};

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
        self.program.jobs()
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

    /// Returns the command that takes up a job.
    pub(super) fn resume(&self, token: &JobToken, plan: &Plan) -> String {
        format!("{} resume {}{}", self.program.name, quoted(&self.short(token)), plan.output)
    }

    /// Returns the command that fetches all outputs of a job.
    pub(super) fn fetch_all(&self, token: &JobToken) -> String {
        format!("{} resume {} --output FOLDER/", self.program.name, quoted(&self.short(token)))
    }

    /// Returns what is shown of a token: all of it to programs, and to people what they can read.
    pub(super) fn shown(&self, token: &JobToken) -> String {
        if self.screen.is_json { token.to_string() } else { self.short(token) }
    }

    fn short(&self, token: &JobToken) -> String {
        let job = self.jobs().find(|it| it.operation == token.operation());
        job.and_then(|job| token.short(job)).unwrap_or_else(|| token.to_string())
    }

    /// Says how to find a job again, for whatever happens next.
    pub(super) fn way_back(&self, token: &JobToken, plan: &Plan) {
        let text = format!("accepted; if this ends before the job: {}", self.resume(token, plan));
        self.screen.note("note", &text);
    }

    pub(super) fn interrupted(&self, token: &JobToken, plan: &Plan) -> Failure {
        Failure::Interrupted(format!("the job goes on; {}", self.resume(token, plan)))
    }

    /// Makes the failure of a call about a job, with the command that takes the job up, if that can help.
    pub(super) fn failure(&self, error: Error, plan: &Plan) -> Failure {
        let is_over = error.kind() == ErrorKind::JobFailed;
        let resume = error.token().filter(|_| !is_over).map(|token| self.resume(token, plan));
        Failure::Call { error: Box::new(error), resume }
    }
}

//! Turns an operation that starts a job into its result: submitted once, waited for, fetched, and never out of hand.

use std::{future::IntoFuture as _, path::PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{
    Failure, Session,
    description::Operation,
    files::Target,
    grammar::{NO_WAIT, TOKEN, WAIT},
    inputs::Inputs,
    interrupt::or_interrupt,
    progress::Lines,
    request::request,
    screen::quoted,
};
use crate::{
    Error, Job, JobDescription, JobToken, WaitOptions,
    job::{JobAnswer, Phase},
};

/// What is done with a job once it has an id.
struct Plan {
    waits: bool,
    target: Option<Target>,
    /// The arguments that say where results go, for the command that takes up the job again.
    output: String,
}

impl Plan {
    fn read(session: &Session<'_>, matches: &ArgMatches) -> Result<Self, Failure> {
        let target = Target::read(matches)?;
        let asked_for = matches.get_flag(WAIT) || target.is_some();
        let waits = !matches.get_flag(NO_WAIT) && (asked_for || session.screen.is_terminal);
        let output = target.as_ref().map(|it| format!(" --output {}", quoted(&it.path().to_string_lossy())));
        Ok(Self { waits, target, output: output.unwrap_or_default() })
    }
}

/// Starts a job, and does with it what the arguments say.
pub(super) async fn start(
    session: &Session<'_>,
    operation: &Operation,
    mut inputs: Inputs<'_>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let plan = Plan::read(session, matches)?;
    let Some(description) = session.jobs().find(|it| it.operation == operation.operation) else {
        return Err(Failure::Local(format!("nothing is known of the jobs of `{}`", operation.operation)));
    };
    let lines = Lines::new(session.screen);
    let request = request(&session.transport, operation, &mut inputs, |file| lines.watch(file));
    let mut submission = request.decode_job::<Value, Value>(description).into_future();
    let submitted = match or_interrupt(&mut submission).await {
        Some(submitted) => submitted,
        None => {
            session.screen.note(STAY);
            let submitted = or_interrupt(&mut submission).await.ok_or_else(given_up)?;
            lines.clear();
            let job = submitted.map_err(|error| session.failure(error, &plan))?;
            return Err(session.interrupted(&job, &plan));
        }
    };
    lines.clear();
    let job = submitted.map_err(|error| session.failure(error, &plan))?;
    if !plan.waits || job.token().is_none() {
        let receipt = json!({
            "token": session.token(&job),
            "id": job.id(),
            "eta_seconds": job.eta().map(|eta| eta.as_secs()),
            "credit_estimate": job.credit_estimate(),
            "receipt": job.receipt(),
        });
        return session.screen.show(&without_null(receipt));
    }
    session.screen.note(&format!(
        "the job is accepted; should this end before it does: {}",
        session.resume(&job, &plan)
    ));
    let receipt = session.screen.is_json.then(|| job.receipt().clone());
    finish(session, &job, receipt, &plan).await
}

/// Takes up a job that was started before.
pub(super) async fn resume(session: &Session<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let plan = Plan::read(session, matches)?;
    let text = matches.get_one::<String>(TOKEN).map_or("", String::as_str);
    let token = session.read_token(text).map_err(Failure::Input)?;
    let jobs: Vec<&'static JobDescription> = session.jobs().collect();
    let job = Job::<Value>::resume(&session.transport, &jobs, token)?;
    if plan.waits {
        return finish(session, &job, None, &plan).await;
    }
    let answer = or_interrupt(job.ask()).await.ok_or_else(|| session.interrupted(&job, &plan))?;
    let answer = answer.map_err(|error| session.failure(error, &plan))?;
    if answer.is_final() {
        return end(session, &job, answer, None, &plan).await;
    }
    session.screen.show(&answer.body())
}

const STAY: &str = "interrupted: waiting for the id of the job, which may be paid for already; \
                    once more to give that up";

fn given_up() -> Failure {
    Failure::Interrupted(
        "interrupted: whether the job was accepted is not known; look for it before you start it again"
            .to_owned(),
    )
}

/// Waits for the end of a job.
async fn finish<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    receipt: Option<Value>,
    plan: &Plan,
) -> Result<(), Failure> {
    let lines = Lines::new(session.screen);
    let line = lines.job(job.operation(), job.eta());
    let waiting = async {
        let mut watch = job.watch(&WaitOptions::default())?;
        loop {
            let answer;
            (answer, watch) = watch.change().await?;
            if answer.is_final() {
                return Ok(answer);
            }
            line.status(answer.status.as_deref());
        }
    };
    let answer: Option<Result<JobAnswer, Error>> = or_interrupt(waiting).await;
    drop(line);
    let answer = answer.ok_or_else(|| session.interrupted(job, plan))?;
    let answer = answer.map_err(|error| session.failure(error, plan))?;
    end(session, job, answer, receipt, plan).await
}

/// Shows the result of a job that has ended, and fetches its outputs.
async fn end<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    answer: JobAnswer,
    receipt: Option<Value>,
    plan: &Plan,
) -> Result<(), Failure> {
    let Some(token) = job.token() else { return session.screen.show(&answer.body()) };
    if answer.phase == Phase::Failed {
        return Err(answer.failure(token).into());
    }
    let result: Value = answer.result(token).map_err(|error| session.failure(error, plan))?;
    let (files, failure) = fetch(session, job, &result, plan).await;
    let files: Vec<Value> = files.iter().map(|it| it.to_string_lossy().into()).collect();
    let shown = json!({
        "token": session.token(job),
        "receipt": receipt,
        "result": result,
        "files": plan.target.is_some().then_some(files),
    });
    session.screen.show(&without_null(shown))?;
    failure.map_or(Ok(()), Err)
}

/// Fetches the outputs of a job; returns the files that are whole, and why it ended before all were.
async fn fetch<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    result: &Value,
    plan: &Plan,
) -> (Vec<PathBuf>, Option<Failure>) {
    let Some(target) = &plan.target else { return (Vec::new(), None) };
    let mut outputs: Vec<(&str, &str)> = Vec::new();
    for (name, location) in session.commands.outputs(job.status_operation(), result) {
        if !outputs.iter().any(|(_, known)| *known == location) {
            outputs.push((name, location));
        }
    }
    if outputs.is_empty() {
        let message = "the job is done, but its result names no output that could be fetched".to_owned();
        return (Vec::new(), Some(Failure::Local(message)));
    }
    let lines = Lines::new(session.screen);
    let word = format!("{}-{}", job.operation(), job.id().unwrap_or_default());
    let (mut files, mut failure) = (Vec::new(), None);
    for (index, path) in target.files(&outputs, &word) {
        let (name, location) = outputs[index];
        let download = session.transport.download(location).on_progress(lines.transfer(name.to_owned()));
        match or_interrupt(download.to_file(&path)).await {
            Some(Ok(_)) => files.push(path),
            // The others may well be there: each of them is paid for.
            Some(Err(error)) => failure = failure.or_else(|| Some(session.about(job, error, plan))),
            None => {
                failure = Some(session.interrupted(job, plan));
                break;
            }
        }
    }
    lines.clear();
    (files, failure)
}

fn without_null(mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.retain(|_, value| !value.is_null());
    }
    value
}

/// How a session speaks of jobs.
impl Session<'_> {
    fn jobs(&self) -> impl Iterator<Item = &'static JobDescription> {
        self.program.jobs.iter().flat_map(|jobs| jobs.iter().copied())
    }

    /// Reads what names a job: a token, the same with the name of the command, or an id where that says it all.
    fn read_token(&self, text: &str) -> Result<JobToken, String> {
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
    fn token<R>(&self, job: &Job<Value, R>) -> Option<String> {
        job.token().map(|token| self.shortest(token))
    }

    fn shortest(&self, token: &JobToken) -> String {
        let job = self.jobs().find(|it| it.operation == token.operation());
        job.and_then(|job| token.short(job)).unwrap_or_else(|| token.to_string())
    }

    /// Returns the command that takes up a job.
    fn resume<R>(&self, job: &Job<Value, R>, plan: &Plan) -> String {
        self.command(job.token(), plan)
    }

    fn command(&self, token: Option<&JobToken>, plan: &Plan) -> String {
        let token = token.map_or_else(|| "TOKEN".to_owned(), |token| quoted(&self.shortest(token)));
        format!("{} resume {token}{}", self.program.name, plan.output)
    }

    fn interrupted<R>(&self, job: &Job<Value, R>, plan: &Plan) -> Failure {
        Failure::Interrupted(format!("interrupted: the job goes on; {}", self.resume(job, plan)))
    }

    /// Makes the failure of a call about a job, with the command that takes the job up.
    fn failure(&self, error: Error, plan: &Plan) -> Failure {
        let goes_on = error.token().filter(|_| error.kind() != crate::ErrorKind::JobFailed);
        let resume = goes_on.map(|token| self.command(Some(token), plan));
        Failure::Call { error: Box::new(error), resume }
    }

    /// Makes the failure of what was done with a result.
    fn about<R>(&self, job: &Job<Value, R>, error: Error, plan: &Plan) -> Failure {
        Failure::Call { error: Box::new(error), resume: Some(self.resume(job, plan)) }
    }
}

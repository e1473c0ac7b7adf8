//! Turns an operation that starts a job into its result: submitted once, waited for, fetched, and never out of hand.

use std::future::IntoFuture as _;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{
    Failure, Session,
    description::Operation,
    grammar::TOKEN,
    inputs::Inputs,
    interrupt::or_interrupt,
    plan::Plan,
    progress::Lines,
    request::request,
    result::{Ended, Fetched},
};
use crate::{
    Error, Job, JobDescription, WaitOptions,
    job::{JobAnswer, Phase},
};

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
    session.screen.note(&format!("accepted; if this ends before the job: {}", session.resume(&job, &plan)));
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
    let mut ended = Ended {
        token: session.shortest(token),
        receipt,
        outputs: outputs(session, job, &result),
        result: result.clone(),
    };
    let fetched = fetch(session, job, &mut ended.outputs, plan).await;
    let shown = if session.screen.is_json { ended.document() } else { ended.summary() };
    session.screen.show(&shown).and(fetched)
}

/// Returns the outputs of a job, each once.
fn outputs<'a, R>(session: &Session<'a>, job: &Job<Value, R>, result: &'a Value) -> Vec<Fetched<'a>> {
    let mut outputs: Vec<Fetched<'_>> = Vec::new();
    for (name, location) in session.commands.outputs(job.status_operation(), result) {
        if !outputs.iter().any(|known| known.location == location) {
            outputs.push(Fetched { name, location, file: None });
        }
    }
    outputs
}

/// Fetches the outputs of a job that were asked for, as many as can be: each of them is paid for.
async fn fetch<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    outputs: &mut [Fetched<'_>],
    plan: &Plan,
) -> Result<(), Failure> {
    let Some(target) = &plan.target else { return Ok(()) };
    if outputs.is_empty() {
        let message = "the job is done, but its result names no output that could be fetched";
        return Err(Failure::Local(message.to_owned()));
    }
    let lines = Lines::new(session.screen);
    let word = format!("{}-{}", job.operation(), job.id().unwrap_or_default());
    let named: Vec<_> = outputs.iter().map(|it| (it.name, it.location)).collect();
    let mut fetched = Ok(());
    for (index, path) in target.files(&named, &word) {
        let output = &mut outputs[index];
        let progress = lines.transfer(output.name.to_owned());
        let download = session.transport.download(output.location).on_progress(progress);
        match or_interrupt(download.to_file(&path)).await {
            Some(Ok(_)) => output.file = Some(path),
            Some(Err(error)) => fetched = fetched.and(Err(session.about(job, error, plan))),
            None => {
                fetched = fetched.and(Err(session.interrupted(job, plan)));
                break;
            }
        }
    }
    lines.clear();
    fetched
}

fn without_null(mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.retain(|_, value| !value.is_null());
    }
    value
}

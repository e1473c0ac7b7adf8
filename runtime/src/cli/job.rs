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
    Error, Job, JobDescription, JobToken, WaitOptions,
    job::{JobAnswer, Phase},
};

const STAY: &str = "interrupted: waiting for the id of the job, which may be paid for already; \
                    once more to give that up";
const GIVEN_UP: &str = "whether the job was accepted is not known; look for it before you start it again";
const NAMELESS: &str = "the API has accepted the request, but its answer names no job; \
                        look what became of it before you send it again";

/// Starts a job, and does with it what the arguments say.
pub(super) async fn start(
    session: &Session<'_>,
    operation: &Operation,
    mut inputs: Inputs<'_>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let plan = Plan::read(session, matches)?;
    let described = session.jobs().find(|it| it.operation == operation.operation);
    let description = described.expect("the generator describes the job of each operation that starts one");
    let lines = Lines::new(session.screen);
    let request = request(&session.transport, operation, &mut inputs, |file| lines.watch(file));
    let mut submission = request.decode_job::<Value, Value>(description).into_future();
    let (submitted, is_interrupted) = match or_interrupt(&mut submission).await {
        Some(submitted) => (submitted, false),
        None => {
            session.screen.note("note", STAY);
            let submitted = or_interrupt(&mut submission).await;
            (submitted.ok_or_else(|| Failure::Interrupted(GIVEN_UP.to_owned()))?, true)
        }
    };
    lines.clear();
    let job = submitted.map_err(|error| session.failure(error, &plan))?;
    let Some(token) = job.token() else {
        session.screen.show(job.receipt())?;
        return Err(Failure::Nameless(NAMELESS.to_owned()));
    };
    if is_interrupted {
        return Err(session.interrupted(token, &plan));
    }
    if !plan.waits {
        return session
            .screen
            .show(&accepted(&job, session.shown(token)))
            .inspect_err(|_| session.way_back(token, &plan));
    }
    session.way_back(token, &plan);
    let receipt = session.screen.is_json.then(|| job.receipt().clone());
    finish(session, &job, token, receipt, &plan).await
}

/// Returns what is known of a job that nobody waits for.
fn accepted(job: &Job<Value, Value>, token: String) -> Value {
    let mut accepted = json!({
        "token": token,
        "id": job.id(),
        "eta_seconds": job.eta().map(|eta| eta.as_secs()),
        "credit_estimate": job.credit_estimate(),
        "receipt": job.receipt(),
    });
    if let Value::Object(members) = &mut accepted {
        members.retain(|_, value| !value.is_null());
    }
    accepted
}

/// Takes up a job that was started before.
pub(super) async fn resume(session: &Session<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let text = matches.get_one::<String>(TOKEN).map_or("", String::as_str);
    let token = session.read_token(text).map_err(Failure::Input)?;
    let jobs: Vec<&'static JobDescription> = session.jobs().collect();
    let job = Job::<Value>::resume(&session.transport, &jobs, token)?;
    let plan = Plan::read(session, matches)?;
    let token = job.token().expect("a job that is resumed has a token");
    if plan.waits {
        return finish(session, &job, token, None, &plan).await;
    }
    let answer = or_interrupt(job.ask()).await.ok_or_else(|| session.interrupted(token, &plan))?;
    let answer = answer.map_err(|error| session.failure(error, &plan))?;
    if answer.is_final() {
        return end(session, &job, token, answer, None, &plan).await;
    }
    let state = json!({ "token": session.shown(token), "status": answer.status, "report": answer.body() });
    session.screen.show(&state)
}

/// Waits for the end of a job.
async fn finish<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    token: &JobToken,
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
    let answer = answer.ok_or_else(|| session.interrupted(token, plan))?;
    let answer = answer.map_err(|error| session.failure(error, plan))?;
    end(session, job, token, answer, receipt, plan).await
}

/// Shows the result of a job that has ended, and fetches its outputs.
async fn end<R>(
    session: &Session<'_>,
    job: &Job<Value, R>,
    token: &JobToken,
    answer: JobAnswer,
    receipt: Option<Value>,
    plan: &Plan,
) -> Result<(), Failure> {
    if answer.phase == Phase::Failed {
        return Err(session.failure(answer.failure(token), plan));
    }
    let result: Value = answer.result(token).map_err(|error| session.failure(error, plan))?;
    let outputs = outputs(session, job, &result);
    let mut ended = Ended { token: session.shown(token), receipt, outputs, result: result.clone() };
    let fetched = fetch(session, job, token, &mut ended.outputs, plan).await;
    let shown = if session.screen.is_json { ended.document() } else { ended.summary() };
    session.screen.show(&shown).inspect_err(|_| session.way_back(token, plan)).and(fetched)
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
    token: &JobToken,
    outputs: &mut [Fetched<'_>],
    plan: &Plan,
) -> Result<(), Failure> {
    let Some(target) = &plan.target else { return Ok(()) };
    let done = |problem: &str| Failure::Local(format!("the job is done, but {problem}"));
    if outputs.is_empty() {
        return Err(done("its result names no output that could be fetched"));
    }
    let word = format!("{}-{}", job.operation(), job.id().unwrap_or_default());
    let named: Vec<_> = outputs.iter().map(|it| (it.name, it.location)).collect();
    let files = target.files(&named, &word, |path| !path.exists());
    let files = files
        .map_err(|problem| done(&format!("{problem}\n  help: `{}` fetches all", session.fetch_all(token))))?;
    let lines = Lines::new(session.screen);
    let mut fetched = Ok(());
    for (index, path) in files {
        let output = &mut outputs[index];
        let progress = lines.transfer(output.name.to_owned());
        let download = session.transport.download(output.location).on_progress(progress);
        match or_interrupt(download.to_file(&path)).await {
            Some(Ok(_)) => output.file = Some(path),
            Some(Err(error)) => {
                let resume = session.resume(token, plan);
                fetched = fetched.and(Err(Failure::Fetch { error: Box::new(error), resume }));
            }
            None => {
                let rest = format!("not all results are fetched; {}", session.resume(token, plan));
                fetched = fetched.and(Err(Failure::Interrupted(rest)));
                break;
            }
        }
    }
    lines.clear();
    fetched
}

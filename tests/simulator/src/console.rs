//! What tools and people see of a running simulator, under `/__simulator/`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use crate::exchange;
use crate::job::Job;
use crate::misbehaviour::{Rule, RuleError};
use crate::world::World;

/// The page for people.
pub(crate) async fn page() -> Html<&'static str> {
    Html(include_str!("console.html"))
}

/// The ledger as JSON.
pub(crate) async fn ledger(State(world): State<Arc<World>>) -> Response {
    let ledger = serde_json::to_value(world.book.snapshot()).expect("a ledger is plain data");
    exchange::json(StatusCode::OK, &ledger).map(Body::from)
}

/// The jobs and their states as JSON, newest first.
pub(crate) async fn jobs(State(world): State<Arc<World>>) -> Response {
    let jobs: Value = world.jobs.all().iter().rev().map(|job| row(&world, job)).collect();
    let body = json!({ "time": world.clock.now().as_secs_f64(), "jobs": jobs });
    exchange::json(StatusCode::OK, &body).map(Body::from)
}

fn row(world: &World, job: &Job) -> Value {
    let now = world.clock.now();
    let age = now.saturating_sub(job.submitted).as_secs_f64();
    let files: Vec<_> = (0..job.conversion_ids.len())
        .filter_map(|output| job.output_url(output, &job.extension))
        .filter(|_| now >= job.done_at())
        .collect();
    json!({
        "operation": job.operation,
        "task_id": job.task_id,
        "status": job.state(now).word(&world.words),
        "progress": (age / job.duration.as_secs_f64()).min(1.0),
        "files": files,
    })
}

/// Adds the rules of a text, one in each line; all of them, or none if one is wrong.
pub(crate) async fn misbehave(State(world): State<Arc<World>>, text: String) -> Response {
    match rules(&world, &text) {
        Ok(rules) => {
            rules.into_iter().for_each(|rule| world.rules.add(rule));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(reason) => (StatusCode::UNPROCESSABLE_ENTITY, format!("{reason}\n")).into_response(),
    }
}

fn rules(world: &World, text: &str) -> Result<Vec<Rule>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rule = |line: &str| {
        let rule: Rule = line.parse().map_err(|error: RuleError| error.to_string())?;
        match world.unknown_operation(&rule) {
            None => Ok(rule),
            Some(operation) => Err(format!("the document has no operation `{operation}`")),
        }
    };
    lines.map(rule).collect()
}

//! A request for an operation to its answer: the way through all checks, in order, with its entry in the ledger.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::answer::{self, Answer};
use crate::connection::Connection;
use crate::ledger::{Entry, Outcome};
use crate::misbehaviour::Occasion;
use crate::reception;
use crate::refusal::Refusal;
use crate::served::Served;
use crate::tamper;
use crate::world::World;

/// The headers that the ledger keeps.
const KEPT_HEADERS: [&str; 4] = ["x-request-id", "idempotency-key", "range", "if-range"];

/// Serves one request for an operation.
pub(crate) async fn exchange(
    world: &Arc<World>,
    served: &Served,
    connection: &Connection,
    path: &[(String, String)],
    request: Request,
) -> Response {
    let operation = &served.operation;
    let met = world.rules.meet(Occasion::Request, &operation.id, &world.chance);
    let mut entry = entry(&operation.id, request.headers());
    entry.fault = met.as_ref().map(|met| met.text.clone());
    let fault = met.map(|met| met.fault);

    let request = match &fault {
        None => request,
        Some(fault) => match tamper::instead(fault, connection, request).await {
            Ok(response) => return tamper::recorded(world, entry, connection, response),
            Err(request) => request,
        },
    };
    let (status, body) = match carry_out(world, served, path, request, &mut entry).await {
        Ok(answer) => {
            entry.outcome = Outcome::Accepted;
            (operation.status, answer.body)
        }
        Err(refusal) => {
            entry.reason = Some(refusal.message.clone());
            (refusal.status, Some(refusal.body(&world.document, Some(operation))))
        }
    };
    entry.status = Some(status.as_u16());
    tamper::finish(world, entry, fault.as_ref(), connection, status, body).await
}

/// Begins the entry of a request.
pub(crate) fn entry(operation: &str, headers: &HeaderMap) -> Entry {
    let mut entry = Entry::new(operation, Outcome::Refused);
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    entry.content_type = text(header::CONTENT_TYPE.as_str());
    entry.headers = KEPT_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), text(name)?))).collect();
    entry
}

async fn carry_out(
    world: &Arc<World>,
    served: &Served,
    path: &[(String, String)],
    request: Request,
    entry: &mut Entry,
) -> Result<Answer, Refusal> {
    if let Err(refusal) = check_key(world, served, request.headers()) {
        reception::drain(request.into_body()).await;
        return Err(refusal);
    }
    let (received, verdict) = reception::receive(&world.document.schemas, served, path, request).await;
    entry.fields.clone_from(&received.fields);
    verdict?;
    let answer = answer::answer(world, served, received.values)?;
    if let Some(job) = &answer.job {
        entry.starts_job = true;
        entry.conversion_ids.clone_from(&job.conversion_ids);
    }
    entry.task_id.clone_from(&answer.task_id);
    Ok(answer)
}

fn check_key(world: &World, served: &Served, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(name) = world.document.key_header.as_ref().filter(|_| served.operation.is_secured) else {
        return Ok(());
    };
    let refuse = |message: String| Err(Refusal::new(StatusCode::UNAUTHORIZED, message));
    match headers.get(name) {
        Some(key) if key.as_bytes() == world.key.as_bytes() => Ok(()),
        Some(key) if key.as_bytes().ends_with(world.key.as_bytes()) => {
            refuse(format!("the header `{name}` must hold the key alone, without a word before it"))
        }
        Some(_) => refuse(format!("the header `{name}` holds another key")),
        None => refuse(format!("the header `{name}` with the key is missing")),
    }
}

/// Writes JSON.
pub(crate) fn json(status: StatusCode, body: &Value) -> http::Response<Bytes> {
    let mut response = http::Response::new(body.to_string().into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

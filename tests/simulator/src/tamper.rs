//! Faults put into practice: instead of an answer, in its fields, in its bytes, or on its way.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::clock::http_date_in;
use crate::connection::Connection;
use crate::exchange;
use crate::facts;
use crate::ledger::{Entry, Outcome};
use crate::misbehaviour::{Fault, FaultyBody, RetryAfter};
use crate::reception;
use crate::world::World;

/// How far ahead a `Retry-After` date is.
const DATE_AHEAD: Duration = Duration::from_secs(2);

/// Answers a request that is not to be looked at; otherwise hands it back. Nothing at all is answered by a reset.
pub(crate) async fn instead(
    fault: &Fault,
    connection: &Connection,
    request: Request,
) -> Result<Option<Response>, Request> {
    match fault {
        Fault::ResetBefore => {
            connection.reset();
            Ok(None)
        }
        Fault::Status { code, retry_after, body } => {
            reception::drain(request.into_body()).await;
            Ok(Some(error(*code, *retry_after, *body)))
        }
        Fault::Redirect { to } => {
            reception::drain(request.into_body()).await;
            Ok(Some((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to.clone())]).into_response()))
        }
        _ => Err(request),
    }
}

/// Completes the entry of a request that was not looked at, and returns its answer.
pub(crate) fn recorded(
    world: &World,
    mut entry: Entry,
    connection: &Connection,
    response: Option<Response>,
) -> Response {
    entry.outcome = if response.is_some() { Outcome::Refused } else { Outcome::Reset };
    entry.status = response.as_ref().map(|response| response.status().as_u16());
    world.record(entry);
    response.unwrap_or_else(|| nothing(connection))
}

/// Returns an answer that never leaves: the connection resets when it is written.
fn nothing(connection: &Connection) -> Response {
    connection.reset();
    Response::default()
}

fn error(code: StatusCode, retry_after: Option<RetryAfter>, body: FaultyBody) -> Response {
    let reason = code.canonical_reason().unwrap_or("Error");
    let mut response = match body {
        FaultyBody::Json => {
            let body = json!({ "success": false, "error_code": facts::error_code(code), "message": reason });
            exchange::json(code, &body).map(Body::from)
        }
        FaultyBody::Html => {
            let page =
                format!("<html><head><title>{code}</title></head><body><h1>{code}</h1></body></html>\n");
            (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
        }
        FaultyBody::Empty => code.into_response(),
    };
    let after = retry_after.map(|after| match after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date => http_date_in(DATE_AHEAD),
    });
    if let Some(value) = after.and_then(|text| text.parse().ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// Records a request that was looked at, and answers it with what its fault leaves of the answer.
pub(crate) async fn finish(
    world: &Arc<World>,
    mut entry: Entry,
    fault: Option<&Fault>,
    connection: &Connection,
    status: StatusCode,
    mut body: Option<Value>,
) -> Response {
    if matches!(fault, Some(Fault::ResetAfter | Fault::Stall)) {
        entry.status = None;
    }
    world.record(entry);
    match fault {
        Some(Fault::ResetAfter) => return nothing(connection),
        Some(Fault::Stall) => return stall(world, connection).await,
        Some(fault) => body.iter_mut().for_each(|body| change(fault, body)),
        None => {}
    }
    let response = match body {
        Some(body) => exchange::json(status, &body),
        None => empty(status),
    };
    on_its_way(world, fault, connection, response)
}

fn empty(status: StatusCode) -> http::Response<Bytes> {
    let mut response = http::Response::default();
    *response.status_mut() = status;
    response
}

/// Waits until the client gives up, which ends this, or until the simulator stops.
pub(crate) async fn stall(world: &World, connection: &Connection) -> Response {
    world.stopped.cancelled().await;
    nothing(connection)
}

/// Changes the fields of an answer, at all depths.
fn change(fault: &Fault, value: &mut Value) {
    if let (Fault::NumberAsString, Value::Number(number)) = (fault, &*value) {
        *value = json!(number.to_string());
    }
    match value {
        Value::Object(members) => {
            match fault {
                Fault::UnknownStatus { value } => {
                    members.entry(facts::STATUS).and_modify(|status| *status = json!(value));
                }
                Fault::MissingFields { fields } => members.retain(|name, _| !fields.contains(name)),
                Fault::ExtraFields => {
                    members.insert("field_of_tomorrow".to_owned(), json!("unexpected"));
                }
                _ => {}
            }
            members.values_mut().for_each(|member| change(fault, member));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(fault, item)),
        _ => {}
    }
}

/// Sends the bytes of an answer, cut or slowed down.
pub(crate) fn on_its_way(
    world: &Arc<World>,
    fault: Option<&Fault>,
    connection: &Connection,
    response: http::Response<Bytes>,
) -> Response {
    let (mut parts, whole) = response.into_parts();
    // A stream does not know its length, and a cut one must announce what it does not keep.
    parts.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    let body = match fault {
        Some(Fault::Truncate) => cut(&whole, 0.5, connection),
        Some(Fault::TruncateDownload { at }) => cut(&whole, *at, connection),
        Some(Fault::Slow { bytes_per_second }) => slow(world, whole, *bytes_per_second),
        _ => Body::from(whole),
    };
    Response::from_parts(parts, body)
}

/// Sends a part of the bytes and then ends the connection.
fn cut(whole: &Bytes, part: f64, connection: &Connection) -> Body {
    let kept = whole.slice(..(whole.len() as f64 * part) as usize);
    let connection = connection.clone();
    let end = stream::once(async move {
        connection.end_after_flush();
        // The flush that follows ends the connection, and this future with it.
        std::future::pending().await
    });
    Body::from_stream(stream::iter([Ok::<_, Infallible>(kept)]).chain(end))
}

/// Sends ten pieces in a simulated second.
fn slow(world: &Arc<World>, whole: Bytes, bytes_per_second: u64) -> Body {
    let piece = usize::try_from(bytes_per_second).unwrap_or(usize::MAX).div_ceil(10);
    let pause = Duration::from_secs_f64(piece as f64 / bytes_per_second as f64);
    let world = Arc::clone(world);
    Body::from_stream(stream::unfold(whole, move |mut rest| {
        let world = Arc::clone(&world);
        async move {
            if rest.is_empty() {
                return None;
            }
            world.clock.sleep(pause).await;
            let piece = rest.split_to(piece.min(rest.len()));
            Some((Ok::<_, Infallible>(piece), rest))
        }
    }))
}

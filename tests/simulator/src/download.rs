//! Requests for the files that jobs make, with ranges as a content network serves them: without a key.

use std::sync::Arc;

use axum::extract::{Extension, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::connection::Connection;
use crate::exchange;
use crate::job::State as JobState;
use crate::ledger::{Entry, Outcome};
use crate::media::{self, Media};
use crate::misbehaviour::{Fault, Occasion};
use crate::tamper;
use crate::world::World;

/// Serves a file, to GET and HEAD.
pub(crate) async fn serve(
    State(world): State<Arc<World>>,
    Extension(connection): Extension<Connection>,
    Path((id, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let met = world.rules.meet(Occasion::Download, "download", &world.chance);
    let mut entry = exchange::entry("download", request.headers());
    entry.fault = met.as_ref().map(|met| met.text.clone());
    entry.conversion_ids = vec![id.clone()];
    let fault = met.map(|met| met.fault);
    let request = match &fault {
        None => request,
        Some(fault) => match tamper::instead(fault, &connection, request).await {
            Ok(response) => return tamper::recorded(&world, entry, &connection, response),
            Err(request) => request,
        },
    };
    let response = match find(&world, &id, &name) {
        Some(media) => ranged(request.headers(), &media),
        None => missing(&mut entry),
    };
    if response.status().is_success() {
        entry.outcome = Outcome::Accepted;
    }
    entry.status = Some(response.status().as_u16());
    if matches!(fault, Some(Fault::Stall)) {
        entry.status = None;
        world.record(entry);
        return tamper::stall(&world, &connection).await;
    }
    world.record(entry);
    tamper::on_its_way(&world, fault.as_ref(), &connection, response)
}

fn missing(entry: &mut Entry) -> http::Response<Bytes> {
    entry.reason = Some("there is no such file, or its job is not done".to_owned());
    let mut response = http::Response::new(Bytes::from_static(b"no such file\n"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Finds a file of a job that is done.
fn find(world: &World, id: &str, name: &str) -> Option<Media> {
    let job = world.jobs.of_file(id).filter(|job| job.state(world.clock.now()) == JobState::Completed)?;
    let number = job.conversion_ids.iter().position(|known| known == id).unwrap_or(0);
    let (_, extension) = name.rsplit_once('.')?;
    Some(media::file(extension, number))
}

/// Answers with the whole file or the part that is asked for.
fn ranged(headers: &HeaderMap, media: &Media) -> http::Response<Bytes> {
    let total = media.bytes.len();
    let etag = format!("\"{:08x}\"", crc32fast::hash(&media.bytes));
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // A part of another version is of no use, so `If-Range` with another tag asks for the whole.
    let is_same = text(header::IF_RANGE).is_none_or(|tag| tag == etag);
    let range = text(header::RANGE).filter(|_| is_same).and_then(|range| parse(range, total));
    let response = http::Response::builder()
        .header(header::CONTENT_TYPE, media.content_type)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::ETAG, etag);
    let response = match range {
        None => response.body(media.bytes.clone()),
        Some(Some((first, last))) => response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {first}-{last}/{total}"))
            .body(media.bytes.slice(first..=last)),
        Some(None) => response
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{total}"))
            .body(Bytes::new()),
    };
    response.expect("the headers are plain text")
}

/// Reads one range: nothing if it is not understood, which means the whole; `Some(None)` if no byte is in it.
fn parse(range: &str, total: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = match (first, last) {
        ("", count) => (total.saturating_sub(count.parse().ok()?), total.checked_sub(1)?),
        (first, "") => (first.parse().ok()?, total.checked_sub(1)?),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(total.checked_sub(1)?)),
    };
    Some((first <= last && first < total).then_some((first, last)))
}

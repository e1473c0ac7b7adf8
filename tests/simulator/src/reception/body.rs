//! A request body to raw fields. Files are counted as they pass and never kept.

use axum::body::{Body, HttpBody};
use axum::extract::multipart::{Field as Part, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use futures_util::StreamExt;
use http::request::Parts;
use http::{StatusCode, header};
use serde_json::Value;

use super::{Raw, Raws};
use crate::document::Body as Wanted;
use crate::ledger::File;
use crate::refusal::Refusal;

/// How large a body without files may be, and a text in one with files.
const TEXT_LIMIT: usize = 4 << 20;

/// Reads a body to its end, so that a client that is still sending gets to read the answer.
pub(crate) async fn drain(body: Body) {
    let mut chunks = body.into_data_stream();
    while let Some(Ok(_)) = chunks.next().await {}
}

pub(super) async fn read(wanted: &Wanted, parts: &Parts, body: Body) -> Result<Raws, Refusal> {
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => json(&whole(body).await?),
        "application/x-www-form-urlencoded" => Ok(urlencoded(&whole(body).await?)),
        "multipart/form-data" => multipart(parts, body).await,
        "" if !wanted.is_required && body.is_end_stream() => Ok(Raws::new()),
        other => {
            let other = if other.is_empty() { "nothing".to_owned() } else { format!("`{other}`") };
            drain(body).await;
            Err(Refusal::unprocessable(format!(
                "the content type is {other}; send multipart/form-data, application/x-www-form-urlencoded or \
                 application/json"
            )))
        }
    }
}

async fn whole(body: Body) -> Result<Bytes, Refusal> {
    axum::body::to_bytes(body, TEXT_LIMIT).await.map_err(|_| {
        let message =
            format!("the body ends early or is larger than {TEXT_LIMIT} bytes; send files as multipart");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    })
}

fn json(bytes: &[u8]) -> Result<Raws, Refusal> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => {
            Ok(members.into_iter().map(|(name, value)| (name, vec![Raw::Json(value)])).collect())
        }
        Ok(_) => Err(Refusal::unprocessable("the body must be a JSON object")),
        Err(error) => Err(Refusal::unprocessable(format!("the body is not JSON: {error}"))),
    }
}

fn urlencoded(bytes: &[u8]) -> Raws {
    let mut raws = Raws::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        raws.entry(name.into_owned()).or_default().push(Raw::Text(value.into_owned()));
    }
    raws
}

pub(super) async fn multipart(parts: &Parts, body: Body) -> Result<Raws, Refusal> {
    let request = Request::from_parts(parts.clone(), body);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| Refusal::unprocessable(format!("the multipart body has no boundary: {error}")))?;
    let mut raws = Raws::new();
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let raw = match part.file_name() {
            Some(file_name) => {
                let file_name = file_name.to_owned();
                Raw::File(count(file_name, part).await?)
            }
            None => Raw::Text(text(part).await?),
        };
        raws.entry(name).or_default().push(raw);
    }
    Ok(raws)
}

async fn count(file_name: String, mut part: Part<'_>) -> Result<File, Refusal> {
    let content_type = part.content_type().map(str::to_owned);
    let (mut bytes, mut crc32) = (0, crc32fast::Hasher::new());
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        bytes += chunk.len() as u64;
        crc32.update(&chunk);
    }
    Ok(File { file_name, content_type, bytes, crc32: format!("{:08x}", crc32.finalize()) })
}

async fn text(mut part: Part<'_>) -> Result<String, Refusal> {
    let mut text = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        text.extend_from_slice(&chunk);
        if text.len() > TEXT_LIMIT {
            let message = "a text field is too large; a file needs a file name";
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
    }
    String::from_utf8(text).map_err(|_| Refusal::unprocessable("a text field is not UTF-8"))
}

fn broken(error: MultipartError) -> Refusal {
    Refusal::unprocessable(format!("the multipart body is broken: {}", error.body_text()))
}

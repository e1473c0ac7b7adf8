//! Turns a prepared request into an answer, once: the one place that talks to the API.

use std::{
    error::Error as StdError,
    future::{Future, pending},
    iter,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::{HeaderMap, StatusCode, header};
use reqwest::{Request, RequestBuilder};

use crate::{
    Error, ErrorKind, Response,
    meter::Meter,
    patience::within,
    prepare::Prepared,
    stream::Live,
    trace,
    transport::{Settings, Timeouts},
    upload::UploadError,
};

/// Sends a request once, and takes at most `left` for it.
pub(crate) async fn attempt(prepared: &Prepared, left: Duration) -> Result<Response, Error> {
    let answer = send(prepared, left).await;
    trace::attempted(&answer);
    answer
}

async fn send(prepared: &Prepared, left: Duration) -> Result<Response, Error> {
    let settings = prepared.transport.settings();
    let at_call =
        |error: Error| error.at(&prepared.site).with_url(prepared.address.shown(&settings.redactor));
    let meter = Arc::new(Meter::default());
    let ready = within(left, pin!(ready(prepared, left, &meter))).await;
    let late = || Error::new(ErrorKind::Request, format!("the content could not be opened within {left:?}"));
    let request = ready.unwrap_or_else(|| Err(late())).map_err(at_call)?;

    let sent_at = settings.clock.date();
    let answer = watched(request.send(), &meter, prepared);
    let answer = match prepared.streams {
        true => within(left, pin!(answer)).await.unwrap_or_else(|| Err(late_answer(prepared))),
        false => answer.await,
    };
    let mut answer = answer.map_err(|error| at_call(error).with_attempts(1).with_sent_at(sent_at))?;
    let status = answer.status();
    if prepared.streams && status.is_success() {
        let mut headers = answer.headers().clone();
        settings.redactor.mark_sensitive(&mut headers);
        let response = Response::new(prepared, sent_at, status, headers, Bytes::new());
        return Ok(Response { live: Some(Live::new(answer)), ..response });
    }
    let (body, interruption) = read_body(&mut answer, settings, prepared.timeout).await;
    let mut headers = std::mem::take(answer.headers_mut());
    settings.redactor.mark_sensitive(&mut headers);

    // The status of a refusal says more than what went wrong while its body was read.
    let problem = match interruption {
        _ if !status.is_success() => refusal(status, &headers, prepared),
        Some(problem) => problem,
        None => return Ok(Response::new(prepared, sent_at, status, headers, body)),
    };
    let error = at_call(problem).with_answer(status, headers, Some(body));
    Err(error.with_attempts(1).with_sent_at(sent_at))
}

/// Makes the request ready to be sent: asks for its token, and opens its files.
async fn ready(prepared: &Prepared, left: Duration, meter: &Arc<Meter>) -> Result<RequestBuilder, Error> {
    let settings = prepared.transport.settings();
    let mut headers = prepared.headers.clone();
    if let Some(provider) = &prepared.token_provider {
        provider.authorize(&mut headers, &settings.redactor).await?;
    }
    let body = prepared.body.open(meter).await?;
    let mut request = Request::new(prepared.site.method.clone(), prepared.address.url.clone());
    *request.headers_mut() = headers;
    // The time of a stream ends where its body begins.
    *request.timeout_mut() = (!prepared.streams).then_some(left);
    Ok(body.add_to(request, &settings.http))
}

/// Waits for the answer, unless the upload stalls, or no answer follows it.
async fn watched(
    answer: impl Future<Output = reqwest::Result<reqwest::Response>>,
    meter: &Meter,
    prepared: &Prepared,
) -> Result<reqwest::Response, Error> {
    let Timeouts { stall, connect, .. } = prepared.transport.settings().timeouts;
    let watch = async {
        if meter.finished(stall, connect).await.is_err() {
            return stalled("the upload", stall);
        }
        let Some(patience) = prepared.answer_timeout else { return pending().await };
        tokio::time::sleep(patience).await;
        Error::new(ErrorKind::Timeout, format!("no answer within {patience:?} after the upload"))
    };
    match select(pin!(answer), pin!(watch)).await {
        Either::Left((answer, _)) => answer.map_err(|error| failure(error, prepared.timeout)),
        Either::Right((problem, _)) => Err(problem),
    }
}

fn late_answer(prepared: &Prepared) -> Error {
    Error::new(ErrorKind::Timeout, format!("no answer within {:?}", prepared.timeout))
}

/// Makes the error of bytes that do not move.
pub(crate) fn stalled(what: &str, stall: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("{what} stalled: not a byte has passed for {stall:?}"))
}

/// Reads the body of an answer as far as its limit and the connection allow.
async fn read_body(
    answer: &mut reqwest::Response,
    settings: &Settings,
    timeout: Duration,
) -> (Bytes, Option<Error>) {
    let (limit, stall) = (settings.max_response_bytes, settings.timeouts.stall);
    let mut body = Arrived::default();
    let problem = loop {
        match within(stall, pin!(answer.chunk())).await {
            Some(Ok(None)) => break None,
            Some(Ok(Some(chunk))) => body.add(chunk),
            Some(Err(error)) => break Some(failure(error, timeout)),
            None => break Some(stalled("the answer", stall)),
        }
        if body.len() as u64 > limit {
            let message = format!(
                "the answer has more than {limit} bytes, a limit that `ClientBuilder::max_response_bytes` sets"
            );
            break Some(Error::new(ErrorKind::Decode, message));
        }
    };
    let mut body = body.whole();
    body.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    (body, problem)
}

/// What has arrived of a body. One that comes in a single piece, as most do, is not copied.
#[derive(Default)]
struct Arrived {
    first: Bytes,
    /// All of it, where there is more than the first piece.
    all: Vec<u8>,
}

impl Arrived {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn add(&mut self, chunk: Bytes) {
        if self.first.is_empty() {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&chunk);
    }

    fn whole(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}

/// Makes the error of an answer that is not a success.
fn refusal(status: StatusCode, headers: &HeaderMap, prepared: &Prepared) -> Error {
    let redirect = status.is_redirection().then(|| redirect_target(headers, prepared)).flatten();
    let message = match redirect {
        Some(target) => {
            format!("the API answered {status}, a redirect to {target}, and redirects are not followed")
        }
        None => format!("the API answered {status}"),
    };
    Error::new(ErrorKind::Status, message)
}

/// Returns where a redirect leads, without the parts in which secrets travel.
fn redirect_target(headers: &HeaderMap, prepared: &Prepared) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    // Redacted before it is parsed, because parsing may spell a secret in a way that nobody looks for.
    let mut target = prepared.address.url.join(&prepared.site.redactor.redact(location)).ok()?;
    target.set_query(None);
    target.set_fragment(None);
    // Both fail only for URLs without a host, which have neither.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    Some(target.into())
}

/// Makes the error of a request that got no answer, or only a part of one.
pub(crate) fn failure(error: reqwest::Error, timeout: Duration) -> Error {
    // The query may hold a key.
    let error = error.without_url();
    let chain = || iter::successors(Some(&error as &(dyn StdError + 'static)), |&error| error.source());
    let root = chain().last().map(ToString::to_string).unwrap_or_default();
    let (kind, message) = match chain().find_map(|error| error.downcast_ref::<UploadError>()) {
        Some(reason) => (ErrorKind::Request, format!("the body could not be sent: {reason}")),
        None if error.is_redirect() => (ErrorKind::Request, format!("a redirect is not followed: {root}")),
        None if error.is_builder() => (ErrorKind::Request, format!("the request cannot be sent: {root}")),
        None if error.is_connect() => (ErrorKind::Connect, format!("no connection: {root}")),
        None if error.is_timeout() => (ErrorKind::Timeout, format!("no complete answer within {timeout:?}")),
        None => (ErrorKind::Transport, format!("the connection broke: {root}")),
    };
    Error::new(kind, message).with_source(error)
}

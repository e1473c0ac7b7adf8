//! Turns a URL into a stream of bytes that goes on where it broke.

use std::{pin::pin, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::Url;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::{
    Download,
    location::{check_scheme, shown},
};
use crate::{
    Error, ErrorKind, Retry, Transport,
    attempt::{failure, stalled},
    error::CallSite,
    meter::Listener,
    patience::within,
    trace,
    transport::Settings,
};

/// How much of an answer that is not the result is kept for the error.
const MAX_REFUSAL: usize = 64 * 1024;

/// A download under way.
pub(super) struct Fetch {
    transport: Transport,
    site: CallSite,
    url: Url,
    max_bytes: u64,
    /// How long all attempts may take together, by the clock of the client.
    timeout: Duration,
    listener: Option<Listener>,
    received: u64,
    total: Option<u64>,
    /// What says that a later answer is about the same bytes.
    validator: Option<HeaderValue>,
}

impl Fetch {
    pub(super) fn new(download: &Download) -> Result<Self, Error> {
        let settings = download.transport.settings();
        let site = CallSite {
            operation: "download",
            method: Method::GET,
            template: "",
            redactor: settings.redactor.clone(),
        };
        let url = download.location.check(settings).map_err(|error| error.at(&site))?;
        Ok(Self {
            site,
            url,
            transport: download.transport.clone(),
            max_bytes: download.max_bytes,
            timeout: download.timeout.unwrap_or(settings.timeouts.download),
            listener: download.listener.clone(),
            received: 0,
            total: None,
            validator: None,
        })
    }

    /// Fetches everything into `writer`, and returns how much it was.
    pub(super) async fn run(mut self, writer: &mut (dyn AsyncWrite + Unpin + Send)) -> Result<u64, Error> {
        let transport = self.transport.clone();
        let Settings { clock, retry: policy, .. } = transport.settings();
        let started = clock.now();
        let (mut attempts, mut in_vain) = (0, 0);
        loop {
            let left = self.timeout.saturating_sub(clock.now().saturating_sub(started));
            let before = self.received;
            attempts += 1;
            let site = self.site.clone();
            let problem = match trace::in_call(&site, self.attempt(writer, left)).await {
                Ok(()) => return Ok(self.received),
                Err(error) => error.at(&self.site).with_url(shown(&self.url)).with_attempts(attempts),
            };
            // A download that gets on may break as often as it likes.
            in_vain = if self.received > before { 1 } else { in_vain + 1 };
            let delay = policy.delay(Retry::Always, &problem, in_vain, &**clock);
            let Some(delay) = delay.filter(|delay| *delay < left) else { return Err(problem) };
            trace::again(&problem, attempts, delay);
            clock.sleep(delay).await;
        }
    }

    /// Fetches what is missing, as far as one connection carries.
    async fn attempt(
        &mut self,
        writer: &mut (dyn AsyncWrite + Unpin + Send),
        left: Duration,
    ) -> Result<(), Error> {
        let (transport, stall) = (self.transport.clone(), self.transport.settings().timeouts.stall);
        let request = transport.settings().downloads.get()?.get(self.url.clone()).headers(self.headers());
        let patience = left.min(stall);
        let answer = within(patience, pin!(request.timeout(left).send())).await;
        let answer = answer.ok_or_else(|| late(patience))?;
        let mut answer = answer.map_err(|error| failure(error, left))?;
        // A client that the user brought follows whatever redirects it was made to follow.
        check_scheme(answer.url(), transport.settings())?;
        let mut known = self.begin(&mut answer, stall).await?;
        loop {
            let chunk = within(stall, pin!(answer.chunk())).await;
            let chunk = chunk.ok_or_else(|| stalled("the download", stall))?;
            let chunk = chunk.map_err(|error| failure(error, left))?;
            let Some(mut chunk) = chunk else { return self.check_end() };
            // A server that does not know ranges sends again what is there already.
            let skipped = known.min(chunk.len() as u64);
            known -= skipped;
            let _ = chunk.split_to(usize::try_from(skipped).unwrap_or(chunk.len()));
            self.write(writer, &chunk).await?;
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
        // A packed result has other bytes than its length and its ranges speak of.
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if self.received > 0 {
            let range = HeaderValue::try_from(format!("bytes={}-", self.received));
            headers.insert(header::RANGE, range.expect("a number is fit for a header"));
            // A weak tag tells versions apart, but is no condition for a range.
            let strong = self.validator.iter().find(|it| !it.as_bytes().starts_with(b"W/"));
            strong.map(|it| headers.insert(header::IF_RANGE, it.clone()));
        }
        headers
    }

    /// Reads the head of an answer; returns how many of its bytes have been received before.
    async fn begin(&mut self, answer: &mut reqwest::Response, stall: Duration) -> Result<u64, Error> {
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        self.site.redactor.mark_sensitive(&mut headers);
        if status == StatusCode::RANGE_NOT_SATISFIABLE && self.received > 0 {
            self.total = self.total.or_else(|| unsatisfied_range(&headers));
            if self.total == Some(self.received) {
                return Ok(answer.content_length().unwrap_or(u64::MAX));
            }
        }
        // The other successes say that there is no result, or not yet.
        const RESULTS: [StatusCode; 3] =
            [StatusCode::OK, StatusCode::NON_AUTHORITATIVE_INFORMATION, StatusCode::PARTIAL_CONTENT];
        if !RESULTS.contains(&status) {
            let body = refusal(answer, stall).await;
            let error = Error::new(ErrorKind::Status, format!("the server of the result answered {status}"));
            return Err(error.at(&self.site).with_answer(status, headers, Some(body)));
        }
        let (start, total) = match status {
            StatusCode::PARTIAL_CONTENT => content_range(&headers).ok_or_else(changed)?,
            _ => (0, answer.content_length()),
        };
        let validator = validator(&headers);
        let is_same = start <= self.received
            && (self.received == 0
                || (self.total.is_none() || total.is_none() || self.total == total)
                    && (self.validator == validator || validator.is_none()));
        if !is_same {
            return Err(changed());
        }
        if total.is_some_and(|total| total > self.max_bytes) {
            return Err(self.too_large());
        }
        if self.received == 0 {
            (self.total, self.validator) = (total, validator);
        }
        // A part says how long the whole is, also where the first answer did not.
        self.total = self.total.or(total);
        Ok(self.received - start)
    }

    async fn write(
        &mut self,
        writer: &mut (dyn AsyncWrite + Unpin + Send),
        chunk: &Bytes,
    ) -> Result<(), Error> {
        if chunk.is_empty() {
            return Ok(());
        }
        if self.received + chunk.len() as u64 > self.max_bytes {
            return Err(self.too_large());
        }
        let failed = |error| Error::new(ErrorKind::Request, format!("cannot write the result: {error}"));
        writer.write_all(chunk).await.map_err(failed)?;
        self.received += chunk.len() as u64;
        self.listener.iter().for_each(|listener| listener.tell(self.received, self.total));
        Ok(())
    }

    fn check_end(&self) -> Result<(), Error> {
        match self.total {
            Some(total) if total != self.received => {
                let received = self.received;
                let message = format!("the result ended after {received} of {total} bytes");
                Err(Error::new(ErrorKind::Transport, message))
            }
            _ => Ok(()),
        }
    }

    fn too_large(&self) -> Error {
        let limit = self.max_bytes;
        let message =
            format!("the result has more than {limit} bytes, a limit that `Download::max_bytes` sets");
        Error::new(ErrorKind::Request, message)
    }
}

fn late(left: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("no answer within {left:?}"))
}

fn changed() -> Error {
    let message = "the result changed while it was downloaded, so that its parts do not fit together";
    Error::new(ErrorKind::Request, message)
}

/// Reads the start of an answer that is not the result.
async fn refusal(answer: &mut reqwest::Response, stall: Duration) -> Bytes {
    let mut body = Vec::new();
    while let Some(Ok(Some(chunk))) = within(stall, pin!(answer.chunk())).await {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_REFUSAL {
            break;
        }
    }
    body.truncate(MAX_REFUSAL);
    body.into()
}

/// Reads `bytes 500-999/1000` into the first byte and the total, which may be unknown.
fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = headers.get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (range, total) = text.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    let total = if total == "*" { None } else { Some(total.parse().ok()?) };
    Some((first.parse().ok()?, total))
}

/// Reads `bytes */1000`, which says how long a result is that has no such range, into that length.
fn unsatisfied_range(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes */")?.parse().ok()
}

/// Returns what names this version of the result: a tag, or the date of its last change.
fn validator(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(header::ETAG).or_else(|| headers.get(header::LAST_MODIFIED)).cloned()
}

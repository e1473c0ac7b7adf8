//! Turns an answer that has arrived into the value it holds.

use std::{fmt, str, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::{
    Error, ErrorKind, JobDescription, Transport,
    address::Address,
    codec::place,
    error::{CallSite, request_id},
    prepare::Prepared,
    stream::Live,
};

/// Holds an answer whose status is a success, with its whole body.
#[derive(Clone)]
pub struct Response {
    pub(crate) site: CallSite,
    pub(crate) address: Arc<Address>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body, where it has not been read.
    pub(crate) live: Option<Live>,
    pub(crate) attempts: u32,
    pub(crate) sent_at: SystemTime,
    /// What asks about the job that the answer is the receipt of.
    pub(crate) transport: Transport,
    pub(crate) job: Option<&'static JobDescription>,
}

impl Response {
    pub(crate) fn new(
        prepared: &Prepared,
        sent_at: SystemTime,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            site: prepared.site.clone(),
            address: prepared.address.clone(),
            status,
            headers,
            body,
            live: None,
            attempts: 1,
            sent_at,
            transport: prepared.transport.clone(),
            job: prepared.job,
        }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns what the API calls the request, which its support will ask for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns how many times the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body and drops the rest.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.body
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`] when the body is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        let text = str::from_utf8(&self.body)
            .map_err(|error| self.undecodable(&error.to_string()).with_source(error))?;
        Ok(text.to_owned())
    }

    /// Decodes the body as JSON. An empty body is read as `null`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`] when the body does not fit; the error has the place and the whole body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        place::decode(self.json_text()).map_err(|misfit| match &misfit.path {
            Some(path) => self.undecodable(&format!("at `{path}`: {}", misfit.reason)).with_json_path(path),
            None => self.undecodable(&misfit.reason.to_string()),
        })
    }

    /// Returns the body as the JSON it stands for: nothing is `null`, and a byte order mark is no part of it.
    fn json_text(&self) -> &[u8] {
        let text = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        if text.trim_ascii().is_empty() { b"null" } else { text }
    }

    /// Makes the error of a body that is not what it should be.
    ///
    /// What serde says may quote the body, so it goes into the message, where it is redacted, and not into the source.
    pub(crate) fn undecodable(&self, reason: &str) -> Error {
        let media_type = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or("no content type");
        let length = self.body.len();
        let message =
            format!("cannot decode the answer ({}, {media_type}, {length} bytes): {reason}", self.status);
        self.error(ErrorKind::Decode, message)
    }

    /// Makes an error that has all there is to know of this answer.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.explain(Error::new(kind, message))
    }

    /// Adds all there is to know of this answer to an error.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error
            .at(&self.site)
            .with_url(self.address.shown(&self.site.redactor))
            .with_answer(self.status, self.headers.clone(), Some(self.body.clone()))
            .with_attempts(self.attempts)
            .with_sent_at(self.sent_at)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.site.operation)
            .field("url", &self.address.shown(&self.site.redactor))
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Holds a decoded value together with what it came with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer. Those that the document describes are read from them by types of the crate's `headers`.
    pub headers: HeaderMap,
}

impl<T> Decoded<T> {
    pub(crate) fn new(response: Response, decode: fn(Response) -> Result<T, Error>) -> Result<Self, Error> {
        let (status, headers) = (response.status, response.headers.clone());
        Ok(Self { value: decode(response)?, status, headers })
    }

    /// Returns what the API calls the request, which its support will ask for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

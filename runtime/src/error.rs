//! Turns everything that can go wrong into one type that keeps all there is to know.

mod display;
mod outcome;

use std::{borrow::Cow, error::Error as StdError, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

pub use outcome::Outcome;

use crate::{JobToken, redact::Redactor};

type Source = Box<dyn StdError + Send + Sync>;

/// Says why a client could not be made or a call gave no value.
///
/// `Display` gives one line with the operation, the status, the reason and the start of the answer. The methods give
/// each of them on its own, and the whole body as the API sent it.
pub struct Error(Box<Details>);

struct Details {
    kind: ErrorKind,
    message: String,
    call: Option<CallSite>,
    url: Option<String>,
    answer: Option<Answer>,
    json_path: Option<String>,
    source: Option<Source>,
    attempts: u32,
    sent_at: Option<SystemTime>,
    /// Whether an earlier attempt may have been accepted.
    uncertain: bool,
    token: Option<JobToken>,
    job_status: Option<String>,
}

/// What arrived, as far as it did.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Option<Bytes>,
}

/// Says at which step a call failed, and so who can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up right: no credential, or one that cannot be sent, or a bad base URL. Whoever sets up
    /// the client is to blame. Nothing was sent.
    Configuration,
    /// The request could not be made: a parameter that would change the path, a missing file, a stream that is shorter
    /// or longer than announced. The caller is to blame. At most a part of the body was sent.
    Request,
    /// No connection: the name did not resolve, nobody listens, or the certificate is wrong. The network or the base
    /// URL is to blame. The API has not seen the request.
    Connect,
    /// The time for the call ran out. Whether the API acted on the request is not known.
    Timeout,
    /// The connection broke. Whether the API acted on the request is not known, unless the error has a status.
    Transport,
    /// The API answered, but not with success. [`Error::status`] says who is to blame: below 500 mostly the caller.
    /// A redirect is also of this kind, for it is never followed.
    Status,
    /// The API answered with success, but the body is not what its document promises, or longer than is allowed. The API,
    /// or the document, is to blame. The work is done, and [`Error::body`] has the result.
    Decode,
    /// The job has ended without a result. The API or the input is to blame. [`Error::body`] is the last answer about it.
    JobFailed,
    /// The job has not ended in the time that was given for it, or could not be asked about until then. It goes on, and
    /// [`Error::token`] resumes it.
    Deadline,
    /// The credits that jobs of this client were estimated to cost have reached its limit. Nothing was sent.
    Budget,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            call: None,
            url: None,
            answer: None,
            json_path: None,
            source: None,
            attempts: 0,
            sent_at: None,
            uncertain: false,
            token: None,
            job_status: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// Returns at which step the call failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| call.operation)
    }

    /// Returns the method of the request.
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.0.call.as_ref().map(|call| &call.method)
    }

    /// Returns the URL of the request, with `REDACTED` in the place of secrets.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// Returns the status of the answer, if one arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// Returns the headers of the answer, if one arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// Returns what the API calls the request, which its support will ask for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Returns the body of the answer as the API sent it, which may repeat a secret.
    ///
    /// The body of an answer that is not a success ends where the limit for bodies is reached or the connection broke.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref()?.body.as_ref()
    }

    /// Returns the body of the answer as text; bytes that are not UTF-8 become `�`.
    #[must_use]
    pub fn body_text(&self) -> Option<Cow<'_, str>> {
        Some(String::from_utf8_lossy(self.body()?))
    }

    /// Decodes the body, for instance as the error schema of the document. Gives `None` where it does not fit.
    #[must_use]
    pub fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// Returns where in the body decoding stopped, such as `items[0].id`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns how many times the request was tried to be sent; `0` if the error came before that.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns when the last attempt was sent, by the clock of the client.
    #[must_use]
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.0.sent_at
    }

    /// Returns what resumes the job that this error is about, if its id is known.
    #[must_use]
    pub fn token(&self) -> Option<&JobToken> {
        self.0.token.as_ref()
    }

    /// Returns the last status of the job that this error is about, as the API writes it.
    #[must_use]
    pub fn job_status(&self) -> Option<&str> {
        self.0.job_status.as_deref()
    }

    /// Tells whether time ran out, for the whole call or for connecting.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let source = self.0.source.as_ref().and_then(|source| source.downcast_ref::<reqwest::Error>());
        self.0.kind == ErrorKind::Timeout || source.is_some_and(reqwest::Error::is_timeout)
    }

    /// Tells whether there was no connection, so that the API cannot have seen the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }
}

/// What each step of a call adds to the error.
impl Error {
    pub(crate) fn at(mut self, call: &CallSite) -> Self {
        self.0.message = call.redactor.redact(&self.0.message);
        self.0.call = Some(call.clone());
        self
    }

    pub(crate) fn with_url(mut self, url: impl Into<String>) -> Self {
        self.0.url = Some(url.into());
        self
    }

    pub(crate) fn with_answer(mut self, status: StatusCode, headers: HeaderMap, body: Option<Bytes>) -> Self {
        self.0.answer = Some(Answer { status, headers, body });
        self
    }

    /// Adds the place in the body, whose names the API chose: they may repeat a secret like anything else it sends.
    pub(crate) fn with_json_path(mut self, path: &str) -> Self {
        let redactor = self.0.call.as_ref().map(|call| &call.redactor);
        self.0.json_path = Some(redactor.map_or_else(|| path.to_owned(), |it| it.redact(path)));
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_sent_at(mut self, sent_at: SystemTime) -> Self {
        self.0.sent_at = Some(sent_at);
        self
    }

    pub(crate) fn or_uncertain(mut self, uncertain: bool) -> Self {
        self.0.uncertain |= uncertain;
        self
    }

    pub(crate) fn with_token(mut self, token: Option<JobToken>) -> Self {
        self.0.token = token;
        self
    }

    pub(crate) fn with_job_status(mut self, status: Option<&str>) -> Self {
        let redactor = self.0.call.as_ref().map(|call| &call.redactor);
        self.0.job_status = status.map(|text| redactor.map_or_else(|| text.to_owned(), |it| it.redact(text)));
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.0.source.as_deref()?;
        Some(source)
    }
}

/// Which operation an error or an answer belongs to, and which secrets must not appear in what is said about it.
#[derive(Clone, Debug)]
pub(crate) struct CallSite {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) template: &'static str,
    pub(crate) redactor: Arc<Redactor>,
}

/// Finds the name that the API, or the network in front of it, gave to the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 6] =
        ["x-request-id", "request-id", "x-amzn-requestid", "x-amz-request-id", "x-correlation-id", "cf-ray"];
    NAMES.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

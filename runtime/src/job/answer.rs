//! Turns the answer about a job into what it says: that the job goes on, has a result, or has failed.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::description::{Phase, StatusOperation};
use crate::{Error, ErrorKind, JobToken, Response};

/// What a poll has found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Polled<T> {
    /// The job goes on.
    Pending(StatusReport),
    /// The job has ended with this result.
    Succeeded(T),
    /// The job has ended without a result.
    Failed(StatusReport),
}

/// What the API says of a job that has no result.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusReport {
    status: Option<String>,
    is_known: bool,
    body: Bytes,
}

impl StatusReport {
    /// Returns the status as the API writes it.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// Tells whether the document knows the status. A job with one that it does not know goes on.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Returns the whole answer.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the whole answer. Gives `None` where it does not fit.
    #[must_use]
    pub fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for StatusReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusReport")
            .field("status", &self.status)
            .field("is_known", &self.is_known)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// An answer about a job.
#[derive(Clone)]
pub(crate) struct JobAnswer {
    pub(crate) phase: Phase,
    pub(crate) status: Option<String>,
    result: Option<Value>,
    response: Response,
}

impl JobAnswer {
    /// Reads the status out of an answer, which must be JSON but may otherwise be of any shape.
    pub(crate) fn new(response: Response, described: &StatusOperation) -> Result<Self, Error> {
        let body: Value = response.json()?;
        let status = match body.pointer(described.status) {
            Some(Value::String(text)) => Some(text.clone()),
            None | Some(Value::Null) => None,
            Some(other) => Some(other.to_string()),
        };
        let phase = described.phase(status.as_deref());
        let result = body.pointer(described.result).cloned();
        Ok(Self { phase, status, result, response })
    }

    /// Tells whether the job has ended.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self.phase, Phase::Succeeded | Phase::Failed)
    }

    /// Returns the whole answer.
    #[cfg(feature = "cli")]
    pub(crate) fn body(&self) -> Value {
        self.response.json().unwrap_or_default()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    pub(crate) fn report(&self) -> StatusReport {
        StatusReport {
            status: self.status.clone(),
            is_known: self.phase != Phase::Unknown,
            body: self.response.body.clone(),
        }
    }

    /// Decodes the result. What is paid for and does not fit is in the error.
    pub(crate) fn result<T: DeserializeOwned>(self, token: &JobToken) -> Result<T, Error> {
        let misfit = |reason: &str| {
            let error = self.response.undecodable(reason).with_job_status(self.status.as_deref());
            error.with_token(Some(token.clone()))
        };
        let Some(result) = self.result else {
            return Err(misfit("the job is done, and its result is missing"));
        };
        serde_path_to_error::deserialize(result).map_err(|error| {
            let reason = format!("the result of the job, at `{}`: {}", error.path(), error.inner());
            misfit(&reason).with_json_path(&error.path().to_string())
        })
    }

    pub(crate) fn polled<T: DeserializeOwned>(self, token: &JobToken) -> Result<Polled<T>, Error> {
        match self.phase {
            Phase::Succeeded => self.result(token).map(Polled::Succeeded),
            Phase::Failed => Ok(Polled::Failed(self.report())),
            Phase::Pending | Phase::Unknown => Ok(Polled::Pending(self.report())),
        }
    }

    /// Makes the error of a job that has failed.
    pub(crate) fn failure(&self, token: &JobToken) -> Error {
        let status = self.status.as_deref().unwrap_or_default();
        let message = format!("the job has failed, with the status `{status}`");
        self.error(ErrorKind::JobFailed, message, token)
    }

    /// Makes an error that keeps the whole answer.
    pub(crate) fn error(&self, kind: ErrorKind, message: String, token: &JobToken) -> Error {
        let error = self.response.error(kind, message);
        error.with_job_status(self.status.as_deref()).with_token(Some(token.clone()))
    }
}

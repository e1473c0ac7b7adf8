//! Turns a token back into something that can be asked: the job at the API.

use std::time::Duration;

use http::Method;

use super::{answer::JobAnswer, description::JobDescription};
use crate::{
    Error, ErrorKind, JobToken, Request, Transport, attempt::attempt, error::CallSite, prepare::Prepared,
    trace, transport,
};

/// A job, and whom to ask about it.
#[derive(Clone, Debug)]
pub(crate) struct Handle {
    pub(crate) transport: Transport,
    pub(crate) job: &'static JobDescription,
    pub(crate) token: JobToken,
    /// Whether the job was submitted by this process, or a moment ago: not all of the API may know it yet.
    pub(crate) is_fresh: bool,
}

impl Handle {
    /// Asks about the job now, whatever the limit of polls, and again like any call if that fails for a while.
    pub(crate) async fn ask_now(&self) -> Result<JobAnswer, Error> {
        let settings = self.transport.settings();
        settings.poll_limiter.count(self.job.status.operation, settings.clock.now());
        JobAnswer::new(transport::send(self.request()).await?, self.job.status)
    }

    /// Asks about the job once: whether to ask again is decided by whoever waits for it.
    ///
    /// It takes at most `left`, and no more than any call may.
    pub(crate) async fn ask(&self, left: Duration) -> Result<JobAnswer, Error> {
        let mut prepared = Prepared::new(self.request())?;
        prepared.timeout = prepared.timeout.min(left);
        let answer = trace::in_call(&prepared.site, attempt(&prepared, prepared.timeout)).await;
        JobAnswer::new(answer?, self.job.status)
    }

    fn request(&self) -> Request {
        let parameters = self.token.parameters.iter();
        let parameters = parameters.map(|(name, value)| (name.as_str(), value.as_str()));
        self.job.status.request(&self.transport, parameters)
    }

    /// Makes an error about the job that no request has led to.
    pub(crate) fn error(&self, kind: ErrorKind, message: String) -> Error {
        let status = self.job.status;
        let redactor = self.transport.settings().redactor.clone();
        let (operation, method): (_, Method) = (status.operation, status.method.clone());
        Error::new(kind, message).at(&CallSite { operation, method, template: status.path, redactor })
    }
}

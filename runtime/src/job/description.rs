//! What a document says of its jobs, as constants: which operation starts one, which reports on it, and how the two are
//! linked.

use http::Method;

use crate::{Request, Requirement, Server, Transport};

/// Describes the jobs that an operation starts.
#[derive(Debug)]
pub struct JobDescription {
    /// The operation that starts the job.
    pub operation: &'static str,
    /// The operation that reports on it.
    pub status: &'static StatusOperation,
    /// How the receipt fills the parameters of that operation: the first link whose values are all there is followed.
    pub links: &'static [Link],
    /// How the payload of the job's webhook fills them.
    pub webhook_links: &'static [Link],
}

/// The parameters of an operation, by name, and their values.
pub type Link = &'static [(&'static str, LinkValue)];

/// Where a link takes the value of a parameter from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkValue {
    /// It is the same for all jobs of the operation.
    Constant(&'static str),
    /// It is in the receipt or payload, at this JSON Pointer.
    Member(&'static str),
}

/// Describes the operation that reports on jobs.
#[derive(Debug)]
pub struct StatusOperation {
    /// Its name.
    pub operation: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path template.
    pub path: &'static str,
    /// Its server, where that is not the one of the API.
    pub server: Option<Server>,
    /// The credentials it asks for, where they are not those of the API.
    pub security: Option<&'static [Requirement]>,
    /// Its parameters, as far as links fill them.
    pub parameters: &'static [(&'static str, ParameterPlace)],
    /// Where the answer has the status, as a JSON Pointer.
    pub status: &'static str,
    /// Where the answer has the result, as a JSON Pointer; empty for the whole answer.
    pub result: &'static str,
    /// The statuses of a job that goes on.
    pub pending: &'static [&'static str],
    /// The statuses of a job that has a result.
    pub succeeded: &'static [&'static str],
    /// The statuses of a job that has ended without one.
    pub failed: &'static [&'static str],
    /// Where the receipt says in how many seconds the job is done, as a JSON Pointer.
    pub eta: Option<&'static str>,
    /// Where the receipt says what the job will cost, as a JSON Pointer.
    pub credit_estimate: Option<&'static str>,
    /// How often the operation may be called in a minute, by all callers of an account.
    pub polls_per_minute: Option<u32>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// What a status says of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Pending,
    Succeeded,
    Failed,
    /// The document does not know the status, or the answer has none: the job goes on until somebody says otherwise.
    Unknown,
}

impl StatusOperation {
    /// Tells what a status means. Services disagree with their own documents about upper and lower case.
    pub(crate) fn phase(&self, status: Option<&str>) -> Phase {
        let Some(status) = status.map(str::trim) else { return Phase::Unknown };
        let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(status));
        match () {
            () if is_in(self.succeeded) => Phase::Succeeded,
            () if is_in(self.failed) => Phase::Failed,
            () if is_in(self.pending) => Phase::Pending,
            () => Phase::Unknown,
        }
    }

    /// Describes the request that asks about the job with these parameters.
    pub(crate) fn request<'a>(
        &self,
        transport: &Transport,
        parameters: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Request {
        let mut request = transport.request(self.method.clone(), self.operation, self.path);
        if let Some(security) = self.security {
            request = request.security(security);
        }
        if let Some(server) = self.server {
            request = request.server(server);
        }
        for (name, value) in parameters {
            request = match self.parameters.iter().find(|(known, _)| *known == name) {
                Some((name, ParameterPlace::Path)) => request.path(name, value),
                Some((name, ParameterPlace::Query)) => request.query(name, value),
                Some((name, ParameterPlace::Header)) => request.header(name, value),
                Some((name, ParameterPlace::Cookie)) => request.cookie(name, value),
                None => request.refused(format!("the operation has no parameter `{name}` that a link fills")),
            };
        }
        request
    }
}

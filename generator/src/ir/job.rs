//! Jobs: which operations start one, and which operation reports on it.

use super::operation::Method;
use super::parameter::ParameterLocation;
use super::types::Type;
use super::{Docs, Security, Server};

/// The job that an operation starts.
#[derive(Clone, Debug)]
pub struct Job {
    /// The name of the static that describes it.
    pub name: String,
    /// The operation that reports on it, by its place in [`super::Api::status_operations`].
    pub status: usize,
    /// The type of the receipt: the body of the response that accepts the job.
    pub receipt: Type,
    /// How the receipt fills the parameters of the status operation, best first.
    pub links: Vec<JobLink>,
    /// The same by the payload of the job's callback.
    pub webhook_links: Vec<JobLink>,
}

/// A way to ask about a job: parameters of the status operation, by their names on the wire, and their values.
pub type JobLink = Vec<(String, JobValue)>;

/// The value of a parameter that names a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobValue {
    /// Always this text.
    Constant(String),
    /// What this JSON pointer leads to, in the receipt or in the payload.
    Member(String),
}

/// An operation that reports on jobs.
#[derive(Clone, Debug)]
pub struct StatusOperation {
    /// The name of the static that describes it.
    pub name: String,
    /// The name of the static that lists the jobs it reports on.
    pub list: String,
    /// The name of the client's method that takes up one of these jobs.
    pub resume: String,
    /// How messages name the operation.
    pub wire_name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, as in the document.
    pub path: String,
    /// The base URL, where it differs from the API's.
    pub server: Option<Server>,
    /// The credentials, where they differ from the API's.
    pub security: Option<Security>,
    /// The parameters that links fill.
    pub parameters: Vec<(String, ParameterLocation)>,
    /// The JSON pointer to the status in the answer.
    pub status: String,
    /// The JSON pointer to the result in the answer; empty when that is the whole answer.
    pub result: String,
    /// The type of the result.
    pub result_type: Type,
    /// The statuses of a job that goes on.
    pub pending: Vec<String>,
    /// The statuses of a job that has brought its result.
    pub succeeded: Vec<String>,
    /// The statuses of a job that will bring none.
    pub failed: Vec<String>,
    /// The JSON pointer to the seconds that a job will take, in its receipt.
    pub eta: Option<String>,
    /// The JSON pointer to what a job will cost, in its receipt.
    pub credit_estimate: Option<String>,
    /// How often may be asked in a minute.
    pub polls_per_minute: Option<u32>,
}

/// A method of a result that gives the place of one of its outputs.
#[derive(Clone, Debug)]
pub struct Output {
    /// The name of the method.
    pub name: String,
    /// The name in the document.
    pub wire_name: String,
    /// The names of the fields that may have it; the first that does is taken.
    pub fields: Vec<String>,
    /// What the document says of the first of them.
    pub docs: Docs,
}

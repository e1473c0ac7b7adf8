//! Events: what the API posts to an address that a request names, as one type.

use super::{Docs, OperationId};
use super::{Type, Union};

/// The payloads of all callbacks.
#[derive(Clone, Debug)]
pub struct Events {
    /// The name of the enum.
    pub name: String,
    /// What is said of it.
    pub docs: Docs,
    /// The payloads and what tells them apart.
    pub union: Union,
    /// The methods of the client that ask whether an event is true.
    pub confirmations: Vec<Confirmation>,
}

/// A method of the client that asks the API about the job that an event names.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The name of the method.
    pub name: String,
    /// The type of the result of the jobs.
    pub result: Type,
    /// The variants of events with such a job, each with the operation that starts it.
    pub jobs: Vec<(String, OperationId)>,
}

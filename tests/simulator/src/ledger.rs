//! What happened, in order: what was received, what was done with it, and what went wrong on purpose.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::Serialize;

use crate::lock::lock;

/// Everything that happened so far, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ledger {
    /// The entries in order of their numbers.
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Returns how often an operation was accepted, whether or not the client got to know.
    #[must_use]
    pub fn accepted(&self, operation: &str) -> usize {
        self.of(operation).filter(|entry| entry.outcome == Outcome::Accepted).count()
    }

    /// Returns the entries of an operation, or of `download`, `upload` or `webhook`.
    pub fn of(&self, operation: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.operation == operation)
    }

    /// Returns the entries that started a job.
    pub fn jobs(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.starts_job)
    }

    /// Returns the entry that started a job, found by the id of its task.
    #[must_use]
    pub fn job(&self, task_id: &str) -> Option<&Entry> {
        self.jobs().find(|entry| entry.task_id.as_deref() == Some(task_id))
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Number of the entry, counted from 0.
    pub sequence: usize,
    /// Simulated seconds since the start.
    pub time: f64,
    /// Id of the operation; `download`, `upload` or `webhook`; or the method and path of what the document lacks.
    pub operation: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Status that was sent, by whichever side answers; none if the answer was held back.
    pub status: Option<u16>,
    /// Why it was refused, skipped or failed.
    pub reason: Option<String>,
    /// What went wrong on purpose, as the rule says it.
    pub fault: Option<String>,
    /// Whether this started a job.
    pub starts_job: bool,
    /// Id of the task that this is about.
    pub task_id: Option<String>,
    /// Ids of the conversions that this is about.
    pub conversion_ids: Vec<String>,
    /// Content type of the request body.
    pub content_type: Option<String>,
    /// The headers worth knowing: request id, idempotency key, `Range`, `If-Range`.
    pub headers: BTreeMap<String, String>,
    /// The fields received, those of the query and the path included.
    pub fields: BTreeMap<String, Field>,
}

impl Entry {
    pub(crate) fn new(operation: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            sequence: 0,
            time: 0.0,
            operation: operation.into(),
            outcome,
            status: None,
            reason: None,
            fault: None,
            starts_job: false,
            task_id: None,
            conversion_ids: Vec::new(),
            content_type: None,
            headers: BTreeMap::new(),
            fields: BTreeMap::new(),
        }
    }
}

/// What became of a request or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// The request was valid and was carried out.
    Accepted,
    /// The request got an error and nothing was carried out.
    Refused,
    /// The connection was reset before anything was carried out.
    Reset,
    /// The webhook call was answered.
    Delivered,
    /// The webhook call was not made, because its host is not this machine.
    Skipped,
    /// The webhook call did not reach its receiver.
    Failed,
}

/// The value of a field, as its schema reads it: `True` of a form and `true` of JSON are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Field {
    /// The text, or the JSON of anything else.
    Text(String),
    /// An uploaded file.
    File(File),
    /// Several files under one name.
    Files(Vec<File>),
}

impl Field {
    /// Returns the text, unless this is a file.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(_) | Self::Files(_) => None,
        }
    }

    /// Returns the file, if this is exactly one.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::File(file) => Some(file),
            Self::Text(_) | Self::Files(_) => None,
        }
    }
}

/// What is kept of an uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct File {
    /// Its name, as sent.
    pub file_name: String,
    /// Its content type, as sent.
    pub content_type: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// CRC-32 of its content, in hexadecimal.
    pub crc32: String,
}

/// The growing ledger.
#[derive(Default)]
pub(crate) struct Book(Mutex<Ledger>);

impl Book {
    /// Adds an entry and gives it its number.
    pub(crate) fn add(&self, mut entry: Entry) {
        let mut ledger = lock(&self.0);
        entry.sequence = ledger.entries.len();
        ledger.entries.push(entry);
    }

    pub(crate) fn snapshot(&self) -> Ledger {
        lock(&self.0).clone()
    }
}

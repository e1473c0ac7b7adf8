//! Jobs: what was submitted, and how far it is at a moment.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::document::JobReport;
use crate::lock::lock;

/// A submitted job. It never changes: its state is a question of time.
pub(crate) struct Job {
    pub(crate) operation: String,
    pub(crate) task_id: String,
    pub(crate) conversion_ids: Vec<String>,
    /// Whether its conversions are numbered, as those of songs are.
    pub(crate) is_numbered: bool,
    /// What a question about the job must say besides its id.
    pub(crate) constants: BTreeMap<String, String>,
    /// The fields of the request, completed by the document's defaults.
    pub(crate) request: Map<String, Value>,
    pub(crate) submitted: Duration,
    pub(crate) duration: Duration,
    pub(crate) cost: Option<f64>,
    /// File type of the results.
    pub(crate) extension: String,
    pub(crate) origin: String,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Queued,
    Processing,
    Completed,
}

impl Job {
    /// Returns the state: a tenth of its time a job waits in the queue.
    pub(crate) fn state(&self, now: Duration) -> State {
        match now.saturating_sub(self.submitted) {
            age if age >= self.duration => State::Completed,
            age if age >= self.duration / 10 => State::Processing,
            _ => State::Queued,
        }
    }

    pub(crate) fn done_at(&self) -> Duration {
        self.submitted + self.duration
    }

    /// Returns the moment of the last change of state.
    pub(crate) fn updated_at(&self, now: Duration) -> Duration {
        match self.state(now) {
            State::Queued => self.submitted,
            State::Processing => self.submitted + self.duration / 10,
            State::Completed => self.done_at(),
        }
    }

    /// Returns the address of a result. The simulator's files are named after what they belong to.
    pub(crate) fn file_url(&self, id: &str, name: &str, extension: &str) -> String {
        format!("{}/files/{id}/{name}.{extension}", self.origin)
    }

    /// Returns the address of the result of a conversion, counted from 0.
    pub(crate) fn output_url(&self, output: usize, extension: &str) -> Option<String> {
        let id = self.conversion_ids.get(output)?;
        Some(self.file_url(id, id, extension))
    }

    /// Returns a text field of the request that is not empty.
    pub(crate) fn wish(&self, name: &str) -> Option<&str> {
        self.request.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Tells whether the request, or else a default, switches something on.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.request.get(name) == Some(&Value::Bool(true))
    }
}

impl State {
    pub(crate) fn word(self, words: &JobReport) -> &str {
        match self {
            Self::Queued => &words.queued,
            Self::Processing => &words.processing,
            Self::Completed => &words.completed,
        }
    }
}

/// All jobs of a simulator.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<Index>);

#[derive(Default)]
struct Index {
    in_order: Vec<Arc<Job>>,
    /// By the parameter of the report that names a job, and its value.
    by_name: HashMap<(String, String), Arc<Job>>,
    /// By the ids that addresses of files contain.
    by_file: HashMap<String, Arc<Job>>,
}

impl Jobs {
    /// Adds a job under the names by which it may be asked for.
    pub(crate) fn add(&self, job: &Arc<Job>, names: Vec<(String, String)>) {
        let mut index = lock(&self.0);
        index.in_order.push(Arc::clone(job));
        index.by_name.extend(names.into_iter().map(|name| (name, Arc::clone(job))));
        let ids = job.conversion_ids.iter().chain([&job.task_id]);
        index.by_file.extend(ids.map(|id| (id.clone(), Arc::clone(job))));
    }

    pub(crate) fn named(&self, parameter: &str, id: &str) -> Option<Arc<Job>> {
        lock(&self.0).by_name.get(&(parameter.to_owned(), id.to_owned())).cloned()
    }

    pub(crate) fn of_file(&self, id: &str) -> Option<Arc<Job>> {
        lock(&self.0).by_file.get(id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Job>> {
        lock(&self.0).in_order.clone()
    }
}

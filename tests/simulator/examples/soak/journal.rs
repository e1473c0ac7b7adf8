//! What happens to jobs to lines of a file, which outlives the process that writes them, and back.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Mutex;

use musicgpt_client::JobToken;
use serde::{Deserialize, Serialize};

/// Something that happened to a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(crate) enum Event {
    /// It is about to be submitted.
    Submitting,
    /// It was certainly not accepted, and may be submitted again.
    Refused,
    /// It was accepted, and this finds it again.
    Token { token: JobToken },
    /// It was sent, and nobody knows what became of it.
    Unknown,
    /// It was unknown, and has called its webhook.
    Found,
    /// It was unknown, and has not called its webhook when it should have been over.
    Absent,
    /// It has a result, of which one file may have been fetched.
    Result { downloaded: Option<u64> },
    /// It has ended without a result.
    Failed,
}

#[derive(Serialize, Deserialize)]
struct Line {
    job: usize,
    #[serde(flatten)]
    event: Event,
}

/// The journal of a worker.
pub(crate) struct Journal(Mutex<File>);

impl Journal {
    /// Opens the journal to add to it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let is_torn = std::fs::read(path).is_ok_and(|bytes| bytes.last().is_some_and(|last| *last != b'\n'));
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        if is_torn {
            // What the last worker could not finish must not swallow what follows.
            file.write_all(b"\n")?;
        }
        Ok(Self(Mutex::new(file)))
    }

    /// Adds a line by one write, so that being killed leaves whole lines but perhaps the last.
    pub(crate) fn add(&self, job: usize, event: Event) -> io::Result<()> {
        let line = serde_json::to_string(&Line { job, event })? + "\n";
        let mut file = self.0.lock().map_err(|_| io::Error::other("another task panicked"))?;
        file.write_all(line.as_bytes())
    }
}

/// A reader that follows a journal.
pub(crate) struct Reader {
    file: File,
    rest: Vec<u8>,
    /// How many lines were torn by a kill.
    pub(crate) torn: usize,
}

impl Reader {
    /// Opens a journal, which is made if it is not there yet.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        Ok(Self { file, rest: Vec::new(), torn: 0 })
    }

    /// Returns what has been added since the last call, in order: the job and what happened to it.
    pub(crate) fn news(&mut self) -> io::Result<Vec<(usize, Event)>> {
        self.file.read_to_end(&mut self.rest)?;
        let end = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut news = Vec::new();
        for line in self.rest[..end].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(Line { job, event }) => news.push((job, event)),
                Err(_) => self.torn += 1,
            }
        }
        self.rest.drain(..end);
        Ok(news)
    }
}

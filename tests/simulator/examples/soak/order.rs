//! What the worker is told by whoever starts it, as arguments of its command line and back.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use tokio::process::Command;

/// What there is to do, and where.
#[derive(Args, Clone, Debug)]
pub(crate) struct Order {
    /// Address of the API.
    pub(crate) base_url: String,
    /// Address of the receiver of webhooks.
    pub(crate) receiver: String,
    /// Folder with the journal, the file to upload and what is downloaded.
    pub(crate) folder: PathBuf,
    /// Number of jobs.
    pub(crate) jobs: usize,
    /// Start of all chance.
    pub(crate) seed: u64,
    /// Simulated seconds in a real one.
    pub(crate) speed: f64,
    /// When simulated time began, in real milliseconds since 1970.
    pub(crate) started: u64,
    /// How often a worker was started before.
    pub(crate) life: u64,
}

impl Order {
    /// Returns the file that says what was done.
    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("journal.jsonl")
    }

    /// Returns the file that some jobs upload.
    pub(crate) fn upload(&self) -> PathBuf {
        self.folder.join("mix.wav")
    }

    /// Returns where a result of a job is put.
    pub(crate) fn result(&self, job: usize) -> PathBuf {
        self.folder.join(format!("result-{job}"))
    }

    /// Returns where the webhooks of a job go, by which it is found again.
    pub(crate) fn hook(&self, job: usize) -> String {
        format!("{}/hook/{job}", self.receiver)
    }

    pub(crate) fn started(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.started)
    }

    /// Adds the order to the command that starts a worker.
    pub(crate) fn give(&self, command: &mut Command) {
        command.arg("worker").args([&self.base_url, &self.receiver]).arg(&self.folder);
        command.args([self.jobs.to_string(), self.seed.to_string(), self.speed.to_string()]);
        command.args([self.started.to_string(), self.life.to_string()]);
    }
}

//! Why a command failed: one message for a person, with what to do.

use std::fmt;
use std::io;
use std::path::Path;

/// A message that ends a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Says which file could not be used for what, and why.
    pub(crate) fn io(path: &Path, doing: &str, error: &io::Error, help: &str) -> Self {
        Self(format!("error: cannot {doing} {}: {error}\n  help: {help}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

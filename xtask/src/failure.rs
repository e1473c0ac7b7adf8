//! Why a command failed: one message for a person, with what to do.

use std::fmt;
use std::io;
use std::path::Path;

/// A message that ends a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    /// Says that the command was called wrongly.
    pub(crate) fn usage(self) -> Self {
        Self { code: 2, ..self }
    }

    /// Returns what the process ends with.
    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    /// Says which file could not be used for what, and why.
    pub(crate) fn io(path: &Path, doing: &str, error: &io::Error, help: &str) -> Self {
        Self::new(format!("error: cannot {doing} {}: {error}\n  help: {help}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

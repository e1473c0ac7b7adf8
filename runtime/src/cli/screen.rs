//! Turns what a command has to say into text on the standard output or the standard error.

use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;

use super::{Failure, summary::summary};

/// Where a command writes, and for whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// Whether a program reads the output.
    pub(super) is_json: bool,
    /// Whether a person reads the output.
    pub(super) is_terminal: bool,
    /// Whether somebody sees what is on its way.
    pub(super) shows_progress: bool,
    /// Whether the errors are JSON, too.
    pub(super) errors_are_json: bool,
}

impl Screen {
    pub(super) fn new(json_is_asked_for: bool) -> Self {
        Self {
            is_json: json_is_asked_for || !io::stdout().is_terminal(),
            is_terminal: io::stdout().is_terminal(),
            shows_progress: io::stderr().is_terminal(),
            errors_are_json: json_is_asked_for,
        }
    }

    /// Returns the screen of a command that was not understood.
    pub(super) fn plain() -> Self {
        Self { is_json: false, is_terminal: false, shows_progress: false, errors_are_json: false }
    }

    /// Writes the one result of the command.
    pub(super) fn show(&self, value: &Value) -> Result<(), Failure> {
        let text = if self.is_json { format!("{value:#}") } else { summary(value) };
        if text.is_empty() { Ok(()) } else { self.write(format!("{text}\n").as_bytes()) }
    }

    /// Writes one of several results as soon as it is there: a line of its own where a program reads.
    pub(super) fn show_item(&self, value: &Value) -> Result<(), Failure> {
        let text = if self.is_json { value.to_string() } else { summary(value) };
        self.write(format!("{text}\n").as_bytes())
    }

    /// Writes bytes as they are.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // Whoever has read enough goes away, which is no failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        }
    }

    /// Says something that is no result.
    pub(super) fn note(&self, text: &str) {
        // There is nowhere left to complain to.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// Returns a text as a shell reads it back.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

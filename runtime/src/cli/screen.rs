//! Turns what a command has to say into text on the standard output or the standard error.

use std::io::{self, IsTerminal as _, Write};

use serde_json::{Value, json};

use super::{
    Failure,
    summary::{summary, visible},
};
use crate::redact::moves_the_cursor;

/// Where a command writes, and for whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// Whether a program reads the output.
    pub(super) is_json: bool,
    /// Whether a person reads the output.
    pub(super) is_terminal: bool,
    /// Whether somebody sees what is on its way.
    pub(super) shows_progress: bool,
    /// Whether JSON was asked for, of messages too.
    pub(super) wants_json: bool,
}

impl Screen {
    pub(super) fn new(wants_json: bool) -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self {
            is_json: wants_json || !is_terminal,
            is_terminal,
            shows_progress: io::stderr().is_terminal() && !wants_json,
            wants_json,
        }
    }

    /// Writes the one result of the command.
    pub(super) fn show(&self, value: &Value) -> Result<(), Failure> {
        let text = if self.is_json { escaped(&format!("{value:#}")) } else { summary(value) };
        if text.is_empty() { Ok(()) } else { self.write(format!("{text}\n").as_bytes()) }
    }

    /// Writes one of several results as soon as it is there: a line of its own where a program reads.
    pub(super) fn show_item(&self, value: &Value) -> Result<(), Failure> {
        let text = if self.is_json { escaped(&value.to_string()) } else { summary(value) };
        self.write(format!("{text}\n").as_bytes())
    }

    /// Writes bytes as they are.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Closed),
            Err(error) => Err(Failure::Local(format!("cannot write the output: {error}"))),
        }
    }

    /// Says something that is no result: as text or, where JSON was asked for, as a document on one line.
    pub(super) fn note(&self, name: &str, text: &str) {
        if self.wants_json { self.message(&json!({ name: text })) } else { said(&visible(text)) }
    }

    /// Writes a document that is no result, on one line.
    pub(super) fn message(&self, document: &Value) {
        said(&escaped(&document.to_string()));
    }
}

fn said(text: &str) {
    // There is nowhere left to complain to.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Escapes what moves the cursor of a terminal, which JSON allows in its texts: it says the same.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && moves_the_cursor(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns a text as a shell reads it back.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{escaped, quoted};

    #[test]
    fn json_moves_no_cursor_and_says_the_same() {
        let value = serde_json::json!({ "c1": "\u{9b}2J\u{202e}", "tab": "\t", "plain": "ü" });
        for json in [value.to_string(), format!("{value:#}")] {
            let shown = escaped(&json);
            assert!(
                !shown.chars().any(|c| c != '\n' && c.is_control()) && !shown.contains('\u{202e}'),
                "{shown:?}"
            );
            assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        }
    }

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for (text, expected) in
            [("a_b:7f-1", "a_b:7f-1"), ("my songs/", "'my songs/'"), ("it's", r"'it'\''s'"), ("", "''")]
        {
            assert_eq!(quoted(text), expected);
        }
    }
}

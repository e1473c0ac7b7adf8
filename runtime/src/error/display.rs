//! Turns an error into a line for people and a record for logs, neither of which shows a secret.

use std::{error::Error as _, fmt};

use super::{Details, Error};

/// How many characters of a body are shown.
const EXCERPT: usize = 500;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{} ({} {}): ", call.operation, call.method, call.template)?;
        }
        f.write_str(&self.0.message)?;
        match self.0.excerpt() {
            Some(excerpt) if !excerpt.is_empty() => write!(f, ": {excerpt}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &self.0.message)
            .field("operation", &self.operation())
            .field("method", &self.method())
            .field("url", &self.url())
            .field("status", &self.status())
            .field("headers", &self.headers())
            .field("body", &self.0.excerpt())
            .field("json_path", &self.json_path())
            .field("attempts", &self.attempts())
            .field("source", &self.source())
            .finish()
    }
}

impl Details {
    fn excerpt(&self) -> Option<String> {
        let body = self.answer.as_ref()?.body.as_ref()?;
        let redactor = &self.call.as_ref()?.redactor;
        Some(redactor.excerpt(&String::from_utf8_lossy(body), EXCERPT))
    }
}

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

/// Shows what there is: `main` prints an error in this way, and what is missing says nothing.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.kind()).field("message", &self.0.message);
        if let Some(call) = &self.0.call {
            shown.field("operation", &call.operation).field("method", &call.method);
        }
        self.url().map(|url| shown.field("url", &url));
        if let Some(answer) = &self.0.answer {
            shown.field("status", &answer.status).field("headers", &answer.headers);
        }
        self.0.excerpt().map(|body| shown.field("body", &body));
        self.json_path().map(|path| shown.field("json_path", &path));
        shown.field("attempts", &self.attempts());
        self.source().map(|source| shown.field("source", &source));
        shown.finish()
    }
}

impl Details {
    fn excerpt(&self) -> Option<String> {
        let body = self.answer.as_ref()?.body.as_ref()?;
        let redactor = &self.call.as_ref()?.redactor;
        Some(redactor.excerpt(&String::from_utf8_lossy(body), EXCERPT))
    }
}

//! Turns an error into a line for people and a record for logs, neither of which shows a secret.

use std::{error::Error as _, fmt};

use http::Method;

use super::{Details, Error, Outcome};
use crate::{JobToken, Retry};

/// How many characters of a body are shown.
const EXCERPT: usize = 500;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.token())
    }
}

impl Error {
    fn write(&self, f: &mut fmt::Formatter<'_>, token: Option<&JobToken>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            let route = format!("{} {}", call.method, call.template);
            write!(f, "{} ({}): ", call.operation, route.trim_end())?;
        }
        f.write_str(&self.0.message)?;
        if self.leaves_doubt() {
            f.write_str("; the API may have accepted the request, which was not sent again")?;
        }
        if let Some(token) = token {
            write!(f, "; the job can be resumed: {token}")?;
        }
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
        self.job_status().map(|status| shown.field("job_status", &status));
        self.token().map(|token| shown.field("token", token));
        shown.field("attempts", &self.attempts());
        if self.attempts() > 0 {
            shown.field("outcome", &self.outcome());
        }
        self.source().map(|source| shown.field("source", &source));
        shown.finish()
    }
}

impl Error {
    /// Tells whether it matters to the caller that nobody knows what became of the request.
    pub(crate) fn leaves_doubt(&self) -> bool {
        let may_matter = |method: &Method| Retry::of(method) != Retry::Always;
        self.outcome() == Outcome::Unknown && self.method().is_some_and(may_matter)
    }
}

impl Error {
    /// Shows the error where how to take up its job is said in another way.
    #[cfg(feature = "cli")]
    pub(crate) fn without_token(&self) -> WithoutToken<'_> {
        WithoutToken(self)
    }

    /// Returns the whole body of the answer as text, without secrets.
    #[cfg(feature = "cli")]
    pub(crate) fn redacted_body(&self) -> Option<String> {
        let redactor = &self.0.call.as_ref()?.redactor;
        Some(redactor.redact(&self.body_text()?))
    }
}

/// An error without the token of its job.
#[cfg(feature = "cli")]
pub(crate) struct WithoutToken<'a>(&'a Error);

#[cfg(feature = "cli")]
impl fmt::Display for WithoutToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, None)
    }
}

impl Details {
    fn excerpt(&self) -> Option<String> {
        let body = self.answer.as_ref()?.body.as_ref()?;
        let redactor = &self.call.as_ref()?.redactor;
        Some(redactor.excerpt(&String::from_utf8_lossy(body), EXCERPT))
    }
}

//! Turns what went wrong into a message, and into the exit code that scripts tell failures apart by.

use std::{io, process::ExitCode};

use serde_json::{Map, Value};

use super::{Screen, summary::visible};
use crate::{Error, ErrorKind, Outcome, Retry};

/// Why a command has not done what it was asked for.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments are wrong, or help was asked for.
    Usage(Box<clap::Error>),
    /// What an argument names cannot be read, or a place cannot be written to; nothing was sent.
    Input(String),
    /// The call, or the job that it started, and how to take that up again.
    Call { error: Box<Error>, resume: Option<String> },
    /// The user has had enough, and what that leaves behind.
    Interrupted(String),
    /// Something on this machine.
    Local(String),
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Usage(Box::new(error))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call { error: Box::new(error), resume: None }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Local(error.to_string())
    }
}

impl Failure {
    /// Says what is wrong on the standard error, or shows the help that was asked for, and returns the exit code.
    pub(super) fn print(&self, screen: &Screen) -> ExitCode {
        let message = match self {
            Self::Usage(error) => {
                // There is nowhere left to complain to.
                let _ = error.print();
                return ExitCode::from(self.code());
            }
            Self::Call { error, .. } if screen.errors_are_json => format!("{:#}", record(error, self.code())),
            Self::Call { error, resume } => {
                let mut message = format!("error: {}", visible(&error.to_string()));
                message.extend(whole_body(error).map(|body| format!("\nthe whole answer:\n{body}")));
                message.extend(error.request_id().map(|id| format!("\n  request id: {}", visible(id))));
                if is_lost(error) {
                    message.push_str("\n  help: the API has accepted the request; do not send it again before you have looked what it did");
                }
                message.extend(resume.as_ref().map(|command| format!("\n  help: {command}")));
                message
            }
            Self::Input(message) | Self::Local(message) => format!("error: {message}"),
            Self::Interrupted(message) => message.clone(),
        };
        screen.note(&message);
        ExitCode::from(self.code())
    }

    /// Returns the exit code, as the help lists them.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Usage(error) => u8::try_from(error.exit_code()).unwrap_or(2),
            Self::Input(_) => 2,
            Self::Call { error, .. } => code_of(error),
            Self::Interrupted(_) => 130,
            Self::Local(_) => 1,
        }
    }
}

fn code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::Request => 2,
        ErrorKind::JobFailed => 4,
        ErrorKind::Deadline => 5,
        _ if error.leaves_doubt() || is_lost(error) => 5,
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => 6,
        ErrorKind::Status | ErrorKind::Budget => 3,
        ErrorKind::Decode => 1,
    }
}

/// Tells whether the API has accepted something that must not be done twice, and its answer was lost on the way.
fn is_lost(error: &Error) -> bool {
    let is_once = error.method().is_some_and(|method| Retry::of(method) != Retry::Always);
    is_once && error.outcome() == Outcome::Accepted && error.token().is_none()
}

/// Returns the answer that could not be read, where the message shows only the beginning of it: it may be paid for.
fn whole_body(error: &Error) -> Option<String> {
    let body = error.redacted_body().filter(|_| error.kind() == ErrorKind::Decode)?;
    (!error.to_string().ends_with(body.trim())).then(|| visible(&body))
}

/// Returns all that an error says, for programs.
fn record(error: &Error, code: u8) -> Value {
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let outcome = match error.outcome() {
        Outcome::NotAccepted => "not accepted",
        Outcome::Unknown => "unknown",
        Outcome::Accepted => "accepted",
    };
    let body = error.redacted_body();
    let body = body.map(|it| serde_json::from_str(&it).unwrap_or(Value::String(it)));
    let members = [
        ("kind", Value::from(format!("{:?}", error.kind()))),
        ("message", Value::from(error.to_string())),
        ("exit_code", Value::from(code)),
        ("operation", text(error.operation())),
        ("method", text(error.method().map(http::Method::as_str))),
        ("url", text(error.url())),
        ("status", error.status().map_or(Value::Null, |it| it.as_u16().into())),
        ("request_id", text(error.request_id())),
        ("attempts", Value::from(error.attempts())),
        ("outcome", Value::from(outcome)),
        ("job_status", text(error.job_status())),
        ("token", error.token().map_or(Value::Null, |it| it.to_string().into())),
        ("body", body.unwrap_or_default()),
    ];
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    let members: Map<_, _> = members.map(|(name, value)| (name.to_owned(), value)).collect();
    serde_json::json!({ "error": members })
}

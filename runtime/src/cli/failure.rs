//! Turns what went wrong into a message, and into the exit code that scripts tell failures apart by.

use std::{io, process::ExitCode};

use serde_json::{Map, Value, json};

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
    /// A result that is there, but could not be fetched, and how to do that.
    Fetch { error: Box<Error>, resume: String },
    /// The API has accepted something, and has not said what.
    Nameless(String),
    /// The user has had enough, and what that leaves behind.
    Interrupted(String),
    /// Something on this machine.
    Local(String),
    /// Whoever read the output went away.
    Closed,
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

const LOOK_FIRST: &str = "the API has accepted the request; look what it did before you send it again";

impl Failure {
    /// Says what is wrong on the standard error, or shows the help that was asked for, and returns the exit code.
    pub(super) fn print(&self, screen: &Screen) -> ExitCode {
        match self {
            Self::Closed => {}
            Self::Usage(error) if !screen.wants_json || !error.use_stderr() => {
                // There is nowhere left to complain to.
                let _ = error.print();
            }
            _ if screen.wants_json => screen.message(&self.record()),
            _ => screen.note("error", &self.text()),
        }
        ExitCode::from(self.code())
    }

    /// Returns the exit code, as the help lists them.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Usage(error) => u8::try_from(error.exit_code()).unwrap_or(2),
            Self::Input(_) => 2,
            Self::Call { error, .. } => code_of(error),
            Self::Fetch { error, .. } => match code_of(error) {
                // What could not be made or written here was no mistake in the arguments.
                2 => 1,
                code => code,
            },
            Self::Nameless(_) => 5,
            Self::Interrupted(_) => 130,
            Self::Local(_) => 1,
            // What a shell says of a program that wrote into such a pipe.
            Self::Closed => 141,
        }
    }

    fn text(&self) -> String {
        let mut text = match self {
            Self::Call { error, .. } | Self::Fetch { error, .. } => {
                let mut text = format!("error: {}", error.without_token());
                text.extend(whole_body(error).map(|body| format!("\nthe whole answer:\n{body}")));
                text.extend(error.request_id().map(|id| format!("\n  request id: {}", visible(id))));
                text
            }
            Self::Input(text) | Self::Nameless(text) | Self::Local(text) => format!("error: {text}"),
            Self::Interrupted(text) => format!("interrupted: {text}"),
            Self::Usage(error) => error.to_string(),
            Self::Closed => String::new(),
        };
        text.extend(self.help().map(|help| format!("\n  help: {help}")));
        text
    }

    /// Returns what can be done about it.
    fn help(&self) -> Option<&str> {
        match self {
            Self::Call { resume: Some(resume), .. } | Self::Fetch { resume, .. } => Some(resume),
            Self::Call { error, .. } if is_lost(error) => Some(LOOK_FIRST),
            _ => None,
        }
    }

    /// Returns all that there is to say, for programs.
    fn record(&self) -> Value {
        let (kind, mut members) = match self {
            Self::Call { error, .. } | Self::Fetch { error, .. } => {
                (format!("{:?}", error.kind()), members(error))
            }
            Self::Usage(error) => ("Usage".to_owned(), message(&error.to_string())),
            Self::Input(text) => ("Usage".to_owned(), message(text)),
            Self::Nameless(text) => ("Nameless".to_owned(), message(text)),
            Self::Interrupted(text) => ("Interrupted".to_owned(), message(text)),
            Self::Local(text) => ("Local".to_owned(), message(text)),
            Self::Closed => ("Closed".to_owned(), Map::new()),
        };
        members.insert("kind".to_owned(), kind.into());
        members.insert("exit_code".to_owned(), self.code().into());
        members.extend(self.help().map(|help| ("help".to_owned(), help.into())));
        json!({ "error": members })
    }
}

fn code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::Request | ErrorKind::Budget => 2,
        ErrorKind::JobFailed => 4,
        ErrorKind::Deadline => 5,
        _ if error.leaves_doubt() || is_lost(error) => 5,
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => 6,
        ErrorKind::Status => 3,
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

fn message(text: &str) -> Map<String, Value> {
    Map::from_iter([("message".to_owned(), text.into())])
}

/// Returns all that an error says.
fn members(error: &Error) -> Map<String, Value> {
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let outcome = match error.outcome() {
        Outcome::NotAccepted => "not accepted",
        Outcome::Unknown => "unknown",
        Outcome::Accepted => "accepted",
    };
    let body = error.redacted_body();
    let body = body.map(|it| serde_json::from_str(&it).unwrap_or(Value::String(it)));
    let members = [
        ("message", Value::from(error.without_token().to_string())),
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
    members.map(|(name, value)| (name.to_owned(), value)).collect()
}

//! Turns a job into a few words that can be stored, and back: what is needed to ask about it again.

use std::{
    collections::BTreeMap,
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use super::description::{JobDescription, Link, LinkValue};
use crate::object;

/// For how long a job that was submitted may be unknown to a part of the API.
const FRESH: Duration = Duration::from_secs(5 * 60);

/// Names a job, so that it can be resumed by another process: which operation started it, and how it is asked about.
///
/// It is plain data without secrets. As JSON it survives new versions of the client; as text
/// (`OPERATION:ID`, or the JSON) it can be shown and typed.
///
/// ```
/// use openapi_client_runtime::{JobToken, serde_json};
///
/// let token = JobToken::new("audio_mastering", "50c04348");
/// let stored = serde_json::to_string(&token)?;
/// assert_eq!(serde_json::from_str::<JobToken>(&stored)?, token);
/// assert_eq!("audio_mastering:50c04348".parse(), Ok(token));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JobToken {
    pub(crate) operation: String,
    /// The id of the job alone, where that is all that is known.
    pub(crate) id: Option<String>,
    /// The parameters of the operation that reports on the job.
    pub(crate) parameters: BTreeMap<String, String>,
    /// When the job was submitted, in seconds since 1970.
    pub(crate) submitted_at: Option<u64>,
    /// In how many seconds from then the API expected it to be done.
    pub(crate) eta: Option<u64>,
}
object! {
    JobToken {
        required operation = "operation",
        optional id = "id",
        required parameters = "parameters",
        optional submitted_at = "submitted_at",
        optional eta = "eta"
    }
}

impl JobToken {
    /// Makes the token of a job of which only the id is known.
    ///
    /// `operation` is the operation that started it, by the name that the document gives it.
    #[must_use]
    pub fn new(operation: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            id: Some(id.into()),
            parameters: BTreeMap::new(),
            submitted_at: None,
            eta: None,
        }
    }

    /// Returns the operation that started the job.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Follows the first link whose values are all in `body`, the receipt or another answer that names the job.
    pub(crate) fn follow(operation: &str, links: &[Link], body: &Value) -> Option<Self> {
        let parameters = links.iter().find_map(|link| {
            let values = link.iter().map(|(name, value)| Some(((*name).to_owned(), value.find(body)?)));
            values.collect::<Option<BTreeMap<_, _>>>()
        })?;
        Some(Self { operation: operation.to_owned(), id: None, parameters, submitted_at: None, eta: None })
    }

    pub(crate) fn sent(mut self, at: SystemTime, eta: Option<Duration>) -> Self {
        self.submitted_at = at.duration_since(UNIX_EPOCH).ok().map(|age| age.as_secs());
        self.eta = eta.map(|eta| eta.as_secs());
        self
    }

    /// Returns in how long the job should be done, counted from `now`.
    pub(crate) fn time_left(&self, now: SystemTime) -> Option<Duration> {
        // The numbers are the API's, or of whoever stored the token: no date is too far away for them.
        let done_at = Duration::from_secs(self.submitted_at?.checked_add(self.eta?)?);
        let left = UNIX_EPOCH.checked_add(done_at)?.duration_since(now).unwrap_or_default();
        // The clock that wrote the token may have been ahead of this one by any amount.
        Some(left.min(Duration::from_secs(self.eta?)))
    }

    /// Tells whether the job was submitted a moment before `now`.
    pub(crate) fn is_fresh(&self, now: SystemTime) -> bool {
        let submitted_at = self.submitted_at.and_then(|at| UNIX_EPOCH.checked_add(Duration::from_secs(at)));
        submitted_at.is_some_and(|at| now.duration_since(at).unwrap_or_default() < FRESH)
    }

    /// Puts a bare id where the first link of the operation would put it.
    pub(crate) fn resolved(mut self, job: &JobDescription) -> Result<Self, String> {
        if let Some(id) = self.id.take() {
            let link = job.links.first().copied().unwrap_or_default();
            let members = link.iter().filter(|(_, value)| matches!(value, LinkValue::Member(_))).count();
            if members != 1 {
                return Err(format!("a job of `{}` has no single id", job.operation));
            }
            let filled = link.iter().map(|(name, value)| match value {
                LinkValue::Constant(text) => ((*name).to_owned(), (*text).to_owned()),
                LinkValue::Member(_) => ((*name).to_owned(), id.clone()),
            });
            self.parameters = filled.collect();
        }
        if self.parameters.is_empty() { Err("the token has no id".to_owned()) } else { Ok(self) }
    }
}

/// How the command line writes tokens, and reads them.
#[cfg(feature = "cli")]
impl JobToken {
    /// Returns the token of a job that another operation has started.
    pub(crate) fn of(self, operation: &str) -> Self {
        Self { operation: operation.to_owned(), ..self }
    }

    /// Returns the text with the bare id, where that says all that is asked about by.
    pub(crate) fn short(&self, job: &JobDescription) -> Option<String> {
        let read = |text: &String| text.parse::<Self>().ok()?.resolved(job).ok();
        let texts = self.parameters.values().map(|id| Self::new(&*self.operation, id).to_string());
        let mut exact = texts.filter(|text| read(text).is_some_and(|it| it.is_as(self)));
        exact.next()
    }

    fn is_as(&self, other: &Self) -> bool {
        self.operation == other.operation && self.parameters == other.parameters
    }
}

impl LinkValue {
    /// Returns the value as it is sent: an empty text is no id.
    fn find(self, body: &Value) -> Option<String> {
        match self {
            Self::Constant(text) => Some(text.to_owned()),
            Self::Member(pointer) => match body.pointer(pointer)? {
                Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            },
        }
    }
}

impl From<&JobToken> for JobToken {
    fn from(token: &JobToken) -> Self {
        token.clone()
    }
}

impl<O: Into<String>, I: Into<String>> From<(O, I)> for JobToken {
    fn from((operation, id): (O, I)) -> Self {
        Self::new(operation, id)
    }
}

impl fmt::Display for JobToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "{}:{id}", self.operation),
            None => f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?),
        }
    }
}

impl FromStr for JobToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|_| InvalidToken);
        }
        match text.split_once(':') {
            Some((operation, id)) if !operation.is_empty() && !id.is_empty() => Ok(Self::new(operation, id)),
            _ => Err(InvalidToken),
        }
    }
}

/// Says that a text is not a [`JobToken`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidToken;

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token is `OPERATION:ID`, or the JSON that a job gave")
    }
}

impl std::error::Error for InvalidToken {}

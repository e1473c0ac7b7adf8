//! The faults, and when each can occur.

use http::StatusCode;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// An error instead of an answer, before anything is checked.
    Status { code: StatusCode, retry_after: Option<RetryAfter>, body: FaultyBody },
    /// The connection is reset before the body is read.
    ResetBefore,
    /// The request is carried out, and the connection is reset instead of an answer.
    ResetAfter,
    /// The request is carried out, and no answer ever comes.
    Stall,
    /// The answer is announced in full and ends in the middle.
    Truncate,
    /// The file is announced in full and ends after this part of it.
    TruncateDownload { at: f64 },
    /// Every status in the answer has this value.
    UnknownStatus { value: String },
    /// Every object of the answer has a field more.
    ExtraFields,
    /// These fields are missing from the answer, wherever they are.
    MissingFields { fields: Vec<String> },
    /// Every number of the answer is text.
    NumberAsString,
    /// The answer comes slowly, in simulated time.
    Slow { bytes_per_second: u64 },
    /// The webhook is called several times.
    DuplicateWebhook { times: u32 },
    /// The webhook is called at once, before the job is done.
    EarlyWebhook,
    /// The client is sent elsewhere.
    Redirect { to: String },
}

/// When the client is told to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    Seconds(u64),
    /// A date two seconds ahead.
    Date,
}

/// What the body of an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultyBody {
    Json,
    Html,
    Empty,
}

/// When a fault may be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// A request for an operation of the document.
    Request,
    /// A request for a file that a job made.
    Download,
    /// A call to a webhook.
    Webhook,
}

impl Fault {
    /// Tells whether the fault makes sense on an occasion.
    pub(crate) fn fits(&self, occasion: Occasion) -> bool {
        let occasions: &[Occasion] = match self {
            Self::Status { .. }
            | Self::ResetBefore
            | Self::Stall
            | Self::Slow { .. }
            | Self::Redirect { .. } => &[Occasion::Request, Occasion::Download],
            Self::ResetAfter
            | Self::Truncate
            | Self::UnknownStatus { .. }
            | Self::ExtraFields
            | Self::MissingFields { .. }
            | Self::NumberAsString => &[Occasion::Request],
            Self::TruncateDownload { .. } => &[Occasion::Download],
            Self::DuplicateWebhook { .. } | Self::EarlyWebhook => &[Occasion::Webhook],
        };
        occasions.contains(&occasion)
    }
}

//! Turns an error into what it means for the caller: whether the request was taken up, and whether to try again.

use http::StatusCode;

use super::{Error, ErrorKind};

/// Says whether the API has taken up a request that failed, and with it whether a job is being paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It has not: nothing was sent, or it was refused. The request may be sent again.
    NotAccepted,
    /// Nobody here can know: the request was sent, and no answer says what became of it. Before it is sent again, look
    /// for the job: by its webhook or in the API's list of jobs, near [`Error::sent_at`].
    Unknown,
    /// It has: the answer was a success, though one that could not be used, or the error is about a job, which
    /// [`Error::token`] names.
    Accepted,
}

impl Error {
    /// Tells whether the API has taken up the request, as far as that can be known.
    ///
    /// An error about a job, which has its [`token`](Self::token), is always [`Accepted`](Outcome::Accepted), also when it
    /// was the question about the job that failed: to submit again would be to pay again.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (self.own_outcome(), self.0.uncertain) {
            (Outcome::NotAccepted, true) => Outcome::Unknown,
            (outcome, _) => outcome,
        }
    }

    /// Tells what the last attempt says by itself.
    fn own_outcome(&self) -> Outcome {
        // Whatever became of the question about a job, the job was accepted.
        if self.0.token.is_some() {
            return Outcome::Accepted;
        }
        match (self.0.kind, self.status()) {
            (ErrorKind::Configuration | ErrorKind::Request | ErrorKind::Connect | ErrorKind::Budget, _) => {
                Outcome::NotAccepted
            }
            (ErrorKind::Decode | ErrorKind::JobFailed | ErrorKind::Deadline, _) => Outcome::Accepted,
            (_, Some(status)) if status.is_success() => Outcome::Accepted,
            // A server that gave up waiting, or sends the caller to another page, may have begun.
            (_, Some(StatusCode::REQUEST_TIMEOUT)) => Outcome::Unknown,
            (_, Some(StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER)) => {
                Outcome::Unknown
            }
            (_, Some(status)) if !status.is_server_error() => Outcome::NotAccepted,
            _ => Outcome::Unknown,
        }
    }

    /// Tells whether the same request may well succeed a little later.
    ///
    /// It says nothing of whether it may be sent again without being paid for twice: [`outcome`](Self::outcome) does.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match (self.0.kind, self.status()) {
            (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport, _) => true,
            (ErrorKind::Status, Some(status)) => matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502..=504),
            _ => false,
        }
    }
}

//! Turns the receipt of a job into a handle that waits for the job, survives the process, and never asks twice for pay.
//!
//! ```text
//!  receipt ─ links ─→ JobToken ─→ Handle ─ poll ─→ JobAnswer ─→ Polled<T>
//!                        ▲          │ wait: Watch ─ Schedule, PollLimiter ─→ T
//!          resume ───────┘          └ statuses: the same as a stream
//! ```

mod answer;
pub(crate) mod description;
mod handle;
pub(crate) mod limiter;
mod salvage;
mod statuses;
mod token;
mod wait;
mod watch;

use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    time::{Duration, SystemTime},
};

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use answer::{Polled, StatusReport};
pub use description::{JobDescription, Link, LinkValue, ParameterPlace, StatusOperation};
pub use statuses::Statuses;
pub use token::{InvalidToken, JobToken};
pub use wait::WaitOptions;

use crate::{Error, ErrorKind, Outcome, Response, Transport, prepare::Prepared};
pub(crate) use answer::JobAnswer;
#[cfg(feature = "cli")]
pub(crate) use description::Phase;
pub(crate) use handle::Handle;
pub(crate) use salvage::salvage;
pub(crate) use watch::Watch;

/// A job that the API works on, and will be paid for.
///
/// `T` is what it makes and `R` the receipt, the answer of the operation that started it; a job that was resumed has
/// none. Dropping a job changes nothing: it goes on, and its [`token`](Self::token) finds it again.
pub struct Job<T, R = ()> {
    job: &'static JobDescription,
    handle: Option<Handle>,
    eta: Option<Duration>,
    credit_estimate: Option<f64>,
    receipt: R,
    result: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned, R: DeserializeOwned> Job<T, R> {
    pub(crate) fn from_receipt(response: Response) -> Result<Self, Error> {
        let job = response.job.expect("the request that this is the answer to is that of a job");
        let body = salvage(&response.body);
        let token = token_of(job, &body, response.sent_at);
        let receipt = response.json().map_err(|error| error.with_token(token.clone()))?;
        let transport = response.transport;
        let handle = token.map(|token| Handle { transport, job, token, is_fresh: true });
        Ok(Self {
            job,
            handle,
            eta: eta(job, &body),
            credit_estimate: credit_estimate(job, &body),
            receipt,
            result: PhantomData,
        })
    }
}

impl<T: DeserializeOwned> Job<T> {
    /// Makes the handle of a job that was submitted before, by this or another process.
    ///
    /// `jobs` are those whose result is a `T`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Request`] when the token is of another operation, or has no id.
    pub fn resume(
        transport: &Transport,
        jobs: &[&'static JobDescription],
        token: impl Into<JobToken>,
    ) -> Result<Self, Error> {
        let token = token.into();
        let Some(job) = jobs.iter().find(|job| job.operation == token.operation) else {
            let known = crate::redact::names(jobs.iter().map(|job| job.operation));
            let message =
                format!("no job is started by `{}`; the operations that do are: {known}", token.operation);
            return Err(Error::new(ErrorKind::Request, message));
        };
        let token = token.resolved(job).map_err(|problem| Error::new(ErrorKind::Request, problem))?;
        let eta = token.time_left(transport.settings().clock.date());
        let is_fresh = token.is_fresh(transport.settings().clock.date());
        let handle = Handle { transport: transport.clone(), job, token, is_fresh };
        Ok(Self { job, handle: Some(handle), eta, credit_estimate: None, receipt: (), result: PhantomData })
    }
}

/// What is known of the job without asking.
impl<T, R> Job<T, R> {
    /// Returns the operation that started the job.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.job.operation
    }

    /// Returns what finds the job again after this process has ended; `None` when the receipt has no id.
    ///
    /// Store it before you wait.
    #[must_use]
    pub fn token(&self) -> Option<&JobToken> {
        self.handle.as_ref().map(|handle| &handle.token)
    }

    /// Returns the id that the job is asked about by.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        let parameters = &self.token()?.parameters;
        let is_member = |name: &str| {
            let of_link = self.job.links.iter().flat_map(|link| link.iter());
            of_link.into_iter().any(|(known, value)| *known == name && matches!(value, LinkValue::Member(_)))
        };
        let (_, id) = parameters.iter().find(|(name, _)| is_member(name))?;
        Some(id)
    }

    /// Returns the answer of the operation that started the job.
    #[must_use]
    pub fn receipt(&self) -> &R {
        &self.receipt
    }

    /// Returns the answer of the operation that started the job, and drops the rest.
    #[must_use]
    pub fn into_receipt(self) -> R {
        self.receipt
    }

    /// Returns in how long the API expected the job to be done, when it was submitted or resumed.
    #[must_use]
    pub fn eta(&self) -> Option<Duration> {
        self.eta
    }

    /// Returns what the API expects the job to cost.
    #[must_use]
    pub fn credit_estimate(&self) -> Option<f64> {
        self.credit_estimate
    }

    fn handle(&self) -> Result<Handle, Error> {
        self.handle.clone().ok_or_else(|| {
            let message = "the receipt has no id, so that the job cannot be asked about; `receipt` has what it does have";
            Error::new(ErrorKind::Decode, message)
        })
    }
}

/// What the API says of the job.
impl<T: DeserializeOwned, R> Job<T, R> {
    /// Asks about the job once, now.
    ///
    /// # Errors
    ///
    /// Fails when the API cannot be asked. That a job has failed is no error here.
    pub fn poll(&self) -> impl Future<Output = Result<Polled<T>, Error>> + Send + use<T, R> {
        let handle = self.handle();
        async move {
            let handle = handle?;
            ask(&handle).await?.polled(&handle.token)
        }
    }

    /// Waits for the result.
    ///
    /// The job is first asked about when the API expects it to be done, and then in growing, random intervals, within the
    /// number of polls a minute that the document allows to all jobs of the client. Polls that fail for a while are borne.
    ///
    /// # Errors
    ///
    /// [`JobFailed`](ErrorKind::JobFailed) when the job has ended without a result, [`Deadline`](ErrorKind::Deadline)
    /// when it has not ended in time, and any other kind when it can no longer be asked about. Each error has the
    /// [`token`](Error::token) that resumes the job and the whole last answer.
    pub fn wait(&self) -> impl Future<Output = Result<T, Error>> + Send + use<T, R> {
        self.wait_with(WaitOptions::default())
    }

    /// Waits for the result with options of its own.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub fn wait_with(
        &self,
        options: WaitOptions,
    ) -> impl Future<Output = Result<T, Error>> + Send + use<T, R> {
        let watch = self.watch(&options);
        async move {
            let watch = watch?;
            let token = watch.token().clone();
            watch.end().await?.result(&token)
        }
    }

    /// Waits for the result, and gives each change of the status on the way.
    ///
    /// The last item is [`Succeeded`](Polled::Succeeded), [`Failed`](Polled::Failed) or an error.
    pub fn statuses(&self, options: WaitOptions) -> Statuses<T>
    where
        T: 'static,
    {
        Statuses::new(self.watch(&options))
    }

    /// Begins to wait for the job.
    pub(crate) fn watch(&self, options: &WaitOptions) -> Result<Watch, Error> {
        self.handle().map(|handle| Watch::new(handle, options))
    }
}

/// What the command line asks, which reads any job.
#[cfg(feature = "cli")]
impl<R> Job<Value, R> {
    /// Asks about the job once, now; gives the whole answer.
    pub(crate) async fn ask(&self) -> Result<JobAnswer, Error> {
        ask(&self.handle()?).await
    }

    /// Returns the operation that reports on the job.
    pub(crate) fn status_operation(&self) -> &'static str {
        self.job.status.operation
    }
}

/// Asks about a job once, now.
async fn ask(handle: &Handle) -> Result<JobAnswer, Error> {
    handle.ask_now().await.map_err(|error| error.with_token(Some(handle.token.clone())))
}

impl<T, R: fmt::Debug> fmt::Debug for Job<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("operation", &self.job.operation)
            .field("token", &self.token())
            .field("eta", &self.eta)
            .field("credit_estimate", &self.credit_estimate)
            .field("receipt", &self.receipt)
            .finish_non_exhaustive()
    }
}

/// Returns the token of the job that an answer is the receipt of.
pub(crate) fn token_in(response: &Response) -> Option<JobToken> {
    token_of(response.job?, &salvage(&response.body), response.sent_at)
}

/// Adds to the error of a submission the token of its job, if a part of the answer names it: the job is paid for.
pub(crate) fn with_token(error: Error, prepared: &Prepared) -> Error {
    let is_refused = error.outcome() == Outcome::NotAccepted;
    let Some((job, body)) = prepared.job.zip(error.body()).filter(|_| !is_refused) else { return error };
    let sent_at = error.sent_at().unwrap_or_else(|| prepared.transport.settings().clock.date());
    let token = token_of(job, &salvage(body), sent_at);
    error.with_token(token)
}

fn token_of(job: &JobDescription, body: &Value, sent_at: SystemTime) -> Option<JobToken> {
    let token = JobToken::follow(job.operation, job.links, body)?;
    Some(token.sent(sent_at, eta(job, body)))
}

/// Reads the ETA; one that is negative, as some services write when they do not know, is none.
fn eta(job: &JobDescription, body: &Value) -> Option<Duration> {
    Duration::try_from_secs_f64(number(body.pointer(job.status.eta?)?)?).ok()
}

pub(crate) fn credit_estimate(job: &JobDescription, body: &Value) -> Option<f64> {
    number(body.pointer(job.status.credit_estimate?)?)
}

/// Reads a number that may be written as text.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

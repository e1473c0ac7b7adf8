//! Turns one job into the answers about it, each asked for at the right time.

use std::time::Duration;

use http::StatusCode;

use super::{
    answer::JobAnswer,
    description::Phase,
    handle::Handle,
    wait::{Schedule, WaitOptions},
};
use crate::{Error, ErrorKind, JobToken, retry::retry_after, trace};

/// A job that is being waited for.
pub(crate) struct Watch {
    handle: Handle,
    schedule: Schedule,
    deadline: Duration,
    patience: Duration,
    max_failed_polls: u32,
    failed_polls: u32,
    /// What the API asked for in its last answer, be it a refusal or that the job goes on.
    asked_delay: Duration,
    last: Option<JobAnswer>,
    /// The status that was last given to whoever follows the job; the outer `None` before the first.
    shown: Option<Option<String>>,
    is_over: bool,
}

impl Watch {
    pub(crate) fn new(handle: Handle, options: &WaitOptions) -> Self {
        let clock = &handle.transport.settings().clock;
        let eta = handle.token.time_left(clock.date());
        let patience = options.patience(eta);
        Self {
            schedule: Schedule::new(options, eta),
            deadline: clock.now() + patience,
            patience,
            max_failed_polls: options.max_failed_polls,
            failed_polls: 0,
            asked_delay: Duration::ZERO,
            last: None,
            shown: None,
            is_over: false,
            handle,
        }
    }

    pub(crate) fn token(&self) -> &JobToken {
        &self.handle.token
    }

    /// Waits for the answer with the result.
    pub(crate) async fn end(mut self) -> Result<JobAnswer, Error> {
        loop {
            let answer = self.next().await?;
            match answer.phase {
                Phase::Succeeded => return Ok(answer),
                Phase::Failed => return Err(answer.failure(self.token())),
                Phase::Pending | Phase::Unknown => {}
            }
        }
    }

    /// Waits for the next answer with another status than the one before, or with the end of the job.
    pub(crate) async fn change(mut self) -> Result<(JobAnswer, Self), Error> {
        loop {
            let answer = self.next().await?;
            if answer.is_final() || self.shown.as_ref() != Some(&answer.status) {
                self.shown = Some(answer.status.clone());
                return Ok((answer, self));
            }
        }
    }

    /// Returns the next answer about the job, polls that fail for a while left out.
    ///
    /// Ends in an error at the deadline, after a last poll; when too many polls in a row have failed; or when one has failed
    /// in a way that will not pass.
    async fn next(&mut self) -> Result<JobAnswer, Error> {
        loop {
            if self.is_over || !self.wait().await {
                return Err(self.deadline_error());
            }
            // The last poll is at the deadline, and has as long as any answer may stand still.
            let settings = self.handle.transport.settings();
            let left = self.deadline.saturating_sub(settings.clock.now());
            match self.handle.ask(left.max(settings.timeouts.stall)).await {
                Ok(answer) => {
                    self.failed_polls = 0;
                    let asked = retry_after(answer.headers(), self.handle.transport.settings().clock.date());
                    self.asked_delay = asked.unwrap_or_default();
                    return Ok(self.last.insert(answer).clone());
                }
                Err(error) => self.bear(error)?,
            }
        }
    }

    /// Waits until the job may be asked about; tells whether that is before the deadline.
    async fn wait(&mut self) -> bool {
        let settings = self.handle.transport.settings();
        let clock = &settings.clock;
        let now = clock.now();
        let delay = self.schedule.next(clock.chance()).max(std::mem::take(&mut self.asked_delay));
        // The last poll is at the deadline: a result that came in between is not missed.
        let due = now.saturating_add(delay).min(self.deadline.max(now));
        self.is_over = due >= self.deadline;
        if due > now {
            clock.sleep(due - now).await;
        }
        // Reserved only now, so that jobs that are far from done do not keep others from asking.
        let status = self.handle.job.status;
        let (operation, limit) = (status.operation, status.polls_per_minute);
        let now = clock.now();
        let turn = settings.poll_limiter.reserve(operation, limit, now, self.deadline.max(now));
        let Some(turn) = turn else {
            clock.sleep(self.deadline.saturating_sub(now)).await;
            return false;
        };
        if turn.moment > now {
            clock.sleep(turn.moment - now).await;
        }
        turn.take();
        true
    }

    /// Lets a poll fail that may succeed later.
    fn bear(&mut self, error: Error) -> Result<(), Error> {
        // A job that was just accepted may not be known everywhere yet.
        let is_early = error.status() == Some(StatusCode::NOT_FOUND) && self.handle.is_fresh;
        let may_pass = error.is_transient() || is_early || error.kind() == ErrorKind::Decode;
        self.failed_polls += 1;
        if !may_pass || self.failed_polls > self.max_failed_polls {
            return Err(self.about_job(error));
        }
        trace::failed_poll(&error, self.failed_polls);
        let clock = &self.handle.transport.settings().clock;
        let asked = error.headers().and_then(|headers| retry_after(headers, clock.date()));
        self.asked_delay = asked.unwrap_or_default();
        if self.is_over {
            return Err(self.deadline_error().with_source(error));
        }
        Ok(())
    }

    fn about_job(&self, error: Error) -> Error {
        let status = self.last.as_ref().and_then(|answer| answer.status.as_deref());
        error.with_job_status(status).with_token(Some(self.handle.token.clone()))
    }

    fn deadline_error(&self) -> Error {
        let patience = self.patience;
        match &self.last {
            Some(last) => {
                let status = last.status.as_deref().unwrap_or("none");
                let message =
                    format!("the job has not ended within {patience:?}; its last status is `{status}`");
                last.error(ErrorKind::Deadline, message, &self.handle.token)
            }
            None => {
                let message = format!("nothing was learned about the job within {patience:?}");
                self.about_job(self.handle.error(ErrorKind::Deadline, message))
            }
        }
    }
}

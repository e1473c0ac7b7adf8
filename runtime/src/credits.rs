//! Turns the estimates in the receipts of jobs into a sum, and refuses to go on once it has reached a limit.

use std::sync::{Mutex, PoisonError};

use crate::{
    Error, ErrorKind, Outcome,
    job::{credit_estimate, salvage},
    prepare::Prepared,
};

/// What the jobs of a client are estimated to cost.
#[derive(Debug)]
pub(crate) struct Credits {
    limit: Option<f64>,
    estimated: Mutex<f64>,
}

impl Credits {
    pub(crate) fn new(limit: Option<f64>) -> Self {
        Self { limit, estimated: Mutex::new(0.0) }
    }

    pub(crate) fn estimated(&self) -> f64 {
        *self.estimated.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses a request that starts a job when the limit has been reached.
    pub(crate) fn admit(&self, prepared: &Prepared) -> Result<(), Error> {
        let (Some(limit), Some(_)) = (self.limit, prepared.job) else { return Ok(()) };
        let estimated = self.estimated();
        if estimated < limit {
            return Ok(());
        }
        let message = format!(
            "jobs estimated at {estimated} credits were started, and the limit is {limit}; \
             `ClientBuilder::max_credits` sets it"
        );
        let url = prepared.address.shown(&prepared.site.redactor);
        Err(Error::new(ErrorKind::Budget, message).at(&prepared.site).with_url(url))
    }

    /// Adds the estimate in the answer to a request that starts a job, as far as the answer has arrived.
    pub(crate) fn count(&self, prepared: &Prepared, body: &[u8]) {
        let Some(estimate) = prepared.job.and_then(|job| credit_estimate(job, &salvage(body))) else {
            return;
        };
        *self.estimated.lock().unwrap_or_else(PoisonError::into_inner) += estimate.max(0.0);
    }

    /// Adds the estimate in an answer that broke off, or failed in another way, after the job had been accepted.
    pub(crate) fn count_error(&self, prepared: &Prepared, error: &Error) {
        let is_accepted = error.outcome() == Outcome::Accepted;
        if let Some(body) = error.body().filter(|_| is_accepted) {
            self.count(prepared, body);
        }
    }
}

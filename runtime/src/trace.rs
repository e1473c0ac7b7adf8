//! Turns what happens on the way to an answer into `tracing` spans and events, if the feature `tracing` is on.
//!
//! They name operations, statuses, attempts and delays: nothing that a caller or the API has written.

use std::{future::Future, time::Duration};

use crate::{Error, error::CallSite};

/// Runs a future in the span of its call.
#[cfg(feature = "tracing")]
pub(crate) fn in_call<F: Future>(site: &CallSite, future: F) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    let span = tracing::info_span!(
        "api_call",
        operation = site.operation,
        method = site.method.as_str(),
        path = site.template
    );
    future.instrument(span)
}

/// Says that a request will be sent again.
#[cfg(feature = "tracing")]
pub(crate) fn again(error: &Error, attempts: u32, delay: Duration) {
    let status = error.status().map(|status| status.as_u16());
    tracing::warn!(kind = ?error.kind(), status, attempts, ?delay, "the request is sent again");
}

/// Says that a job could not be asked about and will be again.
#[cfg(feature = "tracing")]
pub(crate) fn failed_poll(error: &Error, in_a_row: u32) {
    let status = error.status().map(|status| status.as_u16());
    tracing::warn!(kind = ?error.kind(), status, in_a_row, "the job could not be asked about");
}

/// Says what has become of an attempt.
#[cfg(feature = "tracing")]
pub(crate) fn attempted(answer: &Result<crate::Response, Error>) {
    match answer {
        Ok(response) => tracing::debug!(status = response.status().as_u16(), "answered"),
        Err(error) => {
            let status = error.status().map(|status| status.as_u16());
            tracing::debug!(kind = ?error.kind(), status, "failed");
        }
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn in_call<F: Future>(_: &CallSite, future: F) -> impl Future<Output = F::Output> {
    future
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn again(_: &Error, _: u32, _: Duration) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn failed_poll(_: &Error, _: u32) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn attempted(_: &Result<crate::Response, Error>) {}

//! Turns a job that is being waited for into a stream of what becomes of it.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{Stream, StreamExt as _, stream};
use serde::de::DeserializeOwned;

use super::{answer::Polled, watch::Watch};
use crate::Error;

/// The changes of a job's status, and at last its end.
///
/// A [`Stream`], and for programs without a library of streams a thing with a `next`.
#[must_use = "nothing is asked before the first `next`"]
pub struct Statuses<T>(Pin<Box<dyn Stream<Item = Result<Polled<T>, Error>> + Send>>);

impl<T: DeserializeOwned + 'static> Statuses<T> {
    pub(crate) fn new(start: Result<Watch, Error>) -> Self {
        Self(Box::pin(stream::unfold(Some(start), |watch| async {
            let change = match watch? {
                Ok(watch) => watch.change().await,
                Err(error) => Err(error),
            };
            Some(match change {
                Ok((answer, watch)) => {
                    let goes_on = !answer.is_final();
                    (answer.polled(watch.token()), goes_on.then_some(Ok(watch)))
                }
                Err(error) => (Err(error), None),
            })
        })))
    }
}

impl<T> Statuses<T> {
    /// Waits for the next change; `None` when the job has ended or can no longer be asked about.
    ///
    /// # Errors
    ///
    /// Those of [`Job::wait`](crate::Job::wait), but that a job has failed is none.
    pub async fn next(&mut self) -> Option<Result<Polled<T>, Error>> {
        self.0.next().await
    }
}

impl<T> Stream for Statuses<T> {
    type Item = Result<Polled<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Statuses<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Statuses")
    }
}

//! Turns an answer whose body has not been read into a stream of its bytes.

use std::{
    fmt,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::{Stream, stream};
use http::{HeaderMap, StatusCode};

use crate::{
    Error, Response,
    attempt::{failure, stalled},
    patience::within,
};

/// A body that has not been read yet, which only one of the clones of its answer can do.
#[derive(Clone)]
pub(crate) struct Live(Arc<Mutex<Option<reqwest::Response>>>);

impl Live {
    pub(crate) fn new(answer: reqwest::Response) -> Self {
        Self(Arc::new(Mutex::new(Some(answer))))
    }

    fn take(&self) -> Option<reqwest::Response> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The body of an answer, piece by piece while it arrives.
///
/// There is no limit to its length and to how long it takes; it fails when not a byte has passed for the time that
/// `ClientBuilder::stall_timeout` sets. Nothing comes after a failure.
#[must_use = "the body arrives while it is read"]
pub struct BodyStream {
    pub(crate) response: Response,
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
}

impl BodyStream {
    pub(crate) fn new(response: Response) -> Self {
        let chunks: Pin<Box<dyn Stream<Item = _> + Send>> = match response.live.as_ref().and_then(Live::take)
        {
            Some(answer) => Box::pin(chunks(answer, response.clone())),
            None => Box::pin(stream::iter([Ok(response.body.clone())])),
        };
        Self { response, chunks }
    }

    /// Returns the status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Waits for the next bytes; gives `None` when all have come.
    ///
    /// # Errors
    ///
    /// Fails when the connection breaks or stalls.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

fn chunks(answer: reqwest::Response, response: Response) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    stream::unfold(Some((answer, response)), |state| async move {
        let (mut answer, response) = state?;
        let stall = response.transport.settings().timeouts.stall;
        let chunk = within(stall, pin!(answer.chunk())).await;
        let problem = match chunk {
            Some(Ok(Some(chunk))) => return Some((Ok(chunk), Some((answer, response)))),
            Some(Ok(None)) => return None,
            Some(Err(error)) => failure(error, stall),
            None => stalled("the answer", stall),
        };
        Some((Err(response.explain(problem)), None))
    })
}

impl Stream for BodyStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("response", &self.response).finish_non_exhaustive()
    }
}

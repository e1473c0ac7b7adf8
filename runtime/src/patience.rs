//! Turns a future into one that is given up after a while.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use tokio::time::{Sleep, sleep};

/// Waits for a future, but no longer than that; then there is nothing.
///
/// There is a timer only once the future has to be waited for, which most pieces of an answer do not have to be.
pub(crate) fn within<F: Future>(
    limit: Duration,
    mut future: Pin<&mut F>,
) -> impl Future<Output = Option<F::Output>> {
    let mut timer: Option<Pin<Box<Sleep>>> = None;
    poll_fn(move |context| {
        if let ready @ Poll::Ready(_) = future.as_mut().poll(context).map(Some) {
            return ready;
        }
        let timer = timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer.as_mut().poll(context).map(|()| None)
    })
}

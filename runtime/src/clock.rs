//! Turns "now", "later" and "by chance" into something that a test can decide.

use std::{
    fmt::Debug,
    future::Future,
    pin::Pin,
    time::{Duration, Instant, SystemTime},
};

/// What a client waits and draws lots with, between the requests it sends.
///
/// Retries and jobs wait by it. What the network itself takes (connecting, an answer that stalls) is always measured
/// in real time, because the other side lives in it.
pub trait Clock: Debug + Send + Sync {
    /// Returns the time since a moment in the past that stays the same; it never goes back.
    fn now(&self) -> Duration;

    /// Returns the date, by which a `Retry-After` with a date and the age of a job are judged.
    fn date(&self) -> SystemTime;

    /// Ends after a duration.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;

    /// Returns a number from 0 to 1 that nobody can foresee.
    fn chance(&self) -> f64;
}

/// What [`Clock::sleep`] returns.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Real time, and real chance.
#[derive(Debug)]
pub(crate) struct SystemClock {
    start: Instant,
}

impl SystemClock {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn chance(&self) -> f64 {
        fastrand::f64()
    }
}

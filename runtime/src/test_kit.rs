//! Turns waiting into something that takes no time, for tests of programs that use a client.
//!
//! ```
//! # use openapi_client_runtime::{ApiDescription, ClientBuilder, Server, Transport, test_kit::TestClock};
//! # static API: ApiDescription = ApiDescription {
//! #     title: "Test", user_agent: "test", env_prefix: "TEST", schemes: &[], security: &[],
//! #     servers: &[Server::new("http://127.0.0.1:9", "")],
//! # };
//! # async fn example() -> Result<(), openapi_client_runtime::Error> {
//! let clock = TestClock::new();
//! let client: Transport = ClientBuilder::new(&API).clock(clock.clone()).build()?;
//! // … whatever the client waits for now passes at once …
//! println!("it would have waited {:?}", clock.sleeps());
//! # Ok(())
//! # }
//! ```

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use crate::clock::{Clock, Sleep};

/// A clock that stands still until somebody sleeps by it: then it jumps to the end of the sleep.
///
/// Sleeps that begin together end together, as if all of them had waited at the same time.
///
/// A clone shows the same time. It starts at 2027-01-01, and its chance is a sequence that is the same every time.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Duration,
    sleeps: Vec<Duration>,
    chance: fastrand::Rng,
    fixed_chance: Option<f64>,
}

/// 2027-01-01, in seconds since 1970.
const START: Duration = Duration::from_secs(1_798_761_600);

impl TestClock {
    /// Makes a clock that has not been used.
    #[must_use]
    pub fn new() -> Self {
        Self::with_seed(0)
    }

    /// Makes a clock with another sequence of chances.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        let chance = fastrand::Rng::with_seed(seed);
        Self(Arc::new(Mutex::new(State {
            now: Duration::ZERO,
            sleeps: Vec::new(),
            chance,
            fixed_chance: None,
        })))
    }

    /// Makes chance always the same: 0 for the shortest delays, 1 for the longest.
    #[must_use]
    pub fn with_chance(self, chance: f64) -> Self {
        self.state().fixed_chance = Some(chance);
        self
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.state().now += by;
    }

    /// Returns every sleep so far, in order.
    #[must_use]
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().sleeps.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + START + self.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        let mut state = self.state();
        state.sleeps.push(duration);
        Box::pin(Jump { clock: self, until: state.now.saturating_add(duration), has_yielded: false })
    }

    fn chance(&self) -> f64 {
        let mut state = self.state();
        state.fixed_chance.unwrap_or_else(|| state.chance.f64())
    }
}

/// Lets other tasks run once, so that a task that only ever sleeps cannot starve them, and then it is `until`.
struct Jump<'a> {
    clock: &'a TestClock,
    until: Duration,
    has_yielded: bool,
}

impl Future for Jump<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.has_yielded, true) {
            let mut state = self.clock.state();
            state.now = state.now.max(self.until);
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

//! Turns a failed attempt into a decision: to send the request again, and when, or to give the error to the caller.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use http::{HeaderMap, Method, StatusCode, header};

use crate::{Error, ErrorKind, clock::Clock};

/// Says when a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// After every failure that may pass: sending it twice does the same as sending it once.
    Always,
    /// Only when the API has certainly not taken it up: there was no connection, or the answer was
    /// `429 Too Many Requests`.
    Unprocessed,
    /// Not at all.
    Never,
}

impl Retry {
    /// Returns what HTTP says of a method: all but `POST` and `PATCH` do the same twice as once.
    pub(crate) fn of(method: &Method) -> Self {
        if [Method::POST, Method::PATCH].contains(method) { Self::Unprocessed } else { Self::Always }
    }

    /// Tells whether a request that failed in this way may be sent again.
    fn allows(self, error: &Error) -> bool {
        let status = error.status();
        match self {
            Self::Never => false,
            Self::Unprocessed => {
                error.kind() == ErrorKind::Connect || status == Some(StatusCode::TOO_MANY_REQUESTS)
            }
            Self::Always => error.is_transient(),
        }
    }
}

/// Says how often, how fast and for how long a client tries again.
///
/// Delays grow by a factor of two up to a maximum, each a random part of it ("full jitter"), so that clients which
/// failed together do not come back together. A `Retry-After` of the API is waited for in full, unless it is longer than
/// [`max_retry_after`](Self::max_retry_after): then the error is returned at once, because a program should not sleep
/// through the quota of a day.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    pub(crate) max_retries: u32,
    pub(crate) first_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) budget: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
            budget: 100,
        }
    }
}

impl RetryPolicy {
    /// Returns the policy that never tries again.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets how many times a call may be sent again; 3 by default.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the longest delay before the first retry; half a second by default.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets how long a delay may become; 8 seconds by default.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets up to which `Retry-After` is waited for; a minute by default.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Sets how many retries all calls of a client may use up before successes have earned new ones; 100 by default.
    ///
    /// Ten calls that succeed earn one retry. An API that is down is thus not also flooded.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Returns how long to wait before the next attempt, `attempts` having been made; `None` to give up.
    pub(crate) fn delay(
        &self,
        retry: Retry,
        error: &Error,
        attempts: u32,
        clock: &dyn Clock,
    ) -> Option<Duration> {
        if attempts > self.max_retries || !retry.allows(error) {
            return None;
        }
        let longest = self.first_delay.saturating_mul(1 << (attempts - 1).min(16)).min(self.max_delay);
        // Short enough to be multiplied, and longer than anybody waits.
        let longest = longest.min(Duration::from_secs(u32::MAX.into()));
        let delay = longest.mul_f64(clock.chance());
        match error.headers().and_then(|headers| retry_after(headers, clock.date())) {
            Some(asked) if asked > self.max_retry_after => None,
            asked => Some(delay.max(asked.unwrap_or_default())),
        }
    }
}

/// Reads when the API wants to be asked again: in seconds, at a date or, as some do, in milliseconds.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |text: &str| text.parse::<f64>().ok();
    // What is longer than any duration is long, and not nothing.
    let delay = |seconds: f64| match Duration::try_from_secs_f64(seconds) {
        Ok(delay) => Some(delay),
        Err(_) => (seconds > 0.0).then_some(Duration::MAX),
    };
    if let Some(milliseconds) = text("retry-after-ms").and_then(number) {
        return delay(milliseconds / 1000.0);
    }
    let text = text(header::RETRY_AFTER.as_str())?;
    match number(text) {
        Some(seconds) => delay(seconds),
        // A date that has passed asks for no delay.
        None => Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default()),
    }
}

/// The retries that the calls of a client may still make, counted in tenths.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tenths: Mutex<u32>,
    capacity: u32,
}

impl RetryBudget {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        let capacity = policy.budget.saturating_mul(10);
        Self { tenths: Mutex::new(capacity), capacity }
    }

    /// Takes one retry, if one is left.
    pub(crate) fn take(&self) -> bool {
        let mut tenths = self.tenths.lock().unwrap_or_else(PoisonError::into_inner);
        let left = tenths.checked_sub(10);
        left.map(|left| *tenths = left).is_some()
    }

    /// Adds what a success earns.
    pub(crate) fn earn(&self) {
        let mut tenths = self.tenths.lock().unwrap_or_else(PoisonError::into_inner);
        *tenths = (*tenths + 1).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::HeaderMap;

    use super::{RetryBudget, RetryPolicy, retry_after};

    #[test]
    fn retry_after_is_seconds_milliseconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        for (name, value, expected) in [
            ("retry-after", "5", Some(5_000)),
            ("retry-after", " 1.5 ", Some(1_500)),
            ("retry-after", "0", Some(0)),
            ("retry-after-ms", "250", Some(250)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT", Some(3_000)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:30 GMT", Some(0)),
            ("retry-after", "-1", None),
            ("retry-after", "soon", None),
            ("retry-after", "NaN", None),
            ("x-other", "5", None),
        ] {
            let headers: HeaderMap =
                [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect::<HeaderMap>();
            assert_eq!(retry_after(&headers, now), expected.map(Duration::from_millis), "{name}: {value}");
        }
    }

    #[test]
    fn ten_successes_earn_a_retry() {
        let budget = RetryBudget::new(&RetryPolicy::default().budget(1));
        assert!(budget.take() && !budget.take());
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.take());
        budget.earn();
        assert!(budget.take() && !budget.take());
        (0..100).for_each(|_| budget.earn());
        assert!(budget.take() && !budget.take(), "what is earned is capped");
    }
}

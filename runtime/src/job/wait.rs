//! Turns the age of a job and what its polls gave into the moments at which it is asked about next.

use std::time::Duration;

/// Says how a job is waited for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WaitOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) first_poll: Option<Duration>,
    pub(crate) min_interval: Duration,
    pub(crate) max_interval: Duration,
    pub(crate) max_failed_polls: u32,
}

/// How long a job is waited for by default, unless ten times its ETA is longer.
const DEADLINE: Duration = Duration::from_secs(30 * 60);
/// When a job without an ETA is asked about first.
const FIRST_POLL: Duration = Duration::from_secs(3);
/// Up to here an ETA is waited for in full, and three quarters of what goes beyond: long ones are often too long.
const SHORT_ETA: Duration = Duration::from_secs(30);

/// Long enough for anything, and short enough to be added to the time of day and to be multiplied.
const LONGEST: Duration = Duration::from_secs(u32::MAX as u64);

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            deadline: None,
            first_poll: None,
            min_interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(30),
            max_failed_polls: 10,
        }
    }
}

impl WaitOptions {
    /// Returns the options that [`Job::wait`](crate::Job::wait) uses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long the job is waited for, counted from now; by default half an hour, or ten times its ETA if that
    /// is longer.
    ///
    /// The last poll begins no later, and may take as long as the client lets a connection
    /// [stand still](crate::ClientBuilder::stall_timeout).
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets when the job is asked about first, counted from now; by default at its ETA, of which three quarters count
    /// beyond half a minute, and after three seconds if there is none.
    #[must_use]
    pub fn first_poll(mut self, after: Duration) -> Self {
        self.first_poll = Some(after);
        self
    }

    /// Sets the shortest time between two polls; one second by default.
    #[must_use]
    pub fn min_interval(mut self, interval: Duration) -> Self {
        self.min_interval = interval;
        self
    }

    /// Sets the longest time between two polls; half a minute by default.
    #[must_use]
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.max_interval = interval;
        self
    }

    /// Sets how many polls in a row may fail before the wait does; 10 by default.
    ///
    /// Only failures that may pass are borne at all: no connection, no answer, `429`, `5xx` and the like.
    #[must_use]
    pub fn max_failed_polls(mut self, polls: u32) -> Self {
        self.max_failed_polls = polls;
        self
    }

    /// Returns how long the job is waited for: always an end.
    pub(crate) fn patience(&self, eta: Option<Duration>) -> Duration {
        let usual = || eta.map_or(DEADLINE, |eta| eta.saturating_mul(10).max(DEADLINE));
        self.deadline.unwrap_or_else(usual).min(LONGEST)
    }
}

/// The delays between the polls of one job.
#[derive(Debug)]
pub(crate) struct Schedule {
    first: Option<Duration>,
    min: Duration,
    max: Duration,
    next: Duration,
}

impl Schedule {
    pub(crate) fn new(options: &WaitOptions, eta: Option<Duration>) -> Self {
        let by_eta = |eta: Duration| eta.min(SHORT_ETA) + eta.saturating_sub(SHORT_ETA).mul_f64(0.75);
        let first = options.first_poll.unwrap_or_else(|| eta.map_or(FIRST_POLL, by_eta));
        let min = options.min_interval.min(LONGEST);
        let max = options.max_interval.min(LONGEST).max(min);
        Self { first: Some(first), min, max, next: min.mul_f64(2.0) }
    }

    /// Returns the time until the next poll: the first as planned, the others random up to a growing maximum.
    pub(crate) fn next(&mut self, chance: f64) -> Duration {
        if let Some(first) = self.first.take() {
            return first;
        }
        let longest = self.next.min(self.max);
        self.next = longest.mul_f64(1.5);
        self.min + longest.saturating_sub(self.min).mul_f64(chance)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Schedule, WaitOptions};

    fn delays(eta: Option<u64>, chance: f64) -> Vec<f64> {
        let mut schedule = Schedule::new(&WaitOptions::new(), eta.map(Duration::from_secs));
        (0..5).map(|_| schedule.next(chance).as_secs_f64()).collect()
    }

    #[test]
    fn the_first_poll_is_at_the_eta_or_a_part_of_a_long_one() {
        assert_eq!(delays(None, 1.0)[0], 3.0);
        assert_eq!(delays(Some(0), 1.0)[0], 0.0);
        assert_eq!(delays(Some(20), 1.0)[0], 20.0);
        assert_eq!(delays(Some(154), 1.0)[0], 30.0 + 124.0 * 0.75);
    }

    #[test]
    fn later_polls_come_at_random_within_growing_bounds() {
        assert_eq!(delays(Some(0), 1.0)[1..], [2.0, 3.0, 4.5, 6.75]);
        assert_eq!(delays(Some(0), 0.0)[1..], [1.0, 1.0, 1.0, 1.0]);
        let mut schedule = Schedule::new(&WaitOptions::new(), None);
        let longest = (0..100).map(|_| schedule.next(1.0)).max();
        assert_eq!(longest, Some(Duration::from_secs(30)));
    }

    #[test]
    fn there_is_always_an_end() {
        let patience = |options: WaitOptions, eta| options.patience(eta);
        assert_eq!(patience(WaitOptions::new(), None), Duration::from_secs(1800));
        assert_eq!(patience(WaitOptions::new(), Some(Duration::from_secs(20))), Duration::from_secs(1800));
        assert_eq!(patience(WaitOptions::new(), Some(Duration::from_secs(600))), Duration::from_secs(6000));
        assert!(patience(WaitOptions::new().deadline(Duration::MAX), None) < Duration::MAX);
    }
}

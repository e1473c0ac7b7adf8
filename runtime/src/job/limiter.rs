//! Turns the wish to ask about a job into the moment at which the API allows it.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

const MINUTE: Duration = Duration::from_secs(60);

/// Keeps all jobs of a client together within the number of polls a minute that an API allows.
#[derive(Debug, Default)]
pub(crate) struct PollLimiter {
    /// The limit that the user chose, which goes before that of the document.
    chosen: Option<u32>,
    /// The moments of the last polls of each status operation, those to come included.
    polls: Mutex<HashMap<&'static str, VecDeque<Duration>>>,
}

impl PollLimiter {
    pub(crate) fn new(chosen: Option<u32>) -> Self {
        Self { chosen, polls: Mutex::default() }
    }

    /// Reserves the first moment from `wanted` on at which a poll is within the limit; `None` if that is after `latest`.
    pub(crate) fn reserve(
        &self,
        operation: &'static str,
        documented: Option<u32>,
        wanted: Duration,
        latest: Duration,
    ) -> Option<Duration> {
        let Some(limit) = self.chosen.or(documented) else { return Some(wanted) };
        let limit = limit.max(1) as usize;
        let mut polls = self.polls.lock().unwrap_or_else(PoisonError::into_inner);
        let polls = polls.entry(operation).or_default();
        while polls.len() > limit {
            polls.pop_front();
        }
        // Moments are kept in order, so that any `limit + 1` in a row span more than a minute.
        let earliest = match polls.len().checked_sub(limit) {
            Some(oldest) => polls[oldest] + MINUTE,
            None => Duration::ZERO,
        };
        let moment = wanted.max(earliest).max(polls.back().copied().unwrap_or_default());
        if moment > latest {
            return None;
        }
        polls.push_back(moment);
        Some(moment)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::PollLimiter;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn no_minute_has_more_polls_than_allowed() {
        let limiter = PollLimiter::default();
        let reserve = |at| limiter.reserve("report", Some(2), s(at), s(1000));
        let moments: Vec<_> = [0, 1, 2, 3, 200].into_iter().map(|at| reserve(at).unwrap()).collect();
        assert_eq!(moments, [s(0), s(1), s(60), s(61), s(200)]);
        assert_eq!(limiter.reserve("other", Some(2), s(5), s(1000)), Some(s(5)), "operations do not share");
    }

    #[test]
    fn a_moment_that_comes_too_late_is_not_taken() {
        let limiter = PollLimiter::new(Some(1));
        assert_eq!(limiter.reserve("report", Some(100), s(0), s(10)), Some(s(0)));
        assert_eq!(limiter.reserve("report", Some(100), s(5), s(10)), None);
        assert_eq!(limiter.reserve("report", Some(100), s(5), s(60)), Some(s(60)));
    }

    #[test]
    fn an_api_without_a_limit_is_asked_when_it_is_wanted() {
        assert_eq!(PollLimiter::default().reserve("report", None, s(7), s(7)), Some(s(7)));
    }
}

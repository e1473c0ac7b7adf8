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
    /// The turns of each status operation within the last minute and to come, in order.
    turns: Mutex<HashMap<&'static str, VecDeque<Slot>>>,
}

#[derive(Debug)]
struct Slot {
    moment: Duration,
    /// Whoever reserved it may have stopped waiting.
    is_free: bool,
}

/// A moment at which its owner may poll; dropped before it is [`taken`](Self::take), it is free for others.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    limiter: Option<(&'a PollLimiter, &'static str)>,
    pub(crate) moment: Duration,
}

impl Turn<'_> {
    pub(crate) fn take(mut self) {
        self.limiter = None;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let Some((limiter, operation)) = self.limiter else { return };
        let mut turns = limiter.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = turns.entry(operation).or_default();
        if let Some(slot) = turns.iter_mut().find(|slot| slot.moment == self.moment && !slot.is_free) {
            slot.is_free = true;
        }
        while turns.back().is_some_and(|slot| slot.is_free) {
            turns.pop_back();
        }
    }
}

impl PollLimiter {
    pub(crate) fn new(chosen: Option<u32>) -> Self {
        Self { chosen, turns: Mutex::default() }
    }

    /// Counts a poll that is made whatever the limit says, so that those who wait make room for it.
    pub(crate) fn count(&self, operation: &'static str, now: Duration) {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = turns.entry(operation).or_default();
        forget(turns, now);
        let place = turns.partition_point(|slot| slot.moment <= now);
        turns.insert(place, Slot { moment: now, is_free: false });
    }

    /// Reserves the first moment from `wanted` on at which a poll is within the limit; `None` if that is after `latest`.
    pub(crate) fn reserve(
        &self,
        operation: &'static str,
        documented: Option<u32>,
        wanted: Duration,
        latest: Duration,
    ) -> Option<Turn<'_>> {
        let Some(limit) = self.chosen.or(documented) else {
            return Some(Turn { limiter: None, moment: wanted });
        };
        let limit = limit.max(1) as usize;
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = turns.entry(operation).or_default();
        forget(turns, wanted);
        let turn = |moment| Turn { limiter: Some((self, operation)), moment };
        // A turn that was given back still counts below, so that somebody else can have it.
        if let Some(slot) = turns.iter_mut().find(|slot| slot.is_free && slot.moment >= wanted) {
            slot.is_free = slot.moment > latest;
            return (!slot.is_free).then(|| turn(slot.moment));
        }
        // Moments are kept in order, so that any `limit + 1` in a row span more than a minute.
        let earliest = match turns.len().checked_sub(limit) {
            Some(oldest) => turns[oldest].moment + MINUTE,
            None => Duration::ZERO,
        };
        let last = turns.back().map(|slot| slot.moment).unwrap_or_default();
        let moment = wanted.max(earliest).max(last);
        if moment > latest {
            return None;
        }
        turns.push_back(Slot { moment, is_free: false });
        Some(turn(moment))
    }
}

/// Drops the turns that no longer matter.
fn forget(turns: &mut VecDeque<Slot>, now: Duration) {
    while turns.front().is_some_and(|slot| slot.moment + MINUTE <= now) {
        turns.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{PollLimiter, Turn};

    fn take(turn: Option<Turn<'_>>) -> Option<Duration> {
        turn.map(|turn| {
            let moment = turn.moment;
            turn.take();
            moment
        })
    }

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn no_minute_has_more_polls_than_allowed() {
        let limiter = PollLimiter::default();
        let reserve = |at| take(limiter.reserve("report", Some(2), s(at), s(1000)));
        let moments: Vec<_> = [0, 1, 2, 3, 200].into_iter().map(|at| reserve(at).unwrap()).collect();
        assert_eq!(moments, [s(0), s(1), s(60), s(61), s(200)]);
        let other = take(limiter.reserve("other", Some(2), s(5), s(1000)));
        assert_eq!(other, Some(s(5)), "operations do not share");
    }

    #[test]
    fn a_moment_that_comes_too_late_is_not_taken() {
        let limiter = PollLimiter::new(Some(1));
        let reserve = |at, latest| take(limiter.reserve("report", Some(100), s(at), s(latest)));
        assert_eq!(reserve(0, 10), Some(s(0)));
        assert_eq!(reserve(5, 10), None);
        assert_eq!(reserve(5, 60), Some(s(60)));
    }

    #[test]
    fn a_turn_that_is_given_back_is_the_next_to_be_had() {
        let limiter = PollLimiter::new(Some(1));
        let reserve = |latest| limiter.reserve("report", None, s(0), s(latest));
        take(reserve(0)).unwrap();
        let (second, third) = (reserve(1000).unwrap(), reserve(1000).unwrap());
        assert_eq!((second.moment, third.moment), (s(60), s(120)));
        drop(second);
        assert!(reserve(59).is_none());
        assert_eq!(take(reserve(60)), Some(s(60)));
        assert_eq!(reserve(1000).unwrap().moment, s(180));
        drop(third);
        assert_eq!(reserve(1000).unwrap().moment, s(120), "nobody is behind it");
    }

    #[test]
    fn an_api_without_a_limit_is_asked_when_it_is_wanted() {
        assert_eq!(take(PollLimiter::default().reserve("report", None, s(7), s(7))), Some(s(7)));
    }
}

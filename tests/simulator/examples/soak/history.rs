//! The lines about a job to what is to be done with it next.

use musicgpt_client::JobToken;

use super::journal::Event;

/// What happened to a job, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct History(Vec<Event>);

/// What is to be done with a job.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Next {
    Submit,
    /// It was accepted: wait for it.
    Wait(JobToken),
    /// It was about to be submitted when the worker was killed.
    Doubt,
    /// Find out whether it was accepted.
    Resolve,
    /// It has ended, or never began.
    Nothing,
}

impl History {
    /// Sorts lines by job.
    pub(crate) fn sort(jobs: usize, lines: Vec<(usize, Event)>) -> Vec<Self> {
        let mut histories = vec![Self::default(); jobs];
        for (job, event) in lines {
            if let Some(history) = histories.get_mut(job) {
                history.0.push(event);
            }
        }
        histories
    }

    pub(crate) fn next(&self) -> Next {
        match self.0.last() {
            None | Some(Event::Refused) => Next::Submit,
            Some(Event::Submitting) => Next::Doubt,
            Some(Event::Token { token }) => Next::Wait(token.clone()),
            Some(Event::Unknown | Event::Found) => Next::Resolve,
            Some(Event::Absent | Event::Result { .. } | Event::Failed) => Next::Nothing,
        }
    }

    pub(crate) fn last(&self) -> Option<&Event> {
        self.0.last()
    }

    pub(crate) fn count(&self, event: &Event) -> usize {
        self.0.iter().filter(|known| *known == event).count()
    }
}

//! What all requests of one simulator share.

use std::collections::BTreeSet;
use std::fmt;

use tokio_util::sync::CancellationToken;

use crate::account::Account;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::document::{Document, JobReport};
use crate::job::Jobs;
use crate::ledger::{Book, Entry};
use crate::misbehaviour::{Rule, Rules};
use crate::options::Options;
use crate::served::{Served, job_words};
use crate::upload::Uploads;

/// The state of one simulator.
pub(crate) struct World {
    pub(crate) document: Document,
    /// Ids of the operations that are served.
    pub(crate) operations: BTreeSet<String>,
    pub(crate) origin: String,
    pub(crate) key: String,
    pub(crate) clock: Clock,
    /// Simulated seconds in one of those that receipts count.
    pub(crate) eta_scale: f64,
    pub(crate) chance: Chance,
    pub(crate) rules: Rules,
    pub(crate) book: Book,
    pub(crate) account: Account,
    pub(crate) jobs: Jobs,
    pub(crate) uploads: Uploads,
    /// The words for the states of jobs.
    pub(crate) words: JobReport,
    pub(crate) stopped: CancellationToken,
}

impl World {
    pub(crate) fn new(
        document: Document,
        operations: &[Served],
        options: Options,
        origin: String,
        stopped: CancellationToken,
    ) -> Self {
        let clock = if options.manual_clock { Clock::manual() } else { Clock::scaled(options.speed) };
        Self {
            words: job_words(operations),
            operations: operations.iter().map(|served| served.operation.id.clone()).collect(),
            document,
            origin,
            key: options.key,
            clock,
            eta_scale: if options.real_eta { options.speed } else { 1.0 },
            chance: Chance::new(options.seed),
            rules: Rules::new(options.rules),
            book: Book::default(),
            account: Account::new(options.credits),
            jobs: Jobs::default(),
            uploads: Uploads::default(),
            stopped,
        }
    }

    /// Returns the operation that a rule names, if it is none of those served.
    pub(crate) fn unknown_operation<'a>(&self, rule: &'a Rule) -> Option<&'a str> {
        rule.operation().filter(|operation| !self.operations.contains(*operation))
    }

    /// Writes an entry into the ledger, with the time it is now.
    pub(crate) fn record(&self, mut entry: Entry) {
        entry.time = self.clock.now().as_secs_f64();
        self.book.add(entry);
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("origin", &self.origin).finish_non_exhaustive()
    }
}

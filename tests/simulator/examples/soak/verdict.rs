//! The ledger of the simulator and the journal of the workers to a verdict. What workers believe does not count.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use simulator::{Entry, Ledger};

use super::history::History;
use super::journal::{Event, Reader};
use super::order::Order;
use super::{Result, rules};

/// How many problems are shown of all.
const SHOWN: usize = 20;

/// How a soak went.
pub(crate) struct Course {
    pub(crate) kills: usize,
    pub(crate) time: Duration,
    /// Whether the last worker says that it is done.
    pub(crate) is_finished: bool,
}

/// What came out of a soak.
#[derive(Default)]
pub(crate) struct Verdict {
    jobs: usize,
    seed: u64,
    kills: usize,
    seconds: f64,
    submitted: usize,
    accepted: usize,
    results: usize,
    unknown: usize,
    duplicates: usize,
    lost: usize,
    found: usize,
    absent: usize,
    failed: usize,
    refused: usize,
    downloads: usize,
    requests: usize,
    misbehaviour: BTreeMap<String, usize>,
    problems: Vec<String>,
}

impl Verdict {
    pub(crate) fn new(order: &Order, course: &Course, ledger: &Ledger) -> Result<Self> {
        let mut journal = Reader::open(&order.journal())?;
        let histories = History::sort(order.jobs, journal.news()?);
        let mut verdict = Self {
            jobs: order.jobs,
            seed: order.seed,
            kills: course.kills,
            seconds: course.time.as_secs_f64(),
            ..Self::default()
        };
        if !course.is_finished {
            verdict.problems.push("the last worker ended with an error".to_owned());
        }
        if journal.torn > course.kills {
            verdict.problems.push(format!("{} lines of the journal cannot be read", journal.torn));
        }
        verdict.count_misbehaviour(ledger);
        let mut accepted = verdict.accepted(order, ledger);
        for (job, history) in histories.iter().enumerate() {
            verdict.judge(order, job, history, accepted.remove(&job).unwrap_or_default());
        }
        for job in accepted.keys() {
            verdict.problems.push(format!("job {job} was accepted, and there is no such job"));
        }
        Ok(verdict)
    }

    pub(crate) fn is_good(&self) -> bool {
        self.problems.is_empty() && self.duplicates == 0 && self.lost == 0
    }

    /// Returns how often each job was accepted, by the address of its webhook.
    fn accepted(&mut self, order: &Order, ledger: &Ledger) -> BTreeMap<usize, usize> {
        let mut accepted = BTreeMap::new();
        for entry in ledger.jobs() {
            self.accepted += 1;
            match number(order, entry) {
                Some(job) => *accepted.entry(job).or_default() += 1,
                None => self.problems.push(format!("a job of {} is nobody's", entry.operation)),
            }
        }
        accepted
    }

    fn count_misbehaviour(&mut self, ledger: &Ledger) {
        self.requests = ledger.entries.iter().filter(|entry| entry.operation != "webhook").count();
        for entry in &ledger.entries {
            if let Some(fault) = &entry.fault {
                let whom = match entry.operation.as_str() {
                    special @ ("download" | "webhook") => special,
                    _ => "*",
                };
                let fault = format!("{whom} {}", rules::kind(fault));
                *self.misbehaviour.entry(fault).or_default() += 1;
            }
        }
    }

    /// Compares what happened to a job with how often it was accepted.
    fn judge(&mut self, order: &Order, job: usize, history: &History, accepted: usize) {
        let count = |event| history.count(&event);
        let (is_found, is_absent) = (count(Event::Found) > 0, count(Event::Absent) > 0);
        self.submitted += count(Event::Submitting);
        self.unknown += usize::from(count(Event::Unknown) > 0);
        self.found += usize::from(is_found);
        self.absent += usize::from(is_absent);
        self.duplicates += usize::from(accepted > 1);
        let has_ended = matches!(history.last(), Some(Event::Result { .. } | Event::Failed));
        self.results += usize::from(has_ended || is_found);
        self.lost += usize::from(accepted > 0 && !has_ended);

        let mut problem = |text: &str| self.problems.push(format!("job {job} {text}: {history:?}"));
        match accepted {
            0 if has_ended => problem("has ended and was never accepted"),
            0 if is_found => problem("was found and never accepted"),
            0 | 1 => {}
            _ => problem(&format!("was accepted {accepted} times")),
        }
        match history.last() {
            Some(Event::Result { downloaded: None }) => {}
            Some(Event::Result { downloaded: Some(bytes) }) => {
                let is_there = order.result(job).metadata().is_ok_and(|file| file.len() == *bytes);
                if *bytes == 0 || !is_there {
                    problem("has a result that is not the file that was fetched");
                }
                self.downloads += 1;
            }
            Some(Event::Failed) => self.failed += 1,
            Some(Event::Absent) if accepted > 0 => problem("was accepted, and is absent"),
            Some(Event::Absent) => {}
            Some(Event::Refused) if accepted > 0 => problem("was accepted, and refused"),
            Some(Event::Refused) => self.refused += 1,
            _ => problem("has no end"),
        }
    }
}

/// Returns the number of the job that an entry started, if it is one of ours, of the right operation.
fn number(order: &Order, entry: &Entry) -> Option<usize> {
    let hook = entry.fields.get("webhook_url")?.text()?;
    let job = hook.strip_prefix(&order.receiver)?.strip_prefix("/hook/")?.parse().ok()?;
    let product = super::product::Product::of(order.seed, job);
    (product.operation() == entry.operation).then_some(job)
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let met: usize =
            self.misbehaviour.iter().filter(|(kind, _)| !kind.starts_with("webhook")).map(|(_, n)| n).sum();
        writeln!(f, "misbehaviour                                                             met")?;
        for (kind, times) in &self.misbehaviour {
            writeln!(f, "  {kind:64} {times:>9}")?;
        }
        let (requests, share) = (self.requests, 100.0 * met as f64 / self.requests.max(1) as f64);
        writeln!(f, "{met} of {requests} requests met one ({share:.0} %)")?;
        writeln!(f, "seed {}, {} kills, {:.1} s", self.seed, self.kills, self.seconds)?;
        let Self { found, absent, failed, refused, downloads, .. } = self;
        writeln!(
            f,
            "unknown: {found} found, {absent} absent; {failed} failed, {refused} refused to the end, {downloads} downloads"
        )?;
        for problem in self.problems.iter().take(SHOWN) {
            writeln!(f, "problem: {problem}")?;
        }
        if self.problems.len() > SHOWN {
            writeln!(f, "problem: and {} more", self.problems.len() - SHOWN)?;
        }
        write!(
            f,
            "soak: {} jobs, {} submitted, {} accepted, {} results, {} unknown, duplicates {}, lost {}",
            self.jobs, self.submitted, self.accepted, self.results, self.unknown, self.duplicates, self.lost
        )
    }
}

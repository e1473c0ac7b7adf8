//! The program of a user: jobs to results, 64 at a time, with a journal that survives it.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use musicgpt_client::types::Conversion;
use musicgpt_client::{Client, Clock, Error, ErrorKind, JobToken, Outcome, StatusCode};
use tokio::task::JoinSet;

use super::Result;
use super::clock::ScaledClock;
use super::history::{History, Next};
use super::journal::{Event, Journal, Reader};
use super::order::Order;
use super::product::{Accepted, Product};

const TASKS: usize = 64;
/// How often a job that was not accepted is submitted in all.
const SUBMISSIONS: usize = 5;
/// How often a job is waited for that could not be asked about in the end.
const WAITS: usize = 5;
/// How often a download is begun that could not be ended.
const FETCHES: usize = 3;
/// Of so many jobs the result of one is fetched.
const DOWNLOADED: usize = 10;
/// How long the network may take. By the clock of the client it is also how long a call may be tried again.
const TIMEOUT: Duration = Duration::from_secs(5);
/// When every job that was accepted is over and has said so: twice as long as the longest takes.
const ALL_OVER: Duration = Duration::from_secs(310);

/// What the tasks share.
pub(crate) struct Worker {
    pub(crate) order: Order,
    pub(crate) client: Client,
    pub(crate) journal: Journal,
    clock: ScaledClock,
}

/// Sees all jobs through that are not over, those of an earlier worker included.
pub(crate) async fn work(order: Order) -> Result<()> {
    end_with_parent();
    let histories = History::sort(order.jobs, Reader::open(&order.journal())?.news()?);
    let clock = ScaledClock::new(&order);
    let client = Client::builder()
        .api_key("test-key")
        .base_url(&order.base_url)
        .clock(clock.clone())
        .polls_per_minute(500)
        .timeout(TIMEOUT)
        .stall_timeout(TIMEOUT)
        .build()?;
    let journal = Journal::open(&order.journal())?;
    let worker = Arc::new(Worker { order, client, journal, clock });
    for_each_job(&worker, histories, |worker, job, next| async move { worker.see_through(job, next).await })
        .await?;

    worker.clock.sleep(ALL_OVER).await;
    let histories = History::sort(worker.order.jobs, Reader::open(&worker.order.journal())?.news()?);
    for_each_job(&worker, histories, |worker, job, next| async move { worker.resolve(job, next).await }).await
}

/// Ends this process when the one that started it has ended, for whatever reason: then its pipe closes.
fn end_with_parent() {
    std::thread::spawn(|| {
        // An error means the same as the end.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(1);
    });
}

/// Does something with each job, in order of their numbers, many at a time.
async fn for_each_job<F: Future<Output = Result<()>> + Send + 'static>(
    worker: &Arc<Worker>,
    histories: Vec<History>,
    work: impl Fn(Arc<Worker>, usize, Next) -> F + Copy + Send + 'static,
) -> Result<()> {
    let (histories, number) = (Arc::new(histories), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (worker, histories, number) = (worker.clone(), histories.clone(), number.clone());
        tasks.spawn(async move {
            loop {
                let job = number.fetch_add(1, Ordering::Relaxed);
                let Some(history) = histories.get(job) else { return };
                if let Err(error) = work(worker.clone(), job, history.next()).await {
                    // The job is left without an end, which the verdict is about.
                    eprintln!("job {job}: {error}");
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended?;
    }
    Ok(())
}

impl Worker {
    pub(crate) fn product(&self, job: usize) -> Product {
        Product::of(self.order.seed, job)
    }

    async fn see_through(&self, job: usize, next: Next) -> Result<()> {
        let accepted = match next {
            Next::Submit => self.submit(job).await?,
            Next::Wait(token) => Some(self.resumed(&token)?),
            Next::Doubt => {
                self.journal.add(job, Event::Unknown)?;
                None
            }
            Next::Resolve | Next::Nothing => None,
        };
        match accepted {
            Some(accepted) => self.finish(job, accepted).await,
            None => Ok(()),
        }
    }

    /// Submits a job, and again as long as it was certainly not accepted.
    async fn submit(&self, job: usize) -> Result<Option<Accepted>> {
        for _ in 0..SUBMISSIONS {
            self.journal.add(job, Event::Submitting)?;
            let accepted = match self.product(job).submit(&self.client, &self.order, job).await {
                Ok(accepted) => accepted,
                Err(error) if error.token().is_some() => self.resumed_by(&error)?,
                Err(error) if error.outcome() != Outcome::NotAccepted => {
                    self.journal.add(job, Event::Unknown)?;
                    return Ok(None);
                }
                Err(error) if error.is_connect() || error.status() == Some(StatusCode::TOO_MANY_REQUESTS) => {
                    self.journal.add(job, Event::Refused)?;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let Some(token) = accepted.token.clone() else {
                self.journal.add(job, Event::Unknown)?;
                return Ok(None);
            };
            self.journal.add(job, Event::Token { token })?;
            return Ok(Some(accepted));
        }
        Ok(None)
    }

    pub(crate) fn resumed(&self, token: &JobToken) -> Result<Accepted> {
        Ok(self.client.resume(token)?.into())
    }

    fn resumed_by(&self, error: &Error) -> Result<Accepted> {
        self.resumed(error.token().ok_or_else(|| format!("the job cannot be resumed: {error}"))?)
    }

    /// Waits for a job, and again if it could not be asked about.
    pub(crate) async fn finish(&self, job: usize, accepted: Accepted) -> Result<()> {
        let mut end = accepted.end;
        for _ in 0..WAITS {
            match end.await {
                Ok(conversion) => return self.succeeded(job, &conversion).await,
                Err(error) if error.kind() == ErrorKind::JobFailed => {
                    return Ok(self.journal.add(job, Event::Failed)?);
                }
                Err(error) => end = self.resumed_by(&error)?.end,
            }
        }
        Err(format!("it could not be asked about, {WAITS} times").into())
    }

    /// Notes a result, of some jobs after having fetched it.
    pub(crate) async fn succeeded(&self, job: usize, conversion: &Conversion) -> Result<()> {
        let downloaded =
            if job.is_multiple_of(DOWNLOADED) { Some(self.fetch(job, conversion).await?) } else { None };
        Ok(self.journal.add(job, Event::Result { downloaded })?)
    }

    /// Fetches the first file of a result, and returns its size.
    async fn fetch(&self, job: usize, conversion: &Conversion) -> Result<u64> {
        let (_, location) = conversion.outputs().into_iter().next().ok_or("there is no output")?;
        let mut fetches = 1;
        loop {
            match self.client.download(location).to_file(self.order.result(job)).await {
                Err(error) if error.is_transient() && fetches < FETCHES => fetches += 1,
                end => return Ok(end?),
            }
        }
    }
}

//! Jobs of which nobody knows whether they were accepted, to those that were and those that never began.
//!
//! This is what a user does whose receipt was lost: the address of the webhook says which request a call belongs to,
//! and the API itself says whether the call is true.

use musicgpt_client::webhook::Event as Call;
use musicgpt_client::{JobToken, Polled, Value};

use super::Result;
use super::history::Next;
use super::journal::Event;
use super::worker::Worker;

/// How often the API is asked whether a call is true, when it cannot answer.
const QUESTIONS: usize = 10;

impl Worker {
    /// Finds out what became of a job, if that is not known.
    pub(crate) async fn resolve(&self, job: usize, next: Next) -> Result<()> {
        if next != Next::Resolve {
            return Ok(());
        }
        let seen = format!("{}/seen/{job}", self.order.receiver);
        let bodies = reqwest::get(seen).await?.error_for_status()?.text().await?;
        let bodies: Vec<String> = serde_json::from_str(&bodies)?;
        let Some(body) = bodies.first() else { return Ok(self.journal.add(job, Event::Absent)?) };
        let call = Call::parse(body.as_bytes())?;
        self.journal.add(job, Event::Found)?;
        for _ in 0..QUESTIONS {
            match self.client.confirm(&call).await {
                Ok(Polled::Succeeded(conversion)) => return self.succeeded(job, &conversion).await,
                Ok(Polled::Failed(_)) => return Ok(self.journal.add(job, Event::Failed)?),
                Ok(_) => return self.finish(job, self.resumed(&self.token(job, body)?)?).await,
                // Not to be understood once, or not there: neither says that the call is untrue.
                Err(error) if error.is_transient() || error.status().is_none_or(|it| it.is_success()) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(format!("it could not be confirmed, {QUESTIONS} times").into())
    }

    /// Makes the token of a job from what a call to its webhook says.
    fn token(&self, job: usize, body: &str) -> Result<JobToken> {
        let body: Value = serde_json::from_str(body)?;
        let id = body["task_id"].as_str().ok_or("the webhook does not name its task")?;
        Ok(JobToken::new(self.product(job).operation(), id))
    }
}

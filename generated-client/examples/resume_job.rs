//! Takes up a job that another process has started, and lists its results.
//!
//! ```sh
//! MUSICGPT_API_KEY=… cargo run -p musicgpt-client --example resume_job -- audio_mastering:TASK-ID
//! ```
//!
//! The argument is the text of a `JobToken`, or the operation and the id of the task.

use std::env;
use std::error::Error;

use musicgpt_client::{Client, JobToken, Polled, WaitOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token: JobToken = env::args().nth(1).ok_or("usage: resume_job OPERATION:TASK-ID")?.parse()?;
    let job = Client::from_env()?.resume(token)?;
    let mut statuses = job.statuses(WaitOptions::new());
    while let Some(polled) = statuses.next().await {
        match polled? {
            Polled::Succeeded(conversion) => {
                conversion.outputs().iter().for_each(|(name, url)| println!("{name}: {url}"));
            }
            Polled::Pending(report) | Polled::Failed(report) => {
                println!("{}", report.status().unwrap_or("no status"));
            }
            other => println!("{other:?}"),
        }
    }
    Ok(())
}

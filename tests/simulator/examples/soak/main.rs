//! `cargo xtask soak`: thousands of jobs through the client, while much goes wrong, to a proof that none was paid twice
//! and none was lost.
//!
//! ```text
//!  this process                                        its child, the worker, killed twice on the way
//!  ┌ simulator, misbehaving ←──────── requests ──────┬ 64 tasks that share a client
//!  │    └ ledger ─┐                                  │
//!  ├ receiver ←───┼── webhooks … ──── "seen?" ───────┤
//!  └ verdict ←────┴── journal ←───── what it did ────┘
//! ```

mod clock;
mod history;
mod journal;
mod order;
mod product;
mod receiver;
mod resolve;
mod rules;
mod supervisor;
mod verdict;
mod worker;

use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use order::Order;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Proves that no job is paid twice and none is lost, whatever goes wrong on the way.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask soak")]
pub(crate) struct Arguments {
    /// How many jobs to submit.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    jobs: u64,
    /// Start of all chance: what is submitted, what goes wrong and when the worker is killed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Seconds after which the soak has failed.
    #[arg(long, default_value_t = 900)]
    limit: u64,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Submits the jobs and waits for them; ends when its standard input does.
    #[command(hide = true)]
    Worker(Order),
}

pub(crate) fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the program with these arguments, the first of which is its name.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = Arguments::parse_from(arguments);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let is_good = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(part(arguments)));
    match is_good {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn part(arguments: Arguments) -> Result<bool> {
    let Arguments { jobs, seed, limit, part } = arguments;
    match part {
        Some(Part::Worker(order)) => worker::work(order).await.map(|()| true),
        None => {
            let limit = Duration::from_secs(limit);
            let soak = supervisor::soak(usize::try_from(jobs)?, seed);
            tokio::time::timeout(limit, soak).await.map_err(|_| format!("no end within {limit:?}"))?
        }
    }
}

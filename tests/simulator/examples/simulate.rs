//! `cargo xtask simulate`: a simulator of the MusicGPT API that runs until it is interrupted.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use simulator::{Options, Rule};
use tokio::signal;

/// Serves a stand-in for the MusicGPT API on this machine, with jobs, files, webhooks and, if asked for, faults.
///
/// `/__simulator/` on the same port shows the jobs, `/__simulator/ledger` all that was received.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask simulate")]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Key that every call has to carry.
    #[arg(long, default_value = "test-key")]
    key: String,
    /// Simulated seconds in a real one.
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
    /// Credits that the account starts with.
    #[arg(long, default_value_t = 1_000_000.0)]
    credits: f64,
    /// What goes wrong: a rule such as `remix status code=503 count=2`, or a file with a rule in each line.
    #[arg(long, value_name = "FILE-OR-RULE", num_args = 1..)]
    misbehave: Vec<String>,
    /// An OpenAPI document, instead of that of this workspace.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until somebody interrupts it.
async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/musicgpt.yaml");
    let path = arguments.spec.unwrap_or(own);
    let document =
        fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut options = Options::new(document)
        .port(arguments.port)
        .key(arguments.key)
        .speed(arguments.speed)
        .real_eta()
        .credits(arguments.credits);
    for rule in rules(&arguments.misbehave)? {
        options = options.rule(rule);
    }
    let simulator = simulator::start(options).await?;
    println!("listening on {}", simulator.base_url());
    interrupted().await?;
    simulator.stop().await;
    Ok(())
}

/// Reads rules; the name of a file stands for the rules in it, one in each line that is not empty or a comment.
fn rules(given: &[String]) -> Result<Vec<Rule>, Box<dyn Error>> {
    let mut rules = Vec::new();
    for text in given {
        let listed = if Path::new(text).is_file() { fs::read_to_string(text)? } else { text.clone() };
        let lines = listed.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            rules.push(line.parse::<Rule>()?);
        }
    }
    Ok(rules)
}

/// Waits until somebody presses Ctrl-C or asks the process to end.
async fn interrupted() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut asked_to_end = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            pressed = signal::ctrl_c() => pressed,
            _ = asked_to_end.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}

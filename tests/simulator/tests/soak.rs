//! `cargo xtask soak`, small: two hundred jobs, through two kills.
//!
//! It has no test harness, because the program starts itself again as the worker that is killed.

#[path = "../examples/soak/main.rs"]
mod soak;

use std::process::ExitCode;

const NAME: &str = "no_job_is_paid_twice_and_none_is_lost";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words = arguments.iter().filter(|word| !word.starts_with('-')).peekable();
    match arguments.first().map(String::as_str) {
        Some("worker") => soak::main(),
        Some("--list") => {
            println!("{NAME}: test");
            ExitCode::SUCCESS
        }
        // Another test is asked for.
        _ if words.peek().is_some() && !words.any(|word| NAME.contains(word.as_str())) => ExitCode::SUCCESS,
        _ => soak::run(["soak", "--jobs", "200", "--seed", "1", "--limit", "120"].map(Into::into)),
    }
}

//! What became of the calls: a line for each that failed, and a count.

use std::process::ExitCode;

use musicgpt_client::Error;

/// The calls so far.
#[derive(Default)]
pub(crate) struct Tally {
    made: usize,
    failed: usize,
}

impl Tally {
    /// Makes a call; a failure is told, and does not keep the others from being made.
    pub(crate) async fn call<T>(
        &mut self,
        what: &str,
        call: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Option<T> {
        self.made += 1;
        match call.await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.failed += 1;
                let body = error.body_text().unwrap_or_default();
                println!("failed: {what}: {error}\n  {body}");
                None
            }
        }
    }

    /// Tells how it went.
    pub(crate) fn finish(self) -> ExitCode {
        println!("{} calls of the Rust client, {} failed", self.made, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

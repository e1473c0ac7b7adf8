//! Turns the passage of bytes and of time into lines on a terminal that draw themselves anew.

use std::{fmt::Write, sync::OnceLock, time::Duration};

use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};

use super::Screen;
use crate::{Progress, Upload};

/// How many characters a track is long.
const TRACK: usize = 30;
/// How often a line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// The lines of a command, which are drawn on a terminal only.
pub(super) struct Lines(Option<MultiProgress>);

impl Lines {
    pub(super) fn new(screen: &Screen) -> Self {
        Self(screen.shows_progress.then(MultiProgress::new))
    }

    /// Returns who is told how far an upload or download is; its line is there from the first byte on.
    pub(super) fn transfer(&self, what: String) -> impl Fn(Progress) + Send + Sync + 'static {
        let lines = self.0.clone();
        let line = OnceLock::new();
        move |progress| {
            let Some(lines) = &lines else { return };
            let line = line.get_or_init(|| lines.add(transfer_line(&what)));
            line.set_length(progress.total.unwrap_or(progress.bytes));
            line.set_position(progress.bytes);
            if progress.total == Some(progress.bytes) {
                line.finish();
            }
        }
    }

    /// Shows how much of a file was sent.
    pub(super) fn watch(&self, file: Upload) -> Upload {
        let what = file.name().unwrap_or("file").to_owned();
        file.on_progress(self.transfer(what))
    }

    /// Begins the line of a job, which shows how its time passes.
    pub(super) fn job(&self, operation: &str, eta: Option<Duration>) -> JobLine {
        JobLine(self.0.as_ref().map(|lines| {
            let line = lines.add(ProgressBar::new_spinner());
            let key = move |state: &ProgressState, out: &mut dyn Write| {
                // Writing to a line in memory does not fail.
                let _ = out.write_str(&time(state.elapsed(), eta));
            };
            line.set_style(style("{spinner} {prefix} {time} {msg}").with_key("time", key));
            line.set_prefix(operation.to_owned());
            line.enable_steady_tick(TICK);
            line
        }))
    }

    /// Removes all lines.
    pub(super) fn clear(&self) {
        if let Some(lines) = &self.0 {
            // What cannot be drawn is not there.
            let _ = lines.clear();
        }
    }
}

/// The line of a job.
pub(super) struct JobLine(Option<ProgressBar>);

impl JobLine {
    pub(super) fn status(&self, status: Option<&str>) {
        if let Some(line) = &self.0 {
            line.set_message(super::summary::visible(status.unwrap_or_default()));
        }
    }
}

impl Drop for JobLine {
    fn drop(&mut self) {
        if let Some(line) = &self.0 {
            line.finish_and_clear();
        }
    }
}

fn transfer_line(what: &str) -> ProgressBar {
    let style = style("{msg} [{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}").progress_chars("━━─");
    ProgressBar::no_length().with_style(style).with_message(super::summary::visible(what))
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is one of ours")
}

/// Shows how much of its time a job has had: a track towards the ETA, or the time alone.
fn time(elapsed: Duration, eta: Option<Duration>) -> String {
    let Some(eta) = eta.filter(|eta| !eta.is_zero()) else { return seconds(elapsed) };
    let share = (elapsed.as_secs_f64() / eta.as_secs_f64()).min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and the length"
    )]
    let done = (share * TRACK as f64) as usize;
    let track = format!("{}{}", "━".repeat(done), "─".repeat(TRACK - done));
    match eta.checked_sub(elapsed) {
        Some(left) => format!("[{track}] {} left", seconds(left)),
        None => format!("[{track}] {}, any moment now", seconds(elapsed)),
    }
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::time;

    #[test]
    fn a_track_leads_to_the_eta() {
        let at = |elapsed, eta: Option<u64>| time(Duration::from_secs(elapsed), eta.map(Duration::from_secs));
        assert_eq!(at(0, Some(90)), format!("[{}] 1 min 30 s left", "─".repeat(30)));
        assert_eq!(at(45, Some(90)), format!("[{}{}] 45 s left", "━".repeat(15), "─".repeat(15)));
        assert_eq!(at(95, Some(90)), format!("[{}] 1 min 35 s, any moment now", "━".repeat(30)));
        assert_eq!(at(5, None), "5 s");
        assert_eq!(at(5, Some(0)), "5 s");
    }
}

//! A command to what it printed and what it took: time of the processor and memory, those of its children included.

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use wait4::Wait4 as _;

/// What a command took and said.
pub(crate) struct Measured {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
    /// Seconds of the processor.
    pub(crate) cpu: f64,
    /// MiB, of the largest of its processes.
    pub(crate) peak: f64,
    pub(crate) was_stopped: bool,
}

/// Runs a command, and ends it, with all that it has started, when it takes longer than `limit`.
pub(crate) fn run(command: &mut Command, limit: Duration) -> io::Result<Measured> {
    in_a_group_of_its_own(command);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let out = read(child.stdout.take());
    let err = read(child.stderr.take());
    let process = child.id();
    let (ended, end) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        let is_late = end.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
        if is_late {
            // A process that has just ended needs no ending.
            let _ = ending(process).status();
        }
        is_late
    });
    let used = child.wait4();
    drop(ended);
    let was_stopped = guard.join().unwrap_or_default();
    let used = used?;
    let text = |thread: thread::JoinHandle<String>| thread.join().unwrap_or_default();
    Ok(Measured {
        status: used.status,
        out: text(out),
        err: text(err),
        cpu: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak: used.rusage.maxrss as f64 / 1024.0 / 1024.0,
        was_stopped,
    })
}

/// Makes it possible to end a command together with its children. An interrupt from the terminal ends this program only,
/// and what it has started goes on to its end.
#[cfg(unix)]
fn in_a_group_of_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    command.process_group(0);
}

#[cfg(not(unix))]
fn in_a_group_of_its_own(_: &mut Command) {}

/// Returns what ends a process and its children: cargo, for one, leaves the compiler behind when it is ended alone.
fn ending(process: u32) -> Command {
    let mut command = Command::new(if cfg!(windows) { "taskkill" } else { "kill" });
    if cfg!(windows) {
        command.args(["/F", "/T", "/PID", &process.to_string()]);
    } else {
        command.args(["-9", "--", &format!("-{process}")]);
    }
    command
}

/// Reads on a thread of its own, so that a full pipe holds nobody up.
fn read(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What could be read until then is what there is to show.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::run;

    #[test]
    fn what_takes_too_long_is_ended_with_all_that_it_has_started() {
        let started = Instant::now();
        // The second process holds the pipe open, so that nobody would hear the end of it while it lives.
        let command = "echo begun; sleep 60 & sleep 60";
        let measured = run(Command::new("sh").args(["-c", command]), Duration::from_millis(300));
        let measured = measured.expect("there is a shell");
        assert!(measured.was_stopped && measured.out == "begun\n" && !measured.status.success());
        assert!(started.elapsed() < Duration::from_secs(20), "the second process was left behind");
    }
}

//! A command to what it printed and what it took: time of the processor and memory, those of its children included.

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use wait4::Wait4 as _;

/// What a command took and said.
pub(super) struct Measured {
    pub(super) status: ExitStatus,
    pub(super) out: String,
    pub(super) err: String,
    /// Seconds of the processor.
    pub(super) cpu: f64,
    /// MiB, of the largest of its processes.
    pub(super) peak: f64,
    pub(super) was_stopped: bool,
}

/// Runs a command, and ends it when it takes longer than `limit`.
pub(super) fn run(command: &mut Command, limit: Duration) -> io::Result<Measured> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let out = read(child.stdout.take());
    let err = read(child.stderr.take());
    let process = child.id();
    let (ended, end) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        let is_late = end.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
        if is_late {
            // A process that has just ended needs no ending.
            let _ = Command::new("kill").args(["-9", &process.to_string()]).status();
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

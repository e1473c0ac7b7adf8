//! The command on a terminal: it waits by itself, draws what is on its way, and shows people what they read.
#![cfg(unix)]

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::shell::{Ran, Shell, options};

/// Runs a command line on a terminal of its own; what it writes there comes as the output.
fn on_a_terminal(shell: &Shell, line: &str) -> Ran {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
    grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("the terminal is ours");
    let name = ptsname(&ours, Vec::new()).expect("it has a name").into_string().expect("it is text");
    let theirs = || Stdio::from(OpenOptions::new().read(true).write(true).open(&name).expect("it is there"));
    let mut command = shell.command(line);
    // Nothing is drawn on a terminal of which nobody knows what it can do.
    command.env("TERM", "xterm");
    let mut child = command.stdin(theirs()).stdout(theirs()).stderr(theirs()).spawn().expect("it can be run");
    // The command keeps the terminal open that it was given.
    drop(command);
    let stdout = everything(File::from(ours)).expect("the terminal can be read");
    let code = child.wait().expect("it was started").code().expect("it ends by itself");
    Ran { code, stdout, stderr: String::new() }
}

/// Reads until nobody writes to the terminal any more, which systems tell in different ways.
fn everything(mut terminal: File) -> io::Result<String> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match terminal.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

#[test]
fn a_job_is_waited_for_and_summed_up() {
    let shell = Shell::with(options().speed(200.0));
    let ran = on_a_terminal(&shell, "musicgpt generations music-ai --prompt rain --output rain.mp3");
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in [
        "accepted; if this ends before the job: musicgpt resume music_ai:",
        "music_ai [",
        "left",
        "song_1: rain-1.mp3\nsong_1_wav: http://127.0.0.1",
        "  status: COMPLETED\n",
    ] {
        assert!(ran.stdout.contains(words), "{words:?} is not in {ran:?}");
    }
    assert!(!ran.stdout.contains('{'), "{ran:?}");
}

#[test]
fn json_is_for_whoever_asks_for_it() {
    let shell = Shell::start();
    let ran = on_a_terminal(&shell, "musicgpt voices get-all-voices --limit 1 --json");
    assert!(ran.json()["voices"].is_array());
    let ran = on_a_terminal(&shell, "musicgpt voices get-all-voices --limit 1");
    assert!(ran.stdout.starts_with("success: true\nvoices:\n  - voice_id: "), "{ran:?}");
}

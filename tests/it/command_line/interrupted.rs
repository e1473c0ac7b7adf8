//! Ctrl-C: the job goes on, and the command says how to find it again.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use rustix::process::{Pid, Signal, kill_process};

use super::shell::{Shell, options};

const SONG: &str = "musicgpt generations music-ai --prompt rain";

fn interrupt(child: &Child) {
    let id = Pid::from_child(child);
    kill_process(id, Signal::INT).expect("the process is ours");
}

/// Waits for the end of a command; returns its exit code and what it said after what was read already.
fn end(mut child: Child, mut stderr: impl std::io::Read) -> (Option<i32>, String) {
    let mut said = String::new();
    stderr.read_to_string(&mut said).expect("what a command says is text");
    (child.wait().expect("it was started").code(), said)
}

#[test]
fn a_wait_that_is_interrupted_says_how_to_go_on() {
    let shell = Shell::with(options().manual_clock());
    let mut child = shell.spawn(&format!("{SONG} --output 'my songs/'"));
    let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut first = String::new();
    stderr.read_line(&mut first).expect("the way back is said");
    interrupt(&child);
    let (code, said) = end(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    let command = said.trim().strip_prefix("interrupted: the job goes on; ").expect("the command is shown");
    assert!(command.ends_with("--output 'my songs/'"), "{command}");

    shell.simulator.advance(std::time::Duration::from_secs(10_000));
    assert_eq!(shell.run(command).json()["files"].as_array().map(Vec::len), Some(4));
    assert_eq!(shell.accepted("music_ai"), 1);
}

/// An answer that is late may be the receipt of a job that is paid for already.
#[test]
fn a_submission_that_is_interrupted_waits_for_the_id() {
    let shell =
        Shell::with(options().speed(300.0).rule("music_ai slow bytes-per-second=1".parse().expect("a rule")));
    let mut child = shell.spawn(&format!("{SONG} --wait"));
    let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    shell.block_on(async {
        while shell.accepted("music_ai") == 0 {
            tokio::task::yield_now().await;
        }
    });
    interrupt(&child);
    let mut first = String::new();
    stderr.read_line(&mut first).expect("it is said what is waited for");
    assert!(first.starts_with("interrupted: waiting for the id of the job"), "{first}");
    let (code, said) = end(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("the job goes on; musicgpt resume music_ai:"), "{said}");
}

#[test]
fn a_submission_that_is_interrupted_twice_is_in_doubt() {
    let shell = Shell::misbehaving("music_ai stall");
    let mut child = shell.spawn(SONG);
    let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    shell.block_on(async {
        while shell.simulator.ledger().of("music_ai").count() == 0 {
            tokio::task::yield_now().await;
        }
    });
    interrupt(&child);
    let mut first = String::new();
    stderr.read_line(&mut first).expect("it is said what is waited for");
    interrupt(&child);
    let (code, said) = end(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("whether the job was accepted is not known"), "{said}");
}

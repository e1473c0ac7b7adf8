//! A hundred uploads at a time, which neither the client nor the simulator may keep.

use std::process::Command;

use futures_util::{future, stream};
use musicgpt_client::types::{DenoiseInput, DenoiseRequest};
use musicgpt_client::{Bytes, Upload};

use super::bench::Bench;

const JOBS: usize = 100;
const PIECE: usize = 64 << 10;
const SIZE: usize = 5 << 20;
/// What the peak may grow by, in KiB: a fifth of the 500 MiB that are sent, so that nobody can keep what passes.
const ALLOWED: usize = 100 << 10;
/// Set for the process that is measured.
const MEASURED: &str = "END_TO_END_MEMORY_IS_MEASURED";
const THIS_TEST: &str = "end_to_end::memory::a_hundred_uploads_at_a_time_hold_memory_flat";

/// The tests of this program share a process, whose peak says nothing about one of them; so this one starts another.
#[test]
fn a_hundred_uploads_at_a_time_hold_memory_flat() {
    if std::env::var_os(MEASURED).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        return runtime.expect("a runtime can be made").block_on(upload_and_measure());
    }
    let program = std::env::current_exe().expect("a test knows its program");
    let mut child = Command::new(program);
    child.args([THIS_TEST, "--exact", "--nocapture"]).env(MEASURED, "1");
    let output = child.output().expect("the program can be run again");
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{failed}");
    // A name that fits no test would measure nothing.
    assert!(said.contains("1 passed"), "{said}");
}

async fn upload_and_measure() {
    let bench = Bench::start().await;
    let before = memory("VmRSS:");
    let uploads = (0..JOBS).map(|number| bench.client.denoise(request(number)).into_future());
    for job in future::join_all(uploads.map(tokio::spawn)).await {
        let job = job.expect("no panic").expect("the upload is accepted");
        assert!(job.id().is_some());
    }
    let peak = memory("VmHWM:");

    let ledger = bench.simulator.ledger();
    assert_eq!((ledger.accepted("denoise"), ledger.jobs().count()), (JOBS, JOBS));
    assert_eq!(ledger.entries.len(), JOBS, "nothing is sent twice");
    let mut names: Vec<_> = ledger.jobs().map(|entry| entry.fields["audio_file"].file()).collect();
    assert!(names.iter().flatten().all(|file| file.bytes == SIZE as u64), "{names:?}");
    names.sort_by_key(|file| file.map(|file| &file.file_name));
    names.dedup();
    assert_eq!(names.len(), JOBS, "each file arrived once");
    // Systems without `/proc` have no simple way to tell.
    if let (Some(before), Some(peak)) = (before, peak) {
        let growth = peak.saturating_sub(before);
        assert!(growth < ALLOWED, "{growth} KiB for {} KiB", (JOBS * SIZE) >> 10);
    }
}

/// Makes an upload that holds one piece, again and again.
fn request(number: usize) -> DenoiseRequest {
    let piece = Bytes::from_static(&[7; PIECE]);
    let pieces = stream::iter((0..SIZE / PIECE).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    let upload = Upload::stream(SIZE as u64, pieces).file_name(format!("{number}.wav"));
    DenoiseRequest::new(DenoiseInput::File(upload))
}

/// Returns a figure about the memory of this process, in KiB: `VmRSS:` is in use now, `VmHWM:` was at most.
fn memory(figure: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(figure))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

//! A hundred uploads at a time hold memory flat.
//!
//! The only test of its process, for it measures the whole process. The clients are plain sockets that send zeros from
//! one static buffer, so that what grows is the simulator's.

#![cfg(target_os = "linux")]

use std::time::Duration;

use simulator::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const UPLOADS: usize = 100;
const SIZE: usize = 5 << 20;
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// Far less than the 500 MiB that are sent: a third of a MiB for an upload, and the rest for noise.
const ALLOWED: usize = 40 << 20;

/// Returns the memory of this process that is in use, in bytes.
fn in_use() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux has it");
    let pages: usize = statm.split(' ').nth(1).expect("the resident pages").parse().expect("a number");
    pages * 4096
}

/// Uploads a file of zeros and returns the first line of the answer.
async fn upload(address: String) -> String {
    let head = "--b\r\nContent-Disposition: form-data; name=\"audio_file\"; filename=\"zeros.wav\"\r\n\r\n";
    let tail = "\r\n--b--\r\n";
    let length = head.len() + SIZE + tail.len();
    let mut socket = TcpStream::connect(&address).await.expect("the simulator listens");
    let request = format!(
        "POST /api/public/v1/denoise HTTP/1.1\r\nHost: {address}\r\nAuthorization: test-key\r\nContent-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nConnection: close\r\n\r\n{head}"
    );
    socket.write_all(request.as_bytes()).await.expect("it reads");
    for _ in 0..SIZE / ZEROS.len() {
        socket.write_all(&ZEROS).await.expect("it reads on");
    }
    socket.write_all(tail.as_bytes()).await.expect("it reads to the end");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("it answers");
    answer.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_uploads_at_a_time_hold_memory_flat() {
    let options = Options::new(include_str!("../../../spec/musicgpt.yaml")).manual_clock();
    let simulator = simulator::start(options).await.expect("the shipped document can be served");
    let address = simulator.origin().trim_start_matches("http://").to_owned();
    let before = in_use();

    let uploads: Vec<_> = (0..UPLOADS).map(|_| tokio::spawn(upload(address.clone()))).collect();
    let mut most = 0;
    while uploads.iter().any(|upload| !upload.is_finished()) {
        most = most.max(in_use());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for upload in uploads {
        assert_eq!(upload.await.expect("no panic"), "HTTP/1.1 200 OK");
    }
    let ledger = simulator.ledger();
    assert_eq!(ledger.accepted("denoise"), UPLOADS);
    for entry in &ledger.entries {
        assert_eq!(entry.fields["audio_file"].file().map(|file| file.bytes), Some(SIZE as u64));
    }
    let grown = most.saturating_sub(before);
    assert!(grown < ALLOWED, "{} MiB more while uploading", grown >> 20);
    println!("{} MiB before, {} MiB at most", before >> 20, most >> 20);
}

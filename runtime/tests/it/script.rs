//! A server on the loopback interface that plays a script: each request meets the next step, and is recorded.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use openapi_client_runtime::{ClientBuilder, Transport, test_kit::TestClock};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
};

use crate::server::{API, KEY, Received};

/// What happens to one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// It is answered with these bytes, and the connection is closed.
    Say(Vec<u8>),
    /// The connection is reset once the request has been read.
    Reset,
    /// These bytes, if any, are answered, and no more ever come.
    Stall(Vec<u8>),
    /// The connection is reset before anything is read.
    ResetUnread,
}

/// Answers with a status, such as `200 OK`, and JSON.
pub(crate) fn json(status: &str, body: &str) -> Step {
    with_headers(status, "content-type: application/json", body.as_bytes())
}

/// Answers with a status, headers and a body.
pub(crate) fn with_headers(status: &str, headers: &str, body: &[u8]) -> Step {
    let separator = if headers.is_empty() { "" } else { "\r\n" };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close{separator}{headers}\r\n\r\n"
    );
    Step::Say([head.as_bytes(), body].concat())
}

/// Announces more than there is.
pub(crate) fn cut(status: &str, headers: &str, announced: usize, body: &[u8]) -> Step {
    Step::Say(part(status, headers, announced, body))
}

/// Announces more than there is, and never ends.
pub(crate) fn stall(status: &str, announced: usize, body: &[u8]) -> Step {
    Step::Stall(part(status, "", announced, body))
}

fn part(status: &str, headers: &str, announced: usize, body: &[u8]) -> Vec<u8> {
    let separator = if headers.is_empty() { "" } else { "\r\n" };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {announced}{separator}{headers}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A server, and a client of it whose clock stands still.
pub(crate) struct Script {
    pub(crate) url: String,
    pub(crate) clock: TestClock,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Script {
    /// Starts a server that plays these steps, and answers `410` to whatever comes after them.
    pub(crate) async fn playing(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let mut steps: VecDeque<_> = steps.into_iter().collect();
        let record = received.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let step = steps.pop_front().unwrap_or_else(|| json("410 Gone", "\"the script is over\""));
                tokio::spawn(meet(stream, step, record.clone()));
            }
        });
        Self { url, clock: TestClock::new().with_chance(1.0), received }
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Transport> {
        let builder = ClientBuilder::new(&API).base_url(self.url.as_str()).api_key(KEY);
        builder.clock(self.clock.clone()).timeout(Duration::from_secs(600))
    }

    pub(crate) fn client(&self) -> Transport {
        self.builder().build().unwrap()
    }

    /// Returns the requests so far, taking them out.
    pub(crate) fn received(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }

    /// Returns the first lines of the requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.received.lock().unwrap().iter().map(|request| request.line().to_owned()).collect()
    }

    /// Returns what the client has slept, in seconds.
    pub(crate) fn sleeps(&self) -> Vec<f64> {
        self.clock.sleeps().iter().map(Duration::as_secs_f64).collect()
    }
}

async fn meet(mut stream: TcpStream, step: Step, record: Arc<Mutex<Vec<Received>>>) {
    if matches!(step, Step::ResetUnread) {
        return stream.set_zero_linger().unwrap();
    }
    let received = Received::read(&mut stream).await;
    record.lock().unwrap().push(received);
    match step {
        // The client may be gone already; then there is nobody to answer.
        Step::Say(bytes) => drop(stream.write_all(&bytes).await),
        Step::Reset | Step::ResetUnread => stream.set_zero_linger().unwrap(),
        Step::Stall(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            std::future::pending().await
        }
    }
}

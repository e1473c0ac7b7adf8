//! A running simulator and a client for it.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use simulator::{Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The document that the project ships.
pub(crate) const DOCUMENT: &str = include_str!("../../../../spec/musicgpt.yaml");

/// Returns options with the shipped document and a clock that is moved by hand.
pub(crate) fn options() -> Options {
    Options::new(DOCUMENT).manual_clock()
}

/// Starts a simulator with the shipped document and a clock that is moved by hand.
pub(crate) async fn start() -> Simulator {
    simulator::start(options()).await.expect("the shipped document can be served")
}

/// Starts one that misbehaves.
pub(crate) async fn misbehaving(rule: &str) -> Simulator {
    let options = options().rule(rule.parse().expect("a rule"));
    simulator::start(options).await.expect("the shipped document can be served")
}

/// Returns a client that goes nowhere else and keeps no connection for later. Making one takes long, so it is shared.
pub(crate) fn client() -> Client {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        let redirects = reqwest::redirect::Policy::none();
        let client = Client::builder().no_proxy().redirect(redirects).pool_max_idle_per_host(0);
        client.timeout(Duration::from_secs(60)).build().expect("a plain client")
    });
    CLIENT.clone()
}

/// Begins a POST with the key.
pub(crate) fn post(simulator: &Simulator, path: &str) -> RequestBuilder {
    client().post(format!("{}{path}", simulator.base_url())).header("authorization", "test-key")
}

/// Begins a POST of an urlencoded form, with the key.
pub(crate) fn post_form(simulator: &Simulator, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    post(simulator, path).header("content-type", "application/x-www-form-urlencoded").body(body)
}

/// Begins a GET with the key.
pub(crate) fn get(simulator: &Simulator, path: &str) -> RequestBuilder {
    client().get(format!("{}{path}", simulator.base_url())).header("authorization", "test-key")
}

/// Reads an answer as a status and JSON.
pub(crate) async fn read(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.expect("a complete answer");
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}")))
}

/// Sends a request and reads the answer.
pub(crate) async fn send(request: RequestBuilder) -> (StatusCode, Value) {
    read(request.send().await.expect("an answer")).await
}

/// Submits a cut, which takes 66 simulated seconds, and returns its receipt.
pub(crate) async fn submit_cut(simulator: &Simulator) -> Value {
    let body = json!({ "audio_url": "https://example.com/a.mp3", "start_time": 0, "end_time": 1000 });
    let (status, receipt) = send(post(simulator, "/v1/audio_cutter").json(&body)).await;
    assert_eq!(status, 200, "{receipt}");
    receipt
}

/// Asks for the report on a job by the id of its task.
pub(crate) async fn report(
    simulator: &Simulator,
    conversion_type: &str,
    task_id: &Value,
) -> (StatusCode, Value) {
    let task_id = task_id.as_str().expect("an id");
    send(get(simulator, &format!("/v1/byId?conversionType={conversion_type}&task_id={task_id}"))).await
}

/// A receiver of webhook calls.
pub(crate) struct Receiver {
    pub(crate) url: String,
    calls: Arc<Mutex<Vec<Value>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let calls = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&calls);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let call = receive(socket).await;
                kept.lock().expect("no panic").push(call);
            }
        });
        Self { url: format!("http://{address}/hook"), calls }
    }

    pub(crate) fn calls(&self) -> Vec<Value> {
        self.calls.lock().expect("no panic").clone()
    }

    /// Waits until this many calls have come.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Value> {
        until(|| self.calls().len() >= count).await;
        self.calls()
    }
}

/// Waits for something that is about to happen; fails if it does not within ten seconds.
pub(crate) async fn until(mut holds: impl FnMut() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("it happens in time");
}

/// Reads one request with a body of known length, and answers it.
async fn receive(mut socket: TcpStream) -> Value {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .split_once("content-length: ")
                .map(|(_, rest)| rest.lines().next().unwrap_or_default().parse::<usize>().expect("a length"));
            if body.len() >= length.expect("a length") {
                socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.expect("it is read");
                return serde_json::from_str(body).expect("JSON");
            }
        }
        assert_ne!(socket.read_buf(&mut bytes).await.expect("a request"), 0, "the request ends early");
    }
}

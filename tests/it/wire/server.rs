//! Turns what a client sends over a loopback connection into bytes, and answers each request with the same canned bytes.

use musicgpt_client::{Client, Error};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// The key that the clients of these tests identify themselves with.
pub(crate) const KEY: &str = "test-key";

/// A server that lives as long as the test that started it.
pub(crate) struct Server {
    /// The base URL for clients, with the path that the real API has.
    pub(crate) base_url: String,
    requests: UnboundedReceiver<Vec<u8>>,
}

impl Server {
    /// Starts a server that answers with this status line, such as `200 OK`, these headers and this body.
    pub(crate) async fn answering(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        // Each connection is for one request, so that its end shows where the client thinks that the request ends.
        let head =
            format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        Self::start(Some(head + body)).await
    }

    /// Starts a server that answers `200 OK` with this JSON.
    pub(crate) async fn json(body: &str) -> Self {
        Self::answering("200 OK", "Content-Type: application/json\r\n", body).await
    }

    /// Starts a server that reads requests and never answers.
    pub(crate) async fn silent() -> Self {
        Self::start(None).await
    }

    async fn start(answer: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port is free");
        let address = listener.local_addr().expect("the listener is bound");
        let (sender, requests) = mpsc::unbounded_channel();
        tokio::spawn(serve(listener, answer, sender));
        Self { base_url: format!("http://{address}/api/public"), requests }
    }

    /// Makes a client that talks to this server.
    pub(crate) fn client(&self) -> Client {
        client(&self.base_url).expect("the key and the base URL are fine")
    }

    /// Returns the next request, from the request line to the last byte before the connection was closed.
    ///
    /// To be called after the call has ended well; before, there may be no request to wait for.
    pub(crate) async fn received(&mut self) -> Vec<u8> {
        self.requests.recv().await.expect("the server runs as long as the test")
    }

    /// Tells whether no further request has come.
    pub(crate) fn is_idle(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// Makes a client with the key of these tests.
pub(crate) fn client(base_url: &str) -> Result<Client, Error> {
    Client::builder().api_key(KEY).base_url(base_url).build()
}

/// Returns a base URL of a port where nobody listens.
pub(crate) async fn deserted_base_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port is free");
    let address = listener.local_addr().expect("the listener is bound");
    format!("http://{address}")
}

async fn serve(listener: TcpListener, answer: Option<String>, requests: UnboundedSender<Vec<u8>>) {
    let mut unanswered = Vec::new();
    loop {
        let (connection, _) = listener.accept().await.expect("the listener is open");
        let mut connection = BufReader::new(connection);
        let mut request = read_request(&mut connection).await;
        let Some(answer) = &answer else {
            unanswered.push(connection);
            continue;
        };
        connection.write_all(answer.as_bytes()).await.expect("the client listens");
        // Whatever follows is part of what the client sent: more than it has announced.
        connection.read_to_end(&mut request).await.expect("the client closes the connection");
        if requests.send(request).is_err() {
            return;
        }
    }
}

/// Reads one request: its head and the body that the head announces.
async fn read_request(connection: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut request = Vec::new();
    let mut length = None;
    let mut is_chunked = false;
    loop {
        let line = read_line(connection, &mut request).await;
        let line = line.to_ascii_lowercase();
        match line.split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().ok(),
            Some(("transfer-encoding", value)) => is_chunked = value.trim() == "chunked",
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    if is_chunked {
        read_chunks(connection, &mut request).await;
    }
    read_exactly(connection, &mut request, length.unwrap_or(0)).await;
    request
}

/// Reads chunks as they are, up to and with the empty one.
async fn read_chunks(connection: &mut BufReader<TcpStream>, request: &mut Vec<u8>) {
    loop {
        let size = read_line(connection, request).await;
        let size = usize::from_str_radix(&size, 16).expect("a chunk begins with its size");
        read_exactly(connection, request, size + "\r\n".len()).await;
        if size == 0 {
            return;
        }
    }
}

async fn read_exactly(connection: &mut BufReader<TcpStream>, request: &mut Vec<u8>, length: usize) {
    let start = request.len();
    request.resize(start + length, 0);
    connection.read_exact(&mut request[start..]).await.expect("the client sends what it announced");
}

async fn read_line(connection: &mut BufReader<TcpStream>, request: &mut Vec<u8>) -> String {
    let start = request.len();
    connection.read_until(b'\n', request).await.expect("the client sends lines");
    let line = str::from_utf8(&request[start..]).expect("a head is text");
    line.strip_suffix("\r\n").expect("a line ends in CRLF").to_owned()
}

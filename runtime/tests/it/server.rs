//! A server on the loopback interface that records one request as it arrives and gives one answer.

use std::time::Duration;

use openapi_client_runtime::{
    ApiDescription, ClientBuilder, RetryPolicy, SecurityScheme, Server as ApiServer, Transport,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The key that all tests use, so that they can look for it where it must not be.
pub(crate) const KEY: &str = "sesame-4711/\"x";

pub(crate) static API: ApiDescription = ApiDescription {
    title: "Test API",
    user_agent: "test-client/1.0",
    env_prefix: "TEST",
    servers: &[ApiServer::new("https://api.example.com/v1", "Production")],
    schemes: &[
        SecurityScheme::api_key_in_header("HeaderKey", "X-API-Key"),
        SecurityScheme::api_key_in_query("QueryKey", "api key"),
        SecurityScheme::api_key_in_cookie("CookieKey", "session"),
        SecurityScheme::bearer("Token"),
        SecurityScheme::basic("Login"),
    ],
    security: &[&["HeaderKey"]],
};

pub(crate) struct Server {
    pub(crate) url: String,
    request: JoinHandle<Received>,
}

/// A request as it arrived.
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Answers with a status, such as `200 OK`, and JSON.
    pub(crate) async fn answering(status: &str, body: &str) -> Self {
        Self::answering_with(status, "content-type: application/json", body.as_bytes()).await
    }

    pub(crate) async fn answering_with(status: &str, headers: &str, body: &[u8]) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n\r\n"
        );
        Self::saying([head.as_bytes(), body].concat()).await
    }

    /// Answers with bytes, and then closes the connection.
    pub(crate) async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        Self::saying_late(Duration::ZERO, answer).await
    }

    /// Thinks, and answers with JSON.
    pub(crate) async fn answering_late(delay: Duration, body: &str) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        Self::saying_late(delay, head).await
    }

    async fn saying_late(delay: Duration, answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let request = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let received = Received::read(&mut stream).await;
            tokio::time::sleep(delay).await;
            // The client may be gone already; then there is nobody to answer.
            let _ = stream.write_all(&answer).await;
            received
        });
        Self { url, request }
    }

    /// Returns a client that sends everything once, because the server answers once.
    pub(crate) fn builder(&self) -> ClientBuilder<Transport> {
        ClientBuilder::new(&API).base_url(self.url.as_str()).retry(RetryPolicy::none())
    }

    pub(crate) fn client(&self) -> Transport {
        self.builder().api_key(KEY).build().unwrap()
    }

    pub(crate) async fn received(self) -> Received {
        self.request.await.unwrap()
    }
}

impl Received {
    /// Reads until the announced length is reached or the client closes the connection.
    pub(crate) async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
                let received = Self { head, body: bytes[end + 4..].to_vec() };
                if received.body.len() >= received.header("content-length").unwrap_or("0").parse().unwrap() {
                    return received;
                }
            }
            if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                return Self { head: String::from_utf8_lossy(&bytes).into_owned(), body: Vec::new() };
            }
        }
    }

    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

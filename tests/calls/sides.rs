//! The two sides that are compared: calls of the runtime, and the same by hand with the very same reqwest client.

use std::time::Duration;

use runtime::{ApiDescription, ClientBuilder, SecurityScheme, Server, Transport, reqwest};

/// The key that both sides send.
pub(crate) const KEY: &str = "a-key-of-usual-length-0123456789";

static API: ApiDescription = ApiDescription {
    title: "Bench API",
    user_agent: "bench/1.0",
    env_prefix: "BENCH",
    servers: &[Server::new("https://api.example.com", "Nowhere")],
    schemes: &[SecurityScheme::api_key_in_header("Key", "x-api-key")],
    security: &[&["Key"]],
};

/// A client of either kind, for the same server.
#[derive(Clone)]
pub(crate) struct Sides {
    pub(crate) url: String,
    pub(crate) transport: Transport,
    /// The client of reqwest, which the transport has, too: connections are kept in the same way.
    pub(crate) http: reqwest::Client,
}

impl Sides {
    pub(crate) fn new(url: &str) -> Self {
        let http = reqwest::Client::builder()
            .user_agent("bench/1.0")
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("the client can be made");
        let transport: Transport = ClientBuilder::new(&API)
            .base_url(url)
            .api_key(KEY)
            .http_client(http.clone())
            .build()
            .expect("the client can be made");
        Self { url: url.to_owned(), transport, http }
    }
}

/// Returns what calls are awaited on.
pub(crate) fn executor() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("the runtime can be made")
}

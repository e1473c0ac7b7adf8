//! A running simulator, and a client that talks to it.

use std::time::Duration;

use musicgpt_client::Client;
use runtime::reqwest;
use simulator::{Entry, Options, Simulator};

use super::described;
use crate::wire::server::{KEY, client};

/// How long anything may take that happens by itself; reached only when a test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// A simulator of its own for one test.
pub(super) struct Bench {
    pub(super) simulator: Simulator,
    pub(super) client: Client,
}

impl Bench {
    /// Starts a simulator whose clock is moved by hand.
    pub(super) async fn start() -> Self {
        Self::with(options()).await
    }

    /// Starts a simulator that follows a rule.
    pub(super) async fn misbehaving(rule: &str) -> Self {
        Self::with(options().rule(rule.parse().expect("a rule"))).await
    }

    pub(super) async fn with(options: Options) -> Self {
        let simulator = simulator::start(options).await.expect("the document can be served");
        let client = client(simulator.base_url()).expect("the key and the base URL are fine");
        Self { simulator, client }
    }

    /// Returns the newest entry of the ledger about an operation.
    pub(super) fn newest(&self, operation: &str) -> Entry {
        let entry = self.simulator.ledger().of(operation).last().cloned();
        entry.unwrap_or_else(|| panic!("the simulator has not seen {operation}"))
    }

    /// Returns the only entry of the ledger about an operation.
    pub(super) fn only(&self, operation: &str) -> Entry {
        assert_eq!(self.simulator.ledger().of(operation).count(), 1, "{operation}");
        self.newest(operation)
    }

    /// Moves the time on by seconds.
    pub(super) fn advance(&self, seconds: f64) {
        self.simulator.advance(Duration::from_secs_f64(seconds));
    }
}

/// Returns options with the shipped document, the key of these tests and a clock that is moved by hand.
pub(super) fn options() -> Options {
    Options::new(described::text()).key(KEY).manual_clock()
}

/// Returns a plain HTTP client, as a caller has it who fetches a result or sends an upload: it knows no key.
pub(super) fn plain_http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a plain client can be made")
}

/// Waits for something that happens by itself, and panics if it takes too long.
pub(super) async fn in_time<T>(what: impl IntoFuture<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what.into_future()).await.expect("it happens in time")
}

/// Waits until something holds, and panics if it takes too long.
pub(super) async fn until(mut holds: impl FnMut() -> bool) {
    in_time(async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

//! Starting, steering and stopping a simulator.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::document::Document;
use crate::error::StartError;
use crate::ledger::Ledger;
use crate::misbehaviour::Rule;
use crate::options::Options;
use crate::world::World;
use crate::{routes, served, server};

/// A running simulator. Dropping it ends it at once; [`stop`](Self::stop) lets open requests end first.
#[derive(Debug)]
pub struct Simulator {
    origin: String,
    base_url: String,
    world: Arc<World>,
    stopped: CancellationToken,
    server: JoinHandle<()>,
}

/// Starts a simulator on 127.0.0.1, served by a task of the current tokio runtime.
///
/// # Errors
///
/// The document cannot be served, an option makes no sense, or the port is taken.
pub async fn start(options: Options) -> Result<Simulator, StartError> {
    let mut document = Document::load(&options.document)?;
    check(&options, &document)?;
    let operations = served::prepare(&mut document)?;
    let bind = |source| StartError::Bind { port: options.port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(bind)?;
    let port = listener.local_addr().map_err(bind)?.port();

    let origin = format!("http://127.0.0.1:{port}");
    let base_url = format!("{origin}{}", document.base_path);
    let stopped = CancellationToken::new();
    let world = Arc::new(World::new(document, &operations, options, origin.clone(), stopped.clone()));
    let router = routes::router(&world, operations);
    let server = tokio::spawn(server::serve(listener, router, stopped.clone()));
    Ok(Simulator { origin, base_url, world, stopped, server })
}

fn check(options: &Options, document: &Document) -> Result<(), StartError> {
    if !(options.speed.is_finite() && options.speed > 0.0) {
        return Err(StartError::Option(format!("the speed must be more than 0, not {}", options.speed)));
    }
    for operation in options.rules.iter().filter_map(Rule::operation) {
        if !document.operations.iter().any(|known| known.id == operation) {
            let reason =
                format!("a rule names the operation `{operation}`, which the document does not have");
            return Err(StartError::Option(reason));
        }
    }
    Ok(())
}

impl Simulator {
    /// Returns the address that clients are given: the origin and the path of the document's first server.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the address without a path, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns everything that happened so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.world.book.snapshot()
    }

    /// Adds a rule about what is to go wrong from now on.
    pub fn misbehave(&self, rule: Rule) {
        self.world.rules.add(rule);
    }

    /// Moves simulated time, if the clock is manual; a running clock has its own pace.
    pub fn advance(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// Stops: refuses new connections and waits for open requests, at most five seconds. Webhooks due later are not
    /// sent.
    pub async fn stop(mut self) {
        self.stopped.cancel();
        // The task can only fail by a panic, which has been shown by then.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stopped.cancel();
        self.server.abort();
    }
}

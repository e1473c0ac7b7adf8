//! Receives webhooks, and fetches the results of the jobs that the API itself confirms.
//!
//! ```sh
//! MUSICGPT_API_KEY=… cargo run -p musicgpt-client --example webhook_receiver -- 8090
//! ```
//!
//! Calls are not signed, may come twice, and may come before the job is done: so each is answered at once, taken as a
//! hint, and believed when `confirm` has asked the API with our own key.

use std::collections::HashSet;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use musicgpt_client::types::Conversion;
use musicgpt_client::webhook::Event;
use musicgpt_client::{Client, Polled};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// More than any webhook needs.
const MAX_BYTES: usize = 64 * 1024;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: webhook_receiver PORT")?.parse()?;
    let client = Client::from_env()?;
    let (results, mut finished) = unbounded_channel::<Conversion>();
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("webhook_url is http://{}/musicgpt, as far as the service can reach it", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(client, results)).await });

    while let Some(conversion) = finished.recv().await {
        println!("task {:?} is done:", conversion.task_id);
        conversion.outputs().iter().for_each(|(name, url)| println!("  {name}: {url}"));
    }
    Ok(())
}

/// What all calls share.
#[derive(Clone)]
struct Receiver {
    client: Client,
    /// The tasks whose results have been handed on.
    done: Arc<Mutex<HashSet<String>>>,
    results: UnboundedSender<Conversion>,
}

/// Returns the routes of the receiver, which hands on each confirmed result once.
pub(crate) fn router(client: Client, results: UnboundedSender<Conversion>) -> Router {
    let receiver = Receiver { client, done: Arc::default(), results };
    let limit = DefaultBodyLimit::max(MAX_BYTES);
    Router::new().route("/musicgpt", post(receive)).layer(limit).with_state(receiver)
}

async fn receive(State(receiver): State<Receiver>, body: Bytes) -> StatusCode {
    match Event::parse(&body) {
        Ok(event) => {
            tokio::spawn(receiver.check(event));
            StatusCode::NO_CONTENT
        }
        Err(error) => {
            eprintln!("{error}");
            StatusCode::BAD_REQUEST
        }
    }
}

impl Receiver {
    /// Asks the API whether an event is true, and hands its result on.
    async fn check(self, event: Event) {
        match self.client.confirm(&event).await {
            Ok(Polled::Succeeded(conversion)) if self.is_new(&conversion) => {
                // Nobody waits for results any more when this fails.
                let _ = self.results.send(conversion);
            }
            Ok(Polled::Succeeded(_)) => {}
            Ok(other) => println!("not done: {other:?}"),
            Err(error) => eprintln!("not confirmed: {error}"),
        }
    }

    fn is_new(&self, conversion: &Conversion) -> bool {
        let task = conversion.task_id.clone().unwrap_or_default();
        self.done.lock().unwrap_or_else(PoisonError::into_inner).insert(task)
    }
}

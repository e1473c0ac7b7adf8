//! Calls to webhooks to bodies that can be asked for, job by job.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The bodies that arrived, by the number of the job in the address.
type Bodies = Arc<Mutex<BTreeMap<usize, Vec<String>>>>;

/// A running receiver on 127.0.0.1; it ends when it is dropped. It outlives the workers, as the receiver of a user's
/// webhooks does not run in the process that submits jobs.
pub(crate) struct Receiver {
    origin: String,
    task: JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> super::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = Router::new().route("/hook/{job}", post(receive)).route("/seen/{job}", get(seen));
        let router = router.with_state(Bodies::default());
        let task = tokio::spawn(async move {
            // It serves until it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { origin, task })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn receive(State(bodies): State<Bodies>, Path(job): Path<usize>, body: String) {
    bodies.lock().unwrap_or_else(PoisonError::into_inner).entry(job).or_default().push(body);
}

/// Gives the bodies that arrived for a job as JSON.
async fn seen(State(bodies): State<Bodies>, Path(job): Path<usize>) -> Result<String, StatusCode> {
    let bodies = bodies.lock().unwrap_or_else(PoisonError::into_inner).get(&job).cloned();
    serde_json::to_string(&bodies.unwrap_or_default()).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

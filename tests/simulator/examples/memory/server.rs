//! A server that takes files of any size and gives files of any size, and holds none of them.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Result;

static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// What is answered to an upload.
const RECEIPT: &str = r#"{"success":true,"message":"Accepted","task_id":"task-1","conversion_id":"conversion-1",
    "eta":1,"credit_estimate":1}"#;

/// A running server on 127.0.0.1; it ends when it is dropped.
pub(crate) struct Server {
    origin: String,
    largest_upload: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let largest_upload = Arc::new(AtomicU64::new(0));
        let router = Router::new().route("/results/{bytes}", get(give)).fallback(take);
        let router = router.with_state(Arc::clone(&largest_upload));
        let task = tokio::spawn(async move {
            // It serves until it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { origin, largest_upload, task })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns how many bytes the body of the largest request had.
    pub(crate) fn largest_upload(&self) -> u64 {
        self.largest_upload.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Counts the bytes of a request and drops them.
async fn take(State(largest): State<Arc<AtomicU64>>, request: Request) -> Response {
    let mut body = request.into_body().into_data_stream();
    let mut bytes = 0;
    while let Some(piece) = body.next().await {
        match piece {
            Ok(piece) => bytes += piece.len() as u64,
            Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
        }
    }
    largest.fetch_max(bytes, Ordering::Relaxed);
    ([(header::CONTENT_TYPE, "application/json")], RECEIPT).into_response()
}

/// Gives as many zeros as the path says.
async fn give(Path(bytes): Path<u64>) -> Response {
    let piece = ZEROS.len() as u64;
    let pieces = (0..bytes.div_ceil(piece)).map(move |number| {
        let length = piece.min(bytes - number * piece);
        Ok::<_, Infallible>(Bytes::from_static(&ZEROS[..length as usize]))
    });
    ([(header::CONTENT_LENGTH, bytes)], Body::from_stream(stream::iter(pieces))).into_response()
}

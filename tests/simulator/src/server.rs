//! Sockets to requests: the accept loop, and its end.
//!
//! The loop is ours, on hyper's connection builder, instead of `axum::serve`, for two reasons: faults need the socket
//! (see `connection`), and connections must end with the simulator, which a set of tasks guarantees by being dropped.

use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::connection::Wire;

/// How long a stop waits for open requests.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long no connection is accepted after that has failed.
const PAUSE: Duration = Duration::from_millis(20);

/// How much of a request is held at a time: much less than hyper would, so that a hundred uploads stay small.
const BUFFER: usize = 64 << 10;

/// Serves until stopped, then lets open requests end, within bounds.
pub(crate) async fn serve(listener: TcpListener, router: Router, stopped: CancellationToken) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stopped.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    connections.spawn(graceful.watch(connection(socket, router.clone())));
                }
                // Either the client is gone already, or there are too many open files; some of them will close.
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(PATIENCE, graceful.shutdown()).await;
}

/// Returns the future that serves one connection.
fn connection(socket: TcpStream, router: Router) -> impl GracefulConnection<Error = hyper::Error> + Send {
    // Small answers must not wait for each other; a socket that refuses the option still works.
    let _ = socket.set_nodelay(true);
    let (wire, switch) = Wire::new(socket);
    let app = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(switch.clone());
        app.call(request)
    });
    http1::Builder::new()
        .max_buf_size(BUFFER)
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(wire), service)
}

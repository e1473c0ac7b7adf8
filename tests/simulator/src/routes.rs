//! Paths and methods to what serves them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, RawPathParams, Request, State};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use http::StatusCode;

use crate::connection::Connection;
use crate::exchange;
use crate::refusal::Refusal;
use crate::served::Served;
use crate::world::World;
use crate::{console, download, reception, upload};

/// Returns the routes of all operations, and those of the simulator itself.
pub(crate) fn router(world: &Arc<World>, operations: Vec<Served>) -> Router {
    let mut paths: BTreeMap<String, MethodRouter<Arc<World>>> = BTreeMap::new();
    for served in operations {
        let path = format!("{}{}", world.document.base_path, served.operation.path);
        let routes = paths.remove(&path).unwrap_or_default();
        paths.insert(path, with_operation(routes, served));
    }
    let own = Router::new()
        .route("/files/{id}/{name}", get(download::serve))
        .route("/uploads/{id}", post(upload::receive))
        .route("/__simulator/", get(console::page))
        .route("/__simulator/jobs", get(console::jobs))
        .route("/__simulator/ledger", get(console::ledger))
        .route("/__simulator/misbehave", post(console::misbehave));
    paths
        .into_iter()
        .fold(own, |router, (path, routes)| router.route(&path, routes))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        // Uploads are counted, not kept, so their size does not matter.
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(world))
}

fn with_operation(routes: MethodRouter<Arc<World>>, served: Served) -> MethodRouter<Arc<World>> {
    let method =
        MethodFilter::try_from(served.operation.method.clone()).expect("OpenAPI has only methods of HTTP");
    let served = Arc::new(served);
    routes.merge(on(
        method,
        async move |State(world): State<Arc<World>>,
                    Extension(connection): Extension<Connection>,
                    path: RawPathParams,
                    request: Request| {
            let path: Vec<_> = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            exchange::exchange(&world, &served, &connection, &path, request).await
        },
    ))
}

async fn unknown_path(State(world): State<Arc<World>>, request: Request) -> Response {
    let message = format!("the document has no path {}", request.uri().path());
    refuse(&world, request, Refusal::new(StatusCode::NOT_FOUND, message)).await
}

async fn wrong_method(State(world): State<Arc<World>>, request: Request) -> Response {
    let message = format!("{} does not take {}", request.uri().path(), request.method());
    refuse(&world, request, Refusal::new(StatusCode::METHOD_NOT_ALLOWED, message)).await
}

/// Refuses what belongs to no operation.
async fn refuse(world: &World, request: Request, refusal: Refusal) -> Response {
    let name = format!("{} {}", request.method(), request.uri().path());
    let mut entry = exchange::entry(&name, request.headers());
    entry.status = Some(refusal.status.as_u16());
    entry.reason = Some(refusal.message.clone());
    reception::drain(request.into_body()).await;
    world.record(entry);
    exchange::json(refusal.status, &refusal.body(&world.document, None)).map(Body::from)
}

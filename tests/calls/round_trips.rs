//! Calls over loopback, one after the other: the same request and the same answer from both sides.

use criterion::{Criterion, Throughput};
use runtime::reqwest;

use crate::requests::with_query;
use crate::server;
use crate::sides::{KEY, Sides, executor};
use crate::types::{derived, generated, json};

/// How many items an answer has: next to nothing, and a page of four thousand bytes.
const ITEMS: [usize; 2] = [1, 20];

pub(crate) fn bench(criterion: &mut Criterion) {
    let executor = executor();
    for items in ITEMS {
        let sides = Sides::new(&server::answering(&json(items)));
        let mut group = criterion.benchmark_group(format!("call for {items} items"));
        group.throughput(Throughput::Elements(1));
        group.bench_function("runtime", |it| it.iter(|| executor.block_on(runtime(&sides))));
        group.bench_function("reqwest", |it| it.iter(|| executor.block_on(by_hand(&sides))));
        group.finish();
    }
}

/// Makes the call as generated code does.
pub(crate) async fn runtime(sides: &Sides) -> usize {
    let request = sides.transport.get("list", "/v1/items/{id}").path("id", "an-id");
    let call = request.query("limit", 20).query("cursor", "c-1").decode_json::<generated::Page>();
    call.await.expect("the server answers").items.len()
}

/// Makes it as one does who knows reqwest, with types of serde's derive.
pub(crate) async fn by_hand(sides: &Sides) -> usize {
    let query = [("limit", "20".to_owned()), ("cursor", "c-1".to_owned())];
    let url = with_query(&format!("{}/v1/items/{}", sides.url, "an-id"), &query);
    let request = sides.http.get(url).header("x-api-key", KEY).header("accept", "application/json");
    let answer =
        request.send().await.and_then(reqwest::Response::error_for_status).expect("the server answers");
    let bytes = answer.bytes().await.expect("the answer ends");
    serde_json::from_slice::<derived::Page>(&bytes).expect("it fits").items.len()
}

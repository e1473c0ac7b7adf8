//! Arguments to the description of a request, which is all that happens before the `.await`.

use std::hint::black_box;

use criterion::Criterion;
use runtime::Style;

use crate::sides::{KEY, Sides};
use crate::types::{derived, generated, json};

pub(crate) fn bench(criterion: &mut Criterion) {
    // Nothing is sent.
    let sides = Sides::new("http://127.0.0.1:9");
    let ids = ["a", "b", "c"].map(str::to_owned).to_vec();
    let mut group = criterion.benchmark_group("request of parameters");
    group.bench_function("runtime", |it| {
        it.iter(|| {
            let request = sides.transport.get("list", "/v1/items/{id}").path("id", black_box("an id"));
            let request = request.query("limit", 20).query_style("ids", ids.clone(), Style::CommaDelimited);
            request.header("X-Trace", "t-1").decode_json::<generated::Page>()
        });
    });
    group.bench_function("reqwest", |it| {
        it.iter(|| {
            let url = format!("{}/v1/items/{}", sides.url, black_box("an%20id"));
            let query = [("limit", "20".to_owned()), ("ids", ids.join(","))];
            let request = sides.http.get(with_query(&url, &query)).header("X-Trace", "t-1");
            request.header("x-api-key", KEY).build().expect("the request is valid")
        });
    });
    group.finish();

    let ours: generated::Page = serde_json::from_str(&json(20)).expect("it fits");
    let theirs: derived::Page = serde_json::from_str(&json(20)).expect("it fits");
    let mut group = criterion.benchmark_group("request of 20 items");
    group.bench_function("runtime", |it| {
        it.iter(|| sides.transport.post("add", "/v1/items").json(&ours).decode_json::<generated::Page>());
    });
    group.bench_function("reqwest", |it| {
        it.iter(|| {
            let request = sides.http.post(format!("{}/v1/items", sides.url)).header("x-api-key", KEY);
            request.json(&theirs).build().expect("the request is valid")
        });
    });
    group.finish();
}

/// Adds a query; the reqwest of this workspace is built without the feature that does.
pub(crate) fn with_query(url: &str, query: &[(&str, String)]) -> String {
    let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{url}?{pairs}")
}

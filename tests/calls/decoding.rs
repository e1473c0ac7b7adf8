//! JSON to typed values and back, by the macros of the runtime and by serde's derive.

use criterion::{Criterion, Throughput};
use serde::de::DeserializeOwned;

use crate::types::{derived, generated, json};

/// How many items a page has: about a hundred bytes, a few, and two hundred thousand.
const ITEMS: [usize; 3] = [1, 20, 1_000];

pub(crate) fn bench(criterion: &mut Criterion) {
    for items in ITEMS {
        let json = json(items);
        let mut group = criterion.benchmark_group(format!("decode {items} items"));
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function("object!", |it| it.iter(|| read::<generated::Page>(&json)));
        group.bench_function("derive", |it| it.iter(|| read::<derived::Page>(&json)));
        group.bench_function("derive that keeps members", |it| {
            it.iter(|| read::<derived::KeepingPage>(&json))
        });
        group.finish();

        let ours: generated::Page = read(&json);
        let theirs: derived::Page = read(&json);
        let mut group = criterion.benchmark_group(format!("encode {items} items"));
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function("object!", |it| it.iter(|| serde_json::to_vec(&ours).map(|it| it.len())));
        group.bench_function("derive", |it| it.iter(|| serde_json::to_vec(&theirs).map(|it| it.len())));
        group.finish();
    }
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the page fits the type")
}

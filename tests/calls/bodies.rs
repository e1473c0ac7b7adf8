//! Files to a server that reads them, in a form.

use criterion::{Criterion, Throughput};
use runtime::{Bytes, Form, Upload, Value, reqwest};

use crate::server;
use crate::sides::{KEY, Sides, executor};

/// How large the file is.
const BYTES: usize = 8 << 20;

pub(crate) fn bench(criterion: &mut Criterion) {
    let sides = Sides::new(&server::answering("{}"));
    let file = Bytes::from(vec![7; BYTES]);
    let executor = executor();
    let mut group = criterion.benchmark_group("multipart of 8 MiB");
    group.throughput(Throughput::Bytes(BYTES as u64)).sample_size(10);
    group.bench_function("runtime", |it| it.iter(|| executor.block_on(runtime(&sides, &file))));
    group.bench_function("reqwest", |it| it.iter(|| executor.block_on(by_hand(&sides, &file))));
    group.finish();
}

async fn runtime(sides: &Sides, file: &Bytes) -> Value {
    let mut form = Form::new();
    form.text("name", "a file");
    form.file("file", Upload::bytes(file.clone()).file_name("file.bin"));
    let call = sides.transport.post("upload", "/v1/files").multipart(form).decode_json();
    call.await.expect("the server answers")
}

async fn by_hand(sides: &Sides, file: &Bytes) -> Value {
    let part =
        reqwest::multipart::Part::stream_with_length(file.clone(), file.len() as u64).file_name("file.bin");
    let form = reqwest::multipart::Form::new().text("name", "a file").part("file", part);
    let request = sides.http.post(format!("{}/v1/files", sides.url)).header("x-api-key", KEY).multipart(form);
    let answer =
        request.send().await.and_then(reqwest::Response::error_for_status).expect("the server answers");
    answer.json().await.expect("it is JSON")
}

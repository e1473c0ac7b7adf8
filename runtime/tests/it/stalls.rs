//! Uploads and answers that stop moving, and those that are only slow.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use openapi_client_runtime::{Bytes, Error, ErrorKind, Form, Outcome, Progress, RetryPolicy, Upload, Value};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    configuration,
    script::{Script, Step, json, stall},
    server::{KEY, Server},
};

const STALL: Duration = Duration::from_millis(60);

#[tokio::test]
async fn an_upload_that_nobody_takes_is_given_up() {
    // Accepts and never reads, so that the buffers of the system fill up.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = configuration::builder().base_url(url).api_key(KEY).stall_timeout(STALL).build().unwrap();
    let upload = Upload::bytes(Bytes::from(vec![7; 64 << 20]));
    let mut form = Form::new();
    form.file("file", upload.clone());
    for request in
        [client.post("submit", "/x").bytes("audio/wav", upload), client.post("submit", "/x").multipart(form)]
    {
        let error: Error = request.decode_empty().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Timeout, Outcome::Unknown, 1)
        );
        assert!(error.to_string().contains("the upload stalled: not a byte has passed for 60ms"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_stops_in_the_middle_is_given_up() {
    let script = Script::playing([stall("200 OK", 100, b"{\"id\":")]).await;
    let client = script.builder().stall_timeout(STALL).build().unwrap();
    let error = client.post("submit", "/x").decode_json::<Value>().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Accepted));
    assert_eq!(error.body().unwrap().as_ref(), b"{\"id\":", "what has arrived is kept");
}

#[tokio::test]
async fn a_server_that_thinks_is_not_a_stall() {
    let server = Server::answering_late(STALL * 5, "7").await;
    let client = server.builder().api_key(KEY).stall_timeout(STALL).build().unwrap();
    let upload = Upload::bytes("RIFF");
    let call = client.post("submit", "/x").bytes("audio/wav", upload).decode_json::<Value>();
    assert_eq!(call.await.unwrap(), 7);
}

#[tokio::test]
async fn the_answer_to_an_upload_has_the_time_of_a_call() {
    let script = Script::playing([Step::Stall(Vec::new()), Step::Stall(Vec::new())]).await;
    let client = script.builder().timeout(STALL).build().unwrap();
    let submit = |upload| client.post("submit", "/x").bytes("audio/wav", upload).decode_empty();
    let error = submit(Upload::bytes("RIFF")).await.unwrap_err();
    assert!(error.to_string().contains("no answer within 60ms after the upload"), "{error}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    let error = submit(Upload::bytes("RIFF")).with_timeout(STALL * 2).await.unwrap_err();
    assert!(error.to_string().contains("no complete answer within 120ms"), "{error}");
}

#[tokio::test]
async fn each_piece_of_an_upload_is_told() {
    let size = 150_000;
    let script = Script::playing([json("429 Too Many Requests", ""), json("200 OK", "1")]).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = told.clone();
    let upload =
        Upload::bytes(vec![0; size]).on_progress(move |it: Progress| listener.lock().unwrap().push(it));
    script.client().post("submit", "/x").bytes("audio/wav", upload).decode_json::<Value>().await.unwrap();
    let told: Vec<_> = told.lock().unwrap().iter().map(|it| (it.bytes, it.total)).collect();
    let once = [(65_536, Some(150_000)), (131_072, Some(150_000)), (150_000, Some(150_000))];
    assert_eq!(told, [once, once].concat(), "an upload that is sent again begins at 0");
}

#[tokio::test]
async fn a_stream_of_large_pieces_is_slow_and_not_stalled() {
    const PIECE: usize = 32 << 20;
    for pieces in [1, 2] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (mut buffer, mut left) = (vec![0; 256 << 10], pieces * PIECE);
            while left > 0 {
                left = left.saturating_sub(stream.read(&mut buffer).await.unwrap());
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7").await.unwrap();
        });
        let builder = configuration::builder().base_url(url).api_key(KEY);
        let client = builder.stall_timeout(STALL * 2).timeout(STALL * 3).build().unwrap();
        let piece = Bytes::from(vec![7; PIECE]);
        let chunks = (0..pieces).map(move |_| Ok::<_, std::io::Error>(piece.clone()));
        let upload = Upload::stream((pieces * PIECE) as u64, futures_util::stream::iter(chunks));
        let call = client.post("submit", "/x").bytes("audio/wav", upload).decode_json::<Value>();
        assert_eq!(call.await.unwrap(), 7, "{pieces} pieces");
    }
}

#[tokio::test]
async fn a_connection_that_is_slow_to_come_is_no_stalled_upload() {
    // Nobody accepts, so that the connections after the first few are not answered.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) = tokio::time::timeout(STALL, tokio::net::TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
    }
    let builder = configuration::builder().base_url(format!("http://{address}")).api_key(KEY);
    let builder = builder.stall_timeout(STALL).connect_timeout(STALL * 5).retry(RetryPolicy::none());
    let call = builder.build().unwrap().post("submit", "/x").bytes("audio/wav", Upload::bytes("RIFF"));
    let error = call.decode_empty().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotAccepted), "{error}");
}

//! Content from disk, memory and streams, and what happens when it is not what was announced.

use std::{error::Error as _, io, path::Path, time::Duration};

use futures_util::stream;
use openapi_client_runtime::{Bytes, ErrorKind, Form, Outcome, Upload};

use crate::server::Server;

fn chunks(
    chunks: &[&'static str],
) -> impl futures_util::Stream<Item = Result<Bytes, io::Error>> + Send + 'static {
    let chunks: Vec<_> = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))).collect();
    stream::iter(chunks)
}

fn form(upload: Upload) -> Form {
    let mut form = Form::new();
    form.file("audio", upload);
    form
}

#[tokio::test]
async fn every_source_arrives_with_its_length() {
    let file = tempfile::Builder::new().suffix(".mp3").tempfile().unwrap();
    std::fs::write(file.path(), "content").unwrap();
    for (upload, content_type) in [
        (Upload::path(file.path()), "audio/mpeg"),
        (Upload::bytes("content"), "application/octet-stream"),
        (Upload::stream(7, chunks(&["con", "", "tent"])).content_type("audio/x-test"), "audio/x-test"),
    ] {
        let server = Server::answering("200 OK", "null").await;
        server.client().put("op", "/x").bytes("audio/*", upload).decode_empty().await.unwrap();
        let received = server.received().await;
        assert_eq!(received.text(), "content");
        assert_eq!(received.header("content-type"), Some(content_type));
        assert_eq!(received.header("content-length"), Some("7"));
        assert_eq!(received.header("transfer-encoding"), None);
    }
}

#[tokio::test]
async fn a_file_in_a_form_has_its_name_and_type() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mix.flac");
    std::fs::write(&path, vec![7; 200_000]).unwrap();
    let server = Server::answering("200 OK", "null").await;
    server.client().post("op", "/x").multipart(form(path.into())).decode_empty().await.unwrap();
    let received = server.received().await;
    let head = String::from_utf8_lossy(&received.body[..300]).into_owned();
    assert!(
        head.contains("name=\"audio\"; filename=\"mix.flac\"\r\nContent-Type: audio/flac\r\n\r\n\u{7}"),
        "{head}"
    );
    assert_eq!(received.body.iter().filter(|byte| **byte == 7).count(), 200_000);
}

#[tokio::test]
async fn a_stream_of_another_length_fails_the_call() {
    for (announced, content, reason) in [
        (8, &["con", "tent"][..], "fewer than the 8 bytes"),
        (6, &["con", "tent"], "more than the 6 bytes"),
        (3, &["con", "tent"], "more than the 3 bytes"),
        (0, &["c"], "more than the 0 bytes"),
    ] {
        for in_form in [false, true] {
            let server = Server::answering("200 OK", "null").await;
            let (upload, request) =
                (Upload::stream(announced, chunks(content)), server.client().post("op", "/x"));
            let request =
                if in_form { request.multipart(form(upload)) } else { request.bytes("*/*", upload) };
            let error = request.decode_empty().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{error}");
            assert!(error.to_string().contains(reason), "{error}");
            assert_eq!(error.attempts(), u32::from(announced > 0), "{error}");
        }
    }
}

#[tokio::test]
async fn a_stream_that_breaks_fails_the_call_with_its_reason() {
    let server = Server::answering("200 OK", "null").await;
    let upload = Upload::stream(7, stream::iter([Ok(Bytes::from("con")), Err("the microphone is gone")]));
    let error = server.client().post("op", "/x").multipart(form(upload)).decode_empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "op (POST /x): the body could not be sent: cannot read the content: the microphone is gone"
    );
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let server = Server::answering("200 OK", "null").await;
    let (client, upload) = (server.client(), Upload::stream(7, chunks(&["content"])));
    client.put("op", "/x").bytes("*/*", upload.clone()).decode_empty().await.unwrap();
    let error = client.put("op", "/x").bytes("*/*", upload).decode_empty().await.unwrap_err();
    assert_eq!(error.to_string(), "op (PUT /x): the body: the stream has been sent before");
    assert_eq!(error.attempts(), 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named() {
    let server = Server::answering("200 OK", "null").await;
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.wav");
    let upload = || Upload::from(missing.as_path());
    let request = || server.client().post("op", "/x");
    for call in [request().multipart(form(upload())), request().bytes("audio/wav", upload())] {
        let error = call.decode_empty().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
        let source = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
        assert_eq!(source.kind(), io::ErrorKind::NotFound);
        assert!(error.to_string().contains("missing.wav"), "{error}");
    }
    let error = request().multipart(form(upload())).decode_empty().await.unwrap_err();
    assert!(
        error.to_string().starts_with("op (POST /x): the file of the field `audio`: cannot open `"),
        "{error}"
    );
    let error = request().multipart(form(Upload::path(folder.path()))).decode_empty().await.unwrap_err();
    assert!(error.to_string().contains("is not a file"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_in_a_form_is_refused() {
    let server = Server::answering("200 OK", "null").await;
    let error =
        server.client().post("op", "/x").form(form(Upload::bytes("x"))).decode_empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "op (POST /x): the field `audio` is a file, which an urlencoded form cannot hold"
    );
    let upload = Upload::bytes("x").content_type("not a type");
    let error = server.client().post("op", "/x").multipart(form(upload)).decode_empty().await.unwrap_err();
    assert!(error.to_string().contains("`not a type` is not a content type"), "{error}");
}

#[test]
fn debug_shows_the_source_but_not_the_content() {
    for (upload, debug) in [
        (Upload::path("a/mix.wav"), "path: \"a/mix.wav\", file_name: Some(\"mix.wav\")"),
        (Upload::from(Path::new("b")), "path: \"b\", file_name: Some(\"b\")"),
        (Upload::from(vec![1, 2, 3]), "bytes: 3, file_name: None"),
        (Upload::stream(7, chunks(&[])).file_name("x"), "stream: 7, file_name: Some(\"x\")"),
    ] {
        assert_eq!(format!("{upload:?}"), format!("Upload {{ {debug}, content_type: None }}"));
    }
}

#[tokio::test]
async fn content_that_never_comes_does_not_hold_up_the_call_for_ever() {
    let server = Server::answering("200 OK", "null").await;
    let upload = Upload::stream(0, stream::pending::<Result<Bytes, io::Error>>());
    let call = server.client().post("op", "/x").bytes("*/*", upload).decode_empty();
    let call = call.with_timeout(Duration::from_millis(50));
    let error = tokio::time::timeout(Duration::from_secs(5), call).await.expect("an end").unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::NotAccepted, 0), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_that_nobody_writes_to_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.wav");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let server = Server::answering("200 OK", "null").await;
    let call = server.client().post("op", "/x").bytes("*/*", Upload::path(&pipe)).decode_empty();
    let error = tokio::time::timeout(Duration::from_secs(5), call).await.expect("an end").unwrap_err();
    assert!(error.to_string().contains("is not a file"), "{error}");
}

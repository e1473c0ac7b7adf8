//! Answers that are read while they arrive: events, lines and bytes.

use std::time::Duration;

use futures_util::StreamExt as _;
use openapi_client_runtime::{Blocking as _, ErrorKind, Value};

use crate::{
    script::{Script, json, stall, with_headers},
    server::Server,
};

const STALL: Duration = Duration::from_millis(60);
const EVENTS: &str = "content-type: text/event-stream; charset=utf-8";

#[derive(Debug, PartialEq)]
struct Delta {
    text: String,
}

openapi_client_runtime::object! { Delta { required text = "text" } }

#[tokio::test]
async fn events_are_typed_and_end_with_done() {
    let body = "\u{feff}: hello\r\n\r\nevent: delta\r\nid: 1\r\ndata: {\"text\":\r\ndata: \"a\"}\r\n\r\n\
                event: ping\ndata:\n\ndata: {\"text\": \"b\"}\n\ndata: [DONE]\n\ndata: {\"text\": \"c\"}\n\n";
    let server = Server::answering_with("200 OK", EVENTS, body.as_bytes()).await;
    let mut events = server.client().post("chat", "/chat").decode_events::<Delta>().await.unwrap();
    assert_eq!((events.status().as_u16(), events.headers().len()), (200, 3));
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(first.data, Delta { text: "a".to_owned() });
    assert_eq!((first.event.as_deref(), first.id.as_deref()), (Some("delta"), Some("1")));
    assert_eq!(events.next().await.unwrap().unwrap().data.text, "b");
    assert_eq!(events.next().await.unwrap(), None);
    assert_eq!(events.next().await.unwrap(), None);
    assert_eq!(server.received().await.header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn texts_and_lines_are_streams_too() {
    let server = Server::answering_with("200 OK", EVENTS, b"data: a b\n\ndata\n\n").await;
    let events = server.client().get("news", "/news").decode_event_texts().await.unwrap();
    let texts: Vec<_> = events.map(|it| it.unwrap().data).collect().await;
    assert_eq!(texts, ["a b", ""]);

    let server =
        Server::answering_with("200 OK", "content-type: application/jsonl", b"{\"a\":1}\n[2]\n").await;
    let call = server.client().get("log", "/log").decode_lines::<Value>("application/jsonl");
    let lines: Vec<_> = call.await.unwrap().map(|it| it.unwrap().data.to_string()).collect().await;
    assert_eq!(lines, ["{\"a\":1}", "[2]"]);
    assert_eq!(server.received().await.header("accept"), Some("application/jsonl"));

    let records = b"\x1e{\n\"a\": 1\n}\n\x1e[2]\n";
    let server = Server::answering_with("200 OK", "content-type: application/json-seq", records).await;
    let call = server.client().get("log", "/log").decode_records::<Value>();
    let records: Vec<_> = call.await.unwrap().map(|it| it.unwrap().data.to_string()).collect().await;
    assert_eq!(records, ["{\"a\":1}", "[2]"]);
    assert_eq!(server.received().await.header("accept"), Some("application/json-seq"));
}

#[tokio::test]
async fn words_and_whole_events_are_values() {
    let server = Server::answering_with("200 OK", EVENTS, b"data: {\"a\":1}\n\ndata: bye, now\n\n").await;
    let events = server.client().get("news", "/news").decode_events::<Value>().await.unwrap();
    let values: Vec<_> = events.map(|it| it.unwrap().data.to_string()).collect().await;
    assert_eq!(values, ["{\"a\":1}", "\"bye, now\""]);

    let body = b"event: add\nid: 7\nretry: 5\ndata: {\"a\":1}\n\ndata: x\n\n";
    let server = Server::answering_with("200 OK", EVENTS, body).await;
    let call = server.client().get("news", "/news").decode_whole_events::<Value>();
    let values: Vec<_> = call.await.unwrap().map(|it| it.unwrap().data.to_string()).collect().await;
    let expected =
        [r#"{"event":"add","id":"7","retry":5,"data":{"a":1}}"#, r#"{"id":"7","retry":5,"data":"x"}"#];
    assert_eq!(values, expected);
}

#[tokio::test]
async fn an_event_arrives_before_the_next_and_may_be_the_last() {
    let script = Script::playing([stall("200 OK", 1000, b"data: 1\n\n")]).await;
    let client = script.builder().stall_timeout(STALL).build().unwrap();
    let mut events = client.get("news", "/news").decode_events::<i64>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    let error = events.next().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("news")));
    assert!(error.to_string().contains("the answer stalled"), "{error}");
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn what_does_not_fit_is_an_error() {
    let server =
        Server::answering_with("200 OK", EVENTS, b"data: {\"text\": 7}\n\ndata: {\"text\": \"b\"}\n\n").await;
    let mut events = server.client().post("chat", "/chat").decode_events::<Delta>().await.unwrap();
    let error = events.next().await.unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("text")));
    assert_eq!(error.body().unwrap().as_ref(), b"{\"text\": 7}");
    assert_eq!(events.next().await.unwrap().unwrap().data.text, "b", "the others can be read");

    let server = Server::answering("200 OK", "{}").await;
    let error = server.client().post("chat", "/chat").decode_events::<Delta>().await.unwrap_err();
    assert!(error.to_string().contains("the answer is JSON and not a stream"), "{error}");

    let server = Server::answering_with("200 OK", EVENTS, b"data: 12345678901234567890\n\n").await;
    let client = server.builder().api_key(crate::server::KEY).max_response_bytes(10).build().unwrap();
    let mut events = client.post("chat", "/chat").decode_event_texts().await.unwrap();
    let error = events.next().await.unwrap_err();
    assert!(error.to_string().contains("an event has more than 10 bytes"), "{error}");
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_refusal_is_an_error_and_tried_again_before_the_stream_begins() {
    let refusal = json("503 Service Unavailable", "{\"error\":\"later\"}");
    let script = Script::playing([refusal, with_headers("200 OK", EVENTS, b"data: 1\n\n")]).await;
    let mut events = script.client().get("news", "/news").decode_events::<i64>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    assert_eq!(script.lines().len(), 2);

    let script = Script::playing([json("404 Not Found", "{\"error\":\"gone\"}")]).await;
    let error = script.client().get("news", "/news").decode_events::<i64>().await.unwrap_err();
    assert_eq!(error.body().unwrap().as_ref(), b"{\"error\":\"gone\"}");
}

#[tokio::test]
async fn the_time_of_a_call_ends_where_its_stream_begins() {
    let script =
        Script::playing([stall("200 OK", 1000, b"data: 1\n\n"), crate::script::Step::Stall(Vec::new())])
            .await;
    let client = script.builder().stall_timeout(STALL * 4).timeout(STALL).build().unwrap();
    let mut events = client.get("news", "/news").decode_events::<i64>().await.unwrap();
    events.next().await.unwrap();
    let still_there = tokio::time::timeout(STALL * 2, events.next()).await;
    assert!(still_there.is_err(), "{still_there:?}");
    let error = client.get("news", "/news").decode_events::<i64>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn any_answer_can_be_bytes_that_arrive() {
    let server = Server::answering_with("200 OK", "x-name: a", b"0123456789").await;
    let client = server.builder().api_key(crate::server::KEY).max_response_bytes(3).build().unwrap();
    let mut body = client.get("file", "/file").decode_json::<Value>().raw_stream().await.unwrap();
    assert_eq!((body.status().as_u16(), body.headers()["x-name"].to_str().unwrap()), (200, "a"));
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, b"0123456789", "only what is kept in memory is limited");

    let server = Server::answering_with("200 OK", EVENTS, b"data: 1\n\n").await;
    let response = server.client().get("news", "/news").decode_events::<i64>().raw().await.unwrap();
    assert_eq!(response.body().as_ref(), b"data: 1\n\n");
}

#[test]
fn events_can_be_waited_for_without_async() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::answering_with("200 OK", EVENTS, b"data: 1\n\n"));
    let mut events = server.client().get("news", "/news").decode_events::<i64>().blocking().unwrap();
    assert_eq!(events.next().blocking().unwrap().unwrap().data, 1);
    assert_eq!(events.next().blocking().unwrap(), None);
}

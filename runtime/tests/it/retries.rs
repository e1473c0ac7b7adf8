//! What is sent again, when, and what becomes of the caller when it is not.

use std::time::Duration;

use openapi_client_runtime::{ErrorKind, Method, Outcome, Retry, RetryPolicy, Transport, Upload, Value};
use tokio::net::TcpListener;

use crate::{
    configuration,
    script::{Script, Step, cut, json, with_headers},
    server::KEY,
};

const OK: &str = "200 OK";
const BUSY: &str = "503 Service Unavailable";
const TOO_MANY: &str = "429 Too Many Requests";

async fn get(client: &Transport) -> Result<Value, openapi_client_runtime::Error> {
    client.get("read", "/x").decode_json().await
}

async fn post(client: &Transport) -> Result<Value, openapi_client_runtime::Error> {
    client.post("submit", "/x").json(&7).decode_json().await
}

#[tokio::test]
async fn what_can_be_repeated_is_sent_until_it_succeeds() {
    for failure in [json(BUSY, ""), json(TOO_MANY, ""), json("500 Oops", ""), Step::Reset, Step::ResetUnread]
    {
        let script = Script::playing([failure.clone(), failure.clone(), json(OK, "1")]).await;
        assert_eq!(get(&script.client()).await.unwrap(), 1, "{failure:?}");
        assert_eq!(script.sleeps(), [0.5, 1.0], "the longest delays, because chance says so");
    }
}

#[tokio::test]
async fn every_method_but_post_and_patch_is_repeated() {
    for (method, attempts) in [
        (Method::GET, 2),
        (Method::HEAD, 2),
        (Method::PUT, 2),
        (Method::DELETE, 2),
        (Method::OPTIONS, 2),
        (Method::POST, 1),
        (Method::PATCH, 1),
    ] {
        let script = Script::playing([json(BUSY, ""), json(OK, "")]).await;
        let _ = script.client().request(method.clone(), "op", "/x").decode_empty().await;
        assert_eq!(script.lines().len(), attempts, "{method}");
    }
}

#[tokio::test]
async fn a_post_that_may_have_been_accepted_is_never_sent_again() {
    for (step, kind) in [
        (Step::Reset, ErrorKind::Transport),
        (json(BUSY, ""), ErrorKind::Status),
        (json("500 Internal Server Error", ""), ErrorKind::Status),
        (json("502 Bad Gateway", ""), ErrorKind::Status),
        (json("408 Request Timeout", ""), ErrorKind::Status),
        (with_headers(BUSY, "retry-after: 1", b""), ErrorKind::Status),
        (with_headers("303 See Other", "location: /y", b""), ErrorKind::Status),
    ] {
        let script = Script::playing([step, json(OK, "1")]).await;
        let error = post(&script.client()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome(), error.attempts()), (kind, Outcome::Unknown, 1), "{error}");
        assert!(error.to_string().contains("the API may have accepted the request"), "{error}");
        assert!(error.sent_at().is_some());
        assert_eq!(script.lines().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_post_that_was_not_accepted_is_sent_again() {
    let script = Script::playing([json(TOO_MANY, ""), json(OK, "1")]).await;
    assert_eq!(post(&script.client()).await.unwrap(), 1);
    assert_eq!(script.received().iter().map(|it| it.text().to_owned()).collect::<Vec<_>>(), ["7", "7"]);
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_final() {
    for status in ["400 Bad Request", "401 Unauthorized", "402 Payment Required", "404 Not Found", "422 No"] {
        let script = Script::playing([json(status, "")]).await;
        let error = post(&script.client()).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (Outcome::NotAccepted, 1), "{error}");
        assert!(!error.to_string().contains("may have"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let script = Script::playing([]).await;
    let builder = configuration::builder().base_url(url).api_key(KEY).clock(script.clock.clone());
    let error = post(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotAccepted));
    assert_eq!((error.attempts(), script.sleeps()), (4, vec![0.5, 1.0, 2.0]));
}

#[tokio::test]
async fn doubt_is_not_forgotten() {
    let script = Script::playing([Step::Reset, json("404 Not Found", "")]).await;
    let call = script.client().post("submit", "/x").retry(Retry::Always).decode_empty();
    let error = call.await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (404, 2));
    assert_eq!(error.outcome(), Outcome::Unknown, "the first attempt may have been accepted");
}

#[tokio::test]
async fn the_document_and_the_caller_decide_before_the_method() {
    let script = Script::playing([json(BUSY, ""), json(OK, "1")]).await;
    let call = script.client().post("complete", "/x").retry(Retry::Always).decode_json::<Value>();
    assert_eq!(call.await.unwrap(), 1);

    let script = Script::playing([json(BUSY, ""), json(OK, "1")]).await;
    let call = script.client().get("pay", "/x").retry(Retry::Unprocessed).decode_json::<Value>();
    assert_eq!(call.await.unwrap_err().attempts(), 1);

    for step in [json(TOO_MANY, ""), json(BUSY, "")] {
        let script = Script::playing([step]).await;
        let call = script.client().get("read", "/x").decode_json::<Value>().with_retry(Retry::Never);
        assert_eq!(call.await.unwrap_err().attempts(), 1);
    }
}

#[tokio::test]
async fn retry_after_is_waited_for_in_full() {
    for (header, seconds) in [
        ("retry-after: 7", 7.0),
        ("retry-after: 0", 0.5),
        ("retry-after-ms: 1500", 1.5),
        // The test clock begins at the first second of 2027.
        ("retry-after: Fri, 01 Jan 2027 00:00:09 GMT", 9.0),
        ("retry-after: Thu, 31 Dec 2026 23:59:00 GMT", 0.5),
        ("retry-after: tomorrow", 0.5),
    ] {
        let script = Script::playing([with_headers(TOO_MANY, header, b""), json(OK, "1")]).await;
        assert_eq!(post(&script.client()).await.unwrap(), 1, "{header}");
        assert_eq!(script.sleeps(), [seconds], "{header}");
    }
}

#[tokio::test]
async fn nobody_sleeps_through_the_quota_of_a_day() {
    let script = Script::playing([with_headers(TOO_MANY, "retry-after: 61", b"")]).await;
    let error = post(&script.client()).await.unwrap_err();
    assert_eq!((error.attempts(), script.sleeps()), (1, vec![]));

    let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(61));
    let script = Script::playing([with_headers(TOO_MANY, "retry-after: 61", b""), json(OK, "1")]).await;
    assert_eq!(post(&script.builder().retry(policy).build().unwrap()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_retry_that_would_end_too_late_is_not_begun() {
    let script = Script::playing([with_headers(TOO_MANY, "retry-after: 5", b"")]).await;
    let call = script.client().get("read", "/x").decode_json::<Value>().with_timeout(Duration::from_secs(5));
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(script.sleeps(), [] as [f64; 0]);
}

#[tokio::test]
async fn delays_are_random_and_bounded() {
    let policy = RetryPolicy::default().max_retries(6).max_delay(Duration::from_secs(3));
    for (chance, delays) in [(1.0, [0.5, 1.0, 2.0, 3.0, 3.0, 3.0]), (0.5, [0.25, 0.5, 1.0, 1.5, 1.5, 1.5])] {
        let mut script = Script::playing(vec![json(BUSY, ""); 7]).await;
        script.clock = script.clock.with_chance(chance);
        let error = get(&script.builder().retry(policy.clone()).build().unwrap()).await.unwrap_err();
        assert_eq!((error.attempts(), script.sleeps()), (7, delays.to_vec()));
    }
}

#[tokio::test]
async fn calls_share_a_budget_of_retries() {
    let script = Script::playing(vec![json(BUSY, ""); 5]).await;
    let client = script.builder().retry(RetryPolicy::default().budget(2)).build().unwrap();
    let attempts = [get(&client).await.unwrap_err().attempts(), get(&client).await.unwrap_err().attempts()];
    assert_eq!(attempts, [3, 1], "two retries are all there are");
}

#[tokio::test]
async fn an_upload_is_sent_again_if_it_can_be_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    std::fs::write(&path, "RIFF").unwrap();
    for upload in [Upload::bytes("RIFF"), Upload::path(&path)] {
        let script = Script::playing([json(TOO_MANY, ""), json(OK, "1")]).await;
        let call = script.client().post("submit", "/x").bytes("audio/wav", upload).decode_json::<Value>();
        assert_eq!(call.await.unwrap(), 1);
        let bodies: Vec<_> = script.received().into_iter().map(|it| it.body).collect();
        assert_eq!(bodies, [b"RIFF", b"RIFF"], "all of it, both times");
    }

    let script = Script::playing([json(TOO_MANY, "")]).await;
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>("RIFF".into())]);
    let call =
        script.client().post("submit", "/x").bytes("audio/wav", Upload::stream(4, stream)).decode_empty();
    let error = call.await.unwrap_err();
    assert_eq!((error.attempts(), error.outcome()), (1, Outcome::NotAccepted));
}

#[tokio::test]
async fn half_an_answer_says_that_the_request_was_accepted() {
    let script = Script::playing([cut(OK, "", 100, b"{\"id\":")]).await;
    let error = post(&script.client()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Accepted));
}

#[tokio::test]
async fn a_retry_after_beyond_all_numbers_is_not_taken_for_none() {
    for header in ["retry-after: 99999999999999999999999", "retry-after-ms: 1e300"] {
        let script = Script::playing([with_headers(TOO_MANY, header, b""), json(OK, "1")]).await;
        let error = post(&script.client()).await.unwrap_err();
        assert_eq!((error.attempts(), script.sleeps()), (1, vec![]), "{header}");
    }
}

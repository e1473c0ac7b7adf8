//! Webhooks: read whatever comes, trusted only when the API confirms it.

use openapi_client_runtime::{
    Error, ErrorKind, JobDescription, LinkValue, Map, Method, ParameterPlace, Polled, StatusOperation, Value,
    serde_json::{self, json},
    webhook::{confirm, parse},
};

use crate::script::{Script, json as answer};

static REPORT: StatusOperation = StatusOperation {
    operation: "get_report",
    method: Method::GET,
    path: "/jobs/{id}",
    server: None,
    security: None,
    parameters: &[("id", ParameterPlace::Path)],
    status: "/status",
    result: "",
    pending: &["WORKING"],
    succeeded: &["DONE"],
    failed: &["FAILED"],
    eta: None,
    credit_estimate: None,
    polls_per_minute: None,
};

static MASTER: JobDescription = JobDescription {
    operation: "master",
    status: &REPORT,
    links: &[],
    webhook_links: &[&[("id", LinkValue::Member("/task_id"))]],
};

type Event = Map<String, Value>;

#[test]
fn a_payload_is_json_of_a_size_that_is_allowed() {
    assert_eq!(parse::<Event>(br#"{"task_id":"7","new":[1]}"#).unwrap()["new"][0], 1);
    let large = serde_json::to_vec(&json!({ "text": "x".repeat(1 << 20) })).unwrap();
    for (body, problem) in [
        (&b""[..], "cannot decode the webhook"),
        (b"<html>", "cannot decode the webhook: expected value at line 1 column 1"),
        (b"[1]", "invalid type"),
        (b"{}{}", "trailing characters"),
        (b"{\"a\":\xff}", "cannot decode the webhook"),
        (&large, "more than 1048576 are not read"),
    ] {
        let error: Error = parse::<Event>(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn the_api_is_asked_about_the_job_that_an_event_names() {
    let event: Event = parse(br#"{"task_id":"a/7","status":"DONE"}"#).unwrap();
    let answers = [r#"{"status":"WORKING"}"#, r#"{"status":"FAILED"}"#, r#"{"status":"DONE"}"#];
    let script = Script::playing(answers.map(|body| answer("200 OK", body))).await;
    let client = script.client();
    let ask = || confirm::<Event, _>(&client, Some(&MASTER), &event);
    assert!(matches!(ask().await.unwrap(), Polled::Pending(_)), "the event was early, or a lie");
    assert!(matches!(ask().await.unwrap(), Polled::Failed(_)));
    assert!(matches!(ask().await.unwrap(), Polled::Succeeded(_)));
    assert_eq!(script.lines(), ["GET /jobs/a%2F7 HTTP/1.1"; 3]);
}

#[tokio::test]
async fn an_event_that_was_made_up_is_not_confirmed() {
    let script = Script::playing([answer("404 Not Found", "{}")]).await;
    let client = script.client();
    let event: Event = parse(br#"{"task_id":"mine"}"#).unwrap();
    let error = confirm::<Event, _>(&client, Some(&MASTER), &event).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    for (job, body, problem) in [
        (None, r#"{"task_id":"7"}"#, "it is not known which kind of job"),
        (Some(&MASTER), r#"{"task_id":null}"#, "the webhook about a job of `master` does not name it"),
        (Some(&MASTER), r#"{"task_id":".."}"#, "addresses another path"),
    ] {
        let event: Event = parse(body.as_bytes()).unwrap();
        let error = confirm::<Event, _>(&client, job, &event).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(problem), "{error}");
    }
    assert_eq!(script.lines().len(), 1);
}

#[tokio::test]
async fn an_event_that_could_not_be_confirmed_can_be_later() {
    let script = Script::playing([answer("503 Busy", "")]).await;
    let event: Event = parse(br#"{"task_id":"7"}"#).unwrap();
    let error = confirm::<Event, _>(&script.client(), Some(&MASTER), &event).await.unwrap_err();
    assert_eq!(error.token().unwrap().operation(), "master");
}

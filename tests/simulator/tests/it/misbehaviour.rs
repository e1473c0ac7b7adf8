//! Each fault as the client sees it, and as the ledger tells it.

use std::error::Error;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simulator::{Entry, Outcome, Rule, Simulator};

use crate::support::{client, get, misbehaving, options, post, read, report, send, start, submit_cut, until};

fn cut(simulator: &Simulator) -> RequestBuilder {
    let body = json!({ "audio_url": "https://example.com/a.mp3", "start_time": 0, "end_time": 1000 });
    post(simulator, "/v1/audio_cutter").json(&body)
}

fn only_entry(simulator: &Simulator) -> Entry {
    let mut entries = simulator.ledger().entries;
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

/// Asserts that an error comes from a reset, not from a quiet end.
fn assert_reset(error: &reqwest::Error) {
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if cause.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == ErrorKind::ConnectionReset) {
            return;
        }
        source = cause.source();
    }
    panic!("not a reset: {error:?}");
}

#[tokio::test]
async fn errors_come_with_and_without_retry_after() {
    let simulator = misbehaving("audio_cutter status code=429").await;
    let rules = [
        "status code=429 retry-after=7",
        "status code=503 retry-after=date body=html",
        "status code=502 body=empty",
    ];
    rules
        .iter()
        .for_each(|rule| simulator.misbehave(format!("audio_cutter {rule}").parse().expect("a rule")));

    let response = cut(&simulator).send().await.expect("an answer");
    assert_eq!(response.headers().get("retry-after"), None);
    let (status, error) = read(response).await;
    assert_eq!((status.as_u16(), &error["error_code"]), (429, &json!("TOO_MANY_REQUESTS")));

    let response = cut(&simulator).send().await.expect("an answer");
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].as_bytes()), (429, &b"7"[..]));

    let response = cut(&simulator).send().await.expect("an answer");
    assert_eq!(
        (response.status().as_u16(), response.headers()["content-type"].as_bytes()),
        (503, &b"text/html"[..])
    );
    let date = response.headers()["retry-after"].to_str().expect("text").to_owned();
    assert!(date.ends_with(" GMT") && date.len() == 29, "{date}");
    assert!(response.text().await.expect("a page").starts_with("<html>"));

    let response = cut(&simulator).send().await.expect("an answer");
    assert_eq!((response.status().as_u16(), response.content_length()), (502, Some(0)));

    assert_eq!(cut(&simulator).send().await.expect("an answer").status(), 200, "each rule is followed once");
    let ledger = simulator.ledger();
    assert_eq!(ledger.accepted("audio_cutter"), 1);
    assert_eq!(ledger.entries[1].fault.as_deref(), Some("status code=429 retry-after=7"));
    assert_eq!((ledger.entries[1].outcome, ledger.entries[1].status), (Outcome::Refused, Some(429)));
}

#[tokio::test]
async fn an_error_reaches_a_client_that_is_still_uploading() {
    let simulator = misbehaving("denoise status code=503").await;
    let form = Form::new().part("audio_file", Part::bytes(vec![0; 3 << 20]).file_name("a.wav"));
    assert_eq!(send(post(&simulator, "/v1/denoise").multipart(form)).await.0, 503);
}

#[tokio::test]
async fn a_reset_before_reading_accepts_nothing() {
    let simulator = misbehaving("audio_cutter reset-before").await;
    assert_reset(&cut(&simulator).send().await.expect_err("a reset"));
    let entry = only_entry(&simulator);
    assert_eq!((entry.outcome, entry.status), (Outcome::Reset, None));
    assert_eq!(simulator.ledger().accepted("audio_cutter"), 0);
}

#[tokio::test]
async fn a_reset_after_reading_has_accepted_the_job() {
    let simulator = misbehaving("audio_cutter reset-after").await;
    assert_reset(&cut(&simulator).send().await.expect_err("a reset"));
    let entry = only_entry(&simulator);
    assert_eq!((entry.outcome, entry.status), (Outcome::Accepted, None));
    let task_id = json!(entry.task_id.expect("the job was started"));
    let (status, answer) = report(&simulator, "AUDIO_CUTTER", &task_id).await;
    assert_eq!((status.as_u16(), &answer["conversion"]["status"]), (200, &json!("IN_QUEUE")));
}

#[tokio::test]
async fn a_stalled_request_was_accepted_and_ends_with_its_client() {
    let simulator = misbehaving("audio_cutter stall").await;
    let error = cut(&simulator).timeout(Duration::from_millis(200)).send().await.expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(simulator.ledger().accepted("audio_cutter"), 1);
    let start = Instant::now();
    simulator.stop().await;
    assert!(start.elapsed() < Duration::from_secs(2), "nothing is left to wait for");
}

#[tokio::test]
async fn a_stop_ends_stalled_requests() {
    let simulator = misbehaving("audio_cutter stall").await;
    let request = tokio::spawn(cut(&simulator).send());
    until(|| simulator.ledger().accepted("audio_cutter") == 1).await;
    simulator.stop().await;
    request.await.expect("no panic").expect_err("no answer");
}

#[tokio::test]
async fn truncated_json_announces_more_than_comes() {
    let simulator = misbehaving("audio_cutter truncate").await;
    let mut response = cut(&simulator).send().await.expect("the head of an answer");
    let announced = response.content_length().expect("a length");
    let mut bytes = Vec::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend(chunk),
            Ok(None) => panic!("the answer is whole"),
            Err(error) => break error,
        }
    };
    assert_eq!(bytes.len() as u64, announced / 2, "{error}");
    assert!(serde_json::from_slice::<Value>(&bytes).is_err());
    assert_eq!(simulator.ledger().accepted("audio_cutter"), 1);
}

#[tokio::test]
async fn fields_of_an_answer_can_be_strange() {
    let simulator = start().await;
    let receipt = submit_cut(&simulator).await;
    let strange = async |rule: &str| {
        simulator.misbehave(format!("get_conversion {rule}").parse().expect("a rule"));
        report(&simulator, "AUDIO_CUTTER", &receipt["task_id"]).await.1["conversion"].clone()
    };
    assert_eq!(strange("unknown-status value=WARP").await["status"], "WARP");
    assert_eq!(strange("extra-fields").await["field_of_tomorrow"], "unexpected");
    let conversion = strange("missing-fields fields=status,createdAt").await;
    assert_eq!((conversion.get("status"), conversion.get("createdAt")), (None, None));
    assert_eq!(conversion["task_id"], receipt["task_id"]);
    simulator.misbehave("audio_cutter number-as-string".parse().expect("a rule"));
    let receipt = submit_cut(&simulator).await;
    assert_eq!((&receipt["eta"], &receipt["credit_estimate"]), (&json!("66"), &json!("0.015")));
}

/// Completes a job and returns the address of its result.
async fn result(simulator: &Simulator) -> String {
    let receipt = submit_cut(simulator).await;
    simulator.advance(Duration::from_secs(66));
    let (_, answer) = report(simulator, "AUDIO_CUTTER", &receipt["task_id"]).await;
    answer["conversion"]["audio_url"].as_str().expect("an address").to_owned()
}

#[tokio::test]
async fn a_download_can_end_early_and_be_resumed() {
    let simulator = misbehaving("download truncate-download at=0.25").await;
    let url = result(&simulator).await;
    let mut response = client().get(&url).send().await.expect("the head of an answer");
    let total = response.content_length().expect("a length") as usize;
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend(chunk);
    }
    assert_eq!(bytes.len(), total / 4);
    let rest =
        client().get(&url).header("range", format!("bytes={}-", bytes.len())).send().await.expect("the rest");
    bytes.extend(rest.bytes().await.expect("all of it"));
    assert_eq!(
        bytes,
        client().get(&url).send().await.expect("an answer").bytes().await.expect("a whole file")
    );
    let ledger = simulator.ledger();
    let faults: Vec<_> = ledger.of("download").map(|entry| entry.fault.is_some()).collect();
    assert_eq!(faults, [true, false, false]);
}

#[tokio::test]
async fn downloads_meet_their_own_rules_only() {
    let simulator = misbehaving("* status code=500 count=always").await;
    simulator.misbehave("download reset-before".parse().expect("a rule"));
    simulator.misbehave("download status code=503".parse().expect("a rule"));
    let url = format!("{}/files/x/x.mp3", simulator.origin());
    assert_reset(&client().get(&url).send().await.expect_err("a reset"));
    assert_eq!(client().get(&url).send().await.expect("an answer").status(), 503);
    assert_eq!(client().get(&url).send().await.expect("an answer").status(), 404);
}

#[tokio::test]
async fn a_slow_answer_comes_in_simulated_time() {
    let simulator = misbehaving("get_all_voices slow bytes-per-second=10").await;
    let mut response =
        get(&simulator, "/v1/getAllVoices?limit=1").send().await.expect("the head of an answer");
    let announced = response.content_length().expect("a length");
    let mut came = 0;
    while came < announced {
        // One byte in a tenth of a second, and none before.
        simulator.advance(Duration::from_millis(100));
        came += response.chunk().await.expect("a piece").map_or(0, |chunk| chunk.len() as u64);
    }
    assert_eq!(came, announced);
}

#[tokio::test]
async fn clients_are_sent_elsewhere() {
    let simulator = misbehaving("audio_cutter redirect to=http://127.0.0.1:1/other").await;
    let response = cut(&simulator).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(response.headers()["location"], "http://127.0.0.1:1/other");
    assert_eq!(simulator.ledger().accepted("audio_cutter"), 0);
}

#[tokio::test]
async fn rules_count_skip_and_gamble() {
    let statuses = async |rule: &str, seed| {
        let rule: Rule = format!("get_all_voices status code=500 {rule}").parse().expect("a rule");
        let simulator = simulator::start(options().seed(seed).rule(rule)).await.expect("it starts");
        let mut failed = Vec::new();
        for _ in 0..20 {
            failed.push(send(get(&simulator, "/v1/getAllVoices?limit=1")).await.0 == 500);
        }
        failed
    };
    let once = statuses("", 0).await;
    assert_eq!((once[0], once.iter().filter(|failed| **failed).count()), (true, 1));
    let later = statuses("count=2 after=3", 0).await;
    assert_eq!(later[..6], [false, false, false, true, true, false]);
    assert!(statuses("count=always", 0).await.iter().all(|failed| *failed));
    let gamble = statuses("count=always chance=0.5", 1).await;
    assert!(gamble.contains(&true) && gamble.contains(&false));
    assert_eq!(gamble, statuses("count=always chance=0.5", 1).await, "the same seed, the same luck");
    assert_ne!(gamble, statuses("count=always chance=0.5", 2).await);
}

#[test]
fn wrong_rules_say_what_is_wrong() {
    for (rule, says) in [
        ("", "OPERATION FAULT"),
        ("remix", "OPERATION FAULT"),
        ("remix explode", "there is no fault `explode`; the faults are: status"),
        ("remix status", "`code=` is missing"),
        ("remix status code=9999", "`code=9999`"),
        ("remix status code=500 body=xml", "`body=xml`"),
        ("remix status code=500 retry-after=soon", "`retry-after=soon`"),
        ("remix stall count=many", "`count=many`"),
        ("remix stall chance=2", "`chance` must be from 0 to 1"),
        ("remix stall count=1 count=2", "`count` is given twice"),
        ("remix stall now", "`now` is not of the form key=value"),
        ("remix stall times=2", "`stall` has no option `times`"),
        ("remix slow bytes-per-second=0", "more than 0"),
        ("download early-webhook", "cannot happen to `download`"),
        ("remix truncate-download", "cannot happen to `remix`"),
        ("webhook stall", "cannot happen to `webhook`"),
    ] {
        let error = rule.parse::<Rule>().expect_err(rule).to_string();
        assert!(error.contains(says), "{error}");
    }
    let rule: Rule = "  remix   stall  count=2 ".parse().expect("a rule");
    assert_eq!(rule.to_string(), "remix stall count=2");
}

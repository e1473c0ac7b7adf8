//! Calls to the address that a request names.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Outcome, Simulator};

use crate::support::{Receiver, misbehaving, post, send, start, until};

/// Submits a request that asks to be told, and returns its receipt.
async fn submit(simulator: &Simulator, path: &str, mut body: Value, url: &str) -> Value {
    body["webhook_url"] = json!(url);
    let (status, receipt) = send(post(simulator, path).json(&body)).await;
    assert_eq!(status, 200, "{receipt}");
    receipt
}

fn audio() -> Value {
    json!({ "audio_url": "https://example.com/a.mp3" })
}

#[tokio::test]
async fn a_finished_job_calls_once_with_the_payload_of_its_product() {
    let simulator = start().await;
    let receiver = Receiver::start().await;
    let receipt = submit(&simulator, "/v1/denoise", audio(), &receiver.url).await;
    simulator.advance(Duration::from_secs(70));
    assert_eq!(receiver.calls(), Vec::<Value>::new(), "the job takes 71 s");
    simulator.advance(Duration::from_secs(1));
    let calls = receiver.wait_for(1).await;
    assert_eq!(calls[0]["conversion_type"], "Denoise");
    assert_eq!(calls[0]["task_id"], receipt["task_id"]);
    assert_eq!(calls[0]["conversion_id"], receipt["conversion_id"]);
    assert_eq!(calls[0]["conversion_cost"], "0.03", "text, as the example has it");
    let url = calls[0]["no_noise"].as_str().expect("an address");
    assert_eq!(reqwest::get(url).await.expect("an answer").status(), 200, "{url}");
    until(|| simulator.ledger().of("webhook").count() == 1).await;
    let ledger = simulator.ledger();
    let delivery = ledger.of("webhook").next().expect("the delivery");
    assert_eq!((delivery.outcome, delivery.status), (Outcome::Delivered, Some(200)));
    assert_eq!(delivery.task_id.as_deref(), receipt["task_id"].as_str());
}

#[tokio::test]
async fn each_song_is_told_of() {
    let simulator = start().await;
    let receiver = Receiver::start().await;
    let body = json!({ "prompt": "x", "title": "Mine" });
    let receipt = submit(&simulator, "/v2/MusicAI", body, &receiver.url).await;
    simulator.advance(Duration::from_secs(154));
    let calls = receiver.wait_for(2).await;
    for (call, id) in calls.iter().zip(["conversion_id_1", "conversion_id_2"]) {
        assert_eq!((&call["conversion_id"], &call["title"]), (&receipt[id], &json!("Mine")));
    }
}

#[tokio::test]
async fn addresses_and_ids_inside_of_texts_and_keys_are_the_jobs() {
    let simulator = start().await;
    let receiver = Receiver::start().await;
    submit(&simulator, "/v2/Extraction", audio(), &receiver.url).await;
    let sound = submit(&simulator, "/v1/sound_generator", json!({ "prompt": "x" }), &receiver.url).await;
    simulator.advance(Duration::from_secs(100));
    let calls = receiver.wait_for(2).await;
    let of = |kind: &str| calls.iter().find(|call| call["conversion_type"] == kind).expect("the call");
    let stems = of("Extraction")["audio_url"].as_str().expect("text");
    let stems: Value = serde_json::from_str(stems).expect("JSON in text");
    assert!(stems["vocals"].as_str().is_some_and(|url| url.starts_with(simulator.origin())), "{stems}");
    let id = sound["conversion_id"].as_str().expect("an id");
    let url = of("Sound Creator")["conversion_paths"][id].as_str().expect("an address under the job's id");
    assert!(url.starts_with(simulator.origin()), "{url}");
}

#[tokio::test]
async fn the_file_type_asked_for_is_that_of_the_result() {
    let simulator = start().await;
    let receiver = Receiver::start().await;
    let mut body = audio();
    body["target_format"] = json!("flac");
    submit(&simulator, "/v1/file_convert", body, &receiver.url).await;
    simulator.advance(Duration::from_secs(30));
    let call = &receiver.wait_for(1).await[0];
    assert!(call["output_file_path"].as_str().is_some_and(|url| url.ends_with(".flac")), "{call}");
}

#[tokio::test]
async fn other_machines_are_never_called() {
    let simulator = start().await;
    let addresses =
        ["http://198.51.100.7/hook", "https://hooks.example.com/x", "http://127.0.0.1.example.com/"];
    for url in addresses {
        submit(&simulator, "/v1/denoise", audio(), url).await;
    }
    simulator.advance(Duration::from_secs(71));
    until(|| simulator.ledger().of("webhook").count() == addresses.len()).await;
    assert!(simulator.ledger().of("webhook").all(|entry| entry.outcome == Outcome::Skipped));
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_a_failure() {
    let simulator = start().await;
    submit(&simulator, "/v1/denoise", audio(), "http://127.0.0.1:1/hook").await;
    simulator.advance(Duration::from_secs(71));
    until(|| simulator.ledger().of("webhook").count() == 1).await;
    let ledger = simulator.ledger();
    let entry = ledger.of("webhook").next().expect("the failure");
    assert_eq!(entry.outcome, Outcome::Failed);
    assert!(entry.reason.is_some());
}

#[tokio::test]
async fn webhooks_come_several_times_when_told_so() {
    for rule in [
        "webhook duplicate-webhook times=3",
        "denoise duplicate-webhook times=3",
        "* duplicate-webhook times=3",
    ] {
        let simulator = misbehaving(rule).await;
        let receiver = Receiver::start().await;
        submit(&simulator, "/v1/denoise", audio(), &receiver.url).await;
        simulator.advance(Duration::from_secs(71));
        let calls = receiver.wait_for(3).await;
        assert!(calls.iter().all(|call| call == &calls[0]));
        until(|| simulator.ledger().of("webhook").count() == 3).await;
        let ledger = simulator.ledger();
        assert!(ledger.of("webhook").all(|it| it.fault.as_deref() == Some("duplicate-webhook times=3")));
    }
}

#[tokio::test]
async fn webhooks_come_before_their_time_when_told_so() {
    let simulator = misbehaving("webhook early-webhook").await;
    let receiver = Receiver::start().await;
    let receipt = submit(&simulator, "/v1/denoise", audio(), &receiver.url).await;
    receiver.wait_for(1).await;
    let (_, answer) = crate::support::report(&simulator, "DENOISING", &receipt["task_id"]).await;
    assert_eq!(answer["conversion"]["status"], "IN_QUEUE");
}

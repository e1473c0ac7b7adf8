//! The receiver of webhooks that stands among the client's examples, called by the simulator and by liars.

use musicgpt_client::types::{Conversion, CoverInput, CoverRequest};
use runtime::reqwest;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::bench::{Bench, in_time, plain_http, until};
use super::case::SONG;

#[path = "../../../generated-client/examples/webhook_receiver.rs"]
#[expect(dead_code, reason = "its `main` is for those who run the example")]
mod example;

/// A simulator, and the example that receives its calls.
struct Receiving {
    bench: Bench,
    url: String,
    results: UnboundedReceiver<Conversion>,
}

impl Receiving {
    async fn start(rule: Option<&str>) -> Self {
        let bench = Bench::start().await;
        if let Some(rule) = rule {
            bench.simulator.misbehave(rule.parse().expect("a rule"));
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port is free");
        let url = format!("http://{}/musicgpt", listener.local_addr().expect("the listener is bound"));
        let (sender, results) = unbounded_channel();
        let router = example::router(bench.client.clone(), sender);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { bench, url, results }
    }

    async fn submit(&self) {
        let request = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1").webhook_url(&self.url);
        self.bench.client.cover(request).await.expect("the request is fine");
    }

    async fn post(&self, body: impl Into<reqwest::Body>) -> u16 {
        let answer = plain_http().post(&self.url).body(body).send().await.expect("the receiver answers");
        answer.status().as_u16()
    }

    /// Waits until the API has been asked about jobs so many times.
    async fn asked(&self, times: usize) {
        until(|| self.bench.simulator.ledger().of("get_conversion").count() >= times).await;
    }
}

#[tokio::test]
async fn a_result_is_handed_on_once_however_often_it_is_told() {
    let mut it = Receiving::start(Some("webhook duplicate-webhook times=3")).await;
    it.submit().await;
    it.bench.advance(300.0);
    let conversion = in_time(it.results.recv()).await.expect("the result comes");
    assert!(conversion.audio().is_some());
    it.asked(3).await;
    assert!(it.results.try_recv().is_err(), "the other calls were about the same job");
}

#[tokio::test]
async fn a_call_that_comes_too_early_is_not_believed() {
    let mut it = Receiving::start(Some("webhook early-webhook")).await;
    it.submit().await;
    it.asked(1).await;
    assert!(it.results.try_recv().is_err(), "the job is not done");
}

#[tokio::test]
async fn what_nobody_else_has_said_is_not_believed() {
    let mut it = Receiving::start(None).await;
    let lie =
        r#"{"success":true,"conversion_type":"Cover","task_id":"mine","conversion_path":"https://evil"}"#;
    assert_eq!(it.post(lie).await, 204, "it is answered and looked into");
    it.asked(1).await;
    for (body, status) in [("<html>", 400), (r#"{"conversion_type":"Of Tomorrow"}"#, 204), ("{}", 204)] {
        assert_eq!(it.post(body).await, status, "{body}");
    }
    assert_eq!(it.post(vec![b' '; 100 << 10]).await, 413, "more than any webhook has");
    assert!(it.results.try_recv().is_err());
}

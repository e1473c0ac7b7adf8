//! The endpoints for tools and people.

use serde_json::json;

use crate::support::{client, get, send, start, submit_cut};

#[tokio::test]
async fn the_ledger_and_the_jobs_are_there_for_tools() {
    let simulator = start().await;
    let receipt = submit_cut(&simulator).await;
    let (_, ledger) = send(client().get(format!("{}/__simulator/ledger", simulator.origin()))).await;
    let entry = &ledger["entries"][0];
    assert_eq!((&entry["operation"], &entry["outcome"]), (&json!("audio_cutter"), &json!("accepted")));
    assert_eq!((&entry["task_id"], &entry["fields"]["end_time"]), (&receipt["task_id"], &json!("1000")));
    let (_, jobs) = send(client().get(format!("{}/__simulator/jobs", simulator.origin()))).await;
    assert_eq!(jobs["jobs"][0]["status"], "IN_QUEUE");
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let simulator = start().await;
    let response =
        client().get(format!("{}/__simulator/", simulator.origin())).send().await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let page = response.text().await.expect("a page");
    assert!(page.contains("fetch('jobs')") && !page.contains("://"), "{page}");
}

#[tokio::test]
async fn rules_can_be_added_from_outside() {
    let simulator = start().await;
    let url = format!("{}/__simulator/misbehave", simulator.origin());
    let rules = "# a comment\nget_all_voices status code=503\n\n* extra-fields\n";
    assert_eq!(client().post(&url).body(rules).send().await.expect("an answer").status(), 204);
    assert_eq!(send(get(&simulator, "/v1/getAllVoices")).await.0, 503);
    for (rule, says) in [("remix explode", "the faults are"), ("no_such stall", "no operation `no_such`")] {
        let response = client().post(&url).body(rule).send().await.expect("an answer");
        assert_eq!(response.status(), 422);
        assert!(response.text().await.expect("text").contains(says));
    }
}

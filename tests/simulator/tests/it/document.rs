//! What is read from a document, and which documents are refused.

use std::time::Duration;

use serde_json::json;
use simulator::{Options, StartError};

use crate::support::{client, options, read, send};

/// A document of another family, in which nothing is called as in the shipped one.
const BAKERY: &str = r##"
openapi: 3.0.3
info: { title: Bakery, version: 1.0.0 }
servers: [{ url: 'https://bakery.example/v7/' }]
security: [{ Key: [] }]
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Oven } }
  schemas:
    Loaf:
      type: object
      required: [grain]
      properties:
        grain: { type: string, enum: [rye, wheat] }
        slices: { type: integer, minimum: 0, exclusiveMinimum: true, nullable: true }
        inner: { $ref: '#/components/schemas/Loaf' }
paths:
  /loaves:
    post:
      operationId: bake
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Loaf' } } }
      responses:
        '201':
          description: In the oven.
          content:
            application/json:
              schema:
                type: object
                properties: { task_id: { type: string }, eta: { type: integer, example: 9 } }
          links:
            look: { operationId: look, parameters: { loaf: $response.body#/task_id, shop: MAIN } }
  /loaves/{loaf}:
    get:
      operationId: look
      x-job: { pending: [RISING, BAKING], succeeded: [BAKED] }
      parameters:
        - { name: loaf, in: query, schema: { type: string } }
        - { name: shop, in: query, required: true, schema: { type: string } }
      responses:
        '200':
          description: How it looks.
          content:
            application/json:
              schema: { type: object, properties: { status: { type: string }, task_id: { type: string } } }
  /open:
    get:
      operationId: opening_hours
      security: []
      responses: { '204': { description: Always. } }
"##;

#[tokio::test]
async fn another_document_is_served_without_new_code() {
    let bakery = Options::new(BAKERY.replace("/loaves/{loaf}", "/look")).manual_clock().key("k");
    let simulator = simulator::start(bakery).await.expect("it can be served");
    assert!(simulator.base_url().ends_with("/v7"));
    let url = |path: &str| format!("{}{path}", simulator.base_url());
    let (status, receipt) =
        send(client().post(url("/loaves")).header("x-oven", "k").json(&json!({ "grain": "rye" }))).await;
    assert_eq!(status, 201, "{receipt}");
    for (seconds, state) in [(0, "RISING"), (1, "BAKING"), (8, "BAKED")] {
        simulator.advance(Duration::from_secs(seconds));
        let loaf = receipt["task_id"].as_str().expect("an id");
        let request = client().get(url(&format!("/look?loaf={loaf}&shop=MAIN")));
        assert_eq!(send(request.header("x-oven", "k")).await.1["status"], state);
    }
    for (loaf, says) in [
        (json!({ "grain": "oat" }), "`grain`"),
        (json!({ "grain": "rye", "slices": 0 }), "`slices`"),
        (json!({ "grain": "rye", "inner": { "slices": 1 } }), "`inner/grain` is required"),
    ] {
        let (status, error) = send(client().post(url("/loaves")).header("x-oven", "k").json(&loaf)).await;
        assert_eq!(status, 422);
        assert!(error["message"].as_str().is_some_and(|it| it.contains(says)), "{error}");
    }
    let null = json!({ "grain": "rye", "slices": null });
    assert_eq!(send(client().post(url("/loaves")).header("x-oven", "k").json(&null)).await.0, 201);
    let open = client().get(url("/open")).send().await.expect("an answer");
    assert_eq!(open.status(), 204, "it needs no key");
}

#[tokio::test]
async fn documents_that_cannot_be_served_are_refused_with_the_reason() {
    for (document, says) in [
        ("a: [".to_owned(), "line 2"),
        ("a: 1".to_owned(), "no `openapi` version"),
        (BAKERY.replace("3.0.3", "3.1.0"), "3.1.0"),
        (BAKERY.replace("schemas/Loaf'", "schemas/Bun'"), "#/components/schemas/Bun"),
        (BAKERY.replace("operationId: look\n", "operationId: bake\n"), "two operations are called `bake`"),
        (BAKERY.replace("/open:", "/loaves/{other}:"), "`/loaves/{loaf}` and `/loaves/{other}`"),
        (BAKERY.replace("/v7/", "/").replace("/open:", "/files/{a}/{b}:"), "its own"),
        (BAKERY.replace("{loaf}", "loaf-{id}"), "whole segments"),
        (BAKERY.replace("X-Oven", "X Oven"), "X Oven"),
    ] {
        let error = simulator::start(Options::new(document)).await.expect_err(says);
        assert!(matches!(error, StartError::Document(_)), "{error:?}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn options_that_make_no_sense_are_refused() {
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = simulator::start(options().speed(speed)).await.expect_err("no such speed");
        assert!(error.to_string().contains("speed"), "{error}");
    }
    let rule = "no_such_operation stall".parse().expect("a rule");
    let error = simulator::start(options().rule(rule)).await.expect_err("no such operation");
    assert!(error.to_string().contains("no_such_operation"), "{error}");
}

#[tokio::test]
async fn a_taken_port_is_said_and_a_stopped_simulator_gives_it_back() {
    let simulator = simulator::start(options()).await.expect("it starts");
    let port: u16 = simulator.origin().rsplit(':').next().expect("a port").parse().expect("a number");
    let error = simulator::start(options().port(port)).await.expect_err("the port is taken");
    assert!(matches!(error, StartError::Bind { port: said, .. } if said == port), "{error:?}");
    simulator.stop().await;
    simulator::start(options().port(port)).await.expect("the port is free again").stop().await;
}

#[tokio::test]
async fn a_dropped_simulator_is_gone() {
    let simulator = simulator::start(options()).await.expect("it starts");
    let url = format!("{}/v1/getAllVoices", simulator.base_url());
    let client = reqwest::Client::builder().no_proxy().build().expect("a plain client");
    let request = || client.get(&url).header("authorization", "test-key").send();
    assert_eq!(read(request().await.expect("an answer")).await.0, 200);
    drop(simulator);
    tokio::task::yield_now().await;
    request().await.expect_err("neither the port nor the open connection is served");
}

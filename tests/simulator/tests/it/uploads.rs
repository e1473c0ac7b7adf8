//! Uploads in steps.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use simulator::Simulator;

use crate::support::{client, post, send, start};

async fn prepare(simulator: &Simulator) -> Value {
    let body = json!({ "content_type": "audio/wav", "size_bytes": 2048, "filename": "mix.wav" });
    let (status, prepared) = send(post(simulator, "/v2/upload_audio").json(&body)).await;
    assert_eq!(status, 200, "{prepared}");
    prepared
}

fn form(prepared: &Value) -> Form {
    let fields = prepared["fields"].as_object().expect("the fields of the form");
    fields.iter().fold(Form::new(), |form, (name, value)| {
        form.text(name.clone(), value.as_str().expect("text").to_owned())
    })
}

#[tokio::test]
async fn an_upload_is_prepared_posted_and_completed() {
    let simulator = start().await;
    let prepared = prepare(&simulator).await;
    let id = prepared["upload_id"].as_str().expect("an id");
    let url = prepared["upload_url"].as_str().expect("an address");
    assert!(id.starts_with("upl_") && url.starts_with(simulator.origin()), "{prepared}");
    assert_eq!(prepared["fields"]["Content-Type"], "audio/wav");

    let file = Part::bytes(vec![0; 2048]).file_name("mix.wav");
    let response =
        client().post(url).multipart(form(&prepared).part("file", file)).send().await.expect("an answer");
    assert_eq!(response.status(), 204);
    let ledger = simulator.ledger();
    let upload = ledger.of("upload").next().expect("the upload");
    assert_eq!(upload.fields["file"].file().map(|file| file.bytes), Some(2048));

    for path in ["complete", "complete/pre-process", "complete"] {
        let (status, completed) = send(post(&simulator, &format!("/v2/upload_audio/{id}/{path}"))).await;
        assert_eq!((status.as_u16(), &completed["upload_id"]), (200, &json!(id)));
    }
    let wait = format!("/v2/upload_audio/{id}/complete/pre-process?wait_seconds=61");
    assert_eq!(send(post(&simulator, &wait)).await.0, 422);
}

#[tokio::test]
async fn unknown_uploads_cannot_be_completed() {
    let simulator = start().await;
    for path in ["complete", "complete/pre-process"] {
        let (status, error) = send(post(&simulator, &format!("/v2/upload_audio/upl_none/{path}"))).await;
        assert_eq!((status.as_u16(), &error["error_code"]), (404, &json!("RESOURCE_NOT_FOUND")));
    }
}

#[tokio::test]
async fn a_form_post_must_be_as_prepared() {
    let simulator = start().await;
    let prepared = prepare(&simulator).await;
    let url = prepared["upload_url"].as_str().expect("an address");
    let file = || Part::bytes(vec![0; 2048]).file_name("mix.wav");
    for (url, form, status, says) in [
        (url.to_owned(), Form::new().part("file", file()), 403, "AccessDenied"),
        (url.to_owned(), form(&prepared), 400, "no file"),
        (format!("{url}0"), form(&prepared).part("file", file()), 404, "NoSuchUpload"),
    ] {
        let response = client().post(url).multipart(form).send().await.expect("an answer");
        assert_eq!(response.status(), status);
        assert!(response.text().await.expect("XML").contains(says), "{says}");
    }
}

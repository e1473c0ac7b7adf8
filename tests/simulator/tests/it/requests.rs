//! Every check of a request.

use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use simulator::Outcome;

use crate::support::{client, get, post, post_form, send, start};

/// Posts JSON and expects a refusal that says all of this.
async fn refused(path: &str, body: Value, says: &[&str]) {
    let simulator = start().await;
    let (status, error) = send(post(&simulator, path).json(&body)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{error}");
    assert_eq!((&error["success"], &error["error_code"]), (&json!(false), &json!("UNPROCESSABLE_CONTENT")));
    let message = error["message"].as_str().unwrap_or_default();
    for part in says {
        assert!(message.contains(part), "{message} does not say {part}");
    }
    let ledger = simulator.ledger();
    assert_eq!((ledger.entries.len(), ledger.entries[0].outcome), (1, Outcome::Refused));
    assert_eq!(ledger.entries[0].reason.as_deref(), Some(message));
}

#[tokio::test]
async fn the_key_must_be_exact() {
    let simulator = start().await;
    for key in [None, Some(""), Some("other"), Some("Bearer test-key"), Some("test-key2")] {
        let mut request = client().get(format!("{}/v1/getAllVoices", simulator.base_url()));
        if let Some(key) = key {
            request = request.header("authorization", key);
        }
        let (status, error) = send(request).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{key:?}");
        assert_eq!(error["error_code"], "UNAUTHORIZED_ACCESS");
    }
    assert_eq!(simulator.ledger().accepted("get_all_voices"), 0);
}

#[tokio::test]
async fn an_error_has_the_shape_that_the_operation_documents() {
    let simulator = start().await;
    let path = "/v2/MusicAI/stream?task_id=a&conversion_id=b";
    let (status, error) = send(client().get(format!("{}{path}", simulator.base_url()))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(error.get("error_code"), None, "its schema has no such field");
    assert_eq!(error["success"], false);
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_refused() {
    let simulator = start().await;
    let (status, error) = send(get(&simulator, "/v1/nothing")).await;
    assert_eq!((status, &error["error_code"]), (StatusCode::NOT_FOUND, &json!("RESOURCE_NOT_FOUND")));
    let response = get(&simulator, "/v1/denoise").send().await.expect("an answer");
    assert_eq!(response.headers()["allow"], "POST");
    let (status, error) = crate::support::read(response).await;
    assert_eq!(
        (status, &error["error_code"]),
        (StatusCode::METHOD_NOT_ALLOWED, &json!("METHOD_NOT_ALLOWED"))
    );
    assert_eq!(simulator.ledger().entries[1].operation, "GET /api/public/v1/denoise");
}

#[tokio::test]
async fn other_content_types_are_refused_with_what_to_send() {
    let simulator = start().await;
    for (content_type, says) in [(Some("text/plain"), "`text/plain`"), (None, "nothing")] {
        let mut request = post(&simulator, "/v1/denoise").body("audio_url=x");
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let (status, error) = send(request).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(says) && message.contains("multipart/form-data"), "{message}");
    }
}

#[tokio::test]
async fn fields_are_checked_against_their_schemas() {
    let url = "https://example.com/a.mp3";
    refused("/v1/Cover", json!({ "audio_url": url }), &["`voice_id` is required"]).await;
    refused("/v1/denoise", json!({}), &["one of these is missing: `audio_url`, or `audio_file`"]).await;
    let mixed = json!({ "audio_url": url, "reference_audio_file": "x" });
    refused("/v1/audio_mastering", mixed, &["`reference_audio_file` must be sent as a file"]).await;
    let half = json!({ "audio_url": url });
    refused(
        "/v1/audio_mastering",
        half,
        &["`reference_audio_url`, or `audio_file` and `reference_audio_file`"],
    )
    .await;
    refused("/v1/denoise", json!({ "audio_url": url, "colour": 1 }), &["`colour` is not a field"]).await;
    refused(
        "/v1/file_convert",
        json!({ "audio_url": url, "target_format": "mp4" }),
        &["`target_format`", "mp4"],
    )
    .await;
    refused(
        "/v1/file_convert",
        json!({ "audio_url": url, "target_format": "wav", "target_sr": 1 }),
        &["target_sr"],
    )
    .await;
    refused(
        "/v2/MusicAI",
        json!({ "prompt": "x".repeat(1001) }),
        &["`prompt`: value is longer than 1000 characters"],
    )
    .await;
    refused("/v2/MusicAI", json!({ "prompt": 7 }), &["`prompt`", "string"]).await;
    refused("/v2/MusicAI", json!({ "webhook_url": "not an address" }), &["`webhook_url`", "uri"]).await;
    let pitch = json!({ "audio_url": url, "voice_id": "x", "pitch": 13, "colour": 1 });
    refused("/v1/Cover", pitch, &["`pitch`", "12", "; ", "`colour`"]).await;
    refused("/v2/MusicAI", json!([1]), &["must be a JSON object"]).await;
}

#[tokio::test]
async fn exclusive_fields_exclude_each_other() {
    let simulator = start().await;
    let form = Form::new()
        .text("lyrics", "la")
        .text("audio_url", "https://example.com/a.mp3")
        .part("audio_file", Part::bytes(vec![0; 10]).file_name("a.mp3"));
    let (status, error) = send(post(&simulator, "/v1/sing_over_vocal").multipart(form)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{error}");
    assert!(error["message"].as_str().is_some_and(|it| it.contains("exclude each other")), "{error}");
}

#[tokio::test]
async fn queries_are_checked_too() {
    let simulator = start().await;
    for (path, says) in [
        ("/v1/getAllVoices?limit=many", "`limit`"),
        ("/v1/searchVoices", "`query` is required"),
        ("/v1/getAllVoices?colour=red", "`colour` is not a field"),
        ("/v1/getAllVoices?limit=1&limit=2", "`limit`"),
        ("/v1/prompt_to_lyrics?prompt=", "`prompt`"),
        ("/v1/byId?conversionType=NOTHING&task_id=x", "`conversionType`"),
        ("/v1/byId?conversionType=COVER", "exactly one of `task_id` and `conversion_id`"),
        ("/v1/byId?conversionType=COVER&task_id=x&conversion_id=y", "exactly one of"),
    ] {
        let (status, error) = send(get(&simulator, path)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {error}");
        assert!(error["message"].as_str().is_some_and(|it| it.contains(says)), "{path}: {error}");
    }
}

#[tokio::test]
async fn a_form_may_come_in_three_content_types_and_means_the_same() {
    let simulator = start().await;
    let json = json!({
        "audio_url": "https://example.com/a.mp3", "stems": ["vocals", "drums"], "eco_mode": true,
    });
    let text = [
        ("audio_url", "https://example.com/a.mp3"),
        ("stems", r#"["vocals", "drums"]"#),
        ("eco_mode", "True"),
    ];
    let form = text.iter().fold(Form::new(), |form, (name, value)| form.text(*name, *value));
    for request in [
        post(&simulator, "/v2/Extraction").json(&json),
        post_form(&simulator, "/v2/Extraction", &text),
        post(&simulator, "/v2/Extraction").multipart(form),
    ] {
        let (status, answer) = send(request).await;
        assert_eq!(status, 200, "{answer}");
    }
    let ledger = simulator.ledger();
    assert_eq!(ledger.accepted("extraction"), 3);
    for entry in &ledger.entries {
        assert_eq!(entry.fields, ledger.entries[0].fields);
        assert_eq!(entry.fields["stems"].text(), Some(r#"["vocals","drums"]"#));
        assert_eq!(entry.fields["eco_mode"].text(), Some("true"));
    }
}

#[tokio::test]
async fn text_is_read_as_the_type_of_its_field() {
    let simulator = start().await;
    let url = ("audio_url", "https://example.com/a.mp3");
    for (path, good, bad) in [
        (
            "/v1/VoiceChanger",
            vec![("voice_id", "x"), ("remove_background", "1"), ("pitch", "-3")],
            ("pitch", "high"),
        ),
        ("/v1/extend", vec![("extend_after", "35.0"), ("num_outputs", "1")], ("num_outputs", "one")),
        ("/v1/audio_to_midi", vec![("sonify_midi", "False")], ("sonify_midi", "perhaps")),
        ("/v1/audio_to_midi", vec![("save_note_events", "0")], ("save_note_events", "2")),
        ("/v2/Extraction", vec![("stems", "[]")], ("stems", "vocals")),
    ] {
        let good: Vec<_> = good.into_iter().chain([url]).collect();
        let (status, answer) = send(post_form(&simulator, path, &good)).await;
        assert_eq!(status, 200, "{path}: {answer}");
        let bad: Vec<_> = good.into_iter().filter(|(name, _)| *name != bad.0).chain([bad]).collect();
        let (status, answer) = send(post_form(&simulator, path, &bad)).await;
        assert_eq!(status, 422, "{path}: {answer}");
    }
}

#[tokio::test]
async fn files_are_counted_and_only_taken_where_they_belong() {
    let simulator = start().await;
    let file =
        || Part::bytes(b"123456789".to_vec()).file_name("mix.wav").mime_str("audio/wav").expect("a type");
    let form = Form::new().part("audio_file", file());
    let (status, answer) = send(post(&simulator, "/v1/denoise").multipart(form)).await;
    assert_eq!(status, 200, "{answer}");
    let ledger = simulator.ledger();
    let received = ledger.entries[0].fields["audio_file"].file().expect("a file");
    assert_eq!((received.file_name.as_str(), received.bytes), ("mix.wav", 9));
    assert_eq!(received.content_type.as_deref(), Some("audio/wav"));
    assert_eq!(received.crc32, "cbf43926", "the check value of CRC-32");

    for (form, says) in [
        (Form::new().text("audio_file", "bytes without a name"), "`audio_file` must be sent as a file"),
        (Form::new().part("audio_url", file()), "`audio_url` must not be sent as a file"),
        (Form::new().part("audio_file", file()).part("audio_file", file()), "takes one file, not 2"),
    ] {
        let (status, error) = send(post(&simulator, "/v1/denoise").multipart(form)).await;
        assert_eq!(status, 422);
        assert!(error["message"].as_str().is_some_and(|it| it.contains(says)), "{error}");
    }
}

#[tokio::test]
async fn the_ledger_keeps_the_headers_that_tell_requests_apart() {
    let simulator = start().await;
    let request =
        get(&simulator, "/v1/getAllVoices").header("x-request-id", "7").header("idempotency-key", "k");
    send(request.header("x-other", "no")).await;
    let ledger = simulator.ledger();
    let headers: Vec<_> =
        ledger.entries[0].headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("idempotency-key", "k"), ("x-request-id", "7")]);
}

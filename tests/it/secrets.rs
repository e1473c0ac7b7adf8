//! Turns everything that can be shown of a client, its calls and its errors into text, which must not hold the key.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::time::Duration;

use musicgpt_client::types::{CoverInput, CoverRequest, MusicAiRequest, UploadAudioRequest};
use musicgpt_client::{Client, ClientBuilder, Error, Upload};

use crate::wire::server::{Server, deserted_base_url};

/// A key that is spelled differently in a header, in JSON and in a URL.
const KEY: &str = "sk-\"7f3a91c0\"/+=";
/// The key in a URL.
const ENCODED: &str = "sk-%227f3a91c0%22%2F%2B%3D";
/// What all spellings have in common.
const CORE: &str = "7f3a91c0";

const JSON: &str = "Content-Type: application/json\r\n";

fn builder(base_url: &str) -> ClientBuilder<Client> {
    Client::builder().api_key(KEY).base_url(base_url)
}

fn client(base_url: &str) -> Client {
    builder(base_url).build().expect("the key and the base URL are fine")
}

fn assert_hides(what: &str, value: &dyn Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.contains(CORE), "{what} shows the key: {shown}");
    }
}

fn assert_error_hides(what: &str, error: &Error) {
    assert_hides(what, error);
    assert_hides(what, &error.headers());
    assert_hides(what, &error.url());
    let mut reason: Option<&dyn StdError> = Some(error);
    while let Some(error) = reason {
        assert!(!error.to_string().contains(CORE), "{what} says the key: {error}");
        assert_hides(what, &error);
        reason = error.source();
    }
}

#[test]
fn nothing_that_is_shown_before_a_call_has_the_key() {
    let base_url = "http://localhost/api";
    let client = client(base_url);
    let with_key = || client.get_all_voices().with_header("X-Key", KEY).with_query("key", KEY);
    let values: [(&str, Box<dyn Debug>); 9] = [
        ("a builder", Box::new(builder(base_url))),
        ("a builder with headers", Box::new(builder(base_url).default_header("X-Key", KEY))),
        ("a builder with a wrong header", Box::new(builder(base_url).default_header("X-Key", "7f3a91c0\n"))),
        ("a builder with a password", Box::new(builder("https://user:7f3a91c0@localhost"))),
        ("a client", Box::new(client.clone())),
        ("a call", Box::new(client.music_ai(MusicAiRequest::new()).with_header("X-Key", KEY))),
        ("a call with setters", Box::new(with_key())),
        ("a future", Box::new(with_key().into_future())),
        ("a raw future", Box::new(with_key().raw())),
    ];
    for (what, value) in &values {
        assert_hides(what, value);
    }
}

#[test]
fn no_error_of_a_wrong_setting_has_the_key() {
    let base_url = "http://localhost/api";
    let builders = [
        ("a key with a line break", Client::builder().api_key("7f3a91c0\n")),
        ("a key that is not ASCII", Client::builder().api_key("7f3a91c0 \u{1f511}\0")),
        ("a base URL with a password", builder("https://user:7f3a91c0@localhost")),
        ("a base URL with a query", builder("https://localhost/?key=7f3a91c0")),
        ("a base URL with a fragment", builder("https://localhost/#7f3a91c0")),
        ("a base URL that is none", builder("7f3a91c0")),
        ("a base URL with a strange scheme", builder("ftp://7f3a91c0@localhost")),
        ("a header with a line break", builder(base_url).default_header("X-Key", "7f3a91c0\n")),
        ("a user agent with a line break", builder(base_url).user_agent("7f3a91c0\n")),
        ("a secret of an unknown scheme", builder(base_url).credential("OtherAuth", KEY)),
        ("a token where a key is asked for", builder(base_url).bearer_token(KEY)),
    ];
    for (what, builder) in builders {
        assert_hides(what, &builder);
        assert_error_hides(what, &builder.build().expect_err(what));
    }
}

/// What a server says that repeats the key, in a refusal and in answers that do not fit.
fn echoes() -> Vec<(&'static str, &'static str, String, String)> {
    let json = serde_json::json!({ "error": format!("unknown key {KEY}") }).to_string();
    let json_headers = || JSON.to_owned();
    vec![
        ("a body", "401 Unauthorized", json_headers(), json),
        ("a body of text", "403 Forbidden", String::new(), format!("unknown key {KEY}, {KEY}")),
        ("a body with a URL", "400 Bad Request", String::new(), format!("?key={ENCODED}")),
        ("a body that is cut", "400 Bad Request", String::new(), "x".repeat(495) + KEY),
        ("a reason phrase", "401 sk-7f3a91c0", json_headers(), "{}".to_owned()),
        (
            "headers",
            "429 Too Many Requests",
            format!("X-Echo: {KEY}\r\nSet-Cookie: k={KEY}\r\n"),
            "{}".to_owned(),
        ),
        ("a request id", "500 Internal Server Error", format!("X-Request-Id: {KEY}\r\n"), "{}".to_owned()),
        (
            "a redirect",
            "302 Found",
            format!("Location: https://localhost/{ENCODED}?key={ENCODED}\r\n"),
            String::new(),
        ),
        ("a content type", "200 OK", format!("Content-Type: {KEY}\r\n"), "no JSON".to_owned()),
        ("a value", "200 OK", json_headers(), serde_json::json!({ "success": KEY }).to_string()),
        ("a name", "200 OK", json_headers(), serde_json::json!({ "fields": { KEY: 1 } }).to_string()),
    ]
}

#[tokio::test]
async fn no_error_has_the_key_that_the_server_repeats() {
    for (what, status, headers, body) in echoes() {
        let server = Server::answering(status, &headers, &body).await;
        let call = client(&server.base_url).upload_audio(UploadAudioRequest::new("audio/mpeg", 1));
        let error = call.with_query("key", KEY).await.expect_err(what);
        assert_error_hides(what, &error);
        assert_eq!(error.body_text().as_deref(), Some(body.as_str()), "the body itself is as it came");
    }
}

#[tokio::test]
async fn no_error_of_a_call_without_an_answer_has_the_key() {
    let silent = Server::silent().await;
    let client = client(&silent.base_url);
    let voices = || client.get_all_voices().with_query("key", KEY).with_header("X-Key", KEY);
    let cover = |file| client.cover(CoverRequest::new(CoverInput::File(file), "voice-1"));
    let nobody = self::client(&deserted_base_url().await);
    let errors = [
        ("a timeout", voices().with_timeout(Duration::from_millis(50)).await.err()),
        ("a header with a line break", voices().with_header("X-Key", "7f3a91c0\n").await.err()),
        ("a refused connection", nobody.get_all_voices().with_query("key", KEY).await.err()),
        ("a missing file", cover(Upload::path(format!("no such folder/{KEY}"))).await.err()),
        ("a wrong content type", cover(Upload::bytes("").content_type(format!("{KEY}\n"))).await.err()),
    ];
    for (what, error) in errors {
        assert_error_hides(what, &error.expect(what));
    }
}

#[tokio::test]
async fn no_answer_shows_the_key_in_its_headers() {
    let headers = format!("X-Echo: {KEY}\r\nSet-Cookie: k={KEY}\r\n{JSON}");
    let server = Server::answering("200 OK", &headers, "{}").await;
    let voices = || client(&server.base_url).get_all_voices().with_query("key", KEY);
    assert_hides("a raw answer", &voices().raw().await.expect("the status is a success"));
    assert_hides("an answer", &voices().response().await.expect("the answer fits"));
}

//! Where secrets must not appear, whatever the server does.

use std::error::Error as _;

use openapi_client_runtime::{Error, Requirement, Transport, serde_json};

use crate::server::{KEY, Server};

/// Everything that a program might log about an error.
fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}", error.url().unwrap_or_default());
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!("\n{error}\n{error:?}");
        source = error.source();
    }
    text
}

#[track_caller]
fn assert_no_secret(text: &str) {
    let in_json = serde_json::to_string(KEY).unwrap();
    let in_url = "sesame-4711%2F%22x";
    let in_base64 = "YWxpOnNlc2FtZS00NzExLyJ4";
    for secret in [KEY, in_json.trim_matches('"'), in_url, in_base64, "sesame"] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
}

fn client(server: &Server) -> Transport {
    let builder = server.builder().api_key(KEY).basic_auth("ali", KEY).credential("QueryKey", KEY);
    let builder = builder.bearer_token(KEY).default_header("X-Other", KEY);
    assert_no_secret(&format!("{builder:?} {builder:#?}"));
    builder.build().unwrap()
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let server = Server::answering("200 OK", "null").await;
    let client = client(&server);
    let request = client.get("op", "/x").security(&[&["HeaderKey", "QueryKey", "Login"]]);
    assert_no_secret(&format!("{client:?} {request:?}"));
    let call = request.decode_text();
    assert_no_secret(&format!("{call:?}"));
}

#[tokio::test]
async fn an_answer_that_repeats_them_does_not_spread_them() {
    let body = format!(
        r#"{{"error":"bad key {KEY}","json":{},"url":"/x?k=sesame-4711%2F%22x","auth":"Basic YWxpOnNlc2FtZS00NzExLyJ4"}}"#,
        serde_json::to_string(KEY).unwrap()
    );
    let headers =
        format!("x-echo: {KEY}\r\nset-cookie: session=sesame\r\nauthorization: sesame\r\nx-plain: 1");
    let cases: [&[Requirement]; 4] = [&[&["Login"]], &[&["QueryKey"]], &[&["HeaderKey"]], &[&["Token"]]];
    for security in cases {
        let server = Server::answering_with("401 Unauthorized", &headers, body.as_bytes()).await;
        let error =
            client(&server).get("op", "/x").query("q", 1).security(security).decode_text().await.unwrap_err();
        assert_no_secret(&shown(&error));
        assert!(error.to_string().contains("bad key REDACTED"), "{error}");
        assert!(format!("{error:?}").contains("\"x-plain\": \"1\""), "{error:?}");
        assert_eq!(error.body().unwrap(), body.as_bytes(), "the program gets the body as it is");
        assert!(server.received().await.head.contains(match security[0][0] {
            "Login" => "YWxpOnNlc2FtZS00NzExLyJ4",
            "QueryKey" => "sesame-4711%2F%22x",
            _ => KEY,
        }));
    }
}

#[tokio::test]
async fn what_cannot_be_decoded_does_not_spread_them() {
    let headers = format!("content-type: {KEY}");
    let server =
        Server::answering_with("200 OK", &headers, serde_json::to_string(KEY).unwrap().as_bytes()).await;
    let error = client(&server).get("op", "/x").decode_json::<i64>().await.unwrap_err();
    assert_no_secret(&shown(&error));
    assert!(error.to_string().contains("REDACTED, 17 bytes): invalid type: string"), "{error}");

    let server = Server::answering_with("200 OK", &headers, b"null").await;
    let response = client(&server).get("op", "/x").decode_text().raw().await.unwrap();
    assert_no_secret(&format!("{response:?}"));
}

#[tokio::test]
async fn urls_and_sources_do_not_spread_them() {
    let server = Server::saying("").await;
    let call = client(&server).get("op", "/x").query("q", 1).security(&[&["QueryKey"]]).decode_text();
    let error = call.await.unwrap_err();
    assert_no_secret(&shown(&error));
    assert_eq!(error.url(), Some(format!("{}/x?q=1&api%20key=REDACTED", server.url).as_str()));

    let server = Server::answering_with("302 Found", &format!("location: /{KEY}?{KEY}"), b"").await;
    assert_no_secret(&shown(&client(&server).get("op", "/x").decode_text().await.unwrap_err()));
}

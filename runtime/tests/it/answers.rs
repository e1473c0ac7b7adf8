//! How answers are decoded, and what is kept when they cannot be.

use openapi_client_runtime::{ErrorKind, StatusCode, Value, headers, object, serde_json::json};

use crate::server::Server;

#[derive(Debug)]
struct Page {
    items: Vec<Item>,
}
object! { Page { required items = "items" } }

#[derive(Debug)]
struct Item {
    id: i64,
}
object! { Item { required id = "id" } }

#[derive(Debug, Default, PartialEq)]
struct RateLimit {
    limit: Option<i64>,
    policy: Option<Vec<String>>,
    reset: Option<f64>,
}
headers! { RateLimit { limit = "X-RateLimit-Limit", policy = "x-ratelimit-policy", reset = "X-RateLimit-Reset" } }

#[tokio::test]
async fn each_kind_of_body_is_decoded() {
    let server = Server::answering("200 OK", "\u{feff} {\"items\": [{\"id\": 7}]} ").await;
    let page: Page = server.client().get("op", "/x").decode_json().await.unwrap();
    assert_eq!(page.items[0].id, 7);

    let server = Server::answering_with("200 OK", "content-type: text/plain", "grüße".as_bytes()).await;
    assert_eq!(server.client().get("op", "/x").decode_text().await.unwrap(), "grüße");

    let server = Server::answering_with("200 OK", "content-type: audio/mpeg", b"\xff\x00").await;
    assert_eq!(server.client().get("op", "/x").decode_bytes().await.unwrap(), &b"\xff\x00"[..]);

    let server = Server::answering_with("204 No Content", "x-a: b", b"").await;
    server.client().delete("op", "/x").decode_empty().await.unwrap();

    let server = Server::answering("202 Accepted", "").await;
    assert!(server.client().post("op", "/x").decode_json::<Option<Page>>().await.unwrap().is_none());
}

#[tokio::test]
async fn the_answer_can_be_had_as_it_is() {
    let server = Server::answering_with("201 Created", "x-request-id: r-1\r\nx-left: 3", b"{]").await;
    let response = server.client().get("op", "/x").decode_json::<Page>().raw().await.unwrap();
    assert_eq!((response.status(), response.request_id()), (StatusCode::CREATED, Some("r-1")));
    assert_eq!(response.headers()["x-left"], "3");
    assert_eq!(response.into_bytes(), "{]");

    let server = Server::answering_with("201 Created", "x-left: 3\r\ncf-ray: c-2", b"[]").await;
    let decoded = server.client().get("op", "/x").decode_json::<Value>().response().await.unwrap();
    assert_eq!((decoded.request_id(), decoded.status), (Some("c-2"), StatusCode::CREATED));
    assert_eq!((&decoded.headers["x-left"], decoded.value), (&"3".parse().unwrap(), json!([])));
}

#[tokio::test]
async fn documented_headers_are_read_from_answers_and_errors() {
    let headers = "x-ratelimit-limit: 20\r\nX-RateLimit-Policy: hourly, daily\r\nx-ratelimit-policy: ever\r\n\
                   x-ratelimit-reset: soon";
    let policy = ["hourly", "daily", "ever"].map(str::to_owned).to_vec();
    let expected = RateLimit { limit: Some(20), policy: Some(policy), reset: None };
    let server = Server::answering_with("200 OK", headers, b"[]").await;
    let answer = server.client().get("op", "/x").decode_json::<Value>().response().await.unwrap();
    assert_eq!(RateLimit::from(&answer.headers), expected);

    let server = Server::answering_with("403 Forbidden", headers, b"").await;
    let error = server.client().get("op", "/x").decode_empty().await.unwrap_err();
    assert_eq!(error.headers().map(RateLimit::from), Some(expected));

    let server = Server::answering("200 OK", "[]").await;
    let answer = server.client().get("op", "/x").decode_json::<Value>().response().await.unwrap();
    assert_eq!(RateLimit::from(&answer.headers), RateLimit::default());
}

#[tokio::test]
async fn what_does_not_fit_is_located_and_kept() {
    let body = r#"{"items":[{"id":1},{"id":"x"}]}"#;
    let server = Server::answering_with(
        "200 OK",
        "content-type: application/json\r\nrequest-id: r-9",
        body.as_bytes(),
    )
    .await;
    let error = server.client().get("list", "/items").decode_json::<Page>().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert_eq!(error.json_path(), Some("items[1].id"));
    assert_eq!((error.request_id(), error.body_text().unwrap().as_ref()), (Some("r-9"), body));
    assert_eq!(error.decode::<Value>().unwrap()["items"][0]["id"], 1);
    assert_eq!(
        error.to_string(),
        "list (GET /items): cannot decode the answer (200 OK, application/json, 31 bytes): at `items[1].id`: \
         invalid type: string \"x\", expected i64 at line 1 column 28: {\"items\":[{\"id\":1},{\"id\":\"x\"}]}"
    );
}

#[tokio::test]
async fn what_is_not_json_is_kept() {
    for (body, reason) in [
        ("<html>", "expected value at line 1 column 1: <html>"),
        (r#"{"items":[]} x"#, "trailing characters"),
        (r#"{"items":[]"#, "EOF while parsing"),
        ("", "invalid type: null, expected an object (Page)"),
        ("[]", "invalid type: sequence, expected an object (Page)"),
    ] {
        let server = Server::answering_with("200 OK", "content-type: text/html", body.as_bytes()).await;
        let error = server.client().get("op", "/x").decode_json::<Page>().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, None), "{error}");
        assert_eq!(error.body().unwrap(), body);
        let text = error.to_string();
        assert!(text.contains("(200 OK, text/html, ") && text.contains(reason), "{text}");
    }
    let server = Server::answering_with("200 OK", "content-type: text/plain", b"\xff").await;
    let error = server.client().get("op", "/x").decode_text().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().as_ref()), (ErrorKind::Decode, &b"\xff"[..]));
}

#[tokio::test]
async fn an_answer_may_come_in_pieces() {
    let pieces =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[1\r\n3\r\n,22\r\n1\r\n]\r\n0\r\n\r\n";
    let server = Server::saying(pieces).await;
    let call = server.client().get("op", "/x").decode_json::<Vec<i64>>();
    assert_eq!(call.await.unwrap(), [1, 22]);

    let server = Server::saying(pieces).await;
    let client = server.builder().api_key("k").max_response_bytes(4).build().unwrap();
    let error = client.get("op", "/x").decode_json::<Vec<i64>>().await.unwrap_err();
    assert_eq!(error.body().unwrap(), "[1,2");
}

#[tokio::test]
async fn the_length_of_an_answer_is_limited() {
    let client = |server: &Server| server.builder().api_key("k").max_response_bytes(4).build().unwrap();
    let server = Server::answering("200 OK", "\"ab\"").await;
    assert_eq!(client(&server).get("op", "/x").decode_json::<String>().await.unwrap(), "ab");

    let server = Server::answering("200 OK", "\"abc\"").await;
    let error = client(&server).get("op", "/x").decode_json::<String>().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert_eq!(error.body().unwrap(), "\"abc");
    assert!(
        error.to_string().contains("more than 4 bytes") && error.to_string().contains("max_response_bytes"),
        "{error}"
    );

    let server = Server::answering("402 Payment Required", "no credits").await;
    let error = client(&server).get("op", "/x").decode_empty().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().as_ref()), (ErrorKind::Status, &b"no c"[..]));
}

//! Which URL is asked, and which are refused.

use openapi_client_runtime::{ErrorKind, ParameterValue, Style, serde_json::json};

use crate::server::{KEY, Server};

#[tokio::test]
async fn cookies_stand_beside_a_cookie_header_and_members_cannot_add_any() {
    let server = Server::answering("200 OK", "null").await;
    let members = std::collections::BTreeMap::from([("a=1; admin".to_owned(), true)]);
    let call = server.client().get("op", "/x").header("cookie", "own=1").cookie("map", members);
    assert!(!format!("{call:?}").contains("own=1"));
    call.decode_empty().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("cookie"), Some("own=1; a%3D1%3B%20admin=true"));
}

#[tokio::test]
async fn path_and_query_are_encoded() {
    let server = Server::answering("200 OK", "null").await;
    let client = server.builder().api_key(KEY).base_url(format!("{}/base/", server.url)).build().unwrap();
    let call = client
        .get("op", "/items/{id}/parts/{part}.json?fixed=1")
        .path("id", "a/../b?#%2e ü")
        .path("part", vec![1, 2])
        .query("q r", "&=+ ü'")
        .query("none", None::<bool>)
        .query_style("deep", ParameterValue::of(&json!({ "from": 1, "to": null })), Style::DeepObject);
    call.decode_empty().await.unwrap();
    let path = "/base/items/a%2F..%2Fb%3F%23%252e%20%C3%BC/parts/1,2.json";
    let query = "fixed=1&q%20r=%26%3D%2B%20%C3%BC%27&deep%5Bfrom%5D=1";
    assert_eq!(server.received().await.line(), format!("GET {path}?{query} HTTP/1.1"));
}

#[tokio::test]
async fn reserved_characters_may_stay_in_a_query() {
    let server = Server::answering("200 OK", "null").await;
    let call = server
        .client()
        .get("op", "/x")
        .query_reserved("path", "/a/b:c?d=e,(f)", Style::default())
        .query_reserved("q", "a&b#c+d[e]%2F %", Style::default())
        .query("strict", "/")
        .decode_empty()
        .with_query_reserved("next", "https://example.com/?a=1&b=2", Style::default());
    call.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /x?path=/a/b:c?d=e,(f)&q=a%26b%23c%2Bd%5Be%5D%2F%20%25&strict=%2F\
         &next=https://example.com/?a=1%26b=2 HTTP/1.1"
    );
}

#[tokio::test]
async fn each_place_has_its_styles() {
    let server = Server::answering("200 OK", "null").await;
    let object = || ParameterValue::of(&json!({ "a": 1, "b": { "c": ["x", "y"] } }));
    let list = || vec!["1", "2"];
    let call = server
        .client()
        .get("op", "/x{label}/y{matrix}/{simple}")
        .path_style("label", list(), Style::LabelExploded)
        .path_style("matrix", list(), Style::MatrixExploded)
        .path_style("simple", object(), Style::SimpleExploded)
        .query_style("deep", object(), Style::DeepObject)
        .query("form", object())
        .query("text", ParameterValue::json(&list()))
        .header("X-Simple", object())
        .header_style("X-Exploded", object(), Style::SimpleExploded)
        .cookie("one", list())
        .cookie_style("two", list(), Style::CommaDelimited);
    call.decode_empty().await.unwrap();
    let received = server.received().await;
    assert_eq!(
        received.line().replace("%5B", "[").replace("%5D", "]").replace("%22", "'").replace("%2C", ","),
        "GET /x.1.2/y;matrix=1;matrix=2/a=1,b=%7B'c'%3A['x','y']%7D\
         ?deep[a]=1&deep[b][c][]=x&deep[b][c][]=y&a=1&b=%7B'c'%3A['x','y']%7D&text=['1','2'] HTTP/1.1"
    );
    assert_eq!(received.header("x-simple"), Some(r#"a,1,b,{"c":["x","y"]}"#));
    assert_eq!(received.header("x-exploded"), Some(r#"a=1,b={"c":["x","y"]}"#));
    assert_eq!(received.header("cookie"), Some("one=1; one=2; two=1,2"));
}

#[tokio::test]
async fn one_name_may_be_in_every_place_and_two_in_one_segment() {
    let server = Server::answering("200 OK", "null").await;
    let call = server
        .client()
        .get("op", "/{id}~{other}/{id}.{ext}")
        .path("id", 1)
        .path("other", "a~b/c")
        .path("ext", "tar.gz")
        .query("id", 2)
        .header("id", 3)
        .cookie("id", 4)
        .cookie("last", vec!["a", "b"])
        .decode_empty()
        .with_cookie("last", "c");
    call.await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /1~a~b%2Fc/1.tar.gz?id=2 HTTP/1.1");
    assert_eq!(received.header("id"), Some("3"));
    assert_eq!(received.header("cookie"), Some("id=4; last=c"), "a cookie that is set again is replaced");
}

#[tokio::test]
async fn a_path_that_a_parameter_would_change_is_refused() {
    let server = Server::answering("200 OK", "null").await;
    for value in [Some(""), Some("."), Some(".."), None] {
        let call = server.client().delete("remove_item", "/items/{id}").path("id", value).decode_empty();
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation(), error.attempts()),
            (ErrorKind::Request, Some("remove_item"), 0)
        );
        let text = error.to_string();
        assert!(
            text.starts_with("remove_item (DELETE /items/{id}): the path ") && text.contains("id"),
            "{text}"
        );
    }
    let error = server.client().get("op", "/items/{id}").decode_empty().await.unwrap_err();
    assert_eq!(error.to_string(), "op (GET /items/{id}): the path parameter `id` has no value");
}

#[tokio::test]
async fn a_header_cannot_hold_a_line_break() {
    let server = Server::answering("200 OK", "null").await;
    let call = server.client().get("op", "/x").header("X-Title", "a\r\nX-Evil: b").header("bad name", "x");
    let error = call.decode_empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "op (GET /x): the header `X-Title` has a line break or another control character"
    );
}

#[tokio::test]
async fn an_operation_may_have_a_server_of_its_own() {
    let server = Server::answering("200 OK", "null").await;
    let own: &'static str = server.url.clone().leak();
    let client = crate::configuration::builder().api_key(KEY).build().unwrap();
    client.get("op", "/x").server(own).decode_empty().await.unwrap();
    assert_eq!(server.received().await.line(), "GET /x HTTP/1.1");

    let server = Server::answering("200 OK", "null").await;
    server.client().get("op", "/x").server("https://other.example.com").decode_empty().await.unwrap();
    assert_eq!(server.received().await.line(), "GET /x HTTP/1.1", "the chosen base URL goes first");

    let error = client.get("op", "/x").server("/relative").decode_empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`/relative`"), "{error}");
}

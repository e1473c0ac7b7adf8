//! What bodies are on the wire, byte by byte.

use openapi_client_runtime::{Form, Method, ParameterValue, Style, Upload, number, serde_json::json};

use crate::server::Server;

#[tokio::test]
async fn json() {
    let server = Server::answering("200 OK", "null").await;
    let body = json!({ "b": 1, "a": [null, "ü"] });
    server.client().post("op", "/x").json(&body).decode_empty().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.text(), r#"{"b":1,"a":[null,"ü"]}"#);
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.header("content-length"), Some("23"));
}

#[tokio::test]
async fn the_length_of_a_body_is_said_once() {
    let server = Server::answering("200 OK", "null").await;
    let call = server.client().post("op", "/x").json(&1).decode_empty().with_header("content-length", 7);
    call.await.unwrap();
    let received = server.received().await;
    assert_eq!((received.header("content-length"), received.text()), (Some("1"), "1"));
}

#[tokio::test]
async fn floats_without_a_fraction_are_integers() {
    let server = Server::answering("200 OK", "null").await;
    server.client().post("op", "/x").json(&number(&vec![1.0, 2.5])).decode_empty().await.unwrap();
    assert_eq!(server.received().await.text(), "[1,2.5]");

    let server = Server::answering("200 OK", "null").await;
    let mut form = Form::new();
    form.json("weights", Some(&number(&vec![Some(3.0), None])));
    form.text("speed", 1.0);
    server.client().post("op", "/x").form(form).decode_empty().await.unwrap();
    assert_eq!(server.received().await.text(), "weights=%5B3%2Cnull%5D&speed=1");
}

#[tokio::test]
async fn json_of_another_name() {
    let server = Server::answering("200 OK", "null").await;
    server
        .client()
        .patch("op", "/x")
        .json_as("application/merge-patch+json", &[1])
        .decode_empty()
        .await
        .unwrap();
    let received = server.received().await;
    assert_eq!(
        (received.text(), received.header("content-type")),
        ("[1]", Some("application/merge-patch+json"))
    );
}

#[tokio::test]
async fn a_call_says_what_its_body_is_called() {
    let called = |received: crate::server::Received| {
        let lines = received.head.lines().map(str::to_lowercase);
        lines.filter(|line| line.starts_with("content-type:")).collect::<Vec<_>>()
    };
    let client = |server: &Server| {
        server.builder().api_key("k").default_header("content-type", "text/html").build().unwrap()
    };
    let server = Server::answering("200 OK", "null").await;
    let call = client(&server).patch("op", "/x").json(&[1]).decode_empty();
    call.with_header("Content-Type", "application/json-patch+json").await.unwrap();
    assert_eq!(called(server.received().await), ["content-type: application/json-patch+json"]);

    let server = Server::answering("200 OK", "null").await;
    client(&server).patch("op", "/x").json(&[1]).decode_empty().await.unwrap();
    assert_eq!(called(server.received().await), ["content-type: application/json"]);

    let mut form = Form::new();
    form.text("a", "b");
    let server = Server::answering("200 OK", "null").await;
    let call = server.client().post("op", "/x").multipart(form).decode_empty();
    call.with_header("content-type", "multipart/form-data").await.unwrap();
    let called = called(server.received().await);
    assert!(called.len() == 1 && called[0].contains("boundary="), "{called:?}");
}

#[tokio::test]
async fn text() {
    let server = Server::answering("200 OK", "null").await;
    server.client().put("op", "/x").text("text/plain; charset=utf-8", "grüße").decode_empty().await.unwrap();
    let received = server.received().await;
    assert_eq!(
        (received.text(), received.header("content-type")),
        ("grüße", Some("text/plain; charset=utf-8"))
    );
}

#[tokio::test]
async fn nothing() {
    for (method, length) in [
        (Method::POST, Some("0")),
        (Method::PUT, Some("0")),
        (Method::PATCH, Some("0")),
        (Method::GET, None),
        (Method::DELETE, None),
    ] {
        let server = Server::answering("200 OK", "null").await;
        server.client().request(method.clone(), "op", "/x").decode_empty().await.unwrap();
        let received = server.received().await;
        assert_eq!(received.header("content-length"), length, "{method}");
        assert_eq!(received.header("content-type"), None, "{method}");
        assert_eq!(received.header("transfer-encoding"), None, "{method}");
    }
}

#[tokio::test]
async fn urlencoded() {
    let server = Server::answering("200 OK", "null").await;
    let mut form = Form::new();
    form.text("a b", "c&d=e +ü*");
    form.text("list", vec![1, 2]);
    form.text("none", None::<String>);
    form.text("price", 10_500.0);
    form.json("json", Some(&json!({ "x": [1] })));
    form.deep("items", Some(&json!([{ "price": "p", "tags": ["t"], "none": null }])));
    server.client().post("op", "/x").form(form).decode_empty().await.unwrap();
    let received = server.received().await;
    let pairs = [
        "a+b=c%26d%3De+%2B%C3%BC*",
        "list=1",
        "list=2",
        "price=10500",
        "json=%7B%22x%22%3A%5B1%5D%7D",
        "items%5B0%5D%5Bprice%5D=p",
        "items%5B0%5D%5Btags%5D%5B0%5D=t",
    ];
    assert_eq!(received.text(), pairs.join("&"));
    assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn styles_of_urlencoded_fields() {
    let server = Server::answering("200 OK", "null").await;
    let mut form = Form::new();
    form.text("first", "x y");
    form.styled("a", vec!["1,2", "3"], Style::CommaDelimited);
    form.styled("b", vec!["1", "2"], Style::PipeDelimited);
    form.styled("c", ParameterValue::of(&json!({ "d": 1, "e": "f" })), Style::FormExploded);
    form.styled("none", None::<String>, Style::SpaceDelimited);
    form.reserved("g", "http://h/?i&j", Style::FormExploded);
    server.client().post("op", "/x").form(form).decode_empty().await.unwrap();
    let sent = "first=x+y&a=1%2C2,3&b=1%7C2&d=1&e=f&g=http://h/?i%26j";
    assert_eq!(server.received().await.text(), sent);
}

#[tokio::test]
async fn members_that_are_not_listed() {
    let server = Server::answering("200 OK", "null").await;
    let mut form = Form::new();
    form.text("id", 7);
    let more = [("a", json!("x y")), ("b", json!([1, 2])), ("c", json!({ "d": 1 })), ("e", json!(null))];
    form.members(more.map(|(name, value)| (name.to_owned(), value)));
    form.members([("f".to_owned(), 1.0)]);
    server.client().post("op", "/x").form(form).decode_empty().await.unwrap();
    assert_eq!(server.received().await.text(), "id=7&a=x+y&b=1&b=2&c=%7B%22d%22%3A1%7D&f=1");
}

#[tokio::test]
async fn a_form_of_anything() {
    let server = Server::answering("200 OK", "null").await;
    let form = Form::of(&json!({ "a": "x y", "b": [1, 2], "c": { "d": [true] }, "e": null }));
    server.client().post("op", "/x").form(form).decode_empty().await.unwrap();
    assert_eq!(server.received().await.text(), "a=x+y&b=1&b=2&c=%7B%22d%22%3A%5Btrue%5D%7D");

    let server = Server::answering("200 OK", "null").await;
    server.client().post("op", "/x").form(Form::of(&json!(null))).decode_empty().await.unwrap();
    assert_eq!(server.received().await.text(), "");

    let server = Server::answering("200 OK", "null").await;
    let call = server.client().post("op", "/x").multipart(Form::of(&json!([1])));
    let error = call.decode_empty().await.unwrap_err().to_string();
    assert!(error.contains("the form is not an object"), "{error}");
}

#[tokio::test]
async fn multipart() {
    let server = Server::answering("200 OK", "null").await;
    let mut form = Form::new();
    form.text("title", "Grüße");
    form.text("tags", vec!["a", "b"]);
    form.text("none", None::<i64>);
    form.json("stems", Some(&["vocals"]));
    form.file("audio", Upload::bytes("RIFF").file_name("mix.wav"));
    form.file("none", None);
    form.files(
        "more",
        vec![
            Upload::bytes("1").file_name("ü \"q\"\r\nX: y.bin"),
            Upload::bytes("2").content_type("audio/x-test"),
        ],
    );
    form.text("quote\"\r\nX: y", true);
    server.client().post("op", "/x").multipart(form).decode_empty().await.unwrap();

    let received = server.received().await;
    let boundary =
        received.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let part = |headers: &str, body: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {headers}\r\n\r\n{body}\r\n")
    };
    let parts = [
        part("name=\"title\"", "Grüße"),
        part("name=\"tags\"", "a"),
        part("name=\"tags\"", "b"),
        part("name=\"stems\"\r\nContent-Type: application/json", "[\"vocals\"]"),
        part("name=\"audio\"; filename=\"mix.wav\"\r\nContent-Type: audio/wav", "RIFF"),
        part(
            "name=\"more\"; filename=\"ü %22q%22%0D%0AX: y.bin\"\r\nContent-Type: application/octet-stream",
            "1",
        ),
        part("name=\"more\"; filename=\"more\"\r\nContent-Type: audio/x-test", "2"),
        part("name=\"quote%22%0D%0AX: y\"", "true"),
    ];
    assert_eq!(received.text(), format!("{}--{boundary}--\r\n", parts.concat()));
    assert_eq!(received.header("content-length"), Some(received.body.len().to_string().as_str()));
    assert_eq!(received.header("transfer-encoding"), None);
}

#[tokio::test]
async fn the_headers_of_a_call_go_before_those_of_the_client() {
    let server = Server::answering("200 OK", "null").await;
    let client =
        server.builder().api_key("k").default_header("X-Mode", "client").default_header("X-More", "1");
    let client = client.build().unwrap();
    let call = client.get("op", "/x").header("X-Mode", vec!["call", "two"]).header("X-None", None::<i64>);
    call.cookie("a", "b;c").cookie("d", 1).decode_text().with_header("X-API-Key", "other").await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("x-mode"), Some("call,two"));
    assert_eq!(received.header("x-more"), Some("1"));
    assert_eq!(received.header("x-none"), None);
    assert_eq!(received.header("x-api-key"), Some("other"));
    assert_eq!(received.header("cookie"), Some("a=b%3Bc; d=1"));
    assert_eq!(received.header("user-agent"), Some("test-client/1.0"));
    assert_eq!(received.header("accept"), Some("text/plain, */*;q=0.1"));
}

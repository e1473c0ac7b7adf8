//! Which error each kind of failure becomes.

use std::{error::Error as _, time::Duration};

use openapi_client_runtime::{Error, ErrorKind, Method, RetryPolicy, StatusCode, Value};
use tokio::net::TcpListener;

use crate::{
    script::{Script, with_headers},
    server::{KEY, Server},
};

async fn call(server: &Server) -> Error {
    server
        .client()
        .post("submit", "/v1/{kind}")
        .path("kind", "song")
        .decode_json::<Value>()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_refusal_keeps_all_there_is_to_know() {
    let headers = "content-type: application/json\r\nx-request-id: r-1\r\nretry-after: 7";
    let server = Server::answering_with("402 Payment Required", headers, br#"{"success":false}"#).await;
    let error = call(&server).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!((error.operation(), error.method()), (Some("submit"), Some(&Method::POST)));
    assert_eq!(error.url(), Some(format!("{}/v1/song", server.url).as_str()));
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::PAYMENT_REQUIRED), Some("r-1")));
    assert_eq!(error.headers().unwrap()["retry-after"], "7");
    assert_eq!(error.decode::<Value>().unwrap()["success"], false);
    assert_eq!((error.decode::<Vec<i64>>(), error.json_path()), (None, None));
    assert_eq!((error.attempts(), error.is_timeout(), error.is_connect()), (1, false, false));
    assert_eq!(
        error.to_string(),
        r#"submit (POST /v1/{kind}): the API answered 402 Payment Required: {"success":false}"#
    );
}

#[tokio::test]
async fn an_error_page_is_shown_in_part() {
    let page = format!("<html>\n<h1>Bad\tGateway</h1>\u{1b}[2J{}</html>", "x".repeat(10_000));
    let server = Server::answering_with("502 Bad Gateway", "content-type: text/html", page.as_bytes()).await;
    let error = call(&server).await;
    assert_eq!((error.kind(), error.body_text().unwrap().as_ref()), (ErrorKind::Status, page.as_str()));
    let text = error.to_string();
    let start = "submit (POST /v1/{kind}): the API answered 502 Bad Gateway; the API may have accepted the request, \
        which was not sent again: <html>\\n<h1>Bad\\tGateway</h1>\\u{1b}[2Jxxx";
    assert!(text.starts_with(start) && text.ends_with("x…"), "{text}");
    assert!(text.chars().count() < 700 && !text.contains(char::is_control), "{text}");
}

#[tokio::test]
async fn a_refusal_without_body_is_still_a_refusal() {
    let server = Server::answering_with("401 Unauthorized", "x: y", b"").await;
    assert_eq!(
        call(&server).await.to_string(),
        "submit (POST /v1/{kind}): the API answered 401 Unauthorized"
    );

    let server = Server::saying("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 100\r\n\r\nbusy").await;
    let error = call(&server).await;
    assert_eq!((error.kind(), error.body().unwrap().as_ref()), (ErrorKind::Status, &b"busy"[..]));
}

#[tokio::test]
async fn no_redirect_of_any_method_is_followed_and_nobody_gets_the_key() {
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("http://user:pass@{}/login?next=secret#top", other.local_addr().unwrap());
    let statuses = ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"];
    let methods = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::HEAD,
        Method::OPTIONS,
    ];
    let cases: Vec<_> =
        methods.iter().flat_map(|method| statuses.map(|status| (method.clone(), status))).collect();
    let location = format!("location: {target}");
    let script = Script::playing(cases.iter().map(|(_, status)| with_headers(status, &location, b""))).await;
    let client = script.client();
    for (method, status) in cases {
        let call = client.request(method.clone(), "op", "/x").json(&"lyrics").decode_empty();
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().to_string()),
            (ErrorKind::Status, status.to_owned())
        );
        let shown = format!("http://{}/login", other.local_addr().unwrap());
        let may_have_begun = [Method::POST, Method::PATCH].contains(&method)
            && status.starts_with("30")
            && !status.contains("Temporary")
            && !status.contains("Permanent Redirect");
        let doubt = if may_have_begun {
            "; the API may have accepted the request, which was not sent again"
        } else {
            ""
        };
        let redirect = format!("{status}, a redirect to {shown}, and redirects are not followed{doubt}");
        assert_eq!(error.to_string(), format!("op ({method} /x): the API answered {redirect}"));
    }
    // Whoever had followed would be waiting in the queue of the listener.
    let nobody =
        std::future::poll_fn(|context| std::task::Poll::Ready(other.poll_accept(context).is_pending()));
    assert!(nobody.await, "somebody connected to the target of the redirect");
}

#[tokio::test]
async fn a_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let builder = crate::configuration::builder().retry(RetryPolicy::none());
    let client = builder.base_url(url.as_str()).api_key(KEY).build().unwrap();
    let error = client.get("op", "/x").query("q", 1).decode_empty().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Connect, None, 1));
    assert!(error.is_connect() && !error.is_timeout());
    assert!(error.to_string().starts_with("op (GET /x): no connection: Connection refused"), "{error}");
    assert_eq!(error.url(), Some(format!("{url}/x?q=1").as_str()));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = crate::configuration::builder().base_url(url).api_key(KEY).build().unwrap();
    let call = client.get("op", "/x").decode_empty().with_timeout(Duration::from_millis(50));
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!(error.to_string(), "op (GET /x): no complete answer within 50ms");
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"task_id\":", "nonsense\r\n\r\n"] {
        let server = Server::saying(answer).await;
        let error = call(&server).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.source().is_some());
        let body = error.body().map(|body| body.as_ref());
        assert_eq!(body, answer.contains("200").then_some(&b"{\"task_id\":"[..]));
    }
}

#[test]
fn an_error_is_small_and_can_be_sent_anywhere() {
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_error::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

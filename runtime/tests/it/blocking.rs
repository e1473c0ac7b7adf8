//! Calls without `async`.

use openapi_client_runtime::{Blocking as _, ErrorKind, Value};

use crate::{
    script::{Script, json},
    server::KEY,
};

#[test]
fn everything_that_is_awaited_can_be_waited_for() {
    let server = tokio::runtime::Runtime::new().unwrap();
    let script =
        server.block_on(Script::playing([json("200 OK", "1"), json("200 OK", "2"), json("404 No", "")]));
    let client = script.client();
    assert_eq!(client.get("op", "/x").decode_json::<Value>().blocking().unwrap(), 1);
    assert_eq!(client.download(script.url.as_str()).bytes().blocking().unwrap().as_ref(), b"2");
    let error = client.get("op", "/x").decode_empty().response().blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(script.received()[0].header("x-api-key") == Some(KEY));
}

#[tokio::test]
async fn a_runtime_is_never_blocked() {
    let script = Script::playing([]).await;
    let error = script.client().get("op", "/x").decode_empty().blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("use `.await` there"), "{error}");
}

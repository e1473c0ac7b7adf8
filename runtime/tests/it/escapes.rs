//! Ways out for what the document does not have: fields, headers, and whole operations.

use openapi_client_runtime::{ErrorKind, Form, Upload, Value, serde_json::json};

use crate::{
    script::{Script, json as answer},
    server::KEY,
};

async fn body_of(send: impl AsyncFnOnce(&Script)) -> String {
    let script = Script::playing([answer("200 OK", "null")]).await;
    send(&script).await;
    script.received().remove(0).text().to_owned()
}

#[tokio::test]
async fn a_field_is_added_in_the_way_of_the_others() {
    let json = body_of(async |script| {
        let call = script.client().post("op", "/x").json(&json!({"a": 1, "b": 2})).decode_empty();
        call.with_body_field("b", "x").with_body_field("c", json!([true])).await.unwrap();
    });
    assert_eq!(json.await, r#"{"a":1,"b":"x","c":[true]}"#);

    let form = || {
        let mut form = Form::new();
        form.text("a", "1 2");
        form
    };
    let urlencoded = body_of(async |script| {
        let call = script.client().post("op", "/x").form(form()).decode_empty();
        let call = call.with_body_field("b", 7).with_body_field("list", json!(["x", "y"]));
        call.with_body_field("deep", json!({"k": 1})).await.unwrap();
    });
    assert_eq!(urlencoded.await, "a=1+2&b=7&list=x&list=y&deep=%7B%22k%22%3A1%7D");

    let multipart = body_of(async |script| {
        let call = script.client().post("op", "/x").multipart(form()).decode_empty();
        call.with_body_field("b", true).await.unwrap();
    });
    assert!(multipart.await.contains("name=\"b\"\r\n\r\ntrue\r\n"));

    let empty = body_of(async |script| {
        script.client().post("op", "/x").decode_empty().with_body_field("b", 1).await.unwrap();
    });
    assert_eq!(empty.await, r#"{"b":1}"#);
}

#[tokio::test]
async fn a_body_without_fields_gets_none() {
    let script = Script::playing([]).await;
    for request in [
        script.client().post("op", "/x").json(&[1]),
        script.client().post("op", "/x").text("text/plain", "x"),
        script.client().post("op", "/x").bytes("audio/wav", Upload::bytes("RIFF")),
    ] {
        let error = request.decode_empty().with_body_field("b", 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("the field `b` cannot be added"), "{error}");
    }
    assert_eq!(script.lines(), [] as [&str; 0]);
}

#[tokio::test]
async fn an_operation_that_the_document_lacks_is_called_like_any_other() {
    let found = answer("200 OK", r#"{"conversions":[]}"#);
    let script = Script::playing([answer("503 Busy", ""), found, answer("422 No", "{}")]).await;
    let by_user = || script.client().get("by_user", "/v1/byUser/{id}").path("id", "a/b").query("limit", 5);
    let decoded = by_user().decode_json::<Value>().with_header("x-extra", "1").response().await.unwrap();
    assert_eq!(decoded.value["conversions"], json!([]));
    let response = by_user().decode_json::<Value>().raw().await.unwrap_err();
    assert_eq!((response.operation(), response.status().unwrap().as_u16()), (Some("by_user"), 422));
    let received = script.received();
    assert_eq!(received[1].line(), "GET /v1/byUser/a%2Fb?limit=5 HTTP/1.1");
    assert_eq!((received[1].header("x-api-key"), received[1].header("x-extra")), (Some(KEY), Some("1")));
}

//! Turns refusals, nonsense and silence into the error that a caller gets.

use std::time::Duration;

use musicgpt_client::types::{
    ApiError, ConversionType, CoverInput, CoverRequest, DenoiseInput, DenoiseRequest, ErrorCode,
    InsufficientCredits, MusicAiRequest,
};
use musicgpt_client::{Error, ErrorKind, Upload};

use super::server::{Server, client, deserted_base_url};

const JSON: &str = "Content-Type: application/json\r\nX-Request-Id: request-7\r\n";

/// Makes a call that a server refuses with this status and body.
async fn refused(status: &str, headers: &str, body: &str) -> Error {
    let server = Server::answering(status, headers, body).await;
    let call = server.client().music_ai(MusicAiRequest::new());
    call.await.expect_err("the status is not a success")
}

#[tokio::test]
async fn both_shapes_of_errors_are_read() {
    let old = refused("401 Unauthorized", JSON, r#"{"success":false,"error":"Authentication failed"}"#).await;
    let body: ApiError = old.decode().expect("the body fits");
    assert_eq!((body.success, body.error.as_deref()), (Some(false), Some("Authentication failed")));
    assert_eq!((body.error_code, body.message), (None, None));
    assert_eq!(old.kind(), ErrorKind::Status);
    assert_eq!(old.status().map(|it| it.as_u16()), Some(401));
    assert_eq!(old.request_id(), Some("request-7"));
    assert_eq!(old.attempts(), 1);
    assert_eq!(
        old.to_string(),
        "music_ai (POST /v2/MusicAI): the API answered 401 Unauthorized: \
         {\"success\":false,\"error\":\"Authentication failed\"}"
    );

    let new = r#"{"success":false,"error_code":"TOO_MANY_REQUESTS","message":"Slow down","wait":3}"#;
    let new = refused("429 Too Many Requests", JSON, new).await;
    let body: ApiError = new.decode().expect("the body fits");
    assert_eq!(body.error_code, Some(ErrorCode::TooManyRequests));
    assert_eq!(body.message.as_deref(), Some("Slow down"));
    assert_eq!(body.extra["wait"], 3);
}

#[tokio::test]
async fn an_error_code_that_the_document_lacks_is_kept() {
    let body = r#"{"success":false,"error_code":"OUT_OF_TUNE","message":""}"#;
    let body: ApiError = refused("409 Conflict", JSON, body).await.decode().expect("the body fits");
    assert_eq!(body.error_code, Some(ErrorCode::Unknown("OUT_OF_TUNE".to_owned())));
    assert_eq!(body.message.as_deref(), Some(""));
}

#[tokio::test]
async fn missing_credits_are_counted() {
    let body = r#"{"success":false,"error":"Insufficient credit balance","required_credits":5,"available_credits":1.25}"#;
    let error = refused("402 Payment Required", JSON, body).await;
    let body: InsufficientCredits = error.decode().expect("the body fits");
    assert_eq!((body.required_credits, body.available_credits), (Some(5.0), Some(1.25)));
    let body: ApiError = error.decode().expect("the general shape fits as well");
    assert_eq!(body.error.as_deref(), Some("Insufficient credit balance"));
}

#[tokio::test]
async fn a_page_from_a_gateway_is_no_api_error() {
    let page = "<html>\r\n<h1>502 Bad Gateway</h1></html>";
    let error = refused("502 Bad Gateway", "Content-Type: text/html\r\n", page).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.decode::<ApiError>(), None);
    assert_eq!(error.body_text().as_deref(), Some(page));
    assert_eq!(
        error.to_string(),
        "music_ai (POST /v2/MusicAI): the API answered 502 Bad Gateway; \
         the API may have accepted the request, which was not sent again: \
         <html>\\r\\n<h1>502 Bad Gateway</h1></html>"
    );
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_not_lost() {
    for (body, path, reason) in [
        (
            r#"{"conversion":{"task_id":7,"status":"COMPLETED"}}"#,
            Some("conversion.task_id"),
            "at `conversion.task_id`: invalid type: integer `7`, expected a string at line 1 column 26",
        ),
        ("<html></html>", None, "expected value at line 1 column 1"),
        (r#"{"success":true"#, None, "EOF while parsing an object at line 1 column 15"),
        ("[]", None, "invalid type: sequence, expected an object (ConversionReport) at line 1 column 0"),
    ] {
        let server = Server::json(body).await;
        let call = server.client().get_conversion(ConversionType::MusicAi).task_id("1");
        let error = call.await.expect_err("the answer does not fit");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!((error.operation(), error.json_path()), (Some("get_conversion"), path));
        assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
        assert_eq!(error.body().map(|it| &it[..]), Some(body.as_bytes()));
        let length = body.len();
        assert_eq!(
            error.to_string(),
            format!(
                "get_conversion (GET /v1/byId): cannot decode the answer (200 OK, application/json, {length} bytes): \
                 {reason}: {body}"
            )
        );
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_gives_no_connection() {
    let client = client(&deserted_base_url().await).expect("the base URL is fine");
    let error = client.get_all_voices().await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect() && !error.is_timeout());
    assert_eq!((error.operation(), error.status()), (Some("get_all_voices"), None));
}

#[tokio::test]
async fn a_server_that_never_answers_runs_into_the_timeout() {
    let server = Server::silent().await;
    let call = server.client().get_all_voices().with_timeout(Duration::from_millis(100));
    let error = call.await.expect_err("there is no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!(error.to_string(), "get_all_voices (GET /v1/getAllVoices): no complete answer within 100ms");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "304 Not Modified"]
    {
        let mut target = Server::json("{}").await;
        let location = format!("Location: {}/elsewhere?token=secret\r\n", target.base_url);
        let error = refused(status, &location, "").await;
        assert_eq!(error.kind(), ErrorKind::Status, "{status}");
        assert!(error.status().is_some_and(|it| it.is_redirection()), "{status}");
        assert!(target.is_idle(), "{status}");
        let said = error.to_string();
        assert!(said.contains("redirects are not followed") && !said.contains("token"), "{said}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_stops_the_call() {
    let mut server = Server::json("{}").await;
    let input = CoverInput::File(Upload::path("no such folder/song.mp3"));
    let call = server.client().cover(CoverRequest::new(input, "voice-1"));
    let error = call.await.expect_err("the file does not exist");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
    let said = error.to_string();
    assert!(said.starts_with("cover (POST /v1/Cover): "), "{said}");
    assert!(said.contains("`audio_file`") && said.contains("`no such folder/song.mp3`"), "{said}");
    assert!(server.is_idle());
}

#[tokio::test]
async fn an_id_that_would_change_the_path_stops_the_call() {
    let mut server = Server::json("{}").await;
    for id in ["", ".", ".."] {
        let error = server.client().complete_upload(id).await.expect_err("the id cannot stand in a path");
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Request, Some("complete_upload")),
            "{id:?}"
        );
        assert!(error.to_string().contains("upload_id"), "{error}");
    }
    assert!(server.is_idle());
}

#[tokio::test]
async fn a_content_type_that_is_none_stops_the_call() {
    let mut server = Server::json("{}").await;
    let file = Upload::bytes("sound").content_type("audio\r\nX-Evil: 1");
    let call = server.client().denoise(DenoiseRequest::new(DenoiseInput::File(file)));
    let error = call.await.expect_err("the content type would be a header");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(server.is_idle());
}
